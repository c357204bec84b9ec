"""What 考核周期 reads: always where it writes, so that who has taken a step sees it; the names of those who took the
steps are no matter of the reading account either."""

from __future__ import annotations

from contextlib import AbstractContextManager

from lib.db.shared import board_engine
from lib.services import period_checks, period_decisions, period_objections, period_views
from lib.services.book import Book, open_book, read_edition
from lib.shell.cached import fresh


def _opened() -> AbstractContextManager[Book]:
    return open_book(board_engine())


def edition_key() -> str:
    """Differs whenever anything shown may."""
    return read_edition(board_engine()).key


lines = fresh(period_views.periods_page, _opened)
one = fresh(period_views.period_page, _opened)
# The next version of its result, to be kept: made in one reading transaction, which holds up no writer.
computed = fresh(period_views.computed, _opened)
objections = fresh(period_objections.objections_page, _opened)
objection = fresh(period_objections.objection_page, _opened)
checked = fresh(period_checks.checked, _opened)
decisions = fresh(period_decisions.decisions_page, _opened)
