"""量化指标: every indicator of a period by item, and one with its past, its guard and its funnel plot by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import dropwhile

from lib.domain.day_bins import DayBin, day_bins
from lib.domain.funnel import INSIDE, OUTSIDE_95, OUTSIDE_998, TOO_FEW, funnel_place
from lib.domain.indicators import Reading, readings
from lib.domain.measure_words import definition
from lib.domain.measures import Window
from lib.domain.periods import Period
from lib.domain.plan import Indicator
from lib.domain.rights import UNIT_ROLES, Viewer
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.indicators import indicator_readings
from lib.services.overview import unit_name
from lib.services.status import counted_until

PAST_PERIODS = 9  # two years of quarters and the one shown
RATES = ("threshold", "duration", "trend", "count")  # shapes whose value is numerator ÷ denominator of the period
MOST_DURATIONS = 500  # beyond, the share alone is shown: what a page reads is not to grow with the cases


@dataclass(frozen=True, slots=True)
class Past:
    """An indicator in a period of the kind shown."""

    period: Period
    reading: Reading


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the period: its reading, who answers for it, its guard, how it counts.

    `own`: of the viewer's unit, where it has a value of its own. `past`: up to this period, the oldest first; empty
    where it is not drawn. `durations` likewise.
    """

    reading: Reading
    item_title: str
    owners: tuple[str, ...]
    guard: Reading | None
    own: Reading | None
    past: tuple[Past, ...]
    durations: tuple[DayBin, ...]
    definition: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The indicators of one item in the order of the register."""

    no: str
    title: str
    lead: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """The groups in the order of the register; how many indicators with a target have each colour (None: not judged)."""

    groups: tuple[ItemGroup, ...]
    by_colour: tuple[tuple[str | None, int], ...]

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the indicators shown."""
        return frozenset(line.reading.indicator.code for group in self.groups for line in group.lines)


@dataclass(frozen=True, slots=True)
class UnitPoint:
    """A unit in the funnel plot: its numbers, where they stand (`lib.domain.funnel`), and that a published rate differs."""

    unit: str
    name: str
    numerator: Fraction
    n: Fraction
    place: str
    doubt: str | None = None

    @property
    def value(self) -> Fraction:
        """The unit's rate."""
        return self.numerator / self.n


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units by their number of cases and their rate, about the rate of the whole; `hidden` says whose are not shown."""

    rate: Fraction
    numerator: Fraction
    n: Fraction
    target: Fraction | None
    high_is_good: bool
    points: tuple[UnitPoint, ...]
    hidden: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator with its past; its guard (None: it has none); `funnel` None where it has no units; the ledgers
    it is counted from."""

    line: IndicatorLine
    guard: IndicatorLine | None
    funnel: Funnel | None
    flows: tuple[tuple[str, str], ...]


def indicators_page(viewer: Viewer, book: Book, as_of: date, period: Period) -> IndicatorsPage:
    """Every indicator of `period` by facts dated ≤ `as_of`, for the whole; of units the viewer's own."""
    sight.require_business(viewer)
    lines = [_line(viewer, book, as_of, period, one, past=one.shape == "trend") for one in book.plan.indicators]
    by_item: dict[str, list[IndicatorLine]] = {}
    for line in lines:
        by_item.setdefault(line.reading.indicator.item, []).append(line)
    counts = Counter(line.reading.colour for line in lines if line.reading.indicator.shape != "count")
    return IndicatorsPage(
        tuple(_group(book, no, by_item[no]) for no in (*book.plan.item, "") if no in by_item), tuple(counts.items())
    )


def indicator_page(viewer: Viewer, book: Book, as_of: date, period: Period, code: str) -> IndicatorPage:
    """One indicator of `period`; by unit as far as the viewer may see units."""
    sight.require_business(viewer)
    indicator = book.plan.indicator.get(code)
    if indicator is None:
        raise Refused(f"没有代码为“{code}”的指标")
    guard = book.plan.indicator.get(indicator.guard or "")
    return IndicatorPage(
        _line(viewer, book, as_of, period, indicator, past=True),
        None if guard is None else _line(viewer, book, as_of, period, guard, past=guard.shape == "trend"),
        _funnel(viewer, book, _readings_of(book, period, as_of, code)),
        tuple((one, book.plan.flow[one].name) for one in dict.fromkeys(one.flow for one in indicator.measures)),
    )


def _readings_of(book: Book, period: Period, as_of: date, code: str) -> list[Reading]:
    """The readings of one indicator: the whole first, then by unit."""
    return [one for one in indicator_readings(book, period, as_of) if one.indicator.code == code]


def _group(book: Book, no: str, lines: Sequence[IndicatorLine]) -> ItemGroup:
    item = book.plan.item.get(no)
    return ItemGroup(no, item.title if item else "", unit_name(book, item.lead if item else None), tuple(lines))


def _line(
    viewer: Viewer, book: Book, as_of: date, period: Period, indicator: Indicator, *, past: bool
) -> IndicatorLine:
    whole, *units = _readings_of(book, period, as_of, indicator.code)
    guards = _readings_of(book, period, as_of, indicator.guard) if indicator.guard else []
    item = book.plan.item.get(indicator.item)
    own = viewer.unit_code if viewer.role in UNIT_ROLES else None
    return IndicatorLine(
        whole,
        item.title if item else "",
        tuple(book.plan.unit[code].short for code in indicator.owners),
        guards[0] if guards else None,
        next((one for one in units if one.unit == own), None),
        _past(book, as_of, period, indicator) if past else (),
        _durations(book, as_of, period, whole),
        definition(book.plan, indicator),
    )


def _past(book: Book, as_of: date, period: Period, indicator: Indicator) -> tuple[Past, ...]:
    """The periods up to the one shown, of its kind, from the first in which something was counted on."""
    periods = [period]
    while len(periods) < PAST_PERIODS:
        periods.insert(0, Period.of(period.kind, periods[0].start - timedelta(days=1)))

    def read() -> tuple[Past, ...]:
        found = (Past(one, _whole(book, as_of, one, indicator)) for one in periods)
        return tuple(dropwhile(lambda one: one.period != period and not _has_base(one.reading), found))

    return book.once(("past", indicator.code, period, as_of), read)


def _whole(book: Book, as_of: date, period: Period, indicator: Indicator) -> Reading:
    counted = counted_until(book, min(period.end, as_of))
    return readings(book.plan, indicator, period, counted, book.facts.entries, as_of)[0]


def _has_base(one: Reading) -> bool:
    return bool(one.parts[0].numerator if one.denominator is None else one.denominator)


def _durations(book: Book, as_of: date, period: Period, whole: Reading) -> tuple[DayBin, ...]:
    """How long the closings took that a duration counts, by steps of days."""
    timed = next((one for one in whole.indicator.measures if one.within_days is not None), None)
    n = whole.denominator
    if whole.indicator.shape != "duration" or timed is None or timed.within_days is None or not n or n > MOST_DURATIONS:
        return ()
    window, limit = Window(period.start, min(period.end, as_of)), timed.within_days
    return book.once(
        ("durations", whole.indicator.code, window),
        lambda: tuple(day_bins(book.ledger.closing_days(timed, window), limit)),
    )


def _funnel(viewer: Viewer, book: Book, found: Sequence[Reading]) -> Funnel | None:
    """The units the viewer may see about the rate of all; None where there is no rate by unit."""
    whole, *units = found
    indicator, part = whole.indicator, whole.parts[0]
    if not indicator.by_unit or indicator.shape not in RATES or not whole.denominator:
        return None
    rate = part.numerator / whole.denominator
    if not 0 <= rate <= 1:  # a published ratio above one has no limits
        return None
    seen = [one for one in units if one.unit and sight.sees_value_of(viewer, book.plan, indicator, one.unit)]
    return Funnel(
        rate,
        part.numerator,
        whole.denominator,
        part.part.target,
        part.part.at_least,
        tuple(sorted((_point(book, rate, one) for one in seen), key=_farthest_first)),
        _hidden(viewer, book, units, seen),
    )


def _point(book: Book, rate: Fraction, one: Reading) -> UnitPoint:
    unit, n, numerator = one.unit or "", one.denominator or Fraction(0), one.parts[0].numerator
    place = funnel_place(rate, numerator / n, n, one.indicator.min_n)
    return UnitPoint(unit, book.plan.unit[unit].short, numerator, n, place, one.doubt)


def _farthest_first(one: UnitPoint) -> tuple[int, Fraction, Fraction]:
    return (OUTSIDE_998, OUTSIDE_95, INSIDE, TOO_FEW).index(one.place), -one.n, one.value


def _hidden(viewer: Viewer, book: Book, units: Sequence[Reading], seen: Sequence[Reading]) -> str:
    """Whose values are left out, and for whom they are."""
    if len(seen) == len(units):
        return ""
    flows = [book.plan.flow[one.flow] for one in units[0].indicator.measures]
    who = "区领导、督导办公室和法院、检察院" if any(flow.judicial for flow in flows) else "区领导和督导办公室"
    own = "" if seen else "；本单位本期没有案件"
    return f"其他单位的数只给{who}看，这里是总体和本单位{own}。"
