"""A database that cannot be used says so in Chinese, soon, and works again when it is back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from lib.db import engine as engines
from lib.db.engine import DEFAULT_FILE, PROJECT, open_engine, open_read_engine, reading, writing
from lib.db.facts import append
from lib.db.queries import facts
from lib.errors import Unavailable
from tests.db.cast import OFFICE, REPORT

SOON_S = 3.0


@contextmanager
def told_soon(part: str) -> Iterator[None]:
    began = time.monotonic()
    with pytest.raises(Unavailable, match=part):
        yield
    assert time.monotonic() - began < SOON_S + 0.5  # half a second for a busy machine


def unreachable(address: str) -> None:
    opened = open_engine(address)
    try:
        for way in (reading, writing):
            with told_soon("数据库连接不上"), way(opened):
                pass
    finally:
        opened.dispose()


def test_a_server_that_is_not_there_is_told_within_three_seconds() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        unreachable(f"postgresql://board@127.0.0.1:{unused.getsockname()[1]}/board")


def test_a_server_that_never_answers_is_told_within_three_seconds() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        unreachable(f"postgresql://board@127.0.0.1:{mute.getsockname()[1]}/board")


@pytest.mark.postgresql
def test_a_database_that_went_away_and_came_back_needs_no_restart(
    postgresql_engine: Engine, postgresql_admin: Engine
) -> None:
    with reading(postgresql_engine):
        pass
    with postgresql_admin.connect() as conn:
        conn.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": postgresql_engine.url.database},
        )
    with writing(postgresql_engine) as conn:
        append(conn, [REPORT], OFFICE)


@pytest.mark.postgresql
def test_an_act_whose_connection_breaks_is_told_and_leaves_nothing(
    postgresql_engine: Engine, postgresql_admin: Engine
) -> None:
    with told_soon("数据库连接不上"), writing(postgresql_engine) as conn:
        append(conn, [REPORT], OFFICE)
        with postgresql_admin.connect() as admin:
            admin.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": postgresql_engine.url.database},
            )
        facts.reports(conn)
    with reading(postgresql_engine) as conn:
        assert facts.reports(conn) == []


@pytest.mark.postgresql
def test_a_database_that_does_not_exist_is_told(postgresql_admin: Engine) -> None:
    opened = open_engine(postgresql_admin.url.set(database="nowhere").render_as_string(hide_password=False))
    with told_soon("数据库(不存在|连接不上)"), reading(opened):
        pass
    opened.dispose()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    opened = open_engine(f"sqlite:///{tmp_path}/none/board.db")
    with told_soon("打不开"), writing(opened):
        pass
    opened.dispose()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "board.db").write_bytes(b"no database" * 1000)
    opened = open_engine(f"sqlite:///{tmp_path}/board.db")
    with told_soon("损坏"), reading(opened):
        pass
    opened.dispose()


def test_a_full_disk_refuses_and_keeps_what_was_stored(sqlite_engine: Engine) -> None:
    with writing(sqlite_engine) as conn:
        append(conn, [REPORT], OFFICE)
    with told_soon("磁盘已满"), writing(sqlite_engine) as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        append(conn, [REPORT._replace(text="长" * 100_000)], OFFICE)
    with reading(sqlite_engine) as conn:
        assert len(facts.reports(conn)) == 1


def test_a_busy_file_is_told(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    other = create_engine(sqlite_engine.url)  # as another process would hold it
    with other.connect() as conn:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        with sqlite_engine.connect() as impatient:
            impatient.exec_driver_sql("PRAGMA busy_timeout=50")
        with told_soon("数据库正忙"), writing(sqlite_engine):
            pass
    other.dispose()


def test_faults_of_the_program_are_not_disguised(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)syntax") as raised, reading(engine) as conn:
        conn.execute(text("SELEKT 1"))
    assert not isinstance(raised.value, Unavailable)
    assert engine.dialect.name != "sqlite" or isinstance(raised.value, OperationalError)


def test_an_address_nobody_understands_is_told() -> None:
    for address in ("no address", "oracle+nothing://x"):
        with pytest.raises(Unavailable, match="DATABASE_URL"):
            open_engine(address)


def test_the_address_comes_from_the_environment_else_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    assert open_engine().url.database == str(DEFAULT_FILE)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/other.db")
    assert open_engine().url.database == str(PROJECT / "data" / "other.db")
    assert open_read_engine().url == open_engine().url
    monkeypatch.setenv("DATABASE_READ_URL", "postgresql://reader@replica/board")
    assert open_read_engine().url.host == "replica"
    assert open_read_engine().driver == "psycopg"
    assert open_engine().url.database == str(PROJECT / "data" / "other.db")


def test_sqlite_is_opened_for_safety(sqlite_engine: Engine) -> None:
    assert engines.DEFAULT_FILE.is_absolute()
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with reading(sqlite_engine) as conn:
        assert {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted} == wanted
