"""When an event is refused: state, date, fields, result, and what would be allowed instead (domain.md 3)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lib.domain.facts import Event
from lib.domain.ledger import Case, action_of, holder_after
from lib.domain.plan import (
    ASSIGNEE,
    COURT_ONLY,
    DATE,
    PAUSE,
    REFUSED_TO_COURT,
    RESUME,
    URGE,
    Action,
    Attribute,
    Flow,
    Plan,
)


class Refusal(NamedTuple):
    """Why an event cannot follow: the column of 台账流转 to look at, and a Chinese sentence."""

    column: str
    sentence: str


def refusal(plan: Plan, flow: Flow, case: Case | None, event: Event, today: date) -> str | None:
    """Why `event` cannot follow `case` (None: a case not yet registered); None if it can. A Chinese sentence."""
    refused = refused_cell(plan, flow, case, event, today)
    return refused.sentence if refused else None


def refused_cell(plan: Plan, flow: Flow, case: Case | None, event: Event, today: date) -> Refusal | None:
    """As `refusal`, with the column of the cell that would have to change."""
    action = action_of(flow, event.action)
    if action is None:
        words = "、".join([*flow.action, URGE, PAUSE, RESUME])
        return Refusal("动作", f"{flow.name} {event.case_no}：没有动作“{event.action}”，可用的动作是{words}")
    order = _order_refusal(plan, flow, case, event, action, today)
    if order is not None:
        return Refusal(order.column, f"{flow.name} {event.case_no}：{order.sentence}")
    fields = (
        _unit_refusal(plan, flow, case, event, action)
        or _field_refusal(flow, case, event, action)
        or _holder_refusal(plan, case, event, action)
    )
    if fields is not None:
        return Refusal(fields.column, f"{flow.name} {event.case_no}：{action.name}{fields.sentence}")
    return None


def allowed_actions(case: Case) -> list[str]:
    """Names of the actions the state of the case allows, in the order of the flow."""
    if case.closed_on is None and case.paused:
        return [RESUME]
    names = [action.name for action in case.flow.actions if case.state in action.origins and not _spent(case, action)]
    if case.closed_on is not None:
        return names
    urge = [] if case.flow.is_judicial(case.state) or case.flow.to_court == COURT_ONLY else [URGE]
    return [*names, *urge, PAUSE]


def _spent(case: Case, action: Action) -> bool:
    return action.once and any(event.action == action.name for event in case.events)


def _order_refusal(
    plan: Plan, flow: Flow, case: Case | None, event: Event, action: Action, today: date
) -> Refusal | None:
    """Registration, state and dates."""
    if event.occurred_on > today:
        return Refusal("日期", f"{action.name}的日期 {event.occurred_on} 在今天（{today}）之后，不能登记将来的事")
    if event.occurred_on < plan.issued_on and not flow.history:
        return Refusal(
            "日期", f"{action.name}的日期 {event.occurred_on} 早于方案印发日 {plan.issued_on}，此台账不收此前的记录"
        )
    if case is None:
        if action.registers:
            return None
        return Refusal("动作", f"尚未登记，第一个动作应是“{flow.register_action.name}”，不是“{action.name}”")
    if action.registers:
        return Refusal("动作", f"编号已登记（{case.registered_on}），不能再次“{action.name}”")
    last_on = case.events[-1].occurred_on
    if event.occurred_on < last_on:
        return Refusal("日期", f"{action.name}的日期 {event.occurred_on} 早于上一动作的日期 {last_on}")
    if action.name not in allowed_actions(case):
        state = f"{case.state}（已中止计时）" if case.paused else case.state
        words = "、".join(allowed_actions(case)) or "无"
        return Refusal("动作", f"现为“{state}”，不能“{action.name}”；现在可以：{words}")
    return None


def _unit_refusal(plan: Plan, flow: Flow, case: Case | None, event: Event, action: Action) -> Refusal | None:
    """承办单位 and 操作单位: present where required, equal to the holder elsewhere."""
    needs_assignee = action.holder == ASSIGNEE or "承办单位" in action.required
    if needs_assignee and event.assignee is None:
        return Refusal("承办单位", "须填写承办单位")
    if "操作单位" in action.required and event.actor is None:
        return Refusal("操作单位", "须填写操作单位")
    if event.assignee is None:
        return None
    if case is None or action.holder == ASSIGNEE:
        return _court_refusal(plan, flow, event.assignee)
    if action.holder_by is not None:
        return None  # judged when its attribute has been: `_holder_refusal`
    return _assignee_refusal(plan, event.assignee, holder_after(case, action, event))


def _court_refusal(plan: Plan, flow: Flow, assignee: str) -> Refusal | None:
    """An order is not for court or procuratorate, a 商请函 for nobody else."""
    unit = plan.unit[assignee]
    if unit.is_court and flow.to_court == REFUSED_TO_COURT:
        order = flow.name if flow.name.endswith(("单", "件")) else f"{flow.name}单"
        return Refusal("承办单位", f"不能发给{unit.short}：对法院、检察院应发商请函，不发{order}")
    if not unit.is_court and flow.to_court == COURT_ONLY:
        return Refusal("承办单位", f"不能发给{unit.short}：{flow.name}只发给法院、检察院，对其他单位应发督办单")
    return None


def _holder_refusal(plan: Plan, case: Case | None, event: Event, action: Action) -> Refusal | None:
    """Where the holder follows from an attribute: it must have been given, and 承办单位 must agree with it."""
    rule = action.holder_by
    if rule is None:
        return None
    given = event.attributes.get(rule.attribute) or (case.attribute(rule.attribute) if case else None)
    if given is None:
        return Refusal(rule.attribute, f"须填写“{rule.attribute}”：承办单位由它确定")
    if case is None or event.assignee is None:
        return None
    return _assignee_refusal(plan, event.assignee, rule.units[given])


def _assignee_refusal(plan: Plan, assignee: str, holder: str) -> Refusal | None:
    if assignee == holder:
        return None
    right, wrong = plan.unit[holder].short, plan.unit[assignee].short
    return Refusal("承办单位", f"后的承办单位是{right}，不是{wrong}；请留空或改正")


def _field_refusal(flow: Flow, case: Case | None, event: Event, action: Action) -> Refusal | None:
    """Result, amount, text and attributes."""
    return (
        _result_refusal(case, event, action)
        or _amount_refusal(event, action)
        or _attribute_refusal(flow, event, action)
    )


def _result_refusal(case: Case | None, event: Event, action: Action) -> Refusal | None:
    if not action.results:
        return Refusal("结果", f"没有结果，“结果”应为空，不是“{event.result}”") if event.result else None
    state = case.state if case else ""
    allowed = [one.name for one in action.results if not one.states or state in one.states]
    if event.result is None:
        return Refusal("结果", f"须填写结果：{'、'.join(allowed)}")
    if event.result not in allowed:
        return Refusal("结果", f"自“{state}”的结果只能是{'、'.join(allowed)}，不是“{event.result}”")
    return None


def _amount_refusal(event: Event, action: Action) -> Refusal | None:
    if event.amount is not None and event.amount < 0:
        return Refusal("金额(万元)", f"的金额不能为负：{event.amount}")
    needed = "金额" in action.required or action.recovers
    if needed and (event.amount is None or event.amount <= 0):
        return Refusal("金额(万元)", "须填写大于 0 的金额(万元)")
    if "说明" in action.required and event.text is None:
        return Refusal("说明", "须填写说明")
    return None


def _attribute_refusal(flow: Flow, event: Event, action: Action) -> Refusal | None:
    for name, value in event.attributes.items():
        attribute = flow.attribute.get(name)
        if attribute is None:
            return Refusal(name, f"没有栏目“{name}”，此台账的栏目是{'、'.join(flow.attribute) or '（无）'}")
        wrong = _value_refusal(attribute, value)
        if wrong is not None:
            return wrong
    for name in action.required:
        if name in flow.attribute and name not in event.attributes:
            return Refusal(name, f"须填写“{name}”")
    for name, (other, value) in action.required_when.items():
        if event.attributes.get(other) == value and name not in event.attributes:
            return Refusal(name, f"的“{other}”为“{value}”时须填写“{name}”")
    return None


def _value_refusal(attribute: Attribute, value: str) -> Refusal | None:
    """A value that is none of the choices, or no date where one is wanted."""
    name = attribute.name
    if attribute.choices and value not in attribute.choices:
        return Refusal(name, f"的“{name}”只能是{'、'.join(attribute.choices)}，不是“{value}”")
    if attribute.kind == DATE and not _is_iso_date(value):
        return Refusal(name, f"的“{name}”应是日期，如 2021-05-03，不是“{value}”")
    return None


def _is_iso_date(value: str) -> bool:
    """Whether `value` is a date exactly as `date.isoformat` writes it."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
