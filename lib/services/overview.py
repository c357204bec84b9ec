"""总览: the sentence of the day, the items with their two marks, the platforms, the league, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.domain.wording import NOTHING
from lib.services import ranking_views, sight
from lib.services.book import Book
from lib.services.case_ways import WayStep, way_of, worst_of
from lib.services.platforms import platform_counts
from lib.services.ranking_views import Standing
from lib.services.sentence import Phrase, sentence
from lib.services.status import Status, status
from lib.services.waiting import Waiting, waiting_for

TREND_MONTHS = 6
GROWTH_MONTHS = 3


@dataclass(frozen=True, slots=True)
class ItemMarks:
    """One item with its lead and its marks."""

    no: str
    title: str
    lead: str
    task_mark: str
    run_mark: str
    light: str


@dataclass(frozen=True, slots=True)
class PlatformTile:
    """A platform from the beginning of the year to the day: open, overdue, outcome; registrations by month.

    `grown_by`: registered less closed in the last months (GROWTH_MONTHS). `worst`: the state its cases wait in worst.
    """

    code: str
    name: str
    open: int
    overdue: int
    success: int
    judged: int
    success_rate: Fraction | None
    recovered: Decimal
    registered_by_month: tuple[int, ...]
    grown_by: int
    worst: WayStep | None


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything 总览 shows. `top` and `bottom` are empty for who may not see the result."""

    sentence: tuple[Phrase, ...]
    items: tuple[ItemMarks, ...]
    guarantees: tuple[ItemMarks, ...]
    platforms: tuple[PlatformTile, ...]
    league: str
    league_standing: str
    top: tuple[Standing, ...]
    bottom: tuple[Standing, ...]
    left_out: int
    why_no_league: str
    waiting: tuple[Waiting, ...]
    sees_all: bool


def cockpit(viewer: Viewer, book: Book, as_of: date, period: Period | None) -> Cockpit:
    """The board on one screen at `as_of`; the league by `period` (None: none has ended yet)."""
    sight.require_business(viewer)
    found = status(book, as_of)
    marks = item_marks(book, found)
    league = ranking_views.first_league(viewer, book, period, as_of)
    top, bottom = ends(league.rows)
    return Cockpit(
        sentence(viewer, book, found),
        tuple(one for one in marks if one.no.isdigit()),
        tuple(one for one in marks if not one.no.isdigit()),
        tuple(_tiles(viewer, book, as_of)),
        league.name,
        league.standing,
        top,
        bottom,
        len(league.rows) - len(top) - len(bottom),
        league.why_empty,
        waiting_for(viewer, book, found),
        sight.sees_all_duties(viewer),
    )


def item_marks(book: Book, found: Status) -> list[ItemMarks]:
    """Every item of the register with its marks: seen by all."""
    return [
        ItemMarks(
            one.item,
            book.plan.item[one.item].title,
            unit_name(book, book.plan.item[one.item].lead),
            one.task_mark,
            one.run_mark,
            one.light,
        )
        for one in found.items
    ]


def unit_name(book: Book, code: str | None) -> str:
    """The short name of a unit; — for none."""
    return book.plan.unit[code].short if code else NOTHING


def ends(rows: Sequence[Standing], top: int = 3, bottom: int = 2) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """The first and the last of a league; all of it where that is no more rows."""
    if len(rows) <= top + bottom:
        return tuple(rows), ()
    return tuple(rows[:top]), tuple(rows[-bottom:])


def _tiles(viewer: Viewer, book: Book, as_of: date) -> list[PlatformTile]:
    trend, ledger = last_months(as_of, TREND_MONTHS), book.ledger
    key = ("months", TREND_MONTHS, as_of)
    months = book.once_of_flows(key, as_of, lambda code: ledger.months(trend, as_of, code))
    return [
        PlatformTile(
            one.flow.code,
            one.flow.title,
            one.open,
            one.overdue,
            one.success,
            one.success + one.failure,
            one.success_rate,
            one.amount_recovered,
            tuple(month.registered for month in months[one.flow.code]),
            sum(month.registered - month.closed for month in months[one.flow.code][-GROWTH_MONTHS:]),
            worst_of(way_of(viewer, book, one.flow, one, as_of)),
        )
        for one in platform_counts(book, year_start(book, as_of), as_of)
        if one.flow.platform
    ]


def year_start(book: Book, as_of: date) -> date:
    """The first day of the year of `as_of`, or the day of issue where that is later."""
    return min(as_of, max(date(as_of.year, 1, 1), book.plan.issued_on))


def last_months(as_of: date, count: int) -> list[Period]:
    """The last `count` months up to that of `as_of`, in order."""
    months = [Period.of("month", as_of)]
    while len(months) < count:
        months.append(Period.of("month", months[-1].start - timedelta(days=1)))
    return months[::-1]
