"""A score on screen: the total, and its waterfall with every part that cost points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from lib.domain import waterfall as falls
from lib.domain.facts import BONUS, DEDUCTION
from lib.domain.period_life import STATE_NAMES
from lib.domain.rulings import ADJUSTMENT
from lib.domain.wording import full_day, number, percent, points, short_day
from lib.ui import cards, doors, waterfall
from lib.ui.markup import Piece, filled, joined
from lib.ui.objection_parts import Objection, brief

PAGE = "appraisal/my_unit"
SHOWN_PARTS = 60  # of one rule at once: what cost most comes first
_KINDS = {BONUS: "加分", DEDUCTION: "扣分"}
_NAMES: Mapping[str, str] = {
    falls.FULL: "满分", falls.ROUNDING: "四舍五入", falls.BONUS: "加分", falls.DEDUCTION: "扣分",
    falls.LEAST: "不低于零", falls.TOTAL: "总分",
}  # fmt: skip


class Part(Protocol):
    """One thing a line judged."""

    @property
    def rule(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def counted(self) -> Fraction: ...
    @property
    def earned(self) -> Fraction: ...
    @property
    def cost(self) -> Decimal: ...
    @property
    def facts(self) -> int: ...
    @property
    def objection(self) -> Objection | None: ...
    @property
    def may_object(self) -> bool: ...


class Step(Protocol):
    """One rule of a score."""

    @property
    def code(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def weight(self) -> Decimal: ...
    @property
    def full(self) -> Decimal | None: ...
    @property
    def share(self) -> Fraction | None: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def formula(self) -> str: ...
    @property
    def clause(self) -> str: ...
    @property
    def parts(self) -> Sequence[Part]: ...


class Adjustment(Protocol):
    """A bonus, deduction or veto."""

    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def approver(self) -> str: ...
    @property
    def part(self) -> Part: ...


class Bar(Protocol):
    """One bar of the waterfall."""

    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def change(self) -> Decimal: ...
    @property
    def before(self) -> Decimal: ...
    @property
    def after(self) -> Decimal: ...


class Score(Protocol):
    """A unit's result in a period."""

    @property
    def unit(self) -> str: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def failed(self) -> bool: ...
    @property
    def league(self) -> str: ...
    @property
    def league_rank(self) -> int | None: ...
    @property
    def league_size(self) -> int: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def to_next_tier(self) -> tuple[str, Decimal] | None: ...
    @property
    def bars(self) -> Sequence[Bar]: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def adjustments(self) -> Sequence[Adjustment]: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def close_on(self) -> date | None: ...


class Checking(Protocol):
    """The days in which a unit checks its lines."""

    @property
    def until(self) -> date | None: ...
    @property
    def confirmed_on(self) -> date | None: ...


def part_door(unit: str, part: Part) -> str:
    """Where a part is opened."""
    return doors.address(PAGE, unit=unit, rule=part.rule, part=part.subject)


def total(score: Score, period: str) -> Piece:
    """The total with its place and tier, what lacks to the next tier, and which result it is."""
    place = [period, score.league]
    if score.league_rank is not None:
        place.append(f"第 {score.league_rank} 名（共 {score.league_size} 家）")
    tier = [word for word in (score.reason, score.tier) if word]
    if score.to_next_tier:
        name, lacking = score.to_next_tier
        tier.append(f"再得 {points(lacking)} 分即为{name}")
    return filled(
        '<p class="board-score{failed}"><b>{total}</b><span>{place}</span><span class="tier">{tier}</span></p>{stamp}',
        failed=" failed" if score.failed else "", total=points(score.total),
        place="　".join(word for word in place if word), tier="；".join(tier), stamp=cards.note(stamp(score)),
    )  # fmt: skip


def checking(one: Checking, as_of: date) -> str:
    """Until when the unit checks its lines, or that it has."""
    if one.confirmed_on is not None:
        return f"{short_day(one.confirmed_on, as_of)}已核对无误"
    return f"核对到 {short_day(one.until, as_of)}，单位尚未确认"


def stamp(score: Score) -> str:
    """Which result is shown: a draft, or the state of the period, version, digest and close of what is kept."""
    close = f"收件截至 {full_day(score.close_on)}"
    if score.digest is None:
        return f"草稿，未核对、未公示　{close}"
    return f"{STATE_NAMES[score.state]}　第 {score.version} 版　摘要 {score.digest[:10]}　{close}"


def fall(score: Score, opened_rule: str | None) -> Piece:
    """The waterfall from the full mark to the total; each rule opens its formula, its clause and its parts."""
    if not score.bars:
        return joined((cards.note("没有可评的规则，本期没有得分。"), _vetoes(score)))
    steps = {one.code: one for one in score.steps}
    rows = [_fall(score, one, steps.get(one.code), opened_rule) for one in score.bars]
    return joined((waterfall.waterfall(rows), cards.note(_sum(score.bars)), _vetoes(score)))


def _sum(bars: Sequence[Bar]) -> str:
    """100.00 − 16.50 + 1.20 = 84.70."""
    first, *others, last = bars
    moved = "".join(f" {'−' if one.change < 0 else '+'} {points(abs(one.change))}" for one in others if one.change)
    return f"{points(first.after)}{moved} = {points(last.after)}"


def _fall(score: Score, bar: Bar, step: Step | None, opened_rule: str | None) -> waterfall.Fall:
    if step is not None:
        words, kind = _step_words(bar, step)
        below, is_open = _step_below(score, step), step.code == opened_rule
        return waterfall.Fall(step.rule, kind, bar.before, bar.after, words, below, is_open)
    title = _NAMES[bar.kind]
    if bar.kind in (falls.FULL, falls.TOTAL):
        kind = waterfall.WHOLE if bar.kind == falls.FULL else waterfall.SUM
        words = filled("<b>{sum}</b>", sum=points(bar.after))
        return waterfall.Fall(title, kind, Decimal(0), bar.after, words)
    kind = waterfall.LOSS if bar.change < 0 else waterfall.GAIN
    return waterfall.Fall(
        title, kind, bar.before, bar.after, _change(bar.change), _adjustments(score, bar.kind),
        is_open=opened_rule == ADJUSTMENT,
    )  # fmt: skip


def _change(change: Decimal) -> Piece:
    tone = "warns" if change < 0 else "gains"
    return filled('<b class="{tone}">{change}</b>', tone=tone, change=waterfall.signed(change))


def _step_words(bar: Bar, step: Step) -> tuple[Piece, str]:
    if step.points is None:
        words = waterfall.signed(bar.change) if bar.change else "不适用"
        return filled('<span class="mute">{words}</span>', words=words), waterfall.NONE
    if not bar.change:
        return Piece('<span class="mute">满分</span>'), waterfall.KEPT
    return _change(bar.change), waterfall.LOSS


def _step_below(score: Score, step: Step) -> Piece:
    told = joined((_worked_out(score, step), cards.note(step.clause) if step.clause else Piece("")))
    cost = [one for one in step.parts if one.counted and one.earned < one.counted and step.points is not None]
    others = [one for one in step.parts if one not in cost]
    lost = _parts(score.unit, cost[:SHOWN_PARTS]) if cost else Piece("")
    more = cards.note(f"另有 {len(cost) - SHOWN_PARTS} 项失分更少，未列出") if len(cost) > SHOWN_PARTS else Piece("")
    rest = cards.fold(_rest_words(others), _parts(score.unit, others[:SHOWN_PARTS])) if others else Piece("")
    return joined((told, lost, more, rest))


def _rest_words(parts: Sequence[Part]) -> str:
    left_out = sum(not one.counted for one in parts)
    words = [f"{len(parts) - left_out} 项未失分"] if len(parts) > left_out else []
    return "、".join([*words, *([f"{left_out} 项不计"] if left_out else [])])


def _worked_out(score: Score, step: Step) -> Piece:
    """The formula with its numbers put in, from what was judged to the points."""
    if step.points is None:
        leaves = "权重 {weight} 分给其他规则" if _is_normalised(score) else "权重 {weight} 退出计分"
        return filled(
            "<p>{formula}，本规则不适用，{leaves}。</p>",
            formula=step.formula, leaves=leaves.format(weight=number(step.weight)),
        )  # fmt: skip
    weights = sum((one.weight for one in score.steps if one.points is not None), Decimal(0))
    scaled = f"（100 × 权重 {number(step.weight)} ÷ 适用权重 {number(weights)}）" if step.full != step.weight else ""
    return filled(
        "<p>{formula} = {share}；满分 {full}{scaled} × {share} = <b>{points}</b></p>",
        formula=step.formula, share=percent(step.share), full=points(step.full), scaled=scaled,
        points=points(step.points),
    )  # fmt: skip


def _is_normalised(score: Score) -> bool:
    """Whether the weight of a rule not applicable goes to the others: then its bar takes nothing away."""
    return not any(one.change for one in score.bars if one.kind == falls.NOT_JUDGED)


def _parts(unit: str, parts: Sequence[Part]) -> Piece:
    return filled('<ul class="board-lines parts">{rows}</ul>', rows=joined(_part(unit, one) for one in parts))


def _part(unit: str, one: Part) -> Piece:
    """A part as a row: what it cost, why; a tap opens its facts, the word at the right the objection."""
    rests_on = f"依据 {one.facts} 条" if one.facts else ""
    below = "　".join(word for word in (one.why, rests_on) if word)
    content = filled(
        '<span class="left">{title}</span><span class="right">{cost}</span><span class="below">{below}</span>',
        title=one.title, cost=cost(one), below=below,
    )  # fmt: skip
    row = doors.door(content, part_door(unit, one), kind="line")
    return filled('<li class="wraps">{row}{object}</li>', row=row, object=_object(unit, one))


def cost(one: Part) -> Piece:
    """The points a part cost: −9.64; less than a cent in words."""
    if one.counted and one.earned < one.counted and not one.cost:
        return Piece('<span class="mute">不足 0.01</span>')
    if not one.cost:
        return Piece('<span class="mute">不计</span>') if not one.counted else Piece('<span class="mute">满分</span>')
    return filled('<b class="warns">−{cost}</b>', cost=points(one.cost))


def _object(unit: str, one: Part) -> Piece:
    if one.objection is not None:
        return filled('<span class="objected">{brief}</span>', brief=brief(one.objection))
    return doors.door("申诉", part_door(unit, one), kind="object") if one.may_object else Piece("")


def _adjustments(score: Score, kind: str) -> Piece | None:
    """The bonuses or deductions behind a bar, and the cap where it cut them."""
    own = [one for one in score.adjustments if one.kind == kind]
    if not own:
        return None
    given = sum((one.points or Decimal(0) for one in own), Decimal(0))
    counted = next(abs(bar.change) for bar in score.bars if bar.kind == kind)
    cut = cards.note(f"合计 {points(given)}，封顶 {points(counted)}") if given > counted else Piece("")
    return joined((cut, _adjusted(score.unit, own)))


def _adjusted(unit: str, own: Sequence[Adjustment]) -> Piece:
    rows = [
        filled(
            '<li class="wraps">{row}{object}</li>',
            row=doors.door(_adjustment(one), part_door(unit, one.part), kind="line"), object=_object(unit, one.part),
        )
        for one in own
    ]  # fmt: skip
    return filled('<ul class="board-lines parts">{rows}</ul>', rows=joined(rows))


def _adjustment(one: Adjustment) -> Piece:
    change = (one.points or Decimal(0)) * (1 if one.kind == BONUS else -1)
    return filled(
        '<span class="left">{title}</span><span class="right">{points}</span><span class="below">批准人：{by}</span>',
        title=one.part.title, points=_change(change) if one.points else "不参加排名", by=one.approver,
    )  # fmt: skip


def _vetoes(score: Score) -> Piece:
    """A veto is no bar: it takes the unit out of the ranking."""
    own = [one for one in score.adjustments if one.kind not in _KINDS]
    return _adjusted(score.unit, own) if own else Piece("")
