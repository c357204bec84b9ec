"""Indicators: six shapes, from the ledger or from entered numbers (domain.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.entered import entered_tallies, quoted_doubt
from lib.domain.facts import Entry
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Part, Plan
from lib.domain.rounding import wilson

GREEN, AMBER, RED = "green", "amber", "red"
_WORST_FIRST = (RED, AMBER, GREEN)
NEAR = Fraction(5, 100)
SMALL_BASE = 30
TOO_FEW, NO_CASES, SMALL = "基数不足", "本期无案件", "基数较小"

Interval = tuple[Fraction, Fraction]
Counted = Callable[[Indicator, Window], Mapping[str | None, Tally]]


@dataclass(frozen=True, slots=True)
class PartReading:
    """One numerator against its target: value, side, colour, interval and attainment, before any regard to n."""

    part: Part
    numerator: Fraction
    value: Fraction | None
    met: bool | None
    colour: str | None
    interval: Interval | None
    attainment: Fraction | None


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator for the whole (`unit` None) or one unit. `n` is the number the doubt is about, `quoted` the rate as
    published beside its two numbers: kept to be compared, never used."""

    indicator: Indicator
    unit: str | None
    parts: tuple[PartReading, ...]
    denominator: Fraction | None
    n: Fraction | None
    met: bool | None
    colour: str | None
    attainment: Fraction | None
    note: str | None
    facts: tuple[int, ...] = field(default=(), repr=False)
    entered: bool = True
    quoted: Decimal | None = None

    @property
    def judged(self) -> bool:
        """Whether there is enough to colour and score it."""
        return self.attainment is not None

    @property
    def doubt(self) -> str | None:
        """That the rate as published is not what its own two numbers give; None where nothing is amiss."""
        return quoted_doubt(self.quoted, self.parts[0].numerator, self.denominator or Fraction(0))


def readings(
    plan: Plan,
    indicator: Indicator,
    period: Period,
    counted: Counted,
    entries: Sequence[Entry],
    as_of: date | None = None,
    window: Window | None = None,
) -> list[Reading]:
    """The whole first, then one reading per unit with a denominator, in the order of the register.

    `counted` gives what an indicator of the ledger counts in a window. `as_of`: entered numbers dated later are
    unseen. `window` replaces the period's days for the ledger (an appraisal's cumulative window); the
    comparison year is the same days a year before.
    """
    now = _tallies(plan, indicator, period, counted, entries, as_of, window)
    before: Mapping[str | None, Tally] = {}
    if indicator.shape in ("year_on_year", "trend"):
        earlier = window.year_earlier if window else None
        before = _tallies(plan, indicator, period.year_before, counted, entries, as_of, earlier)
    found = [reading(indicator, None, now.get(None), before.get(None))]
    if indicator.by_unit:
        units = [code for code in plan.unit if code in now or code in before]
        by_unit = (reading(indicator, code, now.get(code), before.get(code)) for code in units)
        found.extend(one for one in by_unit if _has_base(one))
    return found


def _tallies(
    plan: Plan,
    indicator: Indicator,
    period: Period,
    counted: Counted,
    entries: Sequence[Entry],
    as_of: date | None,
    window: Window | None,
) -> Mapping[str | None, Tally]:
    if indicator.source == "entered":
        return entered_tallies(indicator, period, entries, as_of)
    return counted(indicator, window or Window(period.start, period.end))


def _has_base(one: Reading) -> bool:
    if one.denominator is None:
        return one.parts[0].numerator != 0 or (one.indicator.source == "entered" and one.entered)
    return one.denominator > 0


def reading(indicator: Indicator, unit: str | None, now: Tally | None, before: Tally | None) -> Reading:
    """The indicator's shape applied to its tallies (None: nothing counted)."""
    found = _shaped(indicator, unit, now, before)
    return replace(found, quoted=now.quoted) if now is not None and now.quoted is not None else found


def _shaped(indicator: Indicator, unit: str | None, now: Tally | None, before: Tally | None) -> Reading:
    tally = now or Tally((Fraction(0),) * len(indicator.parts), Fraction(0) if _is_rate(indicator) else None)
    earlier = before or Tally((Fraction(0),), Fraction(0))
    if indicator.shape == "year_on_year":
        return _year_on_year(indicator, unit, tally, earlier)
    if indicator.shape == "trend":
        return _trend(indicator, unit, tally, earlier)
    if indicator.shape == "count":
        return _count(indicator, unit, tally, entered=now is not None)
    return _against_target(indicator, unit, tally, entered=now is not None)


def _is_rate(indicator: Indicator) -> bool:
    return indicator.denominator is not None or indicator.has_denominator or indicator.shape == "split"


def _against_target(indicator: Indicator, unit: str | None, tally: Tally, entered: bool) -> Reading:
    """Threshold, duration and split: every part on its side of its target; a split's total is the sum of its parts."""
    total = sum(tally.numerators, Fraction(0)) if indicator.shape == "split" else tally.denominator or Fraction(0)
    parts = tuple(
        _part_reading(part, numerator, total) for part, numerator in zip(indicator.parts, tally.numerators, strict=True)
    )
    note = _note(total, indicator.min_n)
    if note == NO_CASES:
        return Reading(indicator, unit, parts, total, total, None, None, None, note, tally.facts, entered)
    met = all(part.met for part in parts)
    colour = next(colour for colour in _WORST_FIRST if any(part.colour == colour for part in parts))
    attainment = sum((part.attainment or Fraction(0) for part in parts), Fraction(0)) / len(parts)
    if note == TOO_FEW:
        return Reading(indicator, unit, parts, total, total, met, None, None, note, tally.facts, entered)
    return Reading(indicator, unit, parts, total, total, met, colour, attainment, note, tally.facts, entered)


def _part_reading(part: Part, numerator: Fraction, total: Fraction) -> PartReading:
    if not total:
        return PartReading(part, numerator, None, None, None, None, None)
    value, target = numerator / total, part.target
    if target is None:
        raise ValueError(f"part {part.name!r} has no target")
    met = value >= target if part.at_least else value <= target
    near = AMBER if abs(value - target) <= NEAR else RED
    attainment = clamp((value - part.floor) / (target - part.floor)) if target != part.floor else Fraction(met)
    return PartReading(part, numerator, value, met, GREEN if met else near, _interval(numerator, total), attainment)


def _year_on_year(indicator: Indicator, unit: str | None, now: Tally, before: Tally) -> Reading:
    """count(P) ÷ count(P − 1 year) − 1 on the right side of the target; attainment with floor 0; n is last year's count."""
    part, count, base = indicator.parts[0], now.numerators[0], before.numerators[0]
    facts = (*now.facts, *before.facts)
    note = _note(base, indicator.min_n)
    if note == NO_CASES or part.target is None:
        empty = PartReading(part, count, None, None, None, None, None)
        return Reading(indicator, unit, (empty,), base, base, None, None, None, note, facts)
    change = count / base - 1
    met = change >= part.target if part.at_least else change <= part.target
    attainment = clamp(change / part.target) if part.target else Fraction(met)
    filled = PartReading(part, count, change, met, GREEN if met else RED, None, attainment)
    judged = note != TOO_FEW
    colour = filled.colour if judged else None
    return Reading(indicator, unit, (filled,), base, base, met, colour, attainment if judged else None, note, facts)


def _trend(indicator: Indicator, unit: str | None, now: Tally, before: Tally) -> Reading:
    """rate(P) strictly better than rate(P − 1 year), or at the ideal 0 or 1; n is the smaller denominator."""
    part, total = indicator.parts[0], now.denominator or Fraction(0)
    base = before.denominator or Fraction(0)
    n = min(total, base)
    note = _note(n, indicator.min_n)
    facts = (*now.facts, *before.facts)
    if note == NO_CASES:
        empty = PartReading(part, now.numerators[0], None, None, None, None, None)
        return Reading(indicator, unit, (empty,), total, n, None, None, None, note, facts)
    rate, earlier = now.numerators[0] / total, before.numerators[0] / base
    better, ideal = (rate > earlier, rate == 1) if part.at_least else (rate < earlier, rate == 0)
    met = better or ideal
    interval = _interval(now.numerators[0], total)
    filled = PartReading(part, now.numerators[0], rate - earlier, met, GREEN if met else RED, interval, Fraction(met))
    judged = note != TOO_FEW
    colour, attainment = (filled.colour, filled.attainment) if judged else (None, None)
    return Reading(indicator, unit, (filled,), total, n, met, colour, attainment, note, facts)


def _count(indicator: Indicator, unit: str | None, tally: Tally, entered: bool) -> Reading:
    """A plain number, or a rate without target: no side, no colour, no attainment."""
    part, number = indicator.parts[0], tally.numerators[0]
    if tally.denominator is None:
        plain = PartReading(part, number, number, None, None, None, None)
        return Reading(indicator, unit, (plain,), None, None, None, None, None, None, tally.facts, entered)
    total = tally.denominator
    value = number / total if total else None
    interval = _interval(number, total) if total else None
    rate = PartReading(part, number, value, None, None, interval, None)
    note = None if total else NO_CASES
    return Reading(indicator, unit, (rate,), total, total, None, None, None, note, tally.facts, entered)


def _note(n: Fraction, min_n: int) -> str | None:
    if n == 0:
        return NO_CASES
    if n < min_n:
        return TOO_FEW
    return SMALL if n < SMALL_BASE else None


def _interval(numerator: Fraction, total: Fraction) -> Interval | None:
    bounds = wilson(numerator, total)
    return (Fraction(bounds[0]), Fraction(bounds[1])) if bounds else None


def clamp(value: Fraction) -> Fraction:
    """`value` cut to [0, 1]."""
    return max(Fraction(0), min(Fraction(1), value))
