"""When a stated fact is refused for itself: cells that stand together, bounds, dates in order (contract.md 3).

Every function gives all refusals of one fact, none if it is admitted; each names the column of the
sheet (or the field of the form) that would have to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lib.domain.facts import (
    COMPLETION,
    DEDUCTION,
    EXTENSION,
    PASS,
    REASSIGNMENT,
    VETO,
    Adjustment,
    Change,
    Entry,
    Report,
)
from lib.domain.ledger_acts import Refusal
from lib.domain.plan import Plan

_HUNDRED, _CENT = Decimal(100), Decimal("0.01")


def date_refusals(column: str, day: date, today: date) -> Iterator[Refusal]:
    """Nothing happened in the future."""
    if day > today:
        yield Refusal(column, f"{day} 在今天（{today}）之后，不能登记将来的事")


def stated_refusals(column: str, occurred_on: date, stated_on: date | None, today: date) -> Iterator[Refusal]:
    """A fact is recorded on its day or later, and not in the future."""
    if stated_on is None:
        return
    if stated_on < occurred_on:
        yield Refusal(column, f"{column} {stated_on} 早于事情发生的日期 {occurred_on}，应不早于它")
    yield from date_refusals(column, stated_on, today)


def report_refusals(report: Report, stated_on: date | None, today: date) -> Iterator[Refusal]:
    """A report: of completion the percentage is empty or 100."""
    yield from date_refusals("发生日期", report.occurred_on, today)
    yield from stated_refusals("填报时间", report.occurred_on, stated_on, today)
    if report.kind == COMPLETION and report.percent not in (None, _HUNDRED):
        yield Refusal("完成比例", f"申报完成的完成比例应为空或 100，不是 {report.percent}")


def verdict_cell_refusals(
    verdict: str | None, accepted_on: date | None, verified_on: date | None, by: str | None
) -> Iterator[Refusal]:
    """核实结果, 核实日期, 核实人 stand together; 认定日期 only with 通过."""
    cells = {"核实结果": verdict, "核实日期": verified_on, "核实人": by}
    filled = [name for name, cell in cells.items() if cell is not None]
    if filled and len(filled) < len(cells):
        for name, cell in cells.items():
            if cell is None:
                yield Refusal(name, f"已填{'、'.join(filled)}，须同时填写{name}")
    if accepted_on is not None and verdict != PASS:
        yield Refusal("认定日期", "只有核实结果为“通过”时才填认定日期，请清空或改正核实结果")


def verdict_refusals(
    accepted_on: date | None, verified_on: date, reported_on: date, opens_on: date, today: date
) -> Iterator[Refusal]:
    """The occurrence's opening ≤ 认定日期 ≤ 核实日期, 核实日期 ≥ 发生日期, nothing in the future."""
    if verified_on < reported_on:
        yield Refusal("核实日期", f"核实日期 {verified_on} 早于发生日期 {reported_on}，应不早于它")
    yield from date_refusals("核实日期", verified_on, today)
    if accepted_on is not None and accepted_on < opens_on:
        yield Refusal("认定日期", f"认定日期 {accepted_on} 早于任务开始的日期 {opens_on}，应不早于它")
    if accepted_on is not None and accepted_on > verified_on:
        yield Refusal("认定日期", f"认定日期 {accepted_on} 晚于核实日期 {verified_on}，应不晚于它")


def change_refusals(change: Change, today: date) -> Iterator[Refusal]:
    """An extension has a new due day, a reassignment a new owner, and neither has the other."""
    yield from date_refusals("日期", change.occurred_on, today)
    word = {EXTENSION: "延期", REASSIGNMENT: "改派"}.get(change.kind, "核销")
    for column, cell, kind in (("新期限", change.new_due, EXTENSION), ("新责任单位", change.new_owner, REASSIGNMENT)):
        if change.kind == kind and cell is None:
            yield Refusal(column, f"{word}须填写{column}")
        if change.kind != kind and cell is not None:
            yield Refusal(column, f"{word}的{column}应为空，请清空或改正类型")


def adjustment_refusals(adjustment: Adjustment, today: date) -> Iterator[Refusal]:
    """Points above 0 with at most two decimals and evidence; a veto has no points."""
    yield from date_refusals("日期", adjustment.occurred_on, today)
    word = {VETO: "一票否决", DEDUCTION: "扣分"}.get(adjustment.kind, "加分")
    points = adjustment.points
    if adjustment.kind == VETO:
        if points is not None:
            yield Refusal("分值", f"一票否决没有分值，应为空，不是 {points}")
    elif points is None:
        yield Refusal("分值", f"{word}须填写分值，大于 0，最多两位小数")
    elif points <= 0 or points != points.quantize(_CENT):
        yield Refusal("分值", f"分值应大于 0，最多两位小数，不是 {points}")
    if adjustment.evidence is None:
        yield Refusal("佐证", f"{word}须有佐证")


def entry_refusals(plan: Plan, entry: Entry, today: date) -> Iterator[Refusal]:
    """An entered indicator: by its owner, as numerator and denominator or as a number, as the indicator is one.

    Beside numerator and denominator 数值 is the rate as published; that it differs from them refuses nothing.
    """
    yield from date_refusals("日期", entry.occurred_on, today)
    indicator = plan.indicator[entry.indicator]
    name = f"指标 {indicator.code}（{indicator.title}）"
    if indicator.source != "entered":
        yield Refusal("指标", f"{name}由台账算出，不用填报，请删除此行")
        return
    if entry.unit not in indicator.owners:  # the loader gives one without owners to the lead of its item
        words = "、".join(plan.unit[code].short for code in indicator.owners) or "（无）"
        yield Refusal("单位", f"{name}由{words}填报，不是{plan.unit[entry.unit].short}")
    yield from _number_refusals(entry, indicator.has_denominator, name)
    if entry.evidence is None:
        yield Refusal("佐证", f"{name}的数字须有佐证")


def _number_refusals(entry: Entry, has_denominator: bool, name: str) -> Iterator[Refusal]:
    pair = {"分子": entry.numerator, "分母": entry.denominator}
    plain = {"数值": entry.value}
    for column, cell in (pair if has_denominator else plain).items():
        if cell is None:
            yield Refusal(column, f"{name}须填写{'分子和分母' if has_denominator else '数值'}")
    if has_denominator:
        if entry.value is not None and entry.value < 0:
            yield Refusal("数值", f"{name}的公布值 {entry.value} 小于 0，应不小于 0，没有公布值的留空")
        return
    for column, cell in pair.items():
        if cell is not None:
            yield Refusal(column, f"{name}直接填数值，没有分子、分母，此格应为空")
