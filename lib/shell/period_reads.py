"""What 考核周期 reads: always where it writes, so that who has taken a step sees it; the names of those who took the
steps are no matter of the reading account either."""

from __future__ import annotations

from datetime import date

from lib.db.shared import board_engine
from lib.domain.periods import Period
from lib.domain.results import Result
from lib.domain.rights import Viewer
from lib.services import period_checks, period_decisions, period_objections, period_views
from lib.services.book import open_book, read_edition


def edition_key() -> str:
    """Differs whenever anything shown may."""
    return read_edition(board_engine()).key


def lines(viewer: Viewer, as_of: date) -> tuple[period_views.PeriodLine, ...]:
    """Every period."""
    with open_book(board_engine()) as book:
        return period_views.periods_page(viewer, book, as_of)


def one(viewer: Viewer, today: date, period: Period) -> period_views.PeriodPage:
    """One period."""
    with open_book(board_engine()) as book:
        return period_views.period_page(viewer, book, today, period)


def computed(viewer: Viewer, period: Period, close_on: date, told: period_views.Told) -> Result:
    """The next version of its result, to be kept: made in one reading transaction, which holds up no writer."""
    with open_book(board_engine()) as book:
        return period_views.computed(viewer, book, period, close_on, told)


def objections(viewer: Viewer, today: date, period: Period) -> tuple[period_objections.ObjectionLine, ...]:
    """The objections to its result."""
    with open_book(board_engine()) as book:
        return period_objections.objections_page(viewer, book, today, period)


def objection(viewer: Viewer, today: date, period: Period, case_no: str) -> period_objections.ObjectionPage:
    """One of them."""
    with open_book(board_engine()) as book:
        return period_objections.objection_page(viewer, book, today, period, case_no)


def checked(viewer: Viewer, period: Period) -> period_checks.Checked:
    """What a check of its result finds now."""
    with open_book(board_engine()) as book:
        return period_checks.checked(viewer, book, period)


def decisions(viewer: Viewer, today: date, year: Period) -> period_decisions.DecisionsPage:
    """What a year recommends and what was decided."""
    with open_book(board_engine()) as book:
        return period_decisions.decisions_page(viewer, book, today, year)
