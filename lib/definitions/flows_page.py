"""docs/flows.md, written from data/plan/flows: `python -m lib.definitions.flows_page` renews it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lib.definitions.folder import load
from lib.domain.calendar import Duration
from lib.domain.plan import (
    ASSIGNEE,
    BEFORE_FEEDBACK,
    DATE,
    FAILURE,
    HANDLING_UNIT,
    IN_CHARGE,
    KEEP,
    NEUTRAL,
    SUCCESS,
    Action,
    Attribute,
    Flow,
    Plan,
    Result,
    State,
)

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "flows.md"

_HEAD = """# The flows

Every way a case can take, drawn from `data/plan/flows/*.yaml` (`python -m lib.definitions.flows_page`); a test says
when this page is out of date. The keys of those files are in [plan-format.md](plan-format.md).

- **In a diagram** a box is a state with its limit and the unit that holds the case there; an arrow is an action, with
  the results it may give where it closes the case. **Dashed boxes are judicial** (司法环节): a case that is or ever was in
  one is a number only outside court and procuratorate, and is not urged there.
- **Not drawn** because every flow has them: 催办 (not in judicial states, and never in a 商请函), 中止 and 恢复.
- **承办单位** of the registering row is the handling unit: the case is counted for it; empty, it is the unit in charge.
- **Who may act** (`by`): `holder` the unit that holds the case, `in_charge` the unit in charge, `office` 督导办公室,
  `leader` 区领导, `court` the clerks of court and procuratorate, `unit` any unit for itself, once registered the
  handling unit.
- Limits that the plan document does not state are assumptions; `python -m lib plan check` lists each with its reason.
"""

_MOST_WORDS = 5
_CLASSES = {SUCCESS: "成功", FAILURE: "未成", NEUTRAL: "其他"}
_HOLDERS = {
    ASSIGNEE: "指定的承办单位",
    HANDLING_UNIT: "登记时的承办单位",
    BEFORE_FEEDBACK: "反馈前的承办单位",
}
_TO_COURT = {
    "refused": "It is never given to court or procuratorate: they get a 商请函.",
    "without_limit": "Court and procuratorate hold it without a limit.",
    "only": "It goes to court and procuratorate only, has no limit and is never urged.",
}


def flows_page(plan: Plan) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(part for flow in plan.flows for part in _section(plan, flow))])


def _section(plan: Plan, flow: Flow) -> Iterator[str]:
    yield f"## {flow.name} `{flow.code}`\n"
    yield " ".join(_sentences(plan, flow)) + "\n"
    yield "```mermaid\n" + "\n".join(_diagram(plan, flow)) + "\n```\n"
    rows = [_action_row(plan, flow, action) for action in flow.actions]
    yield _table(("action", "from", "to", "holder afterwards", "who may act", "must be filled"), rows)
    found = [(action, result) for action in flow.actions for result in _results(action)]
    yield _table(("result", "class", "action", "from"), [_result_row(action, result) for action, result in found])
    if flow.attributes:
        yield _table(("attribute", "values", ""), [_attribute_row(one) for one in flow.attributes])


def _sentences(plan: Plan, flow: Flow) -> Iterator[str]:
    """What the flow is, in words."""
    kind = "A key platform" if flow.platform else "A flow of the office" if flow.office else "A flow"
    items = f" of item{'s' * (len(flow.items) > 1)} {', '.join(flow.items)}" if flow.items else ""
    yield f"{'A judicial flow' if flow.judicial else kind}{items}; in charge: {plan.unit[flow.in_charge].short}."
    if flow.centre:
        yield f"It is run by the {flow.centre}."
    if flow.number_format:
        yield f"Numbers: {flow.number_format}."
    if flow.limit:
        yield f"Whole case: {_english(flow.limit)}."
    if flow.limit_on_return:
        yield f"After a return: {_english(flow.limit_on_return)}."
    if flow.amount:
        yield f"The amount of the registering row is the {flow.amount}."
    if flow.history:
        yield "It takes facts from before the plan was issued."
    if flow.to_court in _TO_COURT:
        yield _TO_COURT[flow.to_court]


def _diagram(plan: Plan, flow: Flow) -> Iterator[str]:
    """The Mermaid lines: states, arrows, judicial states."""
    names = {state.name: f"s{at}" for at, state in enumerate(flow.states, 1)}
    holders = _holders(plan, flow)
    yield "stateDiagram-v2"
    for state in flow.states:
        yield f'    state "{state.name}" as {names[state.name]}'
        if not state.final:
            yield f"    {names[state.name]}: {_state_words(state)} · {'、'.join(holders[state.name])}"
    for action in flow.actions:
        for origin in action.origins or (None,):
            target = action.to or origin or flow.states[0].name
            start = names[origin] if origin else "[*]"
            yield f"    {start} --> {names[target]}: {_arrow_words(action, origin)}"
    yield from (f"    {names[state.name]} --> [*]" for state in flow.states if state.final)
    judicial = [names[one.name] for one in flow.states if flow.is_judicial(one.name) and not one.final]
    if judicial:
        yield "    classDef judicial stroke-dasharray: 5 5"
        yield f"    class {','.join(judicial)} judicial"


def _state_words(state: State) -> str:
    if state.due_by:
        least = f"，未填的{_limit_words(state.limit)}" if state.limit else ""
        return f"按{state.due_by}{least}"
    return _limit_words(state.limit) if state.limit else "不设时限"


def _arrow_words(action: Action, origin: str | None) -> str:
    given = [one.name for one in action.results if not one.states or origin in one.states]
    if not given or given == [action.name]:
        return action.name
    return f"{action.name}（{'、'.join(given) if len(given) <= _MOST_WORDS else f'{len(given)}种结果'}）"


def _english(limit: Duration) -> str:
    return f"{limit.days} working days" if limit.working else f"{limit.days} days"


def _limit_words(limit: Duration) -> str:
    return f"{limit.days}个工作日" if limit.working else f"{limit.days}日"


def _holders(plan: Plan, flow: Flow) -> dict[str, list[str]]:
    """State → the units that may hold a case in it, followed along the arrows until nothing is new."""
    found: dict[str, list[str]] = {state.name: [] for state in flow.states}
    for _ in flow.states:
        for action in flow.actions:
            for origin in action.origins or (None,):
                target = action.to or origin or flow.states[0].name
                before = found[origin] if origin else [plan.unit[flow.in_charge].short]
                new = before if action.holder == KEEP and not action.holder_by else [_holder_words(plan, flow, action)]
                found[target] += [one for one in new if one not in found[target] and action.holder != BEFORE_FEEDBACK]
    return found


def _holder_words(plan: Plan, flow: Flow, action: Action) -> str:
    if action.holder_by:
        return f"按{action.holder_by.attribute}定的单位"
    unit = flow.in_charge if action.holder == IN_CHARGE else action.holder
    return _HOLDERS.get(unit) or plan.unit[unit].short


def _action_row(plan: Plan, flow: Flow, action: Action) -> tuple[str, ...]:
    holder = "不变" if action.holder == KEEP else _holder_words(plan, flow, action)
    if action.holder_by:
        pairs = action.holder_by.units.items()
        holder = (
            f"按{action.holder_by.attribute}：{'、'.join(f'{kind} {plan.unit[unit].short}' for kind, unit in pairs)}"
        )
    closes = action.to is not None and flow.state[action.to].final
    required = [*action.required, *(["结果"] if action.results else [])]
    required += [f"{name}（{other}为{value}时）" for name, (other, value) in action.required_when.items()]
    return (
        action.name, "、".join(action.origins) or "(registers)", action.to or "不变", "—" if closes else holder,
        ", ".join(f"`{one}`" for one in action.by), "、".join(required) or "—",
    )  # fmt: skip


def _results(action: Action) -> tuple[Result, ...]:
    """Its results; of a closing action without results its own class."""
    return action.results or ((Result("（无结果）", action.outcome),) if action.outcome else ())


def _result_row(action: Action, result: Result) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.outcome} {_CLASSES[result.outcome]}",
        action.name,
        "、".join(result.states or action.origins),
    )


def _attribute_row(one: Attribute) -> tuple[str, ...]:
    values = "、".join(one.choices) or ("a date" if one.kind == DATE else "text")
    return one.name, values, "masked for those who do not handle the case" if one.masked else ""


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cells).replace("|  |", "| |") + " |" for cells in lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(flows_page(load(PROJECT / "data" / "plan")), encoding="utf-8")
