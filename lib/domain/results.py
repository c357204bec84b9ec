"""A period's result as it is kept: every line with its parts and facts, from which points and ranks follow again.

The canonical text of a Result is what its digest is taken of (domain.md 5, Life).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from lib.domain.appraisal import Score, rescored
from lib.domain.canonical import Numbers
from lib.domain.facts import Ruling
from lib.domain.line_parts import line_share
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.ranking import RankRow, ranking
from lib.domain.rulings import ruled


@dataclass(frozen=True, slots=True)
class Result:
    """What a close found. `seen`: number of the last fact known then; `facts`: those the lines rest on, with the
    SHA-256 over their contents; `undecided`: claims without a verdict; `lights` and `years_failed_before` as `ranking`
    takes them; `rulings`: the accepted objections already in it.
    """

    period: str
    version: int
    plan: str
    scheme: str
    first: date
    last: date
    close_on: date
    seen: int
    facts: Numbers
    facts_digest: str
    lights: Mapping[str, str]
    years_failed_before: Mapping[str, int]
    undecided: Numbers
    rulings: tuple[Ruling, ...]
    rows: tuple[RankRow, ...]

    def row(self, unit: str) -> RankRow | None:
        """The row of one unit; None where the register of its day had no such unit."""
        return next((row for row in self.rows if row.unit == unit), None)

    def asked(self, plan: Plan) -> tuple[str, ...]:
        """Units whose word a check waits for, in the order of the rows: those with a score that can be ranked."""
        return tuple(
            row.unit
            for row in self.rows
            if row.score.total is not None and row.unit in plan.unit and plan.unit[row.unit].ranked
        )


def facts_of(rows: Iterable[RankRow]) -> Numbers:
    """Every fact the lines and adjustments of these rows rest on."""
    scores = [row.score for row in rows]
    lines = (number for score in scores for line in score.lines for number in line.share.facts)
    return Numbers.of([*lines, *(one.number for score in scores for one in score.adjustments)])


def ranked_anew(plan: Plan, result: Result, scores: Iterable[Score]) -> tuple[RankRow, ...]:
    """The rows that follow from these scores, everything else as in `result`."""
    by_unit = {score.unit: score for score in scores}
    rows = ranking(
        plan,
        plan.scheme,
        {unit: by_unit[unit] for unit in plan.unit},
        is_year=Period.parse(result.period).kind == "year",
        lights=result.lights,
        years_failed_before=result.years_failed_before,
    )
    return tuple(rows)


def rederived(plan: Plan, result: Result) -> tuple[RankRow, ...]:
    """The rows worked out again from the kept parts alone: shares, points, totals, ranks, tiers, recommendations."""
    return ranked_anew(plan, result, [_from_parts(plan, row.score) for row in result.rows])


def _from_parts(plan: Plan, score: Score) -> Score:
    lines = [replace(line, share=line_share(line.rule, line.share.parts)) for line in score.lines]
    return rescored(plan.scheme, score, lines)


def revised(plan: Plan, result: Result, ruling: Ruling) -> Result:
    """The next version: the one line moved as the ruling says; ValueError where it names what the unit does not have."""
    scores = [ruled(plan.scheme, row.score, [ruling]) if row.unit == ruling.unit else row.score for row in result.rows]
    rows = ranked_anew(plan, result, scores)
    return replace(result, version=result.version + 1, rulings=(*result.rulings, ruling), rows=rows)


@dataclass(frozen=True, slots=True)
class LineDrift:
    """A line that differs: its points then and now."""

    rule: str
    title: str
    then: Decimal | None
    now: Decimal | None
    gone: Numbers
    come: Numbers


@dataclass(frozen=True, slots=True)
class UnitDrift:
    """A unit whose result differs: total and place then and now, and the lines that moved."""

    unit: str
    total: Decimal | None
    total_now: Decimal | None
    league_rank: int | None
    league_rank_now: int | None
    lines: tuple[LineDrift, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """What the same close would find now: facts no longer used, facts newly used, units that moved."""

    gone: Numbers
    come: Numbers
    units: tuple[UnitDrift, ...]

    @property
    def any(self) -> bool:
        """Whether anything moved."""
        return bool(self.gone or self.come or self.units)


def drift(then: Result, now: Result) -> Drift:
    """From one result to another of the same close: by unit in the order of `then`, only what differs."""
    units = [_unit_drift(row, now.row(row.unit)) for row in then.rows]
    before, after = set(then.facts), set(now.facts)
    return Drift(Numbers.of(before - after), Numbers.of(after - before), tuple(one for one in units if one is not None))


def _unit_drift(then: RankRow, now: RankRow | None) -> UnitDrift | None:
    lines = tuple(_line_drifts(then.score, now.score if now else None))
    found = UnitDrift(
        then.unit,
        then.score.total,
        now.score.total if now else None,
        then.league_rank,
        now.league_rank if now else None,
        lines,
    )
    same = (found.total, found.league_rank) == (found.total_now, found.league_rank_now)
    return None if same and not lines else found


def _line_drifts(then: Score, now: Score | None) -> Iterable[LineDrift]:
    own = {line.rule.code: line for line in then.lines}
    other = {line.rule.code: line for line in now.lines} if now else {}
    for code in {**own, **other}:
        was, is_now = own.get(code), other.get(code)
        before, after = set(was.share.facts if was else ()), set(is_now.share.facts if is_now else ())
        points, points_now = was.points if was else None, is_now.points if is_now else None
        if points != points_now or before != after:
            title = (was or is_now).rule.title  # type: ignore[union-attr]  # one of the two is there
            yield LineDrift(code, title, points, points_now, Numbers.of(before - after), Numbers.of(after - before))
    yield from _adjustment_drifts(then, now)


def _adjustment_drifts(then: Score, now: Score | None) -> Iterable[LineDrift]:
    before = {one.number for one in then.adjustments}
    after = {one.number for one in now.adjustments} if now else set()
    if before != after:
        points = then.bonus - then.deduction
        points_now = now.bonus - now.deduction if now else None
        yield LineDrift(
            "adjustment", "加减分", points, points_now, Numbers.of(before - after), Numbers.of(after - before)
        )
