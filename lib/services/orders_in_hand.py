"""Orders, letters, instructions and the like in hand: rows to the office, their own to units, counts to leaders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.case_rights import allowed_to, sees_case
from lib.domain.facts import CAUSE, Event
from lib.domain.ledger import Case, action_of
from lib.domain.ledger_acts import allowed_actions
from lib.domain.office_flows import DECISION, HELP, INSTRUCTION, LETTER, ORDER, PROPOSAL
from lib.domain.plan import Action, Plan
from lib.domain.rights import CASES, COUNTS, LEADER, Viewer, grade
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.office_cases import office_case, office_cases
from lib.services.order_lines import LOOK_BACK, OrderLine, order_line

TRACKED = (ORDER, HELP, DECISION, PROPOSAL)
WRITTEN = (INSTRUCTION, LETTER)
ALL = (*TRACKED, *WRITTEN)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What one unit holds of them: open, past the deadline, days of the longest."""

    unit: str
    unit_name: str
    open: int
    overdue: int
    longest_days: int


@dataclass(frozen=True, slots=True)
class InHand:
    """Some of the office's flows on a day: the rows the viewer is given, and counts.

    `counts_only`: the counts are of all, the rows only of those that wait for the leader's own signature.
    `closed`: within the last 92 days. `look_backs`: how many are suggested.
    """

    lines: tuple[OrderLine, ...]
    counts_only: bool
    open: int
    overdue: int
    waiting: int
    returned: int
    closed: int
    look_backs: int
    units: tuple[UnitCount, ...]

    @property
    def figures(self) -> Mapping[str, int]:
        """The counts by their words."""
        return {
            "在办": self.open,
            "超期": self.overdue,
            "待办公室办理": self.waiting,
            "被退回": self.returned,
            "近三个月办结": self.closed,
            "建议回头看": self.look_backs,
        }

    @property
    def why_empty(self) -> str:
        """What would stand in an empty list."""
        return "这里没有件。签发的督办、收到的配合请求和登记的批示件、商请函会列在这里，超期的在前。"


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the time line: the day, what was done, by whom, to whom, with what result and words."""

    on: date
    action: str
    actor_name: str
    assignee_name: str
    result: str
    text: str
    returns: bool
    looks_back: bool


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One of them with its time line and what the viewer may do with it now, with the results of each action.

    `last_on`: no act may be dated before it. `seen`: number of the last event, sent along with the next act.
    """

    line: OrderLine
    steps: tuple[Step, ...]
    words: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    results: Mapping[str, tuple[str, ...]]
    last_on: date
    seen: int


def in_hand(viewer: Viewer, book: Book, as_of: date, flows: Sequence[str] = TRACKED) -> InHand:
    """These flows at `as_of`: overdue first, then what waits for the office, then by deadline; closed ones last.

    Rows go to the office, and of what a unit handles, holds or asked for to that unit; a leader is given the
    counts, and rows only of what a leader alone can sign.
    """
    sight.require_business(viewer)
    plan, counts_only = book.plan, grade(viewer, CASES) == COUNTS
    cases = office_cases(book, flows, as_of)
    seen = {(case.flow.code, case.case_no) for case in cases if _sees(viewer, case)}
    counted = [case for case in cases if counts_only or (case.flow.code, case.case_no) in seen]
    lines = sorted((order_line(plan, case, as_of) for case in counted), key=_urgency)
    return InHand(
        tuple(one for one in lines if (one.flow, one.number) in seen),
        counts_only,
        sum(one.closed_on is None for one in lines),
        sum(one.days_late > 0 for one in lines),
        sum(one.waits_for_office for one in lines),
        sum(one.returns > 0 and one.closed_on is None for one in lines),
        sum(one.closed_on is not None for one in lines),
        sum(one.look_back_on is not None for one in lines),
        tuple(_by_unit(lines)),
    )


def order_page(viewer: Viewer, book: Book, as_of: date, flow: str, number: str) -> OrderPage:
    """One of them; Refused alike where there is none by this number and where the viewer may not see it."""
    sight.require_business(viewer)
    case = office_case(book, flow, number, as_of)
    if case is None or not _sees(viewer, case):
        raise Refused(f"没有编号为“{number}”的督办件，或它不在您的查看范围内")
    plan = book.plan
    words = tuple((one.name, case.attribute(one.name) or "") for one in case.flow.attributes if one.name != CAUSE)
    actions = [action_of(case.flow, name) for name in allowed_to(viewer, case, plan)]
    return OrderPage(
        order_line(plan, case, as_of),
        tuple(_step(plan, case, event) for event in case.events),
        tuple(pair for pair in words if pair[1]),
        tuple(one for one in actions if one is not None),
        {
            one.name: tuple(result.name for result in one.results if not result.states or case.state in result.states)
            for one in actions
            if one is not None
        },
        case.events[-1].occurred_on,
        case.events[-1].number,
    )


def _sees(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer is given a row of it: office and units as the ledger says, a leader only what he must sign."""
    if viewer.role == LEADER:
        return any(
            _is_leaders_own(case.flow.action[name]) for name in allowed_actions(case) if name in case.flow.action
        )
    return sees_case(viewer, case)


def _is_leaders_own(action: Action) -> bool:
    return "leader" in action.by and "office" not in action.by


def _urgency(one: OrderLine) -> tuple[bool, int, bool, date, str]:
    closed = one.closed_on is not None
    when = date.fromordinal(date.max.toordinal() - one.closed_on.toordinal()) if one.closed_on else one.deadline
    return closed, -one.days_late, not one.waits_for_office, when or date.max, one.number


def _by_unit(lines: Iterable[OrderLine]) -> list[UnitCount]:
    """Open ones by the unit they were sent to, the most overdue first."""
    own: dict[str, list[OrderLine]] = {}
    for one in lines:
        if one.closed_on is None:
            own.setdefault(one.unit, []).append(one)
    counts = [
        UnitCount(
            unit, found[0].unit_name, len(found), sum(one.days_late > 0 for one in found),
            max(one.days_late for one in found),
        )
        for unit, found in own.items()
    ]  # fmt: skip
    return sorted(counts, key=lambda one: (-one.overdue, -one.open, -one.longest_days))


def _step(plan: Plan, case: Case, event: Event) -> Step:
    action = case.flow.action.get(event.action)
    return Step(
        event.occurred_on,
        event.action,
        plan.unit[event.actor].short if event.actor else "",
        plan.unit[event.assignee].short if event.assignee else "",
        event.result or "",
        event.text or "",
        action is not None and action.returns,
        event.action == LOOK_BACK,
    )
