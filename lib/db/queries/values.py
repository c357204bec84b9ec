"""Values named one by one in a statement that is made once and asked often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, bindparam


def each(name: str, values: Iterable[object]) -> dict[str, object]:
    """The values as `one_of` names them."""
    return {f"{name}{number}": value for number, value in enumerate(values)}


def one_of(column: Column[Any], name: str, count: int) -> ColumnElement[bool]:
    """The column is one of so many values. A list of its own SQLAlchemy puts into the statement at every execution, which
    takes longer than what the database does."""
    return column.in_([bindparam(f"{name}{number}") for number in range(count)])
