"""Who may see a case, register one, and take an action on it now (domain.md 3 and 6).

One function for page and command: `allowed_to` is what a page offers and what a command checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lib.domain.facts import Event
from lib.domain.ledger import Case, action_of
from lib.domain.ledger_acts import allowed_actions
from lib.domain.office_flows import DECIDE, EXTENSION
from lib.domain.plan import PAUSE, RESUME, URGE, Flow, Plan
from lib.domain.rights import (
    COURT_CLERK,
    FULL,
    JUDICIAL,
    LEADER,
    MASKED,
    OFFICE,
    OPERATOR,
    PLATFORM_CLERK,
    UNIT_CLERK,
    UNIT_ROLES,
    Viewer,
    case_grade,
    may,
    may_act,
)

CASE_CLERKS = (UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK)

# The words of a flow's `by`, as said in a refusal.
BY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "holder": "承办单位",
        "in_charge": "主管单位",
        "office": "督导办公室",
        "leader": "区领导",
        "court": "法院、检察院",
        "unit": "申请单位",
    }
)


def meets_courts(flow: Flow) -> bool:
    """Whether cases of this flow are or may come before a court."""
    return flow.judicial or any(state.judicial for state in flow.states)


def leads_to_court(flow: Flow, action: str) -> bool:
    """Whether this action of the flow makes a case judicial; of a judicial flow every one does."""
    found = flow.action.get(action)
    return flow.judicial or (found is not None and found.to is not None and flow.is_judicial(found.to))


def told_of_court(flow: Flow, trail: Iterable[tuple[Event, bool]]) -> frozenset[int]:
    """Numbers of the struck events that are for court people alone, of events in order with whether each is struck.

    The first that would have led to a court, and every struck one after it: they tell what was done there.
    """
    hidden: set[int] = set()
    for event, struck in trail:
        if struck and (hidden or leads_to_court(flow, event.action)):
            hidden.add(event.number)
    return frozenset(hidden)


def sees_case(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer may know of this very case: as a row, as the unit that asked, or to act on it."""
    if viewer.role == OPERATOR:
        return True
    if case.flow.judicial:
        return may(viewer, JUDICIAL, case.unit, least=FULL)
    if case.before_court and not viewer.is_court:
        return False
    if viewer.role == LEADER:
        return any("leader" in action.by for action in case.flow.actions)
    if _asked(viewer, case) or is_court_clerk_of(viewer, case.flow, case):
        return True
    grade = case_grade(viewer, in_charge=case.flow.in_charge, handling=case.unit, holder=case.holder)
    return grade in (FULL, MASKED)


def may_register(viewer: Viewer, flow: Flow) -> bool:
    """Whether the viewer may open a case of this flow: judicial ones by the court in charge alone."""
    if not may_act(viewer, "register_case"):
        return False
    if viewer.role == OPERATOR:
        return True
    if flow.judicial and not is_court_clerk_of(viewer, flow, None):
        return False
    return bool(_words(viewer, flow, None).intersection(flow.register_action.by))


def may_take(viewer: Viewer, case: Case, action: str, plan: Plan) -> bool:
    """Whether the viewer may take this action on this case, if its state allows it."""
    found = action_of(case.flow, action)
    if found is None or not may_act(viewer, act_of(action)):
        return False
    if action == URGE and (plan.unit[case.holder].is_court or case.flow.is_judicial(case.state)):
        return False
    if is_leaders_own(plan, case, action):
        return viewer.role == LEADER
    if viewer.role == OPERATOR:
        return True
    if case.before_court and not is_court_clerk_of(viewer, case.flow, case):
        return False
    words = _words(viewer, case.flow, case)
    if action in case.flow.action:
        return bool(words.intersection(found.by))
    return bool(words & {"office", "in_charge"}) or (case.before_court and action != URGE)


def is_leaders_own(plan: Plan, case: Case, action: str) -> bool:
    """Whether a leader alone decides: an application of the office's own units for a later due."""
    return case.flow.code == EXTENSION and action == DECIDE and plan.unit[case.unit].office


def act_of(action: str) -> str:
    """The act of the rights' table that an action of a case is."""
    return {URGE: "urge_case", PAUSE: "pause_case", RESUME: "pause_case"}.get(action, "move_case")


def allowed_to(viewer: Viewer, case: Case, plan: Plan) -> list[str]:
    """Names of the actions the viewer may take on the case now, in the order of the flow; none of an unseen case."""
    if not sees_case(viewer, case):
        return []
    return [name for name in allowed_actions(case) if may_take(viewer, case, name, plan)]


def who_may(plan: Plan, case: Case, action: str) -> str:
    """In words, who takes this action: 承办单位、主管单位或督导办公室."""
    if case.before_court:
        return "承办或主管此案的法院、检察院"
    if is_leaders_own(plan, case, action):
        return BY_WORDS["leader"]
    by = ("office", "in_charge") if action in (URGE, PAUSE, RESUME) else case.flow.action[action].by
    words = [BY_WORDS.get(word, word) for word in by]
    return "或".join(filter(None, ["、".join(words[:-1]), words[-1]]))


def _words(viewer: Viewer, flow: Flow, case: Case | None) -> set[str]:
    """The words of `by` that the viewer answers to; a unit's own are its clerks', of an application also its head's."""
    if viewer.role in (OFFICE, LEADER):
        return {"office" if viewer.role == OFFICE else "leader"}
    if viewer.role not in UNIT_ROLES or viewer.unit_code is None:
        return set()
    words = {"unit"} if case is None or _applied(viewer, case) else set()
    if viewer.role in (PLATFORM_CLERK, COURT_CLERK) and viewer.unit_code == flow.in_charge:
        words.add("in_charge")
    if viewer.role in CASE_CLERKS and case is not None and viewer.unit_code == case.holder:
        words.add("holder")
    if is_court_clerk_of(viewer, flow, case):
        words.add("court")
    return words


def _applied(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer's unit registered this case for itself: once registered, the handling unit."""
    return "unit" in case.flow.register_action.by and viewer.unit_code == case.unit


def _asked(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer's unit registered this case, for itself or at another (操作单位 of its first row)."""
    own = viewer.unit_code is not None and case.events[0].actor == viewer.unit_code
    return own or _applied(viewer, case)


def is_court_clerk_of(viewer: Viewer, flow: Flow, case: Case | None) -> bool:
    """A clerk of the court or procuratorate that is in charge of the flow or holds the case."""
    units = (flow.in_charge,) if case is None else (flow.in_charge, case.holder)
    return viewer.role == COURT_CLERK and viewer.is_court and viewer.unit_code in units
