"""What an indicator counts in the ledger within a window (domain.md 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from lib.domain.facts import Event
from lib.domain.ledger import Case, outcome_of
from lib.domain.periods import year_earlier
from lib.domain.plan import Indicator, Measure, Plan


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def year_earlier(self) -> Window:
        """The same days a year before."""
        return Window(year_earlier(self.first), year_earlier(self.last))


class Tally(NamedTuple):
    """Numerators (one per part) and denominator (None: a plain count), with the facts counted.

    `quoted`: of one entered number the rate as it was published.
    """

    numerators: tuple[Fraction, ...]
    denominator: Fraction | None
    facts: tuple[int, ...] = ()
    quoted: Decimal | None = None


class Hit(NamedTuple):
    """One thing counted: the case, its handling unit, and the fact that made it count."""

    case_no: str
    unit: str
    fact: int


def hits(measure: Measure, cases: Sequence[Case], window: Window) -> list[Hit]:
    """What `measure` counts among `cases` (replayed up to the window's end at least)."""
    found: list[Hit] = []
    for case in cases:
        outside = case.registered_on > window.last or case.events[-1].occurred_on < window.first
        if outside and not measure.since_registration:
            continue
        if measure.out_of:
            found.extend(_closing_hits(measure, case, window))
        else:
            found.extend(_event_hits(measure, case, window))
    return found


def _event_hits(measure: Measure, case: Case, window: Window) -> list[Hit]:
    found = []
    for index, event in enumerate(case.events):
        if event.action not in measure.actions or event.occurred_on > window.last:
            continue
        if event.occurred_on < window.first and not measure.since_registration:
            continue
        if _matches(measure, case, index, event):
            found.append(Hit(case.case_no, case.unit, event.number))
            if measure.count == "cases":
                break
    return found


def _closing_hits(measure: Measure, case: Case, window: Window) -> list[Hit]:
    """A case closed in the window out of one of the states, within the days if the measure names them."""
    days = _closing_days(measure, case, window)
    if days is None or (measure.within_days is not None and days > measure.within_days):
        return []
    return [Hit(case.case_no, case.unit, case.events[-1].number)]


def _closing_days(measure: Measure, case: Case, window: Window) -> int | None:
    """Days from entering one of the states to closing out of it; None if it was not so closed in the window."""
    if case.closed_on is None or not window.first <= case.closed_on <= window.last:
        return None
    stay = case.stays[-1]
    return (case.closed_on - stay.entered_on).days if stay.state in measure.out_of else None


def days_of_closing(measure: Measure, cases: Sequence[Case], window: Window) -> list[int]:
    """Of every case closed in the window out of one of the states, the days it took; the shortest first."""
    found = (_closing_days(measure, case, window) for case in cases)
    return sorted(days for days in found if days is not None)


def _matches(measure: Measure, case: Case, index: int, event: Event) -> bool:
    if measure.results and event.result not in measure.results:
        return False
    if measure.outcome is not None:
        action = case.flow.action.get(event.action)
        if action is None or outcome_of(action, event.result) != measure.outcome:
            return False
    return all(case.attribute(name, index) == value for name, value in measure.where)


def ledger_tallies(
    plan: Plan, indicator: Indicator, window: Window, cases: Mapping[str, Sequence[Case]]
) -> dict[str | None, Tally]:
    """The whole under None, each handling unit under its code. A case counts in a numerator of `cases` only if
    it is in the denominator."""
    measured = [part.measure for part in indicator.parts]
    parts = [hits(measure, cases[measure.flow], window) if measure else [] for measure in measured]
    base = indicator.denominator
    total = hits(base, cases[base.flow], window) if base else None
    if base is not None and total is not None and base.count == "cases":
        counted = {hit.case_no for hit in total}
        parts = [[hit for hit in part if hit.case_no in counted] for part in parts]
    units = {hit.unit for hit in [*(total or []), *(hit for part in parts for hit in part)]}
    found: dict[str | None, Tally] = {None: _tally(parts, total)}
    for unit in units if indicator.by_unit else ():
        own = [[hit for hit in part if hit.unit == unit] for part in parts]
        found[unit] = _tally(own, None if total is None else [hit for hit in total if hit.unit == unit])
    return found


def _tally(parts: Sequence[Sequence[Hit]], total: Sequence[Hit] | None) -> Tally:
    facts = sorted({hit.fact for part in [*parts, total or ()] for hit in part})
    denominator = None if total is None else Fraction(len(total))
    return Tally(tuple(Fraction(len(part)) for part in parts), denominator, tuple(facts))
