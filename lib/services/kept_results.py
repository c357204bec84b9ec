"""Results of appraisal periods as they are kept, and where each period stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lib.db.queries import periods
from lib.db.queries.periods import KeptResult
from lib.domain.canonical import read
from lib.domain.facts import Signature
from lib.domain.period_life import DECIDED, LOCKED, Life, life_of
from lib.domain.periods import Period
from lib.domain.results import Result
from lib.errors import Refused
from lib.services.book import Book, LastMade

# A result never changes, whatever is stored after it; reading a large one takes long.
RESULTS_KEPT = 16
_results = LastMade(RESULTS_KEPT)


def life(book: Book, period: Period, as_of: date | None = None) -> Life:
    """Where a period stands, by the steps taken by `as_of` (None: by every step); a year whose recommendations are all
    signed or declined is decided."""
    return lives(book, period, as_of=as_of)[period.code]


def lives(book: Book, *wanted: Period, as_of: date | None = None) -> dict[str, Life]:
    """Where these periods stand, or every period that was ever opened."""
    known = book.once_until("steps", None, lambda: periods.steps(book.conn))
    steps = [one for one in known if as_of is None or one.occurred_on <= as_of]
    codes = [one.code for one in wanted] or list(dict.fromkeys(one.period for one in steps))
    return {code: _decided(book, life_of(code, steps, book.plan.scheme, book.plan.calendar), as_of) for code in codes}


def _decided(book: Book, found: Life, as_of: date | None) -> Life:
    if found.state != LOCKED or Period.parse(found.period).kind != "year":
        return found
    result = kept(book, found)
    recommended = {row.unit for row in result.rows if row.recommendation} if result else set()
    given = [one for one in signatures(book) if one.period == found.period]
    signed = {one.unit for one in given if as_of is None or one.occurred_on <= as_of}
    return replace(found, state=DECIDED) if recommended <= signed else found


def signatures(book: Book) -> list[Signature]:
    """Every signed or declined recommendation."""
    return book.once_until("signatures", None, lambda: periods.signatures(book.conn))


def kept(book: Book, found: Life) -> Result | None:
    """The result in force of a period; None before the first."""
    return None if found.digest is None else result_with(book, found.digest)


def result_with(book: Book, digest: str) -> Result | None:
    """The kept result of this digest; None where there is none."""

    def make() -> Result | None:
        row = periods.kept_result(book.conn, digest)
        return None if row is None else result_in(row)

    return _results.once((book.edition.address, digest), make)


def result_in(row: KeptResult) -> Result:
    """The result a kept row holds; Refused where its text is no result."""
    try:
        return read(Result, row.document)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"{row.period} 第 {row.version} 版结果无法读取：{error}") from error
