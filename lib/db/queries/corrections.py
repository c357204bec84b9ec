"""Corrections: when the last one was recorded."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, select

from lib.db.queries.standing import Known, known_by
from lib.db.tables import correction


def last_recorded_on(conn: Connection, known_at: Known | None = None) -> date | None:
    """The latest Shanghai day on which a correction was recorded; None without corrections."""
    latest = select(func.max(correction.c.recorded_on))
    if known_at is not None:
        latest = latest.where(known_by(correction, known_at))
    return conn.execute(latest).scalar()
