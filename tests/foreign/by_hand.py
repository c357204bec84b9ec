"""Scores of foreign formulas computed a second time, by the words of each formula alone: nothing of `lib` is used."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def rounded(value: Fraction, places: int = 2) -> float:
    """Half up; exact for the few digits of these tests."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def half_a_point_off(done: int, taken: int) -> float:
    """Full 25 at 98 %, half a point off per percentage point short, never below 12.5."""
    short = max(Fraction(0), Fraction(98) - Fraction(100 * done, taken))
    return rounded(max(Fraction(25, 2), 25 - short / 2))


def competition(totals: Mapping[str, float]) -> dict[str, int]:
    """1, 2, 2, 4."""
    return {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}
