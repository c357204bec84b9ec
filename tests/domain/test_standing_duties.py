"""Standing duties: satisfied by a report of the owner, of either kind, inside the quarter (domain.md 2).

D10-1 of kgj, 2021Q2: opens 04-24, the quarter ends 06-30, due 07-10 (a Saturday), effectively Monday 07-12.
"""

from __future__ import annotations

from typing import Any

import pytest

from lib.domain.duties import DutyStatus
from lib.domain.facts import Report
from tests.domain.cast import STANDING, day, extension, report, returned, status_at, verdict

Q2 = "2021Q2"


def said(on: str, **given: Any) -> Report:
    return report(on, duty=STANDING, period=Q2, **{"kind": "progress", **given})


def at(on: str, *facts: Any) -> DutyStatus:
    return status_at(on, *facts, duty=STANDING, period=Q2)


@pytest.mark.parametrize(
    ("on", "state"),
    [("07-04", "running"), ("07-05", "warning"), ("07-12", "warning"), ("07-13", "overdue")],
)
def test_a_quarter_without_a_report_is_overdue_after_the_effective_due(on: str, state: str) -> None:
    assert at(on).state == state


@pytest.mark.parametrize("kind", ["progress", "completion"])
def test_a_verified_report_of_either_kind_satisfies_it(kind: str) -> None:
    assert at("07-02", said("06-30", kind=kind), verdict("07-02")).state == "done"


@pytest.mark.parametrize(
    ("reported", "state", "late"),
    [
        ("06-29", "done", 0),
        ("06-30", "done", 0),
        ("07-01", "done_late", 1),
        ("07-12", "done_late", 1),
        ("07-13", "done_late", 1),
        ("07-14", "done_late", 2),
    ],
)
def test_in_time_is_inside_the_quarter_and_late_is_at_least_one_day(reported: str, state: str, late: int) -> None:
    status = at("07-30", said(reported), verdict("07-30"))
    assert (status.state, status.days_late) == (state, late)


@pytest.mark.parametrize(
    ("reported", "on", "state"),
    [
        ("06-30", "07-20", "claimed"),
        ("07-01", "07-02", "running"),
        ("07-01", "07-12", "warning"),
        ("07-01", "07-13", "overdue"),
    ],
)
def test_it_is_claimed_only_by_a_report_inside_the_quarter(reported: str, on: str, state: str) -> None:
    assert at(on, said(reported)).state == state


def test_a_helper_does_not_satisfy_it() -> None:
    assert at("07-13", said("06-30", unit="gsl"), verdict("07-01")).state == "overdue"


def test_an_accepted_day_inside_the_quarter_makes_a_later_report_in_time() -> None:
    assert at("07-30", said("07-05"), verdict("07-30", accepted="06-30")).state == "done"


def test_an_accepted_day_after_the_quarter_makes_an_early_report_late() -> None:
    status = at("07-30", said("06-20"), verdict("07-30", accepted="07-01"))
    assert (status.state, status.days_late) == ("done_late", 1)


def test_a_return_gives_five_working_days_before_it_is_overdue() -> None:
    facts = (said("06-30"), returned("07-12"))
    assert [at(on, *facts).state for on in ("07-19", "07-20")] == ["warning", "overdue"]


def test_a_report_within_the_days_a_return_gave_is_still_outside_the_quarter() -> None:
    facts = (said("06-30"), returned("07-12"), said("07-19", number=2), verdict("07-20", number=102, of=2))
    status = at("07-20", *facts)
    assert (status.state, status.days_late) == ("done_late", 1)


def test_an_extension_moves_only_the_day_it_becomes_overdue() -> None:
    given = extension("07-01", "07-20", duty=STANDING, period=Q2)
    status = at("07-20", said("07-01"), given)
    assert (status.effective_due, status.state) == (day("07-20"), "warning")
    assert at("07-21", said("07-01"), verdict("07-21"), given).state == "done_late"
