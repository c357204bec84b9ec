"""The appraisal of a period: judged, scored and ranked over all units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.appraisal import Facts, appraisal_window, duty_grounds, judge, scores
from lib.domain.facts import Adjustment, Ruling
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


def appraisal(
    book: Book, period: Period, close_on: date, scheme: Scheme | None = None, *, spanned: bool = True
) -> Appraisal:
    """The draft result of `period` at a close on `close_on`, by the plan's scheme or the one given.

    `spanned` False: without the spans of ranks, which take a third of the time.
    """
    _require_after_issue(book, period)
    if scheme is not None:
        return _appraisal(book, period, close_on, scheme)
    return book.once_until(
        ("appraisal", period, close_on, spanned),
        _looks_until(period, close_on),
        lambda: _appraisal(book, period, close_on, book.plan.scheme, spanned=spanned),
    )


def _looks_until(period: Period, close_on: date) -> date:
    """No event dated later is in a result: nor in the lights of the close, which stand beside that of a year."""
    return max(period.end, close_on) if period.kind == "year" else period.end


def _require_after_issue(book: Book, period: Period) -> None:
    if period.end < book.plan.issued_on:
        raise Refused(f"考核期 {period.code} 在方案印发（{book.plan.issued_on}）之前，没有可考核的内容")


def _appraisal(book: Book, period: Period, close_on: date, scheme: Scheme, *, spanned: bool = True) -> Appraisal:
    judged, adjustments = _judged(book, period, close_on, scheme)
    return _appraised(judged, adjustments, beside_the_score(book, period, close_on, scheme), spanned=spanned)


def _judged(book: Book, period: Period, close_on: date, scheme: Scheme) -> tuple[Judged, Sequence[Adjustment]]:
    facts, grounds = _facts(book, period, close_on, scheme), None
    if scheme is book.plan.scheme:  # one that is tried may have the same code
        key = ("duty grounds", period, close_on)
        grounds = book.once_until(key, None, lambda: duty_grounds(book.plan, scheme, period, close_on, facts))
    return judge(book.plan, scheme, period, close_on, facts, grounds), facts.adjustments


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
    judged = judge(book.plan, book.plan.scheme, period, close_on, facts)
    return _appraised(judged, facts.adjustments, beside or beside_the_score(book, period, close_on))


def _appraised(judged: Judged, adjustments: Sequence[Adjustment], beside: Beside, *, spanned: bool = True) -> Appraisal:
    rows = ranking(
        judged.plan,
        judged.scheme,
        scores(judged, adjustments),
        is_year=judged.period.kind == "year",
        lights=beside.lights,
        years_failed_before=beside.years_failed_before,
        spanned=spanned,
    )
    undecided = tuple(_undecided(judged))
    return Appraisal(
        judged.period, judged.close_on, judged.plan, judged.scheme, DRAFT, tuple(rows), beside, undecided, judged
    )


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
        judged, adjustments = _judged(book, year, close_on, scheme)
        found = scores(judged, adjustments)
        rows = ranking(book.plan, scheme, found, is_year=False, lights={}, years_failed_before={}, spanned=False)
        return failed_units(scheme, rows)

    return book.once_until(("failed", year, close_on, scheme.code), year.end, make)


def _undecided(judged: Judged) -> list[int]:
    """Numbers of the claims without a verdict at the close."""
    duties = [one.status for own in judged.duties.values() for one in own if one.weight == 1]
    return [claim.report.number for status in duties if status.completion is None for claim in status.undecided]
