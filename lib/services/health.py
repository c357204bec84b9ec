"""How the board itself fares: how fresh and large its data are, what ran last, who is in; no business data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine

from lib.db.dialects import size_in_bytes
from lib.db.engine import reading
from lib.db.queries import accounts, board, chain
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed

# Settings that tell of the last run of a job: an instant, then words. Others may be added by their jobs.
JOBS = {"last_backup": "备份", "last_verify": "核对留痕"}
DUE_AFTER = {"last_backup": timedelta(days=1, hours=12), "last_verify": timedelta(days=8)}


@dataclass(frozen=True, slots=True)
class Job:
    """A job by its name: when it ran last (None: never noted), what it said, whether it is time again."""

    name: str
    ran_at: datetime | None
    said: str
    due: bool


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the board's data, jobs and sessions."""

    last_number: int
    last_stored_at: datetime | None
    last_occurred_on: date | None
    size_bytes: int
    engine_name: str
    audit_rows: int
    open_sessions: int
    jobs: tuple[Job, ...]
    demo: bool


def health(engine: Engine, viewer: Viewer, at: datetime, *, idle: timedelta, longest: timedelta) -> Health:
    """For the system administrator; a session counts that acted within `idle` and is younger than `longest`."""
    if not may_act(viewer, "watch_health"):
        raise NotAllowed(f"{viewer.role_name}不能查看运行情况；由系统管理员查看")
    with reading(engine) as conn:
        return Health(
            chain.last_number(conn),
            chain.last_stored_at(conn),
            chain.last_occurred_on(conn),
            size_in_bytes(conn),
            engine.dialect.name,
            accounts.audit_tail(conn)[1],
            accounts.count_live_sessions(conn, at - idle, at - longest),
            tuple(_job(conn, key, at) for key in JOBS),
            board.is_demo(conn),
        )


def _job(conn: Connection, key: str, at: datetime) -> Job:
    when, _, said = (board.setting(conn, key) or "").partition(" ")
    try:
        ran_at = datetime.fromisoformat(when)
    except ValueError:
        return Job(JOBS[key], None, "", due=True)
    if ran_at.tzinfo is None:
        return Job(JOBS[key], None, f"记录的时间“{when[:40]}”没有时区", due=True)
    return Job(JOBS[key], ran_at, said, at - ran_at > DUE_AFTER[key])
