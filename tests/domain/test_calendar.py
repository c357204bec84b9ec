"""Working days, durations and the rolling forward of due days (domain.md 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lib.domain.calendar import Duration, WorkCalendar
from tests.domain.cast import CALENDAR, day, limit


def test_three_working_days_from_30_april_end_on_the_make_up_saturday() -> None:
    assert CALENDAR.end_of(day("04-30"), limit("3wd")) == day("05-08")


def test_each_working_day_is_strictly_after_the_day_of_entry() -> None:
    assert [CALENDAR.end_of(day("04-30"), limit(f"{k}wd")) for k in (1, 2, 3, 4)] == [
        day("05-06"),
        day("05-07"),
        day("05-08"),
        day("05-10"),
    ]


@pytest.mark.parametrize("entered", ["05-01", "05-02", "05-05"])
def test_a_limit_entered_on_a_rest_day_counts_from_the_next_working_day(entered: str) -> None:
    assert CALENDAR.end_of(day(entered), limit("1wd")) == day("05-06")


def test_a_limit_of_no_working_days_ends_on_the_day_itself() -> None:
    assert CALENDAR.end_of(day("05-01"), limit("0wd")) == day("05-01")


def test_calendar_days_are_added_without_regard_to_rest_days() -> None:
    assert CALENDAR.end_of(day("04-30"), limit("3d")) == day("05-03")


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("04-24", False),  # an ordinary Saturday
        ("04-25", True),  # a make-up Sunday
        ("04-30", True),
        ("05-03", False),  # a Monday off
        ("05-08", True),  # a make-up Saturday
        ("05-09", False),
    ],
)
def test_rest_days_and_make_up_days_decide_what_works(on: str, works: bool) -> None:
    assert CALENDAR.is_working_day(day(on)) is works


@pytest.mark.parametrize(
    ("on", "works"), [("2031-10-01", True), ("2031-10-03", True), ("2031-10-04", False), ("2031-10-05", False)]
)
def test_a_year_without_arrangement_works_from_monday_to_friday(on: str, works: bool) -> None:
    assert CALENDAR.is_working_day(day(on)) is works


@pytest.mark.parametrize(("on", "covered"), [("2020-12-31", False), ("2021-01-01", True), ("2023-01-01", False)])
def test_the_calendar_says_which_years_were_announced(on: str, covered: bool) -> None:
    assert CALENDAR.covers(day(on)) is covered


@pytest.mark.parametrize(
    ("due", "effective"),
    [
        ("05-28", "05-28"),  # Friday
        ("05-29", "05-31"),
        ("05-30", "05-31"),  # Sunday: 05-31 is still in time
        ("05-31", "05-31"),
        ("05-08", "05-08"),  # a make-up Saturday is a working day
        ("10-01", "10-08"),
    ],
)
def test_a_due_day_rolls_forward_to_the_next_working_day(due: str, effective: str) -> None:
    assert CALENDAR.roll_forward(day(due)) == day(effective)


def test_nothing_rolls_with_the_setting_off() -> None:
    assert replace(CALENDAR, roll=False).roll_forward(day("05-30")) == day("05-30")


def test_working_days_are_counted_the_same_with_the_setting_off() -> None:
    assert replace(CALENDAR, roll=False).end_of(day("04-30"), limit("3wd")) == day("05-08")


@pytest.mark.parametrize("text", ["10", "d", "10 d", "10D", "-1d", "wd5", "5w", "", "10d\n", "1.5d", "１０d"])
def test_a_duration_is_digits_followed_by_d_or_wd(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["0d", "10d", "5wd", "365d"])
def test_a_duration_is_written_as_it_was_read(text: str) -> None:
    assert str(Duration.parse(text)) == text


def test_rules_refuse_datetimes() -> None:
    noon = datetime(2021, 5, 6, 12)
    calendar = WorkCalendar()
    with pytest.raises(TypeError, match="rules take dates"):
        calendar.roll_forward(noon)
    for text in ("3d", "3wd"):
        with pytest.raises(TypeError, match="rules take dates"):
            calendar.end_of(noon, limit(text))
