"""One duty: its reports with evidence and verdicts, and what changed about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.domain.duties import WAIVED, DutyStatus
from lib.domain.facts import Change, Report
from lib.domain.rights import Viewer, may_act
from lib.domain.verifying import may_verify
from lib.domain.wording import full_day
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_facts import verdict_in_force
from lib.services.duty_views import DutyLine, duty_line
from lib.services.status import status
from lib.services.waiting import FILE, VERIFY, duty_key


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report on a duty with its verdict (empty: undecided). `opens`: whether the viewer may open its files."""

    occurred_on: date
    unit_name: str
    kind: str
    percent: Decimal | None
    text: str | None
    evidence: str | None
    verdict: str
    verified_on: date | None
    reason: str | None
    accepted_on: date | None
    opens: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What changed about a duty, why, and who approved it."""

    occurred_on: date
    words: str
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One duty with its reports, the newest first; `why_no_reports` says why there are none.

    `act`: what the viewer may do about it now, `verify` or `file`; empty for nothing.
    """

    duty: DutyLine
    reports: tuple[ReportLine, ...]
    changes: tuple[ChangeLine, ...]
    why_no_reports: str
    act: str = ""


def duty_page(viewer: Viewer, book: Book, as_of: date, key: str) -> DutyPage:
    """One duty with its reports, evidence and verdicts dated up to `as_of`: for its unit, leader and office."""
    sight.require_business(viewer)
    duty = next((one for one in status(book, as_of).duties if duty_key(one) == key), None)
    if duty is None:
        raise Refused(f"没有任务“{key}”，或它在{full_day(as_of)}尚未开始")
    line = duty_line(viewer, book, duty)
    if not sight.sees_reports(viewer, duty.owner):
        return DutyPage(line, (), (), "填报、佐证和核实情况只对本单位、督导办公室和区领导显示")
    reports = [_report_line(viewer, book, one, as_of) for one in _reports(book, duty)]
    why = "" if reports else f"还没有填报：由{line.owner_name}填报进展或申报完成并附佐证，督导办公室核实后显示在这里"
    return DutyPage(
        line,
        tuple(sorted(reports, key=lambda one: one.occurred_on, reverse=True)),
        tuple(_change_line(book, one) for one in _changes(book, duty)),
        why,
        _act(viewer, book, duty),
    )


def _act(viewer: Viewer, book: Book, duty: DutyStatus) -> str:
    """Verify a claim that waits, or report on the own duty while it is open."""
    if duty.completion is not None or duty.state == WAIVED:
        return ""
    if duty.undecided and may_verify(viewer, book.plan, duty.owner):
        return VERIFY
    return FILE if viewer.unit_code == duty.owner and may_act(viewer, "file_report", duty.owner) else ""


def _reports(book: Book, duty: DutyStatus) -> list[Report]:
    return [
        one
        for one in book.facts.reports
        if (one.deliverable, one.period) == duty.occurrence.key and one.occurred_on <= duty.as_of
    ]


def _changes(book: Book, duty: DutyStatus) -> list[Change]:
    return [
        one
        for one in book.facts.changes
        if (one.deliverable, one.period) == duty.occurrence.key and one.occurred_on <= duty.as_of
    ]


def _report_line(viewer: Viewer, book: Book, report: Report, as_of: date) -> ReportLine:
    verdict = verdict_in_force(book, report, as_of)
    return ReportLine(
        report.occurred_on,
        book.plan.unit[report.unit].short,
        report.kind,
        report.percent,
        report.text,
        report.evidence,
        verdict.verdict if verdict else "",
        verdict.verified_on if verdict else None,
        verdict.reason if verdict else None,
        verdict.accepted_on if verdict else None,
        sight.sees_reports(viewer, report.unit),
    )


def _change_line(book: Book, one: Change) -> ChangeLine:
    if one.new_due:
        words = f"延期至{full_day(one.new_due)}"
    else:
        words = f"改派{book.plan.unit[one.new_owner].short}" if one.new_owner else "核销"
    return ChangeLine(one.occurred_on, words, one.reason, one.approver)
