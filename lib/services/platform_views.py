"""平台运行: the flows in numbers, and one flow: where its cases wait, how long, with whom, and the rows one may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.ledger import Case
from lib.domain.plan import Flow
from lib.domain.platforms import PlatformCount
from lib.domain.rights import JUDICIAL, LEADER, NONE, Viewer, grade
from lib.errors import NotAllowed, Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.case_rows import CaseRow, case_rows
from lib.services.case_ways import WayStep, way_of
from lib.services.overview import last_months, year_start
from lib.services.platforms import ages, platform_counts
from lib.services.status import status

AGE_WORDS = ("30天以内", "31—60天", "61—90天", "91—180天", "180天以上")
MONTHS = 12
MOST_ROWS = 60  # of the longest overdue first; the ledger lists them all


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow in the list: its counts from the beginning of the year to the day, and (a platform) the way of its cases."""

    code: str
    name: str
    platform: bool
    judicial: bool
    in_charge: str
    count: PlatformCount
    way: tuple[WayStep, ...] = ()


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
    """One flow. `measured`: the single days its cases wait were read. `rows` is empty with a reason where cases are numbers only; `cut`: there are
    more than these. `hidden`: open cases beyond the viewer's sight, not counted where `cut`."""

    line: FlowLine
    way: tuple[WayStep, ...]
    measured: bool
    ages: tuple[tuple[str, int], ...]
    holders: tuple[HolderLine, ...]
    why_no_holders: str
    months: tuple[MonthLine, ...]
    rows: tuple[CaseRow, ...]
    row_columns: tuple[str, ...]
    why_no_rows: str
    hidden: int
    cut: bool


def flows_page(viewer: Viewer, book: Book, as_of: date) -> tuple[FlowLine, ...]:
    """The platforms first, then the other flows; the office's own flows for leader and office."""
    sight.require_business(viewer)
    counts = platform_counts(book, year_start(book, as_of), as_of)
    lines = [
        _line(book, one, way_of(viewer, book, one.flow, one, as_of) if one.flow.platform else ())
        for one in counts
        if sight.sees_counts(viewer, one.flow)
    ]
    return tuple(sorted(lines, key=lambda one: not one.platform))


def _line(book: Book, one: PlatformCount, way: tuple[WayStep, ...] = ()) -> FlowLine:
    flow = one.flow
    in_charge = book.plan.unit[flow.in_charge].short
    return FlowLine(flow.code, flow.title, flow.platform, flow.judicial, in_charge, one, way)


def flow_page(viewer: Viewer, book: Book, as_of: date, code: str) -> FlowPage:
    """One flow at `as_of`: numbers over all its cases, then only the rows the viewer may see."""
    sight.require_business(viewer)
    flow = book.plan.flow.get(code)
    if flow is None:
        raise Refused(f"没有代码为“{code}”的台账")
    if not sight.sees_counts(viewer, flow):
        raise NotAllowed(f"{flow.name}台账由区领导和督导办公室查看")
    found = _rows(viewer, book, flow, as_of)
    rows, cut = found[:MOST_ROWS], len(found) > MOST_ROWS
    count = platform_counts(book, year_start(book, as_of), as_of, code)[0]
    way = way_of(viewer, book, flow, count, as_of, measured=True)
    return FlowPage(
        _line(book, count),
        way,
        any(one.longest_days is not None for one in way),
        tuple(zip(AGE_WORDS, ages(book, code, as_of), strict=True)),
        tuple(_holders(viewer, book, flow, count, as_of)),
        _why_no_holders(viewer, flow),
        tuple(_months(book, code, as_of)),
        rows,
        tuple(flow.attribute) if rows else (),
        _why_no_rows(viewer, flow, count.open, rows),
        0 if cut else count.open - len(rows),
        cut,
    )


def _rows(viewer: Viewer, book: Book, flow: Flow, as_of: date) -> tuple[CaseRow, ...]:
    """The open cases one by one, as far as the viewer may see them: a leader none, a unit its own."""
    if viewer.role == LEADER or (flow.judicial and not viewer.is_court):
        return ()
    sees_all = sight.sees_holders(viewer, flow)
    unit = None if sees_all else viewer.unit_code
    outside = not viewer.is_court

    def waiting() -> list[Case]:
        return book.ledger.open_cases(as_of, MOST_ROWS + 1, flow=flow.code, unit=unit, outside_court=outside)

    # Kept by all that decides which cases they are; what of them the viewer may see is asked each time.
    found = book.once_until(("open cases", flow.code, unit, outside, as_of), as_of, waiting, flow=flow.code)
    return case_rows(viewer, book, found, as_of)


def _holders(viewer: Viewer, book: Book, flow: Flow, count: PlatformCount, as_of: date) -> list[HolderLine]:
    """By unit that holds them, judicial stays left out; all for who may see it, else the own unit alone."""
    if flow.judicial:
        return _by_agency(viewer, book, count)
    held = [one for one in status(book, as_of).holdings if one.flow == flow.code]
    lines = [
        HolderLine(one.holder, book.plan.unit[one.holder].short, one.open, one.overdue, one.longest_days)
        for one in held
        if sight.sees_holders(viewer, flow) or one.holder == viewer.unit_code
    ]
    return sorted(lines, key=lambda one: (-one.overdue, -one.open, one.unit))


def _by_agency(viewer: Viewer, book: Book, count: PlatformCount) -> list[HolderLine]:
    """A judicial flow by agency sued: numbers for leader, office and court; for a unit its own."""
    lines = [
        HolderLine(unit, book.plan.unit[unit].short, row.open, 0, 0)
        for unit, row in count.by_unit.items()
        if row.open and grade(viewer, JUDICIAL, unit) != NONE
    ]
    return sorted(lines, key=lambda one: (-one.open, one.unit))


def _why_no_holders(viewer: Viewer, flow: Flow) -> str:
    if flow.judicial:
        return "本单位没有在办案件"
    return "没有在办事项" if sight.sees_holders(viewer, flow) else "本单位没有在办事项；其他单位的情况只显示合计"


def _months(book: Book, code: str, as_of: date) -> list[MonthLine]:
    months = [one for one in last_months(as_of, MONTHS) if one.end >= book.plan.issued_on]
    key, ledger = ("months", len(months), as_of), book.ledger
    counts = book.once_of_flows(key, as_of, lambda one: ledger.months(months, as_of, one), code)[code]
    return [MonthLine(month.name, *count) for month, count in zip(months, counts, strict=True)]


def _why_no_rows(viewer: Viewer, flow: Flow, waiting: int, rows: Sequence[CaseRow]) -> str:
    if rows:
        return ""
    if not waiting:
        return "没有在办案件：登记后显示在这里"
    if flow.judicial and not viewer.is_court:
        return "司法案件只显示数字，不显示案号、当事人和办理过程"
    if viewer.role == LEADER:
        return "区领导查看件数和停留情况；逐件情况由承办单位和督导办公室掌握"
    return "本单位没有承办或持有的在办案件"
