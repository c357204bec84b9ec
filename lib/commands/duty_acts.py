"""Acts on duties: changes, the office's view of an item, points, entered numbers; and those on reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.check_numbers import checked_adjustments, checked_entries
from lib.commands.duty_changes import changed
from lib.commands.fields import Fields
from lib.commands.one_row import FORM, ROW, require_new
from lib.commands.report_acts import file_report, verify_report
from lib.commands.statements import AdjustmentStatement, ChangeStatement, EntryStatement, Stated
from lib.db.queries import facts
from lib.domain.admission import date_refusals
from lib.domain.entered import entry_doubt
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, VIEW_WORDS, word_for
from lib.domain.facts import Judgement
from lib.domain.plan import Plan
from lib.errors import Problem

__all__ = ["adjust_points", "change_duty", "enter_number", "file_report", "judge_item", "verify_report"]


def change_duty(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    deliverable: str,
    period: str | None,
    *,
    kind: str,
    new_due: date | None = None,
    new_owner: str | None = None,
    reason: str,
    approver: str,
    occurred_on: date | None = None,
) -> Done:
    """Extend an occurrence (延期), waive it (核销), or give it to another unit (改派)."""
    asked = {
        "deliverable": deliverable, "period": period, "kind": kind, "new_due": new_due, "new_owner": new_owner,
        "reason": reason, "approver": approver, "occurred_on": occurred_on,
    }  # fmt: skip

    def work(act: Act) -> str:
        act.demand("change_duty")
        fields, today = Fields(plan), caller.today
        statement = ChangeStatement(
            ROW, fields.word("任务编号", deliverable, plan.deliverable), fields.line("周期", period),
            fields.word("类型", kind, tuple(CHANGE_WORDS.values())), fields.day("新期限", new_due),
            fields.unit("新责任单位", new_owner), fields.needed_text("事由", reason),
            fields.needed_line("批准人", approver), fields.day("日期", occurred_on, today) or today,
        )  # fmt: skip
        fields.refuse()
        return changed(act, statement)

    return take(engine, plan, caller, "change_duty", f"{deliverable} {period or ''}".strip(), asked, work)


def judge_item(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    item: str,
    *,
    view: str,
    reason: str,
    occurred_on: date | None = None,
) -> Done:
    """State the office's own view of an item: on_track, at_risk or off_track, with the reason."""
    asked = {"item": item, "view": view, "reason": reason, "occurred_on": occurred_on}

    def work(act: Act) -> str:
        act.demand("judge_item")
        fields, today = Fields(plan), caller.today
        given = Judgement(
            0, fields.word("事项", item, plan.item), fields.word("研判", view, tuple(VIEW_WORDS.values())),
            fields.needed_text("理由", reason), fields.day("日期", occurred_on, today) or today, today,
        )  # fmt: skip
        fields.problems += (Problem(*refused) for refused in date_refusals("日期", given.occurred_on, today))
        if given.occurred_on < plan.issued_on:
            fields.problems.append(Problem("日期", f"{given.occurred_on} 早于方案印发日 {plan.issued_on}"))
        fields.refuse()
        same = [one for one in facts.judgements(act.conn, item=given.item) if one[1:5] == given[1:5]]
        require_new([], len(same), "研判")
        act.store(given)
        return f"已研判：事项 {given.item} {plan.item[given.item].title}，{word_for(VIEW_WORDS, given.view)}"

    return take(engine, plan, caller, "judge_item", f"事项 {item}", asked, work)


def adjust_points(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    period: str,
    unit: str,
    *,
    kind: str,
    points: Decimal | None = None,
    reason: str,
    evidence: str | None,
    approver: str,
    occurred_on: date | None = None,
) -> Done:
    """Give a unit a bonus, a deduction or a veto in a period."""
    asked = {
        "period": period, "unit": unit, "kind": kind, "points": points, "reason": reason, "evidence": evidence,
        "approver": approver, "occurred_on": occurred_on,
    }  # fmt: skip

    def work(act: Act) -> str:
        act.demand("adjust_points")
        fields, today = Fields(plan), caller.today
        statement = AdjustmentStatement(
            ROW, fields.period("考核期", period, plan.scheme.periods), fields.needed_unit("单位", unit),
            fields.word("类型", kind, tuple(ADJUSTMENT_WORDS.values())), fields.number("分值", points, least=None),
            fields.needed_text("事由", reason), fields.text("佐证", evidence), fields.needed_line("批准人", approver),
            fields.day("日期", occurred_on, today) or today,
        )  # fmt: skip
        fields.refuse()
        told: list[Problem] = []
        found = checked_adjustments(act.conn, Stated(FORM, adjustments=(statement,)), today, told)
        require_new(told, found.skipped, "加减分")
        adjustment = found.new[0].fact
        act.store(adjustment)
        amount = f" {adjustment.points} 分" if adjustment.points is not None else ""
        whose = plan.unit[adjustment.unit].short
        return f"已登记{word_for(ADJUSTMENT_WORDS, adjustment.kind)}：{whose} {adjustment.period}{amount}"

    return take(engine, plan, caller, "adjust_points", f"{period} {unit}", asked, work)


def enter_number(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    period: str,
    unit: str,
    indicator: str,
    *,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    value: Decimal | None = None,
    evidence: str | None,
    occurred_on: date | None = None,
) -> Done:
    """Enter an indicator of a period: numerator and denominator, or a plain number, with evidence.

    Beside numerator and denominator `value` is the rate as published, told where it differs.
    """
    asked = {
        "indicator": indicator, "unit": unit, "period": period, "numerator": numerator, "denominator": denominator,
        "value": value, "evidence": evidence, "occurred_on": occurred_on,
    }  # fmt: skip

    def work(act: Act) -> str:
        fields, today = Fields(plan), caller.today
        whose = fields.needed_unit("单位", unit)
        fields.refuse()
        act.demand("enter_indicator", whose)
        statement = EntryStatement(
            ROW, fields.period("考核期", period), whose, fields.word("指标", indicator, plan.indicator),
            fields.number("分子", numerator), fields.number("分母", denominator),
            fields.number("数值", value, least=None), fields.text("佐证", evidence),
            fields.day("日期", occurred_on, today) or today,
        )  # fmt: skip
        fields.refuse()
        told: list[Problem] = []
        found = checked_entries(act.conn, plan, Stated(FORM, entries=(statement,)), today, told)
        require_new(told, found.skipped, "指标填报")
        entry = found.new[0].fact
        act.store(entry)
        title = plan.indicator[entry.indicator].title
        doubt = entry_doubt(entry)
        said = f"已填报：{entry.indicator} {title}，{plan.unit[entry.unit].short} {entry.period}"
        return f"{said}。{doubt}" if doubt else said

    return take(engine, plan, caller, "enter_indicator", f"{indicator} {unit}", asked, work)
