"""What waits for the viewer: claims to verify and orders to close for leader and office, own duties for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.duties import OVERDUE, WARNING, DutyStatus
from lib.domain.ledger import Case
from lib.domain.rights import DECIDED_BY_LEADER, LEADER, Viewer
from lib.services import sight
from lib.services.book import Book
from lib.services.status import Status, cases_until


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `days`: since it waits, or (a duty) beyond its due if positive, left if negative.

    It opens the unit's duty (`unit`, `duty`) or the platform (`flow`).
    """

    kind: str
    title: str
    unit: str | None
    unit_name: str
    days: int
    duty: str | None = None
    flow: str | None = None
    for_leader: bool = False


def waiting_for(viewer: Viewer, book: Book, found: Status) -> tuple[Waiting, ...]:
    """The list of leader and office, the longest wait first; of a unit its own duties, the latest first."""
    if sight.sees_all_duties(viewer):
        claims = [claim for duty in found.duties for claim in _claims(book, duty)]
        return tuple(sorted([*claims, *_fed_back(book, found.as_of)], key=lambda one: _urgency(viewer, one)))
    own = [duty for duty in found.duties if duty.owner == viewer.unit_code and duty.state in (OVERDUE, WARNING)]
    return tuple(sorted((_own(book, duty) for duty in own), key=lambda one: -one.days))


def _urgency(viewer: Viewer, one: Waiting) -> tuple[bool, int]:
    mine = one.for_leader == (viewer.role == LEADER)
    return not mine, -one.days


def brief_name(book: Book, code: str) -> str:
    """The shortest of a unit's names, for a narrow list."""
    unit = book.plan.unit[code]
    return min((unit.short, *unit.aliases), key=len)


def duty_key(duty: DutyStatus) -> str:
    """A duty in an address: D02-1, or D02-1.2022H1."""
    code, period = duty.occurrence.key
    return f"{code}.{period}" if period else code


def duty_title(duty: DutyStatus) -> str:
    """A duty in words, with its period."""
    period = f"（{duty.occurrence.period.name}）" if duty.occurrence.period else ""
    return f"{duty.occurrence.deliverable.title}{period}"


def _claims(book: Book, duty: DutyStatus) -> list[Waiting]:
    """Claims without a verdict on what is not done yet."""
    if duty.completion is not None or not duty.undecided:
        return []
    since = min(claim.report.occurred_on for claim in duty.undecided)
    return [
        Waiting(
            "核实",
            duty_title(duty),
            duty.owner,
            brief_name(book, duty.owner),
            (duty.as_of - since).days,
            duty=duty_key(duty),
            for_leader=duty.owner in DECIDED_BY_LEADER,
        )
    ]


def _fed_back(book: Book, as_of: date) -> list[Waiting]:
    """Office flows whose cases were handed back: one line a flow, for a leader sees counts and no case."""
    found = []
    for flow in book.plan.flows:
        waits = [one for one in cases_until(book, as_of)[flow.code] if flow.office and _is_handed_in(one)]
        if waits:
            longest = max((as_of - one.stays[-1].entered_on).days for one in waits)
            title = f"{flow.name}反馈待{_closing(waits[0])} {len(waits)} 件"
            found.append(Waiting(flow.name, title, None, brief_name(book, flow.in_charge), longest, flow=flow.code))
    return found


def _is_handed_in(case: Case) -> bool:
    """Open, its work handed in, and not given back."""
    return case.closed_on is None and case.fed_back_stay == len(case.stays) - 2 and not case.stays[-1].judicial


def _closing(case: Case) -> str:
    """The word of the flow for closing a case where this one stands, such as 销号."""
    final = {state.name for state in case.flow.states if state.final}
    closing = (one.name for one in case.flow.actions if one.to in final and case.state in one.origins)
    return next(closing, "办结")


def _own(book: Book, duty: DutyStatus) -> Waiting:
    return Waiting(
        "逾期" if duty.state == OVERDUE else "预警",
        duty_title(duty),
        duty.owner,
        brief_name(book, duty.owner),
        (duty.as_of - duty.effective_due).days,
        duty=duty_key(duty),
    )
