"""The office from the command line: order write and letter, request, propose, extension, instruction and decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import click
from sqlalchemy import Engine

from lib.cli.acting import Day
from lib.cli.acts import act, on, option
from lib.cli.orders import order
from lib.commands import office_acts
from lib.commands.act import Caller, Done
from lib.commands.office_acts import OrderDraft
from lib.domain.plan import Plan


@order.command("write")
@click.argument("units", nargs=-1, required=True)
@option("--grade", "等级：提醒单、预警单、督办单", required=True)
@option("--source", "来源：计划、会议、批示、系统", required=True)
@option("--reason", "事由", required=True)
@option("--text", "要求")
@option("--cause", "起因，如 duty:D04-2.2021Q3；同一起因不重复签发")
@on
@act
def write(
    engine: Engine, plan: Plan, caller: Caller, units: Sequence[str], grade: str, source: str, reason: str,
    text: str | None, cause: str | None, occurred_on: date | None,
) -> Done:  # fmt: skip
    """自拟并签发督办：每个单位一份，一次全发或全不发。"""
    drafts = [OrderDraft(unit, grade, source, reason, text, cause) for unit in units]
    return office_acts.issue_orders(engine, plan, caller, drafts, occurred_on=occurred_on)


@order.command("letter")
@click.argument("unit")
@option("--reason", "事由", required=True)
@option("--source", "来源：计划、会议、批示、系统")
@option("--text", "商请内容")
@option("--cause", "起因")
@on
@act
def letter(engine: Engine, plan: Plan, caller: Caller, unit: str, **fields: Any) -> Done:
    """向法院、检察院发商请函。"""
    return office_acts.send_letter(engine, plan, caller, unit, **fields)


@click.group("request")
def request() -> None:
    """配合请求。"""


@request.command("help")
@click.argument("asker")
@click.argument("helper")
@option("--duty", "任务编号")
@option("--text", "请对方做什么", required=True)
@on
@act
def help_(engine: Engine, plan: Plan, caller: Caller, asker: str, helper: str, duty: str | None, **fields: Any) -> Done:
    """请另一单位配合。ASKER：提出的单位，HELPER：请谁配合。"""
    return office_acts.ask_for_help(engine, plan, caller, duty, asker, helper, **fields)


@click.command("propose")
@click.argument("title")
@option("--text", "说明", required=True)
@option("--unit", "申报单位（默认：账号的单位）")
@option("--partners", "配合单位")
@option("--finish-on", "计划完成日期", type=Day())
@on
@act
def propose(engine: Engine, plan: Plan, caller: Caller, title: str, **fields: Any) -> Done:
    """申报联动事项。"""
    return office_acts.propose_item(engine, plan, caller, title, **fields)


@click.group("extension")
def extension() -> None:
    """延期申请与审批。"""


@extension.command("apply")
@click.argument("deliverable")
@option("--period", "周期（周期性任务必填）")
@option("--new-due", "新期限", type=Day(), required=True)
@option("--reason", "理由", required=True)
@on
@act
def apply(engine: Engine, plan: Plan, caller: Caller, deliverable: str, period: str | None, **fields: Any) -> Done:
    """申请延期。"""
    return office_acts.apply_for_extension(engine, plan, caller, deliverable, period, **fields)


@extension.command("decide")
@click.argument("case_no")
@click.option("--approve/--decline", "approved", required=True, help="同意或不同意")
@option("--text", "说明（不同意必填）")
@option("--seen", "审批前看到的末条事实编号", type=int)
@on
@act
def decide(engine: Engine, plan: Plan, caller: Caller, case_no: str, **fields: Any) -> Done:
    """审批延期；同意即延长任务期限。"""
    return office_acts.decide_extension(engine, plan, caller, case_no, **fields)


@click.command("instruction")
@option("--leader", "批示领导", required=True)
@option("--written-on", "批示日期", type=Day(), required=True)
@option("--matter", "事由", required=True)
@option("--text", "批示内容")
@option("--unit", "交办单位（不填：只登记）")
@on
@act
def instruction(engine: Engine, plan: Plan, caller: Caller, **fields: Any) -> Done:
    """登记批示件，可同时交办。"""
    return office_acts.record_instruction(engine, plan, caller, **fields)


@click.command("decision")
@click.argument("unit")
@option("--meeting", "会议", required=True)
@option("--topic", "议题", required=True)
@option("--due", "期限", type=Day())
@option("--text", "议定内容")
@option("--cause", "起因，如 duty:D04-2.2021Q3；未办结前同一起因不重复议定")
@on
@act
def decision(engine: Engine, plan: Plan, caller: Caller, unit: str, **fields: Any) -> Done:
    """登记会议议定事项。"""
    return office_acts.record_decision(engine, plan, caller, unit, **fields)


COMMANDS = (request, propose, extension, instruction, decision)
