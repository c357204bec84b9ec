"""A database with a plan and one demo account for each role, and ways to be signed in to it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from lib.clock import now
from lib.db.board import set_setting, store_plan
from lib.db.engine import reading, writing
from lib.db.queries import accounts
from lib.definitions.document import document_text
from lib.definitions.folder import load
from lib.domain.canonical import digest_of
from lib.domain.plan import Plan
from lib.security import founding, sessions
from lib.security.handshake import SECRET

PROJECT = Path(__file__).resolve().parents[1]


@cache
def plan() -> Plan:
    """The plan of the repository."""
    return load(PROJECT / "data" / "plan")


@cache
def document() -> str:
    """The plan of the repository as the database keeps it."""
    return document_text(plan())


def found(engine: Engine, at: datetime | None = None) -> str:
    """Settle a demo board without facts in a migrated database; the password of its accounts."""
    text, at = document(), at or now()
    with writing(engine) as conn:
        set_setting(conn, "demo", "yes")
        store_plan(
            conn, code=plan().code, version=plan().version, digest=digest_of(text), document=text, account="operator"
        )
        founding.create_operator(conn, at)
        return founding.create_demo_accounts(conn, plan().unit, at)


def password_of(engine: Engine) -> str:
    """The password of the accounts that `found` made."""
    with reading(engine) as conn:
        password = accounts.demo_accounts(conn)[0].demo_password
    assert password is not None
    return password


def cookie_for(engine: Engine, username: str, at: datetime | None = None) -> str:
    """The cookie of a new session."""
    with writing(engine) as conn:
        return sessions.open_session(conn, username, at or now())


def handshake_of(username: str, cookie: str) -> dict[str, str]:
    """What the edge would tell the pages of this visitor: goes into `AppTest.user`."""
    return {"username": username, "session": sessions.hashed(cookie), "edge": SECRET}


def handshake_of_a_stranger() -> dict[str, str]:
    """What the edge would tell the pages of a visitor without a live session."""
    return {"username": "", "session": "stranger-1", "edge": SECRET}
