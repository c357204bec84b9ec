"""The appraisal of a period: judged, scored and ranked over all units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.appraisal import Facts, appraisal_window, judge, scores
from lib.domain.periods import Period
from lib.domain.plan import Scheme
from lib.domain.ranking import RankRow, failed_units, ranking
from lib.domain.rule_shares import Judged
from lib.errors import Refused
from lib.services.book import Book
from lib.services.status import status

DRAFT = "draft"


@dataclass(frozen=True)
class Appraisal:
    """A period's result: rows in the order of contract.md 4, with everything the rules looked at."""

    period: Period
    close_on: date
    scheme: Scheme
    state: str
    digest: str | None
    rows: tuple[RankRow, ...]
    judged: Judged

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
    return book.once(key, lambda: _appraisal(book, period, close_on, book.plan.scheme))


def _require_after_issue(book: Book, period: Period) -> None:
    if period.end < book.plan.issued_on:
        raise Refused(f"考核期 {period.code} 在方案印发（{book.plan.issued_on}）之前，没有可考核的内容")


def _appraisal(book: Book, period: Period, close_on: date, scheme: Scheme) -> Appraisal:
    return _appraised(book, period, close_on, scheme, book.facts_at(close_on))


def explained(book: Book, period: Period, close_on: date) -> Appraisal:
    """The same result with every line naming its facts: read from the cases themselves, not from the counts."""
    _require_after_issue(book, period)
    window = appraisal_window(book.plan, period, close_on)
    facts = book.recount(window.first, window.last, close_on)
    return _appraised(book, period, close_on, book.plan.scheme, facts)


def _appraised(book: Book, period: Period, close_on: date, scheme: Scheme, facts: Facts) -> Appraisal:
    judged = judge(book.plan, scheme, period, close_on, facts)
    found = scores(judged, facts.adjustments)
    is_year = period.kind == "year"
    lights = {one.unit: one.light for one in status(book, close_on).units} if is_year else {}
    failed_before = _years_failed_before(book, period, close_on, scheme) if is_year else {}
    rows = ranking(book.plan, scheme, found, is_year=is_year, lights=lights, years_failed_before=failed_before)
    return Appraisal(period, close_on, scheme, DRAFT, None, tuple(rows), judged)


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
    def make() -> frozenset[str]:
        facts = book.facts_at(close_on)
        judged = judge(book.plan, scheme, year, close_on, facts)
        found = scores(judged, facts.adjustments)
        rows = ranking(book.plan, scheme, found, is_year=False, lights={}, years_failed_before={})
        return failed_units(scheme, rows)

    return book.once(("failed", year, close_on, scheme.code), make)
