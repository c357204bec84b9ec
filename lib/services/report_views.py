"""填报: what a unit has to report, what it filed lately with the verdicts, and the numbers it has to enter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lib.domain import duties, marks
from lib.domain.duties import DutyStatus, OccurrenceKey
from lib.domain.entered import entry_in_force, periods_to_enter
from lib.domain.facts import RETURN, Entry, Report
from lib.domain.periods import Period, last_ended
from lib.domain.plan import Indicator, Plan
from lib.domain.rights import Viewer, may_act
from lib.domain.verifying import office_clock, verifier_of
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_facts import record_of, verdict_in_force
from lib.services.status import status
from lib.services.waiting import duty_key, duty_title

OPEN = (duties.OVERDUE, duties.WARNING, duties.RUNNING, duties.CLAIMED)
LATELY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class DutyToReport:
    """An open duty the unit reports on: as owner (progress and completion) or as helper (`owned` false: progress).

    Of a helped duty the light alone is seen, and nothing of the owner's claims: state empty, claim None.
    `days_left` to the effective due, negative beyond it. `percent`: the last reported. `waits_until`: the
    last day in time for the verdict on its oldest undecided claim (None: no claim waits, or no clock).
    """

    key: str
    code: str
    period: str | None
    title: str
    item: str
    state: str
    mark: str
    owned: bool
    owner_name: str
    opens_on: date
    effective_due: date
    days_left: int
    done_when: str
    standing: bool
    percent: Decimal | None
    reported_on: date | None
    claimed_on: date | None
    waits_until: date | None


@dataclass(frozen=True, slots=True)
class FiledLine:
    """A report the unit filed: its verdict (empty: none, `counts` says whether one is due) and what follows from it.

    `again_by`: returned and not claimed again, the effective due until which it can be; None otherwise.
    `verify_by`: the last day in time for the verdict that waits.
    """

    number: int
    key: str
    title: str
    kind: str
    percent: Decimal | None
    occurred_on: date
    text: str | None
    evidence: str | None
    counts: bool
    verdict: str
    verified_on: date | None
    reason: str | None
    verifier: str
    verify_by: date | None
    again_by: date | None


@dataclass(frozen=True, slots=True)
class NumberDue:
    """An indicator the unit enters for a period ended last; `entry`: what is in force for it (None: nothing)."""

    code: str
    title: str
    period: Period
    unit_word: str
    has_denominator: bool
    note: str | None
    entry: Entry | None

    @property
    def key(self) -> str:
        """The number in an address: I07-1.2022Q1."""
        return f"{self.code}.{self.period.code}"


@dataclass(frozen=True, slots=True)
class FilingPage:
    """A unit's side of 填报核实: duties by effective due; reports, the returned first; numbers, those due first."""

    unit: str
    unit_name: str
    may_file: bool
    owned: tuple[DutyToReport, ...]
    helped: tuple[DutyToReport, ...]
    filed: tuple[FiledLine, ...]
    numbers: tuple[NumberDue, ...]
    periods: tuple[Period, ...]

    def duty(self, key: str | None) -> DutyToReport | None:
        """The open duty with this key; None for none."""
        return next((one for one in (*self.owned, *self.helped) if one.key == key), None)

    def number(self, key: str | None) -> NumberDue | None:
        """The number with this key; None for none."""
        return next((one for one in self.numbers if one.key == key), None)

    @property
    def lacking(self) -> int:
        """Numbers not entered yet."""
        return sum(one.entry is None for one in self.numbers)


def filing_page(viewer: Viewer, book: Book, as_of: date, unit: str) -> FilingPage:
    """What `unit` has to report and has filed: for its own people, leader and office."""
    sight.require_business(viewer)
    if not sight.sees_reports(viewer, unit):
        raise NotAllowed("填报、佐证和核实情况只对本单位、督导办公室和区领导显示")
    found = status(book, as_of).duties
    open_ones = [duty for duty in found if duty.state in OPEN]
    owned = [_to_report(book, duty, unit) for duty in open_ones if duty.owner == unit]
    helped = [_to_report(book, duty, unit) for duty in open_ones if duty.owner != unit and unit in duty.helpers]
    return FilingPage(
        unit,
        book.plan.unit[unit].short,
        may_act(viewer, "file_report", unit),
        tuple(sorted(owned, key=_by_due)),
        tuple(sorted(helped, key=_by_due)),
        _filed(book, as_of, unit, {duty.occurrence.key: duty for duty in found}),
        _numbers(book, unit, as_of),
        late_periods(book.plan, as_of),
    )


def _by_due(one: DutyToReport) -> tuple[date, str]:
    return one.effective_due, one.key


def _to_report(book: Book, duty: DutyStatus, unit: str) -> DutyToReport:
    deliverable, owned = duty.occurrence.deliverable, duty.owner == unit
    own = [one for one in record_of(book, duty).reports if one.unit == unit and one.occurred_on <= duty.as_of]
    last = max(own, key=lambda one: (one.occurred_on, one.number), default=None)
    undecided = [claim.report for claim in duty.undecided] if owned else []
    waits = min(undecided, key=lambda one: (one.recorded_on, one.number), default=None)
    clock = office_clock(book.plan, waits.recorded_on) if waits else None
    return DutyToReport(
        duty_key(duty),
        *duty.occurrence.key,
        duty_title(duty),
        deliverable.item,
        duty.state if owned else "",
        marks.LIGHT_OF_STATE[duty.state],
        owned,
        book.plan.unit[duty.owner].short,
        duty.occurrence.opens_on,
        duty.effective_due,
        (duty.effective_due - duty.as_of).days,
        deliverable.done_when,
        deliverable.standing,
        last.percent if last else None,
        last.occurred_on if last else None,
        waits.occurred_on if waits else None,
        clock.due_on if clock else None,
    )


def _filed(book: Book, as_of: date, unit: str, by_key: dict[OccurrenceKey, DutyStatus]) -> tuple[FiledLine, ...]:
    """Reports of the last three months, what waits for a verdict or has to be filed again whatever its age."""
    lines = [
        _filed_line(book, one, by_key[one.deliverable, one.period], as_of)
        for one in book.facts.reports
        if one.unit == unit and one.occurred_on <= as_of and (one.deliverable, one.period) in by_key
    ]
    shown = [one for one in lines if one.again_by or _waits(one) or as_of - one.occurred_on <= LATELY]
    return tuple(sorted(shown, key=lambda one: (one.again_by is None, -one.occurred_on.toordinal(), -one.number)))


def _waits(one: FiledLine) -> bool:
    return one.counts and not one.verdict


def _filed_line(book: Book, report: Report, duty: DutyStatus, as_of: date) -> FiledLine:
    verdict = verdict_in_force(book, report, as_of)
    claim = next((one for one in duty.claims if one.report.number == report.number), None)
    unsettled = duty.state in OPEN and duty.owner == report.unit
    last = claim is not None and claim.report.number == max(one.report.number for one in duty.claims)
    returned = verdict is not None and verdict.verdict == RETURN
    waits = claim is not None and verdict is None and unsettled
    clock = office_clock(book.plan, report.recorded_on) if waits else None
    return FiledLine(
        report.number,
        duty_key(duty),
        duty_title(duty),
        report.kind,
        report.percent,
        report.occurred_on,
        report.text,
        report.evidence,
        waits or verdict is not None,
        verdict.verdict if verdict else "",
        verdict.verified_on if verdict else None,
        verdict.reason if verdict else None,
        verifier_of(book.plan, report.unit),
        clock.due_on if clock else None,
        duty.effective_due if returned and last and unsettled else None,
    )


def _numbers(book: Book, unit: str, as_of: date) -> tuple[NumberDue, ...]:
    """For the shortest period of the scheme ended last (the quarter), and the longer ones that ended with it, each its
    own number; what lacks first. Of an indicator read as the latest, one number is enough.
    """
    own = [one for one in book.facts.entries if one.unit == unit]
    last = last_ended(book.plan.scheme.periods[0], as_of + timedelta(days=1))
    found = [
        _number(one, period, entry_in_force(one, period, own, as_of))
        for one in book.plan.indicators
        if one.source == "entered" and unit in one.owners
        for period in periods_to_enter(one, last, book.plan.issued_on, book.plan.scheme.periods)
    ]
    return tuple(sorted(found, key=lambda one: one.entry is not None))


def _number(indicator: Indicator, period: Period, entry: Entry | None) -> NumberDue:
    return NumberDue(
        indicator.code,
        indicator.title,
        period,
        indicator.unit_word,
        indicator.has_denominator,
        indicator.note,
        entry,
    )


def late_periods(plan: Plan, as_of: date) -> tuple[Period, ...]:
    """Periods a number or an adjustment may name: those the scheme appraises, of the last twelve months, the newest
    first."""
    found = {
        Period.of(kind, as_of - timedelta(days=days)) for days in range(0, 367, 28) for kind in plan.scheme.periods
    }
    return tuple(sorted(found, key=lambda one: (one.end, one.start), reverse=True))
