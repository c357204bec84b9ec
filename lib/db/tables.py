"""The tables: one per kind of fact, the tail of the chain, plan versions and settings of the board."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.schema import ForeignKey, SchemaItem

from lib.db.types import Attributes, Exact, Instant, Number

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def column(name: str, kind: Any, label: str, meaning: str, *more: SchemaItem, null: bool = False) -> Column[Any]:
    """A column: `label` is its Chinese name on screen, `meaning` its line on the schema page."""
    return Column(name, kind, *more, nullable=null, comment=meaning, info={"label": label})


def key_column(name: str, kind: Any, label: str, meaning: str, *more: SchemaItem) -> Column[Any]:
    """The primary key; its value is always given, never drawn from a sequence, which leaves gaps."""
    return Column(name, kind, *more, primary_key=True, autoincrement=False, comment=meaning, info={"label": label})


def no_empty_text(columns: list[Column[Any]]) -> CheckConstraint:
    """Missing is null: no text column of these may hold the empty text."""
    texts = [one.name for one in columns if isinstance(one.type, Text | Attributes)]
    return CheckConstraint(" AND ".join(f"\"{name}\" <> ''" for name in texts), name="no_empty_text")


def one_of(name: str, *words: str) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{name} IN ({listed})", name=f"{name}_known")


def _origin_columns() -> list[Column[Any]]:
    return [
        column(
            "stated_at", Instant, "填报时间", "When a file of the office says it was recorded; else null.", null=True
        ),
        column(
            "stored_at", Instant, "入库时间", "When the server stored it (UTC); never earlier than a lower number's."
        ),
        column("recorded_on", Date, "记录日期", "Shanghai date of stated_at, else of stored_at."),
        column("account", Text, "账号", "Account that stated it."),
        column("via", Text, "途径", "Through what: page, import, command, interface, simulator."),
        column("source", Text, "来源", "File, sheet and row it came from; null when typed in.", null=True),
    ]


def _place_columns() -> list[Column[Any]]:
    return [
        column("position", Number, "位次", "Number of the fact in whose place it stands; its own if it replaces none."),
        column(
            "generation", Integer, "更正次数", "0 as first stated, 1 its replacement, 2 the replacement's, and so on."
        ),
    ]


def _fact_table(name: str, comment: str, own: list[Column[Any]], *more: SchemaItem, place: bool = True) -> Table:
    meaning = "Running number over all facts of all kinds, without gaps, in the order of storing."
    columns = [
        key_column("number", Number, "编号", meaning),
        *own,
        *(_place_columns() if place else []),
        *_origin_columns(),
    ]
    items: list[SchemaItem] = [no_empty_text(columns), Index(None, "stored_at")]
    return Table(name, metadata, *columns, *items, *more, comment=comment)


report = _fact_table(
    "report",
    "A unit's report on one occurrence of a deliverable.",
    [
        column("deliverable", Text, "任务编号", "Code of the deliverable, such as D04-1."),
        column("unit", Text, "责任单位", "Code of the reporting unit."),
        column(
            "period", Text, "周期", "Period of the occurrence it was found to belong to; null of a one-off.", null=True
        ),
        column("period_written", Text, "填写的周期", "Period as the row named it; null if it named none.", null=True),
        column("occurred_on", Date, "发生日期", "Day of the reported work."),
        column("kind", Text, "类型", "progress or completion."),
        column("percent", Exact, "完成比例", "Claimed completion, 0 to 100.", null=True),
        column("text", Text, "说明", "What was done.", null=True),
        column("evidence", Text, "佐证", "Document that shows it.", null=True),
    ],
    one_of("kind", "progress", "completion"),
    Index(None, "position"),
    Index(None, "deliverable", "unit", "occurred_on"),
    Index(None, "occurred_on"),
)

verification = _fact_table(
    "verification",
    "A verdict on one report.",
    [
        column("report", Number, "填报", "Number of the report, of whatever generation.", ForeignKey("report.number")),
        column("verdict", Text, "核实结果", "pass or return."),
        column("verified_on", Date, "核实日期", "Day of the verdict."),
        column("by", Text, "核实人", "Who verified.", null=True),
        column("reason", Text, "理由", "Why it was returned, or a remark.", null=True),
        column(
            "accepted_on", Date, "认定日期", "Day on which the work is held to be done; null: the report's.", null=True
        ),
    ],
    one_of("verdict", "pass", "return"),
    Index(None, "report"),
    Index(None, "verified_on"),
)

duty_change = _fact_table(
    "duty_change",
    "An extension, waiver or reassignment of one occurrence.",
    [
        column("deliverable", Text, "任务编号", "Code of the deliverable."),
        column("period", Text, "周期", "Period of the occurrence; null of a one-off.", null=True),
        column("kind", Text, "类型", "extension, waiver or reassignment."),
        column("new_due", Date, "新期限", "New due day of an extension.", null=True),
        column("new_owner", Text, "新责任单位", "Code of the new owner of a reassignment.", null=True),
        column("reason", Text, "事由", "Why."),
        column("approver", Text, "批准人", "Who approved it."),
        column("occurred_on", Date, "日期", "Day from which it is effective."),
    ],
    one_of("kind", "extension", "waiver", "reassignment"),
    Index(None, "deliverable"),
    Index(None, "occurred_on"),
)

case_event = _fact_table(
    "case_event",
    "One action on one case of a flow.",
    [
        column("seq", Integer, "序号", "Order within the case; a replacement keeps the seq of the event it replaces."),
        column("flow", Text, "台账", "Code of the flow."),
        column("case_no", Text, "案号", "Number of the case within the flow."),
        column("action", Text, "动作", "Name of the action."),
        column("occurred_on", Date, "日期", "Day of the action."),
        column("actor", Text, "操作单位", "Code of the acting unit; null: the holder.", null=True),
        column("assignee", Text, "承办单位", "Code of the unit the case is given to.", null=True),
        column("result", Text, "结果", "Result of a closing action.", null=True),
        column("amount", Exact, "金额(万元)", "Amount in ten thousand yuan.", null=True),
        column("text", Text, "说明", "Remark.", null=True),
        column("attributes", Attributes, "属性", "Attributes of the flow, as JSON text with sorted keys.", null=True),
        column("occurrence_k", Integer, "同样行次序", "k of the k-th identical row of one file; 1 otherwise."),
    ],
    UniqueConstraint("flow", "case_no", "seq", "generation"),
    Index(None, "occurred_on"),
    Index(None, "recorded_on", "occurred_on"),
)

adjustment = _fact_table(
    "adjustment",
    "A bonus, deduction or veto of one unit in one period.",
    [
        column("period", Text, "考核期", "Period named, such as 2021Q3."),
        column("unit", Text, "单位", "Code of the unit."),
        column("kind", Text, "类型", "bonus, deduction or veto."),
        column("points", Exact, "分值", "Points, above 0; null of a veto.", null=True),
        column("reason", Text, "事由", "Why."),
        column("evidence", Text, "佐证", "Document that shows it.", null=True),
        column("approver", Text, "批准人", "Who approved it."),
        column("occurred_on", Date, "日期", "Day of the decision."),
    ],
    one_of("kind", "bonus", "deduction", "veto"),
    Index(None, "occurred_on"),
)

entered_number = _fact_table(
    "entered_number",
    "Numbers entered for an indicator that no ledger gives.",
    [
        column("period", Text, "考核期", "Period named."),
        column("unit", Text, "单位", "Code of the unit that entered it."),
        column("indicator", Text, "指标", "Code of the indicator."),
        column("numerator", Exact, "分子", "Numerator.", null=True),
        column("denominator", Exact, "分母", "Denominator.", null=True),
        column(
            "value",
            Exact,
            "数值",
            "The number of an indicator that is a plain number; of a rate the figure as published.",
            null=True,
        ),
        column("evidence", Text, "佐证", "Document that shows it.", null=True),
        column("occurred_on", Date, "日期", "Day of the entry."),
    ],
    Index(None, "occurred_on"),
)

judgement = _fact_table(
    "judgement",
    "The office's own view of an item.",
    [
        column("item", Text, "事项", "Number of the item, 1 to 25 or G1 to G5."),
        column("view", Text, "研判", "on_track, at_risk or off_track."),
        column("reason", Text, "理由", "Why."),
        column("occurred_on", Date, "日期", "Day of the judgement."),
    ],
    one_of("view", "on_track", "at_risk", "off_track"),
    Index(None, "occurred_on"),
)

period_step = _fact_table(
    "period_step",
    "A step in the life of an appraisal period.",
    [
        column("period", Text, "考核期", "Period, such as 2021Q3."),
        column("step", Text, "步骤", "open, compute, check, confirm, approve, publish, revise or lock."),
        column("unit", Text, "单位", "Code of the unit that confirms its lines, or whose line was revised.", null=True),
        column("close_on", Date, "收件截止", "Close of the result a step made or sealed.", null=True),
        column("digest", Text, "摘要", "SHA-256 of the result a step made or sealed.", null=True),
        column("text", Text, "说明", "Remark.", null=True),
        column("occurred_on", Date, "日期", "Day of the step."),
    ],
    one_of("step", "open", "compute", "check", "confirm", "approve", "publish", "revise", "lock"),
    Index(None, "period"),
)

ruling = _fact_table(
    "ruling",
    "What an accepted objection changes: one part of one line of one unit.",
    [
        column("period", Text, "考核期", "Period."),
        column("unit", Text, "单位", "Code of the unit that objected."),
        column("rule", Text, "规则", "Code of the rule; adjustment for bonus, deduction and veto."),
        column("subject", Text, "对象", "The part, such as duty:D04-2.2021Q3."),
        column("outcome", Text, "改为", "full, left_out or share."),
        column("share", Text, "得分率", "The share earned, as a fraction, where the outcome is share.", null=True),
        column("case_no", Text, "申诉编号", "Number of the objection."),
        column("reason", Text, "理由", "Why."),
        column("occurred_on", Date, "日期", "Day of the decision."),
    ],
    one_of("outcome", "full", "left_out", "share"),
    Index(None, "period"),
)

signature = _fact_table(
    "signature",
    "A leader's decision on a recommendation of a year.",
    [
        column("period", Text, "考核期", "Year."),
        column("unit", Text, "单位", "Code of the unit recommended for it."),
        column("recommendation", Text, "建议", "What the result recommends, such as 表彰."),
        column("decision", Text, "决定", "signed or declined."),
        column("reason", Text, "理由", "Why."),
        column("occurred_on", Date, "日期", "Day of the decision."),
    ],
    one_of("decision", "signed", "declined"),
    UniqueConstraint("period", "unit"),
)

correction = _fact_table(
    "correction",
    "Takes one fact out (void), or puts another in its place (replace); both stay stored.",
    [
        column("corrects", Number, "被更正的事实", "Number of the corrected fact; a fact is corrected once at most."),
        column("kind", Text, "事实种类", "Table of the corrected fact."),
        column("replacement", Number, "更正为", "Number of the fact in its place; null of a void.", null=True),
        column("reason", Text, "理由", "Why."),
        column("approver", Text, "批准人", "Who approved it."),
    ],
    UniqueConstraint("corrects"),
    UniqueConstraint("replacement"),
    place=False,
)

# What the office, the units and the leaders did with results: facts too, but none that a result is made of, none
# that is ever corrected, and none that makes the board's other facts look fresher than they are.
OF_RESULTS = (period_step.name, ruling.name, signature.name)

# The kinds of fact, in an order in which no row refers to a later table.
FACTS: dict[str, Table] = {
    table.name: table
    for table in (
        report, verification, duty_change, case_event, adjustment, entered_number, judgement, period_step, ruling, signature,
        correction,
    )
}  # fmt: skip
