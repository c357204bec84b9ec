"""The funnel plot's limits at their edges, and where a unit stands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.funnel import INSIDE, OUTSIDE_95, OUTSIDE_998, TOO_FEW, Z_95, Z_998, control_limits, funnel_place

HALF = Fraction(1, 2)
TWO = Decimal(2)  # a z that makes limits of round numbers


def test_the_limits_are_z_standard_errors_on_either_side() -> None:
    # √(0.5 × 0.5 ÷ 25) = 0.1
    assert control_limits(HALF, 25, TWO) == (Decimal("0.3"), Decimal("0.7"))
    low, high = control_limits(Fraction(9, 10), 100, Z_95)
    assert (round(low, 4), round(high, 4)) == (Decimal("0.8412"), Decimal("0.9588"))
    low, high = control_limits(Fraction(9, 10), 100, Z_998)
    assert (round(low, 4), round(high, 4)) == (Decimal("0.8073"), Decimal("0.9927"))


@pytest.mark.parametrize(("n", "limits"), [(1, ("0", "1")), (4, ("0", "1")), (5, ("0.0528", "0.9472"))])
def test_the_limits_are_cut_to_what_a_rate_can_be(n: int, limits: tuple[str, str]) -> None:
    low, high = control_limits(HALF, n, TWO)
    assert (round(low, 4), round(high, 4)) == tuple(map(Decimal, limits))


@pytest.mark.parametrize("rate", [Fraction(0), Fraction(1)])
def test_a_rate_of_nought_or_one_leaves_no_room(rate: Fraction) -> None:
    assert control_limits(rate, 7, Z_998) == (Decimal(int(rate)), Decimal(int(rate)))
    assert funnel_place(rate, rate, 7, 5) == INSIDE
    assert funnel_place(rate, HALF, 8, 5) == OUTSIDE_998


@pytest.mark.parametrize(("rate", "n"), [(HALF, 0), (HALF, -1), (Fraction(-1, 9), 5), (Fraction(10, 9), 5)])
def test_what_has_no_limits_is_refused(rate: Fraction, n: int) -> None:
    with pytest.raises(ValueError, match="no control limits"):
        control_limits(rate, n, Z_95)


@pytest.mark.parametrize(
    ("present", "place"),
    [
        # of 20 at a rate of 1/2: 95 % limits 0.2809 and 0.7191, 99.8 % limits 0.1545 and 0.8455
        (3, OUTSIDE_998), (4, OUTSIDE_95), (5, OUTSIDE_95), (6, INSIDE),
        (14, INSIDE), (15, OUTSIDE_95), (16, OUTSIDE_95), (17, OUTSIDE_998),
    ],
)  # fmt: skip
def test_a_unit_is_outside_from_the_first_case_beyond_a_limit(present: int, place: str) -> None:
    assert funnel_place(HALF, Fraction(present, 20), 20, 5) == place


def test_a_value_exactly_on_a_limit_is_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.domain.funnel.Z_95", TWO)
    assert funnel_place(HALF, Fraction(3, 10), 25, 5) == INSIDE
    assert funnel_place(HALF, Fraction(7, 10), 25, 5) == INSIDE
    assert funnel_place(HALF, Fraction(7, 25), 25, 5) == OUTSIDE_95


@pytest.mark.parametrize(("n", "place"), [(4, TOO_FEW), (5, OUTSIDE_998), (6, OUTSIDE_998)])
def test_a_unit_is_judged_from_the_least_base_on(n: int, place: str) -> None:
    assert funnel_place(Fraction(9, 10), Fraction(0), n, 5) == place


def test_a_published_ratio_above_one_is_outside() -> None:
    assert funnel_place(Fraction(9, 10), Fraction(6, 5), 10, 5) == OUTSIDE_998


@given(st.fractions(0, 1), st.integers(1, 10_000))
def test_limits_hold_the_rate_lie_within_each_other_and_narrow_with_the_base(rate: Fraction, n: int) -> None:
    low, high = control_limits(rate, n, Z_95)
    wide_low, wide_high = control_limits(rate, n, Z_998)
    next_low, next_high = control_limits(rate, n + 1, Z_95)
    p = Decimal(rate.numerator) / Decimal(rate.denominator)
    close = Decimal("1e-20")
    assert 0 <= wide_low <= low <= p + close and p - close <= high <= wide_high <= 1
    assert low - close <= next_low and next_high <= high + close
