"""Keeping the keys of acts and the running numbers of cases, inside `writing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select, update

from lib import clock
from lib.db.act_tables import act_key, number_series
from lib.db.tables import case_event

_AT_ONCE = 100  # numbers looked up together
_KEEP = insert(act_key)


def keep_key(
    conn: Connection, account: str, key: str, *, act: str, subject: str, digest: str, numbers: Sequence[int],
    sentence: str,
) -> None:  # fmt: skip
    """Remember what came of an act; its key must be new to the account. The facts' numbers have no gaps."""
    row = {
        "account": account, "key": key, "act": act, "subject": subject, "digest": digest, "sentence": sentence,
        "first_number": numbers[0] if numbers else None, "last_number": numbers[-1] if numbers else None,
        "at": clock.now(),
    }  # fmt: skip
    conn.execute(_KEEP, row)


def next_in_series(conn: Connection, flow: str, year: int, form: str) -> str:
    """The next number of `form` (with {n}, and {year}) that no case of the flow ever had.

    The row of the series says where to go on, so a number that an import took is passed over once.
    """
    series = number_series.c
    row = (series.flow == flow) & (series.year == year)
    last = conn.execute(select(series.last).where(row)).scalar()
    free = _first_free(conn, flow, year, form, (last or 0) + 1)
    if last is None:
        conn.execute(insert(number_series), {"flow": flow, "year": year, "last": free})
    else:
        conn.execute(update(number_series).where(row).values(last=free))
    return form.format(year=year, n=free)


def _first_free(conn: Connection, flow: str, year: int, form: str, start: int) -> int:
    while True:
        tried = {form.format(year=year, n=n): n for n in range(start, start + _AT_ONCE)}
        taken = _taken(conn, flow, tried)
        free = next((n for number, n in tried.items() if number not in taken), None)
        if free is not None:
            return free
        start += _AT_ONCE


def _taken(conn: Connection, flow: str, numbers: Iterable[str]) -> set[str]:
    """Those of these case numbers that were ever stored, voided ones included."""
    event = case_event.c
    found = select(event.case_no).where(event.flow == flow, event.case_no.in_(list(numbers))).distinct()
    return set(conn.scalars(found))
