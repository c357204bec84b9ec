"""Entered indicators: which entry is in force for a period (domain.md 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.facts import Entry
from lib.domain.measures import Tally
from lib.domain.periods import APPRAISAL_KINDS, Period
from lib.domain.plan import Indicator
from lib.domain.rounding import half_up


def entry_in_force(indicator: Indicator, period: Period, entries: Sequence[Entry], as_of: date | None) -> Entry | None:
    """`period`: the last that names it. `latest`: the last whose 考核期 ends on or before the period's end.

    Last by 日期, then by row; entries dated after `as_of` are unseen.
    """
    found = (
        entry
        for entry in entries
        if entry.indicator == indicator.code
        and (as_of is None or entry.occurred_on <= as_of)
        and _names(indicator, period, entry)
    )
    return max(found, key=lambda entry: (entry.occurred_on, entry.number), default=None)


def _names(indicator: Indicator, period: Period, entry: Entry) -> bool:
    if indicator.window == "latest":
        return Period.parse(entry.period).end <= period.end
    return entry.period == period.code


def periods_to_enter(
    indicator: Indicator, ended: Period, issued_on: date, kinds: Sequence[str] = APPRAISAL_KINDS
) -> list[Period]:
    """The periods that end with `ended` and want a number of their own: the quarter, the half and the year.

    `kinds`: those a scheme appraises, `ended` of the shortest. Of an indicator read as the latest the shortest alone.
    None that ended before the plan was issued.
    """
    wider = [Period.of(kind, ended.end) for kind in kinds[1:]] if indicator.window == "period" else []
    found = [ended, *(one for one in wider if one.end == ended.end)]
    return [one for one in found if one.end >= issued_on]


def entered_tallies(
    indicator: Indicator, period: Period, entries: Sequence[Entry], as_of: date | None
) -> dict[str | None, Tally]:
    """The whole under None (absent if nothing was entered); of a by-unit indicator each unit's, and their sum."""
    own = [entry for entry in entries if entry.indicator == indicator.code]
    if not indicator.by_unit:
        entry = entry_in_force(indicator, period, own, as_of)
        return {None: _tally(indicator, [entry])} if entry else {}
    by_unit: dict[str | None, Tally] = {}
    in_force = []
    for unit in dict.fromkeys(entry.unit for entry in own):
        entry = entry_in_force(indicator, period, [one for one in own if one.unit == unit], as_of)
        if entry is not None:
            in_force.append(entry)
            by_unit[unit] = _tally(indicator, [entry])
    return {None: _tally(indicator, in_force), **by_unit} if in_force else {}


def _tally(indicator: Indicator, entries: Sequence[Entry]) -> Tally:
    facts = tuple(entry.number for entry in entries)
    if not indicator.has_denominator:
        return Tally((sum((Fraction(entry.value or 0) for entry in entries), Fraction(0)),), None, facts)
    numerator = sum((Fraction(entry.numerator or 0) for entry in entries), Fraction(0))
    denominator = sum((Fraction(entry.denominator or 0) for entry in entries), Fraction(0))
    quoted = entries[0].value if len(entries) == 1 else None
    return Tally((numerator,), denominator, facts, quoted)


def recomputes(quoted: Decimal, numerator: Fraction, denominator: Fraction) -> bool:
    """Whether a published rate is numerator ÷ denominator to the digits published, half up (README of the real figures).

    Written as a percentage (59.5) or as a fraction (0.595); trailing zeros do not count as digits. Over a
    denominator of 0 nothing recomputes.
    """
    if denominator == 0:
        return False
    exponent = quoted.normalize().as_tuple().exponent
    assert isinstance(exponent, int), quoted
    places, rate = max(0, -exponent), numerator / denominator
    return quoted in (half_up(rate * 100, places), half_up(rate, places))


def quoted_doubt(quoted: Decimal | None, numerator: Fraction, denominator: Fraction) -> str | None:
    """What a reader is told of a published rate that its own two numbers do not give; None where nothing is amiss."""
    if quoted is None or recomputes(quoted, numerator, denominator):
        return None
    own = f"= {half_up(numerator / denominator * 100, 2)}%，按后者计" if denominator else "无法计算，不计"
    return f"公布值 {quoted:f} 与两数不符：{_digits(numerator)} ÷ {_digits(denominator)} {own}"


def entry_doubt(entry: Entry) -> str | None:
    """The same of one entry; None of a plain number."""
    if entry.numerator is None or entry.denominator is None:
        return None
    return quoted_doubt(entry.value, Fraction(entry.numerator), Fraction(entry.denominator))


def _digits(value: Fraction) -> str:
    return f"{half_up(value, 2).normalize():f}"
