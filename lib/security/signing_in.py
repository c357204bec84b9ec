"""The attempt to sign in: the same answer and the same time for everyone who is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, update

from lib.db.accounts_tables import account
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.db.queries.accounts import AccountRow
from lib.db.queries.board import is_demo
from lib.security import audit, passwords, sessions

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=30)
REFUSAL = "用户名或密码不正确，或账号已停用、已锁定。连续输错 5 次，账号锁定 30 分钟。"


def attempt(engine: Engine, username: str, password: str, at: datetime, source: str = "-") -> str | None:
    """A one-time code for the right password, else None; either way one row in the trail.

    The password is checked outside the transaction, which holds the only write lock; the count of failures
    is read again inside it, so guesses made side by side are all counted.
    """
    username = username.strip().lower()
    correct = _matches(engine, username, password)
    with writing(engine) as conn:
        passed = _decide(conn, username, correct, at, "sign_in", source)
        return sessions.issue_claim(conn, username, at) if passed else None


def confirm(engine: Engine, username: str, password: str, at: datetime) -> bool:
    """Whether someone signed in knows the password; wrong answers are counted like failed sign-ins."""
    correct = _matches(engine, username, password)
    with writing(engine) as conn:
        return _decide(conn, username, correct, at, "password_confirmed", "修改密码")


def _matches(engine: Engine, username: str, password: str) -> bool:
    with reading(engine) as conn:
        known = queries.account_named(conn, username)
    return passwords.matches(password, known.password_hash if known else None)


def _decide(conn: Connection, username: str, correct: bool, at: datetime, act: str, source: str) -> bool:
    row = queries.account_named(conn, username)
    if row is None:
        audit.record(conn, "-", f"{act}_refused", "未知账号", f"来自 {source}")
        return False
    why_not = _why_not(row, at)
    if row.demo and not is_demo(conn):
        why_not = "库中有真实数据，演示账号不可登录"
    if correct and why_not is None:
        conn.execute(update(account).where(account.c.username == username).values(failures=0, locked_until=None))
        audit.record(conn, username, act, username, f"来自 {source}")
        return True
    audit.record(conn, username, f"{act}_refused", username, f"{why_not or '密码不正确'}，来自 {source}")
    if why_not is None:
        _count_failure(conn, row, at)
    return False


def _why_not(row: AccountRow, at: datetime) -> str | None:
    """Why even the right password does not do; None if it does."""
    if row.disabled_at is not None:
        return "账号已停用"
    if is_locked(row, at):
        return "账号已锁定"
    if row.password_hash is None or row.role is None:
        return "账号不可登录或尚未授权"
    return None


def is_locked(row: AccountRow, at: datetime) -> bool:
    """Whether the account is locked at that moment."""
    return row.locked_until is not None and at < row.locked_until


def _count_failure(conn: Connection, row: AccountRow, at: datetime) -> None:
    failures = row.failures + 1
    locks = failures >= MOST_FAILURES
    conn.execute(
        update(account)
        .where(account.c.username == row.username)
        .values(failures=0 if locks else failures, locked_until=at + LOCKED_FOR if locks else None)
    )
    if locks:
        audit.record(conn, row.username, "locked", row.username, f"连续 {MOST_FAILURES} 次失败，锁定 30 分钟")
