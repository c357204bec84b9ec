"""What brings back most now: open duties, and stays by flow, by the points the running period would gain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.domain.periods import KINDS, Period
from lib.domain.regain import Regain
from lib.domain.rights import DRAFT, FULL, WATERFALL, Viewer, may
from lib.domain.rulings import STAY
from lib.services import sight
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.period_results import in_force
from lib.services.regaining import MOST_CASES, regain
from lib.services.subjects import subject_title

KEPT = "本期结果已计算，不能再补分"
NOTHING_OPEN = "现在没有办结后能补分的任务和环节"


@dataclass(frozen=True, slots=True)
class RegainLine:
    """A duty (`duty`, its key), or the stays of one flow (`flow`): how many, and the points one brings if settled today.

    `due`: the day to keep, of stays the earliest. `more`: there are more than counted. `counted`: the viewer may open the flow's counts. `rank_after`: the league rank then; None also where the viewer may
    not see ranks yet.
    """

    title: str
    duty: str | None
    flow: str | None
    count: int
    points: Decimal
    due: date
    rank_after: int | None
    more: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class RegainPage:
    """The lines of the running period, the most points first. `rank`: the league rank now, as far as it is seen."""

    period: Period
    lines: tuple[RegainLine, ...]
    rank: int | None
    why_empty: str


def regain_page(viewer: Viewer, book: Book, as_of: date, unit: str) -> RegainPage:
    """What `unit` gains by settling things today, in the running year, or the longest period the scheme appraises: for
    its own people, leader and office.

    Points gained are part of the waterfall, which a unit may see; total and rank of a draft are not: it sees gains and
    dues alone.
    """
    running = Period.of(max(book.plan.scheme.periods, key=KINDS.__getitem__), as_of)
    if not may(viewer, WATERFALL, unit):
        return RegainPage(running, (), None, NOTHING_OPEN)
    result = in_force(book, running, as_of, spanned=False)
    sees_rank = may(viewer, DRAFT, unit, least=FULL)
    lines = sorted(_lines(viewer, book, result, unit, sees_rank=sees_rank), key=lambda one: (-one.points, one.due))
    row = next((one for one in result.rows if one.unit == unit), None)
    rank = row.league_rank if row and sees_rank else None
    return RegainPage(running, tuple(lines), rank, KEPT if result.judged is None else NOTHING_OPEN)


def _lines(viewer: Viewer, book: Book, result: Appraisal, unit: str, *, sees_rank: bool) -> Iterator[RegainLine]:
    stays: dict[str, list[Regain]] = {}
    for one in _found(book, result, unit):
        if one.subject.startswith(STAY):
            stays.setdefault(one.subject.removeprefix(STAY).split("/", 1)[0], []).append(one)
        else:
            title, key = subject_title(book, result.plan, one.subject), one.subject.partition(":")[2]
            yield RegainLine(title, key, None, 1, one.points, one.due, one.rank_after if sees_rank else None)
    for flow, found in stays.items():
        # Each stay of a flow brings the same: the first stands for all.
        first, due = found[0], min(one.due for one in found)
        rank = first.rank_after if sees_rank else None
        more, counted = len(found) >= MOST_CASES, sight.sees_counts(viewer, result.plan.flow[flow])
        yield RegainLine(result.plan.flow[flow].name, None, flow, len(found), first.points, due, rank, more, counted)


def _found(book: Book, result: Appraisal, unit: str) -> Iterable[Regain]:
    return regain(book, result, unit) if any(row.unit == unit for row in result.rows) else ()
