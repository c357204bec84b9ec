"""Indicators of a period."""

from __future__ import annotations

from datetime import date

from lib.domain.indicators import Reading, readings
from lib.domain.periods import Period
from lib.services.book import Book
from lib.services.status import counted_until


def indicator_readings(book: Book, period: Period, as_of: date | None = None) -> list[Reading]:
    """Every indicator in the order of the register: the whole, then by unit where it has units.

    `as_of`: facts dated later are unseen (None: all of the period).
    """
    return book.once(("indicators", period, as_of), lambda: _readings(book, period, as_of))


def _readings(book: Book, period: Period, as_of: date | None) -> list[Reading]:
    until = min(period.end, as_of) if as_of else period.end
    counted = counted_until(book, until)
    return [
        reading
        for indicator in book.plan.indicators
        for reading in readings(book.plan, indicator, period, counted, book.facts.entries, as_of)
    ]
