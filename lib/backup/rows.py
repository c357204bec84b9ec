"""Rows of any table as lines of JSON and back: the same letters whichever engine the rows came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Date, Integer, Table, Text
from sqlalchemy.types import TypeEngine

from lib.db.types import Attributes, Exact, Instant, Number

# The word for a type in the manifest: with it an archive is read without the tables of today's program.
KINDS: dict[str, TypeEngine[Any]] = {
    "instant": Instant(),
    "exact": Exact(),
    "attributes": Attributes(),
    "boolean": Boolean(),
    "date": Date(),
    "integer": Number,
    "text": Text(),
}
_CLASSES = ((Instant, "instant"), (Exact, "exact"), (Attributes, "attributes"), (Boolean, "boolean"), (Date, "date"),
            (Integer, "integer"), (Text, "text"))  # fmt: skip


def columns_of(table: Table) -> list[tuple[str, str]]:
    """Name and kind of each column, in order; TypeError for a type that archives do not know yet."""
    return [(column.name, _kind(column.type, f"{table.name}.{column.name}")) for column in table.columns]


def _kind(column_type: TypeEngine[Any], place: str) -> str:
    for known, kind in _CLASSES:
        if isinstance(column_type, known):
            return kind
    raise TypeError(f"{place}: no archive form for {column_type!r}; add one to lib.backup.rows")


def written(kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as lines: a JSON array each, keys sorted, Decimals and instants as text."""
    changes = [(place, _WRITE[kind]) for place, kind in enumerate(kinds) if kind in _WRITE]
    return b"".join(_line(list(row), changes) for row in rows)


def _line(row: list[Any], changes: Sequence[tuple[int, Callable[[Any], Any]]]) -> bytes:
    for place, write in changes:
        if row[place] is not None:
            row[place] = write(row[place])
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read(names: Sequence[str], kinds: Sequence[str], line: bytes) -> dict[str, Any]:
    """The row of one line; ValueError where it is not one of these columns and kinds."""
    cells = json.loads(line)
    if not isinstance(cells, list) or len(cells) != len(names):
        raise ValueError(f"a row of {len(names)} cells was expected")
    return {name: _cell(kind, cell) for name, kind, cell in zip(names, kinds, cells, strict=True)}


def _cell(kind: str, cell: Any) -> Any:
    if cell is None:
        return None
    expected, read_cell = _READ[kind]
    if type(cell) is not expected:
        raise ValueError(f"{cell!r} is no {kind}")
    return cell if read_cell is None else read_cell(cell)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return found


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"{text!r} is no number") from error


_WRITE: dict[str, Callable[[Any], Any]] = {
    "instant": lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"),
    "exact": lambda value: f"{value:f}",
    "date": lambda value: value.isoformat(),
    "attributes": lambda value: dict(value) or None,
}
_READ: dict[str, tuple[type, Callable[[Any], Any] | None]] = {
    "instant": (str, _instant),
    "exact": (str, _exact),
    "date": (str, date.fromisoformat),
    "attributes": (dict, None),
    "boolean": (bool, None),
    "integer": (int, None),
    "text": (str, None),
}
