"""会议: the agenda of a meeting day, what was promised at the last one, and what was decided at this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lib.db.queries.office_cases import last_registered_before
from lib.domain import agenda as rules
from lib.domain.agenda import DueChoice, Standing, Turn, UnitChanges, due_choices, unit_changes
from lib.domain.ledger import Case
from lib.domain.marks import UnitStatus
from lib.domain.office_flows import DECISION, GRADE, LETTER, MATTER, ORDER, SOURCE, TOPIC
from lib.domain.promises import Promise, promise, reviewed
from lib.domain.rights import CASES, COUNTS, Viewer, grade, may_act
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_views import run_why, task_why
from lib.services.office_cases import office_cases_since
from lib.services.status import status

AT_MEETING = "会议"
USUAL_NAME = "府院联动工作例会"


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in words, with what became of it by the day of the meeting."""

    number: str
    unit: str
    unit_name: str
    topic: str
    decided_on: date
    due: date | None
    outcome: str
    days_late: int
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """How many promises of a unit came to which outcome."""

    unit: str
    unit_name: str
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MadeLine:
    """One thing of this meeting: 议定事项, 督办单 or 商请函. `fact`: its record, while nobody has acted on it; else None."""

    kind: str
    flow: str
    number: str
    unit: str
    unit_name: str
    topic: str
    due: date | None
    fact: int | None

    @property
    def label(self) -> str:
        """议定〔2026〕17号; 督办单 山督〔2026〕49号."""
        return self.number if self.flow == DECISION else f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A unit on the agenda with its light and why. `made`: how much this meeting has decided on it."""

    unit: str
    name: str
    part: str
    light: str
    is_court: bool
    why: str
    made: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting day. `last_on`: the day of the last meeting, None of the first.

    `promises` and `made` are rows, given to the office; a leader is given `outcomes`, `by_unit` and counts.
    `turns`: the units to go through, in order; `quiet` the others, to be skipped.
    """

    day: date
    last_on: date | None
    name: str
    promises: tuple[PromiseLine, ...]
    outcomes: Mapping[str, int]
    by_unit: tuple[PromiseCount, ...]
    turns: tuple[TurnLine, ...]
    quiet: tuple[TurnLine, ...]
    made: tuple[MadeLine, ...]
    made_count: int
    dues: tuple[DueChoice, ...]
    recorder: str
    may_decide: bool

    @property
    def units(self) -> tuple[TurnLine, ...]:
        """Every unit of the agenda."""
        return (*self.turns, *self.quiet)


def require_meeting(viewer: Viewer) -> None:
    """Refuse whoever has no part in it."""
    sight.require_business(viewer)
    if not sight.sees_all_duties(viewer):
        raise NotAllowed(f"会议由督导办公室和区领导使用，{viewer.role_name}不打开；议定给本单位的事项在“台账”里")


def sees_rows(viewer: Viewer) -> bool:
    """Whether orders and promises are given as rows; a leader is given counts."""
    return grade(viewer, CASES) != COUNTS


def meeting(viewer: Viewer, book: Book, as_of: date) -> Meeting:
    """The meeting of the day `as_of`: its own decisions are of that day, its last meeting is the last day before it
    with one."""
    require_meeting(viewer)
    last_on, rows = last_meeting(book, as_of), sees_rows(viewer)
    gone_through = reviewed(promises_of(book, as_of), last_on, as_of)
    made = [_made_line(book, case) for case in made_at(book, as_of)]
    counts = Counter(one.unit for one in made)
    units = {one.unit: one for one in status(book, as_of).units}
    turns = [turn_line(book, units[one.unit], one, counts[one.unit]) for one in agenda_of(book, as_of)]
    return Meeting(
        as_of,
        last_on,
        _name(book, as_of, last_on),
        tuple(promise_line(book, one) for one in gone_through) if rows else (),
        Counter(one.outcome for one in gone_through),
        tuple(_by_unit(book, gone_through)),
        tuple(one for one in turns if one.part != rules.QUIET),
        tuple(one for one in turns if one.part == rules.QUIET),
        tuple(made) if rows else (),
        len(made),
        due_choices(book.plan.calendar, as_of),
        f"{viewer.role_name}　{viewer.name}",
        rows and may_act(viewer, "record_decision"),
    )


def last_meeting(book: Book, as_of: date) -> date | None:
    """The last day before `as_of` on which a meeting decided something."""
    return last_registered_before(book.conn, DECISION, as_of)


def promises_of(book: Book, as_of: date) -> list[Promise]:
    """The decisions known on `as_of`, its own included: open ones, and those not closed before the last meeting."""

    def read() -> list[Promise]:
        since = last_meeting(book, as_of) or as_of
        cases = office_cases_since(book, [DECISION], since, as_of)
        return [promise(case, book.plan.calendar, as_of) for case in cases]

    return book.once(("promises", as_of), read)


def made_at(book: Book, as_of: date) -> list[Case]:
    """What the meeting of that day has made: its decisions, the orders and letters that say they come from it."""
    cases = office_cases_since(book, [DECISION, ORDER, LETTER], as_of, as_of)
    today = [case for case in cases if case.registered_on == as_of]
    found = [case for case in today if case.flow.code == DECISION or case.attribute(SOURCE) == AT_MEETING]
    return sorted(found, key=lambda case: case.events[0].number)


def changes_of(book: Book, as_of: date) -> dict[str, UnitChanges]:
    """What changed with each unit since the last meeting; empty where there was none.

    Orders and letters of the meeting days themselves are no change: they were, or are being, talked about.
    """
    last_on = last_meeting(book, as_of)
    if last_on is None:
        return {}
    sent = Counter(
        case.unit
        for case in office_cases_since(book, [ORDER, LETTER], last_on, as_of)
        if last_on < case.registered_on < as_of and case.closed_on is None
    )
    before, now = status(book, last_on), status(book, as_of)
    return unit_changes(Standing(before.units, before.duties), Standing(now.units, now.duties), sent)


def agenda_of(book: Book, as_of: date) -> list[Turn]:
    """The units in the order in which the meeting takes them."""
    promised = {one.unit for one in reviewed(promises_of(book, as_of), last_meeting(book, as_of), as_of)}
    return rules.agenda(book.plan, status(book, as_of).units, changes_of(book, as_of), promised)


def promise_line(book: Book, one: Promise) -> PromiseLine:
    """A promise in words."""
    return PromiseLine(
        one.number, one.unit, book.plan.unit[one.unit].short, one.topic, one.decided_on, one.due, one.outcome,
        one.days_late, one.closed_on,
    )  # fmt: skip


def turn_line(book: Book, one: UnitStatus, turn: Turn, made: int) -> TurnLine:
    """A unit of the agenda."""
    unit = book.plan.unit[one.unit]
    words = [task_why(one) if one.owned else "", run_why(one)]
    why = "；".join(word for word in words if word)
    return TurnLine(one.unit, unit.short, turn.part, one.light, unit.is_court, why, made)


def _by_unit(book: Book, promises: Iterable[Promise]) -> list[PromiseCount]:
    outcomes: dict[str, Counter[str]] = {}
    for one in promises:
        outcomes.setdefault(one.unit, Counter())[one.outcome] += 1
    return [PromiseCount(unit, book.plan.unit[unit].short, counts) for unit, counts in outcomes.items()]


def _made_line(book: Book, case: Case) -> MadeLine:
    first, is_decision = case.events[0], case.flow.code == DECISION
    return MadeLine(
        case.attribute(GRADE) or case.flow.name,
        case.flow.code,
        case.case_no,
        case.unit,
        book.plan.unit[case.unit].short,
        case.attribute(TOPIC if is_decision else MATTER) or "",
        case.stays[0].deadline(book.plan.calendar, case.registered_on) if is_decision else None,
        first.number if len(case.events) == 1 else None,
    )


def made_lines(book: Book, as_of: date, unit: str) -> tuple[MadeLine, ...]:
    """What the meeting has made for one unit."""
    return tuple(_made_line(book, case) for case in made_at(book, as_of) if case.unit == unit)


def _name(book: Book, as_of: date, last_on: date | None) -> str:
    """As its decisions call it; before the first, as the last meeting was called."""
    for day in (as_of, last_on):
        named = next((one.meeting for one in promises_of(book, as_of) if one.decided_on == day and one.meeting), None)
        if named is not None:
            return named
    return USUAL_NAME
