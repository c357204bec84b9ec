"""责任单位: every unit's marks by item, and one unit with its duties, its stays and its missed indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lib.domain import duties, marks
from lib.domain.duties import DutyStatus
from lib.domain.indicators import Reading
from lib.domain.marks import UnitStatus
from lib.domain.periods import Period
from lib.domain.plan import Unit
from lib.domain.rights import Viewer
from lib.domain.wording import STATE_WORDS, reading_missed, reading_target, reading_value, run_late_words
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.status import Status, status
from lib.services.waiting import brief_name, duty_key, duty_title

HELPS = "helps"
GRAVEST_FIRST = (
    duties.OVERDUE,
    duties.WARNING,
    duties.CLAIMED,
    duties.RUNNING,
    duties.DONE_LATE,
    duties.DONE,
    duties.WAIVED,
)


@dataclass(frozen=True, slots=True)
class UnitMarks:
    """A unit's row: its marks, why (None where only marks are seen), and the light of each item it has a part in.

    `task_figure`, `run_figure`: the same reasons in a few figures, for the matrix: 1/15; 2/56 or 指标 1.
    """

    code: str
    name: str
    light: str
    task_mark: str
    run_mark: str
    task_why: str | None
    run_why: str | None
    by_item: Mapping[str, str]
    is_court: bool
    task_figure: str = ""
    run_figure: str = ""


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The units with a part in the plan, the worst first; `others` names those without any."""

    units: tuple[UnitMarks, ...]
    items: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty: its state and dates. State is empty and dates None where only marks are seen."""

    key: str
    title: str
    item: str
    state: str
    mark: str
    owner: str
    owner_name: str
    due: date | None
    effective_due: date | None
    completed_on: date | None
    days_late: int
    done_when: str
    assumed: str | None


@dataclass(frozen=True, slots=True)
class LateStays:
    """What a unit holds past its deadline in one flow. `counted`: the viewer may open the flow's counts."""

    flow: str
    flow_name: str
    count: int
    longest_days: int
    counted: bool


@dataclass(frozen=True, slots=True)
class MissedLine:
    """An indicator the unit missed in a quarter, in words."""

    indicator: str
    period: str
    title: str
    value: str
    target: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: marks with reasons, duties it owns, duties it helps with, what is late with it, what it missed."""

    marks: UnitMarks
    sees_details: bool
    owned: tuple[DutyLine, ...]
    helped: tuple[DutyLine, ...]
    late: tuple[LateStays, ...]
    missed: tuple[MissedLine, ...]


def units_page(viewer: Viewer, book: Book, as_of: date) -> UnitsPage:
    """Every unit with a duty, a mark or a part in an item; a unit's counts only where its duties are seen."""
    sight.require_business(viewer)
    found = status(book, as_of)
    marked = (unit_marks(viewer, book, found, one) for one in found.units)
    rows = [replace(row, name=brief_name(book, row.code)) for row in marked]
    in_plan = [row for row in rows if row.by_item or row.light != marks.NONE]
    order = {code: index for index, code in enumerate(book.plan.unit)}
    # How much is late is known to few; for all others the order is that of the marks alone.
    late = {one.unit: _late(one) for one in found.units} if sight.sees_all_duties(viewer) else {}
    return UnitsPage(
        tuple(
            sorted(
                in_plan,
                key=lambda row: (marks.WORST_FIRST.index(row.light), -late.get(row.code, 0), order[row.code]),
            )
        ),
        tuple((item.no, item.title) for item in book.plan.items),
        tuple(row.name for row in rows if row not in in_plan),
    )


def _late(one: UnitStatus) -> int:
    return one.counts.get(duties.OVERDUE, 0) + one.run.late


def unit_marks(viewer: Viewer, book: Book, found: Status, one: UnitStatus) -> UnitMarks:
    """A unit's marks and, where the viewer may see them, the reasons in words."""
    unit = book.plan.unit[one.unit]
    return UnitMarks(
        one.unit,
        unit.short,
        one.light,
        one.task_mark,
        one.run_mark,
        task_why(one) if sight.sees_duties(viewer, one.unit) else None,
        (run_why(one) or _nothing_runs(unit)) if sight.sees_stays_of(viewer, one.unit) else None,
        _by_item(found.duties, one.unit),
        unit.is_court,
        _task_figure(one) if sight.sees_duties(viewer, one.unit) else "",
        _run_figure(one) if sight.sees_stays_of(viewer, one.unit) else "",
    )


def _task_figure(one: UnitStatus) -> str:
    """How many of the duties owned have the light of the mark; of the well ones how many are done."""
    if not one.owned:
        return ""
    grave = next((state for state in GRAVEST_FIRST[:3] if one.counts.get(state)), None)
    shown = _done(one) if grave is None else one.counts[grave]
    return f"{shown}/{one.owned}"


def _run_figure(one: UnitStatus) -> str:
    """How many of the cases held are late; where none is, how many indicators were missed."""
    if one.run.missed and not one.run.late:
        return f"指标 {len(one.run.missed)}"
    return f"{one.run.late}/{one.run.waiting}" if one.run.waiting else ""


def _done(one: UnitStatus) -> int:
    return one.counts.get(duties.DONE, 0) + one.counts.get(duties.DONE_LATE, 0)


def task_why(one: UnitStatus) -> str:
    """逾期 1、预警 2／共 7: the gravest states with their counts; 完成 7／共 7 where none is grave."""
    if not one.owned:
        return "没有牵头任务"
    grave = [f"{STATE_WORDS[state]} {one.counts[state]}" for state in GRAVEST_FIRST[:3] if one.counts.get(state)]
    return f"{'、'.join(grave) or f'完成 {_done(one)}'}／共 {one.owned}"


def run_why(one: UnitStatus) -> str:
    """在办 6 件，环节超期 2 件，最长 41 天；破产重整成功率 66.7%（4/6），未达 ≥ 80%. Empty where nothing runs."""
    words = []
    if one.run.waiting:
        words.append(f"在办 {one.run.waiting} 件，{run_late_words(one.run)}")
    words += [f"{missed.indicator.title} {reading_missed(missed)}" for missed in one.run.missed]
    return "；".join(words)


def _nothing_runs(unit: Unit) -> str:
    return "没有非司法在办事项；司法案件不计入" if unit.is_court else "没有在办事项"


def _by_item(statuses: Iterable[DutyStatus], unit: str) -> dict[str, str]:
    """The worst light of what the unit owns in each item; `helps` where it only helps."""
    owned: dict[str, list[DutyStatus]] = {}
    helped: dict[str, str] = {}
    for one in statuses:
        item = one.occurrence.deliverable.item
        if one.owner == unit:
            owned.setdefault(item, []).append(one)
        elif unit in one.helpers:
            helped[item] = HELPS
    return helped | {item: marks.task_mark(own) for item, own in owned.items()}


def unit_page(viewer: Viewer, book: Book, as_of: date, unit: str) -> UnitPage:
    """One unit; other units' duties as marks only."""
    sight.require_business(viewer)
    found = status(book, as_of)
    one = next((one for one in found.units if one.unit == unit), None)
    if one is None:
        raise Refused(f"没有代码为“{unit}”的单位")
    owned = [duty for duty in found.duties if duty.owner == unit]
    helped = [duty for duty in found.duties if unit in duty.helpers and duty.owner != unit]
    sees_stays = sight.sees_stays_of(viewer, unit)
    missed: tuple[Reading, ...] = one.run.missed if sees_stays else ()
    return UnitPage(
        unit_marks(viewer, book, found, one),
        sight.sees_duties(viewer, unit),
        tuple(duty_line(viewer, book, duty) for duty in sorted(owned, key=gravity)),
        tuple(duty_line(viewer, book, duty) for duty in sorted(helped, key=gravity)),
        tuple(_late_by_flow(viewer, book, one)) if sees_stays else (),
        tuple(_missed(read, found.quarter) for read in missed),
    )


def _missed(read: Reading, quarter: Period) -> MissedLine:
    return MissedLine(
        read.indicator.code, quarter.code, read.indicator.title, reading_value(read), reading_target(read)
    )


def gravity(duty: DutyStatus) -> tuple[int, date]:
    """The gravest first; what is settled with the newest first."""
    settled = duty.state in (duties.DONE, duties.DONE_LATE, duties.WAIVED)
    due = date.fromordinal(date.max.toordinal() - duty.effective_due.toordinal()) if settled else duty.effective_due
    return GRAVEST_FIRST.index(duty.state), due


def _late_by_flow(viewer: Viewer, book: Book, one: UnitStatus) -> list[LateStays]:
    """What waits past its deadline, by flow, the most first."""
    late = sorted((held for held in one.run.holdings if held.late), key=lambda held: (-held.late, held.flow))
    flows = ((book.plan.flow[held.flow], held) for held in late)
    return [
        LateStays(flow.code, flow.name, held.late, held.longest_days, sight.sees_counts(viewer, flow))
        for flow, held in flows
    ]


def duty_line(viewer: Viewer, book: Book, duty: DutyStatus) -> DutyLine:
    """A duty as the viewer may see it: whole to its owner, leader and office; its due to helpers; else the light alone."""
    seen = sight.sees_duties(viewer, duty.owner)
    helps = viewer.unit_code is not None and viewer.unit_code in duty.helpers
    deliverable = duty.occurrence.deliverable
    return DutyLine(
        duty_key(duty),
        duty_title(duty),
        deliverable.item,
        duty.state if seen else "",
        marks.LIGHT_OF_STATE[duty.state],
        duty.owner,
        book.plan.unit[duty.owner].short,
        duty.due if seen or helps else None,
        duty.effective_due if seen or helps else None,
        duty.completion.completed_on if seen and duty.completion else None,
        _days_beyond(duty) if seen else 0,
        deliverable.done_when,
        deliverable.assumed,
    )


def _days_beyond(duty: DutyStatus) -> int:
    """Days late: of a completion, or of what is still overdue."""
    return (duty.as_of - duty.effective_due).days if duty.state == duties.OVERDUE else duty.days_late
