"""What one case adds to the ledger's indicators, window by window (domain.md 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lib.domain.ledger import Case, court_codes, replay
from lib.domain.measures import Tally, Window, hits
from lib.domain.plan import Indicator, Measure, Plan
from lib.domain.windows import windows_around

WHOLE = "-"  # in the place of a unit
DENOMINATOR = -1  # in the place of a numerator's number


class MeasureKey(NamedTuple):
    """One number of an indicator in one window: of a unit, or of the whole."""

    indicator: str
    first_on: date
    last_on: date
    unit: str
    part: int


def add_measures(counts: Counter[MeasureKey], plan: Plan, case: Case) -> None:
    """Add what the case counts in every standard window."""
    for indicator in plan.indicators:
        measures = _measures(indicator, case.flow.code)
        if not measures:
            continue
        simple = all(_counts_events(case, one) for _, one in measures) and not _counts_cases(indicator)
        found = _by_event(plan, case, measures) if simple else _by_window(plan, indicator, case, measures)
        for window, part, n in found:
            for unit in (WHOLE, case.unit) if indicator.by_unit else (WHOLE,):
                counts[MeasureKey(indicator.code, window.first, window.last, unit, part)] += n


def _measures(indicator: Indicator, flow: str) -> list[tuple[int, Measure]]:
    """The numerators and the denominator that look at this flow, with their place."""
    if indicator.source != "ledger":
        return []
    placed = [*enumerate(part.measure for part in indicator.parts), (DENOMINATOR, indicator.denominator)]
    return [(place, one) for place, one in placed if one is not None and one.flow == flow]


def _counts_events(case: Case, measure: Measure) -> bool:
    """Whether each thing it counts stands on its own day, whatever the window: then it is counted once, not per
    window. A closing that can be undone depends on the window's end."""
    if measure.count == "cases" or measure.since_registration:
        return False
    finals = {state.name for state in case.flow.states if state.final}
    return not measure.out_of or not any(finals.intersection(action.origins) for action in case.flow.actions)


def _counts_cases(indicator: Indicator) -> bool:
    return indicator.denominator is not None and indicator.denominator.count == "cases"


def _by_event(plan: Plan, case: Case, measures: Iterable[tuple[int, Measure]]) -> Iterator[tuple[Window, int, int]]:
    day_of = {event.number: event.occurred_on for event in case.events}
    always = Window(date.min, date.max)
    for place, measure in measures:
        for hit in hits(measure, [case], always):
            for window in windows_around(day_of[hit.fact], plan.issued_on):
                yield window, place, 1


def _by_window(
    plan: Plan, indicator: Indicator, case: Case, measures: Iterable[tuple[int, Measure]]
) -> Iterator[tuple[Window, int, int]]:
    """By replaying the case up to the end of each window; windows that hold the same events share the reading."""
    listed, courts = list(measures), court_codes(plan)
    known: dict[tuple[int, int], list[tuple[int, int]]] = {}
    windows = {window for event in case.events for window in windows_around(event.occurred_on, plan.issued_on)}
    for window in windows:
        before = sum(event.occurred_on < window.first for event in case.events)
        upto = sum(event.occurred_on <= window.last for event in case.events)
        if (before, upto) not in known:
            cut = case if upto == len(case.events) else replay(case.flow, case.events[:upto], courts)
            known[before, upto] = list(_counted(indicator, cut, listed, window))
        for place, n in known[before, upto]:
            yield window, place, n


def _counted(
    indicator: Indicator, case: Case, measures: Iterable[tuple[int, Measure]], window: Window
) -> Iterator[tuple[int, int]]:
    counted = {place: len(hits(measure, [case], window)) for place, measure in measures}
    if _counts_cases(indicator) and not counted.get(DENOMINATOR):
        return
    yield from ((place, n) for place, n in counted.items() if n)


def tallies_of(indicator: Indicator, counts: Mapping[tuple[str, int], int]) -> dict[str | None, Tally]:
    """Counts of one window by (unit or WHOLE, part) in the form the readings take; the facts are not among them."""
    found: dict[str | None, Tally] = {}
    for unit in {WHOLE, *(unit for unit, _ in counts)}:
        numerators = tuple(Fraction(counts.get((unit, place), 0)) for place in range(len(indicator.parts)))
        total = None if indicator.denominator is None else Fraction(counts.get((unit, DENOMINATOR), 0))
        found[None if unit == WHOLE else unit] = Tally(numerators, total)
    return found
