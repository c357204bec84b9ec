"""Exact numbers to the digits shown: half up, once (domain.md 4, 5)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

WILSON_Z = Decimal("1.959963984540054")


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """`value` to `places` decimals, halves away from zero; exact for every fraction."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


def wilson(numerator: Fraction, denominator: Fraction) -> tuple[Decimal, Decimal] | None:
    """The Wilson 95 % interval without continuity correction; 0/n has low 0, n/n high 1.

    None where the denominator is 0 or the numerator outside [0, denominator] (a published ratio above 1).
    """
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    with localcontext() as context:
        context.prec = 40
        n = Decimal(denominator.numerator) / Decimal(denominator.denominator)
        p = (Decimal(numerator.numerator) / Decimal(numerator.denominator)) / n
        z2 = WILSON_Z * WILSON_Z
        centre = p + z2 / (2 * n)
        spread = WILSON_Z * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt()
        low, high = (centre - spread) / (1 + z2 / n), (centre + spread) / (1 + z2 / n)
    low = Decimal(0) if numerator == 0 else low
    high = Decimal(1) if numerator == denominator else high
    return low, high
