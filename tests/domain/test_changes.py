"""What changed between two days (lib.domain.changes)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from lib.domain.changes import DutyMove, FlowMove, Move, duty_moves, marks_move, quick_days
from lib.domain.facts import Change, Report, Verification
from tests.domain.cast import day, extension, reassignment, report, returned, status_at, verdict, waiver

Fact = Report | Verification | Change


def moved(since: str, until: str, *facts: Fact) -> DutyMove | None:
    """What happened to D03-1 (due 05-30, effectively 05-31; a warning from 05-24) between two days."""
    before = [] if day(since) < day("04-24") else [status_at(since, *facts)]
    return next(iter(duty_moves(before, [status_at(until, *facts)])), None)


def happened(since: str, until: str, *facts: Fact) -> tuple[str, ...]:
    found = moved(since, until, *facts)
    return found.happened if found else ()


@pytest.mark.parametrize(
    ("since", "until", "what"),
    [
        ("04-23", "04-24", ("opened",)),
        ("04-24", "05-23", ()),
        ("05-23", "05-24", ("warned",)),
        ("05-24", "05-31", ()),
        ("05-31", "06-01", ("overdue",)),
        ("06-01", "06-02", ()),
        ("04-23", "06-01", ("overdue", "opened")),
    ],
)
def test_a_duty_opens_is_warned_of_and_falls_overdue_each_once(since: str, until: str, what: tuple[str, ...]) -> None:
    assert happened(since, until) == what


@pytest.mark.parametrize(("since", "until", "what"), [("05-19", "05-20", ("claimed",)), ("05-20", "05-21", ())])
def test_a_claim_happens_on_its_own_day(since: str, until: str, what: tuple[str, ...]) -> None:
    assert happened(since, until, report("05-20")) == what


def test_a_claim_filed_late_is_told_though_the_duty_stays_overdue() -> None:
    found = moved("06-02", "06-03", report("06-03"))
    assert found is not None
    assert (found.state_before, found.status.state, found.happened) == ("overdue", "overdue", ("claimed",))


@pytest.mark.parametrize(("since", "until", "what"), [("06-09", "06-10", ("done",)), ("06-10", "06-11", ())])
def test_a_verified_claim_is_done_on_the_day_of_the_verdict(since: str, until: str, what: tuple[str, ...]) -> None:
    assert happened(since, until, report("05-31"), verdict("06-10")) == what


def test_what_was_claimed_and_verified_between_the_days_is_done_and_no_claim_any_more() -> None:
    assert happened("05-19", "05-26", report("05-20"), verdict("05-25")) == ("done",)


def test_a_return_is_told_though_the_state_is_as_before() -> None:
    found = moved("05-11", "05-13", report("05-12"), returned("05-13"))
    assert found is not None
    assert (found.state_before, found.status.state, found.happened) == ("running", "running", ("returned",))


def test_a_return_before_the_first_day_is_not_told_again() -> None:
    assert happened("05-13", "05-14", report("05-12"), returned("05-13")) == ()


def test_an_extension_is_told_though_the_duty_keeps_running() -> None:
    assert happened("05-10", "05-12", extension("05-12", "07-30")) == ("extended",)
    assert happened("05-12", "05-13", extension("05-12", "07-30")) == ()


def test_a_waiver_and_a_change_of_hands_are_told_on_their_day() -> None:
    assert happened("05-10", "05-12", waiver("05-12")) == ("waived",)
    assert happened("05-10", "05-12", reassignment("05-12", "sfj")) == ("reassigned",)


def test_an_occurrence_that_opened_between_the_days_tells_what_befell_it_first() -> None:
    assert happened("04-23", "05-12", extension("05-12", "07-30")) == ("extended", "opened")


def test_those_overdue_stand_before_those_done() -> None:
    late, done = status_at("06-10"), status_at("06-10", report("05-31"), verdict("06-10"))
    assert [one.happened[0] for one in duty_moves([], [done, late])] == ["overdue", "done"]


def test_a_mark_turns_red_or_leaves_it_only_by_moving() -> None:
    assert Move("green", "red").turned_red and not Move("red", "red").turned_red
    assert Move("red", "yellow").left_red and not Move("yellow", "green").left_red


def test_marks_move_when_one_of_the_two_does() -> None:
    def at(task: str, run: str, light: str) -> SimpleNamespace:
        return SimpleNamespace(task_mark=task, run_mark=run, light=light)

    assert not marks_move(at("red", "green", "red"), at("red", "green", "red")).moved
    found = marks_move(at("red", "green", "red"), at("red", "yellow", "red"))
    assert found.moved and not found.light.moved


def test_a_flow_moves_by_what_is_registered_closed_or_overdue() -> None:
    assert not FlowMove("dispute", 0, 0, 12, 3, 3).moved
    fewer = FlowMove("dispute", 0, 0, 12, 3, 1)
    assert fewer.moved and fewer.more_overdue == -2
    assert FlowMove("dispute", 1, 0, 12, 3, 3).moved and FlowMove("dispute", 0, 1, 12, 3, 3).moved


FIRST = date(2021, 4, 23)


def test_the_quick_days_are_the_day_before_the_visit_a_week_ago_the_last_month_and_the_meeting() -> None:
    found = quick_days(day("06-10"), FIRST, day("06-08"), day("05-20"))
    assert found == {"visit": day("06-07"), "week": day("06-03"), "month": day("05-31"), "meeting": day("05-20")}


def test_a_visit_of_the_same_day_is_compared_with_the_day_before() -> None:
    assert quick_days(day("06-10"), FIRST, day("06-10"), None)["visit"] == day("06-09")


def test_a_visit_after_the_day_shown_is_no_choice() -> None:
    assert "visit" not in quick_days(day("06-10"), FIRST, day("06-11"), None)
    assert "meeting" not in quick_days(day("06-10"), FIRST, None, day("06-10"))


def test_no_day_lies_before_the_first() -> None:
    assert quick_days(day("04-24"), FIRST, None, None) == {"week": FIRST, "month": FIRST}
