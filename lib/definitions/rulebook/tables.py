"""The plan's own numbers as tables under the chapters: the scheme's rules, every indicator, the limits of the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from lib.domain.measure_words import measure_words
from lib.domain.plan import Flow, Indicator, Part, Plan, Rule, ShareMapping
from lib.domain.wording import NOTHING, duration_words, number, target_percent

_SHAPES = {
    "threshold": "达标率",
    "year_on_year": "同比",
    "trend": "趋势",
    "split": "分层比例",
    "duration": "时限内占比",
    "count": "计数",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `item`: the number of the item its clause stands in, None where it belongs to none.

    A cell may have several lines.
    """

    cells: tuple[str, ...]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and what to say above it. A column `#…` holds figures."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(chapter: str, plan: Plan) -> Table | None:
    """The table under a chapter; None where it has none, or none with rows."""
    made = {"ledger": _limits, "indicators": _indicators, "appraisal": _scheme}.get(chapter)
    table = made(plan) if made else None
    return table if table and table.rows else None


def _scheme(plan: Plan) -> Table:
    scheme = plan.scheme
    rules = [rule for rule in scheme.rules if rule.weight > 0]
    whole = "各条规则的权重折算为100分。" if scheme.normalise else "权重就是满分，不折算。"
    rows = tuple(Row((rule.title, number(rule.weight), _clause(plan, rule))) for rule in rules)
    return Table(f"考核办法：{scheme.title}", whole + (scheme.assumed or ""), ("规则", "#权重", "怎么算"), rows)


def _clause(plan: Plan, rule: Rule) -> str:
    """The scheme's own words, and how a number becomes a share where it says so."""
    named = plan.indicator.get(rule.indicator or "")
    mapped = _mapping(rule.mapping, target_percent if rule.kind == "rate" else number) if rule.mapping else ""
    words = [rule.clause, f"看“{named.title}”。" if named else "", mapped]
    return "".join(words) or NOTHING


def _mapping(mapping: ShareMapping, said: Callable[[Fraction], str]) -> str:
    """`said`: how the values of the indicator read."""
    least = f"，最低{target_percent(mapping.at_least)}" if mapping.at_least else ""
    if mapping.kind == "linear":
        return f"{said(mapping.zero_at)}为0分，{said(mapping.full_at)}为满分，中间按比例{least}。"
    if mapping.kind == "steps":
        side = "不超过" if mapping.up_to else "到"
        steps = "，".join(f"{side}{said(bound)}得{target_percent(share)}" for bound, share in mapping.steps)
        return f"{steps}{least}。"
    if mapping.kind == "deduct":
        cap = "" if mapping.cap is None else f"，最多扣{number(mapping.cap)}分"
        return f"每个扣{number(mapping.points_each)}分{cap}。"
    return f"数值就是得分率{least}。"


def _indicators(plan: Plan) -> Table:
    columns = ("指标", "怎么算", "目标", "责任单位")
    return Table("本方案的指标", "", columns, tuple(_indicator(plan, one) for one in plan.indicators))


def _indicator(plan: Plan, one: Indicator) -> Row:
    owners = "、".join(plan.unit[code].short for code in one.owners)
    item = plan.item.get(one.item)
    guard = plan.indicator.get(one.guard or "")
    scored = one.scored or any(rule.indicator == one.code and rule.weight for rule in plan.scheme.rules)
    about = (f"第{one.item}项" if item else "", _SHAPES[one.shape], "计分" if scored else "只监测")
    cells = (
        f"{one.title}\n{'，'.join(filter(None, about))}",
        "\n".join([*_counted(plan, one), *filter(None, (one.note, one.assumed))]),
        "\n".join([*(_target(one, part) for part in one.parts), *([f"对照：{guard.title}"] if guard else [])]),
        owners or (plan.unit[item.lead].short if item and item.lead else NOTHING),
    )
    return Row(cells, one.item if item else None)


def _counted(plan: Plan, one: Indicator) -> Iterator[str]:
    """What stands above and what below the line."""
    if one.source == "entered":
        yield f"填报分子和分母（{one.unit_word}）" if one.has_denominator else f"填报（{one.unit_word}）"
        return
    above = [(part.name, measure_words(plan, part.measure)) for part in one.parts if part.measure]
    if one.shape == "split":
        yield from (f"{name}：{words}" for name, words in above)
        yield "分母：各部分之和"
    elif one.shape == "year_on_year":
        yield f"今年：{above[0][1]}"
        yield "去年：同一段日子"
    elif one.denominator:
        yield f"分子：{above[0][1]}"
        yield f"分母：{measure_words(plan, one.denominator)}"
    else:
        yield above[0][1]


def _target(one: Indicator, part: Part) -> str:
    if one.shape == "trend":
        return "比去年同期高" if part.at_least else "比去年同期低"
    if part.target is None:
        return NOTHING
    side = f"{'≥' if part.at_least else '≤'} {target_percent(part.target)}"
    return f"{part.name} {side}" if len(one.parts) > 1 else side


def _limits(plan: Plan) -> Table:
    rows = tuple(
        Row((flow.name, _stages(flow), *_whole(flow)))
        for flow in plan.flows
        if flow.limit or any(state.limit or state.due_by for state in flow.states)
    )
    note = "方案没有规定、系统暂定的时限，由办公室确认。"
    return Table("各台账的时限", note, ("台账", "各环节", "全程", "退回重办"), rows)


def _stages(flow: Flow) -> str:
    stages = [
        f"{state.name} {f'按{state.due_by}' if state.due_by else duration_words(state.limit) if state.limit else NOTHING}"
        for state in flow.states
        if not state.final and (state.limit or state.due_by)
    ]
    return "，".join(stages) or NOTHING


def _whole(flow: Flow) -> tuple[str, str]:
    limits = (flow.limit, flow.limit_on_return)
    first, second = (duration_words(one) if one else NOTHING for one in limits)
    return first, second
