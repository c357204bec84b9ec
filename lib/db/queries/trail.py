"""The audit trail as its reader turns it over: filtered, a page at a time, never as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from lib.db.accounts_tables import audit_row
from lib.db.queries.accounts import AuditRow

_AUDIT = [audit_row.c[name] for name in AuditRow.__slots__]


class Wanted(NamedTuple):
    """Which rows: of an account, of these acts, from an instant (inclusive) to another (exclusive), ending so."""

    account: str | None = None
    acts: Collection[str] = ()
    since: datetime | None = None
    before: datetime | None = None
    act_ends: str | None = None


def older_rows(conn: Connection, wanted: Wanted, count: int, below: int | None = None) -> list[AuditRow]:
    """Up to `count` rows with a number under `below` (None: of all), newest first."""
    query = _of(wanted).order_by(audit_row.c.seq.desc()).limit(count)
    if below is not None:
        query = query.where(audit_row.c.seq < below)
    return [AuditRow(*row) for row in conn.execute(query)]


def newer_rows(conn: Connection, wanted: Wanted, count: int, above: int) -> list[AuditRow]:
    """The `count` rows that follow number `above`, newest first."""
    query = _of(wanted).where(audit_row.c.seq > above).order_by(audit_row.c.seq).limit(count)
    return [AuditRow(*row) for row in conn.execute(query)][::-1]


def count_rows(conn: Connection, wanted: Wanted, most: int) -> int:
    """How many rows there are, counted no further than `most`."""
    found = _of(wanted).with_only_columns(audit_row.c.seq).limit(most).subquery()
    return conn.execute(select(func.count()).select_from(found)).scalar_one()


def oldest_rows(conn: Connection, wanted: Wanted, count: int) -> list[AuditRow]:
    """Up to `count` rows, oldest first."""
    return [AuditRow(*row) for row in conn.execute(_of(wanted).order_by(audit_row.c.seq).limit(count))]


def row_numbered(conn: Connection, seq: int) -> AuditRow | None:
    """The row of that number, or None."""
    row = conn.execute(select(*_AUDIT).where(audit_row.c.seq == seq)).one_or_none()
    return None if row is None else AuditRow(*row)


def _of(wanted: Wanted) -> Select[Any]:
    return select(*_AUDIT).where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.account is not None:
        yield audit_row.c.account == wanted.account
    if wanted.acts:
        yield audit_row.c.act.in_(sorted(wanted.acts))
    # instants are kept as UTC text of one length, so their order as text is their order in time
    if wanted.since is not None:
        yield audit_row.c.at >= wanted.since.isoformat(timespec="microseconds")
    if wanted.before is not None:
        yield audit_row.c.at < wanted.before.isoformat(timespec="microseconds")
    if wanted.act_ends is not None:
        yield audit_row.c.act.endswith(wanted.act_ends, autoescape=True)
