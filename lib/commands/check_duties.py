"""Rows of 任务调整 and 进展填报 against the plan, the stored facts and one another.

Changes are taken first, reports by date and then by row; both count from their own date, so the
order of files decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection

from lib.clock import shanghai_day
from lib.commands.matching import CONFLICT_WAY_OUT, Identity, Row, Sorted, conflict, refusals_told, said, sort_out
from lib.commands.statements import ReportStatement, Stated
from lib.db.queries.stated import StatedFact, stated_changes, stated_reports, stated_verifications
from lib.domain.admission import change_refusals, report_refusals, verdict_cell_refusals, verdict_refusals
from lib.domain.duties import NOTHING_RECORDED, DutyRecord, Occurrence, OccurrenceKey, duty_records
from lib.domain.facts import COMPLETION, Change, Report, Verification
from lib.domain.ledger_acts import Refusal
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence, place_report
from lib.errors import Problem, Refused

CHANGE_IDENTITY = Identity(
    ("deliverable", "period", "kind", "occurred_on"),
    {"new_due": "新期限", "new_owner": "新责任单位", "reason": "事由", "approver": "批准人"},
)


class _ReportIdentity(Identity):
    """Of a completion, 100 % and an empty cell mean the same."""

    def content(self, row: Row[Any] | StatedFact[Any]) -> tuple[Any, ...]:
        percent, *rest = super().content(row)
        whole = row.fact.kind == COMPLETION and percent == _WHOLE
        return (None if whole else percent, *rest)


REPORT_IDENTITY = _ReportIdentity(
    ("deliverable", "unit", "period_written", "occurred_on", "kind"),
    {"percent": "完成比例", "text": "说明", "evidence": "佐证"},
)

# Provisional numbers of facts not yet stored: after all stored ones, in the order of their rows.
_UNSTORED = 10**15
_WHOLE = Decimal(100)


class Verdict(NamedTuple):
    """The 核实 cells and 认定日期 of a row, all there."""

    verdict: str
    verified_on: date
    by: str
    accepted_on: date | None


class ReportRow(NamedTuple):
    """A new report with the verdict its row gives."""

    row: Row[Report]
    verdict: Verdict | None


class Gained(NamedTuple):
    """A stored report that gains a verdict."""

    report: Report
    verdict: Verdict
    origin: int
    stated_at: datetime | None


class Duties(NamedTuple):
    """What the rows of 任务调整 and 进展填报 add."""

    changes: Sorted[Change]
    reports: list[ReportRow]
    gained: list[Gained]
    skipped: int


class _Reports(NamedTuple):
    """Stored reports by key, and their verdicts by the report's number."""

    by_key: dict[object, list[StatedFact[Report]]]
    verdicts: dict[int, list[StatedFact[Verification]]]


def checked_duties(conn: Connection, plan: Plan, stated: Stated, today: date, told: list[Problem]) -> Duties:
    """The new changes, reports and verdicts; refusals and conflicts are added to `told`."""
    duties = {one.deliverable for one in stated.changes} | {one.deliverable for one in stated.reports}
    stored_changes = stated_changes(conn, duties)
    stored_reports = stated_reports(conn, duties)
    verdicts = stated_verifications(conn, [one.fact.number for one in stored_reports])
    changes = _checked_changes(plan, stated, stored_changes, today, told)
    rows = _admitted_reports(stated, today, told)
    new, gained, skipped = _ReportSorter(stored_reports, verdicts, stated, told).sorted_out(rows)
    records = _records(changes, stored_changes, stored_reports, verdicts)
    gained = _admitted_gains(plan, gained, stated, today, told)
    for one in gained:
        _add(records, one.report, one.verdict, one.origin)
    return Duties(changes, _placed(plan, records, new, stated, today, told), gained, skipped)


def _checked_changes(
    plan: Plan, stated: Stated, stored: list[StatedFact[Change]], today: date, told: list[Problem]
) -> Sorted[Change]:
    def refusals(change: Change) -> Iterator[Refusal]:
        yield from change_refusals(change, today)
        try:
            named_occurrence(plan, plan.deliverable[change.deliverable], change.period, change.occurred_on)
        except Refused as error:
            for problem in error.problems:
                yield Refusal(problem.place.replace("发生日期", "日期"), problem.message)

    rows = [Row(Change(_UNSTORED + one.origin, *one[1:], today), one.origin) for one in stated.changes]
    return sort_out(refusals_told(rows, refusals, stated.origins, told), stored, CHANGE_IDENTITY, stated.origins, told)


def _admitted_reports(stated: Stated, today: date, told: list[Problem]) -> list[ReportRow]:
    """Reports whose own cells agree; those of a duty with an unreadable change are left unjudged."""
    admitted = []
    for one in stated.reports:
        fact = _report_of(one, today)
        stated_on = shanghai_day(one.stated_at) if one.stated_at else None
        wrong = [
            *report_refusals(fact, stated_on, today),
            *verdict_cell_refusals(one.verdict, one.accepted_on, one.verified_on, one.verified_by),
        ]
        told.extend(stated.origins.problem(one.origin, *refused) for refused in wrong)
        if not wrong and one.deliverable not in stated.broken_duties:
            admitted.append(ReportRow(Row(fact, one.origin, one.stated_at), _verdict_of(one)))
    return admitted


def _report_of(one: ReportStatement, today: date) -> Report:
    return Report(
        _UNSTORED + one.origin, one.deliverable, one.unit, None, one.period_written, one.occurred_on, one.kind,
        one.percent, one.text, one.evidence, today,
    )  # fmt: skip


def _verdict_of(one: ReportStatement) -> Verdict | None:
    if one.verdict is None or one.verified_on is None or one.verified_by is None:
        return None
    return Verdict(one.verdict, one.verified_on, one.verified_by, one.accepted_on)


class _ReportSorter:
    """Tells new reports from stored ones, and what a stored one gains."""

    def __init__(
        self,
        reports: Iterable[StatedFact[Report]],
        verdicts: Iterable[StatedFact[Verification]],
        stated: Stated,
        told: list[Problem],
    ) -> None:
        self._stated, self._told = stated, told
        self._known: dict[object, list[StatedFact[Report]]] = {}
        self._position = {}
        for one in reports:
            self._known.setdefault(REPORT_IDENTITY.key(one), []).append(one)
            self._position[one.fact.number] = one.position
        self._verdicts: dict[int, list[Verdict]] = {}
        for given in verdicts:
            at = self._position[given.fact.report]
            self._verdicts.setdefault(at, []).append(_verdict_stored(given.fact))
        self._new: dict[object, ReportRow] = {}
        self._gained: dict[object, Gained] = {}
        self._skipped = 0

    def sorted_out(self, rows: Iterable[ReportRow]) -> tuple[list[ReportRow], list[Gained], int]:
        """New reports, gains, and how many rows say nothing new."""
        for one in rows:
            key = REPORT_IDENTITY.key(one.row)
            known = [stored for stored in self._known.get(key, ()) if self._same(one.row, stored)]
            standing = [stored for stored in self._known.get(key, ()) if stored.stands]
            if key in self._new:
                self._again(one, key)
            elif known:
                self._stored_again(one, key, max(known, key=lambda stored: stored.stands))
            elif standing:
                self._refuse(one, standing[0])
            else:
                self._new[key] = one
        return list(self._new.values()), list(self._gained.values()), self._skipped

    @staticmethod
    def _same(row: Row[Report], other: Row[Report] | StatedFact[Report]) -> bool:
        return (
            REPORT_IDENTITY.content(row) == REPORT_IDENTITY.content(other) and row.stated_at == other.stated_at
        )

    def _refuse(self, one: ReportRow, other: Row[Report] | StatedFact[Report]) -> None:
        if REPORT_IDENTITY.content(one.row) != REPORT_IDENTITY.content(other):
            self._told.append(conflict(one.row, other, REPORT_IDENTITY, self._stated.origins))
        else:
            self._refuse_cell(one, "填报时间", f"{said(one.row.stated_at)}", f"{said(other.stated_at)}")

    def _refuse_cell(self, one: ReportRow, column: str, ours: str, theirs: str) -> None:
        message = f"与同一填报已有的内容冲突：此格为“{ours}”，已有的为“{theirs}”{CONFLICT_WAY_OUT}"
        self._told.append(self._stated.origins.problem(one.row.origin, column, message))

    def _again(self, one: ReportRow, key: object) -> None:
        """The key came before in the same files."""
        before = self._new[key]
        if not self._same(one.row, before.row):
            self._refuse(one, before.row)
        elif one.verdict is None or one.verdict == before.verdict:
            self._skipped += 1
        elif before.verdict is None:
            self._new[key] = before._replace(verdict=one.verdict)
            self._skipped += 1
        else:
            self._refuse_cell(one, "核实结果", _words(one.verdict), _words(before.verdict))

    def _stored_again(self, one: ReportRow, key: object, stored: StatedFact[Report]) -> None:
        """The same report is stored: it gains the row's verdict, if it has none."""
        given = self._verdicts.get(stored.position, [])
        gained = self._gained.get(key)
        known = [*given, *([gained.verdict] if gained else [])]
        if one.verdict is None or one.verdict in known:
            self._skipped += 1
        elif known or not stored.stands:
            theirs = _words(known[-1]) if known else "该填报已更正或作废"
            self._refuse_cell(one, "核实结果", _words(one.verdict), theirs)
        else:
            self._gained[key] = Gained(stored.fact, one.verdict, one.row.origin, one.row.stated_at)


def _verdict_stored(fact: Verification) -> Verdict:
    return Verdict(fact.verdict, fact.verified_on, fact.by or "", fact.accepted_on)


def _words(verdict: Verdict) -> str:
    word = {"pass": "通过", "return": "退回"}[verdict.verdict]
    accepted = f"，认定日期 {verdict.accepted_on}" if verdict.accepted_on else ""
    return f"{word}，{verdict.verified_on}，{verdict.by}{accepted}"


def _records(
    changes: Sorted[Change],
    stored_changes: Iterable[StatedFact[Change]],
    reports: Iterable[StatedFact[Report]],
    verdicts: Iterable[StatedFact[Verification]],
) -> dict[OccurrenceKey, DutyRecord]:
    """What stands, and the changes of the rows."""
    reports = list(reports)
    position = {one.fact.number: one.position for one in reports}
    standing = {one.position: one.fact for one in reports if one.stands}
    given = [
        one.fact._replace(report=standing[position[one.fact.report]].number)
        for one in verdicts
        if one.stands and position[one.fact.report] in standing
    ]
    taken = [*(one.fact for one in stored_changes if one.stands), *(row.fact for row in changes.new)]
    return duty_records(standing.values(), given, taken)


def _add(
    records: dict[OccurrenceKey, DutyRecord], report: Report, verdict: Verdict | None, origin: int, new: bool = False
) -> None:
    key = (report.deliverable, report.period)
    record = records.get(key, NOTHING_RECORDED)
    reports = (*record.reports, report) if new else record.reports
    verifications = record.verifications
    if verdict is not None:
        verification = verification_of(verdict, report.number)._replace(number=_UNSTORED + origin)
        verifications = (*verifications, verification)
    records[key] = DutyRecord(reports, verifications, record.changes)


def verification_of(verdict: Verdict, report: int) -> Verification:
    """The verdict as a fact on the report with this number; its own number is allotted on storing."""
    return Verification(
        0, report, verdict.verdict, verdict.verified_on, verdict.by, None, verdict.accepted_on, verdict.verified_on
    )


def _admitted_gains(
    plan: Plan, gained: Iterable[Gained], stated: Stated, today: date, told: list[Problem]
) -> list[Gained]:
    admitted = []
    for one in gained:
        report = one.report
        occurrence = named_occurrence(plan, plan.deliverable[report.deliverable], report.period, report.occurred_on)
        wrong = _verdict_refusals(one.verdict, report, occurrence, today)
        told.extend(stated.origins.problem(one.origin, *refused) for refused in wrong)
        if not wrong:
            admitted.append(one)
    return admitted


def _verdict_refusals(verdict: Verdict, report: Report, occurrence: Occurrence, today: date) -> list[Refusal]:
    dates = (verdict.accepted_on, verdict.verified_on, report.occurred_on, occurrence.opens_on, today)
    return list(verdict_refusals(*dates))


def _placed(
    plan: Plan,
    records: dict[OccurrenceKey, DutyRecord],
    rows: Iterable[ReportRow],
    stated: Stated,
    today: date,
    told: list[Problem],
) -> list[ReportRow]:
    """The reports with the occurrence each belongs to, by date, then by row."""
    placed = []
    for one in sorted(rows, key=lambda one: (one.row.fact.occurred_on, one.row.origin)):
        fact = one.row.fact
        try:
            occurrence = place_report(
                plan, records, plan.deliverable[fact.deliverable], fact.unit, fact.period_written,
                fact.occurred_on, fact.kind,
            )  # fmt: skip
        except Refused as error:
            told.extend(stated.origins.problem(one.row.origin, each.place, each.message) for each in error.problems)
            continue
        found = fact._replace(period=occurrence.key[1])
        wrong = _verdict_refusals(one.verdict, found, occurrence, today) if one.verdict else []
        told.extend(stated.origins.problem(one.row.origin, *refused) for refused in wrong)
        if not wrong:
            _add(records, found, one.verdict, one.row.origin, new=True)
            placed.append(one._replace(row=one.row._replace(fact=found)))
    return placed
