"""Rates and points as written in YAML, read exactly and never through a float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def rate(value: int | str) -> Fraction:
    """`0.9`, `90%`, `-20%` or a whole number as an exact fraction; ValueError otherwise."""
    text = str(value)
    if text.endswith("%"):
        return Fraction(Decimal(text[:-1])) / 100
    return Fraction(Decimal(text))


def points(value: int | str) -> Decimal:
    """Points as an exact decimal."""
    return Decimal(str(value))
