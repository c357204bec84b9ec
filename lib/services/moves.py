"""What changed on the board between two days: units, items, duties and flows, not cut to a viewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain.changes import DutyMove, FlowMove, MarksMove, duty_moves, marks_move
from lib.domain.platforms import PlatformCount, UnitCount
from lib.services.book import Book
from lib.services.platforms import platform_counts
from lib.services.status import status

_ONE_DAY = timedelta(days=1)
_NOBODYS = UnitCount(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed after `since` up to `as_of`: marks of every unit and item by code, duties to which something
    happened, every flow in numbers. What is known now of both days: what was recorded late is there on its own day."""

    since: date
    as_of: date
    units: Mapping[str, MarksMove]
    items: Mapping[str, MarksMove]
    duties: tuple[DutyMove, ...]
    flows: tuple[FlowMove, ...]


def moves(book: Book, since: date, as_of: date) -> Moves:
    """What changed between two days, `since` before `as_of`."""
    return book.once(("moves", since, as_of), lambda: _moves(book, since, as_of))


def _moves(book: Book, since: date, as_of: date) -> Moves:
    before, after = status(book, since), status(book, as_of)
    units = {one.unit: one for one in before.units}
    items = {one.item: one for one in before.items}
    return Moves(
        since,
        as_of,
        {one.unit: marks_move(units[one.unit], one) for one in after.units},
        {one.item: marks_move(items[one.item], one) for one in after.items},
        tuple(duty_moves(before.duties, after.duties)),
        flow_moves(book, since, as_of, None),
    )


def flow_moves(book: Book, since: date, as_of: date, unit: str | None) -> tuple[FlowMove, ...]:
    """Every flow in numbers, of all its cases or of those one unit handles."""
    earlier = platform_counts(book, since, since)
    later = platform_counts(book, since + _ONE_DAY, as_of)
    return tuple(_flow(was, one, unit) for was, one in zip(earlier, later, strict=True))


def _flow(was: PlatformCount, one: PlatformCount, unit: str | None) -> FlowMove:
    before: PlatformCount | UnitCount = was if unit is None else was.by_unit.get(unit, _NOBODYS)
    after: PlatformCount | UnitCount = one if unit is None else one.by_unit.get(unit, _NOBODYS)
    return FlowMove(one.flow.code, after.registered, after.closed, after.open, before.overdue, after.overdue)
