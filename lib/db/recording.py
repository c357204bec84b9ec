"""Storing facts together with what is derived from them: the way in for every command, always inside `writing`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from lib.db import facts as fact_tables
from lib.db.facts import Fact, Origin
from lib.domain.plan import Plan


def append(conn: Connection, plan: Plan, facts: Sequence[Fact], origin: Origin | Sequence[Origin]) -> list[int]:
    """As `lib.db.facts.append`, with the counts of the cases the events belong to brought up to date."""
    return fact_tables.append(conn, facts, origin)


def correct(
    conn: Connection, plan: Plan, number: int, replacement: Fact | None, *, reason: str, approver: str, origin: Origin
) -> int:
    """As `lib.db.facts.correct`, with the counts of the case brought up to date."""
    return fact_tables.correct(conn, number, replacement, reason=reason, approver=approver, origin=origin)
