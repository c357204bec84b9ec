"""The five kinds of sheet: their headers, what each column holds, and how a sheet is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from lib.commands.statements import (
    ADJUSTMENTS,
    CHANGES,
    ENTRIES,
    EVENTS,
    REPORTS,
    RowProblem,
)
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS
from lib.domain.names import resolve_unit
from lib.domain.periods import KIND_WORDS, period_among
from lib.domain.plan import DATE, Plan
from lib.errors import Problem, Refused
from lib.intake.cells import (
    Misread,
    Raw,
    Reading,
    read_amount,
    read_date,
    read_instant,
    read_key,
    read_number,
    read_percent,
    read_period_text,
    read_text,
    shown,
    word_of,
)
from lib.intake.sheets import RawSheet, column_letter

NOTES = "填写说明"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind: its header, how its cells are read, whether a cell must be filled.

    `recurring`: the same values come again and again, so readings are remembered.
    """

    header: str
    read: Reading
    required: bool = False
    recurring: bool = True


def columns_of(plan: Plan) -> Mapping[str, tuple[Column, ...]]:
    """The columns of every kind, in the order of the fields of its statement."""
    unit, day, instant = unit_reading(plan), read_date, read_instant
    duty = code_reading("任务编号", {code: one.title for code, one in plan.deliverable.items()})
    indicator = code_reading("指标", {code: one.title for code, one in plan.indicator.items()})

    def text(header: str, required: bool = False) -> Column:
        return Column(header, read_text, required, recurring=False)

    return {
        REPORTS: (
            Column("任务编号", duty, True), Column("责任单位", unit, True), Column("周期", read_period_text),
            Column("发生日期", day, True), Column("类型", word_of(REPORT_WORDS, "类型"), True),
            Column("完成比例", read_percent), text("说明"), text("佐证"),
            Column("核实结果", word_of(VERDICT_WORDS, "核实结果")), Column("认定日期", day),
            Column("核实日期", day), Column("核实人", read_key), Column("填报时间", instant),
        ),
        EVENTS: (
            Column("台账", flow_reading(plan), True), Column("编号", read_key, True),
            Column("动作", read_key, True), Column("日期", day, True), Column("操作单位", unit),
            Column("承办单位", unit), Column("结果", read_key), Column("金额(万元)", read_amount),
            text("说明"), Column("记录时间", instant),
        ),
        CHANGES: (
            Column("任务编号", duty, True), Column("周期", read_period_text),
            Column("类型", word_of(CHANGE_WORDS, "类型"), True), Column("新期限", day),
            Column("新责任单位", unit), text("事由", True), text("批准人", True), Column("日期", day, True),
        ),
        ADJUSTMENTS: (
            Column("考核期", period_reading(plan.scheme.periods), True), Column("单位", unit, True),
            Column("类型", word_of(ADJUSTMENT_WORDS, "类型"), True), Column("分值", read_number),
            text("事由", True), text("佐证"), text("批准人", True), Column("日期", day, True),
        ),
        ENTRIES: (
            Column("考核期", period_reading(tuple(KIND_WORDS)), True), Column("单位", unit, True),
            Column("指标", indicator, True), Column("分子", read_amount), Column("分母", read_amount),
            Column("数值", read_number), text("佐证"), Column("日期", day, True),
        ),
    }  # fmt: skip


def unit_reading(plan: Plan) -> Reading:
    """A unit by code, name, short name or alias; an unknown name is told the three nearest."""

    def read_unit(raw: Raw) -> str | None:
        text = read_key(raw)
        if text is None:
            return None
        try:
            return resolve_unit(plan, text)
        except Refused as error:
            raise Misread("；".join(problem.message for problem in error.problems)) from error

    return read_unit


def code_reading(what: str, titles: Mapping[str, str]) -> Reading:
    """A code of the plan; an unknown one is told the nearest."""

    def read_code(raw: Raw) -> str | None:
        text = read_key(raw)
        if text is None or text in titles:
            return text
        near = get_close_matches(text.upper(), titles, 3, 0) or list(titles)[:3]
        listed = "、".join(f"{code}（{titles[code]}）" for code in near)
        raise Misread(f"方案中没有{what}“{shown(text)}”，最接近的是{listed}")

    return read_code


def flow_reading(plan: Plan) -> Reading:
    """A flow by name or code."""
    names = {name: flow.code for flow in plan.flows for name in (flow.name, flow.code)}
    listed = "、".join(flow.name for flow in plan.flows)

    def read_flow(raw: Raw) -> str | None:
        text = read_key(raw)
        if text is not None and text not in names:
            raise Misread(f"没有台账“{shown(text)}”，方案中的台账是{listed}")
        return names[text] if text else None

    return read_flow


def date_attributes(plan: Plan) -> frozenset[str]:
    """Names of the attributes that are dates in every flow that has them."""
    kinds = [(one.name, one.kind == DATE) for flow in plan.flows for one in flow.attributes]
    return frozenset(name for name, _ in kinds) - {name for name, is_date in kinds if not is_date}


def period_reading(kinds: tuple[str, ...]) -> Reading:
    """A period of one of `kinds`, as its code."""

    def read_period(raw: Raw) -> str | None:
        text = read_period_text(raw)
        if text is None:
            return None
        try:
            return period_among(text, kinds).code
        except ValueError as error:
            raise Misread(str(error)) from error

    return read_period


def is_notes(sheet: RawSheet) -> bool:
    """Whether this is the sheet of notes that our templates carry."""
    return sheet.name.sheet == NOTES and sheet.headers[:1] == (NOTES,)


def kind_of(sheet: RawSheet, columns: Mapping[str, tuple[Column, ...]], plan: Plan) -> tuple[str | None, list[Problem]]:
    """The kind of a sheet as it says or by its headers, and what is wrong with them; None if it is of no kind."""
    if sheet.kind is not None:
        return sheet.kind, list(_header_problems(sheet, sheet.kind, columns[sheet.kind], plan))
    present = set(sheet.headers)
    known = {kind: {column.header for column in own} for kind, own in columns.items()}
    kind = max(known, key=lambda one: len(known[one] & present) * 2 - len(known[one]))
    if len(known[kind] & present) * 2 <= len(known[kind]):
        listed = "、".join(columns)
        message = f"认不出表头“{shown('、'.join(filter(None, sheet.headers)))}”：第一行应是{listed}之一的表头，请用模板"
        return None, [RowProblem.at(sheet.name, sheet.header_row, None, message)]
    return kind, list(_header_problems(sheet, kind, columns[kind], plan))


def _header_problems(sheet: RawSheet, kind: str, columns: tuple[Column, ...], plan: Plan) -> list[Problem]:
    expected = [column.header for column in columns]
    problems: list[Problem] = []

    def tell(column: str | None, message: str) -> None:
        problems.append(RowProblem.at(sheet.name, sheet.header_row, column, message))

    for header in expected:
        if header not in sheet.headers:
            tell(header, f"{kind}缺少此列：表头应有{'、'.join(expected)}")
    for at, header in enumerate(sheet.headers):
        if not header and any(cell is not None and f"{cell}".strip() for cell in sheet.columns[at]):
            tell(column_letter(at + 1), "此列没有表头，请补表头或清空")
    declared = {name for flow in plan.flows for name in flow.attribute} if kind == EVENTS else set()
    for header in dict.fromkeys(filter(None, sheet.headers)):
        if sheet.headers.count(header) > 1:
            tell(header, "此列出现了两次，请只保留一列")
        if header not in expected and header not in declared:
            near = get_close_matches(header, [one for one in expected if one not in sheet.headers], 1, 0.5)
            hint = f"；是不是“{near[0]}”？" if near else ""
            tell(header, f"{kind}没有此列{hint}（表头应与模板完全一致）")
    return problems
