"""What a year recommends, on what grounds, how sure it is, and what leaders made of it; over the years by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.db.queries import periods
from lib.domain.facts import Signature
from lib.domain.period_life import DECISIONS, LOCKED
from lib.domain.periods import Period
from lib.domain.ranking import COMMEND, RankRow
from lib.domain.results import Result
from lib.domain.rights import Viewer, may_act
from lib.services.book import Book
from lib.services.kept_results import kept, life, lives
from lib.services.period_steps import names_of, unit_name
from lib.services.period_views import require_appraisers
from lib.services.ranking_views import ranking_page


@dataclass(frozen=True, slots=True)
class Decision:
    """A leader's word on a recommendation: 签署 or 不采纳, by whom, when, why."""

    word: str
    who: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """What the year recommends for a unit, with its grounds. `light`: at the close; `vetoes`: reasons of 一票否决; `years`:
    how many years running it failed, this one included; `doubt`: what other weights would recommend; `decision` None:
    not signed yet."""

    unit: str
    name: str
    league: str
    recommendation: str
    total: Decimal | None
    tier: str | None
    rank: int | None
    ranked_in_league: int
    low: int | None
    high: int | None
    light: str | None
    vetoes: tuple[str, ...]
    years: int
    doubt: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class YearsOfUnit:
    """A unit over the locked years: what each recommended for it and what became of that; empty for nothing."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """The recommendations of a year, commendations first. `may_sign`: this viewer, now; `why_not` else; `why_empty`.
    `years`, the last first, and `history`: every unit that a locked year ever recommended anything for."""

    rows: tuple[Recommended, ...]
    may_sign: bool
    why_not: str
    why_empty: str
    years: tuple[str, ...] = ()
    history: tuple[YearsOfUnit, ...] = ()


def decisions_page(viewer: Viewer, book: Book, today: date, year: Period) -> DecisionsPage:
    """What the kept result of a year recommends, and what was decided."""
    require_appraisers(viewer)
    found = life(book, year)
    result = kept(book, found)
    if year.kind != "year" or result is None:
        why = "只有年度结果提出表彰和问责建议" if year.kind != "year" else "年度结果计算之后，这里列出建议和依据"
        return DecisionsPage((), False, "", why)
    rows = [row for row in result.rows if row.recommendation]
    doubts = {one.unit: one.otherwise for one in ranking_page(viewer, book, today, year).crossings}
    decided, locked = _decided(book, year), found.has_reached(LOCKED)
    years = _locked_years(book)
    return DecisionsPage(
        tuple(_recommended(book, result, row, doubts, decided) for row in sorted(rows, key=_gravity)),
        locked and may_act(viewer, "sign_recommendation"),
        _why_not(viewer, locked=locked),
        "" if rows else "本年没有达到表彰或问责条件的单位",
        tuple(years),
        tuple(_history(book, years)),
    )


def _gravity(row: RankRow) -> tuple[bool, bool, int]:
    return row.recommendation != COMMEND, row.league_rank is None, row.league_rank or 0


def _why_not(viewer: Viewer, *, locked: bool) -> str:
    if not locked:
        return "建议只是建议：结果锁定之后，由区领导逐项签署或不采纳"
    return "" if may_act(viewer, "sign_recommendation") else "由区领导逐项签署或不采纳"


def _recommended(
    book: Book,
    result: Result,
    row: RankRow,
    doubts: dict[str, str],
    decided: dict[str, Decision],
) -> Recommended:
    plan = book.plan_with(result.plan)
    failed = row.tier == plan.scheme.ladder_tier
    return Recommended(
        row.unit,
        unit_name(book, row.unit),
        plan.scheme.leagues.get(row.league or "", ""),
        row.recommendation or "",
        row.score.total,
        row.tier,
        row.league_rank,
        sum(one.ranked and one.league == row.league for one in result.rows),
        row.league_low,
        row.league_high,
        result.lights.get(row.unit),
        tuple(one.reason for one in row.score.vetoes),
        result.years_failed_before.get(row.unit, 0) + failed,
        doubts.get(row.unit, ""),
        decided.get(row.unit),
    )


def _decided(book: Book, year: Period) -> dict[str, Decision]:
    given = periods.signatures_by(book.conn, year.code)
    named = names_of(book, [one.account for one in given])
    return {
        one.signature.unit: Decision(
            DECISIONS[one.signature.decision], named(one.account), one.signature.occurred_on, one.signature.reason
        )
        for one in given
    }


def _locked_years(book: Book) -> dict[str, Result]:
    """The results of the years that are locked, the last first."""
    known = sorted(lives(book).values(), key=lambda one: one.period, reverse=True)
    years = [one for one in known if one.has_reached(LOCKED) and Period.parse(one.period).kind == "year"]
    return {one.period: result for one in years if (result := kept(book, one)) is not None}


def _history(book: Book, years: Mapping[str, Result]) -> Iterator[YearsOfUnit]:
    signed = {(one.period, one.unit): one for one in periods.signatures(book.conn)}
    for unit in book.plan.unit:
        rows = [result.row(unit) for result in years.values()]
        cells = [
            f"{row.recommendation}（{_word(signed.get((year, unit)))}）" if row and row.recommendation else ""
            for year, row in zip(years, rows, strict=True)
        ]
        if any(cells):
            yield YearsOfUnit(unit_name(book, unit), tuple(cells))


def _word(signature: Signature | None) -> str:
    return DECISIONS[signature.decision] if signature else "未签署"
