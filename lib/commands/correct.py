"""Correcting a stored fact: taken out, or replaced by another; both stay stored (domain.md 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Engine

from lib.db import recording
from lib.db.facts import Fact, Origin
from lib.db.queries import facts
from lib.db.queries.stated import stated_fact
from lib.domain.admission import (
    adjustment_refusals,
    change_refusals,
    date_refusals,
    entry_refusals,
    report_refusals,
    verdict_cell_refusals,
    verdict_refusals,
)
from lib.domain.duties import Occurrence, duty_records
from lib.domain.facts import Adjustment, Change, Entry, Event, Judgement, Report, Verification
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import Refusal, refused_cell
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence, place_report
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit
from lib.security.acting import acting


def correct_fact(
    engine: Engine,
    plan: Plan,
    viewer: Viewer,
    number: int,
    replacement: Fact | None,
    *,
    reason: str,
    approver: str,
    today: date,
    via: str = "page",
    os_user: str | None = None,
) -> int:
    """Void fact `number` (replacement None), or put `replacement` in its place; the correction's number.

    Refused where the replacement is not admitted, or where what remains could not have happened: later
    events of the case, or the verdict on a report, that no longer fit.
    """
    with acting(engine, viewer, "correct", f"第 {number} 号事实") as conn:
        _require_correction(viewer, reason, approver)
        old = stated_fact(conn, number)
        made = recording.correct(
            conn, plan, number, replacement, reason=reason.strip(), approver=approver.strip(),
            origin=Origin(viewer.username, via, occurrence_k=old.k if old else 1),
        )  # fmt: skip
        remaining = old.fact if old and replacement is None else replacement
        if told := _impossible(conn, plan, remaining, made - 1 if replacement else None, today):
            raise Refused(told)
        word = "更正" if replacement else "作废"
        audit.record(conn, viewer.username, "correct", f"第 {number} 号事实", f"{word}：{reason}", os_user=os_user)
    return made


def _require_correction(viewer: Viewer, reason: str, approver: str) -> None:
    if not may_act(viewer, "correct_fact"):
        raise NotAllowed(f"{viewer.role_name}不能更正已入库的事实，请报督导办公室更正")
    if not reason.strip() or not approver.strip():
        raise Refused("更正须填写理由和批准人")


def _impossible(conn: Connection, plan: Plan, fact: Fact | None, number: int | None, today: date) -> list[Problem]:
    """What cannot stand once the correction is made; read inside its transaction, so a refusal undoes it.

    `fact` is the replacement, stored under `number`, or (None) the fact that was voided.
    """
    if isinstance(fact, Event):
        return _told(_case_refusals(plan, facts.events(conn, flow=fact.flow, case_no=fact.case_no), today))
    if fact is None or number is None:
        return []
    try:
        return _told(_refusals(conn, plan, fact._replace(number=number), today))
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


def _refusals(conn: Connection, plan: Plan, fact: Fact, today: date) -> list[Refusal]:
    if isinstance(fact, Report):
        return _report_refusals(conn, plan, fact, today)
    if isinstance(fact, Verification):
        return _verdict_refusals(conn, plan, fact, today)
    if isinstance(fact, Change):
        _occurrence(plan, fact.deliverable, fact.period, fact.occurred_on)
        return list(change_refusals(fact, today))
    if isinstance(fact, Adjustment):
        return list(adjustment_refusals(fact, today))
    if isinstance(fact, Entry):
        return list(entry_refusals(plan, fact, today))
    assert isinstance(fact, Judgement), fact
    return list(date_refusals("日期", fact.occurred_on, today))


def _occurrence(plan: Plan, deliverable: str, period: str | None, day: date) -> Occurrence:
    return named_occurrence(plan, plan.deliverable[deliverable], period, day)


def _report_refusals(conn: Connection, plan: Plan, report: Report, today: date) -> list[Refusal]:
    """The report itself, its place among the duties, and the verdicts it has."""
    duty = plan.deliverable[report.deliverable]
    records = duty_records((), (), facts.changes(conn, deliverable=duty.code))
    occurrence = place_report(plan, records, duty, report.unit, report.period, report.occurred_on, report.kind)
    verdicts = [one for one in facts.verifications(conn) if one.report == report.number]
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


def _verdict_refusals(conn: Connection, plan: Plan, verdict: Verification, today: date) -> list[Refusal]:
    found = stated_fact(conn, verdict.report)
    if found is None or not isinstance(found.fact, Report):
        raise Refused(f"没有第 {verdict.report} 号填报，不能核实")
    report = found.fact
    occurrence = _occurrence(plan, report.deliverable, report.period, report.occurred_on)
    cells = verdict_cell_refusals(verdict.verdict, verdict.accepted_on, verdict.verified_on, verdict.by)
    dates = (verdict.accepted_on, verdict.verified_on, report.occurred_on, occurrence.opens_on, today)
    return [*cells, *verdict_refusals(*dates)]
