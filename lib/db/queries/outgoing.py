"""The facts that stand, with when a file says they were recorded: what an export writes down."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Connection, select

from lib.db.facts import TABLE_OF
from lib.db.queries.standing import EVERYTHING, stands
from lib.db.tables import case_event
from lib.domain.facts import Event

Kind = TypeVar("Kind", bound=NamedTuple)


def standing_facts(
    conn: Connection, kind: type[Kind], first: date | None = None, last: date | None = None
) -> Iterator[tuple[Kind, datetime | None]]:
    """One row a fact of a kind but events and verdicts, dated from `first` to `last`, both included; by day, then place."""
    table = TABLE_OF[cast(Any, kind)]
    rows = _columns(kind).where(*stands(table, table.name, EVERYTHING))
    if first is not None:
        rows = rows.where(table.c.occurred_on >= first)
    if last is not None:
        rows = rows.where(table.c.occurred_on <= last)
    for row in conn.execute(rows.order_by(table.c.occurred_on, table.c.position)):
        yield kind._make(row[:-1]), row[-1]


def events_by_case(conn: Connection, flow: str) -> Generator[tuple[Event, datetime | None], None, None]:
    """One row an event of a flow, case after case, each in the order in which it happened; a thousand at a time.

    Close it where it is not read to its end.
    """
    rows = _columns(Event).where(case_event.c.flow == flow, *stands(case_event, case_event.name, EVERYTHING))
    order = (case_event.c.case_no, case_event.c.occurred_on, case_event.c.seq)
    with conn.execute(rows.order_by(*order).execution_options(yield_per=1000)) as result:
        for row in result:
            yield Event._make(row[:-1]), row[-1]


def _columns(kind: Any) -> Any:
    table = TABLE_OF[kind]
    return select(*(table.c[name] for name in kind._fields), table.c.stated_at)
