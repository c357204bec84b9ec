"""Where an interval of days stands in a binary tree over all days, so that those around a day are few rows.

The relational interval tree (Kriegel, Pötke, Seidl 2000): each interval is kept at one node, the topmost of
the tree within it. Intervals around a day stand only at the nodes on the way from the root to that day.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

_FIRST = date(1950, 1, 1).toordinal()
_ROOT = 2**17  # its left half alone reaches from 1950 to 2308; what has no end stands at the root


class Path(NamedTuple):
    """Nodes on the way to a day: at `right` ones an interval that began by the day is around it, at `left` ones
    an interval that ends after it."""

    left: tuple[int, ...]
    right: tuple[int, ...]


def node_of(first: date, until: date | None) -> int | None:
    """The node of the days from `first` up to, not including, `until` (None: no end); None for no days at all."""
    low = _place(first)
    if until is None:
        return _ROOT
    high = _place(until) - 1
    if high < low:
        return None
    # The number within [low, high] with the most trailing zeros: clear the bits below the highest one that differs.
    differing = (low - 1) ^ high
    return high >> (differing.bit_length() - 1) << (differing.bit_length() - 1)


def path_to(day: date) -> Path:
    """The nodes at which intervals around `day` may stand."""
    place, node, step = _place(day), _ROOT, _ROOT // 2
    left: list[int] = []
    right: list[int] = []
    while node != place:
        (left if node < place else right).append(node)
        node += step if node < place else -step
        step //= 2
    return Path(tuple(left), (*right, node))


def _place(day: date) -> int:
    place = day.toordinal() - _FIRST + 1
    if not 0 < place < _ROOT:
        raise ValueError(f"a day out of the tree's reach: {day}")
    return place
