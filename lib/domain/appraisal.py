"""The appraisal of a period: what each unit scored, by which facts (domain.md 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from lib.domain.duties import DutyStatus, duty_records, duty_statuses
from lib.domain.facts import (
    BONUS,
    COMPLETION,
    DEDUCTION,
    VETO,
    Adjustment,
    Change,
    Entry,
    Report,
    Verification,
)
from lib.domain.indicators import Reading, readings
from lib.domain.line_parts import Share
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period, periods_since
from lib.domain.plan import Indicator, Plan, Rule, Scheme
from lib.domain.recount import LedgerReadings
from lib.domain.rounding import half_up
from lib.domain.rule_shares import (
    Judged,
    JudgedDuty,
    judge_duty,
    rule_flows,
    share_of,
)
from lib.domain.windows import year_window


@dataclass(frozen=True)
class Facts:
    """The facts an appraisal reads, whole; the close cuts them."""

    reports: Sequence[Report]
    verifications: Sequence[Verification]
    changes: Sequence[Change]
    adjustments: Sequence[Adjustment]
    entries: Sequence[Entry]
    ledger: LedgerReadings


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One rule of one unit: not applicable if `points` is None."""

    rule: Rule
    share: Share
    points: Decimal | None

    @property
    def applicable(self) -> bool:
        """Whether the rule had anything to judge."""
        return self.share.share is not None


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's lines, adjustments and total in one period; `total` None where no rule applies."""

    unit: str
    lines: tuple[ScoreLine, ...]
    bonus: Decimal = Decimal(0)
    deduction: Decimal = Decimal(0)
    vetoes: tuple[Adjustment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    total: Decimal | None = None
    looked_at: int = 0
    stays: int = 0

    @property
    def applicable_weight(self) -> Decimal:
        """Σ of the weights of applicable rules."""
        return sum((line.rule.weight for line in self.lines if line.applicable), Decimal(0))


def appraisal_window(plan: Plan, period: Period, close_on: date, scheme: Scheme | None = None) -> Window:
    """From 1 January of the period's year (or `issued_on`) to its end; to the close where that comes first.

    By a scheme that does not accumulate from the period's own first day. `scheme` None: the plan's.
    """
    last = min(period.end, close_on)
    if (scheme or plan.scheme).accumulates:
        return year_window(period.start.year, plan.issued_on, last)
    return Window(max(period.start, plan.issued_on), last)


class DutyGrounds(NamedTuple):
    """What the rules look at of duties, by unit (see Judged): no event has a part in it."""

    duties: Mapping[str, Sequence[JudgedDuty]]
    verdicts: Mapping[str, Sequence[tuple[Report, Verification]]]
    months: Mapping[str, tuple[int, int]]


def judge(
    plan: Plan, scheme: Scheme, period: Period, close_on: date, facts: Facts, grounds: DutyGrounds | None = None
) -> Judged:
    """What the rules look at: reports and events dated within the period and recorded by the close,
    verifications, changes, adjustments and entered numbers dated by the close.

    `grounds`: what `duty_grounds` gives for the same, where it is known already.
    """
    window = appraisal_window(plan, period, close_on, scheme)
    of_duties = grounds or duty_grounds(plan, scheme, period, close_on, facts)
    entries = [one for one in facts.entries if one.occurred_on <= close_on]
    return Judged(
        plan,
        scheme,
        period,
        window,
        close_on,
        of_duties.duties,
        of_duties.verdicts,
        facts.ledger.stay_counts(window, close_on),
        _readings_by_unit(plan, scheme, period, window, close_on, facts.ledger, entries),
        of_duties.months,
    )


def duty_grounds(plan: Plan, scheme: Scheme, period: Period, close_on: date, facts: Facts) -> DutyGrounds:
    """As in `judge`, without the ledger and the indicators."""
    window = appraisal_window(plan, period, close_on, scheme)
    reports = [one for one in facts.reports if one.occurred_on <= window.last and one.recorded_on <= close_on]
    decided = [one for one in facts.verifications if one.verified_on <= close_on]
    changes = [one for one in facts.changes if one.occurred_on <= close_on]
    statuses = duty_statuses(plan, duty_records(reports, decided, changes), window.last, close_on)
    return DutyGrounds(
        _duties_by_unit(scheme, statuses, window),
        _verdicts_by_unit(reports, decided, window),
        _months_by_unit(plan, scheme, statuses, reports, window),
    )


def _duties_by_unit(scheme: Scheme, statuses: Sequence[DutyStatus], window: Window) -> dict[str, list[JudgedDuty]]:
    found: dict[str, list[JudgedDuty]] = {}
    for status in statuses:
        own = judge_duty(status, window, scheme.lateness, Fraction(1))
        if own is None:
            continue
        found.setdefault(status.owner, []).append(own)
        for helper in status.helpers if scheme.helper_weight else ():
            found.setdefault(helper, []).append(JudgedDuty(status, scheme.helper_weight, own.share, own.why))
    return found


def _verdicts_by_unit(
    reports: Sequence[Report], verifications: Sequence[Verification], window: Window
) -> dict[str, list[tuple[Report, Verification]]]:
    """Completions by the unit that filed them, with the verdict in force if it was given within the window."""
    in_force: dict[int, Verification] = {}
    for verdict in sorted(verifications, key=lambda one: (one.verified_on, one.number)):
        in_force[verdict.report] = verdict
    found: dict[str, list[tuple[Report, Verification]]] = {}
    for report in reports:
        last = in_force.get(report.number)
        if report.kind == COMPLETION and last and window.first <= last.verified_on <= window.last:
            found.setdefault(report.unit, []).append((report, last))
    return found


def _readings_by_unit(
    plan: Plan,
    scheme: Scheme,
    period: Period,
    window: Window,
    close_on: date,
    ledger: LedgerReadings,
    entries: Sequence[Entry],
) -> dict[str, list[Reading]]:
    """Each unit's own readings: owners on the whole; of `each` every unit on its own value, owners on the whole."""
    named = {rule.indicator for rule in scheme.rules if rule.indicator}

    def counted(indicator: Indicator, days: Window) -> Mapping[str | None, Tally]:
        return ledger.tallies(indicator, days, close_on)

    found: dict[str, list[Reading]] = {}
    for indicator in plan.indicators:
        if not indicator.scored and indicator.code not in named:
            continue
        for one in readings(plan, indicator, period, counted, entries, window=window):
            for unit in _scored_units(plan, indicator, one):
                found.setdefault(unit, []).append(one)
    return found


def _scored_units(plan: Plan, indicator: Indicator, one: Reading) -> Sequence[str]:
    each = indicator.scored_for == "each"
    if one.unit is None:
        return () if each and indicator.source == "entered" and indicator.by_unit else indicator.owners
    if not each:
        return ()
    return (one.unit,) if indicator.source == "entered" or one.unit not in indicator.owners else ()


def _months_by_unit(
    plan: Plan, scheme: Scheme, statuses: Sequence[DutyStatus], reports: Sequence[Report], window: Window
) -> dict[str, tuple[int, int]]:
    """Months with a report, and months with an open duty, of each unit; only where a scheme weighs `reporting`."""
    if not any(rule.kind == "reporting" and rule.weight for rule in scheme.rules):
        return {}
    found = {}
    for unit in plan.unit:
        own = [status for status in statuses if status.owner == unit]
        months = [
            month
            for month in periods_since("month", window.first, window.last)
            if any(_open_in(status, month) for status in own)
        ]
        filed = {Period.of("month", report.occurred_on) for report in reports if report.unit == unit}
        found[unit] = (sum(month in filed for month in months), len(months))
    return found


def _open_in(status: DutyStatus, month: Period) -> bool:
    ended = status.completion.completed_on if status.completion else month.end
    return status.occurrence.opens_on <= month.end and ended >= month.start


def scores(judged: Judged, adjustments: Sequence[Adjustment]) -> dict[str, Score]:
    """Every unit's score, in the order of the register."""
    return {unit: _score(unit, judged, adjustments) for unit in judged.plan.unit}


def _score(unit: str, judged: Judged, adjustments: Sequence[Adjustment]) -> Score:
    scheme = judged.scheme
    rules = [rule for rule in scheme.rules if rule.weight > 0]
    shares = [(rule, share_of(rule, unit, judged)) for rule in rules]
    own = tuple(
        one
        for one in adjustments
        if one.unit == unit and one.period == judged.period.code and one.occurred_on <= judged.close_on
    )
    bare = Score(
        unit,
        pointed(shares, scheme, {}),
        looked_at=sum(one.status.owner == unit for one in judged.duties.get(unit, ())),
        stays=_flow_stays(unit, judged),
    )
    return adjusted(scheme, bare, own)


def adjusted(scheme: Scheme, score: Score, adjustments: Sequence[Adjustment]) -> Score:
    """The score with these adjustments in place of its own: added by kind, then cut to the caps of the scheme."""
    bonus = min(scheme.bonus_cap, _points(adjustments, BONUS))
    deduction = min(scheme.deduction_cap, _points(adjustments, DEDUCTION))
    return replace(
        score,
        bonus=bonus,
        deduction=deduction,
        vetoes=tuple(one for one in adjustments if one.kind == VETO),
        adjustments=tuple(adjustments),
        total=total_of(score.lines, bonus, deduction),
    )


def rescored(scheme: Scheme, score: Score, lines: Sequence[ScoreLine]) -> Score:
    """The score with the shares of these lines, points and total worked out anew."""
    made = pointed([(line.rule, line.share) for line in lines], scheme, {})
    return replace(score, lines=made, total=total_of(made, score.bonus, score.deduction))


def _points(adjustments: Sequence[Adjustment], kind: str) -> Decimal:
    return sum((one.points or Decimal(0) for one in adjustments if one.kind == kind), Decimal(0))


def _flow_stays(unit: str, judged: Judged) -> int:
    """Stays that rule `flow` counts of `unit`, whatever its least number."""
    flows = {code for rule in judged.scheme.rules if rule.kind == "flow" for code in rule_flows(rule, judged.plan)}
    return sum(count.total for flow, count in judged.stays.get(unit, {}).items() if flow in flows)


def pointed(
    shares: Sequence[tuple[Rule, Share]], scheme: Scheme, factors: Mapping[str, Fraction]
) -> tuple[ScoreLine, ...]:
    """points = round₂(100 × w × s ÷ Σ applicable w), or round₂(w × s) where the scheme does not normalise.

    Half up, once per rule, to the decimals of the scheme (two unless it says otherwise). `factors` multiplies the
    weights of rules by code (rank spans).
    """
    weight = {rule.code: Fraction(rule.weight) * factors.get(rule.code, 1) for rule, _ in shares}
    applicable = sum((weight[rule.code] for rule, share in shares if share.share is not None), Fraction(0))
    scale = Fraction(100) / applicable if scheme.normalise and applicable else Fraction(1)

    def points(rule: Rule, share: Fraction | None) -> Decimal | None:
        return None if share is None else half_up(scale * weight[rule.code] * share, scheme.decimals)

    return tuple(ScoreLine(rule, share, points(rule, share.share)) for rule, share in shares)


def total_of(lines: Sequence[ScoreLine], bonus: Decimal, deduction: Decimal) -> Decimal | None:
    """Σ points + bonus − deduction, not below 0; None where no rule applies."""
    points = [line.points for line in lines if line.points is not None]
    if not points:
        return None
    return max(Decimal("0.00"), sum(points, Decimal(0)) + bonus - deduction)
