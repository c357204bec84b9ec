"""考核排名: the result of a period, drafts for leader and office; others wait for its publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain import rights
from lib.domain.doubt import crossings, weighed
from lib.domain.period_life import CHECKED, DRAFT, STATE_NAMES, STATES
from lib.domain.period_life import PUBLISHED as OUT
from lib.domain.periods import Period
from lib.domain.ranking import RankRow
from lib.domain.rights import FULL, PUBLISHED, Viewer, may
from lib.domain.wording import NOTHING
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.kept_results import life
from lib.services.period_results import in_force

NOT_PUBLISHED = (
    "尚未公示：考核结果由区领导审定、领导小组办公室公示后，这里显示本组排名；核对期间，本单位的得分在“我的单位”"
)
NO_PERIOD = "还没有结束的考核期：第一个考核期结束后，这里显示排名"


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
    """One league table; `why_empty` says why there are no rows, `standing` what they are: a draft, or a result kept."""

    name: str
    rows: tuple[Standing, ...]
    why_empty: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """A unit that a weight decides about: what it is recommended (— for nothing), and by which weights otherwise."""

    unit: str
    name: str
    actual: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The leagues and those listed apart, of the result kept for a period or of a draft at a close on `close_on`.

    `whole`: the viewer sees drafts, points by rule and how sure the places are; others see the published table.
    `until`: the last day of checking or publicity, while it runs. `only_informs`: a result that recommends nobody,
    for only that of a year does.
    """

    leagues: tuple[League, ...]
    apart: tuple[Standing, ...]
    rules: tuple[str, ...]
    weights: tuple[Decimal, ...]
    scheme: str
    scheme_doubt: str | None
    close_on: date | None
    undecided: int
    is_year: bool
    state: str = DRAFT
    version: int = 0
    digest: str | None = None
    until: date | None = None
    whole: bool = False
    normalise: bool = True
    accumulates: bool = True
    only_informs: bool = False
    crossings: tuple[CrossingLine, ...] = ()
    why_empty: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit under other weights: its place and total as they are, and as they would be."""

    unit: str
    name: str
    rank: int | None
    rank_then: int | None
    total: Decimal | None
    total_then: Decimal | None
    recommendation: str | None
    recommendation_then: str | None


def sees_draft(viewer: Viewer) -> bool:
    """Leader and office only: a unit sees its own lines, and those only from 核对 on."""
    return may(viewer, rights.DRAFT, None, least=FULL)


def sees_result(viewer: Viewer, state: str) -> bool:
    """Leader and office always; everybody with business here once the result is published."""
    return sees_draft(viewer) or (may(viewer, PUBLISHED) and STATES.index(state) >= STATES.index(OUT))


def ranking_page(viewer: Viewer, book: Book, as_of: date, period: Period | None) -> RankingPage:
    """The result kept for `period`, or its draft at a close on `as_of`; empty with its reason for who may not see it."""
    sight.require_business(viewer)
    result = in_force(book, period, as_of) if period is not None else None
    if period is None or result is None or not sees_result(viewer, result.state):
        why = NO_PERIOD if period is None else NOT_PUBLISHED
        return RankingPage((), (), (), (), "", None, None, 0, False, why_empty=why)
    scheme, whole = result.scheme, sees_draft(viewer)
    rules = [rule for rule in scheme.rules if rule.weight > 0] if whole else []
    apart = [row for row in result.rows if not row.ranked and (row.score.total is not None or _is_judged(result, row))]
    known = life(book, period, as_of)
    return RankingPage(
        tuple(_league(book, result, code, name, whole=whole) for code, name in _leagues(result)),
        tuple(_standing(book, row, whole=whole) for row in apart),
        tuple(rule.title for rule in rules),
        tuple(rule.weight for rule in rules),
        scheme.title,
        scheme.assumed,
        result.close_on,
        len(result.undecided),
        period.kind == "year",
        result.state,
        result.version,
        result.digest,
        {CHECKED: known.check_until, OUT: known.public_until}.get(result.state),
        whole,
        scheme.normalise,
        scheme.accumulates,
        period.kind != "year" and scheme.recommends,
        tuple(_crossings(book, result)) if whole and period.kind == "year" else (),
    )


def _crossings(book: Book, result: Appraisal) -> Iterator[CrossingLine]:
    beside, titles = result.beside, {rule.code: rule.title for rule in result.scheme.rules}
    found = book.once(
        ("crossings", result.period, result.close_on, result.digest),
        lambda: crossings(
            result.plan, result.scheme, result.rows, lights=beside.lights,
            years_failed_before=beside.years_failed_before,
        ),
    )  # fmt: skip
    for one in found:
        said = "；".join(
            f"{titles[rule]}权重{'增' if step > 1 else '减'}两成：{advice or NOTHING}"
            for rule, step, advice in one.otherwise
        )
        yield CrossingLine(one.unit, _name(book, one.unit), one.actual or NOTHING, said)


def what_if(
    viewer: Viewer, book: Book, as_of: date, period: Period, weights: tuple[Decimal, ...]
) -> dict[str, tuple[Moved, ...]]:
    """The league tables, by name, under other weights, one for each rule of the scheme: for leader and office, and
    never kept."""
    if not sees_draft(viewer):
        raise NotAllowed("权重试算只对区领导和督导办公室开放")
    result = in_force(book, period, as_of)
    rules = [rule for rule in result.scheme.rules if rule.weight > 0]
    factors = {rule.code: Fraction(new) / Fraction(rule.weight) for rule, new in zip(rules, weights, strict=True)}
    then = weighed(
        result.plan, result.scheme, result.rows, factors, is_year=period.kind == "year",
        lights=result.beside.lights, years_failed_before=result.beside.years_failed_before,
    )  # fmt: skip
    now = {row.unit: row for row in result.rows}
    return {
        name: tuple(_moved(book, now[row.unit], row) for row in then if row.ranked and row.league == code)
        for code, name in _leagues(result)
    }


def _moved(book: Book, now: RankRow, then: RankRow) -> Moved:
    return Moved(
        now.unit,
        _name(book, now.unit),
        now.league_rank,
        then.league_rank,
        now.score.total,
        then.score.total,
        now.recommendation,
        then.recommendation,
    )


def _is_judged(result: Appraisal, row: RankRow) -> bool:
    return result.plan.unit[row.unit].ranked


def _leagues(result: Appraisal) -> list[tuple[str | None, str]]:
    """The leagues by code and name; ranked units without one compete with each other."""
    named: list[tuple[str | None, str]] = list(result.scheme.leagues.items())
    others = [(None, "其他单位" if named else "全部单位")]
    return named + (others if any(one.ranked and one.league is None for one in result.plan.units) else [])


def first_league(viewer: Viewer, book: Book, period: Period | None, as_of: date) -> League:
    """The first league of the scheme, for 总览."""
    if period is None:
        return League("", (), NO_PERIOD)
    result = in_force(book, period, as_of)
    code, name = next(iter(_leagues(result)), (None, ""))
    if not sees_result(viewer, result.state):
        return League(name, (), NOT_PUBLISHED)
    return _league(book, result, code, name, whole=sees_draft(viewer))


def _league(book: Book, result: Appraisal, code: str | None, name: str, *, whole: bool) -> League:
    rows = [_standing(book, row, whole=whole) for row in result.rows if row.ranked and row.league == code]
    why = "" if rows else f"本组没有可排名的单位：{result.scheme.apart}"
    standing = "草稿" if result.digest is None else STATE_NAMES[result.state]
    return League(name, tuple(sorted(rows, key=lambda one: one.league_rank or 0)), why, standing)


def _standing(book: Book, row: RankRow, *, whole: bool) -> Standing:
    """`whole`: with what only leader and office see of a unit that is not their own."""
    return Standing(
        row.unit,
        _name(book, row.unit),
        row.rank,
        row.league_rank,
        row.league_low if whole else None,
        row.league_high if whole else None,
        row.score.total,
        row.tier,
        row.reason,
        row.recommendation if whole else None,
        row.score.bonus,
        row.score.deduction,
        tuple(line.points for line in row.score.lines) if whole else (),
    )


def _name(book: Book, code: str) -> str:
    unit = book.plan.unit.get(code)  # a kept result may name a unit the register no longer has
    return unit.short if unit else code
