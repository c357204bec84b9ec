"""Months, quarters, halves and years as written in sheets (domain.md 1, contract.md 3)."""

from __future__ import annotations

from datetime import datetime

import pytest

from lib.domain.periods import Period, last_ended, last_ended_quarter, periods_since, year_earlier
from tests.domain.cast import day


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2021-02", "02-01", "02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021-12", "12-01", "12-31"),
        ("2021Q1", "01-01", "03-31"),
        ("2021Q4", "10-01", "12-31"),
        ("2021H1", "01-01", "06-30"),
        ("2021H2", "07-01", "12-31"),
        ("2021", "01-01", "12-31"),
    ],
)
def test_a_period_has_inclusive_days_and_is_written_as_it_was_read(written: str, start: str, end: str) -> None:
    period = Period.parse(written)
    assert (period.start, period.end, period.code) == (day(start), day(end), written)


@pytest.mark.parametrize(
    "written",
    [
        "2021Q5",
        "2021Q0",
        "2021H3",
        "2021-13",
        "2021-00",
        "2021-7",
        "21Q1",
        "2021q1",
        "0000",
        "",
        "2021Q1 ",
        "２０２１Q1",
    ],
)
def test_anything_else_is_no_period(written: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(written)


@pytest.mark.parametrize(("on", "quarter"), [("03-31", "2021Q1"), ("04-01", "2021Q2"), ("12-31", "2021Q4")])
def test_a_day_falls_in_one_quarter(on: str, quarter: str) -> None:
    assert Period.of("quarter", day(on)).code == quarter


@pytest.mark.parametrize("written", ["2021-01", "2021Q2", "2021H2", "2021"])
def test_the_period_a_year_before_keeps_its_kind(written: str) -> None:
    assert Period.parse(written).year_before.code == written.replace("2021", "2020")


def test_the_february_before_a_leap_year_s_is_shorter() -> None:
    assert Period.parse("2024-02").year_before.end == day("2023-02-28")


@pytest.mark.parametrize(("written", "following"), [("2021-12", "2022-01"), ("2021H1", "2021H2"), ("2021Q4", "2022Q1")])
def test_periods_follow_one_another(written: str, following: str) -> None:
    assert Period.parse(written).following.code == following


@pytest.mark.parametrize(("on", "before"), [("2021-04-24", "2020-04-24"), ("2024-02-29", "2023-02-28")])
def test_the_same_day_a_year_before_exists_in_every_year(on: str, before: str) -> None:
    assert year_earlier(day(on)) == day(before)


@pytest.mark.parametrize(
    ("on", "quarter"), [("12-30", "2021Q3"), ("12-31", "2021Q3"), ("2022-01-01", "2021Q4"), ("10-01", "2021Q3")]
)
def test_the_last_ended_quarter_ended_before_the_day(on: str, quarter: str) -> None:
    assert last_ended_quarter(day(on)).code == quarter


@pytest.mark.parametrize(("on", "month"), [("03-01", "2021-02"), ("03-31", "2021-02"), ("2022-01-01", "2021-12")])
def test_the_last_ended_month_ended_before_the_day(on: str, month: str) -> None:
    assert last_ended("month", day(on)).code == month


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        ("04-24", ["2021Q2"]),
        ("06-30", ["2021Q2"]),
        ("07-01", ["2021Q2", "2021Q3"]),
    ],
)
def test_periods_run_from_the_one_of_the_first_day_to_the_one_of_the_last(until: str, codes: list[str]) -> None:
    assert [one.code for one in periods_since("quarter", day("04-24"), day(until))] == codes


def test_a_period_that_ends_on_the_first_day_is_counted() -> None:
    assert [one.code for one in periods_since("month", day("04-30"), day("05-01"))] == ["2021-04", "2021-05"]


def test_periods_refuse_datetimes() -> None:
    with pytest.raises(TypeError, match="rules take dates"):
        Period.of("month", datetime(2021, 5, 1))


@pytest.mark.parametrize(
    ("written", "name"),
    [("2021-07", "2021年7月"), ("2021Q3", "2021年第三季度"), ("2021H1", "2021年上半年"), ("2021", "2021年")],
)
def test_a_period_has_a_chinese_name(written: str, name: str) -> None:
    assert Period.parse(written).name == name
