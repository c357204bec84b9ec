"""The schema: migrations run from code, each followed by making the guards anew and checking them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from lib.db import append_only
from lib.db.dialects import WRITES, lock_for_migration
from lib.db.engine import reading
from lib.db.failures import told_in_chinese
from lib.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; harmless when it is there already."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision` (base: empty); Refused where facts would be lost."""
    _run(engine, lambda config: command.downgrade(config, revision))


def verify_guards(engine: Engine) -> None:
    """At start: Unavailable unless the schema is the newest and every append-only table is guarded."""
    with reading(engine) as conn:
        if schema_revision(conn) != newest_revision():
            raise Unavailable("数据库版本与程序不符：请先运行 python -m lib init")
        append_only.demand_guards(conn)


def schema_revision(conn: Connection) -> str | None:
    """The revision the database is at; None before the first migration."""
    return MigrationContext.configure(conn).get_current_revision()


def newest_revision() -> str | None:
    """The revision this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(engine: Engine, act: Callable[[Config], None]) -> None:
    """One transaction: the migrations, the guards, and the look whether all of them stand."""
    config = _config()
    with told_in_chinese(), engine.connect() as conn:
        conn.execution_options(**{WRITES: True})
        with conn.begin():
            lock_for_migration(conn)
            config.attributes["connection"] = conn
            act(config)
            append_only.rebuild_guards(conn)
            if schema_revision(conn) == newest_revision():
                append_only.demand_guards(conn)
