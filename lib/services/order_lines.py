"""One order, letter, instruction or the like as a line: to whom, why, where it stands, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.ledger import Case
from lib.domain.office_flows import GRADE, MATTER, SOURCE
from lib.domain.plan import URGE, Plan
from lib.services.office_cases import returns_of

LOOK_BACK = "回头看"
_NAMES_OF_ABOUT = (MATTER, "事项名称", "议题")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One of them on a day: to whom, why, where it stands, until when.

    `deadline` None: it has no clock, or is closed. `look_back_on`: the day from which a 回头看 is suggested,
    None before it and after it was made.
    """

    flow: str
    flow_name: str
    number: str
    grade: str
    source: str
    unit: str
    unit_name: str
    holder_name: str
    about: str
    state: str
    issued_on: date
    deadline: date | None
    days_late: int
    paused: bool
    urged: int
    returns: int
    closed_on: date | None
    result: str
    look_back_on: date | None
    waits_for_office: bool
    asked_by: str | None


def order_line(plan: Plan, case: Case, as_of: date) -> OrderLine:
    """A case of an office flow in words."""
    stay = case.open_stay
    deadline = case.earlier_deadline(plan.calendar, as_of) if stay else None
    closing = next((event for event in reversed(case.events) if event.result), None)
    return OrderLine(
        case.flow.code,
        case.flow.name,
        case.case_no,
        case.attribute(GRADE) or case.flow.name,
        case.attribute(SOURCE) or "",
        _sent_to(case),
        plan.unit[_sent_to(case)].short,
        plan.unit[case.holder].short,
        _about(case),
        case.state,
        case.registered_on,
        deadline,
        max(0, (as_of - deadline).days) if deadline else 0,
        case.paused,
        sum(event.action == URGE for event in case.events),
        returns_of(case),
        case.closed_on,
        (closing.result or "") if closing and case.closed_on else "",
        look_back_on(plan, case, as_of),
        stay is not None and case.holder == case.flow.in_charge and not case.paused,
        case.events[0].actor,
    )


def look_back_on(plan: Plan, case: Case, as_of: date) -> date | None:
    """The day from which a 回头看 is suggested: 30 days (plan) after 销号 as done, rolled forward, not made yet.

    None before that day, after as long again, of an order withdrawn, and where the flow has no 回头看.
    """
    action, rules = case.flow.action.get(LOOK_BACK), plan.orders
    if action is None or rules is None or case.closed_on is None or case.outcome != "success":
        return None
    if any(event.action == LOOK_BACK for event in case.events):
        return None
    first = plan.calendar.roll_forward(plan.calendar.end_of(case.closed_on, rules.look_back))
    return first if first <= as_of <= plan.calendar.end_of(first, rules.look_back) else None


def _sent_to(case: Case) -> str:
    """The unit it was last handed to by name, else its handling unit."""
    return next((event.assignee for event in reversed(case.events) if event.assignee), case.unit)


def _about(case: Case) -> str:
    """Why: its 事由, title or question, else the words of its first event."""
    named = (case.attribute(name) for name in _NAMES_OF_ABOUT)
    return next((word for word in named if word), case.events[0].text or "")
