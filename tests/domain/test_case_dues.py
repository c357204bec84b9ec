"""A paused case's deadline trails the day: what its head keeps says the same as the replayed case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.case_counts import case_counts
from lib.domain.case_dues import due_at, least_pause_due_by
from lib.domain.ledger import Case
from tests.domain.cast import CALENDAR, PLAN, case_of, day

ONE_DAY = timedelta(days=1)
FIRST = day("05-06")
days_later = st.integers(0, 40)


def dues(case: Case, as_of: date) -> list[date]:
    stay = case.open_stay
    assert stay is not None
    both = (stay.deadline(CALENDAR, as_of), case.whole_deadline(CALENDAR, as_of))
    return [due for due in both if due is not None]


def paused_case(registered: int, paused: int, resumed: int | None, again: int | None) -> Case:
    at = [FIRST + timedelta(days=registered)]
    steps = [f"登记 {at[0]:%m-%d}"]
    for action, more in (("中止", paused), ("恢复", resumed), ("中止", again)):
        if more is None:
            break
        at.append(at[-1] + timedelta(days=more))
        steps.append(f"{action} {at[-1]:%m-%d}")
    return case_of("dispute", *steps)


@given(days_later, days_later, st.none() | days_later, st.none() | days_later, st.integers(0, 90))
def test_the_head_of_a_case_is_due_and_overdue_when_the_case_is(
    registered: int, paused: int, resumed: int | None, again: int | None, later: int
) -> None:
    case = paused_case(registered, paused, resumed, again)
    head = case_counts(PLAN, "dispute", case.events).head
    as_of = case.events[-1].occurred_on + timedelta(days=later)
    due = due_at(CALENDAR, head.due_on, head.pause_days, as_of)
    assert due == min(dues(case, as_of))
    assert (due < as_of) == case.is_overdue(CALENDAR, as_of)
    if head.pause_days is not None:
        late = least_pause_due_by(CALENDAR, as_of, as_of - ONE_DAY)
        assert (head.pause_days >= late) == case.is_overdue(CALENDAR, as_of)


@given(st.integers(-60, 60), st.integers(0, 300), st.integers(-30, 30))
def test_a_paused_case_is_due_by_a_day_exactly_from_the_least_pause_on(pause: int, start: int, ahead: int) -> None:
    as_of = FIRST + timedelta(days=start)
    until = as_of + timedelta(days=ahead)
    due = due_at(CALENDAR, None, pause, as_of)
    assert due is not None
    assert (due <= until) == (pause >= least_pause_due_by(CALENDAR, as_of, until))


@pytest.mark.parametrize(("pause", "late"), [(1, False), (2, False), (3, True)])
def test_after_a_weekend_the_days_of_the_weekend_are_not_late(pause: int, late: bool) -> None:
    monday = date(2021, 6, 21)
    due = due_at(CALENDAR, None, pause, monday)
    assert due is not None
    assert (due < monday) is late
    assert (pause >= least_pause_due_by(CALENDAR, monday, monday - ONE_DAY)) is late


def test_a_case_without_a_deadline_has_none() -> None:
    assert due_at(CALENDAR, None, None, FIRST) is None
