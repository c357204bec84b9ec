"""No fact is ever changed or removed: the database itself refuses, and says so at start if it cannot."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, Engine, delete, select, text, update
from sqlalchemy.exc import DatabaseError

from lib.db import tables
from lib.db.append_only import APPEND_ONLY, missing_guards
from lib.db.board import store_plan
from lib.db.dialects import WRITES
from lib.db.engine import reading, writing
from lib.db.facts import Fact, append, correct
from lib.db.migrate import downgrade, migrate, verify_guards
from lib.errors import Unavailable
from tests.db.cast import OF_RESULTS, OFFICE, REPORT, one_of_each

OURS = [*tables.FACTS, "plan_version"]
BEFORE_ACCOUNTS = "0001"


def fill(engine: Engine, of_results: Sequence[Fact] = OF_RESULTS) -> None:
    """A row in every append-only table of this room."""
    with writing(engine) as conn:
        append(conn, [*one_of_each(1), *of_results], OFFICE)
        correct(conn, 1, REPORT, reason="笔误", approver="张", origin=OFFICE)
        store_plan(conn, code="fuyuan", version="1", digest="ab", document="{}", account="zhang")


def rewrite(engine: Engine, table: str, verb: str) -> None:
    whole = tables.metadata.tables[table]
    key = next(iter(whole.primary_key)).name
    statement = {
        "update": update(whole).values({"account": "someone"} if "account" in whole.c else {key: 77}),
        "delete": delete(whole),
        "truncate": text(f"TRUNCATE TABLE {table} CASCADE"),
        "replace": text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"),
        "upsert": text(
            f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 = 1 ON CONFLICT ({key}) DO UPDATE SET account = 'x'"
        ),
    }[verb]
    with writing(engine) as conn:
        conn.execute(statement)


def verbs(engine: Engine) -> list[str]:
    return ["update", "delete", "replace" if engine.dialect.name == "sqlite" else "truncate"]


def content(conn: Connection, table: str) -> list[tuple[object, ...]]:
    whole = tables.metadata.tables[table]
    return [tuple(row) for row in conn.execute(select(whole).order_by(next(iter(whole.primary_key))))]


@pytest.mark.parametrize("table", OURS)
def test_a_row_is_never_changed_removed_or_replaced(engine: Engine, table: str) -> None:
    fill(engine)
    with reading(engine) as conn:
        before = content(conn, table)
    for verb in verbs(engine):
        with pytest.raises(DatabaseError, match="never changed or removed"):
            rewrite(engine, table, verb)
    with reading(engine) as conn:
        assert content(conn, table) == before != []


@pytest.mark.parametrize("table", tables.FACTS)
def test_an_upsert_is_refused(engine: Engine, table: str) -> None:
    fill(engine)
    with pytest.raises(DatabaseError, match="never changed or removed"):
        rewrite(engine, table, "upsert")


def test_replace_is_refused_by_any_unique_key_even_without_the_pragma(sqlite_engine: Engine) -> None:
    fill(sqlite_engine)
    columns = [column.name for column in tables.case_event.columns if column.name not in ("number", "position")]
    listed = ", ".join(f'"{name}"' for name in columns)
    with sqlite_engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA recursive_triggers=OFF")
        conn.execution_options(**{WRITES: True}).commit()
        with pytest.raises(DatabaseError, match="never changed or removed"):
            conn.execute(
                text(
                    f"INSERT OR REPLACE INTO case_event (number, position, {listed}) "
                    f"SELECT 900, 900, {listed} FROM case_event"
                )
            )


@pytest.mark.parametrize("table", OURS)
def test_the_guards_stand_again_after_a_migration_back_and_forth(empty_engine: Engine, table: str) -> None:
    migrate(empty_engine)
    downgrade(empty_engine, "base")
    migrate(empty_engine)
    verify_guards(empty_engine)
    fill(empty_engine)
    for verb in verbs(empty_engine):
        with pytest.raises(DatabaseError, match="never changed or removed"):
            rewrite(empty_engine, table, verb)


def test_the_guards_of_facts_stand_at_an_earlier_revision_too(engine: Engine) -> None:
    fill(engine, ())
    downgrade(engine, BEFORE_ACCOUNTS)
    with pytest.raises(DatabaseError, match="never changed or removed"):
        rewrite(engine, "report", "delete")


def remove_guard(engine: Engine, table: str) -> None:
    with engine.connect() as conn:
        conn.execution_options(**{WRITES: True})
        with conn.begin():
            if engine.dialect.name == "sqlite":
                conn.execute(text(f"DROP TRIGGER guard_{table}_delete"))
            else:
                conn.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER guard_{table}"))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_a_missing_guard_is_named_and_made_again(engine: Engine, table: str) -> None:
    remove_guard(engine, table)
    with reading(engine) as conn:
        assert missing_guards(conn) == [table]
    with pytest.raises(Unavailable, match=f"缺少防改触发器：{table}"):
        verify_guards(engine)
    migrate(engine)
    verify_guards(engine)


def test_a_guard_that_was_weakened_counts_as_missing(engine: Engine) -> None:
    with engine.connect() as conn:
        conn.execution_options(**{WRITES: True})
        with conn.begin():
            if engine.dialect.name == "sqlite":
                conn.execute(text("DROP TRIGGER guard_report_update"))
                conn.execute(
                    text("CREATE TRIGGER guard_report_update BEFORE UPDATE ON report WHEN 0 BEGIN SELECT 1; END")
                )
            else:
                conn.execute(text("CREATE OR REPLACE FUNCTION guard_rows() RETURNS trigger LANGUAGE plpgsql "
                                  "AS $$BEGIN RETURN NULL; END$$"))  # fmt: skip
    with pytest.raises(Unavailable, match="report"):
        verify_guards(engine)


def test_reading_cannot_write(engine: Engine) -> None:
    with pytest.raises(Unavailable, match="只读"), reading(engine) as conn:
        conn.execute(update(tables.metadata.tables["chain_tail"]).values(last_number=5))
