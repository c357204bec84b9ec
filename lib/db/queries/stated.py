"""Stored facts as they were stated, corrected ones included: by these a row that comes again is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Integer, Select, bindparam, literal, select

from lib.db.facts import TABLE_OF
from lib.db.tables import correction
from lib.domain.facts import Adjustment, Change, Entry, Event, Report, Verification

_AT_ONCE = 500  # values in one IN list: under every database's limit of parameters

Kind = TypeVar("Kind", bound=NamedTuple)


class StatedFact(NamedTuple, Generic[Kind]):
    """A stored fact, when a file says it was recorded, its place, and whether it stands uncorrected.

    `k`: of events, the k of the k-th identical row of one file; 1 otherwise.
    """

    fact: Kind
    stated_at: datetime | None
    position: int
    k: int
    stands: bool


def stated_reports(conn: Connection, deliverables: Collection[str]) -> list[StatedFact[Report]]:
    """One row a report on these deliverables, of every generation; by number."""
    return _stated(conn, Report, "deliverable", deliverables)


def stated_verifications(conn: Connection, reports: Collection[int]) -> list[StatedFact[Verification]]:
    """One row a verdict given to these reports (by number, of whatever generation); by number within each part."""
    return _stated(conn, Verification, "report", reports)


def stated_changes(conn: Connection, deliverables: Collection[str]) -> list[StatedFact[Change]]:
    """One row a change of these deliverables, of every generation; by number."""
    return _stated(conn, Change, "deliverable", deliverables)


def stated_events(conn: Connection, flow: str, case_nos: Collection[str]) -> list[StatedFact[Event]]:
    """One row an event of these cases of a flow, of every generation; by number."""
    return _stated(conn, Event, "case_no", case_nos, flow)


def stated_adjustments(conn: Connection, periods: Collection[str]) -> list[StatedFact[Adjustment]]:
    """One row an adjustment that names one of these periods, of every generation; by number."""
    return _stated(conn, Adjustment, "period", periods)


def stated_entries(conn: Connection, indicators: Collection[str]) -> list[StatedFact[Entry]]:
    """One row an entered number of these indicators, of every generation; by number."""
    return _stated(conn, Entry, "indicator", indicators)


def stated_fact(conn: Connection, number: int) -> StatedFact[Any] | None:
    """The fact with this number, of whatever kind; None if there is none (a correction is no fact)."""
    for kind in TABLE_OF:
        found: list[StatedFact[Any]] = _stated(conn, kind, "number", [number])
        if found:
            return found[0]
    return None


def _parts(values: Collection[Any]) -> Sequence[list[Any]]:
    listed = sorted(set(values))
    return [listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)]


@cache
def _rows(kind: type[Any], column: str, of_flow: bool) -> Select[Any]:
    """The question, made once: every act asks it, and making it takes longer than the answer."""
    table = TABLE_OF[kind]
    k = table.c.occurrence_k if "occurrence_k" in table.c else literal(1, Integer)
    rows = (
        select(*(table.c[name] for name in kind._fields), table.c.stated_at, table.c.position, k, correction.c.number)
        .join_from(table, correction, correction.c.corrects == table.c.number, isouter=True)
        .where(table.c[column].in_(bindparam("asked", expanding=True)))
        .order_by(table.c.number)
    )
    return rows.where(table.c.flow == bindparam("flow")) if of_flow else rows


def _stated(
    conn: Connection, kind: type[Kind], column: str, values: Collection[Any], flow: str | None = None
) -> list[StatedFact[Kind]]:
    """The rows of a fact table with one of `values` in `column`, with the correction that took them out."""
    rows, width = _rows(kind, column, flow is not None), len(kind._fields)
    found = []
    for part in _parts(values):
        for row in conn.execute(rows, {"asked": part} if flow is None else {"asked": part, "flow": flow}):
            stated_at, position, row_k, corrected_by = row[width:]
            found.append(StatedFact(kind._make(row[:width]), stated_at, position, row_k, corrected_by is None))
    return found
