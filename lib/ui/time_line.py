"""A time line: what was due of each thing through the years, a mark on its day; the table beside it says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from lib.domain import marks
from lib.domain.wording import MARK_WORDS
from lib.ui import lights
from lib.ui.markup import Piece, filled, joined

MOST_IN_A_LANE = 24  # more would touch one another; the earlier ones are then counted


class Milestone(Protocol):
    """A day, how the thing of that day stands, and that in words."""

    @property
    def day(self) -> date: ...
    @property
    def mark(self) -> str: ...
    @property
    def words(self) -> str: ...


class Lane(Protocol):
    """A thing and whose it is, with its days in order."""

    @property
    def title(self) -> str: ...
    @property
    def owner_name(self) -> str: ...
    @property
    def milestones(self) -> Sequence[Milestone]: ...


def time_line(lanes: Sequence[Lane], since: date, as_of: date) -> Piece:
    """The lanes on one axis from `since` to the last day of any, with the years and the day shown."""
    first = _first_day(lanes, since, as_of)
    last = max(as_of, *(one.day for lane in lanes for one in lane.milestones)) + timedelta(days=1)
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    ticks = [
        filled('<span style="--at:{at}">{year}</span>', at=_at(max(one, first), first, last), year=one.year)
        for one in years
        if one == years[0] or min(one - first, last - one) * 20 > last - first  # room for its words
    ]
    today = filled('<span class="today" style="--at:{at}"><b>{word}</b></span>', at=_at(as_of, first, last), word="今")
    return filled(
        '<div class="board-lanes"><div class="axis" aria-hidden="true">{ticks}{today}</div>{lanes}</div>',
        ticks=joined(ticks), today=today, lanes=joined(_lane(one, first, last) for one in lanes),
    )  # fmt: skip


def _lane(lane: Lane, first: date, last: date) -> Piece:
    shown = [one for one in lane.milestones if one.day >= first]
    placed = [
        filled(
            '<i class="board-mark {mark}" style="--at:{at}" title="{words}" aria-hidden="true">{shape}</i>',
            mark=one.mark, at=_at(one.day, first, last), words=one.words, shape=lights.SHAPES[one.mark],
        )
        for one in shown
    ]  # fmt: skip
    return filled(
        '<div class="lane"><p>{title}<span>{owner}　{counts}</span></p><div class="track">{placed}</div></div>',
        title=lane.title, owner=lane.owner_name, counts=_counts(lane, len(lane.milestones) - len(shown)),
        placed=joined(placed),
    )  # fmt: skip


def _counts(lane: Lane, earlier: int) -> str:
    """完成 22、预警 1，其中更早 4 期未画: the gravest first."""
    of_mark = Counter(one.mark for one in lane.milestones)
    words = "、".join(
        f"{'核销' if mark == marks.NONE else MARK_WORDS[mark]} {of_mark[mark]}"
        for mark in marks.WORST_FIRST
        if of_mark[mark]
    )
    return f"{words}，更早的 {earlier} 期未画" if earlier else words


def _first_day(lanes: Sequence[Lane], since: date, as_of: date) -> date:
    """`since`, or the first day of the year from which no lane holds more than can be told apart."""
    while since.year < as_of.year and any(
        sum(one.day >= since for one in lane.milestones) > MOST_IN_A_LANE for lane in lanes
    ):
        since = date(since.year + 1, 1, 1)
    return since


def _at(day: date, first: date, last: date) -> str:
    """Where a day lies between the first and the last."""
    return f"{(day - first).days / (last - first).days:.2%}"
