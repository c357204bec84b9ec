"""An indicator from values whose structure has been proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lib.definitions.build_plan import words
from lib.definitions.numbers import rate
from lib.domain.plan import Indicator, Item, Measure, Part, Unit

Values = Mapping[str, Any]
ENTERED_AS_NUMBER = ("count", "year_on_year")


def indicator_of(values: Values, items: Mapping[str, Item], units: Sequence[Unit]) -> Indicator:
    """One indicator; without owners the lead of its item answers for it."""
    item = str(values.get("item", ""))
    denominator = _measure(values["denominator"]) if "denominator" in values else None
    return Indicator(
        code=values["code"],
        item=item,
        title=values["title"],
        shape=values["shape"],
        source=values["source"],
        parts=_parts(values),
        denominator=denominator,
        has_denominator=denominator is not None or entered_as(values) == "fraction",
        by_unit=values.get("by_unit", False),
        owners=_owners(values.get("owners"), items.get(item), units),
        scored_for=values.get("scored_for", "owner"),
        window=values.get("window", "period"),
        min_n=values.get("min_n", 5),
        guard=values.get("guard"),
        scored=values.get("scored", False),
        unit_word=values.get("unit_word", "件"),
        assumed=values.get("assumed"),
        note=values.get("note"),
        direction=values.get("direction") if values["shape"] == "count" else None,
    )


def entered_as(values: Values) -> str | None:
    """`fraction` or `number` of an entered indicator; None of one counted from a ledger."""
    if values.get("source") != "entered":
        return None
    default = "number" if values.get("shape") in ENTERED_AS_NUMBER else "fraction"
    return str(values.get("entered_as", default))


def floor_of(values: Values, shape: str) -> Fraction | None:
    """The value of attainment 0: as written, else the default; None where it has to be written."""
    if "floor" in values:
        return rate(values["floor"])
    if "at_least" in values or shape == "year_on_year":
        return Fraction(0)
    return Fraction(1) if shape == "split" else None


def _owners(stated: Any, item: Item | None, units: Sequence[Unit]) -> tuple[str, ...]:
    if stated == "ranked":
        return tuple(unit.code for unit in units if unit.ranked)
    if stated is None:
        return (item.lead,) if item is not None and item.lead else ()
    return words(stated)


def _parts(values: Values) -> tuple[Part, ...]:
    shape = values["shape"]
    if shape == "split":
        return tuple(_part(one, shape, one["name"]) for one in values["parts"])
    return (_part(values, shape, values["title"]),)


def _part(values: Values, shape: str, name: str) -> Part:
    measure = _measure(values["numerator"]) if "numerator" in values else None
    if shape == "trend":
        return Part(name, measure, at_least=values["direction"] == "rising")
    side = next((side for side in ("at_least", "at_most") if side in values), None)
    if side is None:
        return Part(name, measure)
    floor = floor_of(values, shape)
    assert floor is not None, values
    return Part(name, measure, side == "at_least", rate(values[side]), floor)


def _measure(values: Values) -> Measure:
    return Measure(
        flow=values["flow"],
        actions=words(values["actions"]),
        results=words(values.get("results")),
        outcome=values.get("class"),
        where=tuple(sorted((name, str(value)) for name, value in values.get("where", {}).items())),
        count=values.get("count", "events"),
        out_of=words(values.get("out_of")),
        within_days=values.get("within_days"),
        since_registration=values.get("since_registration", False),
    )
