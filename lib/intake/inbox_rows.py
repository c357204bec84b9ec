"""Rows of the inbox: a file's rows to JSON on the way in, and JSON to statements when a batch is taken.

What another system sends is read by the very readings of the spreadsheets: an object of header to cell stands
for a row, a header left out for an empty cell. Nothing in it can crash a taking: what is no object, is nested,
doubled, or of a foreign type is a problem of its row.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.commands.statements import EVENTS, KINDS, Origins, RowProblem, SheetName, Stated
from lib.domain.inbox import SentRow
from lib.domain.plan import Plan
from lib.errors import Problem
from lib.intake.cells import Misread, Odd, Raw, read_instant, shown
from lib.intake.kinds import Column, columns_of, is_notes, kind_of
from lib.intake.rows import stated
from lib.intake.sheets import MAX_COLUMNS, RawSheet

Cells = dict[str, Raw]
_PERIODS = ("周期", "考核期")
_FORM = '应是一个 JSON 对象，如 {"任务编号": "D03-1"}，值只用文字、数字或 null'


def stated_batch(plan: Plan, name: SheetName, rows: Sequence[SentRow], subject: str) -> Stated:
    """What the rows of a batch say, with every problem found in reading them."""
    columns = columns_of(plan)
    problems: list[Problem] = []
    by_kind: dict[str, list[tuple[int, Cells]]] = {}
    for row in rows:
        cells = _read(row.cells)
        told = list(_row_problems(plan, row.sheet, cells, columns))
        origin = Origins.number(0, row.row_no)
        problems.extend(RowProblem.at(name, row.row_no, header, message, origin) for header, message in told)
        if not told and not isinstance(cells, Misread):
            by_kind.setdefault(row.sheet, []).append((row.row_no, cells))
    sheets = [_sheet(name, kind, own, columns[kind]) for kind, own in by_kind.items()]
    return stated(plan, sheets, problems, subject)


def _read(text: str) -> Cells | Misread:
    """The object, with every value a cell as a spreadsheet may hold it; `Misread` if it is none."""
    try:
        found = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except Misread as misread:
        return misread
    except (ValueError, RecursionError):
        return Misread(f"读不出：{_FORM}")
    if not isinstance(found, dict):
        return Misread(f"读不出：{_FORM}")
    return {header: _cell(value) for header, value in found.items()}


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Misread("同一列出现了两次，请只保留一个")
    return found


def _no_constant(word: str) -> Raw:
    raise Misread(f"“{word}”不是数字，请改为数字或 null")


def _cell(value: Any) -> Raw:
    """Truth values and anything nested are as odd as an error cell of a spreadsheet."""
    if isinstance(value, bool):
        return Odd("true" if value else "false")
    if isinstance(value, list | dict):
        return Odd("JSON 数组" if isinstance(value, list) else "JSON 对象")
    return value


def _row_problems(
    plan: Plan, kind: str, cells: Cells | Misread, columns: Mapping[str, Sequence[Column]]
) -> Iterator[tuple[str | None, str]]:
    """(header, message) of what keeps the row from being read at all."""
    if kind not in KINDS:
        yield None, f"没有“{shown(kind)}”这个表种，只能是{'、'.join(KINDS)}"
    elif isinstance(cells, Misread):
        yield None, str(cells)
    elif len(cells) > MAX_COLUMNS:
        yield None, f"超过 {MAX_COLUMNS} 列，请只保留约定的列"
    else:
        expected = {column.header for column in columns[kind]}
        declared = {name for flow in plan.flows for name in flow.attribute} if kind == EVENTS else set()
        for header in (one for one in cells if one not in expected | declared):
            yield shown(header), f"{kind}没有此列，表头应为{'、'.join(column.header for column in columns[kind])}"


def _sheet(name: SheetName, kind: str, rows: Sequence[tuple[int, Cells]], columns: Sequence[Column]) -> RawSheet:
    further = dict.fromkeys(header for _, cells in rows for header in cells)
    headers = tuple(dict.fromkeys([*(column.header for column in columns), *further]))
    filled: tuple[list[Raw], ...] = tuple([cells.get(header) for _, cells in rows] for header in headers)
    return RawSheet(name, headers, 0, filled, array("l", [row for row, _ in rows]), kind)


def sent_rows(plan: Plan, sheets: Sequence[RawSheet]) -> list[SentRow]:
    """The rows of a file's sheets as a system would send them, numbered through from 1.

    Only for sheets that were read without a problem: every cell is text, number, date or empty.
    """
    columns = columns_of(plan)
    rows: list[SentRow] = []
    for sheet in sheets:
        kind, _ = kind_of(sheet, columns, plan)
        if is_notes(sheet) or kind is None:
            continue
        instants = {column.header for column in columns[kind] if column.read is read_instant}
        for row in sheet.rows():
            cells = {
                header: _sent(header, raw, instants)
                for header, raw in zip(sheet.headers, row, strict=True)
                if raw not in (None, "")
            }
            rows.append(SentRow(len(rows) + 1, kind, json.dumps(cells, ensure_ascii=False)))
    return rows


def _sent(header: str, raw: Raw, instants: set[str]) -> str | int | float:
    """A cell as JSON holds it; a date cell as the text that its column reads alike."""
    if isinstance(raw, str | int | float):
        return raw
    if not isinstance(raw, datetime):
        return f"{raw}"
    if header in instants:
        return f"{raw:%Y-%m-%d %H:%M:%S}"
    return f"{raw:%Y-%m}" if header in _PERIODS else f"{raw:%Y-%m-%d}"
