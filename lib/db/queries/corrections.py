"""Corrections: when the last one was recorded, and how many facts of a period were corrected after a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Text, case, cast, func, null, select

from lib.db.queries.standing import Known, known_by
from lib.db.tables import (
    adjustment,
    correction,
    duty_change,
    entered_number,
    judgement,
    report,
    verification,
)


def last_recorded_on(conn: Connection, known_at: Known | None = None) -> date | None:
    """The latest Shanghai day on which a correction was recorded; None without corrections."""
    latest = select(func.max(correction.c.recorded_on))
    if known_at is not None:
        latest = latest.where(known_by(correction, known_at))
    return conn.execute(latest).scalar()


class EditRow(NamedTuple):
    """Corrected facts of one kind: `about` the deliverable or item they are of, `unit` whose they are."""

    kind: str
    about: str | None
    unit: str | None
    voided: int
    replaced: int


_NONE = cast(null(), Text)
_OF_VERDICT = verification.join(report, report.c.number == verification.c.report)
# Each kind: where it is read from, its number, its day, what it is about, whose it is.
_EDITED: Sequence[tuple[str, FromClause, Any, Any, ColumnElement[Any], ColumnElement[Any]]] = (
    ("report", report, report.c.number, report.c.occurred_on, _NONE, report.c.unit),
    ("verification", _OF_VERDICT, verification.c.number, verification.c.verified_on, _NONE, report.c.unit),
    ("duty_change", duty_change, duty_change.c.number, duty_change.c.occurred_on, duty_change.c.deliverable, _NONE),
    ("adjustment", adjustment, adjustment.c.number, adjustment.c.occurred_on, _NONE, adjustment.c.unit),
    ("entered_number", entered_number, entered_number.c.number, entered_number.c.occurred_on, _NONE,
     entered_number.c.unit),
    ("judgement", judgement, judgement.c.number, judgement.c.occurred_on, judgement.c.item, _NONE),
)  # fmt: skip


def edits_beside_events(conn: Connection, first: date, last: date, recorded_after: date) -> list[EditRow]:
    """One row a kind, what it is about and unit, of facts dated from `first` to `last` whose correction was recorded
    after a day. Corrected events are counted beside them (queries.counts.edits), for they grow with the cases."""
    voids = func.sum(case((correction.c.replacement.is_(None), 1), else_=0))
    found = []
    for kind, source, number, day, about, unit in _EDITED:
        rows = (
            select(about, unit, func.count(), voids)
            .select_from(source.join(correction, number == correction.c.corrects))
            .where(day.between(first, last), correction.c.recorded_on > recorded_after)
            .group_by(about, unit)
        )
        found += [EditRow(kind, of, whose, int(gone), n - int(gone)) for of, whose, n, gone in conn.execute(rows)]
    return found
