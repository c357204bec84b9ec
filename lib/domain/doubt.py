"""How sure a ranking is: who crosses a line when a weight moves by a fifth, and what other weights would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lib.domain.appraisal import Score, pointed, total_of
from lib.domain.plan import Plan, Scheme
from lib.domain.ranking import STEPS, RankRow, ranking


@dataclass(frozen=True, slots=True)
class Crossing:
    """A unit on whose recommendation a weight decides: what it is recommended now, and otherwise by which weights."""

    unit: str
    actual: str | None
    otherwise: tuple[tuple[str, Fraction, str | None], ...]


def weighed(
    plan: Plan,
    scheme: Scheme,
    rows: Sequence[RankRow],
    factors: Mapping[str, Fraction],
    *,
    is_year: bool,
    lights: Mapping[str, str],
    years_failed_before: Mapping[str, int],
) -> list[RankRow]:
    """The same scores under other weights: `factors` multiplies them by the rule's code."""
    scores = {row.unit: _score(scheme, row.score, factors) for row in rows}
    in_order = {unit: scores[unit] for unit in plan.unit if unit in scores}
    return ranking(
        plan, scheme, in_order, is_year=is_year, lights=lights, years_failed_before=years_failed_before, spanned=False
    )


def _score(scheme: Scheme, score: Score, factors: Mapping[str, Fraction]) -> Score:
    lines = pointed([(line.rule, line.share) for line in score.lines], scheme, factors)
    return Score(
        score.unit, lines, score.bonus, score.deduction, score.vetoes, score.adjustments,
        total_of(lines, score.bonus, score.deduction), score.looked_at, score.stays,
    )  # fmt: skip


def crossings(
    plan: Plan,
    scheme: Scheme,
    rows: Sequence[RankRow],
    *,
    lights: Mapping[str, str],
    years_failed_before: Mapping[str, int],
) -> list[Crossing]:
    """Units that a weight × 0.8 or × 1.2 would take over the line of commendation or of the ladder, in either way."""
    found: dict[str, list[tuple[str, Fraction, str | None]]] = {}
    actual = _lines(
        weighed(plan, scheme, rows, {}, is_year=True, lights=lights, years_failed_before=years_failed_before)
    )
    for rule in (one for one in scheme.rules if one.weight > 0):
        for step in STEPS:
            moved = weighed(
                plan, scheme, rows, {rule.code: step}, is_year=True, lights=lights,
                years_failed_before=years_failed_before,
            )  # fmt: skip
            for unit, advice in _lines(moved).items():
                if advice != actual[unit]:
                    found.setdefault(unit, []).append((rule.code, step, advice))
    return [Crossing(unit, actual[unit], tuple(found[unit])) for unit in actual if unit in found]


def _lines(rows: Sequence[RankRow]) -> dict[str, str | None]:
    """What each unit is recommended: 表彰, a rung, or nothing."""
    return {row.unit: row.recommendation for row in rows}
