"""What could not stand once a correction is made: later events of a case, a verdict and its report (domain.md 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lib.commands.act import Act
from lib.commands.check_duties import standing_records
from lib.db.facts import Fact
from lib.db.queries import facts
from lib.db.queries.stated import stated_fact, stated_reports
from lib.domain.admission import (
    adjustment_refusals,
    change_refusals,
    date_refusals,
    entry_refusals,
    report_refusals,
    verdict_cell_refusals,
    verdict_refusals,
)
from lib.domain.duties import Occurrence
from lib.domain.facts import Adjustment, Change, Entry, Event, Judgement, Report, Verification
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import Refusal, refused_cell
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence, place_report
from lib.errors import Problem, Refused


def require_possible(act: Act, fact: Fact | None, number: int | None) -> None:
    """Refused with what cannot stand; read inside the correction's transaction, which a refusal undoes.

    `fact` is the replacement, stored under `number`, or (None) the fact that was voided.
    """
    if told := _impossible(act, fact, number):
        raise Refused(told)


def standing_report(act: Act, number: int) -> Report | None:
    """The report that stands in the place of the one with this number; None if it was voided."""
    found = stated_fact(act.conn, number)
    assert found is not None, number
    same_place = stated_reports(act.conn, [found.fact.deliverable])
    return next((one.fact for one in same_place if one.position == found.position and one.stands), None)


def _impossible(act: Act, fact: Fact | None, number: int | None) -> list[Problem]:
    if isinstance(fact, Event):
        events = facts.events(act.conn, flow=fact.flow, case_no=fact.case_no)
        return _told(_case_refusals(act.plan, events, act.caller.today))
    if fact is None or number is None:
        return []
    try:
        return _told(_refusals(act, fact._replace(number=number)))
    except Refused as refused:
        return list(refused.problems)


def _told(refusals: Iterable[Refusal]) -> list[Problem]:
    return [Problem(column, f"{sentence}；因此不能这样更正") for column, sentence in refusals]


def _case_refusals(plan: Plan, events: list[Event], today: date) -> Iterable[Refusal]:
    """The first event of the case that could not follow those before it."""
    case: Case | None = None
    courts = court_codes(plan)
    for event in events:
        flow = plan.flow[event.flow]
        refused = refused_cell(plan, flow, case, event, today)
        if refused is not None:
            yield refused
            return
        case = opened(flow, event, courts) if case is None else advanced(case, event, courts)


def _refusals(act: Act, fact: Fact) -> list[Refusal]:
    today = act.caller.today
    if isinstance(fact, Report):
        return _report_refusals(act, fact)
    if isinstance(fact, Verification):
        return _verdict_refusals(act, fact)
    if isinstance(fact, Change):
        _occurrence(act.plan, fact.deliverable, fact.period, fact.occurred_on)
        return list(change_refusals(fact, today))
    if isinstance(fact, Adjustment):
        return list(adjustment_refusals(fact, today))
    if isinstance(fact, Entry):
        return list(entry_refusals(act.plan, fact, today))
    assert isinstance(fact, Judgement), fact
    return list(date_refusals("日期", fact.occurred_on, today))


def _occurrence(plan: Plan, deliverable: str, period: str | None, day: date) -> Occurrence:
    return named_occurrence(plan, plan.deliverable[deliverable], period, day)


def _report_refusals(act: Act, report: Report) -> list[Refusal]:
    """The report itself, its place among the duties, and the verdicts it has."""
    plan, today, duty = act.plan, act.caller.today, act.plan.deliverable[report.deliverable]
    records = standing_records(act.conn, [duty.code])
    occurrence = place_report(plan, records, duty, report.unit, report.period, report.occurred_on, report.kind)
    record = records.get(occurrence.key)
    verdicts = [one for one in record.verifications if one.report == report.number] if record else []
    return [
        *report_refusals(report, None, today),
        *(
            refused
            for one in verdicts
            for refused in verdict_refusals(
                one.accepted_on, one.verified_on, report.occurred_on, occurrence.opens_on, today
            )
        ),
    ]


def _verdict_refusals(act: Act, verdict: Verification) -> list[Refusal]:
    report = standing_report(act, verdict.report)
    if report is None:
        raise Refused(f"第 {verdict.report} 号填报已作废，其核实不能更正")
    occurrence = _occurrence(act.plan, report.deliverable, report.period, report.occurred_on)
    cells = verdict_cell_refusals(verdict.verdict, verdict.accepted_on, verdict.verified_on, verdict.by)
    dates = (verdict.accepted_on, verdict.verified_on, report.occurred_on, occurrence.opens_on, act.caller.today)
    return [*cells, *verdict_refusals(*dates)]
