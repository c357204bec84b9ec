"""The chain of facts: how far it reaches, and who stated a fact, when, and through what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, Select, Table, bindparam, func, literal, select, union_all

from lib.db.board_tables import chain_tail
from lib.db.facts import TABLE_OF
from lib.db.queries.standing import Seen, stands
from lib.db.tables import FACTS, OF_RESULTS, case_event, correction, verification

_NOT_CONTENT = {
    "number", "position", "generation", "stated_at", "stored_at", "recorded_on", "account", "via", "source",
    "occurrence_k",
}  # fmt: skip


_EMPTY: tuple[object, ...] = (None, {})


class FactOrigin(NamedTuple):
    """A stored fact as a trail shows it: `content` are (Chinese label, value) of its filled columns.

    `corrected_by` is the number of the correction that took it out, None while it stands.
    """

    number: int
    kind: str
    account: str
    via: str
    source: str | None
    stated_at: datetime | None
    stored_at: datetime
    corrected_by: int | None
    content: tuple[tuple[str, Any], ...]


def last_number(conn: Connection, known_at: datetime | None = None) -> int:
    """Number of the last fact (corrections included) stored at or before `known_at`; 0 before the first."""
    if known_at is None:
        return int(conn.execute(select(chain_tail.c.last_number)).scalar_one())
    newest = [
        select(table.c.number)
        .where(table.c.stored_at <= known_at)
        .order_by(table.c.stored_at.desc(), table.c.number.desc())
        .limit(1)
        .subquery()
        for table in FACTS.values()
    ]
    each = union_all(*(select(one.c.number) for one in newest)).subquery()
    return conn.execute(select(func.max(each.c.number))).scalar() or 0


def last_stored_at(conn: Connection) -> datetime | None:
    """When the last fact was stored; None before the first. Later than now: the clock was set back."""
    last: datetime | None = conn.execute(select(chain_tail.c.last_stored_at)).scalar_one()
    return last


def last_numbers_beside_events(conn: Connection) -> tuple[int, ...]:
    """Number of the last fact of every kind but the events: as long as these stand, so do those facts."""
    return tuple(number or 0 for number in conn.execute(_BESIDE_EVENTS).one())


class NewEvents(NamedTuple):
    """Events of one flow: the first and the last day they are dated, and how many they are."""

    first: date
    last: date
    n: int


def events_since(conn: Connection, number: int) -> dict[str, NewEvents] | None:
    """The events stored after fact `number`, by flow; None, without looking, where they are many."""
    found = {row[0]: NewEvents(*row[1:]) for row in conn.execute(_EVENTS_SINCE, {"number": number})}
    return None if sum(one.n for one in found.values()) >= _FEW else found


def last_occurred_on(conn: Connection, known_at: datetime | None = None) -> date | None:
    """The latest day any standing fact is dated, but for steps of results; None before the first."""
    return conn.execute(_LAST_DAY if known_at is None else _last_day(known_at)).scalar()


def _last_day(known_at: datetime | None) -> Select[date | None]:
    each = []
    for table in (one for one in TABLE_OF.values() if one.name not in OF_RESULTS):
        day = table.c.verified_on if table is verification else table.c.occurred_on
        newest = select(day.label("day")).where(*stands(table, table.name, Seen(known_at)))
        each.append(select(newest.order_by(day.desc()).limit(1).subquery().c.day))
    days = union_all(*each).subquery()
    return select(func.max(days.c.day, type_=Date))


_FEW = 2000
_NEWER = (
    select(case_event.c.flow, case_event.c.occurred_on)
    .where(case_event.c.number > bindparam("number"))
    .limit(_FEW)
    .subquery()
)
_EVENTS_SINCE = select(
    _NEWER.c.flow, func.min(_NEWER.c.occurred_on), func.max(_NEWER.c.occurred_on), func.count()
).group_by(_NEWER.c.flow)
_BESIDE_EVENTS = select(
    *(select(func.max(table.c.number)).scalar_subquery() for table in FACTS.values() if table is not case_event)
)
_LAST_DAY = _last_day(None)


def fact_origin(conn: Connection, numbers: Iterable[int]) -> list[FactOrigin]:
    """One row a fact or correction of these numbers, whether it stands or not; by number.

    Numbers that were never given are absent. One SELECT per kind of fact.
    """
    asked = sorted(set(numbers))
    found: list[FactOrigin] = []
    for table in FACTS.values():
        for start in range(0, len(asked), 500):
            found.extend(_origins(conn, table, asked[start : start + 500]))
    return sorted(found)


def _origins(conn: Connection, table: Table, numbers: list[int]) -> Iterable[FactOrigin]:
    taken_out = correction.alias("taken_out")
    rows = (
        select(table, taken_out.c.number.label("corrected_by"))
        .join_from(table, taken_out, taken_out.c.corrects == table.c.number, isouter=True)
        .where(table.c.number.in_(numbers))
    )
    shown = [column for column in table.columns if column.name not in _NOT_CONTENT]
    for row in conn.execute(rows).mappings():
        content = tuple((column.info["label"], row[column]) for column in shown if row[column] not in _EMPTY)
        yield FactOrigin(
            row[table.c.number],
            table.name,
            row[table.c.account],
            row[table.c.via],
            row[table.c.source],
            row[table.c.stated_at],
            row[table.c.stored_at],
            row["corrected_by"],
            content,
        )


def missing_numbers(conn: Connection) -> int:
    """How many running numbers up to the last have no fact: 0 unless a row was lost (for doctor)."""
    counts = [select(func.count().label("rows")).select_from(table) for table in FACTS.values()]
    each = union_all(*counts).subquery()
    stored = select(func.coalesce(func.sum(each.c.rows), literal(0))).scalar_subquery()
    return int(conn.execute(select(chain_tail.c.last_number - stored)).scalar_one())
