"""What `plan check` says of a plan: its register, its contradictions, open lists, spellings and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lib.definitions.contradictions import item_contradictions
from lib.domain.periods import KIND_WORDS
from lib.domain.plan import Deliverable, Flow, Indicator, Item, Plan, Unit

KINDS = {
    "government": "政府部门",
    "court": "法院",
    "procuratorate": "检察院",
    "party": "党委部门",
    "police": "公安",
    "agency": "行政机关",
    "collective": "集体",
}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One definition: its code, its name on screen, and what else identifies it."""

    code: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction or open end of one item, as a sentence; `kind` groups them."""

    item: str
    title: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a unit in the source, the unit it means, and the items where it stands."""

    written: str
    code: str
    short: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing the plan document does not say, with the reason for what was put instead."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything `plan check` found, in the order of the register."""

    title: str
    version: str
    digest: str
    units: tuple[RegisterRow, ...]
    items: tuple[RegisterRow, ...]
    deliverables: tuple[RegisterRow, ...]
    indicators: tuple[RegisterRow, ...]
    flows: tuple[RegisterRow, ...]
    contradictions: tuple[Finding, ...]
    open_ended: tuple[Finding, ...]
    spellings: tuple[Spelling, ...]
    assumptions: tuple[Assumption, ...]


def check(plan: Plan) -> CheckReport:
    """The report on a plan that has been loaded."""
    return CheckReport(
        title=plan.title,
        version=plan.version,
        digest=plan.digest,
        units=tuple(_unit_row(unit, plan) for unit in plan.units),
        items=tuple(_item_row(item, plan) for item in plan.items),
        deliverables=tuple(_deliverable_row(one, plan) for one in plan.deliverables),
        indicators=tuple(_indicator_row(one, plan) for one in plan.indicators),
        flows=tuple(_flow_row(flow, plan) for flow in plan.flows),
        contradictions=tuple(
            Finding(item.no, item.title, kind, sentence)
            for item in plan.items
            for kind, sentence in item_contradictions(plan, item)
        ),
        open_ended=tuple(
            Finding(item.no, item.title, "名单未尽", f"“{item.open_ended}”未列明具体单位。")
            for item in plan.items
            if item.open_ended
        ),
        spellings=tuple(_spellings(plan)),
        assumptions=tuple(_assumptions(plan)),
    )


def _unit_row(unit: Unit, plan: Plan) -> RegisterRow:
    alone = "不分组排名" if unit.ranked else "不参加排名"
    league = plan.scheme.leagues.get(unit.league, unit.league) if unit.league else alone
    aliases = f"，又称 {'、'.join(unit.aliases)}" if unit.aliases else ""
    return RegisterRow(unit.code, unit.short, f"{unit.name}，{KINDS[unit.kind]}，{league}{aliases}")


def _item_row(item: Item, plan: Plan) -> RegisterRow:
    lead = plan.unit[item.lead].short if item.lead else "未指明"
    members = "、".join(plan.unit[code].short for code in item.members) or "未列"
    due = f"，时限 {item.due_text}" if item.due_text else ""
    return RegisterRow(item.no, item.title, f"牵头 {lead}，责任单位 {members}{due}")


def _deliverable_row(one: Deliverable, plan: Plan) -> RegisterRow:
    helpers = "、".join(plan.unit[code].short for code in one.helpers)
    helped = f"，配合 {helpers}" if helpers else ""
    return RegisterRow(one.code, one.title, f"责任 {plan.unit[one.owner].short}{helped}，{_due_words(one)}")


def _due_words(one: Deliverable) -> str:
    if one.due:
        return f"期限 {one.due}"
    every = f"每{KIND_WORDS[one.every or 'quarter']}"
    if one.standing:
        return f"长期，{every}报进展"
    first = f"，首次 {one.first_due}" if one.first_due else ""
    unit = "个工作日" if one.due_after.working else "日"
    return f"{every}，期末后 {one.due_after.days} {unit}内{first}"


def _indicator_row(one: Indicator, plan: Plan) -> RegisterRow:
    source = "台账统计" if one.source == "ledger" else "填报"
    ruled = any(rule.indicator == one.code for rule in plan.scheme.rules)
    scored = "计分" if one.scored or ruled else "不计分"
    return RegisterRow(one.code, one.title, f"事项 {one.item or '无'}，{source}，{scored}")


def _flow_row(flow: Flow, plan: Plan) -> RegisterRow:
    stated = (("重点平台", flow.platform), ("司法", flow.judicial), ("办公室流程", flow.office))
    marks = "".join(f"，{word}" for word, holds in stated if holds)
    states = "→".join(state.name for state in flow.states)
    return RegisterRow(flow.code, flow.name, f"主管 {plan.unit[flow.in_charge].short}{marks}，{states}")


def _spellings(plan: Plan) -> Iterator[Spelling]:
    """By unit in the order of the register, then by the first item where the spelling stands."""
    found: dict[tuple[str, str], list[str]] = {}
    for item in plan.items:
        for written, code in item.spellings.items():
            found.setdefault((code, written), []).append(item.no)
    for unit in plan.units:
        for (code, written), items in found.items():
            if code == unit.code:
                yield Spelling(written, code, unit.short, tuple(items))


def _assumptions(plan: Plan) -> Iterator[Assumption]:
    stated = [(unit.code, unit.short, unit.assumed) for unit in plan.units]
    stated += [(one.code, one.title, one.assumed) for one in plan.deliverables]
    stated += [(one.code, one.title, one.assumed) for one in plan.indicators]
    for flow in plan.flows:
        stated.append((flow.code, flow.name, flow.assumed))
        stated += [(flow.code, f"{flow.name}·{state.name}", state.assumed) for state in flow.states]
        given = [(action.name, action.holder_by) for action in flow.actions if action.holder_by]
        stated += [(flow.code, f"{flow.name}·{name}", rule.assumed) for name, rule in given]
    stated.append((plan.scheme.code, plan.scheme.title, plan.scheme.assumed))
    if plan.orders is not None:
        stated.append(("orders", "催办督办的起草规则", plan.orders.assumed))
        stated += [(rule.code, f"{rule.grade}的起草规则", rule.assumed) for rule in plan.orders.rules]
    return (Assumption(code, title, reason) for code, title, reason in stated if reason)


def report_lines(report: CheckReport) -> list[str]:
    """The report as readable Chinese text, one line each."""
    lines = [f"{report.title}（版本 {report.version}）", f"摘要 {report.digest}"]
    registers = (
        ("单位", report.units),
        ("事项", report.items),
        ("任务", report.deliverables),
        ("指标", report.indicators),
        ("台账", report.flows),
    )
    for word, rows in registers:
        lines += ["", f"{word}（{len(rows)}）", *(f"  {row.code}  {row.name}：{row.note}" for row in rows)]
    findings = (("原文不一致和存疑之处", report.contradictions), ("名单未尽之处", report.open_ended))
    for word, found in findings:
        lines += ["", f"{word}（{len(found)}）"]
        lines += [f"  {one.item}  {one.title}：{one.sentence}" for one in found]
    lines += ["", f"原文写法（{len(report.spellings)}）"]
    lines += [f"  {one.written} → {one.short}（事项 {'、'.join(one.items)}）" for one in report.spellings]
    lines += ["", f"假定，请办公室确认（{len(report.assumptions)}）"]
    return lines + [f"  {one.code}  {one.title}：{one.reason}" for one in report.assumptions]
