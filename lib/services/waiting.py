"""What waits for the viewer: claims to verify and orders to close for leader and office, own duties for a unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from lib.db.queries.periods import objections
from lib.domain.case_rights import CASE_CLERKS
from lib.domain.duties import OVERDUE, WARNING, DutyStatus
from lib.domain.ledger import Case
from lib.domain.office_flows import APPEAL, APPRAISED, DUTY, EXTENSION, INSTRUCTION
from lib.domain.period_life import APPROVE, CHECKED, LOCKED, Life, never, too_early
from lib.domain.periods import Period
from lib.domain.plan import Flow
from lib.domain.rights import LEADER, OFFICE, Viewer, may_act
from lib.domain.standing import StateStanding
from lib.domain.verifying import may_verify, office_clock, verifier_of
from lib.services import sight
from lib.services.book import Book
from lib.services.kept_results import kept, lives, signatures
from lib.services.platforms import open_cases_of, standing
from lib.services.status import Status

# Parts of 填报核实, by their word in the address.
VERIFY, DECIDE, FILE = "verify", "decide", "file"
# Where cases are handled: 台账.
HANDLE = "handle"
# What waits with one's own unit: 我的单位.
OWN = "own"
LONG_NAME = 8  # characters
NAMED = 2  # units in a line; of more the number
# Parts of 催办督办.
HAND, PAPERS = "hand", "papers"
_DESKS = ((LEADER,), (OFFICE,))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `days`: since it waits (of a flow: on average), or (a duty) beyond its due if positive, left
    if negative.

    It opens the unit's duty (`unit`, `duty`), the application (`application`), the platform (`flow`) or the period
    of appraisal (`period`). `act`:
    what the viewer is to do about the duty or application, the part of 填报核实 or 催办督办 where it is done, or
    HANDLE for cases; OWN: look at it in 我的单位, where alone it is shown; empty: nothing. Cases of a unit that are in time have waited 0 days.
    `overrun`: days past the limit within which the office or a leader decides on a claim.
    """

    kind: str
    title: str
    unit: str | None
    unit_name: str
    days: int
    duty: str | None = None
    flow: str | None = None
    for_leader: bool = False
    application: str | None = None
    act: str = ""
    period: str | None = None
    overrun: int = 0


def waiting_for(viewer: Viewer, book: Book, found: Status) -> tuple[Waiting, ...]:
    """The list of leader and office, the longest wait first; of a unit its own duties, the latest first."""
    if sight.sees_all_duties(viewer):
        claims = [claim for duty in found.duties for claim in _claims(viewer, book, duty)]
        others = [
            *_applications(viewer, book, found.as_of), *_fed_back(book, found.as_of),
            *_at_one_desk(viewer, book, found.as_of),
            *_of_periods(viewer, book, found.as_of),
        ]  # fmt: skip
        return tuple(sorted([*claims, *others], key=lambda one: _urgency(viewer, one)))
    own = [duty for duty in found.duties if duty.owner == viewer.unit_code and duty.state in (OVERDUE, WARNING)]
    waiting = [*(_own(viewer, book, duty) for duty in own), *_held(viewer, book, found)]
    return tuple(sorted(waiting, key=lambda one: -one.days))


def _urgency(viewer: Viewer, one: Waiting) -> tuple[bool, int]:
    return not _is_mine(viewer, one.for_leader), -one.days


def _is_mine(viewer: Viewer, for_leader: bool) -> bool:
    return for_leader == (viewer.role == LEADER)


def brief_name(book: Book, code: str) -> str:
    """A unit's short name; where that is long for a narrow list, the shortest of its names."""
    unit = book.plan.unit[code]
    return unit.short if len(unit.short) <= LONG_NAME else min((unit.short, *unit.aliases), key=len)


def duty_key(duty: DutyStatus) -> str:
    """A duty in an address: D02-1, or D02-1.2022H1."""
    code, period = duty.occurrence.key
    return f"{code}.{period}" if period else code


def duty_title(duty: DutyStatus) -> str:
    """A duty in words, with its period."""
    period = f"（{duty.occurrence.period.name}）" if duty.occurrence.period else ""
    return f"{duty.occurrence.deliverable.title}{period}"


def _claims(viewer: Viewer, book: Book, duty: DutyStatus) -> list[Waiting]:
    """Claims without a verdict on what is not done yet."""
    if duty.completion is not None or not duty.undecided:
        return []
    since = min(claim.report.occurred_on for claim in duty.undecided)
    for_leader = verifier_of(book.plan, duty.owner) == LEADER
    clock = office_clock(book.plan, min(claim.report.recorded_on for claim in duty.undecided))
    return [
        Waiting(
            "核实",
            duty_title(duty),
            duty.owner,
            brief_name(book, duty.owner),
            (duty.as_of - since).days,
            duty=duty_key(duty),
            for_leader=for_leader,
            act=VERIFY if may_verify(viewer, book.plan, duty.owner) and _is_mine(viewer, for_leader) else "",
            overrun=max(0, -clock.days_left(duty.as_of)) if clock else 0,
        )
    ]


def _applications(viewer: Viewer, book: Book, as_of: date) -> list[Waiting]:
    """Applications for a later due without a decision."""
    found = []
    for case in open_cases_of(book, EXTENSION, as_of):
        for_leader = verifier_of(book.plan, case.unit) == LEADER
        found.append(
            Waiting(
                "延期",
                _applied_for(book, case),
                case.unit,
                brief_name(book, case.unit),
                (as_of - case.registered_on).days,
                for_leader=for_leader,
                application=case.case_no,
                act=DECIDE if _is_mine(viewer, for_leader) else "",
            )
        )
    return found


def _of_periods(viewer: Viewer, book: Book, as_of: date) -> list[Waiting]:
    """Results that wait for approval, objections for an answer, recommendations of a locked year for a signature."""
    office = brief_name(
        book, next((flow.in_charge for flow in book.plan.flows if flow.office), book.plan.units[0].code)
    )
    found = []
    known_lives = lives(book, as_of=as_of)
    # As every event of the flow leaves them, whatever its day.
    known = book.once_until("objections", date.max, lambda: objections(book.conn), flow=APPEAL)
    unanswered = [one for one in known if one.closed_on is None and one.registered_on <= as_of]
    objected = Counter(one.attributes.get(APPRAISED) for one in unanswered)
    for life in known_lives.values():
        name, last = Period.parse(life.period).name, life.steps[-1].occurred_on
        days = (as_of - last).days
        if life.state == CHECKED and _may_be_approved(book, life, objected[life.period], as_of):
            found.append(Waiting("审定", f"{name}考核结果", None, office, days, for_leader=True, period=life.period))
        result = kept(book, life) if life.state == LOCKED and Period.parse(life.period).kind == "year" else None
        if result:
            signed = {one.unit for one in signatures(book) if one.period == life.period}
            open_ = [row.unit for row in result.rows if row.recommendation and row.unit not in signed]
            whose = "、".join(brief_name(book, unit) for unit in open_[:NAMED])
            more = f"等 {len(open_)} 个单位" if len(open_) > NAMED else ""
            title = f"{name}考核建议 {len(open_)} 项"
            found.append(Waiting("签署", title, None, f"{whose}{more}", days, for_leader=True, period=life.period))
    for one in unanswered:
        period, unit = one.attributes.get(APPRAISED), brief_name(book, one.unit)
        waits = (as_of - one.registered_on).days
        for_leader = verifier_of(book.plan, one.unit) == LEADER
        title = f"{Period.parse(period).name if period in known_lives else period or ''}考核结果"
        found.append(Waiting("申诉", title, one.unit, unit, waits, for_leader=for_leader, period=period))
    return found


def _may_be_approved(book: Book, life: Life, objected: int, as_of: date) -> bool:
    """Whether nothing holds the approval any more: it is no leader's turn while units check and objections wait."""
    result = kept(book, life)
    unconfirmed = set(result.asked(book.plan)) - life.confirmed if result else set()
    early = too_early(life, APPROVE, as_of, unconfirmed=len(unconfirmed))
    return early is None and not any(never(life, APPROVE, objections=objected))


def _applied_for(book: Book, case: Case) -> str:
    duty = book.plan.deliverable.get(case.attribute(DUTY) or "")
    return duty.title if duty else case.case_no


def _fed_back(book: Book, as_of: date) -> list[Waiting]:
    """Office flows whose cases were handed back: one line a flow, for a leader sees counts and no case."""
    found = []
    for flow in book.plan.flows:
        handed_in = {action.to for action in flow.actions if action.feedback}
        if not flow.office or not handed_in:
            continue
        states = standing(book, flow.code, as_of)
        waits = {name: states[name] for name in states if name in handed_in and states[name].open}
        if waits:
            days = max(round(one.mean_days or 0) for one in waits.values())
            count = sum(one.open for one in waits.values())
            title = f"{flow.name}反馈待{_closing_word(flow, next(iter(waits)))} {count} 件"
            found.append(Waiting(flow.name, title, None, brief_name(book, flow.in_charge), days, flow=flow.code))
    return found


def _at_one_desk(viewer: Viewer, book: Book, as_of: date) -> list[Waiting]:
    """Office flows whose cases wait for what a leader alone, or the office alone, may do: one line a flow and state.

    Their rows are in 催办督办: for a leader those he alone can sign.
    """
    return [
        _on_desk(viewer, book, flow, state, desk, act, one)
        for flow in book.plan.flows
        if flow.office
        for state, one in standing(book, flow.code, as_of).items()
        if one.open
        for desk, act in _desks(flow, state).items()
    ]


def _desks(flow: Flow, state: str) -> dict[str, str]:
    """Leader or office → what it alone may do in this state."""
    acts = [action for action in flow.actions if state in action.origins and action.by in _DESKS]
    return {action.by[0]: action.name for action in reversed(acts)}


def _on_desk(
    viewer: Viewer, book: Book, flow: Flow, state: str, desk: str, act: str, one: StateStanding
) -> Waiting:  # fmt: skip
    what = state if state.startswith("待") else f"待{act}"
    for_leader = desk == LEADER
    return Waiting(
        "审定" if for_leader else "办理",
        f"{flow.name}{what} {one.open} 件",
        None,
        brief_name(book, flow.in_charge),
        round(one.mean_days or 0),
        flow=flow.code,
        for_leader=for_leader,
        act=(PAPERS if flow.code == INSTRUCTION else HAND) if _is_mine(viewer, for_leader) else "",
    )


def _closing_word(flow: Flow, state: str) -> str:
    """The word of the flow for closing a case from this state, such as 销号."""
    final = {one.name for one in flow.states if one.final}
    return next((one.name for one in flow.actions if one.to in final and state in one.origins), "办结")


def _held(viewer: Viewer, book: Book, found: Status) -> list[Waiting]:
    """Open cases the viewer's unit holds outside judicial flows: one line a flow, with its longest lateness."""
    return [
        Waiting(
            "办理",
            f"{book.plan.flow[one.flow].name} {one.open} 件" + (f"，环节超期 {one.late} 件" if one.late else ""),
            one.holder,
            brief_name(book, one.holder),
            one.longest_days if one.late else 0,
            flow=one.flow,
            act=_act_on_held(viewer, book.plan.flow[one.flow]),
        )
        for one in found.holdings
        if one.holder == viewer.unit_code
    ]


def _act_on_held(viewer: Viewer, flow: Flow) -> str:
    if viewer.role in CASE_CLERKS:
        return HANDLE
    return "" if sight.sees_counts(viewer, flow) else OWN


def _own(viewer: Viewer, book: Book, duty: DutyStatus) -> Waiting:
    return Waiting(
        "逾期" if duty.state == OVERDUE else "预警",
        duty_title(duty),
        duty.owner,
        brief_name(book, duty.owner),
        (duty.as_of - duty.effective_due).days,
        duty=duty_key(duty),
        act=FILE if may_act(viewer, "file_report", duty.owner) else "",
    )
