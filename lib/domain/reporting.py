"""Which occurrence a report belongs to, and when it is refused there (domain.md 2, contract.md 3).

Refusals name the column of 进展填报 to look at as their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.domain.duties import (
    DONE,
    DONE_LATE,
    NOTHING_RECORDED,
    WAIVED,
    DutyRecord,
    Occurrence,
    OccurrenceKey,
    duty_status,
    occurrences,
)
from lib.domain.facts import COMPLETION
from lib.domain.periods import KIND_WORDS, Period
from lib.domain.plan import Deliverable, Plan
from lib.errors import Problem, Refused

Records = Mapping[OccurrenceKey, DutyRecord]


def named_occurrence(plan: Plan, deliverable: Deliverable, written: str | None, day: date) -> Occurrence:
    """The occurrence that 周期 names (None: the one-off); refused if wrong in kind, absent, or not open on `day`."""
    if deliverable.due is not None:
        if written is not None:
            raise Refused([Problem("周期", f"任务 {deliverable.code} 是一次性任务，“周期”应为空")])
        _require_open(plan.issued_on, deliverable.code, day)
        return _first(plan, deliverable)
    kind = deliverable.every or "quarter"
    if written is None:
        raise Refused([Problem("周期", f"任务 {deliverable.code} 是周期性任务（每{KIND_WORDS[kind]}），请填写“周期”")])
    period = _period_of_kind(deliverable, kind, written)
    if period.end < plan.issued_on:
        raise Refused(
            [
                Problem(
                    "周期", f"任务 {deliverable.code} 没有周期 {written}：方案于 {plan.issued_on} 印发，此前的周期不计"
                )
            ]
        )
    _require_open(max(period.start, plan.issued_on), f"{deliverable.code} {written}", day)
    found = {one.period: one for one in occurrences(deliverable, plan.issued_on, day, plan.calendar)}
    return found[period]


def duty_named(plan: Plan, deliverable: str, period: str | None) -> str:
    """D04-2 出庭应诉情况通报（2021年第3季度）."""
    when = f"（{Period.parse(period).name}）" if period else ""
    return f"{deliverable} {plan.deliverable[deliverable].title}{when}"


def place_report(
    plan: Plan, records: Records, deliverable: Deliverable, unit: str, written: str | None, day: date, kind: str
) -> Occurrence:
    """The occurrence a report belongs to, or Refused (domain.md 2).

    Without 周期 a standing duty's report belongs to the quarter of its date; else to the open occurrence
    with the earliest due neither done nor waived on that date; if all are, to the one with the latest due.
    Completion is by the owner of that day only, progress by owner or helper.
    """
    if day < plan.issued_on:
        raise Refused(
            [Problem("发生日期", f"日期 {day} 早于方案印发日 {plan.issued_on}，任务 {deliverable.code} 尚未开始")]
        )
    if written is not None or deliverable.due is not None:
        occurrence = named_occurrence(plan, deliverable, written, day)
    elif deliverable.standing:
        occurrence = named_occurrence(plan, deliverable, Period.of("quarter", day).code, day)
    else:
        occurrence = _next_to_settle(plan, records, deliverable, day)
    _require_standing(plan, records.get(occurrence.key, NOTHING_RECORDED), deliverable, unit, day, kind)
    return occurrence


def _next_to_settle(plan: Plan, records: Records, deliverable: Deliverable, day: date) -> Occurrence:
    """Among the occurrences open on `day`, by facts dated on or before it."""
    statuses = [
        duty_status(one, records.get(one.key, NOTHING_RECORDED), day, plan.calendar)
        for one in occurrences(deliverable, plan.issued_on, day, plan.calendar)
    ]
    unsettled = [one for one in statuses if one.state not in (DONE, DONE_LATE, WAIVED)]
    if unsettled:
        return min(unsettled, key=lambda one: (one.due, one.occurrence.opens_on)).occurrence
    return max(statuses, key=lambda one: (one.due, one.occurrence.opens_on)).occurrence


def _require_standing(
    plan: Plan, record: DutyRecord, deliverable: Deliverable, unit: str, day: date, kind: str
) -> None:
    """Refuse a completion not by the owner, and a progress report by neither owner nor helper."""
    owner = record.owner_on(day, deliverable.owner)
    owner_name = plan.unit[owner].short
    if unit == owner:
        return
    if kind == COMPLETION:
        raise Refused(
            [
                Problem(
                    "责任单位",
                    f"任务 {deliverable.code} 的完成只能由责任单位{owner_name}申报，不是{plan.unit[unit].short}",
                )
            ]
        )
    helpers = {*deliverable.helpers, *record.former_owners(day, deliverable.owner)}
    if unit not in helpers:
        names = "、".join(plan.unit[code].short for code in (owner, *sorted(helpers)))
        raise Refused(
            [Problem("责任单位", f"任务 {deliverable.code} 的进展由{names}填报，不是{plan.unit[unit].short}")]
        )


def _first(plan: Plan, deliverable: Deliverable) -> Occurrence:
    return occurrences(deliverable, plan.issued_on, plan.issued_on, plan.calendar)[0]


def _period_of_kind(deliverable: Deliverable, kind: str, written: str) -> Period:
    try:
        period = Period.parse(written)
    except ValueError:
        period = None
    if period is None or period.kind != kind:
        example = {"month": "2021-07", "quarter": "2021Q3", "half": "2021H1", "year": "2021"}[kind]
        raise Refused(
            [
                Problem(
                    "周期", f"任务 {deliverable.code} 每{KIND_WORDS[kind]}一次，周期应写成 {example}，不是“{written}”"
                )
            ]
        )
    return period


def _require_open(opens_on: date, name: str, day: date) -> None:
    if day < opens_on:
        raise Refused([Problem("发生日期", f"任务 {name} 于 {opens_on} 开始，日期 {day} 早于开始日")])
