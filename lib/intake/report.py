"""A workbook of what is wrong: a list of the problems, and the original rows with the bad cells marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.commands.statements import RowProblem, SheetName
from lib.errors import Problem
from lib.intake.cells import Odd, Raw
from lib.intake.importing import File, raw_sheets
from lib.intake.sheets import RawSheet

LIST = "问题清单"
COLUMN = "问题"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))

# Problems of one row by column; None: of the row as a whole.
_OfRow = Mapping[str | None, Sequence[str]]


class _Looks(NamedTuple):
    header: Format
    bad: Format
    day: Format
    bad_day: Format


def marked_workbook(files: Sequence[File], problems: Iterable[Problem]) -> bytes:
    """The problems as a list, then every readable sheet as it came, bad cells coloured, with a column 问题."""
    told = list(problems)
    sheets, _ = raw_sheets(files)
    written = io.BytesIO()
    with xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        looks = _Looks(
            book.add_format({"bold": True, "bg_color": "#F2F2F2"}),
            book.add_format({"bg_color": "#FFC7CE"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFC7CE"}),
        )
        _write_list(book.add_worksheet(LIST), told, looks)
        for number, sheet in enumerate(sheets, start=1):
            _write_sheet(book.add_worksheet(_title(number, sheet)), sheet, _by_row(sheet.name, told), looks)
    return written.getvalue()


def _write_list(out: Worksheet, problems: Sequence[Problem], looks: _Looks) -> None:
    out.set_column(0, 3, 16)
    out.set_column(4, 4, 90)
    for at, header in enumerate(("文件", "工作表", "行", "列", COLUMN)):
        out.write_string(0, at, header, looks.header)
    for row, problem in enumerate(problems, start=1):
        if isinstance(problem, RowProblem):
            out.write_string(row, 0, problem.where.file)
            out.write_string(row, 1, problem.where.sheet or "")
            if problem.row:
                out.write_number(row, 2, problem.row)
            out.write_string(row, 3, problem.column or "")
        else:
            out.write_string(row, 0, problem.place)
        out.write_string(row, 4, problem.message)


def _title(number: int, sheet: RawSheet) -> str:
    """A sheet name that is unique and allowed."""
    return f"{number} {sheet.name.sheet or sheet.name.file}".translate(_FORBIDDEN)[:31]


def _by_row(name: SheetName, problems: Iterable[Problem]) -> dict[int, dict[str | None, list[str]]]:
    found: dict[int, dict[str | None, list[str]]] = {}
    for problem in problems:
        if isinstance(problem, RowProblem) and problem.where == name and problem.row:
            found.setdefault(problem.row, {}).setdefault(problem.column, []).append(problem.message)
    return found


def _write_sheet(out: Worksheet, sheet: RawSheet, wrong: Mapping[int, _OfRow], looks: _Looks) -> None:
    out.freeze_panes(1, 0)
    out.set_column(len(sheet.headers), len(sheet.headers), 60)
    lines = [(sheet.header_row, sheet.headers), *zip(sheet.row_numbers, sheet.rows(), strict=True)]
    for row, (number, cells) in enumerate(lines):
        told = wrong.get(number, {})
        for at, (header, cell) in enumerate(zip(sheet.headers, cells, strict=True)):
            bad = told.get(header, ())
            _write_cell(out, row, at, cell, looks, bad=bool(bad), head=row == 0)
            if bad:
                out.write_comment(row, at, "\n".join(bad)[:1000])
        words = [f"{column}：{one}" if column else one for column, ones in told.items() for one in ones]
        if row == 0 or words:
            out.write_string(row, len(sheet.headers), "\n".join([COLUMN, *words] if row == 0 else words)[:32000])


def _write_cell(out: Worksheet, row: int, at: int, cell: Raw, looks: _Looks, *, bad: bool, head: bool) -> None:
    plain = looks.bad if bad else looks.header if head else None
    if isinstance(cell, datetime):
        out.write_datetime(row, at, cell, looks.bad_day if bad else looks.day)
    elif isinstance(cell, int | float):
        out.write_number(row, at, cell, plain)
    elif cell is None or cell == "":
        out.write_blank(row, at, None, plain)
    else:
        out.write_string(row, at, cell.said if isinstance(cell, Odd) else f"{cell}"[:32000], plain)
