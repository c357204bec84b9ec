"""Duties: occurrences of deliverables and their state on a day (domain.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lib.domain.calendar import Duration, WorkCalendar, require_date
from lib.domain.facts import (
    COMPLETION,
    EXTENSION,
    PASS,
    REASSIGNMENT,
    RETURN,
    WAIVER,
    Change,
    Report,
    Verification,
)
from lib.domain.periods import Period, periods_since
from lib.domain.plan import Deliverable, Plan

WAIVED, DONE, DONE_LATE, CLAIMED = "waived", "done", "done_late", "claimed"
OVERDUE, WARNING, RUNNING = "overdue", "warning", "running"
STATES = (DONE, DONE_LATE, CLAIMED, OVERDUE, WARNING, RUNNING, WAIVED)

AFTER_RETURN = Duration(5, working=True)

OccurrenceKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instance of a deliverable: the whole of a one-off, or one period of a recurring one."""

    deliverable: Deliverable
    period: Period | None
    opens_on: date
    due: date

    @property
    def key(self) -> OccurrenceKey:
        """Deliverable code and period code (None of a one-off)."""
        return self.deliverable.code, self.period.code if self.period else None


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """The facts on one occurrence, each sort in order of storing."""

    reports: tuple[Report, ...] = ()
    verifications: tuple[Verification, ...] = ()
    changes: tuple[Change, ...] = ()

    def owner_on(self, day: date, first_owner: str) -> str:
        """The owner on `day`: that of the last reassignment dated on or before it."""
        last = _last(change for change in self.changes if change.kind == REASSIGNMENT and change.occurred_on <= day)
        return last.new_owner if last and last.new_owner else first_owner

    def former_owners(self, day: date, first_owner: str) -> tuple[str, ...]:
        """Owners before the one of `day`: they are helpers of this occurrence."""
        taken = sorted(
            (change.occurred_on, change.number, change.new_owner)
            for change in self.changes
            if change.kind == REASSIGNMENT and change.occurred_on <= day
        )
        owners = [first_owner, *(owner for _, _, owner in taken if owner)]
        return tuple(dict.fromkeys(owner for owner in owners[:-1] if owner != owners[-1]))


NOTHING_RECORDED = DutyRecord()


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of completion with the verdict in force (None: undecided)."""

    report: Report
    verdict: Verification | None

    @property
    def completed_on(self) -> date:
        """The 认定日期 if one was given, else the report's date."""
        return (self.verdict and self.verdict.accepted_on) or self.report.occurred_on

    @property
    def passed(self) -> bool:
        """Whether the claim was verified."""
        return self.verdict is not None and self.verdict.verdict == PASS


@dataclass(frozen=True, slots=True)
class DutyStatus:
    """An occurrence on a day: its owner, effective due day, claims and state."""

    occurrence: Occurrence
    as_of: date
    owner: str
    helpers: tuple[str, ...]
    due: date
    effective_due: date
    claims: tuple[Claim, ...]
    completion: Claim | None
    state: str

    @property
    def last_day_in_time(self) -> date:
        """The last day a completion is in time: of a standing duty the quarter's end, else the effective due."""
        return last_day_in_time(self.occurrence, self.effective_due)

    @property
    def days_late(self) -> int:
        """Days the completion was late; 0 if in time or absent. Of a standing duty at least 1 when late."""
        if self.completion is None or self.completion.completed_on <= self.last_day_in_time:
            return 0
        days = (self.completion.completed_on - self.effective_due).days
        return max(1, days)

    @property
    def undecided(self) -> tuple[Claim, ...]:
        """Claims without a verdict, late ones included."""
        return tuple(claim for claim in self.claims if claim.verdict is None)

    @property
    def claimed_in_time(self) -> bool:
        """Whether an undecided claim was made in time."""
        return any(claim.report.occurred_on <= self.last_day_in_time for claim in self.undecided)


def last_day_in_time(occurrence: Occurrence, effective_due: date) -> date:
    """Of a standing duty the end of its quarter, else the effective due (both inclusive)."""
    if occurrence.deliverable.standing and occurrence.period is not None:
        return occurrence.period.end
    return effective_due


def occurrences(deliverable: Deliverable, issued_on: date, as_of: date, calendar: WorkCalendar) -> list[Occurrence]:
    """The occurrences that opened on or before `as_of`, in order.

    A one-off opens on `issued_on`. A recurring deliverable has one for each period whose end is on or
    after `issued_on`; it opens on the later of the period's start and `issued_on`, and is due at the
    period's end + `due_after`; `first_due` replaces the due of the first (domain.md 2).
    """
    require_date(as_of)
    if issued_on > as_of:
        return []
    if deliverable.due is not None:
        return [Occurrence(deliverable, None, issued_on, deliverable.due)]
    kind, due_after = deliverable.every or "quarter", deliverable.due_after
    found = [
        Occurrence(deliverable, period, max(period.start, issued_on), calendar.end_of(period.end, due_after))
        for period in periods_since(kind, issued_on, as_of)
    ]
    if deliverable.first_due is not None:
        found[0] = replace(found[0], due=deliverable.first_due)
    return found


def duty_records(
    reports: Iterable[Report], verifications: Iterable[Verification], changes: Iterable[Change]
) -> dict[OccurrenceKey, DutyRecord]:
    """Group facts by the occurrence they are about."""
    verdicts: dict[int, list[Verification]] = {}
    for verification in verifications:
        verdicts.setdefault(verification.report, []).append(verification)
    grouped: dict[OccurrenceKey, tuple[list[Report], list[Verification], list[Change]]] = {}
    for report in reports:
        group = grouped.setdefault((report.deliverable, report.period), ([], [], []))
        group[0].append(report)
        group[1].extend(verdicts.get(report.number, ()))
    for change in changes:
        grouped.setdefault((change.deliverable, change.period), ([], [], []))[2].append(change)
    return {key: DutyRecord(tuple(a), tuple(b), tuple(c)) for key, (a, b, c) in grouped.items()}


def duty_status(occurrence: Occurrence, record: DutyRecord, as_of: date, calendar: WorkCalendar) -> DutyStatus:
    """The occurrence at `as_of`, by the facts of `record` dated on or before it (domain.md 2).

    Reports count by their date, verifications by `verified_on`, changes by theirs.
    """
    require_date(as_of)
    first_owner = occurrence.deliverable.owner
    due = _due_in_force(occurrence, record, as_of)
    claims = _claims(occurrence, record, as_of)
    effective_due = _effective_due(due, claims, calendar)
    completion = min((claim for claim in claims if claim.passed), key=_completion_order, default=None)
    former = record.former_owners(as_of, first_owner)
    owner = record.owner_on(as_of, first_owner)
    status = DutyStatus(
        occurrence,
        as_of,
        owner,
        tuple(unit for unit in dict.fromkeys((*occurrence.deliverable.helpers, *former)) if unit != owner),
        due,
        effective_due,
        claims,
        completion,
        RUNNING,
    )
    waived = any(change.kind == WAIVER and change.occurred_on <= as_of for change in record.changes)
    return replace(status, state=WAIVED if waived else _state(status))


def _state(status: DutyStatus) -> str:
    """The state of an occurrence that was not waived."""
    if status.completion is not None:
        return DONE if status.completion.completed_on <= status.last_day_in_time else DONE_LATE
    if status.claimed_in_time:
        return CLAIMED
    left = (status.effective_due - status.as_of).days
    if left < 0:
        return OVERDUE
    allowed = (status.effective_due - status.occurrence.opens_on).days
    return WARNING if left <= min(7, -(-allowed // 3)) else RUNNING


def _due_in_force(occurrence: Occurrence, record: DutyRecord, as_of: date) -> date:
    extensions = (change for change in record.changes if change.kind == EXTENSION and change.occurred_on <= as_of)
    last = _last(extensions)
    return last.new_due if last and last.new_due else occurrence.due


def _effective_due(due: date, claims: tuple[Claim, ...], calendar: WorkCalendar) -> date:
    """The due in force rolled forward; each return of a claim made in time gives at least five working days."""
    effective = calendar.roll_forward(due)
    returned = [claim.verdict for claim in claims if claim.verdict and claim.verdict.verdict == RETURN]
    claimed_on = {claim.report.number: claim.report.occurred_on for claim in claims}
    for verdict in sorted(returned, key=lambda verdict: (verdict.verified_on, verdict.number)):
        if claimed_on[verdict.report] <= effective:
            effective = max(effective, calendar.end_of(verdict.verified_on, AFTER_RETURN))
    return effective


def _claims(occurrence: Occurrence, record: DutyRecord, as_of: date) -> tuple[Claim, ...]:
    """Claims dated on or before `as_of`, by the owner of their day; of a standing duty any report is one."""
    first_owner = occurrence.deliverable.owner
    return tuple(
        Claim(report, _verdict(record, report.number, as_of))
        for report in record.reports
        if report.occurred_on <= as_of
        and (report.kind == COMPLETION or occurrence.deliverable.standing)
        and report.unit == record.owner_on(report.occurred_on, first_owner)
    )


def _verdict(record: DutyRecord, report: int, as_of: date) -> Verification | None:
    """Of two verdicts on one report, the last dated on or before `as_of` (then the later row)."""
    return max(
        (one for one in record.verifications if one.report == report and one.verified_on <= as_of),
        key=lambda one: (one.verified_on, one.number),
        default=None,
    )


def _last(changes: Iterable[Change]) -> Change | None:
    return max(changes, key=lambda change: (change.occurred_on, change.number), default=None)


def _completion_order(claim: Claim) -> tuple[date, int]:
    return claim.completed_on, claim.report.number


def duty_statuses(
    plan: Plan, records: Mapping[OccurrenceKey, DutyRecord], as_of: date, judged_on: date | None = None
) -> list[DutyStatus]:
    """Every occurrence that opened on or before `as_of`, in the order of the register.

    `judged_on` (default `as_of`) is the day up to which facts are read: an appraisal reads
    verifications dated up to the close, after the period's end.
    """
    return [
        duty_status(occurrence, records.get(occurrence.key, NOTHING_RECORDED), judged_on or as_of, plan.calendar)
        for deliverable in plan.deliverables
        for occurrence in occurrences(deliverable, plan.issued_on, as_of, plan.calendar)
    ]
