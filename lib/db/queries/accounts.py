"""Reading accounts, sessions and the audit trail."""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, case, func, select

from lib.db.accounts_tables import account, audit_row, former_password, sign_in_session
from lib.db.board_tables import chain_tail


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as stored, with its password hash: for the security room only."""

    username: str
    display_name: str
    role: str | None
    unit_code: str | None
    unit_kind: str | None
    password_hash: str | None
    must_change: bool
    changed_at: datetime
    disabled_at: datetime | None
    failures: int
    locked_until: datetime | None
    demo: bool
    demo_password: str | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with what of its account decides whether it still counts."""

    session_id: str
    username: str
    created_at: datetime
    acted_at: datetime
    ended_at: datetime | None
    display_name: str
    role: str | None
    unit_code: str | None
    unit_kind: str | None
    must_change: bool
    changed_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the audit trail, letter for letter."""

    seq: int
    at: str
    account: str
    os_user: str | None
    act: str
    subject: str
    detail: str | None
    previous_hash: str
    row_hash: str


_ACCOUNT = [account.c[name] for name in AccountRow.__slots__]
_SESSION = [
    *(sign_in_session.c[name] for name in ("session_id", "username", "created_at", "acted_at", "ended_at")),
    *(account.c[name] for name in SessionRow.__slots__[5:]),
]
_SESSION_WITH_ID = (
    select(*_SESSION)
    .join(account, account.c.username == sign_in_session.c.username)
    .where(sign_in_session.c.session_id == bindparam("session_id"))
)
_AUDIT = [audit_row.c[name] for name in AuditRow.__slots__]
_AUDIT_TAIL = select(chain_tail.c.audit_hash, chain_tail.c.audit_rows)


def account_named(conn: Connection, username: str) -> AccountRow | None:
    """The account of that name, or None."""
    row = conn.execute(select(*_ACCOUNT).where(account.c.username == username)).one_or_none()
    return None if row is None else AccountRow(*row)


def all_accounts(conn: Connection) -> list[AccountRow]:
    """Every account, by name."""
    return [AccountRow(*row) for row in conn.execute(select(*_ACCOUNT).order_by(account.c.username))]


def display_names(conn: Connection, usernames: Collection[str]) -> dict[str, str]:
    """The names of the people behind these accounts, disabled ones too; what is no account of this board is absent."""
    rows = select(account.c.username, account.c.display_name).where(account.c.username.in_(usernames))
    return {row.username: row.display_name for row in conn.execute(rows)}


def demo_accounts(conn: Connection) -> list[AccountRow]:
    """The demo accounts in use, in the order in which they were made."""
    query = select(*_ACCOUNT).where(account.c.demo, account.c.disabled_at.is_(None))
    return [AccountRow(*row) for row in conn.execute(query.order_by(account.c.created_at, account.c.username))]


def former_hashes(conn: Connection, username: str, count: int) -> list[str]:
    """The last `count` password hashes of an account, the present one included, newest first."""
    query = select(former_password.c.password_hash).where(former_password.c.username == username)
    return list(conn.scalars(query.order_by(former_password.c.id.desc()).limit(count)))


def session_with_id(conn: Connection, session_id: str) -> SessionRow | None:
    """The session of that id with its account, ended ones included; None if there never was one."""
    row = conn.execute(_SESSION_WITH_ID, {"session_id": session_id}).one_or_none()
    return None if row is None else SessionRow(*row)


def last_visit(conn: Connection, session_id: str) -> datetime | None:
    """When the account of this session last acted in an earlier one; None if this is its first.

    Not when that was ended: one left open is ended by whatever comes long after. An earlier one that is still acting,
    on another device, counts up to the beginning of this.
    """
    this, earlier = sign_in_session.alias("this"), sign_in_session.alias("earlier")
    acted = case((earlier.c.acted_at > this.c.created_at, this.c.created_at), else_=earlier.c.acted_at)
    query = select(func.max(acted)).join_from(
        this, earlier, and_(earlier.c.username == this.c.username, earlier.c.created_at < this.c.created_at)
    )
    last: datetime | None = conn.execute(query.where(this.c.session_id == session_id)).scalar()
    return last


def count_in_use(conn: Connection) -> dict[tuple[str | None, str | None], int]:
    """How many accounts in use have each role (None: none granted) and unit."""
    query = select(account.c.role, account.c.unit_code, func.count()).where(account.c.disabled_at.is_(None))
    rows = conn.execute(query.group_by(account.c.role, account.c.unit_code))
    return {(role, unit): count for role, unit, count in rows}


def open_sessions(conn: Connection) -> dict[str, datetime]:
    """Accounts with a session not ended → their last action; sessions past their time are still here."""
    query = select(sign_in_session.c.username, sign_in_session.c.acted_at).where(sign_in_session.c.ended_at.is_(None))
    return {row.username: row.acted_at for row in conn.execute(query.order_by(sign_in_session.c.acted_at))}


def count_live_sessions(conn: Connection, acted_since: datetime, created_since: datetime) -> int:
    """Sessions not ended, whose last action and opening are after these instants."""
    query = (
        select(func.count())
        .select_from(sign_in_session)
        .where(
            sign_in_session.c.ended_at.is_(None),
            sign_in_session.c.acted_at > acted_since,
            sign_in_session.c.created_at > created_since,
        )
    )
    return conn.execute(query).scalar_one()


def audit_rows(conn: Connection) -> Generator[AuditRow, None, None]:
    """The whole trail in order, a thousand rows at a time. Close it where it is not read to its end."""
    query = select(*_AUDIT).order_by(audit_row.c.seq).execution_options(yield_per=1000)
    with conn.execute(query) as result:
        yield from (AuditRow(*row) for row in result)


def latest_audit_rows(conn: Connection, count: int, name: str | None = None) -> list[AuditRow]:
    """The last `count` rows, newest first, of one account or of all."""
    query = select(*_AUDIT).order_by(audit_row.c.seq.desc()).limit(count)
    if name is not None:
        query = query.where(audit_row.c.account == name)
    return [AuditRow(*row) for row in conn.execute(query)]


def audit_tail(conn: Connection) -> tuple[str | None, int]:
    """The hash and the count of rows at which the trail ends, as kept beside it."""
    row = conn.execute(_AUDIT_TAIL).one()
    return row.audit_hash, row.audit_rows


def count_audit_rows(conn: Connection) -> int:
    """How many rows the trail has."""
    return conn.execute(select(func.count()).select_from(audit_row)).scalar_one()
