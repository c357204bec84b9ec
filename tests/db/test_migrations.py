"""Migrations: from nothing, twice, back and forth; never at the price of a fact."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, delete, inspect
from sqlalchemy.exc import DatabaseError

from lib.db import tables
from lib.db.engine import reading, writing
from lib.db.facts import append
from lib.db.migrate import changing, downgrade, migrate, newest_revision, schema_revision, verify_guards
from lib.db.queries import facts
from lib.errors import Refused, Unavailable
from tests.db.cast import OFFICE, one_of_each


def test_migrating_twice_is_harmless(engine: Engine) -> None:
    with writing(engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    migrate(engine)
    migrate(engine)
    with reading(engine) as conn:
        assert schema_revision(conn) == newest_revision()
        assert len(facts.reports(conn)) == 1


def test_the_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        found = compare_metadata(context, tables.metadata)
    assert [one for one in found if "comment" not in str(one[0])] == []


def test_a_downgrade_of_an_empty_board_leaves_no_table(engine: Engine) -> None:
    downgrade(engine, "base")
    with engine.connect() as conn:
        assert inspect(conn).get_table_names() == ["alembic_version"]


def test_a_downgrade_that_would_drop_facts_is_refused_and_changes_nothing(engine: Engine) -> None:
    with writing(engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    with pytest.raises(Refused, match="降级会丢失事实"):
        downgrade(engine, "base")
    verify_guards(engine)
    with reading(engine) as conn:
        assert len(facts.events(conn)) == 1


def test_two_who_migrate_at_once_do_not_collide(empty_engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [empty_engine] * 4))
    verify_guards(empty_engine)


def rebuild(engine: Engine, table: str, lose: str | None = None) -> None:
    """What a later migration may do: on SQLite the table is made anew, without its triggers."""
    with changing(engine) as config:
        operations = Operations(MigrationContext.configure(config.attributes["connection"]))
        with operations.batch_alter_table(table, recreate="always") as batch:
            if lose:
                batch.drop_constraint(lose, type_="check")


def test_a_rebuilt_table_keeps_its_rows_guards_and_references(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    rebuild(sqlite_engine, "report")
    verify_guards(sqlite_engine)
    with reading(sqlite_engine) as conn:
        assert len(facts.verifications(conn)) == 1
        assert conn.exec_driver_sql("PRAGMA query_only").scalar_one() == 1
        assert conn.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    with pytest.raises(DatabaseError, match="never changed or removed"), writing(sqlite_engine) as conn:
        conn.execute(delete(tables.report))


def test_a_rebuild_that_loses_constraints_is_undone(sqlite_engine: Engine) -> None:
    with pytest.raises(Unavailable, match="ck_case_event_no_empty_text"):
        rebuild(sqlite_engine, "case_event", lose="ck_case_event_no_empty_text")
    verify_guards(sqlite_engine)


def test_a_migration_that_leaves_a_verdict_without_report_is_undone(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    with pytest.raises(Unavailable, match="verification"), changing(sqlite_engine) as config:
        conn = config.attributes["connection"]
        conn.exec_driver_sql("DROP TRIGGER guard_report_delete")
        conn.execute(delete(tables.report))
    verify_guards(sqlite_engine)
    with reading(sqlite_engine) as conn:
        assert len(facts.verifications(conn)) == 1


def test_a_board_without_schema_says_what_to_do(empty_engine: Engine) -> None:
    with pytest.raises(Unavailable, match="python -m lib init"):
        verify_guards(empty_engine)
    with pytest.raises(Unavailable, match="python -m lib init"), reading(empty_engine) as conn:
        facts.events(conn)


def test_a_board_of_another_version_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.db.migrate.newest_revision", lambda: "9999")
    with pytest.raises(Unavailable, match="版本与程序不符"):
        verify_guards(engine)
