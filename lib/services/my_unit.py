"""我的单位: light with reasons, what to do next by date, what waits, and the score line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain import duties
from lib.domain.appraisal import ScoreLine
from lib.domain.periods import Period
from lib.domain.ranking import RankRow
from lib.domain.rights import DRAFT, FULL, LEADER, Viewer, may, may_act
from lib.domain.rounding import half_up
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.appraisal import Appraisal, appraisal
from lib.services.book import Book
from lib.services.case_rows import CaseRow, case_rows
from lib.services.duty_views import DutyLine, UnitPage, unit_page
from lib.services.ranking_views import NO_PERIOD

OPEN_STATES = (duties.OVERDUE, duties.WARNING, duties.CLAIMED, duties.RUNNING)
MOST_CASES = 200
AFTER_CHECK = "考核结果核对后可见：督导办公室计算并核对本期结果后，这里显示本单位得分、每条规则的算式和失分依据"


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One rule of the score: `full` is what it could bring, `points` what it brought (None: 不适用)."""

    rule: str
    weight: Decimal
    full: Decimal | None
    share: Fraction | None
    points: Decimal | None
    formula: str
    facts: int
    clause: str

    @property
    def lost(self) -> Decimal | None:
        """Points lost; None where the rule does not apply."""
        return None if self.full is None or self.points is None else self.full - self.points


@dataclass(frozen=True, slots=True)
class AdjustmentStep:
    """A bonus, deduction or veto with its reason and approver."""

    kind: str
    points: Decimal | None
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class ScorePage:
    """The score of a unit in a period, or why it is not shown."""

    total: Decimal | None
    tier: str | None
    league: str
    league_rank: int | None
    league_size: int
    reason: str | None
    to_next_tier: tuple[str, Decimal] | None
    steps: tuple[ScoreStep, ...]
    adjustments: tuple[AdjustmentStep, ...]
    why_hidden: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An open case of the unit that is late or due within a week, in the flow it runs in."""

    flow: str
    flow_name: str
    row: CaseRow


@dataclass(frozen=True, slots=True)
class MyUnit:
    """A unit's page: `to_do` by effective due, `settled` the newest first; `may_file`: it is the viewer's own to report."""

    unit: UnitPage
    to_do: tuple[DutyLine, ...]
    settled: tuple[DutyLine, ...]
    cases: tuple[CaseLine, ...]
    why_no_cases: str
    score: ScorePage
    may_file: bool


def unit_choices(viewer: Viewer, book: Book) -> dict[str, str]:
    """Units whose page the viewer may open, by code: all with a part in the plan for leader and office, else the own."""
    sight.require_business(viewer)
    if sight.sees_all_duties(viewer):
        judged = [unit for unit in book.plan.units if unit.ranked or unit.kind not in ("agency", "collective")]
        return {unit.code: unit.short for unit in judged}
    own = viewer.unit_code
    return {own: book.plan.unit[own].short} if own is not None else {}


def my_unit(viewer: Viewer, book: Book, as_of: date, period: Period | None, unit: str) -> MyUnit:
    """The page of `unit`: its own people, leader and office."""
    if unit not in unit_choices(viewer, book):
        raise NotAllowed("“我的单位”只对本单位、督导办公室和区领导显示")
    page = unit_page(viewer, book, as_of, unit)
    return MyUnit(
        page,
        tuple(sorted((one for one in page.owned if one.state in OPEN_STATES), key=_due)),
        tuple(sorted((one for one in page.owned if one.state not in OPEN_STATES), key=_due, reverse=True)),
        tuple(_cases(viewer, book, as_of, unit)),
        _why_no_cases(viewer, page),
        _score(viewer, book, as_of, period, unit),
        viewer.unit_code == unit and may_act(viewer, "file_report", unit),
    )


def _why_no_cases(viewer: Viewer, page: UnitPage) -> str:
    """A leader sees how many are late and no case."""
    if viewer.role == LEADER:
        late = sum(one.count for one in page.late)
        return f"超期 {late} 件；区领导查看件数，逐件情况由承办单位和督导办公室掌握"
    return "没有超期或一周内到期的案件"


def _due(one: DutyLine) -> tuple[date, str]:
    return one.effective_due or date.max, one.key


def _cases(viewer: Viewer, book: Book, as_of: date, unit: str) -> list[CaseLine]:
    """Open cases the unit holds and the viewer may see, late or due within a week, the latest first."""
    if viewer.role == LEADER:
        return []
    waiting = book.ledger.pressing_cases(as_of, MOST_CASES, unit=unit, outside_court=not viewer.is_court)
    found = []
    for flow in book.plan.flows:
        held = [one for one in waiting if one.flow == flow and one.holder == unit and not flow.judicial]
        rows = case_rows(viewer, book, held, as_of)
        found += [CaseLine(flow.code, flow.name, row) for row in rows if _presses(row, as_of)]
    return sorted(found, key=lambda one: (-one.row.days_late, one.row.deadline or date.max))


def _presses(row: CaseRow, as_of: date) -> bool:
    return row.deadline is not None and (row.deadline - as_of).days <= 7


def _score(viewer: Viewer, book: Book, as_of: date, period: Period | None, unit: str) -> ScorePage:
    """The draft for leader and office; the unit itself sees its lines from 核对 on, and no period is there yet."""
    if period is None:
        return _hidden(NO_PERIOD)
    if not may(viewer, DRAFT, unit, least=FULL):
        return _hidden(AFTER_CHECK)
    result = appraisal(book, period, as_of)
    row = result.row(unit)
    scale = _scale(result, row)
    return ScorePage(
        row.score.total,
        row.tier,
        result.scheme.leagues.get(row.league or "", ""),
        row.league_rank,
        sum(one.ranked and one.league == row.league for one in result.rows),
        row.reason,
        _to_next_tier(result, row),
        tuple(_step(line, scale) for line in row.score.lines),
        tuple(AdjustmentStep(one.kind, one.points, one.reason, one.approver) for one in row.score.adjustments),
    )


def _hidden(why: str) -> ScorePage:
    return ScorePage(None, None, "", None, 0, None, None, (), (), why)


def _scale(result: Appraisal, row: RankRow) -> Fraction:
    """What a rule's weight is multiplied with: 100 ÷ Σ applicable weights where the scheme normalises."""
    applicable = Fraction(row.score.applicable_weight)
    return Fraction(100) / applicable if result.scheme.normalise and applicable else Fraction(1)


def _step(line: ScoreLine, scale: Fraction) -> ScoreStep:
    full = half_up(scale * Fraction(line.rule.weight), 2) if line.applicable else None
    return ScoreStep(
        line.rule.title,
        line.rule.weight,
        full,
        line.share.share,
        line.points,
        line.share.formula,
        len(line.share.facts),
        line.rule.clause,
    )


def _to_next_tier(result: Appraisal, row: RankRow) -> tuple[str, Decimal] | None:
    """The next tier up and the points that lack; None at the top, and for who is not ranked."""
    total = row.score.total
    if total is None or not row.ranked:
        return None
    above = [tier for tier in result.scheme.tiers_of(row.league) if tier.at_least > total]
    nearest = min(above, key=lambda tier: tier.at_least, default=None)
    return (nearest.name, nearest.at_least - total) if nearest else None
