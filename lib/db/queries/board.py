"""The plan in force, the versions before it, and the settings of the board."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from lib.db.board_tables import board_setting, chain_tail, plan_version
from lib.db.count_tables import counts_head


class PlanVersion(NamedTuple):
    """One published plan without its document."""

    id: int
    code: str
    version: str
    digest: str
    published_at: datetime
    account: str


class Now(NamedTuple):
    """The plan in force, the number of the last fact, whether the facts are simulated, and by which rules the counts were
    made (None: they never were)."""

    digest: str | None
    last_number: int
    demo: bool
    rules: str | None


_IN_FORCE = select(plan_version.c.digest).order_by(plan_version.c.id.desc()).limit(1)
_SETTING = select(board_setting.c.value).where(board_setting.c.key == bindparam("key"))
_NOW = select(
    _IN_FORCE.scalar_subquery(),
    chain_tail.c.last_number,
    select(board_setting.c.value).where(board_setting.c.key == "demo").scalar_subquery(),
    select(counts_head.c.rules).scalar_subquery(),
)


def plan_versions(conn: Connection) -> list[PlanVersion]:
    """One row a published plan, the oldest first; the last is in force."""
    rows = select(*(plan_version.c[name] for name in PlanVersion._fields)).order_by(plan_version.c.id)
    return list(map(PlanVersion._make, conn.execute(rows)))


def current_plan_document(conn: Connection) -> str | None:
    """The canonical JSON of the plan in force; None before the first is published."""
    newest = select(plan_version.c.document).order_by(plan_version.c.id.desc()).limit(1)
    return conn.execute(newest).scalar()


def current_plan_digest(conn: Connection) -> str | None:
    """The digest of the plan in force; None before the first is published."""
    return conn.execute(_IN_FORCE).scalar()


def now_shown(conn: Connection) -> Now:
    """What every run of every page asks first."""
    digest, last_number, demo, rules = conn.execute(_NOW).one()
    return Now(digest, last_number, demo == "yes", rules)


def plan_document(conn: Connection, digest: str) -> str | None:
    """The canonical JSON of the plan with this digest; None if it was never published."""
    same = select(plan_version.c.document).where(plan_version.c.digest == digest).limit(1)
    return conn.execute(same).scalar()


def setting(conn: Connection, key: str) -> str | None:
    """The value of one setting; None if it is not set."""
    return conn.execute(_SETTING, {"key": key}).scalar()


def is_demo(conn: Connection) -> bool:
    """The facts of this board are simulated (演示数据)."""
    return setting(conn, "demo") == "yes"
