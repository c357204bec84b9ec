"""The questions asked at the doors of the board, each in a transaction of its own."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from lib.clock import now
from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.db.queries.board import is_demo, setting
from lib.db.shared import board_engine
from lib.domain.rights import ROLE_NAMES, Viewer
from lib.errors import Refused, Unavailable
from lib.security import accounts, audit, passwords, sessions, signing_in
from lib.security.sessions import Live

log = logging.getLogger("board.gate")

_notes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="last-action")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of a demo as the sign-in page shows it."""

    username: str
    display_name: str
    role_name: str
    password: str


def live_session(session_id: str) -> Live | None:
    """The session if it counts right now."""
    with reading(board_engine()) as conn:
        return sessions.live(conn, session_id, now())


def note_action(session: Live) -> Future[None] | None:
    """Note that the user acted, at most once a minute, beside the run that asks.

    Not within it: a page that only reads would wait for the write lock, all through a long import.
    """
    at = now()
    if not sessions.is_due_for_note(session, at):
        return None
    return _notes.submit(_note, session.session_id, at)


def _note(session_id: str, at: datetime) -> None:
    try:
        with writing(board_engine()) as conn:
            sessions.note_action(conn, session_id, at)
    except Unavailable as error:
        log.warning("last action not noted: %s", error)


def last_visit(session_id: str) -> datetime | None:
    """When the account of this session last acted in an earlier one; None if this is its first."""
    with reading(board_engine()) as conn:
        return queries.last_visit(conn, session_id)


def hint_is_due(viewer: Viewer) -> bool:
    """Whether the hint for the viewer's role was not put away yet by this account."""
    with reading(board_engine()) as conn:
        return setting(conn, _hint_of(viewer)) != viewer.role


def put_hint_away(viewer: Viewer) -> None:
    """Show it no more to this account, on whatever day and browser, until it has another role."""
    with writing(board_engine()) as conn:
        set_setting(conn, _hint_of(viewer), viewer.role)


def _hint_of(viewer: Viewer) -> str:
    return f"hint_read:{viewer.username}"


def sign_in(username: str, password: str, source: str) -> str | None:
    """A one-time code for the right password, else None."""
    return signing_in.attempt(board_engine(), username, password, now(), source)


def sign_out(session_id: str) -> None:
    """End the session: its cookie is dead from here on."""
    with writing(board_engine()) as conn:
        sessions.end(conn, session_id, "退出登录", now())


def change_password(session: Live, old: str, new: str, again: str) -> None:
    """Set a new password, typed twice, after the old one; a wrong old one counts as a failed sign-in."""
    username = session.viewer.username
    if new != again:
        raise Refused("两次输入的新密码不一致")
    passwords.refuse_weak(new, username)
    if not signing_in.confirm(board_engine(), username, old, now()):
        raise Refused("原密码不正确（连续输错 5 次，账号锁定 30 分钟）")
    with writing(board_engine()) as conn:
        accounts.change_own_password(conn, session.viewer, new, now(), session_id=session.session_id)


def record_refusal(viewer: Viewer, subject: str) -> None:
    """Note in the trail that the viewer asked for a page without the right to it."""
    with writing(board_engine()) as conn:
        audit.record(conn, viewer.username, "page_refused", subject)


def demo_accounts() -> list[DemoAccount]:
    """The accounts to try the board with; none outside a demo database."""
    with reading(board_engine()) as conn:
        rows = queries.demo_accounts(conn) if is_demo(conn) else []
    return [
        DemoAccount(row.username, row.display_name, ROLE_NAMES[row.role], row.demo_password)
        for row in rows
        if row.role is not None and row.demo_password is not None
    ]


def shows_demo_facts() -> bool:
    """Whether the facts of this board are simulated."""
    with reading(board_engine()) as conn:
        return is_demo(conn)
