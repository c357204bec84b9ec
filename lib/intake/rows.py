"""Raw rows to statements, column by column: a column is read as a whole, and what comes again is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lib.commands.statements import (
    ADJUSTMENTS,
    CHANGES,
    ENTRIES,
    EVENTS,
    KINDS,
    REPORTS,
    STATEMENT_OF,
    Origins,
    RowProblem,
    Stated,
    Statement,
)
from lib.domain.plan import Plan
from lib.errors import Problem
from lib.intake.cells import Misread, Odd, Raw, Reading, read_day_text, read_key
from lib.intake.kinds import Column, columns_of, date_attributes, is_notes, kind_of
from lib.intake.sheets import RawSheet

NO_ATTRIBUTES: Mapping[str, str] = {}


class Readings(dict[Raw, Any]):
    """Values read so far by raw value; one that cannot be read has its `Misread` as value."""

    def __init__(self, read: Reading) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, raw: Raw) -> Any:
        value = attempt(self._read, raw)
        self[raw] = value
        return value


def attempt(read: Reading, raw: Raw) -> Any:
    """What the cell means, or the `Misread`."""
    if isinstance(raw, Odd):
        return Misread(f"单元格是“{raw.said}”，请改为文字、数字或日期")
    try:
        return read(raw)
    except Misread as error:
        return error


class _SheetReader:
    """Reads the rows of one sheet of a known kind."""

    def __init__(self, sheet: RawSheet, index: int, kind: str, columns: Sequence[Column], plan: Plan) -> None:
        self._sheet, self._index, self._kind, self._plan = sheet, index, kind, plan
        self._raw = dict(zip(sheet.headers, sheet.columns, strict=True))
        self.problems: list[Problem] = []
        self.bad_rows: set[int] = set()
        self.values = {column.header: self._column(column) for column in columns}
        self._columns = columns

    def _column(self, column: Column) -> Sequence[Any]:
        """The values of one column, `Misread` where a cell cannot be read or is missing."""
        raw = self._raw.get(column.header, ())
        if column.recurring:
            readings = Readings(column.read)
            values = [readings[cell] for cell in raw]
            doubtful = any(isinstance(value, Misread) for value in readings.values())
        else:
            values = [attempt(column.read, cell) for cell in raw]
            doubtful = Misread in set(map(type, values))
        if doubtful or (column.required and None in values):
            self._tell(column, values)
        return values

    def _tell(self, column: Column, values: Sequence[Any]) -> None:
        for at, value in enumerate(values):
            if isinstance(value, Misread):
                self._refuse(at, column.header, str(value))
            elif value is None and column.required:
                self._refuse(at, column.header, "必须填写，不能为空")

    def _refuse(self, at: int, header: str, message: str) -> None:
        row = self._sheet.row_numbers[at]
        origin = Origins.number(self._index, row)
        self.problems.append(RowProblem.at(self._sheet.name, row, header, message, origin))
        self.bad_rows.add(at)

    def statements(self) -> list[Statement]:
        """The rows that could be read."""
        if not self._sheet.row_numbers:
            return []
        first = Origins.number(self._index, 0)
        columns: list[Iterable[Any]] = [self.values[column.header] for column in self._columns]
        if self._kind == EVENTS:
            columns.append(self._attributes())
        origins = (first + row for row in self._sheet.row_numbers)
        make: Callable[[Iterable[Any]], Statement] = STATEMENT_OF[self._kind]._make
        rows = map(make, zip(origins, *columns, strict=True))
        return [row for at, row in enumerate(rows) if at not in self.bad_rows] if self.bad_rows else list(rows)

    def _attributes(self) -> list[Mapping[str, str]]:
        """The filled attribute cells of every row; what no flow of the sheet declares is refused by name."""
        expected = {column.header for column in self._columns}
        names = [header for header in self._raw if header not in expected and header]
        self._require_declared(names)
        dates = date_attributes(self._plan)
        columns = [self._column(Column(name, read_day_text if name in dates else read_key)) for name in names]
        if not columns:
            return [NO_ATTRIBUTES] * len(self._sheet.row_numbers)
        filled = _Filled(names)
        return [filled[cells] for cells in zip(*columns, strict=True)]

    def _require_declared(self, names: Sequence[str]) -> None:
        codes = {code for code in self.values["台账"] if isinstance(code, str)}
        flows = [flow for flow in self._plan.flows if flow.code in codes]
        for name in names:
            if flows and not any(name in flow.attribute for flow in flows):
                words = "、".join(flow.name for flow in flows)
                message = f"本表的台账（{words}）没有此列，请删除"
                self.problems.append(RowProblem.at(self._sheet.name, self._sheet.header_row, name, message))

    def broken(self, *headers: str) -> set[Any]:
        """What the named columns of unreadable rows hold."""
        return {tuple(self.values[header][at] for header in headers) for at in self.bad_rows}


class _Filled(dict[tuple[Any, ...], Mapping[str, str]]):
    """Attribute cells of a row to the mapping of the filled ones; equal rows share one."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, cells: tuple[Any, ...]) -> Mapping[str, str]:
        filled = {name: cell for name, cell in zip(self._names, cells, strict=True) if cell is not None}
        self[cells] = filled or NO_ATTRIBUTES
        return self[cells]


def stated(plan: Plan, sheets: Sequence[RawSheet], problems: Iterable[Problem], subject: str) -> Stated:
    """Everything the sheets say, with every problem of files, headers and cells."""
    told, columns = list(problems), columns_of(plan)
    whole = not told
    readers: dict[str, list[_SheetReader]] = {kind: [] for kind in KINDS}
    for index, sheet in enumerate(sheets):
        if is_notes(sheet):
            continue
        kind, wrong = kind_of(sheet, columns, plan)
        told.extend(wrong)
        whole = whole and not wrong
        if kind is not None and not wrong:
            readers[kind].append(_SheetReader(sheet, index, kind, columns[kind], plan))
    rows: dict[str, tuple[Any, ...]] = {
        kind: tuple(row for reader in own for row in reader.statements()) for kind, own in readers.items()
    }
    told.extend(problem for own in readers.values() for reader in own for problem in reader.problems)
    return Stated(
        Origins([sheet.name for sheet in sheets]),
        reports=rows[REPORTS],
        events=rows[EVENTS],
        changes=rows[CHANGES],
        adjustments=rows[ADJUSTMENTS],
        entries=rows[ENTRIES],
        problems=tuple(told),
        broken_cases=frozenset(key for one in readers[EVENTS] for key in one.broken("台账", "编号")),
        broken_duties=frozenset(duty for one in readers[CHANGES] for (duty,) in one.broken("任务编号")),
        whole=whole,
        subject=subject,
    )
