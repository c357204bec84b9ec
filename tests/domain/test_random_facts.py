"""A thousand random sets of facts: bars add up, ranks are competition ranks, no score hangs on another's facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from lib.domain.appraisal import Facts, Score, judge, scores
from lib.domain.facts import BONUS, DEDUCTION
from lib.domain.periods import Period
from lib.domain.plan import Scheme
from lib.domain.ranking import RankRow, ranking
from tests.domain.random_facts import PERIODS, RANKED, SMALL, Chance, FactSet

BLOCKS, EACH = 10, 100


def scored(period: Period, close_on: date, given: Facts, scheme: Scheme) -> dict[str, Score]:
    return scores(judge(SMALL, scheme, period, close_on, given), given.adjustments)


def cents(value: Fraction) -> Decimal:
    """Two decimals, half up."""
    return Decimal(floor(value * 100 + Fraction(1, 2))) / 100


def wrong_bars(score: Score, scheme: Scheme) -> Iterator[str]:
    """Lines not applicable leave with their weight; the others, rounded once each, add up to the total shown."""
    weights = [line.rule.weight for line in score.lines if line.share.share is not None]
    scale = 100 / Fraction(sum(weights)) if scheme.normalise and weights else Fraction(1)
    for line in score.lines:
        if line.share.share is None:
            if line.points is not None:
                yield f"{line.rule.code} has points without a share"
        elif line.points != cents(scale * Fraction(line.rule.weight) * line.share.share):
            yield f"{line.rule.code} has {line.points} points"
    own = {kind: sum(one.points for one in score.adjustments if one.kind == kind) for kind in (BONUS, DEDUCTION)}
    if (score.bonus, score.deduction) != (min(own[BONUS], 5), min(own[DEDUCTION], 10)):
        yield f"bonus {score.bonus}, deduction {score.deduction}"
    bars = [line.points for line in score.lines if line.points is not None]
    whole = max(Decimal(0), sum(bars) + score.bonus - score.deduction) if bars else None
    if score.total != whole:
        yield f"total {score.total}, not {whole}"


def wrong_places(rows: list[RankRow]) -> Iterator[str]:
    """One more than the number of better units, over all and in the league, within the span; nothing for the unranked."""
    ranked = [row for row in rows if row.ranked]
    for row in rows:
        if not row.ranked:
            if (row.rank, row.league_rank, row.league_low, row.league_high) != (None,) * 4:
                yield f"{row.unit} has a rank"
            continue
        rivals = [one for one in ranked if one.league == row.league]
        for place, field in ((row.rank, ranked), (row.league_rank, rivals)):
            if place != 1 + sum(one.score.total > row.score.total for one in field):
                yield f"{row.unit} is {place} of {len(field)}"
        if not 1 <= row.league_low <= row.league_rank <= row.league_high <= len(rivals):
            yield f"{row.unit} is {row.league_rank}, its span {row.league_low} to {row.league_high}"


def happened(rows: list[RankRow], theirs: FactSet) -> Iterator[str]:
    """What a set of facts held: a property that never met it would prove nothing."""
    ranked = [row for row in rows if row.ranked]
    for row in rows:
        yield from (f"{line.rule.code} {'judged' if line.applicable else 'left out'}" for line in row.score.lines)
        yield f"not ranked: {row.reason}"
        bars = sum((line.points for line in row.score.lines if line.points is not None), Decimal(0))
        if row.score.total == 0 and bars > 0:
            yield "floor"
    yield from ("bonus cut" for row in rows if row.score.bonus == 5)
    yield from ("deduction cut" for row in rows if row.score.deduction == 10)
    yield from ("tie" for row in ranked if sum(one.rank == row.rank for one in ranked) > 1)
    yield from ("wide span" for row in ranked if row.league_low < row.league_high)
    yield from (name for name, some in vars(theirs).items() if some)


EXPECTED = {
    *(f"{rule} {what}" for rule in ("delivery", "target", "flow", "accuracy", "response", "reporting")
      for what in ("judged", "left out")),
    *(f"not ranked: {reason}" for reason in (None, "参考不排名", "一票否决", "考核任务不足，单列")),
    "floor", "bonus cut", "deduction cut", "tie", "wide span",
    "reports", "verifications", "changes", "adjustments", "entries", "cases",
}  # fmt: skip


@pytest.mark.parametrize("block", range(BLOCKS))
def test_bars_add_up_ranks_are_competition_ranks_and_nobody_s_score_hangs_on_another_s_facts(block: int) -> None:
    met: Counter[str] = Counter()
    for seed in range(EACH * block, EACH * (block + 1)):
        chance = Chance(seed, PERIODS[seed % len(PERIODS)])
        given, other = chance.fact_set(), Chance(seed + 1_000_000, chance.period.code, 10_000).fact_set()
        scheme, period, close_on = chance.scheme(), chance.period, chance.close_on()
        found = scored(period, close_on, given.facts(), scheme)
        rows = ranking(SMALL, scheme, found, is_year=period.kind == "year", lights={}, years_failed_before={})
        unit = chance.random.choice(RANKED)
        theirs = other.of_others(unit, given.duties_of(unit))
        changed = given.of_unit(unit).with_more(theirs)
        alone = scored(period, close_on, changed.facts(), scheme)[unit]
        wrong = [text for one in found.values() for text in wrong_bars(one, scheme)] + list(wrong_places(rows))
        assert not wrong, (seed, wrong)
        assert alone == found[unit], (seed, unit)
        met.update(happened(rows, theirs))
    assert not EXPECTED - set(met), EXPECTED - set(met)
