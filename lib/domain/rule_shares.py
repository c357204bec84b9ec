"""What each rule of the scheme judges of a unit, and the share it gives (domain.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lib.domain.calendar import WorkCalendar
from lib.domain.duties import CLAIMED, DONE, DONE_LATE, WAIVED, DutyStatus
from lib.domain.facts import RETURN, Report, Verification
from lib.domain.indicators import Reading, clamp
from lib.domain.ledger import Case, Stay
from lib.domain.measures import Window
from lib.domain.periods import Period
from lib.domain.plan import Lateness, Plan, Rule, Scheme, ShareMapping
from lib.domain.rounding import half_up


@dataclass(frozen=True, slots=True)
class Share:
    """A rule's share in [0, 1] of one unit; None: nothing to judge. `formula` has its numbers put in."""

    share: Fraction | None
    formula: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedDuty:
    """An occurrence `delivery` looks at. `share` None: left out, `why` says the reason (waived, undecided)."""

    status: DutyStatus
    weight: Fraction
    share: Fraction | None
    why: str


@dataclass(frozen=True, slots=True)
class JudgedStay:
    """A stay that `flow` or `response` counts."""

    case: Case
    stay: Stay
    deadline: date
    in_time: bool


class StayCount(NamedTuple):
    """Stays of one holder in one flow that a rule judges: how many in time, and all; the facts where they are asked for."""

    in_time: int
    total: int
    facts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judged:
    """Everything the rules look at within one window, by unit; made once for all units."""

    plan: Plan
    scheme: Scheme
    period: Period
    window: Window
    close_on: date
    duties: Mapping[str, Sequence[JudgedDuty]]
    verdicts: Mapping[str, Sequence[tuple[Report, Verification]]]
    stays: Mapping[str, Mapping[str, StayCount]]
    readings: Mapping[str, Sequence[Reading]]
    months: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def judge_duty(status: DutyStatus, window: Window, lateness: Lateness, weight: Fraction) -> JudgedDuty | None:
    """The occurrence as `delivery` sees it; None if it is not of this window.

    Of the window: effective due within it, or earlier and not done before its first day.
    """
    due = status.effective_due
    if due > window.last:
        return None
    done_before = status.completion is not None and status.completion.completed_on < window.first
    if due < window.first and done_before:
        return None
    if status.state == WAIVED:
        return JudgedDuty(status, weight, None, "已核销，不计")
    if status.state == DONE:
        return JudgedDuty(status, weight, Fraction(1), "按期完成")
    if status.state == DONE_LATE:
        return JudgedDuty(status, weight, late_share(status.days_late, lateness), f"逾期 {status.days_late} 天完成")
    if status.state == CLAIMED:
        return JudgedDuty(status, weight, None, "按期申报，待核实，不计")
    return JudgedDuty(status, weight, Fraction(0), "未完成")


def late_share(days_late: int, lateness: Lateness) -> Fraction:
    """max(floor, 1 − step × ceil(days late ÷ days))."""
    return max(lateness.floor, 1 - lateness.step * -(-days_late // lateness.days))


def judge_stay(case: Case, stay: Stay, window: Window, calendar: WorkCalendar) -> JudgedStay | None:
    """A stay with a deadline left in the window, or open at its end past its deadline; None if neither."""
    if stay.judicial or stay.limit is None:
        return None
    deadline = stay.deadline(calendar, window.last)
    if deadline is None:
        return None
    if stay.left_on is not None:
        if not window.first <= stay.left_on <= window.last:
            return None
        returned = stay.returned_on is not None and stay.returned_on <= window.last
        return JudgedStay(case, stay, deadline, stay.left_on <= deadline and not returned)
    return JudgedStay(case, stay, deadline, False) if deadline < window.last else None


def share_of(rule: Rule, unit: str, judged: Judged) -> Share:
    """The share of `rule` for `unit`."""
    return _SHARES[rule.kind](rule, unit, judged)


def _delivery(rule: Rule, unit: str, judged: Judged) -> Share:
    looked_at = judged.duties.get(unit, ())
    counted = [one for one in looked_at if one.share is not None and one.weight > 0]
    facts = tuple(number for one in looked_at for number in duty_facts(one.status))
    total = sum((one.weight for one in counted), Fraction(0))
    inputs = {"看到": len(looked_at), "计入": len(counted)}
    if not counted:
        return Share(None, "没有可评的任务", inputs, facts)
    points = sum((one.weight * (one.share or 0) for one in counted), Fraction(0))
    inputs |= {"按期": sum(one.share == 1 for one in counted), "未完成": sum(one.share == 0 for one in counted)}
    return Share(points / total, f"各任务得分之和 {show(points)} ÷ 任务数 {show(total)}", inputs, facts)


def duty_facts(status: DutyStatus) -> list[int]:
    """Numbers of the reports and verdicts that made the state of an occurrence."""
    return [number for claim in status.claims for number in (claim.report.number, *_verdict_number(claim.verdict))]


def _verdict_number(verdict: Verification | None) -> tuple[int, ...]:
    return (verdict.number,) if verdict else ()


def _target(rule: Rule, unit: str, judged: Judged) -> Share:
    # The readings also hold indicators that only a `rate` or `value` rule names.
    readings = [one for one in judged.readings.get(unit, ()) if one.indicator.scored and one.judged]
    if not readings:
        return Share(None, "没有可评的指标", {}, ())
    attained = [one.attainment or Fraction(0) for one in readings]
    inputs = {
        one.indicator.code: {
            "numerator": [float(part.numerator) for part in one.parts],
            "denominator": float(one.denominator or 0),
            "attainment": float(half_up(one.attainment or Fraction(0), 6)),
        }
        for one in readings
    }
    words = " + ".join(f"{one.indicator.code} {show(one.attainment or Fraction(0))}" for one in readings)
    facts = tuple(number for one in readings for number in one.facts)
    return Share(sum(attained, Fraction(0)) / len(attained), f"（{words}）÷ {len(attained)}", inputs, facts)


def _stays_in_time(rule: Rule, unit: str, judged: Judged) -> Share:
    flows = rule_flows(rule, judged.plan)
    stays = [count for flow, count in judged.stays.get(unit, {}).items() if flow in flows]
    facts = tuple(number for one in stays for number in one.facts)
    in_time, total = sum(one.in_time for one in stays), sum(one.total for one in stays)
    inputs = {"按时": in_time, "全部": total}
    if total < rule.min_n or not total:
        return Share(None, f"办理环节 {total} 个，不足 {rule.min_n} 个", inputs, facts)
    return Share(Fraction(in_time, total), f"按时 {in_time} ÷ 全部 {total}", inputs, facts)


def rule_flows(rule: Rule, plan: Plan) -> frozenset[str]:
    """The flows a rule looks at: those it names, else all that are neither judicial nor office flows."""
    if rule.flows:
        return frozenset(rule.flows)
    return frozenset(flow.code for flow in plan.flows if not flow.judicial and not flow.office)


def stay_facts(one: JudgedStay) -> list[int]:
    """Numbers of the events on the days the stay began and ended."""
    days = {one.stay.entered_on, one.stay.left_on}
    return [event.number for event in one.case.events if event.occurred_on in days]


def _accuracy(rule: Rule, unit: str, judged: Judged) -> Share:
    decided = judged.verdicts.get(unit, ())
    returned = sum(verdict.verdict == RETURN for _, verdict in decided)
    facts = tuple(number for report, verdict in decided for number in (report.number, verdict.number))
    inputs = {"退回": returned, "已核": len(decided)}
    if len(decided) < rule.min_n or not decided:
        return Share(None, f"已核申报 {len(decided)} 件，不足 {rule.min_n} 件", inputs, facts)
    return Share(1 - Fraction(returned, len(decided)), f"1 − 退回 {returned} ÷ 已核 {len(decided)}", inputs, facts)


def _reporting(rule: Rule, unit: str, judged: Judged) -> Share:
    reported, open_months = judged.months.get(unit, (0, 0))
    inputs = {"有报送": reported, "有任务": open_months}
    if open_months < max(1, rule.min_n):
        return Share(None, "没有在办任务的月份", inputs)
    return Share(Fraction(reported, open_months), f"有报送 {reported} 月 ÷ 有任务 {open_months} 月", inputs)


def _rate(rule: Rule, unit: str, judged: Judged) -> Share:
    reading = next((one for one in judged.readings.get(unit, ()) if one.indicator.code == rule.indicator), None)
    value = reading.parts[0].value if reading else None
    if reading is None or value is None or (reading.n is not None and reading.n < rule.min_n):
        return Share(None, "本期没有可评的数", {}, reading.facts if reading else ())
    mapped = mapped_share(rule.mapping or ShareMapping("share"), value, Fraction(rule.weight))
    inputs = {"numerator": float(reading.parts[0].numerator), "denominator": float(reading.denominator or 0)}
    return Share(mapped, f"{rule.indicator} = {show(value)} → {show(mapped)}", inputs, reading.facts)


def mapped_share(mapping: ShareMapping, value: Fraction, weight: Fraction) -> Fraction:
    """The share in [0, 1] that a rate or a number earns (see ShareMapping)."""
    if mapping.kind == "linear":
        return max(mapping.at_least, clamp((value - mapping.zero_at) / (mapping.full_at - mapping.zero_at)))
    if mapping.kind == "steps":
        reached = [step for step in mapping.steps if value >= step[0]]
        return max(mapping.at_least, max(reached)[1]) if reached else mapping.at_least
    if mapping.kind == "deduct":
        taken = mapping.points_each * value
        taken = taken if mapping.cap is None else min(taken, mapping.cap)
        return clamp(1 - taken / weight) if weight else Fraction(0)
    return max(mapping.at_least, clamp(value))


_SHARES: Mapping[str, Callable[[Rule, str, Judged], Share]] = {
    "delivery": _delivery,
    "target": _target,
    "flow": _stays_in_time,
    "accuracy": _accuracy,
    "response": _stays_in_time,
    "reporting": _reporting,
    "rate": _rate,
    "value": _rate,
}


def show(value: Fraction) -> str:
    """A number for a formula: whole as it is, else up to four decimals."""
    return str(value.numerator) if value.denominator == 1 else str(half_up(value, 4).normalize())
