"""Reading what acts left beside the facts: keys, causes, and who recorded an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from lib.db.accounts_tables import account
from lib.db.act_tables import act_key, case_cause, number_series
from lib.db.tables import case_event

_AT_ONCE = 100  # numbers looked up together


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


def last_in_series(conn: Connection, flow: str, year: int) -> int | None:
    """How far the running numbers of a flow and year have come; None where none was allotted."""
    series = number_series.c
    return conn.execute(select(series.last).where(series.flow == flow, series.year == year)).scalar()


def free_numbers(conn: Connection, flow: str, year: int, form: str) -> Iterator[tuple[int, str]]:
    """The numbers of `form` (with {n}, and {year}) to be allotted next: those no case of the flow ever had, in order."""
    start = (last_in_series(conn, flow, year) or 0) + 1
    while True:
        tried = {form.format(year=year, n=n): n for n in range(start, start + _AT_ONCE)}
        taken = _taken(conn, flow, tried)
        yield from ((n, number) for number, n in tried.items() if number not in taken)
        start += _AT_ONCE


def _taken(conn: Connection, flow: str, numbers: Iterable[str]) -> set[str]:
    """Those of these case numbers that were ever stored, voided ones included."""
    event = case_event.c
    found = select(event.case_no).where(event.flow == flow, event.case_no.in_(list(numbers))).distinct()
    return set(conn.scalars(found))
