"""Entered numbers, bonuses and deductions, and the office's own judgements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from lib.domain.facts import Adjustment, Entry, Judgement
from lib.domain.periods import Period, periods_since
from lib.domain.plan import Indicator, Plan
from lib.simulation.climate import SEASON, years_in
from lib.simulation.playing import Stated
from lib.simulation.words import Row, rows
from lib.simulation.workdays import Workdays, office_instant

_YEARLY = 4
_UNKNOWN: Row = {"first": "5", "last": "12", "of_first": "12", "of_last": "14", "running": "no", "evidence": "统计表"}


def entries(plan: Plan, workdays: Workdays, until: date, seed: int) -> list[Stated[Entry]]:
    """Every entered indicator for each quarter and each year that ended, a few entered anew with a better number."""
    words = {row["indicator"]: row for row in rows("counters")}
    found: list[Stated[Entry]] = []
    for indicator in plan.indicators:
        unit = _enterer(plan, indicator)
        if indicator.source != "entered" or unit is None:
            continue
        rng = Random(f"{seed}/entries/{indicator.code}")  # noqa: S311 - an invented district, not a secret
        row = words.get(indicator.code, _UNKNOWN)
        for kind in ("quarter", "year"):
            for period in periods_since(kind, plan.issued_on, until):
                found.extend(_of_period(rng, workdays, until, indicator, unit, row, period))
    return found


def _enterer(plan: Plan, indicator: Indicator) -> str | None:
    return indicator.owners[0] if indicator.owners else plan.item[indicator.item].lead


def _of_period(
    rng: Random, workdays: Workdays, until: date, indicator: Indicator, unit: str, row: Row, period: Period
) -> Iterator[Stated[Entry]]:
    """The entry a few days after the period, and now and then another one weeks later."""
    day = workdays.after(period.end, rng.randint(2, 8))
    entry = _entry(rng, indicator, unit, row, period, day)
    again_on = workdays.after(day, rng.randint(10, 30))
    if day <= until:
        yield Stated(entry, office_instant(rng, day))
    if again_on <= until and rng.random() < 0.035:
        corrected = _entry(rng, indicator, unit, row, period, again_on)
        yield Stated(corrected, office_instant(rng, again_on))


def _entry(rng: Random, indicator: Indicator, unit: str, row: Row, period: Period, day: date) -> Entry:
    number, whole = _amounts(rng, row, period)
    evidence = f"{period.name}{row['evidence']}"
    if indicator.has_denominator:
        return Entry(0, period.code, unit, indicator.code, min(number, whole), whole, None, evidence, day, day)
    return Entry(0, period.code, unit, indicator.code, None, None, number, evidence, day, day)


def _amounts(rng: Random, row: Row, period: Period) -> tuple[Decimal, Decimal]:
    """The number of a period and what it is out of: running ones grow to their end, others come anew each period."""
    along = years_in(period.end)
    running = row["running"] == "yes"
    scale = _YEARLY if period.kind == "year" and not running else 1
    season = 1.0 if running or scale > 1 else sum(SEASON[month] for month in _months(period)) / 3
    waver = 1.0 if running else rng.uniform(0.88, 1.12) * season
    reached = min(1.0, along * 3) if running else along
    number = _between(row["first"], row["last"], reached) * waver * scale
    whole = _between(row["of_first"] or row["last"], row["of_last"] or row["last"], along) * scale
    return Decimal(round(number)), Decimal(max(1, round(whole)))


def _between(first: str, last: str, along: float) -> float:
    return float(first) + (float(last) - float(first)) * along


def _months(period: Period) -> range:
    return range(period.start.month - 1, period.end.month)


def adjustments(plan: Plan, workdays: Workdays, until: date, seed: int) -> list[Stated[Adjustment]]:
    """The bonuses, deductions and the veto of data/demo, decided soon after the period they name."""
    rng = Random(f"{seed}/adjustments")  # noqa: S311 - an invented district, not a secret
    found: list[Stated[Adjustment]] = []
    for row in rows("adjustments"):
        period = Period.parse(row["period"])
        day = workdays.before(period.end + timedelta(days=1), rng.randint(2, 12))
        if row["unit"] in plan.unit and plan.issued_on <= day <= until:
            points = Decimal(row["points"]) if row["points"] else None
            words = (points, row["reason"], row["evidence"], row["approver"])
            made = Adjustment(0, row["period"], row["unit"], row["kind"], *words, day, day)
            found.append(Stated(made, office_instant(rng, day)))
    return found


def judgements(plan: Plan, workdays: Workdays, until: date, seed: int) -> list[Stated[Judgement]]:
    """The office's views on items, dated so many days before the end of the run."""
    rng = Random(f"{seed}/judgements")  # noqa: S311 - an invented district, not a secret
    found: list[Stated[Judgement]] = []
    for row in rows("judgements"):
        day = workdays.after(until - timedelta(days=int(row["days_before"])), 0)
        if row["item"] in plan.item and plan.issued_on <= day <= until:
            made = Judgement(0, row["item"], row["view"], row["reason"], day, day)
            found.append(Stated(made, office_instant(rng, day)))
    return found
