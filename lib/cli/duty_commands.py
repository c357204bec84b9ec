"""Duties from the command line: report, duty, judge, adjust, enter and correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy import Engine

from lib.cli.acting import Day
from lib.cli.acts import Number, Pair, act, on, option
from lib.commands import duty_acts
from lib.commands.act import Caller, Done
from lib.commands.correct import correct_fact, replace_cells
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS, VIEW_WORDS
from lib.domain.plan import Plan


@click.group("report")
def report() -> None:
    """进展填报：填报、核实。"""


@report.command("file")
@click.argument("deliverable")
@click.argument("unit")
@option("--kind", "类型", type=click.Choice(list(REPORT_WORDS)), required=True)
@option("--period", "周期，如 2021Q3（不填：按日期归属）")
@option("--percent", "完成比例，0 至 100", type=Number())
@option("--text", "说明")
@option("--evidence", "佐证")
@on
@act
def file(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    deliverable: str,
    unit: str,
    kind: str,
    period: str | None,
    **fields: Any,
) -> Done:
    """填报进展或申报完成。"""
    return duty_acts.file_report(
        engine, plan, caller, deliverable, unit, kind=REPORT_WORDS[kind], period_written=period, **fields
    )


@report.command("verify")
@click.argument("number", type=int)
@option("--verdict", "核实结果", type=click.Choice(list(VERDICT_WORDS)), required=True)
@click.option("--on", "verified_on", type=Day(), help="核实日期（默认：今天）")
@option("--reason", "理由（退回、改判必填）")
@option("--accepted-on", "认定日期（通过时）", type=Day())
@option("--revises", "改判：所改核实的事实编号", type=int)
@act
def verify(engine: Engine, plan: Plan, caller: Caller, number: int, verdict: str, **fields: Any) -> Done:
    """核实一条填报：通过或退回。NUMBER：填报的事实编号。"""
    return duty_acts.verify_report(engine, plan, caller, number, verdict=VERDICT_WORDS[verdict], **fields)


@click.group("duty")
def duty() -> None:
    """任务调整。"""


@duty.command("change")
@click.argument("deliverable")
@option("--period", "周期（周期性任务必填）")
@option("--kind", "类型", type=click.Choice(list(CHANGE_WORDS)), required=True)
@option("--new-due", "新期限（延期）", type=Day())
@option("--new-owner", "新责任单位（改派）")
@option("--reason", "事由", required=True)
@option("--approver", "批准人", required=True)
@on
@act
def change(
    engine: Engine, plan: Plan, caller: Caller, deliverable: str, period: str | None, kind: str, **fields: Any
) -> Done:
    """延期、核销或改派一项任务。"""
    return duty_acts.change_duty(engine, plan, caller, deliverable, period, kind=CHANGE_WORDS[kind], **fields)


@click.command("judge")
@click.argument("item")
@option("--view", "研判", type=click.Choice(list(VIEW_WORDS)), required=True)
@option("--reason", "理由", required=True)
@on
@act
def judge(engine: Engine, plan: Plan, caller: Caller, item: str, view: str, **fields: Any) -> Done:
    """督导办公室对一个事项的研判。"""
    return duty_acts.judge_item(engine, plan, caller, item, view=VIEW_WORDS[view], **fields)


@click.command("adjust")
@click.argument("period")
@click.argument("unit")
@option("--kind", "类型", type=click.Choice(list(ADJUSTMENT_WORDS)), required=True)
@option("--points", "分值，大于 0（一票否决不填）", type=Number())
@option("--reason", "事由", required=True)
@option("--evidence", "佐证", required=True)
@option("--approver", "批准人", required=True)
@on
@act
def adjust(engine: Engine, plan: Plan, caller: Caller, period: str, unit: str, kind: str, **fields: Any) -> Done:
    """考核加分、扣分或一票否决。"""
    return duty_acts.adjust_points(engine, plan, caller, period, unit, kind=ADJUSTMENT_WORDS[kind], **fields)


@click.command("enter")
@click.argument("period")
@click.argument("unit")
@click.argument("indicator")
@option("--numerator", "分子", type=Number())
@option("--denominator", "分母", type=Number())
@option("--value", "数值（没有分母的指标）；有分子、分母时为公布值，供核对", type=Number())
@option("--evidence", "佐证", required=True)
@on
@act
def enter(engine: Engine, plan: Plan, caller: Caller, period: str, unit: str, indicator: str, **fields: Any) -> Done:
    """填报一个指标的数字。"""
    return duty_acts.enter_number(engine, plan, caller, period, unit, indicator, **fields)


@click.group("correct")
def correct() -> None:
    """更正已入库的事实：作废，或改几栏。"""


@correct.command("void")
@click.argument("number", type=int)
@option("--reason", "理由", required=True)
@option("--approver", "批准人", required=True)
@act
def void(engine: Engine, plan: Plan, caller: Caller, number: int, **fields: Any) -> Done:
    """作废一条事实；两者都留存。"""
    return correct_fact(engine, plan, caller, number, None, **fields)


@correct.command("replace")
@click.argument("number", type=int)
@option("--set", "改为，如 日期=2021-05-06；值留空即清空；可多次", type=Pair(), multiple=True, required=True)
@option("--reason", "理由", required=True)
@option("--approver", "批准人", required=True)
@act
def replace(
    engine: Engine, plan: Plan, caller: Caller, number: int, set: Sequence[tuple[str, str]], **fields: Any
) -> Done:
    """以改过几栏的事实代替原来那条；两者都留存。"""
    return replace_cells(engine, plan, caller, number, dict(set), **fields)


COMMANDS = (report, duty, judge, adjust, enter, correct)
