"""Acts on cases: registering one, and every action of its flow, with 催办, 中止 and 恢复."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Engine

from lib.clock import SHANGHAI
from lib.commands.act import Act, Caller, Done, take
from lib.commands.check_events import EVENT_IDENTITY, standing_case
from lib.commands.extensions import carry_out
from lib.commands.fields import Fields, flow_named
from lib.commands.matching import Row
from lib.commands.office_rules import demand_registering, require_decidable, require_registrable
from lib.db.acts import next_in_series
from lib.db.queries.acts import event_recorder
from lib.db.queries.stated import StatedFact, stated_events
from lib.db.types import NO_ATTRIBUTES
from lib.domain.case_numbers import number_form
from lib.domain.case_rights import act_of, allowed_to, may_register, may_take, meets_courts, sees_case, who_may
from lib.domain.facts import Event
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import allowed_actions, refused_cell
from lib.domain.next_step import how_it_stands, next_step
from lib.domain.office_flows import EXTENSION
from lib.domain.plan import ASSIGNEE, SUCCESS, URGE, Flow, Plan
from lib.domain.rights import UNIT_ROLES
from lib.errors import NotAllowed, Problem, Refused


class CaseDraft(NamedTuple):
    """A case to register. `case_no` None: the next number. `occurred_on` None: today."""

    flow: str
    case_no: str | None = None
    occurred_on: date | None = None
    actor: str | None = None
    assignee: str | None = None
    amount: Decimal | None = None
    text: str | None = None
    attributes: Mapping[str, str | None] = NO_ATTRIBUTES


class CaseMove(NamedTuple):
    """An action to take on a case. `seen`: number of the case's last event the person saw; None: not said."""

    flow: str
    case_no: str
    action: str
    occurred_on: date | None = None
    seen: int | None = None
    actor: str | None = None
    assignee: str | None = None
    result: str | None = None
    amount: Decimal | None = None
    text: str | None = None
    attributes: Mapping[str, str | None] = NO_ATTRIBUTES


def register_case(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    flow: str,
    case_no: str | None,
    *,
    occurred_on: date | None = None,
    actor: str | None = None,
    assignee: str | None = None,
    amount: Decimal | None = None,
    text: str | None = None,
    attributes: Mapping[str, str | None] = NO_ATTRIBUTES,
) -> Done:
    """Open a case by the flow's first action; `case_no` None: it gets the next number of the flow.

    Refused where the number is taken, a field is missing, or the account may not register here.
    """
    draft = CaseDraft(flow, case_no, occurred_on, actor, assignee, amount, text, attributes)

    def work(act: Act) -> str:
        case = registered(act, draft)
        act.subject = subject_of(plan, case.flow.code, case.case_no)
        return registered_said(act, case)

    subject, unnamed = subject_of(plan, flow, case_no), unnamed_of(plan, flow, case_no)
    return take(engine, plan, caller, "register_case", subject, draft._asdict(), work, unnamed=unnamed)


def act_on_case(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    flow: str,
    case_no: str,
    action: str,
    *,
    seen: int | None,
    occurred_on: date | None = None,
    actor: str | None = None,
    assignee: str | None = None,
    result: str | None = None,
    amount: Decimal | None = None,
    text: str | None = None,
    attributes: Mapping[str, str | None] = NO_ATTRIBUTES,
) -> Done:
    """Take one action on a case: any of its flow, 催办, 中止 or 恢复.

    `seen` None: who acts saw no case (a script), and is judged by its state alone; pages say what they saw.
    Refused where the case has moved on since `seen`, telling what was done by whom; where state, dates
    or fields forbid it; where the account has no right to it. Who may not see the case learns nothing.
    """
    move = CaseMove(flow, case_no, action, occurred_on, seen, actor, assignee, result, amount, text, attributes)

    def work(act: Act) -> str:
        return moved_said(act, moved(act, move))

    asked = {name: value for name, value in move._asdict().items() if name != "seen"}
    subject, unnamed = subject_of(plan, flow, case_no), unnamed_of(plan, flow, case_no)
    return take(engine, plan, caller, act_of(action), subject, asked, work, unnamed=unnamed)


def subject_of(plan: Plan, flow: str, case_no: str | None) -> str:
    """The case as the trail and the answer name it."""
    found = plan.flow.get(flow)
    return f"{found.name if found else flow} {case_no or '（新编号）'}"


def unnamed_of(plan: Plan, flow: str, case_no: str | None) -> tuple[str, ...]:
    """The number of a case that is or may come before a court stays out of the trail."""
    found = next((one for one in plan.flows if flow in (one.code, one.name)), None)
    secret = case_no is not None and case_no.strip() and (found is None or meets_courts(found))
    return (case_no.strip(),) if case_no is not None and secret else ()


def registered_said(act: Act, case: Case) -> str:
    """已登记（编号…），请…于…前移送."""
    return f"已{case.events[0].action}（编号 {case.case_no}）{_and_then(act, case)}"


def moved_said(act: Act, case: Case) -> str:
    """已移送，请…于…前交办; of a closing the result."""
    event = case.events[-1]
    result = f"：{event.result}" if event.result else ""
    return f"已{event.action}{result}{_and_then(act, case)}"


def _and_then(act: Act, case: Case) -> str:
    following = next_step(act.plan, case, act.caller.today)
    return f"，{following}" if following else ""


def registered(act: Act, draft: CaseDraft) -> Case:
    """Register within an act under way; the case."""
    flow = flow_named(act.plan, draft.flow)
    if not may_register(act.viewer, flow):
        raise NotAllowed(_no_register(act, flow))
    demand_registering(act, flow)
    event = _registering_event(act, flow, draft)
    if meets_courts(flow):
        act.unnamed.append(event.case_no)
    stored = stated_events(act.conn, flow.code, [event.case_no])
    case = standing_case(act.plan, flow.code, stored)
    if case is not None:
        raise Refused([Problem("编号", _number_taken(act, case))])
    _require_rules(act, flow, None, event)
    require_registrable(act, event)
    (number,) = act.store(event, k=_k(event, stored))
    return opened(flow, event._replace(number=number), court_codes(act.plan))


def _no_register(act: Act, flow: Flow) -> str:
    who = act.plan.unit[flow.in_charge].short
    return f"{act.viewer.role_name}不能在此账号下登记{flow.name}；由{who}的经办人登记"


def _registering_event(act: Act, flow: Flow, draft: CaseDraft) -> Event:
    fields, today = Fields(act.plan), act.caller.today
    action, form = flow.register_action, number_form(flow)
    day = fields.day("日期", draft.occurred_on, today) or today
    case_no = fields.line("编号", draft.case_no)
    if case_no is None and form is None:
        fields.problems.append(Problem("编号", f"{flow.name}没有自动编号，请填写案号"))
    actor = fields.unit("操作单位", draft.actor)
    asks = "操作单位" in action.required or "unit" in action.by
    event = Event(
        0, 0, flow.code, case_no or "", action.name, day, _actor(act, actor, None if asks else flow.in_charge),
        _assignee(act, flow, fields.unit("承办单位", draft.assignee)), None, fields.number("金额(万元)", draft.amount),
        fields.text("说明", draft.text), fields.attributes(flow, draft.attributes), today,
    )  # fmt: skip
    fields.refuse()
    if not event.case_no and form is not None:
        event = event._replace(case_no=next_in_series(act.conn, flow.code, day.year, form))
    return event


def _assignee(act: Act, flow: Flow, given: str | None) -> str | None:
    """承办单位 of a new case: of an application (the case stays with the office) the unit that applies."""
    applies = "unit" in flow.register_action.by and flow.register_action.holder != ASSIGNEE
    if act.viewer.role not in UNIT_ROLES or not applies:
        return given
    if given not in (None, act.viewer.unit_code):
        raise NotAllowed([Problem("承办单位", f"您的账号只能为本单位提出{flow.name}，请留空")])
    return act.viewer.unit_code


def _number_taken(act: Act, case: Case) -> str:
    if not sees_case(act.viewer, case):
        return "此编号已被使用，请换一个编号"
    who = event_recorder(act.conn, case.events[0].number).name
    return f"此编号已由{who}登记（{case.registered_on}），{how_it_stands(act.plan, case)}；请核对或换一个编号"


def moved(act: Act, move: CaseMove) -> Case:
    """Take an action within an act under way; the case after it."""
    flow = flow_named(act.plan, move.flow)
    case_no = (move.case_no or "").strip()
    stored = stated_events(act.conn, flow.code, [case_no])
    case = standing_case(act.plan, flow.code, stored)
    if case is None or not sees_case(act.viewer, case):
        raise NotAllowed(f"{flow.name}：没有此编号的案件，或您的账号无权办理；请核对编号")
    if move.seen is not None and move.seen != case.events[-1].number:
        raise Refused(_moved_on(act, case))
    event = _moving_event(act, case, move)
    if event.action in allowed_actions(case) and not may_take(act.viewer, case, event.action, act.plan):
        raise NotAllowed(_no_move(act, case, event.action))
    _require_rules(act, flow, case, event)
    require_decidable(act, case, event)
    (number,) = act.store(event, k=_k(event, stored))
    after = advanced(case, event._replace(number=number), court_codes(act.plan))
    if flow.code == EXTENSION and after.outcome == SUCCESS:
        carry_out(act, after)
    return after


def _moved_on(act: Act, case: Case) -> str:
    """Who did what when, what the state is now, and what may be done now."""
    event = case.events[-1]
    recorder = event_recorder(act.conn, event.number)
    at = recorder.stored_at.astimezone(SHANGHAI)
    done = f"{recorder.name}已办理“{event.action}”（{event.occurred_on}，{at:%m-%d %H:%M} 记录）"
    return f"{case.flow.name} {case.case_no}：您看到的已不是最新情况。{done}，{_now(act, case)}"


def _now(act: Act, case: Case) -> str:
    words = "、".join(allowed_to(act.viewer, case, act.plan)) or "无"
    return f"{how_it_stands(act.plan, case)}；您现在可以：{words}"


def _moving_event(act: Act, case: Case, move: CaseMove) -> Event:
    fields, today = Fields(act.plan), act.caller.today
    actor = fields.unit("操作单位", move.actor)
    event = Event(
        0, 0, case.flow.code, case.case_no, fields.needed_line("动作", move.action),
        fields.day("日期", move.occurred_on, today) or today, _actor(act, actor, case.holder),
        fields.unit("承办单位", move.assignee), fields.line("结果", move.result),
        fields.number("金额(万元)", move.amount), fields.text("说明", move.text),
        fields.attributes(case.flow, move.attributes), today,
    )  # fmt: skip
    fields.refuse()
    return event


def _actor(act: Act, given: str | None, holder: str | None) -> str | None:
    """操作单位: of a unit's account its own unit, left empty where that holds the case; else as given."""
    viewer = act.viewer
    if viewer.role not in UNIT_ROLES:
        return given
    if given not in (None, viewer.unit_code):
        raise NotAllowed([Problem("操作单位", "您的账号只能以本单位为操作单位，请留空")])
    return None if viewer.unit_code == holder else viewer.unit_code


def _no_move(act: Act, case: Case, action: str) -> str:
    if action == URGE and act.plan.unit[case.holder].is_court:
        return f"{case.flow.name} {case.case_no}：不得催办法院、检察院；需要协调的，请发商请函"
    return f"{case.flow.name} {case.case_no}：“{action}”由{who_may(act.plan, case, action)}办理，{_now(act, case)}"


def _require_rules(act: Act, flow: Flow, case: Case | None, event: Event) -> None:
    refused = refused_cell(act.plan, flow, case, event, act.caller.today)
    if refused is not None:
        raise Refused([Problem(refused.column, refused.sentence)])


def _k(event: Event, stored: list[StatedFact[Event]]) -> int:
    """Its place among equal events, so that a sheet with as many equal rows finds each of them stored."""
    row = Row(event, 0)
    key, content = EVENT_IDENTITY.key(row), EVENT_IDENTITY.content(row)
    return 1 + max(
        (one.k for one in stored if EVENT_IDENTITY.key(one) == key and EVENT_IDENTITY.content(one) == content),
        default=0,
    )
