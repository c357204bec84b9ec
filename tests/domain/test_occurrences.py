"""Which occurrences exist, when they open and when they are due (domain.md 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lib.domain.duties import duty_statuses, occurrences
from tests.domain.cast import CALENDAR, HALF_YEARLY, ISSUED, ONCE, PLAN, QUARTERLY, STANDING, day, limit


def codes(duty: object, until: str, issued: str = "04-24") -> list[str | None]:
    return [one.key[1] for one in occurrences(duty, day(issued), day(until), CALENDAR)]  # type: ignore[arg-type]


def test_nothing_exists_the_day_before_the_plan_is_issued() -> None:
    assert [occurrences(one, ISSUED, day("04-23"), CALENDAR) for one in PLAN.deliverables] == [[], [], [], []]


def test_a_one_off_opens_on_the_day_of_issue() -> None:
    (only,) = occurrences(ONCE, ISSUED, ISSUED, CALENDAR)
    assert (only.opens_on, only.due, only.period) == (ISSUED, day("05-30"), None)


def test_the_first_recurring_occurrence_opens_on_the_day_of_issue() -> None:
    first = occurrences(QUARTERLY, ISSUED, day("07-01"), CALENDAR)[0]
    assert (first.key, first.opens_on, first.due) == (("D04-2", "2021Q2"), ISSUED, day("07-10"))


def test_a_later_recurring_occurrence_opens_with_its_period() -> None:
    second = occurrences(QUARTERLY, ISSUED, day("07-01"), CALENDAR)[1]
    assert (second.opens_on, second.due) == (day("07-01"), day("10-10"))


@pytest.mark.parametrize(("until", "count"), [("06-30", 1), ("07-01", 2), ("07-02", 2), ("09-30", 2), ("10-01", 3)])
def test_an_occurrence_exists_from_the_day_it_opens(until: str, count: int) -> None:
    assert len(occurrences(QUARTERLY, ISSUED, day(until), CALENDAR)) == count


@pytest.mark.parametrize(
    ("issued", "first"),
    [("06-29", "2021Q2"), ("06-30", "2021Q2"), ("07-01", "2021Q3")],
)
def test_the_first_period_is_the_one_that_ends_on_or_after_the_issue(issued: str, first: str) -> None:
    assert codes(QUARTERLY, issued, issued) == [first]


def test_first_due_replaces_only_the_due_of_the_first_occurrence() -> None:
    found = occurrences(HALF_YEARLY, ISSUED, day("2022-01-01"), CALENDAR)
    assert [one.due for one in found] == [day("05-30"), day("2022-01-10"), day("2022-07-10")]


def test_due_after_may_be_working_days() -> None:
    duty = replace(QUARTERLY, due_after=limit("3wd"))
    assert occurrences(duty, ISSUED, day("09-30"), CALENDAR)[1].due == day("10-11")


def test_due_after_nothing_is_due_on_the_last_day_of_the_period() -> None:
    duty = replace(QUARTERLY, due_after=limit("0d"))
    assert occurrences(duty, ISSUED, ISSUED, CALENDAR)[0].due == day("06-30")


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("month", ["2021-04", "2021-05", "2021-06", "2021-07"]),
        ("quarter", ["2021Q2", "2021Q3"]),
        ("half", ["2021H1", "2021H2"]),
        ("year", ["2021"]),
    ],
)
def test_every_kind_of_period_recurs(every: str, expected: list[str]) -> None:
    assert codes(replace(QUARTERLY, every=every), "07-01") == expected


def test_a_standing_duty_recurs_every_quarter() -> None:
    assert codes(STANDING, "07-01") == ["2021Q2", "2021Q3"]


def test_every_occurrence_of_the_plan_has_a_status_in_the_order_of_the_register() -> None:
    found = [status.occurrence.key for status in duty_statuses(PLAN, {}, day("07-01"))]
    assert found == [
        ("D03-1", None),
        ("D04-2", "2021Q2"),
        ("D04-2", "2021Q3"),
        ("D25-1", "2021H1"),
        ("D25-1", "2021H2"),
        ("D10-1", "2021Q2"),
        ("D10-1", "2021Q3"),
    ]


def test_occurrences_refuse_a_datetime() -> None:
    with pytest.raises(TypeError, match="rules take dates"):
        occurrences(ONCE, ISSUED, datetime(2021, 5, 1), CALENDAR)
