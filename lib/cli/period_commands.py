"""The life of an appraisal period from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import click
from sqlalchemy import Engine

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day, PeriodWord, book
from lib.cli.acts import act, option
from lib.cli.tables import print_json, print_table
from lib.commands import objections, period_acts
from lib.commands.act import Caller, Done
from lib.db.queries import periods
from lib.domain.period_life import DECLINED, SIGNED, STATE_NAMES
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.rulings import OUTCOMES
from lib.domain.wording import points
from lib.errors import Refused
from lib.services.book import open_book
from lib.services.contract_json import life_document, verified_document
from lib.services.kept_results import life, lives
from lib.services.period_results import Verified, compute
from lib.services.period_results import verify as verified

_OUTCOME_OF = {words: code for code, words in OUTCOMES.items()}


@click.group("period")
def period() -> None:
    """考核期：打开、计算、核对、审定、公示、锁定、核验。"""


def _of_period(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("period", type=PeriodWord())(command)


_said = option("--text", "说明")


@period.command("open")
@_of_period
@_said
@act
def open_(engine: Engine, plan: Plan, caller: Caller, period: Period, text: str | None) -> Done:
    """打开考核期。"""
    return period_acts.open_period(engine, plan, caller, period, text=text)


@period.command("compute")
@_of_period
@click.option("--close-on", type=Day(), help="收件截止日（默认：今天）")
@act
def compute_(engine: Engine, plan: Plan, caller: Caller, period: Period, close_on: date | None) -> Done:
    """计算结果并存为新的一版。"""
    with open_book(engine) as read:
        result = compute(
            read,
            period,
            close_on or clock.today(),
            life(read, period).version + 1,
            periods.rulings(read.conn, period.code),
        )
    return period_acts.keep_computed(engine, plan, caller, result)


@period.command("check")
@_of_period
@_said
@act
def check(engine: Engine, plan: Plan, caller: Caller, period: Period, text: str | None) -> Done:
    """交各单位核对。"""
    return period_acts.send_to_check(engine, plan, caller, period, text=text)


@period.command("confirm")
@_of_period
@option("--unit", "单位代码", required=True)
@act
def confirm(engine: Engine, plan: Plan, caller: Caller, period: Period, unit: str) -> Done:
    """单位确认核对无误（用 --as 指明单位负责人的账号）。"""
    return period_acts.confirm_lines(engine, plan, caller, period, plan.unit_names.get(unit, unit))


@period.command("approve")
@_of_period
@_said
@act
def approve(engine: Engine, plan: Plan, caller: Caller, period: Period, text: str | None) -> Done:
    """领导小组审定。"""
    return period_acts.approve_result(engine, plan, caller, period, text=text)


@period.command("publish")
@_of_period
@_said
@act
def publish(engine: Engine, plan: Plan, caller: Caller, period: Period, text: str | None) -> Done:
    """公示结果。"""
    return period_acts.publish_result(engine, plan, caller, period, text=text)


@period.command("lock")
@_of_period
@_said
@act
def lock(engine: Engine, plan: Plan, caller: Caller, period: Period, text: str | None) -> Done:
    """锁定结果。"""
    return period_acts.lock_result(engine, plan, caller, period, text=text)


@period.command("object")
@_of_period
@option("--unit", "单位代码", required=True)
@option("--rule", "规则代码，如 delivery；加减分为 adjustment", required=True)
@option("--subject", "对象，如 duty:D04-2.2021Q3（见 explain --json 的 parts）", required=True)
@option("--reason", "理由", required=True)
@option("--evidence", "佐证", required=True)
@act
def object_(
    engine: Engine, plan: Plan, caller: Caller, period: Period, unit: str, rule: str, subject: str, **said: str
) -> Done:
    """单位对一项得分提出申诉（用 --as 指明单位的账号）。"""
    return objections.object_to_line(
        engine, plan, caller, period, plan.unit_names.get(unit, unit), rule, subject, **said
    )


@period.command("answer")
@click.argument("case_no")
@option("--outcome", "采纳后怎样改（不写则不采纳）", type=click.Choice(list(_OUTCOME_OF)))
@option("--share", "改定的得分率，百分数，如 80")
@option("--accepted-on", "任务认定的完成日期，据此定得分率", type=Day())
@option("--reason", "理由", required=True)
@act
def answer(
    engine: Engine, plan: Plan, caller: Caller, case_no: str, outcome: str | None, share: str | None,
    accepted_on: date | None, reason: str,
) -> Done:  # fmt: skip
    """答复申诉（用 --as 指明账号；计算、核实或评分的人不能答复）。"""
    return objections.decide_objection(
        engine, plan, caller, case_no, reason=reason, outcome=_OUTCOME_OF[outcome] if outcome else None,
        share=_percent(share), accepted_on=accepted_on,
    )  # fmt: skip


def _percent(written: str | None) -> Fraction | None:
    try:
        return None if written is None else Fraction(written.removesuffix("%")) / 100
    except (ValueError, ZeroDivisionError):
        raise Refused(f"“{written}”不是百分数，应写成 80 或 80%") from None


@period.command("sign")
@_of_period
@option("--unit", "单位代码", required=True)
@click.option("--decline", is_flag=True, help="不采纳建议（默认：签署）")
@option("--reason", "理由", required=True)
@act
def sign(engine: Engine, plan: Plan, caller: Caller, period: Period, unit: str, decline: bool, reason: str) -> Done:
    """区领导签署或不采纳年度建议（用 --as 指明区领导的账号）。"""
    decision = DECLINED if decline else SIGNED
    return period_acts.sign_recommendation(
        engine, plan, caller, period, plan.unit_names.get(unit, unit), decision, reason=reason
    )


@period.command("verify")
@_of_period
@acting.as_json
def verify(period: Period, wants_json: bool) -> None:
    """重算已存结果的摘要，并列出此后记录带来的差异。"""
    read = book()
    found = verified(read, period)
    document = verified_document(read, found)
    if wants_json:
        print_json(document)
    else:
        _told(found, document)
    if not found.holds:
        raise Refused(f"{period.code} 第 {found.version} 版与存储时不符：{'、'.join(_broken(found))}")


def _broken(found: Verified) -> list[str]:
    checks = {
        "结果文本的摘要": found.text,
        "由各项得分推得的名次": found.rows,
        "所依据的事实": found.facts,
        "由当时的事实重算的结果": found.replayed,
    }
    return [words for words, right in checks.items() if not right]


def _told(found: Verified, document: dict[str, Any]) -> None:
    click.echo(f"{found.period}　{STATE_NAMES[found.state]}　第 {found.version} 版　摘要 {found.digest}")
    click.echo("由存储的结果和当时的事实重算，摘要一致" if found.holds else "由存储的结果或当时的事实重算，与摘要不符")
    if not found.drift.any:
        click.echo("按现在的事实重算，没有差异")
        return
    click.echo(
        f"按现在的事实重算有差异（不改变已存结果）：新增依据 {len(found.drift.come)} 条，不再依据 {len(found.drift.gone)} 条"
    )
    print_table(
        ["事实", "种类", "记录人", "记录时间", "差异"],
        ([one["number"], one["kind"], one["account"], one["stored_at"], "新增" if one["new"] else "不再依据"]
         for one in document["drift"]["facts"]),
    )  # fmt: skip
    print_table(
        ["单位", "总分", "现为", "名次", "现为", "变动的规则"],
        ([one["name"], points(one["score"]), points(one["score_now"]), one["league_rank"],
          one["league_rank_now"], "、".join(line["title"] for line in one["lines"])]
         for one in document["drift"]["units"]),
    )  # fmt: skip


@period.command("list")
@acting.as_json
def list_(wants_json: bool) -> None:
    """各考核期的状态。"""
    read = book()
    found = [life_document(one) for one in lives(read).values()]
    if wants_json:
        print_json({"periods": found})
        return
    print_table(
        ["考核期", "状态", "版本", "收件截止", "核对到", "公示到", "摘要"],
        ([one["period"], STATE_NAMES[one["state"]], one["version"], one["close_on"], one["check_until"],
          one["public_until"], (one["digest"] or "")[:10]] for one in found),
    )  # fmt: skip


COMMANDS = (period,)
