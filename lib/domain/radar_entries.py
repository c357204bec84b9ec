"""The radar's signals about entries: on which days they are dated, how late recorded, how many corrected afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from lib.domain.fact_words import FACT_NAMES
from lib.domain.measures import Window
from lib.domain.periods import Period, periods_since
from lib.domain.plan import Plan
from lib.domain.radar import (
    EDITED,
    MONTH_END,
    MONTH_END_DAYS,
    RECORDED_LATE,
    SPIKE_LEAST,
    SPIKE_TIMES,
    Signal,
    unit_name,
)
from lib.domain.wording import full_day, number, percent


class Entries(NamedTuple):
    """Entries dated within a period, of one unit (None: the office) in one flow or of one kind of fact (`facts`).

    `at_month_end`: dated on the last three days of a month. `late`: recorded more than 7 days after (补录).
    """

    unit: str | None
    flow: str | None
    facts: str | None
    n: int
    at_month_end: int
    late: int


class Edited(NamedTuple):
    """Facts dated within a period and corrected after its cut-off: in one flow, or of one unit and kind of fact."""

    unit: str | None
    flow: str | None
    facts: str | None
    voided: int
    replaced: int


# Month ends


def month_end_days(window: Window) -> list[date]:
    """The last three calendar days of each month, as far as they lie within the window."""
    found = [
        month.end - timedelta(days=back)
        for month in periods_since("month", window.first, window.last)
        for back in reversed(range(MONTH_END_DAYS))
    ]
    return [one for one in found if window.first <= one <= window.last]


def month_end(plan: Plan, entries: Sequence[Entries], window: Window, period: Period) -> list[Signal]:
    """Units, and flows, with at least 10 entries on the month ends and at least three times their share by days."""
    by_unit: dict[str | None, list[int]] = {}
    by_flow: dict[str, list[int]] = {}
    for one in entries:
        _add(by_unit.setdefault(one.unit, [0, 0]), one)
        if one.flow is not None:
            _add(by_flow.setdefault(one.flow, [0, 0]), one)
    expected = Fraction(len(month_end_days(window)), (window.last - window.first).days + 1)
    found = [
        *(_spike(period, n, at_end, expected, unit_name(plan, unit), unit=unit) for unit, (n, at_end) in by_unit.items()),
        *(_spike(period, n, at_end, expected, f"“{plan.flow[flow].name}”", flow=flow) for flow, (n, at_end) in by_flow.items()),
    ]  # fmt: skip
    return sorted(
        (one for one in found if one is not None), key=lambda one: -Fraction(dict(one.numbers)["at_month_end"])
    )


def _add(sums: list[int], one: Entries) -> None:
    sums[0] += one.n
    sums[1] += one.at_month_end


def _spike(
    period: Period, n: int, at_end: int, expected: Fraction, name: str, unit: str | None = None, flow: str | None = None
) -> Signal | None:
    if at_end < SPIKE_LEAST or Fraction(at_end, n) < SPIKE_TIMES * expected:
        return None
    return Signal(
        MONTH_END,
        period.code,
        f"{name}{number(n)} 条记录中有 {number(at_end)} 条落在月末三天（{percent(Fraction(at_end, n))}，"
        f"按天数约为 {percent(expected)}）",
        (("at_month_end", at_end), ("entries", n), ("expected", expected)),
        unit=unit,
        flow=flow,
    )


# 补录


def recorded_late(plan: Plan, entries: Iterable[Entries], period: Period) -> list[Signal]:
    """Every unit and kind with an entry recorded more than 7 days after its date, the most of them first."""
    found = [
        Signal(
            RECORDED_LATE,
            period.code,
            f"{unit_name(plan, one.unit)}“{_source_name(plan, one.flow, one.facts)}”{number(one.n)} 条中有 "
            f"{number(one.late)} 条超过七天才记录（{percent(Fraction(one.late, one.n))}）",
            (("late", one.late), ("entries", one.n)),
            unit=one.unit,
            flow=one.flow,
            facts=one.facts,
        )
        for one in entries
        if one.late
    ]
    return sorted(found, key=lambda one: (-dict(one.numbers)["late"], dict(one.numbers)["entries"]))


# Edits


def edited(plan: Plan, edits: Iterable[Edited], cut_off: date, period: Period) -> list[Signal]:
    """Kinds of facts of the period that were corrected after the cut-off, the most corrections first."""
    found = [
        Signal(
            EDITED,
            period.code,
            f"{'' if one.unit is None else unit_name(plan, one.unit)}“{_source_name(plan, one.flow, one.facts)}”期内记录有 "
            f"{number(one.voided + one.replaced)} 条在{full_day(cut_off)}之后被更正"
            f"（作废 {number(one.voided)}、替换 {number(one.replaced)}）",
            (("voided", one.voided), ("replaced", one.replaced)),
            unit=one.unit,
            flow=one.flow,
            facts=one.facts,
        )
        for one in edits
    ]
    return sorted(found, key=lambda one: -sum(int(n) for _, n in one.numbers))


def _source_name(plan: Plan, flow: str | None, facts: str | None) -> str:
    return plan.flow[flow].name if flow is not None else FACT_NAMES[facts or ""]
