"""Acts on reports: filing one, and the verdict on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.check_duties import checked_duties, standing_records
from lib.commands.fields import Fields
from lib.commands.one_row import FORM, ROW, require_new
from lib.commands.statements import ReportStatement, Stated
from lib.db.queries.stated import stated_fact
from lib.domain.admission import verdict_cell_refusals, verdict_refusals
from lib.domain.duties import DutyRecord, duty_status
from lib.domain.fact_words import REPORT_WORDS
from lib.domain.facts import COMPLETION, PASS, RETURN, Report, Verification
from lib.domain.plan import Plan
from lib.domain.reporting import duty_named, named_occurrence
from lib.domain.rights import LEADER
from lib.domain.verifying import verifier_of
from lib.domain.wording import short_day
from lib.errors import NotAllowed, Problem, Refused

_HUNDRED = Decimal(100)


def file_report(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    deliverable: str,
    unit: str,
    *,
    kind: str,
    period_written: str | None = None,
    occurred_on: date | None = None,
    percent: Decimal | None = None,
    text: str | None = None,
    evidence: str | None = None,
) -> Done:
    """Report progress or claim completion for a unit; where it belongs is found as for a sheet's row.

    Refused by the rules of 进展填报, and where the same report is stored already, from a form or a sheet.
    """
    asked = {
        "deliverable": deliverable, "unit": unit, "kind": kind, "period": period_written, "occurred_on": occurred_on,
        "percent": percent, "text": text, "evidence": evidence,
    }  # fmt: skip

    def work(act: Act) -> str:
        fields, today = Fields(plan), caller.today
        whose = fields.needed_unit("责任单位", unit)
        fields.refuse()
        act.demand("file_report", whose)
        statement = ReportStatement(
            ROW, fields.word("任务编号", deliverable, plan.deliverable), whose, fields.line("周期", period_written),
            fields.day("发生日期", occurred_on, today) or today, fields.word("类型", kind, tuple(REPORT_WORDS.values())),
            fields.number("完成比例", percent, most=_HUNDRED), fields.text("说明", text), fields.text("佐证", evidence),
            None, None, None, None, None,
        )  # fmt: skip
        fields.refuse()
        report = _placed(act, statement)
        act.store(report)
        act.subject = _report_subject(plan, report)
        return _filed_said(plan, report)

    return take(engine, plan, caller, "file_report", f"{deliverable} {unit}", asked, work)


def _placed(act: Act, statement: ReportStatement) -> Report:
    told: list[Problem] = []
    duties = checked_duties(act.conn, act.plan, Stated(FORM, reports=(statement,)), act.caller.today, told)
    require_new(told, duties.skipped, "填报")
    return duties.reports[0].row.fact


def _report_subject(plan: Plan, report: Report) -> str:
    return f"{report.deliverable}{f' {report.period}' if report.period else ''} {plan.unit[report.unit].short}"


def _filed_said(plan: Plan, report: Report) -> str:
    title = duty_named(plan, report.deliverable, report.period)
    if report.kind != COMPLETION:
        return f"已登记进展：{title}"
    who = "区领导" if verifier_of(plan, report.unit) == LEADER else "督导办公室"
    return f"已申报完成：{title}，待{who}核实"


def verify_report(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    report: int,
    *,
    verdict: str,
    verified_on: date | None = None,
    reason: str | None = None,
    accepted_on: date | None = None,
    revises: int | None = None,
) -> Done:
    """Pass a report or return it, with the reason.

    `revises`: number of the verdict that this one corrects; a report verified before is refused without
    it, so that of two who verify at once the second is told. Nobody verifies the own unit; reports of
    the office's own units a leader verifies.
    """
    asked = {
        "report": report, "verdict": verdict, "verified_on": verified_on, "reason": reason,
        "accepted_on": accepted_on, "revises": revises,
    }  # fmt: skip

    def work(act: Act) -> str:
        act.demand("verify_report")
        found = _report_to_verify(act, report)
        act.subject = f"{_report_subject(plan, found)} 第{report}号填报"
        fields, today = Fields(plan), caller.today
        given = Verification(
            0, report, fields.word("核实结果", verdict, (PASS, RETURN)), fields.day("核实日期", verified_on, today) or today,
            act.viewer.name, fields.text("理由", reason), fields.day("认定日期", accepted_on), today,
        )  # fmt: skip
        if given.verdict == RETURN and given.reason is None:
            fields.problems.append(Problem("理由", "退回须写明理由"))
        fields.refuse()
        record = standing_records(act.conn, [found.deliverable]).get((found.deliverable, found.period), DutyRecord())
        earlier = [one for one in record.verifications if one.report == report]
        _require_revision(act, found.unit, earlier, given, revises)
        _require_dates(act, found, given)
        (number,) = act.store(given)
        return _verified_said(act, found, record, given._replace(number=number))

    return take(engine, plan, caller, "verify_report", f"第{report}号填报", asked, work)


def _report_to_verify(act: Act, number: int) -> Report:
    """The report, if it stands and this account may verify it."""
    found = stated_fact(act.conn, number)
    if found is None or not isinstance(found.fact, Report):
        raise Refused(f"没有第 {number} 号填报，不能核实")
    if not found.stands:
        raise Refused(f"第 {number} 号填报已更正或作废；请核实现行的那一条")
    if act.viewer.unit_code == found.fact.unit:
        raise NotAllowed("不能核实本单位的填报，请由其他单位的督导人员或区领导核实")
    if verifier_of(act.plan, found.fact.unit) == LEADER and act.viewer.role != LEADER:
        raise NotAllowed(f"{act.plan.unit[found.fact.unit].short}的填报由区领导核实")
    return found.fact


def _require_revision(
    act: Act, whose: str, earlier: list[Verification], given: Verification, revises: int | None
) -> None:
    """A second verdict corrects the last one knowingly, with a reason, by the office, dated no earlier."""
    if not earlier:
        if revises is not None:
            raise Refused(f"该填报没有第 {revises} 号核实，不能改判；请直接核实")
        return
    last = max(earlier, key=lambda one: (one.verified_on, one.number))
    word = "通过" if last.verdict == PASS else "退回"
    told = f"该填报已由{last.by or '督导办公室'}于 {last.verified_on} 核实为“{word}”（第 {last.number} 号）"
    if revises is None:
        raise Refused(f"{told}；如须改判，请注明改判并写明理由")
    if revises != last.number:
        raise Refused(f"{told}，不是您所见的第 {revises} 号；请核对后再改判")
    if act.viewer.role == LEADER and verifier_of(act.plan, whose) != LEADER:
        raise NotAllowed(f"{told}；改判由督导办公室办理")
    if given.reason is None:
        raise Refused([Problem("理由", f"{told}；改判须写明理由")])
    if given.verified_on < last.verified_on:
        raise Refused([Problem("核实日期", f"{told}；改判的日期 {given.verified_on} 不应早于它")])
    if (given.verdict, given.accepted_on) == (last.verdict, last.accepted_on):
        raise Refused([Problem("核实结果", f"{told}；与此相同，不须改判")])


def _require_dates(act: Act, report: Report, given: Verification) -> None:
    duty = act.plan.deliverable[report.deliverable]
    occurrence = named_occurrence(act.plan, duty, report.period, report.occurred_on)
    dates = (given.accepted_on, given.verified_on, report.occurred_on, occurrence.opens_on, act.caller.today)
    wrong = [
        *verdict_cell_refusals(given.verdict, given.accepted_on, given.verified_on, given.by),
        *verdict_refusals(*dates),
    ]
    if wrong:
        raise Refused(Problem(*refused) for refused in wrong)


def _verified_said(act: Act, report: Report, record: DutyRecord, given: Verification) -> str:
    """已通过：…; 已退回：…，请区法院于…前重新申报."""
    title = duty_named(act.plan, report.deliverable, report.period)
    if given.verdict == PASS:
        return f"已核实通过：{title}"
    duty, today = act.plan.deliverable[report.deliverable], act.caller.today
    occurrence = named_occurrence(act.plan, duty, report.period, report.occurred_on)
    after = DutyRecord(record.reports, (*record.verifications, given), record.changes)
    due = duty_status(occurrence, after, today, act.plan.calendar).effective_due
    late = "（已逾期）" if due < today else ""
    return f"已退回：{title}，请{act.plan.unit[report.unit].short}于{short_day(due, today)}前重新申报{late}"
