"""Files to raw sheets: which sheet, which headers, which cells; or what is wrong with the file."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lib.commands.statements import RowProblem, SheetName
from lib.errors import Problem
from lib.intake.cells import Raw

MAX_FILE_BYTES = 64 * 2**20
MAX_ROWS = 300_000
MAX_COLUMNS = 64

Row = Sequence[Raw]
NumberedRow = tuple[int, Row]
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file received through a page: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it lies: headers, and below each its cells of the rows that are not blank.

    `columns` are as many as `headers`, each as long as `row_numbers`. By column, and with equal cells
    sharing one object, a sheet takes a tenth of the memory it takes by row. `kind`: where the sheet says it
    itself; None: it is recognised by its headers.
    """

    name: SheetName
    headers: tuple[str, ...]
    header_row: int
    columns: tuple[list[Raw], ...]
    row_numbers: array[int]
    kind: str | None = None

    def rows(self) -> Iterator[Row]:
        """The rows, as wide as the headers."""
        return zip(*self.columns, strict=True)


class Unreadable(Exception):
    """The file cannot be read at all; the message says why, in Chinese."""


def received(path: Path) -> Upload:
    """The file at `path`; Unreadable if it is absent, a folder, or too large."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise Unreadable(f"文件超过 {MAX_FILE_BYTES // 2**20} MB，请分成几个文件")
        return Upload(path.name, path.read_bytes())
    except IsADirectoryError as error:
        raise Unreadable("是文件夹，请给出 .xlsx 或 .csv 文件") from error
    except FileNotFoundError as error:
        raise Unreadable("文件不存在，请核对路径") from error
    except (OSError, ValueError) as error:
        raise Unreadable("文件打不开，请核对路径和权限") from error


def raw_sheet(name: SheetName, rows: Iterable[NumberedRow], problems: list[Problem]) -> RawSheet | None:
    """The sheet made of `rows` (the first that is not blank has the headers); None if all are blank."""
    numbered = iter(rows)
    header_row, first = next(numbered, (0, ()))
    if not header_row:
        return None
    headers = tuple("" if cell is None else f"{cell}".strip() for cell in first)
    while headers and not headers[-1]:
        headers = headers[:-1]
    width = len(headers)
    if width > MAX_COLUMNS:
        problems.append(RowProblem.at(name, header_row, None, f"表头超过 {MAX_COLUMNS} 列，请只保留模板中的列"))
        return None
    columns: tuple[list[Raw], ...] = tuple([] for _ in headers)
    numbers, same = array("l"), _Same()
    bounded = _bounded(name, numbered, problems)
    while part := [(number, _fitted(name, number, row, width, problems)) for number, row in islice(bounded, _AT_ONCE)]:
        numbers.extend(number for number, _ in part)
        for column, cells in zip(columns, zip(*(row for _, row in part), strict=True), strict=True):
            column.extend(map(same.__getitem__, cells))
    return RawSheet(name, headers, header_row, columns, numbers)


class _Same(dict[Raw, Raw]):
    """Equal texts to one object; other cells stay as they are, for 1 and True are equal."""

    def __missing__(self, cell: Raw) -> Raw:
        if type(cell) is str:
            self[cell] = cell
        return cell


def _fitted(name: SheetName, number: int, row: Row, width: int, problems: list[Problem]) -> Row:
    if len(row) == width:
        return row
    _report_overhang(name, number, row[width:], width, problems)
    return (*row[:width], *[None] * (width - len(row)))


def _bounded(name: SheetName, rows: Iterator[NumberedRow], problems: list[Problem]) -> Iterator[NumberedRow]:
    for count, numbered in enumerate(rows):
        if count == MAX_ROWS:
            problems.append(RowProblem.at(name, numbered[0], None, f"超过 {MAX_ROWS} 行，请分成几个文件"))
            return
        yield numbered


def _report_overhang(name: SheetName, number: int, overhang: Row, width: int, problems: list[Problem]) -> None:
    """Cells to the right of the last header must be empty."""
    for index, cell in enumerate(overhang):
        if cell is not None and f"{cell}".strip():
            letter = column_letter(width + index + 1)
            problems.append(RowProblem.at(name, number, letter, "此列没有表头，请补表头或清空", number))
            return


def column_letter(index: int) -> str:
    """A, B, … Z, AA, … of the column with this index (from 1)."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
