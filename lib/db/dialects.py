"""Everything that differs between SQLite and PostgreSQL: how to begin, lock, and guard rows.

The only module with dialect tricks. "PostgreSQL" stands for its relatives too, so the older
EXECUTE PROCEDURE is written, and nothing newer than PostgreSQL 10 is used.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, UniqueConstraint, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from lib.errors import Unavailable

WRITES = "board_writes"  # execution option: this connection begins by taking the write lock
PATIENCE_S = 30  # how long a writer waits for another one's transaction
_REFUSAL = "rows of this table are never changed or removed"


# --- SQLite ---------------------------------------------------------------------------------


def prepare_sqlite(dbapi: DBAPIConnection, _record: object) -> None:
    """Pragmas of a new connection. FULL: a committed fact survives a power cut, not only a kill."""
    dbapi.isolation_level = None  # we say BEGIN ourselves
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={PATIENCE_S * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_sqlite(conn: Connection) -> None:
    """BEGIN IMMEDIATE for writers, so that no reader turns writer halfway; a plain BEGIN to read."""
    writes = bool(conn.get_execution_options().get(WRITES))
    conn.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_turns: dict[str, threading.Lock] = {}


@contextmanager
def in_turn(engine: Engine) -> Iterator[None]:
    """Writers of this process to one SQLite file queue here rather than in its busy handler.

    The handler sleeps and looks again: 20 writers without pause had a p95 of 108 ms so, 30 to 70 in turn. Other
    processes still meet at BEGIN IMMEDIATE.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    turn = _turns.setdefault(str(engine.url), threading.Lock())
    if not turn.acquire(timeout=PATIENCE_S):
        raise Unavailable("数据库正忙，未保存任何内容：请稍后重试")
    try:
        yield
    finally:
        turn.release()


def _sqlite_guards(table: Table) -> dict[str, str]:
    """UPDATE and DELETE fail; an INSERT OR REPLACE fails on every key, whatever the pragmas say."""
    keys = [[c.name for c in table.primary_key]]
    keys += [[c.name for c in one.columns] for one in table.constraints if isinstance(one, UniqueConstraint)]
    same = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table.name} WHERE "  # noqa: S608  # names of our own tables
        + " AND ".join(f'"{name}" = NEW."{name}"' for name in key)
        + ")"
        for key in sorted(keys)
    )
    fail = f"BEGIN SELECT RAISE(ABORT, '{table.name}: {_REFUSAL}'); END"
    return {
        f"guard_{table.name}_{verb.lower()}": (
            f"CREATE TRIGGER guard_{table.name}_{verb.lower()} BEFORE {verb} ON {table.name}{when} {fail}"
        )
        for verb, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", f" WHEN {same}"))
    }


# --- PostgreSQL -----------------------------------------------------------------------------

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION guard_rows() RETURNS trigger LANGUAGE plpgsql AS $$"
    f"BEGIN RAISE EXCEPTION '%: {_REFUSAL}', TG_TABLE_NAME; END$$"
)
# BEFORE (2), DELETE (8), UPDATE (16), TRUNCATE (32), once per statement (row bit 1 off).
_BEFORE_ANY_REWRITE = 2 + 8 + 16 + 32


def _postgresql_guard(table: str) -> list[str]:
    """One trigger per table, ALWAYS: it fires for a replication role too."""
    return [
        f"CREATE TRIGGER guard_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE PROCEDURE guard_rows()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER guard_{table}",
    ]


def _standing_postgresql(conn: Connection) -> set[str]:
    found = text(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname = 'guard_' || c.relname "
        "AND t.tgenabled = 'A' AND t.tgtype = :kind AND p.proname = 'guard_rows' AND p.prosrc = :body "
        "AND pg_table_is_visible(c.oid)"
    )
    body = _FUNCTION.split("$$")[1]
    return set(conn.execute(found, {"kind": _BEFORE_ANY_REWRITE, "body": body}).scalars())


# --- both -----------------------------------------------------------------------------------


def guarded_tables(conn: Connection, expected: Iterable[Table]) -> set[str]:
    """Names of those of these tables whose guards stand exactly as they were made."""
    if conn.dialect.name != "sqlite":
        return _standing_postgresql(conn)
    found = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    standing = {row.name: row.sql for row in found}
    return {table.name for table in expected if _sqlite_guards(table).items() <= standing.items()}


def rebuild_guard(conn: Connection, table: Table) -> None:
    """Drop what guards the table, if anything, and create it anew."""
    if conn.dialect.name == "sqlite":
        for name, statement in _sqlite_guards(table).items():
            conn.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            conn.execute(text(statement))
        return
    conn.execute(text(_FUNCTION))
    conn.execute(text(f"DROP TRIGGER IF EXISTS guard_{table.name} ON {table.name}"))
    for statement in _postgresql_guard(table.name):
        conn.execute(text(statement))


Key = tuple[Any, ...]


def values_by_key(conn: Connection, table: Table, value: Column[Any], keys: Sequence[Key]) -> dict[Key, Any]:
    """What stands in `value` in the rows with these primary keys, by key; keys without a row are absent.

    Written for the driver: built by SQLAlchemy the same question takes ten times as long, and every act asks it.
    """
    names = [column.name for column in table.primary_key]
    as_stored = {tuple(_stored(conn, cell) for cell in key): key for key in keys}
    if not as_stored:
        return {}
    found = conn.exec_driver_sql(
        _by_key_statement(conn, table.name, value.name, names, len(as_stored)),
        tuple(cell for key in as_stored for cell in key),
    )
    # SQLite keeps exact numbers as text
    return {as_stored[tuple(row[:-1])]: Decimal(row[-1]) if isinstance(row[-1], str) else row[-1] for row in found}


def _by_key_statement(conn: Connection, table: str, value: str, names: Sequence[str], count: int) -> str:
    """SQLite joins the keys: `(a, b) IN (VALUES …)` would read its whole table for every question."""
    columns = f"SELECT {', '.join(f'{table}.{name}' for name in names)}, {table}.{value} FROM"
    if conn.dialect.name == "sqlite":
        listed = ", ".join([f"({', '.join('?' * len(names))})"] * count)
        same = " AND ".join(f"{table}.{name} = asked.column{n}" for n, name in enumerate(names, 1))
        return f"{columns} (VALUES {listed}) AS asked CROSS JOIN {table} ON {same}"
    listed = ", ".join([f"({', '.join(['%s'] * len(names))})"] * count)
    return f"{columns} {table} WHERE ({', '.join(names)}) IN ({listed})"


def _stored(conn: Connection, cell: Any) -> Any:
    """A cell of a key as the driver takes and gives it."""
    return cell.isoformat() if conn.dialect.name == "sqlite" and isinstance(cell, date) else cell


@contextmanager
def foreign_keys_at_the_end(conn: Connection) -> Iterator[None]:
    """For a migration on SQLite, which rebuilds a table by dropping it: keys are checked afterwards.

    The pragma is deaf inside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    if conn.dialect.name != "sqlite":
        yield
        return
    cursor = conn.connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys=OFF")
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def broken_references(conn: Connection) -> list[str]:
    """Tables with a row that refers to nothing; for the end of a migration on SQLite."""
    if conn.dialect.name != "sqlite":
        return []
    return sorted({str(row[0]) for row in conn.exec_driver_sql("PRAGMA foreign_key_check")})


def size_in_bytes(conn: Connection) -> int:
    """What the database takes on its disk, free pages included."""
    if conn.dialect.name == "sqlite":
        pages = conn.exec_driver_sql("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(pages.scalar_one())
    return int(conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def catch_up_sequences(conn: Connection) -> None:
    """After rows were put in with their numbers: sequences go on behind the highest. SQLite looks for itself."""
    if conn.dialect.name == "sqlite":
        return
    drawn = text(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"
    )
    for table, column in conn.execute(drawn).all():
        highest = f'SELECT COALESCE(MAX("{column}"), 0) + 1 FROM "{table}"'  # noqa: S608  # names of our own tables
        conn.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), ({highest}), false)"))


def lock_for_migration(conn: Connection) -> None:
    """One migration at a time; on SQLite BEGIN IMMEDIATE has seen to it."""
    if conn.dialect.name != "sqlite":
        conn.execute(text("SELECT pg_advisory_xact_lock(20210424)"))


def lock_patience(conn: Connection) -> None:
    """How long this transaction waits for a lock; SQLite has its busy_timeout."""
    if conn.dialect.name != "sqlite":
        conn.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'"))
