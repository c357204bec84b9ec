"""Numbers out: status, platforms, indicators, rank and explain."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day, book
from lib.cli.tables import percent, print_json, print_table
from lib.definitions import load_scheme
from lib.domain.period_life import STATE_NAMES
from lib.domain.periods import Period
from lib.domain.wording import reading_note
from lib.services import contract_json
from lib.services.appraisal import Appraisal, appraisal, explained
from lib.services.book import Book, default_day
from lib.services.indicators import indicator_readings
from lib.services.period_results import in_force
from lib.services.platforms import platform_counts
from lib.services.regaining import regain
from lib.services.status import status as read_status


def _caption(read: Book, words: str) -> None:
    demo = "　演示数据" if read.edition.demo else ""
    click.echo(f"{words}　方案 {read.plan.code}{demo}")


@click.command("status")
@click.option("--as-of", type=Day(), help="截至日期（默认：今天；数据陈旧时为最后一条事实的日期）")
@acting.known_at
@acting.as_json
def status(as_of: date | None, known_at: datetime | None, wants_json: bool) -> None:
    """各单位、各事项的两灯状态。"""
    read = book(known_at)
    found = read_status(read, as_of or default_day(read.edition, clock.today()))
    document = contract_json.status_document(read, found)
    if wants_json:
        print_json(document)
        return
    _caption(read, f"截至 {found.as_of}　快照 {document['snapshot']}")
    words = ["灯", "任务", "运行", "应办", "完成", "逾期完成", "待核实", "逾期", "预警", "正常", "核销"]
    keys = ["light", "task_mark", "run_mark", "owned", "done", "done_late", "claimed", "overdue", "warning", "running"]
    print_table(
        ["单位", *words],
        ([one["name"], *(_mark(one[key]) for key in keys), one["waived"]] for one in document["units"]),
    )
    click.echo()
    print_table(
        ["事项", "名称", "牵头", "灯", "任务", "运行", "完成", "全部"],
        ([one["no"], one["title"], _unit(read, one["lead"]), *(_mark(one[key]) for key in keys[:3]), one["done"],
          one["total"]] for one in document["items"]),
    )  # fmt: skip


_MARKS = {"red": "红", "yellow": "黄", "pending": "待核", "green": "绿", "blue": "蓝", "none": "—"}


def _mark(value: Any) -> Any:
    return _MARKS.get(value, value)


def _unit(read: Book, code: str | None) -> str | None:
    return read.plan.unit[code].short if code else None


@click.command("platforms")
@click.option("--from", "first_day", type=Day(), required=True, help="起始日（含）")
@click.option("--to", "last_day", type=Day(), required=True, help="截止日（含），在办、超期以此日为准")
@click.option("--flow", help="只看一个台账的代码，如 dispute")
@acting.known_at
@acting.as_json
def platforms(first_day: date, last_day: date, flow: str | None, known_at: datetime | None, wants_json: bool) -> None:
    """各平台、各台账的件数。"""
    read = book(known_at)
    document = contract_json.platforms_document(first_day, last_day, platform_counts(read, first_day, last_day, flow))
    if wants_json:
        print_json(document)
        return
    _caption(read, f"{first_day} 至 {last_day}")
    keys = ["registered", "closed", "success", "failure", "neutral", "open", "overdue", "urged", "median_days",
            "amount_in", "amount_recovered"]  # fmt: skip
    print_table(
        ["台账", "登记", "办结", "成功", "失败", "其他", "在办", "超期", "催办", "中位天数", "金额(万元)", "回款(万元)",
         "成功率", "按时率"],
        ([one["name"], *(one[key] for key in keys), percent(one["success_rate"]), percent(one["on_time_rate"])]
         for one in document["flows"]),
    )  # fmt: skip


@click.command("indicators")
@acting.period
@click.option("--as-of", type=Day(), help="只看此日为止的事实")
@acting.known_at
@acting.as_json
def indicators(period: Period, as_of: date | None, known_at: datetime | None, wants_json: bool) -> None:
    """各项量化指标。"""
    read = book(known_at)
    found = indicator_readings(read, period, as_of)
    document = contract_json.indicators_document(period.code, found)
    if wants_json:
        print_json(document)
        return
    _caption(read, period.name)
    print_table(
        ["指标", "名称", "单位", "分子", "分母", "值", "目标", "颜色", "说明"],
        ([one["code"], one["title"], _unit(read, one["unit"]), one["numerator"], one["denominator"],
          _value(one), percent(one["target"]), one["colour"], reading_note(reading) or None]
         for one, reading in zip(document["indicators"], found, strict=True)),
    )  # fmt: skip


def _value(one: dict[str, Any]) -> object:
    return one["value"] if one["denominator"] is None else percent(one["value"])


@click.command("rank")
@acting.period
@click.option("--close-on", type=Day(), help="按此收件截止日试算草稿（默认：已计算的结果；还没有的，今天）")
@click.option(
    "--scheme", "scheme_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="另一考核办法"
)
@acting.known_at
@acting.as_json
def rank(
    period: Period, close_on: date | None, scheme_file: Path | None, known_at: datetime | None, wants_json: bool
) -> None:
    """考核得分与排名：已计算的结果，或草稿。"""
    read = book(known_at)
    scheme = load_scheme(scheme_file, read.plan) if scheme_file else None
    if close_on or scheme or known_at:
        result = appraisal(read, period, close_on or clock.today(), scheme)
    else:
        result = in_force(read, period, clock.today())
    document = contract_json.rank_document(result)
    if wants_json:
        print_json(document)
        return
    sealed = f"　第 {result.version} 版　摘要 {result.digest[:10]}" if result.digest else ""
    state = STATE_NAMES[result.state]
    _caption(read, f"{_of_period(result)}　{result.scheme.title}　收件截止 {result.close_on}　{state}{sealed}")
    leagues = result.scheme.leagues
    print_table(
        ["名次", "单位", "组别", "组内", "名次范围", "得分", "等次", "建议", "说明"],
        ([one["rank"], _unit(read, one["unit"]), leagues.get(one["league"], one["league"]), one["league_rank"],
          f"{one['league_low']}–{one['league_high']}" if one["rank"] else None, _points(one["score"]), one["tier"],
          one["recommendation"], one["reason"]] for one in document["rows"]),
    )  # fmt: skip


def _of_period(result: Appraisal) -> str:
    return f"{result.period.name}累计" if result.scheme.accumulates else result.period.name


def _points(value: float | None) -> str | None:
    """Two decimals, or as many as the scheme rounds to."""
    return None if value is None else max(f"{value:.2f}", str(value), key=len)


@click.command("explain")
@acting.period
@click.option("--unit", required=True, help="单位代码或名称")
@click.option("--close-on", type=Day(), help="截止收件日（默认：今天）")
@acting.known_at
@acting.as_json
def explain(period: Period, unit: str, close_on: date | None, known_at: datetime | None, wants_json: bool) -> None:
    """一个单位的得分从何而来：每条规则的算式和所依据的事实，以及办结什么得分最多。"""
    read = book(known_at)
    kept = None if close_on or known_at else in_force(read, period, clock.today())
    result = kept if kept and kept.digest else explained(read, period, close_on or clock.today())
    code = read.plan.unit_names.get(unit, unit)
    document = contract_json.explain_document(result, code, regain(read, result, code))
    if wants_json:
        print_json(document)
        return
    _caption(read, f"{_unit(read, document['unit'])}　{_of_period(result)}　得分 {_points(document['score']) or '—'}")
    titles = {rule.code: rule.title for rule in result.scheme.rules}
    print_table(
        ["规则", "得分", "算式", "事实"],
        ([titles[one["rule"]], _points(one["points"]), one["formula"], f"{len(one['facts'])} 条"]
         for one in document["lines"]),
    )  # fmt: skip
    if document["regain"]:
        click.echo()
        print_table(
            ["办结", "期限", "可得分", "组内名次"],
            ([one["duty"], one["due"], _points(one["points"]), one["rank_after"]] for one in document["regain"]),
        )


COMMANDS = (status, platforms, indicators, rank, explain)
