"""Half up, once, from exact values; the Wilson interval (domain.md 4, 5)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.rounding import half_up, wilson


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.004", "0.00"),
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.0049999999", "0.00"),
        ("2.675", "2.68"),
        ("99.995", "100.00"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
    ],
)
def test_two_places_round_half_away_from_zero(value: str, shown: str) -> None:
    assert half_up(Fraction(value), 2) == Decimal(shown)


def test_a_fraction_just_below_a_half_rounds_down() -> None:
    assert half_up(Fraction(5, 1000) - Fraction(1, 10**40), 2) == 0


def test_a_third_has_six_places() -> None:
    assert [str(half_up(Fraction(n, 3), 6)) for n in (1, 2)] == ["0.333333", "0.666667"]


def test_points_keep_two_places() -> None:
    assert str(half_up(Fraction(45), 2)) == "45.00"


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (5, 10, "0.236593", "0.763407"),
        (1, 10, "0.017876", "0.404150"),
        (9, 10, "0.595850", "0.982124"),
        (0, 10, "0.000000", "0.277533"),
        (10, 10, "0.722467", "1.000000"),
        (0, 1, "0.000000", "0.793451"),
        (1, 1, "0.206549", "1.000000"),
    ],
)
def test_the_interval_is_wilson_s_without_continuity_correction(
    numerator: int, denominator: int, low: str, high: str
) -> None:
    bounds = wilson(Fraction(numerator), Fraction(denominator))
    assert bounds is not None
    assert [str(half_up(bound, 6)) for bound in bounds] == [low, high]


def test_nothing_of_n_has_low_exactly_zero_and_all_of_n_high_exactly_one() -> None:
    for n in (1, 3, 7, 29, 1000):
        nothing, everything = wilson(Fraction(0), Fraction(n)), wilson(Fraction(n), Fraction(n))
        assert nothing is not None and everything is not None
        assert (nothing[0], everything[1]) == (0, 1)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 0), (11, 10), (-1, 10)])
def test_there_is_no_interval_of_nothing_or_of_a_ratio_above_one(numerator: int, denominator: int) -> None:
    assert wilson(Fraction(numerator), Fraction(denominator)) is None
