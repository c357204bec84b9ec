"""A fault at any statement of an act stores nothing, and one after the commit loses nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from lib.commands.act import Done
from lib.db.all_tables import metadata
from lib.db.engine import reading
from lib.errors import Refused, Unavailable
from tests.reliability.stream import Ask, Writer, send
from tests.reliability.whole import is_whole

LEAST_STATEMENTS = 8  # fewer would mean that the faults missed most of the act


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


def faults_of(engine: Engine, ask: Ask, fault: Any, expected: type[Exception]) -> tuple[Done, int]:
    """Act with a fault at the first statement, the second and so on, until none is left to stop: it is done.

    After each fault the board is as it was. How many there were.
    """
    before, place = rows_of_every_table(engine), 0
    while True:
        try:
            with at_statement(engine, place, fault):
                done = send(engine, ask)
        except expected:
            assert rows_of_every_table(engine) == before
            place += 1
        else:
            return done, place


@pytest.mark.parametrize("writer", range(3))
def test_a_fault_at_any_statement_of_an_act_stores_nothing(engine: Engine, writer: int) -> None:
    following = Writer(writer).stream()
    ask, acknowledged = next(following), {}
    for _ in range(2):
        done, faults = faults_of(engine, ask, stop, Fault)
        assert faults > LEAST_STATEMENTS
        acknowledged[ask.mark] = done.numbers
        ask = following.send(done)
    is_whole(engine, acknowledged)


def test_a_fault_at_any_statement_of_a_refused_act_leaves_no_half_row_in_the_trail(engine: Engine) -> None:
    ask = Ask("clerk", "mark", "act_on_case", ["dispute", "没有的", "移送"], {"seen": None})
    before = rows_of_every_table(engine)
    for place in itertools.count():
        try:
            with at_statement(engine, place, stop):
                send(engine, ask)
        except Fault:
            assert rows_of_every_table(engine) == before
        except Refused:
            break
    after = rows_of_every_table(engine)
    assert [name for name in after if after[name] != before[name]] == ["audit_row", "chain_tail"]
    is_whole(engine, {})


def test_a_fault_at_the_commit_stores_nothing(engine: Engine) -> None:
    ask, before = next(Writer(0).stream()), rows_of_every_table(engine)
    event.listen(engine, "commit", stop)
    with pytest.raises(Fault):
        send(engine, ask)
    event.remove(engine, "commit", stop)
    assert rows_of_every_table(engine) == before
    is_whole(engine, {ask.mark: send(engine, ask).numbers})


@pytest.mark.postgresql
def test_a_connection_cut_at_any_statement_stores_nothing_and_the_next_act_has_a_new_one(
    postgresql_engine: Engine,
) -> None:
    ask = next(Writer(0).stream())
    done, faults = faults_of(postgresql_engine, ask, cut, Unavailable)
    assert faults > LEAST_STATEMENTS
    is_whole(postgresql_engine, {ask.mark: done.numbers})
