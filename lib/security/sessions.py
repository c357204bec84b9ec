"""Sessions on the server: opened by a one-time code, looked up at every click, dead once ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, update

from lib.db.accounts_tables import claim_code, sign_in_session
from lib.db.queries import accounts as queries
from lib.db.queries.accounts import SessionRow
from lib.domain.rights import Viewer
from lib.security import audit, passwords

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
CLAIM_LIFETIME = timedelta(seconds=30)
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Live:
    """A session that counts at the moment of asking."""

    session_id: str
    viewer: Viewer
    must_change: bool
    acted_at: datetime


def hashed(secret: str) -> str:
    """What of a cookie or code is stored: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def issue_claim(conn: Connection, username: str, at: datetime) -> str:
    """A one-time code for the browser that has just shown the right password."""
    code = secrets.token_urlsafe(32)
    conn.execute(delete(claim_code).where(claim_code.c.expires_at < at))
    conn.execute(insert(claim_code).values(code_hash=hashed(code), username=username, expires_at=at + CLAIM_LIFETIME))
    return code


def redeem_claim(conn: Connection, code: str, at: datetime) -> str | None:
    """The cookie of a new session for a code neither used nor expired; None otherwise."""
    spent = conn.execute(
        update(claim_code)
        .where(claim_code.c.code_hash == hashed(code), claim_code.c.used_at.is_(None), claim_code.c.expires_at >= at)
        .values(used_at=at)
        .returning(claim_code.c.username)
    ).scalar_one_or_none()
    account = None if spent is None else queries.account_named(conn, spent)
    if account is None or account.disabled_at is not None:
        audit.record(conn, spent or "-", "claim_refused", "一次性码", "已用、过期或不存在")
        return None
    return open_session(conn, account.username, at)


def open_session(conn: Connection, username: str, at: datetime) -> str:
    """The cookie of a new session of that account."""
    cookie = secrets.token_urlsafe(32)
    conn.execute(
        insert(sign_in_session).values(session_id=hashed(cookie), username=username, created_at=at, acted_at=at)
    )
    audit.record(conn, username, "session_opened", username)
    return cookie


def live(conn: Connection, session_id: str, at: datetime) -> Live | None:
    """The session if it still counts: not ended, not idle, not too old, its account in use and with a role."""
    row = queries.session_with_id(conn, session_id)
    if row is None or not _counts(row, at):
        return None
    viewer = Viewer(row.username, row.display_name, row.role or "", row.unit_code, row.unit_kind)
    expired = passwords.is_expired(row.changed_at, at)
    return Live(row.session_id, viewer, row.must_change or expired, row.acted_at)


def _counts(row: SessionRow, at: datetime) -> bool:
    return (
        row.ended_at is None
        and row.disabled_at is None
        and row.role is not None
        and at - row.acted_at < IDLE
        and at - row.created_at < ABSOLUTE
    )


def is_due_for_note(session: Live, at: datetime) -> bool:
    """Whether the last action noted is old enough to be noted anew; sparing a write at every click."""
    return at - session.acted_at >= NOTED_EVERY


def note_action(conn: Connection, session_id: str, at: datetime) -> None:
    """Store that the user acted just now."""
    conn.execute(
        update(sign_in_session)
        .where(sign_in_session.c.session_id == session_id, sign_in_session.c.ended_at.is_(None))
        .values(acted_at=at)
    )


def end(conn: Connection, session_id: str, because: str, at: datetime) -> None:
    """End one session; nothing happens if it has ended already."""
    username = conn.execute(
        update(sign_in_session)
        .where(sign_in_session.c.session_id == session_id, sign_in_session.c.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
        .returning(sign_in_session.c.username)
    ).scalar_one_or_none()
    if username is not None:
        audit.record(conn, username, "session_ended", username, because)


def end_all(conn: Connection, username: str, because: str, at: datetime, *, but: str | None = None) -> int:
    """End every session of an account but one; how many."""
    query = update(sign_in_session).where(sign_in_session.c.username == username, sign_in_session.c.ended_at.is_(None))
    if but is not None:
        query = query.where(sign_in_session.c.session_id != but)
    # fetched, because rowcount of an UPDATE is not the same on every driver
    ended = query.values(ended_at=at, ended_because=because).returning(sign_in_session.c.session_id)
    return len(conn.execute(ended).all())
