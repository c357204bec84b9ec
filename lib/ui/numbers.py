"""Numbers as the office writes them; — for nothing."""

from __future__ import annotations

from fractions import Fraction

from lib.domain.rounding import half_up


def percent(value: Fraction | None) -> str:
    """A fraction as percent with one decimal."""
    return "—" if value is None else f"{half_up(value * 100, 1)}%"
