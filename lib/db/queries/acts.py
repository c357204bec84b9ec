"""Reading what acts left beside the facts: keys, causes, and who recorded an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from lib.db.accounts_tables import account
from lib.db.act_tables import act_key, case_cause
from lib.db.tables import case_event


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An act that was sent with a key, and what came of it."""

    act: str
    subject: str
    digest: str
    first_number: int | None
    last_number: int | None
    sentence: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the facts it stored."""
        if self.first_number is None or self.last_number is None:
            return ()
        return tuple(range(self.first_number, self.last_number + 1))


_ACT_WITH_KEY = select(*(act_key.c[name] for name in KeyRow.__slots__)).where(
    act_key.c.account == bindparam("account"), act_key.c.key == bindparam("key")
)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who stored a fact, and when."""

    name: str
    stored_at: datetime


def act_with_key(conn: Connection, username: str, key: str) -> KeyRow | None:
    """The act this account sent with this key, or None."""
    row = conn.execute(_ACT_WITH_KEY, {"account": username, "key": key}).one_or_none()
    return None if row is None else KeyRow(*row)


def event_recorder(conn: Connection, number: int) -> Recorder:
    """Who stored the event with this number: the person's name, or the account's where it is no account here."""
    event = case_event.c
    row = conn.execute(
        select(event.account, event.stored_at, account.c.display_name)
        .join_from(case_event, account, account.c.username == event.account, isouter=True)
        .where(event.number == number)
    ).one()
    return Recorder(row.display_name or row.account, row.stored_at)


def cases_about(conn: Connection, flow: str, cause: str) -> list[str]:
    """Numbers of the cases with an event, corrected ones included, that names this cause; in order of storing."""
    cases = case_cause.c
    found = select(cases.case_no).where(cases.flow == flow, cases.cause == cause).order_by(cases.number)
    return list(dict.fromkeys(conn.scalars(found)))
