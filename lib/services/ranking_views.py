"""考核排名: the draft of a period for leader and office; others wait for its publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.domain.periods import Period
from lib.domain.ranking import RankRow
from lib.domain.rights import DRAFT, FULL, Viewer, may
from lib.services import sight
from lib.services.appraisal import Appraisal, appraisal
from lib.services.book import Book

NOT_PUBLISHED = "尚未公示：考核结果由区领导审定、领导小组办公室公示后，这里显示本组排名"
NO_PERIOD = "还没有结束的考核期：第一个季度结束后，这里显示排名"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit in a ranking: its place, the span its place may move in, points, tier, points by rule (None: 不适用)."""

    unit: str
    name: str
    rank: int | None
    league_rank: int | None
    low: int | None
    high: int | None
    total: Decimal | None
    tier: str | None
    reason: str | None
    recommendation: str | None
    bonus: Decimal
    deduction: Decimal
    points: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class League:
    """One league table; `why_empty` says why there are no rows."""

    name: str
    rows: tuple[Standing, ...]
    why_empty: str = ""


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The leagues and those listed apart, of a draft at a close on `close_on`."""

    leagues: tuple[League, ...]
    apart: tuple[Standing, ...]
    rules: tuple[str, ...]
    weights: tuple[Decimal, ...]
    scheme: str
    scheme_doubt: str | None
    close_on: date | None
    undecided: int
    is_year: bool
    why_empty: str = ""


def sees_draft(viewer: Viewer) -> bool:
    """Leader and office only: a unit sees its own lines, and those only from 核对 on."""
    return may(viewer, DRAFT, None, least=FULL)


def ranking_page(viewer: Viewer, book: Book, as_of: date, period: Period | None) -> RankingPage:
    """The draft of `period` at a close on `as_of`, ranked over all units; empty with its reason for others."""
    sight.require_business(viewer)
    if not sees_draft(viewer) or period is None:
        why = NO_PERIOD if period is None else NOT_PUBLISHED
        return RankingPage((), (), (), (), "", None, None, 0, False, why)
    result = appraisal(book, period, as_of)
    scheme = result.scheme
    rules = [rule for rule in scheme.rules if rule.weight > 0]
    apart = [row for row in result.rows if not row.ranked and row.score.total is not None]
    return RankingPage(
        tuple(_league(book, result, code, name) for code, name in scheme.leagues.items()),
        tuple(_standing(book, row) for row in apart),
        tuple(rule.title for rule in rules),
        tuple(rule.weight for rule in rules),
        scheme.title,
        scheme.assumed,
        result.close_on,
        len(result.undecided),
        period.kind == "year",
    )


def first_league(viewer: Viewer, book: Book, period: Period | None, as_of: date) -> League:
    """The first league of the scheme, for 总览."""
    name = next(iter(book.plan.scheme.leagues.items()), None)
    if name is None or period is None:
        return League("", (), NO_PERIOD)
    if not sees_draft(viewer):
        return League(name[1], (), NOT_PUBLISHED)
    return _league(book, appraisal(book, period, as_of), *name)


def _league(book: Book, result: Appraisal, code: str, name: str) -> League:
    rows = [_standing(book, row) for row in result.rows if row.ranked and row.league == code]
    why = "" if rows else "本组没有可排名的单位：任务、平台环节都不足以评判"
    return League(name, tuple(sorted(rows, key=lambda one: one.league_rank or 0)), why)


def _standing(book: Book, row: RankRow) -> Standing:
    return Standing(
        row.unit,
        book.plan.unit[row.unit].short,
        row.rank,
        row.league_rank,
        row.league_low,
        row.league_high,
        row.score.total,
        row.tier,
        row.reason,
        row.recommendation,
        row.score.bonus,
        row.score.deduction,
        tuple(line.points for line in row.score.lines),
    )
