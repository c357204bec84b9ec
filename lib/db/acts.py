"""Keeping the keys of acts and the running numbers of cases, inside `writing`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, update

from lib import clock
from lib.db.act_tables import act_key, number_series
from lib.db.queries.acts import free_numbers, last_in_series

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
    last = last_in_series(conn, flow, year)
    n, number = next(free_numbers(conn, flow, year, form))
    if last is None:
        conn.execute(insert(number_series), {"flow": flow, "year": year, "last": n})
    else:
        conn.execute(update(number_series).where(series.flow == flow, series.year == year).values(last=n))
    return number
