"""One case as it stands now, for scripts: where it is, what the viewer may do, its steps; nothing of the parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Engine

from lib.db.engine import reading
from lib.db.queries import facts
from lib.domain.case_rights import allowed_to, sees_case
from lib.domain.ledger import court_codes, replay
from lib.domain.next_step import how_it_stands
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import NotAllowed


class CaseStep(NamedTuple):
    """One action: units by their codes."""

    number: int
    occurred_on: date
    action: str
    actor: str | None
    assignee: str | None
    result: str | None


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Where a case is. `seen`: number of its last event, to be sent back with the next act."""

    flow: str
    flow_name: str
    case_no: str
    state: str
    holder: str
    paused: bool
    sentence: str
    seen: int
    allowed: tuple[str, ...]
    steps: tuple[CaseStep, ...]


def case_standing(viewer: Viewer, engine: Engine, plan: Plan, flow: str, case_no: str) -> CaseStanding:
    """The case; NotAllowed where there is none or the viewer may not see it, which is not told apart."""
    found = plan.flow.get(flow) or next((one for one in plan.flows if one.name == flow), None)
    events = []
    if found is not None:
        with reading(engine) as conn:
            events = facts.events(conn, flow=found.code, case_no=case_no)
    case = replay(plan.flow[events[0].flow], events, court_codes(plan)) if events else None
    if case is None or not sees_case(viewer, case):
        raise NotAllowed(f"{found.name if found else flow}：没有此编号的案件，或您的账号无权查看；请核对编号")
    steps = (CaseStep(one.number, one.occurred_on, one.action, one.actor, one.assignee, one.result) for one in events)
    return CaseStanding(
        case.flow.code, case.flow.name, case_no, case.state, case.holder, case.paused, how_it_stands(plan, case),
        events[-1].number, tuple(allowed_to(viewer, case, plan)), tuple(steps),
    )  # fmt: skip
