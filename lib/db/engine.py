"""The engine, and the two ways to use it: `reading` one snapshot, `writing` under the one write lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import ArgumentError

from lib.db.board_tables import chain_tail
from lib.db.dialects import WRITES, begin_sqlite, in_turn, lock_patience, prepare_sqlite
from lib.db.failures import told_in_chinese
from lib.errors import Unavailable

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_FILE = PROJECT / "data" / "board.db"
_LOCK = select(chain_tail.c.id).with_for_update()


def open_engine(url: str | None = None) -> Engine:
    """The engine of `url`, else of DATABASE_URL, else of data/board.db. Opens no connection yet."""
    asked = url or os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_FILE}"
    try:
        address = make_url(asked)
        return _sqlite_engine(address) if address.get_backend_name() == "sqlite" else _server_engine(address)
    except (ArgumentError, ImportError) as error:
        raise Unavailable(
            "DATABASE_URL 写法不对：应如 postgresql://账号:口令@主机/库名 或 sqlite:////绝对路径"
        ) from error


def open_read_engine(url: str | None = None) -> Engine:
    """The engine for reading pages: `url`, else DATABASE_READ_URL, else the same as `open_engine`."""
    return open_engine(url or os.environ.get("DATABASE_READ_URL"))


def _sqlite_engine(address: URL) -> Engine:
    """A relative path is meant from the project's folder, whatever folder the command runs in."""
    if address.database and address.database != ":memory:":
        address = address.set(database=str(PROJECT / address.database))
    engine = create_engine(address, pool_size=20, max_overflow=20)
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def _server_engine(address: URL) -> Engine:
    """A server that is away is noticed within 3 s: 2 to connect, 1 for a line that went dead."""
    waits = {"connect_timeout": 2, "tcp_user_timeout": 1000}
    pool = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 30, "pool_timeout": 3}
    return create_engine(address, connect_args=waits, **pool)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one unchanging state of the database and cannot write."""
    with told_in_chinese(), engine.connect() as conn:
        if conn.dialect.name != "sqlite":
            conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with conn.begin():
            yield conn


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction under the one write lock: committed at the end, rolled back by any exception.

    The lock is the row of `chain_tail` (on SQLite BEGIN IMMEDIATE): who waited sees what the one
    before committed, so checks made inside still hold when the facts are appended.
    """
    with told_in_chinese(), in_turn(engine), engine.connect() as conn:
        conn.execution_options(**{WRITES: True})
        with conn.begin():
            lock_patience(conn)
            locked = conn.execute(_LOCK).first()
            if locked is None:
                raise Unavailable("数据库缺少链尾记录（chain_tail）：请从备份恢复")
            yield conn
