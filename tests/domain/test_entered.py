"""Which entered number is in force for a period (domain.md 4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.entered import recomputes
from lib.domain.facts import Entry
from lib.domain.indicators import Reading, readings
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Part
from tests.domain.cast import PLAN, SERVICES_LINKED, day, entry, recount

OF_PERIOD = replace(SERVICES_LINKED, window="period")
NUMBER = replace(
    SERVICES_LINKED, shape="count", parts=(Part("人次"),), has_denominator=False, window="period", scored=False
)


def linked(on: str, period: str, numerator: int, number: int = 301, unit: str = "kgj") -> Entry:
    return entry(on, period, numerator=str(numerator), denominator="9", number=number, unit=unit)


def shown(indicator: Indicator, period: str, *entries: Entry, as_of: str = "12-31") -> list[Reading]:
    return readings(PLAN, indicator, Period.parse(period), recount().tallies, entries, day(as_of))


def numerator(indicator: Indicator, period: str, *entries: Entry, as_of: str = "12-31") -> int:
    return int(shown(indicator, period, *entries, as_of=as_of)[0].parts[0].numerator)


@pytest.mark.parametrize(
    ("period", "expected"), [("2021Q1", 0), ("2021Q2", 5), ("2021Q3", 0), ("2021H1", 0), ("2021", 0)]
)
def test_a_number_of_a_period_counts_for_the_period_it_names(period: str, expected: int) -> None:
    assert numerator(OF_PERIOD, period, linked("07-05", "2021Q2", 5)) == expected


@pytest.mark.parametrize(
    ("period", "expected"), [("2021-05", 0), ("2021-06", 5), ("2021Q2", 5), ("2021H1", 5), ("2021Q3", 5), ("2021Q1", 0)]
)
def test_a_latest_number_counts_for_periods_that_end_no_earlier_than_its_own(period: str, expected: int) -> None:
    assert numerator(SERVICES_LINKED, period, linked("07-05", "2021Q2", 5)) == expected


def test_the_latest_number_is_the_last_by_date_whatever_period_it_names() -> None:
    entries = (linked("10-08", "2021Q2", 4), linked("10-07", "2021Q3", 6, number=302))
    assert numerator(SERVICES_LINKED, "2021Q3", *entries) == 4


def test_of_two_numbers_of_one_day_the_later_row_counts() -> None:
    assert numerator(OF_PERIOD, "2021Q2", linked("07-05", "2021Q2", 5, 302), linked("07-05", "2021Q2", 6, 301)) == 5


@pytest.mark.parametrize(("as_of", "expected"), [("07-04", 0), ("07-05", 5), ("07-06", 5)])
def test_a_number_dated_after_the_day_asked_is_unseen(as_of: str, expected: int) -> None:
    assert numerator(OF_PERIOD, "2021Q2", linked("07-05", "2021Q2", 5), as_of=as_of) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("07-09", 5), ("07-10", 7)])
def test_a_later_number_replaces_an_earlier_one_from_its_date(as_of: str, expected: int) -> None:
    entries = (linked("07-05", "2021Q2", 5), linked("07-10", "2021Q2", 7, 302))
    assert numerator(OF_PERIOD, "2021Q2", *entries, as_of=as_of) == expected


def test_a_rate_is_numerator_over_denominator() -> None:
    (found,) = shown(OF_PERIOD, "2021Q2", linked("07-05", "2021Q2", 9))
    assert (found.parts[0].value, found.met, found.colour, found.note) == (1, True, "green", "基数较小")


def test_nothing_entered_is_a_rate_without_cases() -> None:
    (found,) = shown(OF_PERIOD, "2021Q2")
    assert (found.parts[0].numerator, found.denominator, found.note, found.entered) == (0, 0, "本期无案件", False)


def test_a_plain_number_has_no_denominator() -> None:
    (found,) = shown(NUMBER, "2021Q2", entry("07-05", "2021Q2", value="12.5"))
    assert (found.parts[0].value, found.denominator) == (Fraction(25, 2), None)


@pytest.mark.parametrize(
    ("quoted", "numerator", "denominator", "agrees"),
    [
        ("99.6", 14665, 14730, True),  # 99.5587: half up to the digits published
        ("59.5", 7448, 12628, False),
        ("0.5898", 7448, 12628, True),  # as a fraction
        ("27", 6, 22, True),
        ("99.2", 273000, 275000, False),  # 99.27 cut off, not rounded
        ("110.17", 715, 649, True),
        ("100", 837, 837, True),
        ("1", 837, 837, True),
        ("50.0", 1, 2, True),
        ("12.5", 1, 8, True),
        ("13", 1, 8, True),  # a half goes up
        ("12", 1, 8, False),
        ("0", 0, 9, True),
        ("100", 0, 0, False),
    ],
)
def test_a_quoted_rate_recomputes_if_its_two_numbers_round_to_it(
    quoted: str, numerator: int, denominator: int, agrees: bool
) -> None:
    assert recomputes(Decimal(quoted), Fraction(numerator), Fraction(denominator)) is agrees


def test_a_quoted_rate_is_told_where_it_differs_and_changes_no_number() -> None:
    entered = entry("07-05", "2021Q2", numerator="7", denominator="9", value="80")
    (found,) = shown(OF_PERIOD, "2021Q2", entered)
    assert (found.parts[0].value, found.quoted) == (Fraction(7, 9), 80)
    assert found.doubt == "公布值 80 与两数不符：7 ÷ 9 = 77.78%，按后者计"
    (agreeing,) = shown(OF_PERIOD, "2021Q2", entered._replace(value=Decimal("77.8")))
    assert agreeing.doubt is None


def test_the_sum_of_several_units_has_no_quoted_rate() -> None:
    indicator = replace(OF_PERIOD, by_unit=True, owners=("kgj", "sfj"))
    entries = [
        entry("07-05", "2021Q2", numerator="7", denominator="9", value="50", unit=unit, number=number)
        for number, unit in ((301, "kgj"), (302, "sfj"))
    ]
    whole, *own = shown(indicator, "2021Q2", *entries)
    assert whole.quoted is None
    assert [one.quoted for one in own] == [50, 50]


def test_units_count_their_own_numbers_and_the_whole_is_their_sum() -> None:
    indicator = replace(OF_PERIOD, by_unit=True, owners=("kgj", "sfj"))
    found = shown(indicator, "2021Q2", linked("07-05", "2021Q2", 5), linked("07-05", "2021Q2", 9, 302, "sfj"))
    assert [(one.unit, one.parts[0].numerator, one.denominator) for one in found] == [
        (None, 14, 18),
        ("kgj", 5, 9),
        ("sfj", 9, 9),
    ]


def test_of_units_each_one_s_last_number_counts() -> None:
    indicator = replace(OF_PERIOD, by_unit=True, owners=("kgj", "sfj"))
    entries = (
        linked("07-05", "2021Q2", 5),
        linked("07-06", "2021Q2", 6, 303),
        linked("07-05", "2021Q2", 9, 302, "sfj"),
    )
    assert shown(indicator, "2021Q2", *entries)[0].parts[0].numerator == 15


def test_a_trend_of_entered_numbers_looks_at_the_entries_of_the_year_before() -> None:
    indicator = replace(OF_PERIOD, shape="trend", parts=(Part("接入", None, True),))
    entries = (linked("2020-07-05", "2020Q2", 3), linked("07-05", "2021Q2", 5, 302))
    assert shown(indicator, "2021Q2", *entries)[0].parts[0].value == Fraction(2, 9)
