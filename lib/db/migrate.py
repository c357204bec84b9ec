"""The schema: migrations run from code, each followed by making the guards anew and checking them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, Engine, inspect

from lib.db import append_only, roles
from lib.db.dialects import WRITES, broken_references, foreign_keys_at_the_end, lock_for_migration
from lib.db.engine import reading
from lib.db.failures import told_in_chinese
from lib.db.tables import metadata
from lib.errors import Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; nothing is touched where the newest is there and all stands."""
    if revision == "head" and _stands(engine):
        return
    with changing(engine) as config:
        command.upgrade(config, revision)


def _stands(engine: Engine) -> bool:
    """Whether there is nothing to do: asked first, for the board's own account may change no table."""
    with reading(engine) as conn:
        return (
            schema_revision(conn) == newest_revision()
            and not append_only.missing_guards(conn)
            and not missing_checks(conn)
        )


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision` (base: empty); Refused where facts would be lost."""
    with changing(engine) as config:
        command.downgrade(config, revision)


def upgrade_within(config: Config, revision: str) -> None:
    """Bring the schema up to `revision` inside `changing`, beside whatever else its transaction does."""
    command.upgrade(config, revision)


def knows_revision(revision: str) -> bool:
    """Whether this program has the migration `revision`."""
    return any(one.revision == revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def verify_guards(engine: Engine) -> None:
    """At start: Unavailable unless the schema is the newest and every guard and constraint stands."""
    with reading(engine) as conn:
        if schema_revision(conn) != newest_revision():
            raise Unavailable("数据库版本与程序不符：请先运行 python -m lib init")
        _demand_everything(conn)


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


@contextmanager
def changing(engine: Engine) -> Iterator[Config]:
    """One transaction to change the schema in; then guards and rights anew, and a look whether all stands."""
    config = _config()
    with told_in_chinese(), engine.connect() as conn, foreign_keys_at_the_end(conn):
        conn.execution_options(**{WRITES: True})
        with conn.begin():
            lock_for_migration(conn)
            if conn.dialect.name != "sqlite":
                roles.drop_views(conn)
            config.attributes["connection"] = conn
            yield config
            append_only.rebuild_guards(conn)
            broken = broken_references(conn)
            if broken:
                raise Unavailable(f"升级后 {'、'.join(broken)} 中有记录失去所指，已全部撤回：请联系维护人员")
            if schema_revision(conn) == newest_revision():
                _demand_everything(conn)
                if conn.dialect.name != "sqlite":
                    roles.renew_rights(conn)


def _demand_everything(conn: Connection) -> None:
    append_only.demand_guards(conn)
    lost = missing_checks(conn)
    if lost:
        raise Unavailable(f"数据库缺少约束：{'、'.join(lost)}。请从备份恢复，或用 python -m lib init 建新库")


def missing_checks(conn: Connection) -> list[str]:
    """Names of CHECK constraints of the code that the database has not (a rebuilt SQLite table loses them)."""
    found = inspect(conn).get_multi_check_constraints()
    standing = {check["name"] for checks in found.values() for check in checks}
    wanted = {
        str(one.name)
        for table in metadata.sorted_tables
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    }
    return sorted(wanted - standing)
