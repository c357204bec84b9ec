"""Ranks, rank spans, tiers and recommendations over the scores of a period (domain.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from lib.domain.appraisal import Score, pointed, total_of
from lib.domain.marks import RED
from lib.domain.plan import Plan, Scheme

NOT_RANKED, VETOED = "参考不排名", "一票否决"
COMMEND = "表彰"
STEPS = (Fraction(4, 5), Fraction(6, 5))


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in the ranking of a period. Not ranked: ranks None and `reason` says why."""

    score: Score
    league: str | None
    ranked: bool
    reason: str | None
    rank: int | None
    league_rank: int | None
    league_low: int | None
    league_high: int | None
    tier: str | None
    recommendation: str | None

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.score.unit


def why_unranked(plan: Plan, scheme: Scheme, score: Score) -> str | None:
    """The reason a unit is not ranked, in the order 参考不排名, 一票否决, too little (`apart`); None if it is ranked."""
    unit = plan.unit[score.unit]
    if not unit.ranked:
        return NOT_RANKED
    if score.vetoes:
        return VETOED
    in_charge = any(flow.platform and flow.in_charge == unit.code for flow in plan.flows)
    enough = (
        score.looked_at >= scheme.least_occurrences or in_charge or score.stays >= scheme.least_stays
    ) and score.applicable_weight >= scheme.least_weight
    return None if enough and score.total is not None else scheme.apart


def competition_ranks(totals: Mapping[str, Decimal]) -> dict[str, int]:
    """1, 2, 2, 4: one more than the number of greater totals."""
    ordered = sorted(totals.values(), reverse=True)
    first = {total: index + 1 for index, total in reversed(list(enumerate(ordered)))}
    return {unit: first[total] for unit, total in totals.items()}


def tier_of(scheme: Scheme, league: str | None, total: Decimal) -> str:
    """The highest tier whose threshold `total` reaches."""
    return max(
        (tier for tier in scheme.tiers_of(league) if total >= tier.at_least), key=lambda tier: tier.at_least
    ).name


def rank_spans(
    scheme: Scheme, scores: Mapping[str, Score], leagues: Mapping[str, str | None]
) -> dict[str, tuple[int, int]]:
    """Least and greatest league rank of each unit over each weight × 0.8 and × 1.2, and the actual one.

    `scores`: the ranked units only; the same units stay ranked whatever the weights.
    """
    spans: dict[str, tuple[int, int]] = {}
    rules = [rule.code for rule in scheme.rules if rule.weight > 0]
    variants: list[dict[str, Fraction]] = [{}, *({rule: step} for rule in rules for step in STEPS)]
    for factors in variants:
        totals = {unit: _total_with(scheme, score, factors) for unit, score in scores.items()}
        for unit, rank in league_ranks(totals, leagues).items():
            low, high = spans.get(unit, (rank, rank))
            spans[unit] = (min(low, rank), max(high, rank))
    return spans


def _total_with(scheme: Scheme, score: Score, factors: Mapping[str, Fraction]) -> Decimal:
    lines = pointed([(line.rule, line.share) for line in score.lines], scheme, factors)
    return total_of(lines, score.bonus, score.deduction) or Decimal(0)


def league_ranks(totals: Mapping[str, Decimal], leagues: Mapping[str, str | None]) -> dict[str, int]:
    """Competition ranks within each league."""
    found: dict[str, int] = {}
    for league in dict.fromkeys(leagues[unit] for unit in totals):
        found |= competition_ranks({unit: total for unit, total in totals.items() if leagues[unit] == league})
    return found


def ranking(
    plan: Plan,
    scheme: Scheme,
    scores: Mapping[str, Score],
    *,
    is_year: bool,
    lights: Mapping[str, str],
    years_failed_before: Mapping[str, int],
    spanned: bool = True,
) -> list[RankRow]:
    """Every unit: the ranked by rank, then the register; then the others in the order of the register.

    `lights` are those at the close; `years_failed_before` counts the years running, up to the last one, in
    which a unit was 不合格 or vetoed. Only a year recommends. `spanned` False: without the spans of ranks.
    """
    reasons = {unit: why_unranked(plan, scheme, score) for unit, score in scores.items()}
    ranked = {unit: score for unit, score in scores.items() if reasons[unit] is None}
    leagues = {unit.code: unit.league for unit in plan.units}
    totals = {unit: score.total or Decimal(0) for unit, score in ranked.items()}
    ranks, in_league = competition_ranks(totals), league_ranks(totals, leagues)
    spans = rank_spans(scheme, ranked, leagues) if spanned else {}
    rows = []
    for unit, score in scores.items():
        tier = _tier(scheme, leagues[unit], score, reasons[unit])
        row = RankRow(
            score, leagues[unit], unit in ranked, reasons[unit], ranks.get(unit), in_league.get(unit),
            *_span(spans, unit), tier, None,
        )  # fmt: skip
        size = sum(leagues[other] == leagues[unit] for other in ranked)
        advice = _recommendation(scheme, row, size, lights.get(unit), years_failed_before.get(unit, 0))
        rows.append(replace(row, recommendation=advice if is_year else None))
    order = {unit.code: index for index, unit in enumerate(plan.units)}
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, order[row.unit]))


def _span(spans: Mapping[str, tuple[int, int]], unit: str) -> tuple[int | None, int | None]:
    return spans.get(unit, (None, None))


def _tier(scheme: Scheme, league: str | None, score: Score, reason: str | None) -> str | None:
    if reason == VETOED:
        return scheme.failed_tier(league)
    return None if reason else tier_of(scheme, league, score.total or Decimal(0))


def _recommendation(scheme: Scheme, row: RankRow, size: int, light: str | None, failed_before: int) -> str | None:
    """表彰 for the best fifth of a league with a top tier and no red light; a rung of the ladder for 不合格 or veto."""
    if row.reason == NOT_RANKED:
        return None
    if row.tier == scheme.failed_tier(row.league):
        return scheme.ladder[min(failed_before, len(scheme.ladder) - 1)] if scheme.ladder else None
    if row.tier != scheme.commended_tier(row.league) or row.league_rank is None or light == RED:
        return None
    return COMMEND if row.league_rank <= ceil(scheme.commend_share * size) else None


def failed_units(scheme: Scheme, rows: Sequence[RankRow]) -> frozenset[str]:
    """Units 不合格 or vetoed."""
    return frozenset(row.unit for row in rows if row.tier == scheme.failed_tier(row.league))
