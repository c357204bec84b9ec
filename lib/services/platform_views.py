"""平台运行: the flows in numbers, and one flow: where its cases wait, how long, with whom, and the rows one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from lib.domain.ledger import Case
from lib.domain.plan import Flow
from lib.domain.platforms import PlatformCount
from lib.domain.rights import JUDICIAL, LEADER, NONE, OFFICE, OPERATOR, Viewer, grade
from lib.errors import NotAllowed, Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.case_rows import CaseRow, case_rows
from lib.services.overview import last_months, year_start
from lib.services.platforms import platform_counts
from lib.services.status import cases_until

AGES = ((30, "30天以内"), (60, "31—60天"), (90, "61—90天"), (180, "91—180天"), (None, "180天以上"))
MONTHS = 12


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow in the list: its counts from the beginning of the year to the day."""

    code: str
    name: str
    platform: bool
    judicial: bool
    in_charge: str
    count: PlatformCount


@dataclass(frozen=True, slots=True)
class StateLine:
    """A state: cases in it now, how long they have been, how many are past its deadline, and its limit."""

    name: str
    limit: str
    cases: int
    overdue: int
    median_days: int | None
    longest_days: int | None
    final: bool
    judicial: bool


@dataclass(frozen=True, slots=True)
class HolderLine:
    """A unit and what waits with it in the flow."""

    unit: str
    name: str
    open: int
    overdue: int
    longest_late: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """Cases registered and closed in a month, and open at its end (or on the day shown)."""

    month: str
    registered: int
    closed: int


@dataclass(frozen=True, slots=True)
class FlowPage:
    """One flow. `rows` is empty with a reason where cases are numbers only."""

    line: FlowLine
    states: tuple[StateLine, ...]
    ages: tuple[tuple[str, int], ...]
    holders: tuple[HolderLine, ...]
    why_no_holders: str
    months: tuple[MonthLine, ...]
    rows: tuple[CaseRow, ...]
    row_columns: tuple[str, ...]
    why_no_rows: str
    hidden: int


def flows_page(viewer: Viewer, book: Book, as_of: date) -> tuple[FlowLine, ...]:
    """The platforms first, then the other flows; the office's own flows for leader and office."""
    sight.require_business(viewer)
    counts = platform_counts(book, year_start(book, as_of), as_of)
    lines = [_line(book, one) for one in counts if _may_open(viewer, one.flow)]
    return tuple(sorted(lines, key=lambda one: not one.platform))


def _may_open(viewer: Viewer, flow: Flow) -> bool:
    return not flow.office or viewer.role in (LEADER, OFFICE, OPERATOR)


def _line(book: Book, one: PlatformCount) -> FlowLine:
    flow = one.flow
    in_charge = book.plan.unit[flow.in_charge].short
    return FlowLine(flow.code, flow.title, flow.platform, flow.judicial, in_charge, one)


def flow_page(viewer: Viewer, book: Book, as_of: date, code: str) -> FlowPage:
    """One flow at `as_of`: numbers over all its cases, then only the rows the viewer may see."""
    sight.require_business(viewer)
    flow = book.plan.flow.get(code)
    if flow is None:
        raise Refused(f"没有代码为“{code}”的台账")
    if not _may_open(viewer, flow):
        raise NotAllowed(f"{flow.name}台账由区领导和督导办公室查看")
    cases = cases_until(book, as_of)[code]
    waiting = [case for case in cases if case.closed_on is None]
    rows = case_rows(viewer, book, waiting, as_of)
    count = platform_counts(book, year_start(book, as_of), as_of, code)[0]
    return FlowPage(
        _line(book, count),
        tuple(_states(book, flow, waiting, count, as_of)),
        tuple(_ages(waiting, as_of)),
        tuple(_holders(viewer, book, flow, waiting, as_of)),
        _why_no_holders(viewer, flow),
        tuple(_months(book, cases, as_of)),
        rows,
        tuple(flow.attribute) if rows else (),
        _why_no_rows(viewer, flow, waiting, rows),
        len(waiting) - len(rows),
    )


def _states(book: Book, flow: Flow, waiting: Sequence[Case], count: PlatformCount, as_of: date) -> list[StateLine]:
    found = []
    for state in flow.states:
        here = [case for case in waiting if case.state == state.name]
        days = [(as_of - case.stays[-1].entered_on).days for case in here]
        late = [case for case in here if case.is_overdue(book.plan.calendar, as_of)]
        found.append(
            StateLine(
                state.name,
                str(state.limit) if state.limit else "",
                count.by_state[state.name],
                len(late),
                round(median(days)) if days else None,
                max(days, default=None),
                state.final,
                flow.is_judicial(state.name),
            )
        )
    return found


def _ages(waiting: Sequence[Case], as_of: date) -> list[tuple[str, int]]:
    """Open cases by days since registration."""
    days = [(as_of - case.registered_on).days for case in waiting]
    found, least = [], -1
    for most, words in AGES:
        found.append((words, sum(least < one and (most is None or one <= most) for one in days)))
        least = most if most is not None else least
    return found


def _holders(viewer: Viewer, book: Book, flow: Flow, waiting: Sequence[Case], as_of: date) -> list[HolderLine]:
    """By unit that holds them, judicial stays left out; all for who may see it, else the own unit alone."""
    if flow.judicial:
        return _by_agency(viewer, book, waiting)
    held: dict[str, list[Case]] = {}
    for case in waiting:
        if not case.stays[-1].judicial:
            held.setdefault(case.holder, []).append(case)
    seen = {unit for unit in held if sight.sees_holders(viewer, flow) or unit == viewer.unit_code}
    lines = [_holder(book, unit, held[unit], as_of) for unit in seen]
    return sorted(lines, key=lambda one: (-one.overdue, -one.open, one.unit))


def _holder(book: Book, unit: str, cases: Sequence[Case], as_of: date) -> HolderLine:
    deadlines = [case.stays[-1].deadline(book.plan.calendar, as_of) for case in cases]
    late = [(as_of - deadline).days for deadline in deadlines if deadline is not None and deadline < as_of]
    overdue = sum(case.is_overdue(book.plan.calendar, as_of) for case in cases)
    return HolderLine(unit, book.plan.unit[unit].short, len(cases), overdue, max(late, default=0))


def _by_agency(viewer: Viewer, book: Book, waiting: Sequence[Case]) -> list[HolderLine]:
    """A judicial flow by agency sued: numbers for leader, office and court; for a unit its own."""
    units: dict[str, int] = {}
    for case in waiting:
        units[case.unit] = units.get(case.unit, 0) + 1
    lines = [
        HolderLine(unit, book.plan.unit[unit].short, number, 0, 0)
        for unit, number in units.items()
        if grade(viewer, JUDICIAL, unit) != NONE
    ]
    return sorted(lines, key=lambda one: (-one.open, one.unit))


def _why_no_holders(viewer: Viewer, flow: Flow) -> str:
    if flow.judicial:
        return "本单位没有在办案件"
    return "没有在办事项" if sight.sees_holders(viewer, flow) else "本单位没有在办事项；其他单位的情况只显示合计"


def _months(book: Book, cases: Sequence[Case], as_of: date) -> list[MonthLine]:
    months = [one for one in last_months(as_of, MONTHS) if one.end >= book.plan.issued_on]
    return [
        MonthLine(
            month.name,
            sum(month.start <= case.registered_on <= month.end for case in cases),
            sum(case.closed_on is not None and month.start <= case.closed_on <= month.end for case in cases),
        )
        for month in months
    ]


def _why_no_rows(viewer: Viewer, flow: Flow, waiting: Sequence[Case], rows: Sequence[CaseRow]) -> str:
    if rows:
        return ""
    if not waiting:
        return "没有在办案件：登记后显示在这里"
    if flow.judicial and not viewer.is_court:
        return "司法案件只显示数字，不显示案号、当事人和办理过程"
    if viewer.role == LEADER:
        return "区领导查看件数和停留情况；逐件情况由承办单位和督导办公室掌握"
    return "本单位没有承办或持有的在办案件"
