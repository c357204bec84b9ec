"""Who verifies whose claim, how soon, and what a verdict would do (domain.md 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lib.domain.calendar import WorkCalendar, require_date
from lib.domain.duties import DutyRecord, DutyStatus, Occurrence, duty_status
from lib.domain.facts import PASS, RETURN, Verification
from lib.domain.plan import Plan
from lib.domain.rights import LEADER, OFFICE, Viewer, may_act

# Stands after every stored verdict of its day.
_NOT_STORED = 10**15


def verifier_of(plan: Plan, unit: str) -> str:
    """The role that verifies claims of `unit`: a leader those of the office's own units, else the office."""
    return LEADER if plan.unit[unit].office else OFFICE


def may_verify(viewer: Viewer, plan: Plan, unit: str) -> bool:
    """Whether the viewer may give a verdict on a claim of `unit`: nobody on those of the own unit.

    A leader may on every unit's; the office, and the operator for it, on all but the office's own units'.
    """
    if not may_act(viewer, "verify_report") or unit == viewer.unit_code:
        return False
    return viewer.role == LEADER or verifier_of(plan, unit) == OFFICE


class OfficeClock(NamedTuple):
    """How long a claim waits for its verdict: `due_on` is the last day in time (inclusive)."""

    recorded_on: date
    due_on: date

    def days_left(self, as_of: date) -> int:
        """Days to the last day in time; negative: late. Before the recording, those of the recording day."""
        return (self.due_on - max(require_date(as_of), self.recorded_on)).days


def office_clock(plan: Plan, recorded_on: date) -> OfficeClock | None:
    """The clock of a claim recorded on that day: `verify_within` after it, rolled forward; None without the setting."""
    within = plan.verify_within
    if within is None:
        return None
    return OfficeClock(recorded_on, plan.calendar.roll_forward(plan.calendar.end_of(recorded_on, within)))


def accepted_bounds(occurrence: Occurrence, verified_on: date) -> tuple[date, date]:
    """First and last day a 认定日期 may be, both inclusive (contract.md 3)."""
    return occurrence.opens_on, verified_on


def if_passed(
    occurrence: Occurrence,
    record: DutyRecord,
    report: int,
    verified_on: date,
    calendar: WorkCalendar,
    accepted_on: date | None = None,
) -> DutyStatus:
    """The occurrence on the day of the verdict if the report with this number were passed then."""
    return _with_verdict(occurrence, record, report, PASS, verified_on, calendar, accepted_on)


def if_returned(
    occurrence: Occurrence, record: DutyRecord, report: int, verified_on: date, calendar: WorkCalendar
) -> DutyStatus:
    """The occurrence on the day of the verdict if the report with this number were returned then."""
    return _with_verdict(occurrence, record, report, RETURN, verified_on, calendar, None)


def _with_verdict(
    occurrence: Occurrence,
    record: DutyRecord,
    report: int,
    verdict: str,
    verified_on: date,
    calendar: WorkCalendar,
    accepted_on: date | None,
) -> DutyStatus:
    given = Verification(_NOT_STORED, report, verdict, verified_on, None, None, accepted_on, verified_on)
    return duty_status(occurrence, replace(record, verifications=(*record.verifications, given)), verified_on, calendar)
