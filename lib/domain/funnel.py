"""The funnel plot: which units' rates lie farther from the rate of the whole than chance explains (Spiegelhalter 2005)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

from lib.domain.rounding import WILSON_Z

Z_95, Z_998 = WILSON_Z, Decimal("3.090232306167813")

INSIDE, OUTSIDE_95, OUTSIDE_998, TOO_FEW = "inside", "outside_95", "outside_998", "too_few"
_LIMITS = {OUTSIDE_95: "95%", OUTSIDE_998: "99.8%"}

Limits = tuple[Decimal, Decimal]


def control_limits(rate: Fraction, n: Fraction | int, z: Decimal) -> Limits:
    """rate ± z × √(rate × (1 − rate) ÷ n), cut to [0, 1]: the binomial limits of a unit with n cases.

    ValueError where n is not above 0 or the rate outside [0, 1].
    """
    if n <= 0 or not 0 <= rate <= 1:
        raise ValueError(f"no control limits of rate {rate} with n {n}")
    exact = Fraction(n)
    with localcontext() as context:
        context.prec = 40
        p = Decimal(rate.numerator) / Decimal(rate.denominator)
        spread = z * (p * (1 - p) * Decimal(exact.denominator) / Decimal(exact.numerator)).sqrt()
        return max(Decimal(0), p - spread), min(Decimal(1), p + spread)


def funnel_place(rate: Fraction, value: Fraction, n: Fraction | int, min_n: int) -> str:
    """Where a unit's value stands: on a limit is inside; fewer than `min_n` cases are not judged.

    So few cases that the limits' normal form misleads: 0 of 1 would lie outside the 95 % limits of 80 %.
    """
    if n < min_n:
        return TOO_FEW
    for place, z in ((OUTSIDE_998, Z_998), (OUTSIDE_95, Z_95)):
        low, high = control_limits(rate, n, z)
        if not low <= value <= high:
            return place
    return INSIDE


def place_words(place: str, above: bool) -> str:
    """限内, 低于 95% 限, 高于 99.8% 限, 基数不足."""
    if place in _LIMITS:
        return f"{'高于' if above else '低于'} {_LIMITS[place]} 限"
    return "基数不足" if place == TOO_FEW else "限内"
