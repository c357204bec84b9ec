"""The appraisal of a period: judged, scored and ranked over all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.domain.appraisal import Facts, appraisal_window, judge, scores
from lib.domain.facts import Ruling
from lib.domain.period_life import DRAFT, LOCKED
from lib.domain.periods import Period
from lib.domain.plan import Plan, Scheme
from lib.domain.ranking import RankRow, failed_units, ranking
from lib.domain.rule_shares import Judged
from lib.errors import Refused
from lib.services.book import Book
from lib.services.kept_results import kept, life
from lib.services.status import status


@dataclass(frozen=True, slots=True)
class Beside:
    """What the recommendations of a year look at besides the score: lights at the close, and the years running, up to
    the one before, in which a unit was 不合格 or vetoed."""

    lights: Mapping[str, str]
    years_failed_before: Mapping[str, int]


NOTHING_BESIDE = Beside({}, {})


@dataclass(frozen=True)
class Appraisal:
    """A period's result: rows in the order of contract.md 4, by the plan and scheme it was made by.

    `undecided`: claims without a verdict at the close, which keep it from being published. A draft has everything the
    rules looked at (`judged`); a kept result (`digest`, `version`) its life and the rulings in it.
    """

    period: Period
    close_on: date
    plan: Plan
    scheme: Scheme
    state: str
    rows: tuple[RankRow, ...]
    beside: Beside
    undecided: tuple[int, ...]
    judged: Judged | None = None
    digest: str | None = None
    version: int = 0
    rulings: tuple[Ruling, ...] = ()

    def row(self, unit: str) -> RankRow:
        """The row of one unit; Refused if there is none."""
        for row in self.rows:
            if row.unit == unit:
                return row
        raise Refused(f"没有代码为“{unit}”的单位")


def appraisal(book: Book, period: Period, close_on: date, scheme: Scheme | None = None) -> Appraisal:
    """The draft result of `period` at a close on `close_on`, by the plan's scheme or the one given."""
    _require_after_issue(book, period)
    key = ("appraisal", period, close_on, scheme.code if scheme else None)
    if scheme is not None:
        return _appraisal(book, period, close_on, scheme)
    return book.once_until(
        key, _looks_until(period, close_on), lambda: _appraisal(book, period, close_on, book.plan.scheme)
    )


def _looks_until(period: Period, close_on: date) -> date:
    """No event dated later is in a result: nor in the lights of the close, which stand beside that of a year."""
    return max(period.end, close_on) if period.kind == "year" else period.end


def _require_after_issue(book: Book, period: Period) -> None:
    if period.end < book.plan.issued_on:
        raise Refused(f"考核期 {period.code} 在方案印发（{book.plan.issued_on}）之前，没有可考核的内容")


def _appraisal(book: Book, period: Period, close_on: date, scheme: Scheme) -> Appraisal:
    return _appraised(book, period, close_on, scheme, _facts(book, period, close_on, scheme))


def _facts(book: Book, period: Period, close_on: date, scheme: Scheme) -> Facts:
    """Stays are counted ahead by the year alone: a scheme that looks at the period's own days replays its cases."""
    if scheme.accumulates or not book.plan.flows:
        return book.facts_at(close_on)
    window = appraisal_window(book.plan, period, close_on, scheme)
    return book.recount(window.first, window.last, close_on)


def beside_the_score(book: Book, period: Period, close_on: date, scheme: Scheme | None = None) -> Beside:
    """What stands beside the scores of a close; nothing but for a year."""
    if period.kind != "year":
        return NOTHING_BESIDE
    lights = {one.unit: one.light for one in status(book, close_on).units}
    return Beside(lights, _years_failed_before(book, period, close_on, scheme or book.plan.scheme))


def explained(book: Book, period: Period, close_on: date, beside: Beside | None = None) -> Appraisal:
    """The same result with every line naming its facts: read from the cases themselves, not from the counts."""
    _require_after_issue(book, period)
    window = appraisal_window(book.plan, period, close_on)
    facts = book.recount(window.first, window.last, close_on)
    return _appraised(book, period, close_on, book.plan.scheme, facts, beside)


def _appraised(
    book: Book, period: Period, close_on: date, scheme: Scheme, facts: Facts, beside: Beside | None = None
) -> Appraisal:
    judged = judge(book.plan, scheme, period, close_on, facts)
    found = scores(judged, facts.adjustments)
    known = beside or beside_the_score(book, period, close_on, scheme)
    rows = ranking(
        book.plan,
        scheme,
        found,
        is_year=period.kind == "year",
        lights=known.lights,
        years_failed_before=known.years_failed_before,
    )
    undecided = tuple(_undecided(judged))
    return Appraisal(period, close_on, book.plan, scheme, DRAFT, tuple(rows), known, undecided, judged)


def _years_failed_before(book: Book, year: Period, close_on: date, scheme: Scheme) -> dict[str, int]:
    """Years running, up to the one before `year`, in which each unit was 不合格 or vetoed."""
    counts: dict[str, int] = {}
    running: frozenset[str] | None = None
    for _ in range(len(scheme.ladder) - 1):
        year = year.year_before
        if year.end < book.plan.issued_on:
            break
        failed = _failed(book, year, close_on, scheme)
        running = failed if running is None else running & failed
        for unit in running:
            counts[unit] = counts.get(unit, 0) + 1
    return counts


def _failed(book: Book, year: Period, close_on: date, scheme: Scheme) -> frozenset[str]:
    """As the year was locked; of one that was not, as it would be judged at the same close."""
    known = life(book, year)
    if known.has_reached(LOCKED) and (result := kept(book, known)) is not None:
        return failed_units(scheme, result.rows)

    def make() -> frozenset[str]:
        facts = _facts(book, year, close_on, scheme)
        judged = judge(book.plan, scheme, year, close_on, facts)
        found = scores(judged, facts.adjustments)
        rows = ranking(book.plan, scheme, found, is_year=False, lights={}, years_failed_before={})
        return failed_units(scheme, rows)

    return book.once_until(("failed", year, close_on, scheme.code), year.end, make)


def _undecided(judged: Judged) -> list[int]:
    """Numbers of the claims without a verdict at the close."""
    duties = [one.status for own in judged.duties.values() for one in own if one.weight == 1]
    return [claim.report.number for status in duties if status.completion is None for claim in status.undecided]
