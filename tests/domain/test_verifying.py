"""Who verifies whose claim, how soon, and what a verdict would do (domain.md 2).

D03-1 of qzfb, the office's own unit: opens 2021-04-24, effectively due Monday 05-31.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.duties import DutyRecord
from lib.domain.rights import COURT_CLERK, LEADER, OFFICE, OPERATOR, ROLES, UNIT_CLERK, Viewer
from lib.domain.verifying import accepted_bounds, if_passed, if_returned, may_verify, office_clock, verifier_of
from tests.domain.cast import CALENDAR, ONCE, PLAN, STANDING, UNITS, day, occurrence_of, plan_with, report, returned

OWN = ("qzfb", "ldxz")
MARKED = plan_with(
    units=tuple(replace(unit, office=unit.code in OWN) for unit in UNITS), settings={"verify_within": "5wd"}
)
OCCURRENCE = occurrence_of(ONCE)


@pytest.mark.parametrize("unit", [unit.code for unit in UNITS])
def test_claims_of_the_offices_own_units_are_a_leaders_and_all_others_the_offices(unit: str) -> None:
    assert verifier_of(MARKED, unit) == (LEADER if unit in OWN else OFFICE)


def test_without_a_mark_in_the_plan_no_unit_is_the_offices_own() -> None:
    assert {verifier_of(PLAN, unit.code) for unit in UNITS} == {OFFICE}


@pytest.mark.parametrize("role", ROLES)
def test_only_leader_office_and_operator_verify(role: str) -> None:
    viewer = Viewer("one", "某", role, "kgj" if role in (UNIT_CLERK, COURT_CLERK) else None)
    assert may_verify(viewer, MARKED, "jrj") == (role in (LEADER, OFFICE, OPERATOR))


@pytest.mark.parametrize("unit", OWN)
def test_the_office_verifies_none_of_its_own_units_and_a_leader_does(unit: str) -> None:
    office = Viewer("office", "赵主任", OFFICE, "qzfb", "government")
    assert not may_verify(office, MARKED, unit)
    assert may_verify(Viewer("leader", "李副区长", LEADER), MARKED, unit)


def test_nobody_verifies_the_own_unit_marked_or_not() -> None:
    assert not may_verify(Viewer("office", "赵主任", OFFICE, "sfj", "government"), PLAN, "sfj")
    assert not may_verify(Viewer("leader", "李副区长", LEADER, "kgj", "government"), PLAN, "kgj")


@pytest.mark.parametrize(
    ("recorded", "due"),
    [
        ("05-10", "05-17"),  # Monday: Tuesday is the first of five
        ("04-30", "05-11"),  # Friday before the holiday: 6, 7, the make-up Saturday 8, then 10 and 11
        ("05-08", "05-14"),  # recorded on the make-up Saturday
        ("05-09", "05-14"),  # recorded on a Sunday
    ],
)
def test_the_office_has_five_working_days_after_the_day_of_recording(recorded: str, due: str) -> None:
    clock = office_clock(MARKED, day(recorded))
    assert clock is not None and clock.due_on == day(due)


@pytest.mark.parametrize(("at", "left"), [("05-10", 7), ("05-16", 1), ("05-17", 0), ("05-18", -1)])
def test_the_last_day_is_in_time_and_late_begins_after_it(at: str, left: int) -> None:
    clock = office_clock(MARKED, day("05-10"))
    assert clock is not None and clock.days_left(day(at)) == left


def test_before_the_recording_the_clock_has_not_begun_to_run() -> None:
    clock = office_clock(MARKED, day("05-10"))
    assert clock is not None and clock.days_left(day("04-26")) == 7


def test_calendar_days_of_another_plan_roll_forward() -> None:
    plan = plan_with(settings={"verify_within": "5d"})
    clock = office_clock(plan, day("05-10"))  # Saturday 05-15
    assert clock is not None and clock.due_on == day("05-17")
    unrolled = replace(plan, calendar=replace(CALENDAR, roll=False))
    clock = office_clock(unrolled, day("05-10"))
    assert clock is not None and clock.due_on == day("05-15")


def test_without_the_setting_there_is_no_clock() -> None:
    assert office_clock(PLAN, day("05-10")) is None


@pytest.mark.parametrize(
    ("claimed", "accepted", "state", "late"),
    [
        ("05-31", None, "done", 0),
        ("06-01", None, "done_late", 1),
        ("06-07", None, "done_late", 7),
        ("05-31", "06-01", "done_late", 1),
        ("06-07", "05-31", "done", 0),
    ],
)
def test_a_pass_makes_it_done_by_the_accepted_day_if_one_is_given(
    claimed: str, accepted: str | None, state: str, late: int
) -> None:
    record = DutyRecord((report(claimed),))
    found = if_passed(OCCURRENCE, record, 1, day("06-10"), CALENDAR, day(accepted) if accepted else None)
    assert (found.state, found.days_late) == (state, late)


@pytest.mark.parametrize(
    ("claimed", "on", "due", "state"),
    [
        ("05-31", "06-01", "06-08", "warning"),  # five working days after the return
        ("05-20", "05-21", "05-31", "running"),  # never earlier than the due it had
        ("06-01", "06-02", "05-31", "overdue"),  # claimed late: none
    ],
)
def test_a_return_gives_five_working_days_to_a_claim_made_in_time(claimed: str, on: str, due: str, state: str) -> None:
    found = if_returned(OCCURRENCE, DutyRecord((report(claimed),)), 1, day(on), CALENDAR)
    assert (found.effective_due, found.state) == (day(due), state)


def test_a_second_return_gives_five_days_more() -> None:
    record = DutyRecord((report("05-31"), report("06-08", number=2)), (returned("06-01"),))
    assert if_returned(OCCURRENCE, record, 2, day("06-09"), CALENDAR).effective_due == day("06-17")


def test_a_verdict_that_is_only_thought_of_outweighs_a_stored_one_of_the_same_day() -> None:
    record = DutyRecord((report("05-31"),), (returned("06-01"),))
    assert if_passed(OCCURRENCE, record, 1, day("06-01"), CALENDAR).state == "done"


def test_progress_of_a_standing_duty_is_passed_as_a_claim_is() -> None:
    occurrence = occurrence_of(STANDING, "2021Q2")
    record = DutyRecord((report("06-30", kind="progress", duty=STANDING, unit="kgj", period="2021Q2"),))
    assert if_passed(occurrence, record, 1, day("07-05"), CALENDAR).state == "done"


def test_an_accepted_day_lies_between_opening_and_verdict() -> None:
    assert accepted_bounds(OCCURRENCE, day("06-10")) == (day("04-24"), day("06-10"))
