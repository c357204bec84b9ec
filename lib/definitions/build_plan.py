"""Units, items, deliverables and calendar from values whose structure has been proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.plan import Deliverable, Item, Unit

Values = Mapping[str, Any]

STANDING_EVERY, STANDING_DUE_AFTER = "quarter", "10d"


def words(values: Sequence[Any] | None) -> tuple[str, ...]:
    """A list of words or whole numbers as texts; nothing of an absent one."""
    return tuple(str(value) for value in values or ())


def duration(text: str | None) -> Duration | None:
    """A limit as written, or none."""
    return Duration.parse(text) if text else None


def unit_of(values: Values) -> Unit:
    """A unit; ranked if it says so, or if it has a league and says nothing."""
    league = values.get("league")
    return Unit(
        code=values["code"],
        name=values["name"],
        short=values["short"],
        kind=values["kind"],
        aliases=words(values.get("aliases")),
        league=league,
        ranked=values.get("ranked", league is not None),
        office=values.get("office", False),
        leader_in_charge=values.get("leader_in_charge"),
        contacts=words(values.get("contacts")),
        assumed=values.get("assumed"),
    )


def item_of(values: Values) -> Item:
    """An item of the plan."""
    return Item(
        no=str(values["no"]),
        section=values.get("section", ""),
        title=values["title"],
        clause=values.get("clause", ""),
        lead=values.get("lead"),
        members=words(values.get("members")),
        named=words(values.get("named")),
        due_text=values.get("due_text", ""),
        open_ended=values.get("open_ended"),
        spellings=dict(values.get("spellings", {})),
        doubts=words(values.get("doubts")),
    )


def deliverable_of(values: Values) -> Deliverable:
    """A deliverable; a standing one recurs every quarter and is due ten days after it (domain.md 1)."""
    standing = values.get("standing", False)
    return Deliverable(
        code=values["code"],
        item=str(values["item"]),
        title=values["title"],
        done_when=values["done_when"],
        owner=values["owner"],
        helpers=words(values.get("helpers")),
        due=_day(values.get("due")),
        every=STANDING_EVERY if standing else values.get("every"),
        due_after=Duration.parse(values.get("due_after", STANDING_DUE_AFTER if standing else "0d")),
        first_due=_day(values.get("first_due")),
        standing=standing,
        assumed=values.get("assumed"),
    )


def calendar_of(values: Values, roll: bool) -> WorkCalendar:
    """Rest days and make-up days of every listed year."""
    years: Mapping[str, Values] = values.get("years", {})
    return WorkCalendar(
        rest_days=frozenset(_days(years, "rest_days")),
        makeup_days=frozenset(_days(years, "makeup_days")),
        years=tuple(sorted(int(year) for year in years)),
        roll=roll,
    )


def _days(years: Mapping[str, Values], key: str) -> list[date]:
    return [date.fromisoformat(day) for year in years.values() for day in (year or {}).get(key, ())]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
