"""The 周期 to write beside a report so that whoever imports it finds the occurrence it was found to belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.domain.duties import NOTHING_RECORDED, DutyRecord, duty_records
from lib.domain.facts import Change, Report, Verification
from lib.domain.plan import Plan
from lib.domain.reporting import Records, place_report
from lib.errors import Refused


def periods_to_write(
    plan: Plan, reports: Sequence[tuple[Report, Verification | None]], changes: Iterable[Change]
) -> list[str | None]:
    """For each report (by day, then place) the 周期 as it was written, or the one found where that would not lead there.

    A report without 周期 is placed by what was known when it came; a fact stored later but dated earlier
    would place it elsewhere now. Only then is the found one written: as written it is known again by its key.
    """
    records: dict[tuple[str, str | None], DutyRecord] = dict(duty_records((), (), changes))
    written = []
    for report, verdict in reports:
        leads_there = _placed(plan, records, report) == report.period
        written.append(report.period_written if leads_there else report.period)
        record = records.get((report.deliverable, report.period), NOTHING_RECORDED)
        verdicts = (*record.verifications, verdict) if verdict else record.verifications
        records[report.deliverable, report.period] = DutyRecord((*record.reports, report), verdicts, record.changes)
    return written


def _placed(plan: Plan, records: Records, report: Report) -> str | None:
    """The period the report would be placed in; its own where it would be refused, for that changes nothing."""
    duty = plan.deliverable[report.deliverable]
    try:
        return place_report(
            plan, records, duty, report.unit, report.period_written, report.occurred_on, report.kind
        ).key[1]
    except Refused:
        return report.period
