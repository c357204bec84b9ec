"""A fault at any statement of an act stores nothing, and one after the commit loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text

from lib.db.all_tables import metadata
from lib.db.engine import reading
from lib.errors import Refused, Unavailable
from tests.reliability.stream import Ask, Told, acts, send, told
from tests.reliability.whole import is_whole

DAY = "2021-05-06"


class Fault(Exception):
    """The machine stopped here."""


def rows_of_every_table(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with reading(engine) as conn:
        return {
            table.name: sorted(tuple(map(repr, row)) for row in conn.execute(select(table)))
            for table in metadata.sorted_tables
        }


@contextmanager
def at_statement(engine: Engine, place: int, fault: Any) -> Iterator[list[str]]:
    """Call `fault(connection)` instead of the place-th statement, counted from 0; the statements before it."""
    seen: list[str] = []

    def count(conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if len(seen) == place:
            seen.append(statement)
            fault(conn)
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


def stop(_conn: Any) -> None:
    raise Fault


def cut(conn: Any) -> None:
    """The server ends this very connection, as when it is stopped."""
    other = conn.engine.raw_connection()
    other.cursor().execute("SELECT pg_terminate_backend(%s)", (conn.connection.dbapi_connection.info.backend_pid,))
    other.close()


def faults_of(engine: Engine, ask: Ask, fault: Any, expected: type[Exception]) -> int:
    """Act with a fault at the first statement, the second and so on, until it is done; nothing was stored before."""
    before, place = rows_of_every_table(engine), 0
    while True:
        try:
            with at_statement(engine, place, fault):
                send(engine, ask)
        except expected:
            assert rows_of_every_table(engine) == before
            place += 1
        else:
            return place


def test_a_fault_at_any_statement_of_any_act_stores_nothing(engine: Engine) -> None:
    answers: list[Told] = []
