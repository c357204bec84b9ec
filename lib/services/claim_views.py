"""核实: the claims that wait for a verdict with the office's own clock, and one claim with what a verdict would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain import duties
from lib.domain.duties import Claim, DutyStatus
from lib.domain.facts import Report
from lib.domain.rights import LEADER, Viewer
from lib.domain.rule_shares import late_share
from lib.domain.verifying import accepted_bounds, if_passed, if_returned, may_verify, office_clock, verifier_of
from lib.errors import NotAllowed, Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_facts import record_of
from lib.services.duty_history import DutyPage, duty_page
from lib.services.status import status
from lib.services.waiting import duty_key, duty_title


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim without a verdict. `due_on`, `days_left`: the office's clock, None where the plan has none.

    `claimed_in_time` by its own date. `settled`: the duty is done or waived without it, so that nothing waits and
    no clock runs. `verifier`: the role.
    """

    number: int
    key: str
    title: str
    unit: str
    unit_name: str
    kind: str
    occurred_on: date
    recorded_on: date
    due_on: date | None
    days_left: int | None
    claimed_in_time: bool
    settled: bool
    verifier: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Claims without a verdict, the longest recorded first: those the viewer verifies, and the others."""

    mine: tuple[ClaimLine, ...]
    others: tuple[ClaimLine, ...]

    @property
    def all(self) -> tuple[ClaimLine, ...]:
        """Every claim that waits."""
        return (*self.mine, *self.others)

    @property
    def late(self) -> int:
        """Those of the viewer whose clock has run out."""
        return sum(one.days_left is not None and one.days_left < 0 for one in self.mine)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a verdict would do: the state, days late of a completion, the share `delivery` would give, the new due."""

    state: str
    days_late: int
    share: Fraction | None
    effective_due: date


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim: its words and evidence, the history of its occurrence, and what either verdict would do.

    `why_not` says why the viewer may not decide it; empty where they may. A 认定日期 lies between
    `accepted_from` and the day of the verdict.
    """

    line: ClaimLine
    percent: Decimal | None
    text: str | None
    evidence: str | None
    done_when: str
    history: DutyPage
    accepted_from: date
    passed: Outlook
    returned: Outlook
    why_not: str
    also: tuple[ClaimLine, ...]


def queue(viewer: Viewer, book: Book, as_of: date) -> Queue:
    """The claims that wait at `as_of`: for leader and office. A leader's own are those of the office's units."""
    _require_verifiers(viewer)
    lines = sorted(_lines(book, as_of), key=lambda one: (one.settled, one.recorded_on, one.number))
    mine = [one for one in lines if (one.verifier == LEADER) == (viewer.role == LEADER)]
    return Queue(tuple(mine), tuple(one for one in lines if one not in mine))


def claim_page(viewer: Viewer, book: Book, as_of: date, key: str, number: int | None = None) -> ClaimPage:
    """A claim of the duty with this key: the one with that number, else the longest recorded."""
    _require_verifiers(viewer)
    duty = next((one for one in status(book, as_of).duties if duty_key(one) == key), None)
    waiting = sorted(duty.undecided, key=_longest_recorded) if duty else []
    claim = next((one for one in waiting if number in (None, one.report.number)), None)
    if duty is None or claim is None:
        raise Refused("这件申报不在待核实之列：可能已由他人核实或退回，请返回列表查看")
    lines = {one.report.number: _line(book, duty, one.report) for one in waiting}
    line = lines.pop(claim.report.number)
    passed, returned = _outlooks(book, duty, claim)
    return ClaimPage(
        line,
        claim.report.percent,
        claim.report.text,
        claim.report.evidence,
        duty.occurrence.deliverable.done_when,
        duty_page(viewer, book, as_of, key),
        accepted_bounds(duty.occurrence, as_of)[0],
        passed,
        returned,
        _why_not(viewer, book, line),
        tuple(lines.values()),
    )


def _require_verifiers(viewer: Viewer) -> None:
    sight.require_business(viewer)
    if not sight.sees_all_duties(viewer):
        raise NotAllowed("待核实的申报由督导办公室和区领导办理")


def _lines(book: Book, as_of: date) -> Iterator[ClaimLine]:
    for duty in status(book, as_of).duties:
        for claim in duty.undecided:
            yield _line(book, duty, claim.report)


def _longest_recorded(claim: Claim) -> tuple[date, int]:
    return claim.report.recorded_on, claim.report.number


def _line(book: Book, duty: DutyStatus, report: Report) -> ClaimLine:
    settled = duty.completion is not None or duty.state == duties.WAIVED
    clock = None if settled else office_clock(book.plan, report.recorded_on)
    return ClaimLine(
        report.number,
        duty_key(duty),
        duty_title(duty),
        report.unit,
        book.plan.unit[report.unit].short,
        report.kind,
        report.occurred_on,
        report.recorded_on,
        clock.due_on if clock else None,
        clock.days_left(duty.as_of) if clock else None,
        report.occurred_on <= duty.last_day_in_time,
        settled,
        verifier_of(book.plan, report.unit),
    )


def _outlooks(book: Book, duty: DutyStatus, claim: Claim) -> tuple[Outlook, Outlook]:
    record, calendar, number = record_of(book, duty), book.plan.calendar, claim.report.number
    return (
        _outlook(book, if_passed(duty.occurrence, record, number, duty.as_of, calendar)),
        _outlook(book, if_returned(duty.occurrence, record, number, duty.as_of, calendar)),
    )


def _outlook(book: Book, then: DutyStatus) -> Outlook:
    share = {
        duties.DONE: Fraction(1),
        duties.DONE_LATE: late_share(then.days_late, book.plan.scheme.lateness),
    }.get(then.state)
    return Outlook(then.state, then.days_late, share, then.effective_due)


def _why_not(viewer: Viewer, book: Book, line: ClaimLine) -> str:
    if may_verify(viewer, book.plan, line.unit):
        return ""
    if line.verifier == LEADER:
        return f"由区领导核实：{line.unit_name}是督导办公室自己的单位，本单位的申报不由本单位核实"
    return "由其他核实人办理：不能核实本单位的申报"
