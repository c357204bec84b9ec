"""What was recorded between two days, by whom and when: every kind of fact but the events of cases, and corrections.

Events grow with the cases and are told by their counts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, func, select

from lib.db.accounts_tables import account
from lib.db.facts import TABLE_OF
from lib.db.tables import OF_RESULTS, correction, report
from lib.domain.facts import Event, Report, Verification

KINDS = tuple(kind for kind in TABLE_OF if kind is not Event)
CORRECTED_KINDS = tuple(kind for kind in KINDS if TABLE_OF[kind].name not in OF_RESULTS)


class Recorded(NamedTuple):
    """A fact as it was stated, and who recorded it when; `report` the one a verdict is on.

    `by`: the name of the person, or of the account where it is none of this board. `corrected`: a correction took
    it out, on whatever day.
    """

    fact: Any
    report: Report | None
    number: int
    at: datetime
    on: date
    by: str
    corrected: bool


class Correction(NamedTuple):
    """A correction of `fact`, and who recorded it when: voided, or `replaced` by another."""

    fact: Any
    report: Report | None
    number: int
    at: datetime
    on: date
    by: str
    replaced: bool
    reason: str


Row = TypeVar("Row", bound=NamedTuple)


def recorded(conn: Connection, kind: type[Any], after: date, until: date) -> list[Recorded]:
    """One row a fact of this kind recorded after a day and up to another, the last recorded first.

    What a correction put in the place of a fact is no row: the correction tells of it.
    """
    table = TABLE_OF[kind]
    first_stated = [table.c.generation == 0] if "generation" in table.c else []
    return _between(conn, kind, Recorded, table, [correction.c.number.is_not(None)], first_stated, after, until)


def corrections(conn: Connection, kind: type[Any], after: date, until: date) -> list[Correction]:
    """One row a correction of facts of this kind recorded after a day and up to another; order as in `recorded`."""
    own = [correction.c.replacement.is_not(None), correction.c.reason]
    return _between(conn, kind, Correction, correction, own, [correction.c.number.is_not(None)], after, until)


def _between(
    conn: Connection, kind: type[Any], row_kind: type[Row], source: Table, own: Sequence[ColumnElement[Any]],
    where: Sequence[ColumnElement[bool]], after: date, until: date,
) -> list[Row]:  # fmt: skip
    """`source`: the table whose rows say who and when, that of the fact or that of corrections."""
    table, width = TABLE_OF[kind], len(kind._fields)
    of_report = [report.c[name] for name in Report._fields] if kind is Verification else []
    who = [
        source.c.number,
        func.coalesce(source.c.stated_at, source.c.stored_at),
        source.c.recorded_on,
        func.coalesce(account.c.display_name, source.c.account),
    ]
    joined = table.outerjoin(correction, correction.c.corrects == table.c.number)
    joined = joined.outerjoin(account, account.c.username == source.c.account)
    if of_report:
        joined = joined.join(report, report.c.number == table.c.report)
    rows = (
        select(*(table.c[name] for name in kind._fields), *of_report, *who, *own)
        .select_from(joined)
        .where(source.c.recorded_on > after, source.c.recorded_on <= until, *where)
        .order_by(source.c.recorded_on.desc(), source.c.number.desc())
    )
    found = []
    for row in conn.execute(rows):
        first, rest = row[:width], row[width:]
        on_report = Report._make(rest[: len(of_report)]) if of_report else None
        found.append(row_kind._make((kind._make(first), on_report, *rest[len(of_report) :])))
    return found
