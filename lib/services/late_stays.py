"""The stays of a unit in one flow that a result counts as not in time, one by one as far as the viewer may know them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lib.db.queries.cases import case_places, event_places
from lib.db.queries.facts import histories
from lib.db.queries.late_and_open import cases_late_with
from lib.domain.appraisal import appraisal_window
from lib.domain.ledger import Case, CaseKey, Ledger
from lib.domain.measures import Window
from lib.domain.rights import LEADER, Viewer
from lib.domain.rule_shares import JudgedStay, judge_stay, stay_facts
from lib.domain.rulings import STAY
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.subjects import sees_place

MOST_STAYS = 200
MOST_REPLAYED = 10_000  # facts of a part up to which its cases are replayed one and all


@dataclass(frozen=True, slots=True)
class LateStay:
    """A stay not in time. `left_on` None: it lasted at the end of the period. `returned_on`: the work was given back.

    `case_no` and `subject` are empty where the case is with others now, so that the viewer is given no row of it.
    """

    subject: str
    case_no: str
    state: str
    entered_on: date
    deadline: date
    left_on: date | None
    days_late: int
    returned_on: date | None
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LateInState:
    """How many stays in one state were not in time, and the least and the most days beyond their deadline."""

    state: str
    count: int
    least_days: int
    most_days: int


def late_stays(
    viewer: Viewer, book: Book, result: Appraisal, unit: str, flow: str, facts: Sequence[int] = ()
) -> tuple[LateStay, ...]:
    """At most MOST_STAYS of them, the longest late first, as the close saw them. None for a leader, who is given counts,
    nor of a case that is or was before a court, nor one that a ruling has counted otherwise.

    `facts`: the events of the part, by which every one of its cases is found. Of a draft, which has none, and of a part
    with more than MOST_REPLAYED, those are found that were still held on a day after their deadline.
    """
    return () if viewer.role == LEADER else _found(viewer, book, result, unit, flow, facts)


def late_by_state(
    viewer: Viewer, book: Book, result: Appraisal, unit: str, flow: str, facts: Sequence[int] = ()
) -> tuple[LateInState, ...]:
    """The same stays as counts, for a leader too: by state in the flow's order."""
    found = _found(viewer, book, result, unit, flow, facts)
    days = {state: [one.days_late for one in found if one.state == state] for state in {one.state for one in found}}
    order = [one.name for one in result.plan.flow[flow].states] if days else []
    return tuple(LateInState(one, len(days[one]), min(days[one]), max(days[one])) for one in order if one in days)


def _found(
    viewer: Viewer, book: Book, result: Appraisal, unit: str, flow: str, facts: Sequence[int]
) -> tuple[LateStay, ...]:
    if flow not in result.plan.flow or result.plan.flow[flow].judicial:
        return ()
    window = appraisal_window(result.plan, result.period, result.close_on)
    keys = _keys(viewer, book, unit, flow, facts, window)
    places = case_places(book.conn, keys)
    ruled = {one.subject for one in result.rulings if one.unit == unit}
    known = histories(book.conn, keys, corrections_recorded_until=result.close_on)
    ledger = Ledger(result.plan, (event for events in known.values() for event in events))
    found = []
    for case in ledger.cases(flow, window.last, result.close_on):
        place = places.get((flow, case.case_no))
        if place is None or (place.before_court and not viewer.is_court):
            continue
        seen = sees_place(viewer, result.plan.flow[flow], place)
        late = [one for one in _not_in_time(result, case, unit, window) if _subject(one) not in ruled]
        found += [_late_stay(one, window.last, seen=seen) for one in late]
    return tuple(sorted(found, key=lambda one: (-one.days_late, one.entered_on, one.case_no))[:MOST_STAYS])


def _keys(
    viewer: Viewer, book: Book, unit: str, flow: str, facts: Sequence[int], window: Window
) -> Collection[CaseKey]:
    if 0 < len(facts) <= MOST_REPLAYED:
        return {(one.flow, one.case_no) for one in event_places(book.conn, facts).values()}
    outside = not viewer.is_court
    return cases_late_with(book.conn, flow, unit, window.first, window.last, MOST_STAYS, outside_court=outside)


def _not_in_time(result: Appraisal, case: Case, unit: str, window: Window) -> Iterator[JudgedStay]:
    for stay in case.stays:
        judged = judge_stay(case, stay, window, result.plan.calendar) if stay.holder == unit else None
        if judged is not None and not judged.in_time:
            yield judged


def _subject(one: JudgedStay) -> str:
    return f"{STAY}{one.case.flow.code}/{one.case.case_no}/{one.stay.entered_on}"


def _late_stay(one: JudgedStay, last: date, *, seen: bool) -> LateStay:
    case, stay = one.case, one.stay
    return LateStay(
        _subject(one) if seen else "",
        case.case_no if seen else "",
        stay.state,
        stay.entered_on,
        one.deadline,
        stay.left_on,
        max(0, ((stay.left_on or last) - one.deadline).days),
        stay.returned_on,
        tuple(stay_facts(one)) if seen else (),
    )
