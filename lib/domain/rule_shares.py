"""What each rule of the scheme judges of a unit, and the share it gives (domain.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lib.domain.calendar import WorkCalendar
from lib.domain.canonical import Numbers
from lib.domain.duties import CLAIMED, DONE, DONE_LATE, WAIVED, DutyStatus
from lib.domain.facts import RETURN, Report, Verification
from lib.domain.indicators import Reading, clamp
from lib.domain.ledger import Case, Stay
from lib.domain.line_parts import LinePart, Share, line_share, show
from lib.domain.measures import Window
from lib.domain.periods import Period
from lib.domain.plan import Lateness, Plan, Rule, Scheme, ShareMapping
from lib.domain.rounding import half_up


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
    """The share of `rule` for `unit`, with the parts it judged."""
    return line_share(rule, _PARTS[rule.kind](rule, unit, judged))


def _duties(_rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    return [
        LinePart(
            duty_subject(one.status),
            Fraction(0) if one.share is None else one.weight,
            one.weight * (one.share or 0),
            one.why,
            Numbers.of(duty_facts(one.status)),
        )
        for one in judged.duties.get(unit, ())
    ]


def duty_subject(status: DutyStatus) -> str:
    """The name of an occurrence as the subject of a line or the cause of an order: duty:D04-2.2021Q3."""
    code, period = status.occurrence.key
    return f"duty:{code}" + (f".{period}" if period else "")


def duty_facts(status: DutyStatus) -> list[int]:
    """Numbers of the reports and verdicts that made the state of an occurrence."""
    return [number for claim in status.claims for number in (claim.report.number, *_verdict_number(claim.verdict))]


def _verdict_number(verdict: Verification | None) -> tuple[int, ...]:
    return (verdict.number,) if verdict else ()


def _indicators(_rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    # The readings also hold indicators that only a `rate` or `value` rule names.
    return [_indicator_part(one) for one in judged.readings.get(unit, ()) if one.indicator.scored]


def _indicator_part(one: Reading) -> LinePart:
    subject, attained = f"indicator:{one.indicator.code}", one.attainment
    if attained is None:
        return LinePart(subject, Fraction(0), Fraction(0), f"{one.note or '没有目标'}，不计")
    inputs = {
        "numerator": [float(part.numerator) for part in one.parts],
        "denominator": float(one.denominator or 0),
        "attainment": float(half_up(attained, 6)),
    }
    why = "达标" if one.met else f"完成度 {show(attained)}"
    return LinePart(subject, Fraction(1), attained, why, Numbers.of(one.facts), inputs)


def _flows(rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    flows = rule_flows(rule, judged.plan)
    return [
        LinePart(
            f"flow:{flow}",
            Fraction(count.total),
            Fraction(count.in_time),
            f"按时 {count.in_time}，未按时 {count.total - count.in_time}",
            Numbers.of(count.facts),
        )
        for flow, count in judged.stays.get(unit, {}).items()
        if flow in flows
    ]


def rule_flows(rule: Rule, plan: Plan) -> frozenset[str]:
    """The flows a rule looks at: those it names, else all that are neither judicial nor office flows."""
    if rule.flows:
        return frozenset(rule.flows)
    return frozenset(flow.code for flow in plan.flows if not flow.judicial and not flow.office)


def stay_facts(one: JudgedStay) -> list[int]:
    """Numbers of the events on the days the stay began and ended."""
    days = {one.stay.entered_on, one.stay.left_on}
    return [event.number for event in one.case.events if event.occurred_on in days]


def _verdicts(_rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    return [
        LinePart(
            f"report:{report.number}",
            Fraction(1),
            Fraction(verdict.verdict != RETURN),
            f"{report.deliverable} 申报{'被退回' if verdict.verdict == RETURN else '通过'}",
            Numbers.of((report.number, verdict.number)),
        )
        for report, verdict in judged.verdicts.get(unit, ())
    ]


def _months(_rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    reported, open_months = judged.months.get(unit, (0, 0))
    return [LinePart("months", Fraction(open_months), Fraction(reported), f"有报送 {reported} 个月")]


def _number(rule: Rule, unit: str, judged: Judged) -> list[LinePart]:
    reading = next((one for one in judged.readings.get(unit, ()) if one.indicator.code == rule.indicator), None)
    if reading is None:
        return []
    subject, value = f"indicator:{rule.indicator}", reading.parts[0].value
    if value is None or (reading.n is not None and reading.n < rule.min_n):
        return [
            LinePart(
                subject, Fraction(0), Fraction(0), f"{reading.note or '本期没有数'}，不计", Numbers.of(reading.facts)
            )
        ]
    mapped = mapped_share(rule.mapping or ShareMapping("share"), value, Fraction(rule.weight))
    inputs = {"numerator": float(reading.parts[0].numerator), "denominator": float(reading.denominator or 0)}
    why = f"{_told(reading, value)}，折算 {show(mapped)}"
    return [LinePart(subject, Fraction(1), mapped, why, Numbers.of(reading.facts), inputs)]


def _told(reading: Reading, value: Fraction) -> str:
    """按期回复率 9 ÷ 10 = 0.9; of a plain number or a change the value alone."""
    if reading.denominator is None or reading.indicator.shape in ("year_on_year", "trend", "split"):
        return f"{reading.indicator.title} {show(value)}"
    numerator = reading.parts[0].numerator
    return f"{reading.indicator.title} {show(numerator)} ÷ {show(reading.denominator)} = {show(value)}"


def mapped_share(mapping: ShareMapping, value: Fraction, weight: Fraction) -> Fraction:
    """The share in [0, 1] that a rate or a number earns (see ShareMapping)."""
    if mapping.kind == "linear":
        return max(mapping.at_least, clamp((value - mapping.zero_at) / (mapping.full_at - mapping.zero_at)))
    if mapping.kind == "steps":
        return max(mapping.at_least, _step_share(mapping, value))
    if mapping.kind == "deduct":
        taken = mapping.points_each * value
        taken = taken if mapping.cap is None else min(taken, mapping.cap)
        return clamp(1 - taken / weight) if weight else Fraction(0)
    return max(mapping.at_least, clamp(value))


def _step_share(mapping: ShareMapping, value: Fraction) -> Fraction:
    """The share of the highest step reached, or of the lowest bound kept; 0 beyond them all."""
    if mapping.up_to:
        return min((step for step in mapping.steps if value <= step[0]), default=(value, Fraction(0)))[1]
    return max((step for step in mapping.steps if value >= step[0]), default=(value, Fraction(0)))[1]


_PARTS: Mapping[str, Callable[[Rule, str, Judged], list[LinePart]]] = {
    "delivery": _duties,
    "target": _indicators,
    "flow": _flows,
    "accuracy": _verdicts,
    "response": _flows,
    "reporting": _months,
    "rate": _number,
    "value": _number,
}
