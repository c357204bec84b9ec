"""Acts on cases: registering one, and every action of its flow, with 催办, 中止 and 恢复."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_told import (
    moved_on,
    moved_said,
    no_move,
    no_register,
    number_taken,
    registered_said,
    subject_of,
    unnamed_of,
)
from lib.commands.check_events import EVENT_IDENTITY, standing_case
from lib.commands.extensions import carry_out
from lib.commands.fields import Fields, flow_named
from lib.commands.matching import Row
from lib.commands.objection_rules import pause_orders, resume_orders
from lib.commands.office_rules import (
    demand_registering,
    require_decidable,
    require_no_court_number,
    require_registrable,
)
from lib.db.acts import next_in_series
from lib.db.queries.stated import StatedFact, stated_events
from lib.db.types import NO_ATTRIBUTES
from lib.domain.case_numbers import number_form
from lib.domain.case_rights import act_of, may_register, may_take, meets_courts, sees_case
from lib.domain.facts import Event
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import allowed_actions, refused_cell
from lib.domain.office_flows import APPEAL, EXTENSION, UPHELD
from lib.domain.plan import ASSIGNEE, SUCCESS, Flow, Plan
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
        case = moved(act, move)
        if (case.flow.code, case.events[-1].result) == (APPEAL, UPHELD):
            raise Refused("采纳申诉会改变得分，要写明怎样改；请在“考核周期”页或用 period answer 办理")
        return moved_said(act, case)

    asked = {name: value for name, value in move._asdict().items() if name != "seen"}
    subject, unnamed = subject_of(plan, flow, case_no), unnamed_of(plan, flow, case_no)
    return take(engine, plan, caller, act_of(action), subject, asked, work, unnamed=unnamed)


def registered(act: Act, draft: CaseDraft) -> Case:
    """Register within an act under way; the case."""
    flow = flow_named(act.plan, draft.flow)
    if not may_register(act.viewer, flow):
        raise NotAllowed(no_register(act, flow))
    demand_registering(act, flow)
    event = _registering_event(act, flow, draft)
    if meets_courts(flow):
        act.unnamed.append(event.case_no)
    stored = stated_events(act.conn, flow.code, [event.case_no])
    case = standing_case(act.plan, flow.code, stored)
    if case is not None:
        raise Refused([Problem("编号", number_taken(act, case))])
    _require_rules(act, flow, None, event)
    require_no_court_number(act, flow, event)
    require_registrable(act, event)
    (number,) = act.store(event, k=_k(event, stored))
    case = opened(flow, event._replace(number=number), court_codes(act.plan))
    if flow.code == APPEAL:
        pause_orders(act, case)
    return case


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


def moved(act: Act, move: CaseMove) -> Case:
    """Take an action within an act under way; the case after it."""
    flow = flow_named(act.plan, move.flow)
    case_no = (move.case_no or "").strip()
    stored = stated_events(act.conn, flow.code, [case_no])
    case = standing_case(act.plan, flow.code, stored)
    if case is None or not sees_case(act.viewer, case):
        raise NotAllowed(f"{flow.name}：没有此编号的案件，或您的账号无权办理；请核对编号")
    if move.seen is not None and move.seen != case.events[-1].number:
        raise Refused(moved_on(act, case))
    event = _moving_event(act, case, move)
    if event.action in allowed_actions(case) and not may_take(act.viewer, case, event.action, act.plan):
        raise NotAllowed(no_move(act, case, event.action))
    _require_rules(act, flow, case, event)
    require_no_court_number(act, flow, event)
    require_decidable(act, case, event)
    (number,) = act.store(event, k=_k(event, stored))
    after = advanced(case, event._replace(number=number), court_codes(act.plan))
    if flow.code == EXTENSION and after.outcome == SUCCESS:
        carry_out(act, after)
    if flow.code == APPEAL and after.closed_on is not None:
        resume_orders(act, after)
    return after


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
