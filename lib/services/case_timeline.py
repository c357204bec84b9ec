"""The time line of a case: every event with who recorded it, and how long each stay lasted against its limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.db.queries.cases import TrailEvent
from lib.domain.case_rights import told_of_court
from lib.domain.facts import recorded_late
from lib.domain.ledger import Case, Stay, advanced, opened
from lib.domain.plan import PAUSE, RESUME, URGE, Flow, Plan
from lib.domain.rights import Viewer
from lib.services.ledger_views import shown_attributes

STEP, URGED, PAUSED, RESUMED, RETURNED = "step", "urged", "paused", "resumed", "returned"
_KINDS = {URGE: URGED, PAUSE: PAUSED, RESUME: RESUMED}


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay with its clock: `in_time` None where it has no limit; `left_on` None while it lasts."""

    state: str
    holder_name: str
    entered_on: date
    left_on: date | None
    days: int
    paused_days: int
    limit: str
    deadline: date | None
    in_time: bool | None
    days_late: int
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Strike:
    """Why an event no longer counts: replaced by another, or voided."""

    on: date
    reason: str
    approver: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One event: `recorded_on` where it was recorded over a week later (补录); `stay` is the one it began."""

    kind: str
    day: date
    action: str
    unit_name: str
    account_name: str
    result: str
    assignee_name: str
    amount: Decimal | None
    text: str
    words: tuple[tuple[str, str], ...]
    recorded_on: date | None
    strike: Strike | None
    stay: StayLine | None


def stay_line(plan: Plan, stay: Stay, as_of: date) -> StayLine:
    """The clock of one stay as counted on `as_of`."""
    end = stay.left_on or as_of
    deadline = stay.deadline(plan.calendar, as_of)
    return StayLine(
        stay.state,
        plan.unit[stay.holder].short,
        stay.entered_on,
        stay.left_on,
        (end - stay.entered_on).days,
        sum(((until or as_of) - since).days for since, until in stay.pauses),
        str(stay.limit) if stay.limit else "",
        deadline,
        stay.in_time(plan.calendar, as_of),
        max(0, (end - deadline).days) if deadline else 0,
        stay.returned_on,
    )


def steps(
    viewer: Viewer, plan: Plan, case: Case, trail: Sequence[TrailEvent], courts: frozenset[str], as_of: date
) -> tuple[TimelineStep, ...]:
    """The events in their order; struck ones that tell of a court are not shown outside it."""
    actors, begun = _played(case, courts)
    struck = ((one.event, one.corrected_on is not None) for one in trail)
    hidden = frozenset[int]() if viewer.is_court else told_of_court(case.flow, struck)
    found = []
    for one in trail:
        if one.event.number in hidden:
            continue
        stay = begun.get(one.event.number)
        line = stay_line(plan, case.stays[stay], as_of) if stay is not None else None
        found.append(_step(viewer, plan, case.flow, one, actors.get(one.event.number), line))
    return tuple(found)


def _played(case: Case, courts: frozenset[str]) -> tuple[dict[int, str], dict[int, int]]:
    """By number of the event: the unit that acted (the holder before it, where none is named), and the stay it began."""
    actors, begun = {}, {}
    played: Case | None = None
    for event in case.events:
        before = played
        played = opened(case.flow, event, courts) if before is None else advanced(before, event, courts)
        actors[event.number] = event.actor or (case.flow.in_charge if before is None else before.holder)
        if len(played.stays) > (0 if before is None else len(before.stays)):
            begun[event.number] = len(played.stays) - 1
    return actors, begun


def _step(
    viewer: Viewer, plan: Plan, flow: Flow, one: TrailEvent, actor: str | None, stay: StayLine | None
) -> TimelineStep:
    event = one.event
    action = flow.action.get(event.action)
    kind = RETURNED if action is not None and action.returns else _KINDS.get(event.action, STEP)
    late = recorded_late(event.occurred_on, event.recorded_on)
    unit = actor or event.actor
    strike = None
    if one.corrected_on is not None:
        strike = Strike(one.corrected_on, one.correction_reason or "", one.correction_approver or "", one.replaced)
    return TimelineStep(
        kind,
        event.occurred_on,
        event.action,
        plan.unit[unit].short if unit else "",
        one.account_name or one.account,
        event.result or "",
        plan.unit[event.assignee].short if event.assignee else "",
        event.amount,
        event.text or "",
        shown_attributes(viewer, flow, event.attributes),
        event.recorded_on if late else None,
        strike,
        stay,
    )
