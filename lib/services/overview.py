"""总览: the sentence of the day, the items with their two marks, the platforms, and the league."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from lib.domain.duties import CLAIMED
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.platforms import PlatformCount
from lib.domain.rights import DRAFT, DUTIES, TOTALS, Viewer, may
from lib.errors import NotAllowed
from lib.services.appraisal import appraisal
from lib.services.book import Book
from lib.services.platforms import platform_counts
from lib.services.status import Status, status


@dataclass(frozen=True, slots=True)
class ItemTile:
    """One item with its two marks and how much of it is done."""

    no: str
    title: str
    lead: str
    task_mark: str
    run_mark: str
    light: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit in its league."""

    unit: str
    name: str
    league_rank: int
    score: str
    span: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits for a verdict."""

    unit: str
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Cockpit:
    """Everything 总览 shows. `standings` is empty for who may not see the draft."""

    sentence: str
    tiles: tuple[ItemTile, ...]
    platforms: tuple[PlatformCount, ...]
    period: Period
    standings: tuple[Standing, ...]
    waiting: tuple[Waiting, ...]


def cockpit(viewer: Viewer, book: Book, as_of: date) -> Cockpit:
    """The board on one page as `viewer` may see it at `as_of`."""
    if not may(viewer, TOTALS):
        raise NotAllowed(f"{viewer.role_name}不查看业务数据")
    found = status(book, as_of)
    counts = [one for one in platform_counts(book, date(as_of.year, 1, 1), as_of) if one.flow.platform]
    period = last_ended_quarter(as_of)
    return Cockpit(
        sentence(book, found),
        tuple(_tiles(book, found)),
        tuple(counts),
        period,
        tuple(_standings(book, period, as_of)) if may(viewer, DRAFT) and period.end >= book.plan.issued_on else (),
        tuple(_waiting(viewer, book, found)),
    )


def sentence(book: Book, found: Status) -> str:
    """The sentence of the day: how many items are well, and what most needs an eye."""
    items = [one for one in found.items if one.item.isdigit()]
    lights = Counter(one.light for one in items)
    well = lights["green"] + lights["blue"] + lights["none"]
    head = (
        f"截至{found.as_of.month}月{found.as_of.day}日，{len(items)} 项联动事项中 {well} 项正常、"
        f"{lights['pending']} 项待核实、{lights['yellow']} 项预警、{lights['red']} 项亮红灯。"
    )
    late = [(len(one.run.late), one) for one in items if one.run.late]
    if not late:
        return head
    number, worst = max(late, key=lambda pair: pair[0])
    days = max((found.as_of - stay.deadline).days for stay in worst.run.late if stay.deadline)
    item = book.plan.item[worst.item]
    return head + f"最需关注：第 {item.no} 项“{item.title}”有 {number} 个环节超期，最长 {days} 天。"


def _tiles(book: Book, found: Status) -> list[ItemTile]:
    units = book.plan.unit
    return [
        ItemTile(
            one.item,
            item.title,
            units[item.lead].short if item.lead else "（未明确牵头）",
            one.task_mark,
            one.run_mark,
            one.light,
            one.done,
            one.total,
        )
        for one in found.items
        for item in [book.plan.item[one.item]]
        if one.item.isdigit()
    ]


def _standings(book: Book, period: Period, as_of: date) -> list[Standing]:
    league = next(iter(book.plan.scheme.leagues), None)
    rows = [row for row in appraisal(book, period, as_of).rows if row.ranked and row.league == league]
    return [
        Standing(
            row.unit,
            book.plan.unit[row.unit].short,
            row.league_rank or 0,
            f"{row.score.total:.2f}",
            f"{row.league_low}–{row.league_high}",
        )
        for row in rows
    ]


def _waiting(viewer: Viewer, book: Book, found: Status) -> list[Waiting]:
    """Claims without a verdict that the viewer may see, the oldest first."""
    waiting = [
        Waiting(
            book.plan.unit[one.owner].short,
            f"{one.occurrence.deliverable.code} {one.occurrence.deliverable.title}",
            (found.as_of - one.undecided[0].report.occurred_on).days,
        )
        for one in found.duties
        if one.state == CLAIMED and may(viewer, DUTIES, one.owner, least="full")
    ]
    return sorted(waiting, key=lambda one: -one.days)
