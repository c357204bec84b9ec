"""A score as a waterfall: bars from the full mark down to the total that add up exactly (domain.md 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lib.domain.appraisal import Score, ScoreLine
from lib.domain.plan import Scheme
from lib.domain.rounding import half_up

FULL, ROUNDING, RULE, NOT_JUDGED = "full", "rounding", "rule", "not_judged"
BONUS, DEDUCTION, LEAST, TOTAL = "bonus", "deduction", "least", "total"
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it takes away or adds (`change`), and where the sum stands after it. `code`: of a rule its own.

    `full` stands at the height all rules give together, `total` at the end; `least` lifts a sum below 0 to 0.
    """

    kind: str
    code: str
    change: Decimal
    after: Decimal

    @property
    def before(self) -> Decimal:
        """Where the sum stood before it."""
        return self.after - self.change


def waterfall(scheme: Scheme, score: Score) -> tuple[Bar, ...]:
    """The bars of a score in the order of its rules; none where no rule applies.

    A rule loses its full points less its points, both rounded as they are shown. It starts at 100, or, where the scheme
    does not normalise, at the sum of all weights, from which the weights of rules not applicable leave. What rounding
    the full points adds or takes is a bar of its own, so that nothing is hidden: Σ changes = total, exactly.
    """
    if score.total is None:
        return ()
    found: list[Bar] = []
    for kind, code, change in _changes(scheme, score):
        after = (found[-1].after if found else _NOTHING) + change
        found.append(Bar(kind, code, change, after))
    if found[-1].after < 0:
        found.append(Bar(LEAST, "", -found[-1].after, _NOTHING))
    return (*found, Bar(TOTAL, "", _NOTHING, score.total))


def _changes(scheme: Scheme, score: Score) -> Iterator[tuple[str, str, Decimal]]:
    full = full_points(scheme, score)
    leaving = {line.rule.code: _leaving(scheme, line) for line in score.lines if not line.applicable}
    start = _start(scheme, score)
    yield FULL, "", start
    rounded = sum(full.values(), _NOTHING) + sum(leaving.values(), _NOTHING) - start
    if rounded:
        yield ROUNDING, "", rounded
    for line in score.lines:
        code = line.rule.code
        if line.points is None:
            yield NOT_JUDGED, code, -leaving[code]
        else:
            yield RULE, code, line.points - full[code]
    if score.bonus:
        yield BONUS, "", score.bonus
    if score.deduction:
        yield DEDUCTION, "", -score.deduction


def _start(scheme: Scheme, score: Score) -> Decimal:
    if scheme.normalise:
        return Decimal("100.00")
    return half_up(sum((line.rule.weight for line in score.lines), _NOTHING), scheme.decimals)


def _leaving(scheme: Scheme, line: ScoreLine) -> Decimal:
    """What leaves the sum with a rule not applicable: nothing where the others take its weight over."""
    return _NOTHING if scheme.normalise else half_up(line.rule.weight, scheme.decimals)


def full_points(scheme: Scheme, score: Score) -> Mapping[str, Decimal]:
    """What each applicable rule could bring, by code, rounded half up to the scheme's decimals like its points."""
    applicable = Fraction(score.applicable_weight)
    scale = Fraction(100) / applicable if scheme.normalise and applicable else Fraction(1)
    return {
        line.rule.code: half_up(scale * Fraction(line.rule.weight), scheme.decimals)
        for line in score.lines
        if line.applicable
    }  # fmt: skip


def part_costs(line: ScoreLine, full: Decimal, places: int = 2) -> list[Decimal]:
    """Points that each part of an applicable line cost, in the order of the parts: scale × weight × lost ÷ Σ counted,
    to `places` decimals, so that together they are what the line lost."""
    lost = full - (line.points or _NOTHING)
    return apportioned(lost, [part.lost if part.counted > 0 else Fraction(0) for part in line.share.parts], places)


def apportioned(whole: Decimal, weights: Sequence[Fraction], places: int = 2) -> list[Decimal]:
    """`whole` (≥ 0, of no more than `places` decimals) by these weights (≥ 0): the units of the last decimal left over
    go to the greatest remainders, of equal ones to the first. Nothing where all weights are 0."""
    over = sum(weights, Fraction(0))
    if not over:
        return [_NOTHING for _ in weights]
    exact = [Fraction(whole) * 10**places * weight / over for weight in weights]
    units = [int(one) for one in exact]
    left_over = int(Fraction(whole) * 10**places) - sum(units)
    greatest = sorted(range(len(exact)), key=lambda place: units[place] - exact[place])
    for place in greatest[:left_over]:
        units[place] += 1
    return [Decimal(one).scaleb(-places) for one in units]
