"""A score on screen: the total, each rule with its formula, and the cases that press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from lib.domain.facts import BONUS, DEDUCTION
from lib.domain.wording import NOTHING, number, percent, points, short_day
from lib.ui import bars, cards, case_parts, doors
from lib.ui.markup import Piece, filled, joined

_KINDS = {BONUS: "加分", DEDUCTION: "扣分"}


class Step(Protocol):
    """One rule of a score."""

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
    def facts(self) -> int: ...
    @property
    def clause(self) -> str: ...


class Adjustment(Protocol):
    """A bonus, deduction or veto."""

    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def approver(self) -> str: ...


class Score(Protocol):
    """A unit's result in a period."""

    @property
    def total(self) -> Decimal | None: ...
    @property
    def tier(self) -> str | None: ...
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


class PressingCase(Protocol):
    """An open case that is late or nearly so, with its flow."""

    @property
    def flow(self) -> str: ...
    @property
    def flow_name(self) -> str: ...
    @property
    def row(self) -> case_parts.Case: ...


def total(score: Score) -> Piece:
    """The total with its place and tier, and what lacks to the next tier."""
    words = [score.league]
    if score.league_rank is not None:
        words.append(f"第 {score.league_rank} 名（共 {score.league_size} 家）")
    words += [word for word in (score.reason, score.tier) if word]
    if score.to_next_tier:
        tier, lacking = score.to_next_tier
        words.append(f"再得 {points(lacking)} 分即为{tier}")
    return filled(
        '<p class="board-score"><b>{total}</b><span>{words}</span></p>',
        total=points(score.total), words="　".join(word for word in words if word),
    )  # fmt: skip


def steps(rules: Sequence[Step], adjustments: Sequence[Adjustment]) -> Piece:
    """Each rule as a bar with its formula below, then bonuses and deductions with their reasons."""
    drawn = bars.scores([bars.ScoreBar(one.rule, one.full, one.points, _below(one)) for one in rules])
    extra = [
        cards.Line(f"{_KINDS.get(one.kind, '一票否决')}：{one.reason}", points(one.points), f"批准人：{one.approver}")
        for one in adjustments
    ]
    return joined((drawn, cards.lines(extra, "") if extra else Piece("")))


def _below(one: Step) -> Piece:
    if one.points is None:
        return filled(
            "{formula}，本规则不适用，权重 {weight} 退出计分。", formula=one.formula, weight=number(one.weight)
        )
    return filled(
        "{formula}，得分率 {share}；满分 {full}，得 <b>{points}</b>。依据 {facts} 条记录。{clause}",
        formula=one.formula,
        share=percent(one.share),
        full=points(one.full),
        points=points(one.points),
        facts=number(one.facts),
        clause=one.clause,
    )


def case(one: PressingCase, as_of: date, *, opens: bool) -> cards.Line:
    """A case as a line: its number, how late or by when, and where it waits.

    `opens`: a tap leads to the case itself, else to the counts of its platform.
    """
    row = one.row
    late = filled('<b class="warns">超期 {days} 天</b>', days=row.days_late)
    when = late if row.days_late else f"期限 {short_day(row.deadline, as_of)}"
    below = f"{one.flow_name}　{row.state or NOTHING}，已停留 {row.waits_days} 天"
    case_no = row.case_no if opens else None
    leads_to = doors.address("platforms/ledger" if opens else "platforms/platforms", flow=one.flow, case=case_no)
    return cards.Line(row.case_no, when, below, leads_to, "wraps")
