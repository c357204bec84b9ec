"""Who may take which action on a case: the words of an action's `by`, asked for one viewer (domain.md 3, 6)."""

from __future__ import annotations

from lib.domain.ledger import Case, action_of
from lib.domain.ledger_acts import allowed_actions
from lib.domain.plan import URGE, Action, Flow
from lib.domain.rights import OFFICE, OPERATOR, Viewer, may_act


def may_take(viewer: Viewer, flow: Flow, action: Action, holder: str | None) -> bool:
    """Whether the viewer may take `action` on a case held by `holder` (None: a case not yet registered)."""
    office = viewer.role in (OFFICE, OPERATOR)
    if action.name == URGE:
        return may_act(viewer, "urge_case") and (office or viewer.unit_code == flow.in_charge)
    if not may_act(viewer, "move_case"):
        return False
    if office:
        return "office" in action.by
    if viewer.unit_code is None:
        return False
    return (
        ("holder" in action.by and viewer.unit_code == holder)
        or ("in_charge" in action.by and viewer.unit_code == flow.in_charge)
        or ("court" in action.by and viewer.is_court and viewer.unit_code in (holder, flow.in_charge))
        or ("unit" in action.by and holder is None)
    )


def actions_for(viewer: Viewer, case: Case) -> list[Action]:
    """The actions that the state of the case allows and the viewer may take now, in the order of the flow."""
    named = (action_of(case.flow, name) for name in allowed_actions(case))
    return [action for action in named if action is not None and may_take(viewer, case.flow, action, case.holder)]
