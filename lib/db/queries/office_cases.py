"""Which cases of a few flows are wanted: by the days they were open, and by the cause they name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Text, or_, select, type_coerce

from lib.db.count_tables import case_head
from lib.domain.facts import CAUSE
from lib.domain.ledger import CaseKey

_HEAD = case_head.c
_AT_ONCE = 200


def open_between(conn: Connection, flows: Collection[str], since: date, until: date) -> list[CaseKey]:
    """Cases registered by `until` and not closed for good before `since`, by flow and day of registration."""
    rows = (
        select(_HEAD.flow, _HEAD.case_no)
        .where(
            _HEAD.flow.in_(flows),
            _HEAD.registered_on <= until,
            or_(_HEAD.closed_on.is_(None), _HEAD.closed_on >= since),
        )
        .order_by(_HEAD.flow, _HEAD.registered_on, _HEAD.case_no)
    )
    return [(row.flow, row.case_no) for row in conn.execute(rows)]


def with_causes(conn: Connection, flows: Collection[str], causes: Collection[str]) -> list[CaseKey]:
    """Cases of these flows that name one of these causes, open or closed; in no order."""
    words, wanted = type_coerce(_HEAD.attributes, Text), list(causes)
    found: list[CaseKey] = []
    for start in range(0, len(wanted), _AT_ONCE):
        named = [words.contains(f'"{CAUSE}":"{one}"', autoescape=True) for one in wanted[start : start + _AT_ONCE]]
        rows = select(_HEAD.flow, _HEAD.case_no).where(_HEAD.flow.in_(flows), or_(*named))
        found += [(row.flow, row.case_no) for row in conn.execute(rows)]
    return found


def numbers_of_year(conn: Connection, flow: str, prefix: str) -> list[str]:
    """Numbers of a flow's cases that begin with `prefix`; in no order."""
    rows = select(_HEAD.case_no).where(_HEAD.flow == flow, _HEAD.case_no.startswith(prefix, autoescape=True))
    return list(conn.scalars(rows))
