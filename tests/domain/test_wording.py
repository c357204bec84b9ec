"""How numbers and days read: the office's own notation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain import wording
from lib.domain.marks import run_ground
from lib.domain.standing import Holding


def test_a_day_of_the_same_year_is_short_and_another_year_is_named() -> None:
    assert wording.short_day(date(2022, 6, 30), date(2022, 12, 31)) == "6月30日"
    assert wording.short_day(date(2021, 6, 30), date(2022, 1, 1)) == "2021年6月30日"
    assert wording.short_day(None, date(2022, 1, 1)) == "—"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(22, 26), "84.6%"),
        (Fraction(1), "100.0%"),
        (Fraction(0), "0.0%"),
        (Fraction(1, 2000), "0.1%"),
        (None, "—"),
    ],
)
def test_percent_has_one_decimal_half_up(share: Fraction | None, words: str) -> None:
    assert wording.percent(share) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1234, "1,234"),
        (Decimal("8888.07"), "8,888.07"),
        (Fraction(409, 2), "204.5"),
        (Decimal("30.00"), "30"),
        (0, "0"),
        (None, "—"),
    ],
)
def test_a_number_has_no_idle_zeros(value: Decimal | Fraction | int | None, words: str) -> None:
    assert wording.number(value) == words


def test_a_rate_stands_with_its_numbers_and_a_rate_of_nothing_is_a_dash() -> None:
    assert wording.rated(22, 26) == "84.6%（22/26）"
    assert wording.rated(0, 0) == "—"


def test_a_target_is_written_as_in_the_plan() -> None:
    assert wording.target_percent(Fraction(9, 10)) == "90%"
    assert wording.target_percent(Fraction(-1, 5)) == "−20%"
    assert wording.signed_percent(Fraction(-12, 100)) == "−12.0%"


def test_points_have_two_decimals() -> None:
    assert wording.points(Decimal("58.3")) == "58.30"


@pytest.mark.parametrize(
    ("late", "overdue", "days", "words"),
    [
        (0, 0, 0, "环节无超期"),
        (2, 2, 41, "环节超期 2 件，最长 41 天"),
        (0, 1, 0, "环节无超期；有 1 件仅全程超期"),
        (2, 5, 41, "环节超期 2 件，最长 41 天；另 3 件仅全程超期"),
    ],
)
def test_cases_late_as_a_whole_stand_beside_the_stays_that_are_late(
    late: int, overdue: int, days: int, words: str
) -> None:
    held = (Holding("npl", "qzfb", 3, late, overdue, days), Holding("dispute", "qzfb", 9, 0, 0, 0))
    assert wording.run_late_words(run_ground(held, ())) == words
