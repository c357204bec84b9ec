"""The stored district looks like one: read through the services, as the pages read it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lib.db import tables
from lib.db.engine import open_engine, reading
from lib.domain import duties
from lib.domain.marks import BLUE, GREEN, PENDING, RED, YELLOW
from lib.domain.periods import Period
from lib.services.appraisal import Appraisal, appraisal
from lib.services.book import Book
from lib.services.indicators import indicator_readings
from lib.services.platforms import platform_counts
from lib.services.status import status
from tests.simulation.conftest import UNTIL

YEARS = (2021, 2022, 2023, 2024, 2025)


def _result(book: Book, period: str) -> Appraisal:
    found = Period.parse(period)
    return appraisal(book, found, found.end + timedelta(days=25))


def _value(book: Book, code: str, year: int) -> float:
    readings = indicator_readings(book, Period.parse(str(year)), UNTIL)
    whole = next(one for one in readings if one.indicator.code == code and one.unit is None)
    return float(whole.parts[0].numerator / (whole.denominator or 1))


def test_every_fact_says_that_it_was_simulated(book: Book) -> None:
    with reading(open_engine(book.edition.address)) as conn:
        for table in tables.FACTS.values():
            assert set(conn.execute(select(table.c.via).distinct()).scalars()) <= {"simulator"}
    assert book.demo


def test_verdicts_name_the_reports_they_were_made_on(book: Book) -> None:
    reported_on = {one.number: one.occurred_on for one in book.facts.reports}
    with reading(open_engine(book.edition.address)) as conn:
        stored = conn.execute(select(func.count()).select_from(tables.verification)).scalar()
    assert len(book.facts.verifications) == stored
    assert all(reported_on[one.report] <= one.verified_on for one in book.facts.verifications)


def test_at_the_end_most_items_are_fine_a_few_amber_and_two_to_four_red(book: Book) -> None:
    lights = Counter(one.light for one in status(book, UNTIL).items[:25])
    assert 16 <= lights[BLUE] + lights[GREEN] + lights[PENDING] <= 20
    assert 3 <= lights[YELLOW] <= 6
    assert 2 <= lights[RED] <= 4


def test_at_the_end_duties_are_overdue_warned_of_and_waiting_for_a_verdict(book: Book) -> None:
    states = Counter(one.state for one in status(book, UNTIL).duties)
    for state in (duties.OVERDUE, duties.WARNING, duties.CLAIMED, duties.WAIVED, duties.DONE_LATE, duties.RUNNING):
        assert states[state] >= 1, state


def test_at_the_end_the_rescue_centre_is_long_overdue_and_every_platform_has_open_work(book: Book) -> None:
    late = {(one.flow, one.holder) for one in status(book, UNTIL).holdings if one.longest_days > 15}
    assert ("rescue", "kgj") in late
    assert all(one.open > 0 for one in platform_counts(book, date(2026, 1, 1), UNTIL) if one.flow.platform)


@pytest.mark.parametrize("year", YEARS)
def test_courts_hear_as_many_cases_as_a_district_has(book: Book, year: int) -> None:
    counts = {one.flow.code: one for one in platform_counts(book, date(year, 1, 1), date(year, 12, 31))}
    assert 190 <= counts["litigation"].registered <= 270
    assert 0.07 <= _value(book, "I03-3", year) <= 0.20
    assert 0.15 <= _value(book, "I03-2", year) <= 0.30
    assert 0.80 <= _value(book, "I04-1", year) <= 0.97


def test_heads_appear_more_often_over_the_years(book: Book) -> None:
    assert _value(book, "I04-1", 2025) > _value(book, "I04-1", 2021) + 0.03


@pytest.mark.parametrize("year", YEARS)
def test_the_leading_units_are_spread_and_several_joint_units_ranked(book: Book, year: int) -> None:
    rows = [row for row in _result(book, str(year)).rows if row.ranked]
    lead = [float(row.score.total or 0) for row in rows if row.league == "lead"]
    assert max(lead) > 90
    assert max(lead) - min(lead) > 10
    assert sum(row.league == "joint" for row in rows) >= 3


def test_one_unit_was_vetoed_in_one_year(book: Book) -> None:
    assert {(one.period, one.unit) for one in book.facts.adjustments if one.kind == "veto"} == {("2024", "kgj")}


def test_some_entered_numbers_were_entered_anew(book: Book) -> None:
    times = Counter((one.period, one.indicator) for one in book.facts.entries)
    assert 2 <= sum(count > 1 for count in times.values()) <= 40
