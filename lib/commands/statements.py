"""What the rows of the five sheets say, before it is checked against the plan's rules and what is stored.

`origin` is file, sheet and row in one number, so that comparing it is comparing the order of rows
over all files of one command (see `Origins`). Units, duties and flows are codes here; dates and
numbers are read. Named tuples, because a hundred thousand of them are made at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from lib.errors import Problem

REPORTS, EVENTS, CHANGES, ADJUSTMENTS, ENTRIES = "进展填报", "台账流转", "任务调整", "考核加减分", "指标填报"
KINDS = (REPORTS, EVENTS, CHANGES, ADJUSTMENTS, ENTRIES)

_ROWS = 2**21  # more than a worksheet can have


class ReportStatement(NamedTuple):
    """A row of 进展填报."""

    origin: int
    deliverable: str
    unit: str
    period_written: str | None
    occurred_on: date
    kind: str
    percent: Decimal | None
    text: str | None
    evidence: str | None
    verdict: str | None
    accepted_on: date | None
    verified_on: date | None
    verified_by: str | None
    stated_at: datetime | None


class EventStatement(NamedTuple):
    """A row of 台账流转."""

    origin: int
    flow: str
    case_no: str
    action: str
    occurred_on: date
    actor: str | None
    assignee: str | None
    result: str | None
    amount: Decimal | None
    text: str | None
    stated_at: datetime | None
    attributes: Mapping[str, str]


class ChangeStatement(NamedTuple):
    """A row of 任务调整."""

    origin: int
    deliverable: str
    period: str | None
    kind: str
    new_due: date | None
    new_owner: str | None
    reason: str
    approver: str
    occurred_on: date


class AdjustmentStatement(NamedTuple):
    """A row of 考核加减分."""

    origin: int
    period: str
    unit: str
    kind: str
    points: Decimal | None
    reason: str
    evidence: str | None
    approver: str
    occurred_on: date


class EntryStatement(NamedTuple):
    """A row of 指标填报."""

    origin: int
    period: str
    unit: str
    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    evidence: str | None
    occurred_on: date


Statement = ReportStatement | EventStatement | ChangeStatement | AdjustmentStatement | EntryStatement
STATEMENT_OF: Mapping[str, type[Statement]] = {
    REPORTS: ReportStatement,
    EVENTS: EventStatement,
    CHANGES: ChangeStatement,
    ADJUSTMENTS: AdjustmentStatement,
    ENTRIES: EntryStatement,
}


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of one file; a .csv file has no sheet name."""

    file: str
    sheet: str | None = None

    def place(self, row: int | None = None, column: str | None = None) -> str:
        """File, sheet, row and column as said in problems."""
        sheet = f" 工作表“{self.sheet}”" if self.sheet else ""
        row_words = f" 第{row}行" if row else ""
        return f"{self.file}{sheet}{row_words}" + (f"“{column}”列" if column else "")


@dataclass(frozen=True, slots=True)
class RowProblem(Problem):
    """A problem of one row or cell; the parts of its place stand apart, for a marked-up workbook."""

    where: SheetName
    row: int | None = None
    column: str | None = None
    order: int = 0

    @classmethod
    def at(cls, where: SheetName, row: int | None, column: str | None, message: str, order: int = 0) -> RowProblem:
        """A problem whose place is written out of its parts."""
        return cls(where.place(row, column), message, where, row, column, order)


class Origins:
    """The sheets of one command, and the numbering of their rows."""

    def __init__(self, sheets: Sequence[SheetName]) -> None:
        self._sheets = tuple(sheets)

    @staticmethod
    def number(sheet_index: int, row: int) -> int:
        """The origin of row `row` of the sheet with this index."""
        return sheet_index * _ROWS + row

    @staticmethod
    def row(origin: int) -> int:
        """The row of an origin within its sheet."""
        return origin % _ROWS

    def source(self, origin: int) -> str:
        """File, sheet and row as stored with a fact."""
        name = self._sheets[origin // _ROWS]
        return f"{name.file}/{name.sheet}/{origin % _ROWS}" if name.sheet else f"{name.file}/{origin % _ROWS}"

    def file(self, origin: int) -> str:
        """The file of a row."""
        return self._sheets[origin // _ROWS].file

    def row_word(self, origin: int) -> str:
        """The place of a row, as said within the message about another."""
        return self._sheets[origin // _ROWS].place(origin % _ROWS)

    def problem(self, origin: int, column: str | None, message: str) -> RowProblem:
        """A problem of the row with this origin."""
        return RowProblem.at(self._sheets[origin // _ROWS], origin % _ROWS, column, message, origin)


@dataclass(frozen=True, slots=True)
class Stated:
    """Everything the files of one command say, and which of it could not be read.

    `problems` were found while reading; `broken_cases` and `broken_duties` name what has a row that
    could not be read, so that its other rows are not blamed for it. `whole`: no file and no sheet was
    unreadable as such; else nothing can be said about the rules.
    """

    origins: Origins
    reports: tuple[ReportStatement, ...] = ()
    events: tuple[EventStatement, ...] = ()
    changes: tuple[ChangeStatement, ...] = ()
    adjustments: tuple[AdjustmentStatement, ...] = ()
    entries: tuple[EntryStatement, ...] = ()
    problems: tuple[Problem, ...] = ()
    broken_cases: frozenset[tuple[str, str]] = frozenset()
    broken_duties: frozenset[str] = frozenset()
    whole: bool = True
    subject: str = ""
