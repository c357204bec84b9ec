"""The facts that stand, as the rules take them.

Every function: corrections applied (a replacement comes in the place of the fact it replaces, a
voided fact is absent), ordered by day, then by place. `known_at` and `corrections_recorded_until`
as in `standing.Seen`; `until` leaves out what is dated after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from lib.db import tables
from lib.db.facts import TABLE_OF
from lib.db.queries.standing import EVERYTHING, Known, Seen, stands
from lib.domain.facts import Adjustment, Change, Entry, Event, Judgement, Report, Verification
from lib.domain.ledger import CaseKey

Kind = TypeVar("Kind", bound=NamedTuple)
_AT_ONCE = 1_000  # case numbers in one IN list: under every database's limit of parameters


def reports(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    deliverable: str | None = None,
    unit: str | None = None,
) -> list[Report]:
    """One row a report, of all units or of one; none before the first."""
    where = _equal(tables.report, deliverable=deliverable, unit=unit)
    return _standing(conn, Report, Seen(known_at, corrections_recorded_until), until, where)


def verifications(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
) -> list[Verification]:
    """One row a verdict; `report` is the number of the report that stands now in the place of the
    one verified. Absent with a report that was voided or is not seen. Ordered by verified_on."""
    seen = Seen(known_at, corrections_recorded_until)
    verdict, first, now = tables.verification, tables.report.alias("first"), tables.report.alias("now")
    chosen = [now.c.number if name == "report" else verdict.c[name] for name in Verification._fields]
    rows = (
        select(*chosen)
        .join_from(verdict, first, verdict.c.report == first.c.number)
        .join(now, now.c.position == first.c.position)
        .where(*stands(verdict, verdict.name, seen), *stands(now, tables.report.name, seen))
        .order_by(verdict.c.verified_on, verdict.c.position)
    )
    if until is not None:
        rows = rows.where(verdict.c.verified_on <= until)
    return list(map(Verification._make, conn.execute(rows)))


def changes(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    deliverable: str | None = None,
) -> list[Change]:
    """One row an extension, waiver or reassignment."""
    where = _equal(tables.duty_change, deliverable=deliverable)
    return _standing(conn, Change, Seen(known_at, corrections_recorded_until), until, where)


def events(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    flow: str | None = None,
    case_no: str | None = None,
) -> list[Event]:
    """One row an action on a case, of all flows, of one, or of one case; by day, seq, place."""
    where = _equal(tables.case_event, flow=flow, case_no=case_no)
    return _standing(conn, Event, Seen(known_at, corrections_recorded_until), until, where)


def histories(
    conn: Connection,
    cases: Collection[CaseKey],
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
) -> dict[CaseKey, list[Event]]:
    """The events of these cases, each case's in its own order; a case without any is absent. One SELECT per
    flow and thousand cases."""
    by_flow: dict[str, list[str]] = {}
    for flow, case_no in sorted(cases):
        by_flow.setdefault(flow, []).append(case_no)
    seen = Seen(known_at, corrections_recorded_until)
    rows = _HISTORIES if (seen, until) == (EVERYTHING, None) else _histories_seen(seen, until)
    found: dict[CaseKey, list[Event]] = {}
    for flow, case_nos in by_flow.items():
        for start in range(0, len(case_nos), _AT_ONCE):
            asked = {"flow": flow, "case_nos": case_nos[start : start + _AT_ONCE]}
            for row in conn.execute(rows, asked):
                event = Event._make(row)
                found.setdefault((flow, event.case_no), []).append(event)
    return found


def _histories_seen(seen: Seen, until: date | None) -> Select[Any]:
    event = tables.case_event.c
    of_cases = [event.flow == bindparam("flow"), event.case_no.in_(bindparam("case_nos", expanding=True))]
    return _standing_rows(Event, seen, until, of_cases)


def adjustments(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    period: str | None = None,
) -> list[Adjustment]:
    """One row a bonus, deduction or veto; of all periods, or those that name `period`."""
    where = _equal(tables.adjustment, period=period)
    return _standing(conn, Adjustment, Seen(known_at, corrections_recorded_until), until, where)


def entries(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    indicator: str | None = None,
) -> list[Entry]:
    """One row an entered number."""
    where = _equal(tables.entered_number, indicator=indicator)
    return _standing(conn, Entry, Seen(known_at, corrections_recorded_until), until, where)


def judgements(
    conn: Connection,
    known_at: Known | None = None,
    *,
    corrections_recorded_until: date | None = None,
    until: date | None = None,
    item: str | None = None,
) -> list[Judgement]:
    """One row a view of the office on an item; earlier views are there too, the last is in force."""
    where = _equal(tables.judgement, item=item)
    return _standing(conn, Judgement, Seen(known_at, corrections_recorded_until), until, where)


def _equal(table: Any, **wanted: str | None) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in wanted.items() if value is not None]


def _standing(
    conn: Connection,
    kind: type[Kind],
    seen: Seen,
    until: date | None,
    where: Iterable[ColumnElement[bool]],
) -> list[Kind]:
    """The rows of one fact table that stand, as named tuples made straight from the rows."""
    return list(map(kind._make, conn.execute(_standing_rows(kind, seen, until, where))))


def _standing_rows(
    kind: type[Any], seen: Seen, until: date | None, where: Iterable[ColumnElement[bool]]
) -> Select[Any]:
    table = TABLE_OF[kind]
    order = [table.c.occurred_on, *([table.c.seq] if "seq" in table.c else []), table.c.position]
    rows = (
        select(*(table.c[name] for name in kind._fields))
        .where(*stands(table, table.name, seen), *where)
        .order_by(*order)
    )
    return rows if until is None else rows.where(table.c.occurred_on <= until)


# Made once: every act asks it, and making it takes longer than the answer.
_HISTORIES = _histories_seen(EVERYTHING, None)
