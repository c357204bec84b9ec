"""Cases from the command line: case register, act, urge, pause, resume and show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
from sqlalchemy import Engine

from lib.cli import acting
from lib.cli.acts import Number, act, attributes, on, option
from lib.cli.tables import print_json, print_table
from lib.commands.act import Caller, Done
from lib.commands.case_acts import act_on_case, register_case
from lib.db.engine import open_engine
from lib.domain.plan import PAUSE, RESUME, URGE, Plan
from lib.services.book import read_plan
from lib.services.case_standing import CaseStanding, case_standing


@click.group("case")
def case() -> None:
    """台账：登记、办理、催办、中止、恢复、查看。"""


def _fields(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every row of a ledger may say."""
    for add in (
        attributes, option("--text", "说明"), option("--amount", "金额（万元）", type=Number()),
        option("--assignee", "承办单位"), option("--actor", "操作单位（不填：承办中的单位）"), on,
    ):  # fmt: skip
        command = add(command)
    return command


@case.command("register")
@click.argument("flow")
@click.argument("case_no", required=False)
@_fields
@act
def register(
    engine: Engine, plan: Plan, caller: Caller, flow: str, case_no: str | None,
    attributes: Sequence[tuple[str, str]], **fields: Any,
) -> Done:  # fmt: skip
    """登记一件；不写编号则自动编下一号。FLOW：台账代码或名称。"""
    return register_case(engine, plan, caller, flow, case_no, attributes=dict(attributes), **fields)


@case.command("act")
@click.argument("flow")
@click.argument("case_no")
@click.argument("action")
@option("--result", "结果（办结类动作）")
@option("--seen", "办理前看到的末条事实编号；此后有人办理过则拒绝", type=int)
@_fields
@act
def act_on(
    engine: Engine, plan: Plan, caller: Caller, flow: str, case_no: str, action: str,
    attributes: Sequence[tuple[str, str]], **fields: Any,
) -> Done:  # fmt: skip
    """对一件办理一个动作。"""
    return act_on_case(engine, plan, caller, flow, case_no, action, attributes=dict(attributes), **fields)


def _plain(name: str, action: str, words: str) -> None:
    """One of the actions that every flow has."""

    @case.command(name, help=words)
    @click.argument("flow")
    @click.argument("case_no")
    @option("--seen", "办理前看到的末条事实编号", type=int)
    @option("--text", "说明")
    @on
    @act
    def run(engine: Engine, plan: Plan, caller: Caller, flow: str, case_no: str, **fields: Any) -> Done:
        return act_on_case(engine, plan, caller, flow, case_no, action, **fields)


_plain("urge", URGE, "催办一件；法院、检察院不催办。")
_plain("pause", PAUSE, "中止计时。")
_plain("resume", RESUME, "恢复计时。")


@case.command("show")
@click.argument("flow")
@click.argument("case_no")
@acting.acting_as
@acting.as_json
def show(flow: str, case_no: str, username: str, wants_json: bool) -> None:
    """一件现在的状态、可办的动作和办理过程；不含当事人。"""
    engine = open_engine()
    found = case_standing(acting.viewer_named(engine, username), engine, read_plan(engine), flow, case_no)
    if wants_json:
        print_json(_document(found))
        return
    click.echo(f"{found.flow_name} {found.case_no}：{found.sentence}；可办：{'、'.join(found.allowed) or '无'}")
    print_table(
        ["事实", "日期", "动作", "操作单位", "承办单位", "结果"],
        [[one.number, one.occurred_on, one.action, one.actor, one.assignee, one.result] for one in found.steps],
    )


def _document(found: CaseStanding) -> dict[str, Any]:
    steps = [{**one._asdict(), "occurred_on": one.occurred_on.isoformat()} for one in found.steps]
    return {
        "flow": found.flow, "case_no": found.case_no, "state": found.state, "holder": found.holder,
        "paused": found.paused, "sentence": found.sentence, "seen": found.seen, "allowed": list(found.allowed),
        "steps": steps,
    }  # fmt: skip


COMMANDS = (case,)
