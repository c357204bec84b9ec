"""The state of a one-off or recurring occurrence on a day (domain.md 2).

D03-1 of qzfb: opens 2021-04-24, due Sunday 05-30, so effectively Monday 05-31; the warning lasts seven days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lib.domain.duties import NOTHING_RECORDED, STATES, Occurrence, duty_status
from tests.domain.cast import (
    CALENDAR,
    ISSUED,
    ONCE,
    QUARTERLY,
    day,
    extension,
    occurrence_of,
    reassignment,
    report,
    returned,
    status_at,
    verdict,
    waiver,
)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("04-24", "running"),
        ("05-23", "running"),
        ("05-24", "warning"),
        ("05-30", "warning"),
        ("05-31", "warning"),
        ("06-01", "overdue"),
    ],
)
def test_an_untouched_duty_runs_then_warns_then_is_overdue(at: str, state: str) -> None:
    assert status_at(at).state == state


def test_without_rolling_forward_a_sunday_is_the_last_day() -> None:
    assert status_at("05-31", calendar=replace(CALENDAR, roll=False)).state == "overdue"


@pytest.mark.parametrize(
    ("opens", "due", "at", "state"),
    [
        # 6 days: warning in the last ceil(6 / 3) = 2
        ("06-01", "06-07", "06-04", "running"),
        ("06-01", "06-07", "06-05", "warning"),
        # 7 days: ceil(7 / 3) = 3
        ("06-01", "06-08", "06-04", "running"),
        ("06-01", "06-08", "06-05", "warning"),
        # 18 days: 6; 19 days: ceil(19 / 3) = 7; 21 days: 7; 22 days: still 7, not 8
        ("06-01", "06-18", "06-11", "running"),
        ("06-01", "06-18", "06-12", "warning"),
        ("06-03", "06-22", "06-14", "running"),
        ("06-03", "06-22", "06-15", "warning"),
        ("06-01", "06-22", "06-14", "running"),
        ("06-01", "06-22", "06-15", "warning"),
        ("06-01", "06-23", "06-15", "running"),
        ("06-01", "06-23", "06-16", "warning"),
        # due on the day it opens
        ("06-07", "06-07", "06-07", "warning"),
    ],
)
def test_the_warning_is_the_last_third_at_most_seven_days(opens: str, due: str, at: str, state: str) -> None:
    occurrence = Occurrence(ONCE, None, day(opens), day(due))
    assert duty_status(occurrence, NOTHING_RECORDED, day(at), CALENDAR).state == state


@pytest.mark.parametrize(("at", "state"), [("05-19", "running"), ("05-20", "claimed"), ("06-30", "claimed")])
def test_a_completion_is_claimed_from_its_own_date_however_long_it_waits(at: str, state: str) -> None:
    assert status_at(at, report("05-20")).state == state


@pytest.mark.parametrize(("claimed", "state"), [("05-30", "claimed"), ("05-31", "claimed"), ("06-01", "overdue")])
def test_a_claim_dated_after_the_effective_due_leaves_it_overdue(claimed: str, state: str) -> None:
    assert status_at("06-10", report(claimed)).state == state


@pytest.mark.parametrize(("at", "state"), [("06-09", "claimed"), ("06-10", "done"), ("06-11", "done")])
def test_a_pass_counts_from_its_own_date(at: str, state: str) -> None:
    assert status_at(at, report("05-31"), verdict("06-10")).state == state


@pytest.mark.parametrize(
    ("completed", "state", "late"),
    [("05-30", "done", 0), ("05-31", "done", 0), ("06-01", "done_late", 1), ("06-05", "done_late", 5)],
)
def test_a_completion_after_the_effective_due_is_late(completed: str, state: str, late: int) -> None:
    status = status_at("06-30", report(completed), verdict("06-20"))
    assert (status.state, status.days_late) == (state, late)


def test_an_accepted_day_replaces_the_date_of_the_report() -> None:
    status = status_at("06-30", report("05-20"), verdict("06-20", accepted="06-03"))
    assert (status.state, status.days_late) == ("done_late", 3)


def test_an_accepted_day_may_make_a_late_report_in_time() -> None:
    assert status_at("06-30", report("06-05"), verdict("06-20", accepted="05-31")).state == "done"


def test_a_claim_is_judged_by_its_own_date_until_it_is_passed() -> None:
    facts = (report("06-05"), verdict("06-20", accepted="05-31"))
    assert [status_at(at, *facts).state for at in ("06-19", "06-20")] == ["overdue", "done"]


def test_the_earliest_verified_completion_counts() -> None:
    facts = (report("06-05"), report("05-25", number=2), verdict("06-06"), verdict("06-20", number=102, of=2))
    assert [status_at(at, *facts).state for at in ("06-19", "06-20")] == ["done_late", "done"]


def test_progress_does_not_complete() -> None:
    assert status_at("06-10", report("05-20", kind="progress"), verdict("05-21")).state == "overdue"


@pytest.mark.parametrize(("at", "state"), [("05-31", "warning"), ("06-01", "waived"), ("06-02", "waived")])
def test_a_waiver_counts_from_its_own_date(at: str, state: str) -> None:
    assert status_at(at, waiver("06-01")).state == state


def test_a_waived_duty_is_waived_even_if_done_and_keeps_its_completion() -> None:
    status = status_at("06-10", report("05-20"), verdict("05-25"), waiver("06-01"))
    assert status.state == "waived"
    assert status.completion is not None


# Extensions


@pytest.mark.parametrize(
    ("at", "due", "state"),
    [("05-31", "05-30", "warning"), ("06-01", "06-30", "running"), ("06-30", "06-30", "warning")],
)
def test_an_extension_is_in_force_from_its_own_date(at: str, due: str, state: str) -> None:
    status = status_at(at, extension("06-01", "06-30"))
    assert (status.due, status.state) == (day(due), state)


def test_an_extended_due_day_rolls_forward_too() -> None:
    assert status_at("06-01", extension("05-20", "06-12")).effective_due == day("06-15")


def test_of_two_extensions_the_last_dated_is_in_force_even_if_it_shortens() -> None:
    facts = (extension("06-02", "06-10"), extension("06-01", "07-30", number=299))
    assert [status_at(at, *facts).due for at in ("06-01", "06-02")] == [day("07-30"), day("06-10")]


def test_of_two_extensions_of_one_day_the_later_row_is_in_force() -> None:
    facts = (extension("06-01", "06-10", number=8), extension("06-01", "07-30", number=7))
    assert status_at("06-01", *facts).due == day("06-10")


# Returns


def test_a_return_of_a_claim_in_time_gives_five_working_days_from_the_return() -> None:
    status = status_at("06-10", report("05-31"), returned("06-10"))
    assert (status.effective_due, status.state) == (day("06-18"), "running")  # 06-14 is a rest day


def test_a_return_does_not_count_before_its_date() -> None:
    assert status_at("06-09", report("05-31"), returned("06-10")).effective_due == day("05-31")


def test_a_return_long_before_the_due_day_gives_nothing() -> None:
    assert status_at("05-12", report("05-10"), returned("05-11")).effective_due == day("05-31")


def test_a_return_of_a_late_claim_gives_nothing() -> None:
    assert status_at("06-10", report("06-01"), returned("06-10")).effective_due == day("05-31")


def test_a_second_return_of_a_claim_made_within_the_given_days_gives_five_more() -> None:
    facts = (report("05-31"), returned("06-10"), report("06-18", number=2), returned("06-21", number=102, of=2))
    assert status_at("06-21", *facts).effective_due == day("06-28")


def test_a_second_claim_the_day_after_the_given_days_gives_no_more() -> None:
    facts = (report("05-31"), returned("06-10"), report("06-19", number=2), returned("06-21", number=102, of=2))
    assert status_at("06-21", *facts).effective_due == day("06-18")


def test_a_late_claim_returned_first_takes_nothing_from_the_return_of_one_in_time() -> None:
    facts = (report("05-31"), report("06-01", number=2), returned("06-10", of=2), returned("06-21", number=102))
    assert status_at("06-21", *facts).effective_due == day("06-28")


def test_a_claim_within_the_days_a_return_gave_is_in_time() -> None:
    facts = (report("05-31"), returned("06-10"), report("06-18", number=2), verdict("06-30", number=102, of=2))
    assert status_at("06-30", *facts).state == "done"


def test_a_return_overtaken_by_a_later_pass_gives_nothing_and_completes() -> None:
    status = status_at("06-11", report("05-31"), returned("06-10"), verdict("06-11", number=102))
    assert (status.state, status.effective_due) == ("done", day("05-31"))


def test_a_pass_overtaken_by_a_later_return_is_a_return() -> None:
    facts = (report("05-31"), verdict("06-10"), returned("06-11", number=102))
    assert [status_at(at, *facts).state for at in ("06-10", "06-11")] == ["done", "running"]


def test_of_two_verdicts_of_one_day_the_later_row_counts() -> None:
    assert status_at("06-11", report("05-31"), verdict("06-10", number=9), returned("06-10", number=8)).state == "done"


def test_days_given_by_a_return_are_added_after_an_extension() -> None:
    facts = (report("06-15"), returned("06-16"), extension("05-31", "06-15"))
    assert status_at("06-16", *facts).effective_due == day("06-23")


# Owners


@pytest.mark.parametrize(("at", "owner"), [("05-09", "qzfb"), ("05-10", "sfj"), ("05-11", "sfj")])
def test_a_reassignment_changes_the_owner_from_its_date(at: str, owner: str) -> None:
    assert status_at(at, reassignment("05-10", "sfj")).owner == owner


def test_the_former_owner_becomes_a_helper_and_the_new_one_is_none() -> None:
    assert status_at("05-10", reassignment("05-10", "sfj")).helpers == ("qfy", "qzfb")


def test_of_two_reassignments_of_one_day_the_later_row_counts() -> None:
    facts = (reassignment("05-10", "sfj", number=8), reassignment("05-10", "jrj", number=7))
    status = status_at("05-10", *facts)
    assert (status.owner, status.helpers) == ("sfj", ("qfy", "qzfb", "jrj"))


def test_an_owner_who_gets_a_duty_back_is_its_owner_only() -> None:
    facts = (reassignment("05-10", "jrj", number=7), reassignment("05-12", "qzfb", number=8))
    status = status_at("05-12", *facts)
    assert (status.owner, status.helpers) == ("qzfb", ("qfy", "sfj", "jrj"))


def test_a_completion_of_the_owner_of_its_day_goes_to_the_owner_at_the_day_asked() -> None:
    facts = (report("05-09"), verdict("05-20"), reassignment("05-10", "sfj"))
    status = status_at("05-20", *facts)
    assert (status.owner, status.state) == ("sfj", "done")


def test_a_completion_of_the_former_owner_after_the_reassignment_does_not_count() -> None:
    facts = (report("05-10"), verdict("05-20"), reassignment("05-10", "sfj"))
    assert status_at("05-20", *facts).state == "running"


def test_a_completion_of_a_helper_does_not_count() -> None:
    assert status_at("05-20", report("05-10", unit="sfj"), verdict("05-11")).state == "running"


# All


def test_an_occurrence_of_a_quarter_takes_only_its_own_facts() -> None:
    facts = (report("07-05", duty=QUARTERLY, period="2021Q2"), verdict("07-06"))
    states = [status_at("07-06", *facts, duty=QUARTERLY, period=period).state for period in ("2021Q2", "2021Q3")]
    assert states == ["done", "running"]


def test_the_seven_states_are_named_once() -> None:
    assert len(STATES) == len(set(STATES)) == 7


def test_a_status_refuses_a_datetime() -> None:
    with pytest.raises(TypeError, match="rules take dates"):
        duty_status(occurrence_of(ONCE), NOTHING_RECORDED, datetime(2021, 5, 6), CALENDAR)


def test_the_effective_due_of_an_untouched_duty_is_its_due_day_rolled_forward() -> None:
    assert (status_at("04-24").due, status_at("04-24").effective_due, ISSUED) == (
        day("05-30"),
        day("05-31"),
        day("04-24"),
    )
