"""Rows of 任务调整 and 进展填报 against the plan, the stored facts and one another.

Changes are taken first, reports by date and then by row; both count from their own date, so the
order of files decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from lib.clock import shanghai_day
from lib.commands.matching import Identity, Row, Sorted, refusals_told, sort_out
from lib.commands.report_sorting import Gained, ReportRow, ReportSorter, Verdict
from lib.commands.statements import ReportStatement, Stated
from lib.db.queries.stated import StatedFact, stated_changes, stated_reports, stated_verifications
from lib.domain.admission import change_refusals, report_refusals, verdict_cell_refusals, verdict_refusals
from lib.domain.duties import NOTHING_RECORDED, DutyRecord, Occurrence, OccurrenceKey, duty_records
from lib.domain.facts import Change, Report, Verification
from lib.domain.ledger_acts import Refusal
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence, place_report
from lib.errors import Problem, Refused

CHANGE_IDENTITY = Identity(
    ("deliverable", "period", "kind", "occurred_on"),
    {"new_due": "新期限", "new_owner": "新责任单位", "reason": "事由", "approver": "批准人"},
)

# Provisional numbers of facts not yet stored: after all stored ones, in the order of their rows.
_UNSTORED = 10**15


class Duties(NamedTuple):
    """What the rows of 任务调整 and 进展填报 add."""

    changes: Sorted[Change]
    reports: list[ReportRow]
    gained: list[Gained]
    skipped: int


def checked_duties(conn: Connection, plan: Plan, stated: Stated, today: date, told: list[Problem]) -> Duties:
    """The new changes, reports and verdicts; refusals and conflicts are added to `told`."""
    duties = {one.deliverable for one in stated.changes} | {one.deliverable for one in stated.reports}
    stored_changes = stated_changes(conn, duties)
    stored_reports = stated_reports(conn, duties)
    verdicts = stated_verifications(conn, [one.fact.number for one in stored_reports])
    changes = _checked_changes(plan, stated, stored_changes, today, told)
    rows = _admitted_reports(stated, today, told)
    new, gained, skipped = ReportSorter(stored_reports, verdicts, stated, told).sorted_out(rows)
    records = _records(changes, stored_changes, stored_reports, verdicts)
    gained = _admitted_gains(plan, gained, stated, today, told)
    for one in gained:
        _add(records, one.report, one.verdict, one.origin)
    return Duties(changes, _placed(plan, records, new, stated, today, told), gained, skipped)


def standing_records(conn: Connection, deliverables: Collection[str]) -> dict[OccurrenceKey, DutyRecord]:
    """What stands on these deliverables, by occurrence; reads nothing of others."""
    reports = stated_reports(conn, deliverables)
    verdicts = stated_verifications(conn, [one.fact.number for one in reports])
    return _records(Sorted([], 0), stated_changes(conn, deliverables), reports, verdicts)


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
