"""One case of the ledger: where it stands, its clocks, its time line, and what the viewer may do with it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine

from lib.db.engine import reading
from lib.db.queries.cases import TrailEvent, case_of, case_trail
from lib.domain.case_fields import ACTOR, FormField, fields_of
from lib.domain.case_numbers import number_form
from lib.domain.case_rights import allowed_to, may_register, sees_case
from lib.domain.ledger import Case, action_of, court_codes, replay
from lib.domain.plan import Action, Flow, Plan
from lib.domain.rights import UNIT_ROLES, Viewer
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.case_timeline import StayLine, TimelineStep, stay_line, steps
from lib.services.ledger_views import shown_attributes

NOT_THERE = "没有这一件，或它不在您的查看范围内"


@dataclass(frozen=True, slots=True)
class WholeClock:
    """The clock of the whole case: `limit` empty and `deadline` None where the flow has none."""

    limit: str
    deadline: date | None
    days: int
    days_late: int


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action that may be taken now: its fields, the state it leads to (None: none), and the earliest day of it.

    `allots`: the number of a new case is allotted where none is typed.
    """

    flow: str
    name: str
    fields: tuple[FormField, ...]
    to: str | None
    earliest: date
    allots: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as it stands; `seen` is the number of its last event, `result` that of its closing."""

    flow: str
    flow_name: str
    case_no: str
    state: str
    holder: str
    holder_name: str
    unit_name: str
    registered_on: date
    paused: bool
    closed_on: date | None
    result: str
    stay: StayLine | None
    whole: WholeClock
    is_overdue: bool
    words: tuple[tuple[str, str], ...]
    steps: tuple[TimelineStep, ...]
    actions: tuple[ActionForm, ...]
    seen: int


def case_page(viewer: Viewer, engine: Engine, plan: Plan, as_of: date, flow_code: str, case_no: str) -> CasePage:
    """The case; NotAllowed in the same words whether there is none or it is not for this viewer."""
    sight.require_business(viewer)
    flow = plan.flow.get(flow_code)
    with reading(engine) as conn:
        trail = case_trail(conn, flow_code, case_no) if flow is not None else []
    courts = court_codes(plan)
    standing = [one.event for one in trail if one.corrected_on is None]
    case = replay(flow, standing, courts) if flow is not None and standing else None
    if case is None or not sees_case(viewer, case):
        raise NotAllowed(NOT_THERE)
    return _page(viewer, plan, case, trail, courts, as_of)


def _page(
    viewer: Viewer, plan: Plan, case: Case, trail: list[TrailEvent], courts: frozenset[str], as_of: date
) -> CasePage:
    flow, open_stay = case.flow, case.open_stay
    given = {one.name: case.attribute(one.name) or "" for one in flow.attributes}
    return CasePage(
        flow.code,
        flow.name,
        case.case_no,
        case.state,
        case.holder,
        plan.unit[case.holder].short,
        plan.unit[case.unit].short,
        case.registered_on,
        case.paused,
        case.closed_on,
        case.closing_result,
        stay_line(plan, open_stay, as_of) if open_stay else None,
        _whole(plan, case, as_of),
        case.is_overdue(plan.calendar, as_of),
        shown_attributes(viewer, flow, given),
        steps(viewer, plan, case, trail, courts, as_of),
        _forms(viewer, plan, case),
        case.events[-1].number,
    )


def _whole(plan: Plan, case: Case, as_of: date) -> WholeClock:
    end = case.closed_on or as_of
    deadline = case.whole_deadline(plan.calendar, as_of)
    late = max(0, (end - deadline).days) if deadline else 0
    return WholeClock(str(case.flow.limit or ""), deadline, (end - case.registered_on).days, late)


def _forms(viewer: Viewer, plan: Plan, case: Case) -> tuple[ActionForm, ...]:
    """The flow's onward actions first, then those that return the case: the first stands open."""
    found = [action_of(case.flow, name) for name in allowed_to(viewer, case, plan)]
    actions = sorted(filter(None, found), key=lambda one: (one.name not in case.flow.action, one.returns))
    return tuple(_form(viewer, plan, case.flow, case, action) for action in actions)


def _form(viewer: Viewer, plan: Plan, flow: Flow, case: Case | None, action: Action) -> ActionForm:
    earliest = case.events[-1].occurred_on if case else (date.min if flow.history else plan.issued_on)
    fields = tuple(_own(viewer, fields_of(plan, flow, case, action)))
    return ActionForm(flow.code, action.name, fields, action.to, earliest, number_form(flow) is not None)


def _own(viewer: Viewer, fields: Iterable[FormField]) -> Iterable[FormField]:
    """A unit acts in its own name."""
    for one in fields:
        if one.name == ACTOR and viewer.role in UNIT_ROLES:
            yield replace(one, choices=tuple(choice for choice in one.choices if choice[0] == viewer.unit_code))
        else:
            yield one


def registering(viewer: Viewer, plan: Plan) -> tuple[ActionForm, ...]:
    """The forms with which the viewer may register cases; the office's own flows have pages of their own."""
    sight.require_business(viewer)
    return tuple(
        _form(viewer, plan, flow, None, flow.register_action)
        for flow in plan.flows
        if not flow.office and may_register(viewer, flow)
    )


def case_of_event(engine: Engine, number: int) -> tuple[str, str]:
    """Flow and number of the case of an event just stored; KeyError if it is none."""
    with reading(engine) as conn:
        found = case_of(conn, number)
    if found is None:
        raise KeyError(number)
    return found
