"""A workbook of what is wrong: a list of the problems, and the original rows with the bad cells marked."""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import compress
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
# Which rows of a sheet its owner may not be given back.
Hidden = Callable[[RawSheet], Iterable[bool]]
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))

# Problems of one row by column; None: of the row as a whole.
_OfRow = Mapping[str | None, Sequence[str]]


class _Looks(NamedTuple):
    header: Format
    bad: Format
    day: Format
    bad_day: Format


def marked_workbook(files: Sequence[File], problems: Iterable[Problem], hidden: Hidden | None = None) -> bytes:
    """The problems as a list, then every readable sheet as it came, bad cells coloured, with a column 问题.

    Files that could not be read and rows that are `hidden` are told of at the end of the list.
    """
    told = list(problems)
    sheets, _ = raw_sheets(files)
    missing = [Problem(name, "文件无法读取，未能标注，请按上面的问题修改原文件") for name in unmarked(files, sheets)]
    sheets, kept_back = _open_rows(sheets, hidden)
    if kept_back:
        missing.append(Problem("", f"{kept_back} 行属司法环节，只对法院、检察院显示，未写入本工作簿"))
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
        _write_list(book.add_worksheet(LIST), [*told, *missing], looks)
        for number, sheet in enumerate(sheets, start=1):
            _write_sheet(book.add_worksheet(_title(number, sheet)), sheet, _by_row(sheet.name, told), looks)
    return written.getvalue()


def unmarked(files: Sequence[File], sheets: Iterable[RawSheet] | None = None) -> list[str]:
    """Names of the files of which no sheet could be read, so none is in the marked workbook."""
    read = {sheet.name.file for sheet in (raw_sheets(files)[0] if sheets is None else sheets)}
    return [file.name for file in files if file.name not in read]


def _open_rows(sheets: Iterable[RawSheet], hidden: Hidden | None) -> tuple[list[RawSheet], int]:
    """The sheets without their hidden rows, and how many those are."""
    if hidden is None:
        return list(sheets), 0
    kept, count = [], 0
    for sheet in sheets:
        shown = [not one for one in hidden(sheet)]
        count += shown.count(False)
        columns = tuple(list(compress(column, shown)) for column in sheet.columns)
        numbers = array("l", compress(sheet.row_numbers, shown))
        kept.append(replace(sheet, columns=columns, row_numbers=numbers))
    return kept, count


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
