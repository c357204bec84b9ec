"""The windows over which indicators are counted ahead: every calendar period, and every appraisal's days of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from lib.domain.measures import Window
from lib.domain.periods import KINDS, Period, periods_since


def year_window(year: int, issued_on: date, last: date) -> Window:
    """The days an appraisal sees of `year` up to `last`: from 1 January, or from `issued_on` where that is later."""
    return Window(max(date(year, 1, 1), issued_on), last)


@lru_cache(maxsize=4096)
def windows_around(day: date, issued_on: date) -> frozenset[Window]:
    """Every standard window that `day` lies in.

    The month, quarter, half and year of the day; the appraisal windows of its year that end with the day's
    month or a later one; and those a year later, whose comparison year these are.
    """
    periods = (Period.of(kind, day) for kind in KINDS)
    found = {Window(one.start, one.end) for one in periods}
    for window in (*_of_year(day.year, issued_on), *(one.year_earlier for one in _of_year(day.year + 1, issued_on))):
        if window.first <= day <= window.last:
            found.add(window)
    return frozenset(found)


def _of_year(year: int, issued_on: date) -> Iterator[Window]:
    """The appraisal windows of a year: they end with each of its months."""
    for month in periods_since("month", date(year, 1, 1), date(year, 12, 31)):
        window = year_window(year, issued_on, month.end)
        if window.first <= window.last:
            yield window


def is_standard(window: Window, issued_on: date) -> bool:
    """Whether the window is counted ahead."""
    return window in windows_around(window.first, issued_on)
