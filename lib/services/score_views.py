"""A unit's score in a period: which result is shown, its waterfall, and every part of every line with what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.appraisal import ScoreLine
from lib.domain.facts import BONUS, Adjustment
from lib.domain.line_parts import LinePart
from lib.domain.period_life import CHECKED, CONFIRM, OBJECTING, Life
from lib.domain.periods import Period
from lib.domain.ranking import RankRow
from lib.domain.rights import DRAFT, FROM_CHECKED, FULL, Viewer, grade, may_act
from lib.domain.rulings import ADJUSTMENT
from lib.domain.waterfall import Bar, full_points, part_costs, waterfall
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.kept_results import life
from lib.services.objection_views import ObjectionLine, objections_of
from lib.services.period_results import in_force
from lib.services.ranking_views import NO_PERIOD
from lib.services.score_versions import Version, versions
from lib.services.subjects import subject_title

AFTER_CHECK = "考核结果核对后可见：督导办公室计算并核对本期结果后，这里显示本单位得分、每条规则的算式和失分依据"
NO_ROW = "本期结果里没有本单位：结果所依据的方案里还没有这个单位"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a line judged: how much of it counted and was earned, what it `cost` in points, why, and how many facts
    it rests on.

    `counted` 0: it was left out. `objection`: the one made to it, `may_object`: whether the viewer may make one.
    """

    rule: str
    subject: str
    title: str
    why: str
    counted: Fraction
    earned: Fraction
    cost: Decimal
    facts: int
    objection: ObjectionLine | None
    may_object: bool


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One rule of the score: `full` is what it could bring, `points` what it brought (None: 不适用). `parts`: the
    costliest first."""

    code: str
    rule: str
    weight: Decimal
    full: Decimal | None
    share: Fraction | None
    points: Decimal | None
    formula: str
    facts: int
    clause: str
    parts: tuple[Part, ...]

    @property
    def lost(self) -> Decimal | None:
        """Points lost; None where the rule does not apply."""
        return None if self.full is None or self.points is None else self.full - self.points


@dataclass(frozen=True, slots=True)
class AdjustmentStep:
    """A bonus, deduction or veto with its reason and approver, as a part that may be objected to."""

    kind: str
    points: Decimal | None
    approver: str
    part: Part


@dataclass(frozen=True, slots=True)
class Checking:
    """What the unit has to do with its lines: check them by `until`; `confirmed_on` None: not yet."""

    until: date | None
    confirmed_on: date | None
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class ScorePage:
    """The score of a unit in a period, or why it is not shown.

    `state`: where the period stands. `digest` None: a draft, of which nothing is kept. `bars`: the waterfall. `failed`: the tier is
    the one that climbs the ladder.
    """

    total: Decimal | None
    tier: str | None
    failed: bool
    league: str
    league_rank: int | None
    league_size: int
    reason: str | None
    to_next_tier: tuple[str, Decimal] | None
    bars: tuple[Bar, ...]
    steps: tuple[ScoreStep, ...]
    adjustments: tuple[AdjustmentStep, ...]
    unit: str
    state: str
    version: int
    digest: str | None
    close_on: date | None
    versions: tuple[Version, ...]
    objections: tuple[ObjectionLine, ...]
    may_object: bool
    checking: Checking | None
    why_hidden: str = ""

    def part(self, rule: str, subject: str) -> Part | None:
        """The part of that name; None where there is none."""
        named = [*(part for step in self.steps for part in step.parts), *(one.part for one in self.adjustments)]
        return next((part for part in named if (part.rule, part.subject) == (rule, subject)), None)


def shown_result(viewer: Viewer, book: Book, as_of: date, period: Period, unit: str) -> Appraisal | None:
    """What is in force of a period, if the viewer may see the lines of `unit` in it: leader and office always, the
    unit's own people once it was given to the units to check."""
    seen = grade(viewer, DRAFT, unit)
    if seen == FULL or (seen == FROM_CHECKED and life(book, period, as_of).has_reached(CHECKED)):
        return in_force(book, period, as_of)
    return None


def score_page(viewer: Viewer, book: Book, as_of: date, period: Period | None, unit: str) -> ScorePage:
    """The score of `unit` as far as the viewer may see it."""
    if period is None:
        return _hidden(NO_PERIOD)
    result = shown_result(viewer, book, as_of, period, unit)
    if result is None:
        return _hidden(AFTER_CHECK)
    row = next((one for one in result.rows if one.unit == unit), None)
    if row is None:
        return _hidden(NO_ROW)
    objections = objections_of(viewer, book, as_of, period, unit, result.plan, row.score)
    known = life(book, period)
    may_object = _may_object(viewer, known, unit)
    maker = _Parts(book, result, row, objections, may_object)
    return ScorePage(
        row.score.total,
        row.tier,
        row.tier == result.scheme.failed_tier(row.league),
        result.scheme.leagues.get(row.league or "", ""),
        row.league_rank,
        sum(one.ranked and one.league == row.league for one in result.rows),
        row.reason,
        _to_next_tier(result, row),
        waterfall(result.scheme, row.score),
        maker.steps(),
        tuple(maker.adjustment(one) for one in row.score.adjustments),
        unit,
        result.state,
        result.version,
        result.digest,
        result.close_on,
        versions(viewer, book, life(book, period, as_of), unit),
        objections,
        may_object,
        _checking(viewer, known, unit),
    )


def _hidden(why: str) -> ScorePage:
    return ScorePage(
        None, None, False, "", None, 0, None, None, (), (), (), "", "", 0, None, None, (), (), False, None, why,
    )  # fmt: skip


def _may_object(viewer: Viewer, known: Life, unit: str) -> bool:
    """The unit's own people, from the check to the lock."""
    return viewer.unit_code == unit and may_act(viewer, "object", unit) and known.state in OBJECTING


def _checking(viewer: Viewer, known: Life, unit: str) -> Checking | None:
    """While units check their lines."""
    if known.state != CHECKED:
        return None
    confirmed = [one.occurred_on for one in known.steps if one.step == CONFIRM and one.unit == unit]
    done = unit in known.confirmed
    own = viewer.unit_code == unit and may_act(viewer, "confirm_lines", unit)
    return Checking(known.check_until, confirmed[-1] if done else None, own and not done)


@dataclass(frozen=True)
class _Parts:
    """Makes the parts of one row, with the objections made to them."""

    book: Book
    result: Appraisal
    row: RankRow
    objections: Sequence[ObjectionLine]
    may_object: bool

    def steps(self) -> tuple[ScoreStep, ...]:
        full = full_points(self.result.scheme, self.row.score)
        return tuple(self._step(line, full.get(line.rule.code)) for line in self.row.score.lines)

    def _step(self, line: ScoreLine, full: Decimal | None) -> ScoreStep:
        places = self.result.scheme.decimals
        costs = [Decimal("0.00")] * len(line.share.parts) if full is None else part_costs(line, full, places)
        parts = [self._part(line, one, cost) for one, cost in zip(line.share.parts, costs, strict=True)]
        return ScoreStep(
            line.rule.code,
            line.rule.title,
            line.rule.weight,
            full,
            line.share.share,
            line.points,
            line.share.formula,
            len(line.share.facts),
            line.rule.clause,
            tuple(sorted(parts, key=lambda one: (-one.cost, not one.counted))),
        )

    def _part(self, line: ScoreLine, one: LinePart, cost: Decimal) -> Part:
        bare = Part(
            line.rule.code, one.subject, "", one.why, one.counted, one.earned, cost, len(one.facts), None,
            may_object=one.lost > 0,
        )  # fmt: skip
        return self._finished(bare)

    def adjustment(self, one: Adjustment) -> AdjustmentStep:
        """A bonus costs nothing; a deduction its points, a veto the place in the ranking."""
        costs = one.kind != BONUS
        cost = (one.points or Decimal("0.00")) if costs else Decimal("0.00")
        whole, subject = Fraction(1), f"{ADJUSTMENT}:{one.number}"
        bare = Part(ADJUSTMENT, subject, "", "", whole, whole, cost, 1, None, may_object=costs)
        return AdjustmentStep(one.kind, one.points, one.approver, self._finished(bare))

    def _finished(self, part: Part) -> Part:
        """The part with its title and the objection made to it, if there is one; objected to at most once."""
        made = next((one for one in self.objections if (one.rule, one.subject) == (part.rule, part.subject)), None)
        title = subject_title(self.book, self.result.plan, part.subject, self.row.score)
        may_object = self.may_object and part.may_object and made is None
        return replace(part, title=title, objection=made, may_object=may_object)


def _to_next_tier(result: Appraisal, row: RankRow) -> tuple[str, Decimal] | None:
    """The next tier up and the points that lack; None at the top, and for who is not ranked."""
    total = row.score.total
    if total is None or not row.ranked:
        return None
    above = [tier for tier in result.scheme.tiers_of(row.league) if tier.at_least > total]
    nearest = min(above, key=lambda tier: tier.at_least, default=None)
    return (nearest.name, nearest.at_least - total) if nearest else None
