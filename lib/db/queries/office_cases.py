"""Which cases of a few flows are wanted: by the days they were open, by the cause they name, by their number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, or_, select

from lib.db.act_tables import case_cause
from lib.db.count_tables import case_head
from lib.domain.ledger import CaseKey

_AT_ONCE = 500


def open_between(conn: Connection, flows: Collection[str], since: date, until: date) -> list[CaseKey]:
    """Cases registered by `until` and not closed for good before `since`, by flow and day of registration."""
    head = case_head.c
    rows = (
        select(head.flow, head.case_no)
        .where(
            head.flow.in_(flows), head.registered_on <= until, or_(head.closed_on.is_(None), head.closed_on >= since)
        )
        .order_by(head.flow, head.registered_on, head.case_no)
    )
    return [(row.flow, row.case_no) for row in conn.execute(rows)]


def last_registered_before(conn: Connection, flow: str, day: date) -> date | None:
    """The last day before `day` on which a case of this flow was registered; None if there is none."""
    head = case_head.c
    last = select(func.max(head.registered_on)).where(head.flow == flow, head.registered_on < day)
    found: date | None = conn.execute(last).scalar()
    return found


def with_causes(conn: Connection, flows: Collection[str], causes: Collection[str]) -> list[CaseKey]:
    """Cases of these flows that were registered with one of these causes, open or closed; in no order."""
    noted, wanted = case_cause.c, list(causes)
    found: list[CaseKey] = []
    for start in range(0, len(wanted), _AT_ONCE):
        named = noted.cause.in_(wanted[start : start + _AT_ONCE])
        rows = select(noted.flow, noted.case_no).where(noted.flow.in_(flows), named).distinct()
        found += [(row.flow, row.case_no) for row in conn.execute(rows)]
    return found


def among_courts(conn: Connection, numbers: Collection[str]) -> bool:
    """Whether one of these is the number of a case that is or ever was before a court."""
    head = case_head.c
    rows = select(head.case_no).where(head.case_no.in_(list(numbers)), head.before_court).limit(1)
    return conn.execute(rows).first() is not None
