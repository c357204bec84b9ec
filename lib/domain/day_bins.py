"""Durations counted by steps of days, for a histogram: the steps up to the limit, then as wide ones beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WITHIN, BEYOND = 6, 2  # steps up to the limit, and beyond it before the open one


class DayBin(NamedTuple):
    """Durations from `first` to `last` days (both inclusive; None: any longer), and whether they are in time."""

    first: int
    last: int | None
    n: int
    in_time: bool


def day_bins(days: Sequence[int], limit: int) -> list[DayBin]:
    """At most six steps of equal width up to `limit` days (the last cut at it), two beyond, and all longer ones."""
    step = max(1, -(-limit // WITHIN))
    lasts = [*range(step, limit, step), limit, *(limit + step * (place + 1) for place in range(BEYOND))]
    bins, first = [], 0
    for last in lasts:
        bins.append(DayBin(first, last, sum(first <= one <= last for one in days), last <= limit))
        first = last + 1
    return [*bins, DayBin(first, None, sum(one >= first for one in days), False)]
