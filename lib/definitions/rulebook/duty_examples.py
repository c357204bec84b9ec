"""Worked examples of duties and lights: the chapter 任务与灯; how many of them a year asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lib.definitions.rulebook.world import (
    COURT,
    ITEM,
    OWNER,
    YEAR,
    Given,
    Runner,
    day_in,
    days_in,
    limit_in,
    number_in,
    period_in,
    said_day,
)
from lib.domain import marks
from lib.domain.burden import asked
from lib.domain.duties import DutyRecord, DutyStatus, Occurrence, duty_status, duty_statuses, occurrences
from lib.domain.facts import (
    COMPLETION,
    EXTENSION,
    PASS,
    PROGRESS,
    REASSIGNMENT,
    RETURN,
    WAIVER,
    Change,
    Report,
    Verification,
)
from lib.domain.marks import UnitStatus, run_ground, unit_statuses
from lib.domain.measures import Window
from lib.domain.periods import Period, periods_since
from lib.domain.plan import Deliverable, Indicator, Part
from lib.domain.rounding import half_up
from lib.domain.rule_shares import judge_duty
from lib.domain.standing import Holding
from lib.domain.wording import MARK_WORDS, STATE_WORDS

LAST = date(YEAR + 1, 12, 31)
CODE = "D1-1"
_EVERY = {"每月": "month", "每季度": "quarter", "每半年": "half", "每年": "year"}
_CHANGES = {"批准延期": EXTENSION, "核销": WAIVER, "改派": REASSIGNMENT}


def _deliverable(given: Given) -> Deliverable:
    """The task: 期限 of a one-off, or 任务 with its period and the days after it."""
    owner = given.text("责任单位") if given.has("责任单位") else OWNER
    helpers = (given.text("配合单位"),) if given.has("配合单位") else ()
    if given.has("期限"):
        return Deliverable(CODE, ITEM, "", "", owner, helpers, due=given.day("期限"))
    task = given.text("任务")
    every = next(kind for word, kind in _EVERY.items() if word in task)
    after = limit_in(task.rpartition("后")[2])
    return Deliverable(CODE, ITEM, "", "", owner, helpers, every=every, due_after=after, standing="长期" in task)


def _occurrence(given: Given) -> Occurrence:
    deliverable = _deliverable(given)
    found = occurrences(deliverable, given.world().issued_on, LAST, given.calendar)
    period = period_in(given.text("周期")) if given.has("周期") else None
    return next(one for one in found if one.period == period)


def _record(given: Given, claimed_on: date | None = None, passed: bool = False) -> DutyRecord:
    """The facts of the example; `claimed_on` adds a claim, `passed` a verdict on it, as late as may be."""
    period = period_in(given.text("周期")).code if given.has("周期") else None
    claims = [day_in(value) for word, value in given.lines if word == "申报完成"]
    claims += [claimed_on] if claimed_on else []
    kind = PROGRESS if period else COMPLETION
    owner = _deliverable(given).owner
    reports = [Report(n, CODE, owner, period, None, on, kind, None, None, None, on) for n, on in enumerate(claims)]
    accepted = given.day("认定完成") if given.has("认定完成") else None
    verdicts = [
        Verification(0, len(claims) - 1, verdict, given.day(word), None, None, accepted, given.day(word))
        for word, verdict in (("核实通过", PASS), ("退回", RETURN))
        if given.has(word)
    ]
    if passed:
        verdicts.append(Verification(1, len(claims) - 1, PASS, LAST, None, None, None, LAST))
    changes = [_change(n, word, value, period) for n, (word, value) in enumerate(given.lines) if word in _CHANGES]
    return DutyRecord(tuple(reports), tuple(verdicts), tuple(changes))


def _change(number: int, word: str, value: str, period: str | None) -> Change:
    on, *later = days_in(value)
    owner = value.partition("改给")[2] or None
    return Change(number, CODE, period, _CHANGES[word], later[0] if later else None, owner, "", "", on, on)


def _status(given: Given, at: date, claimed_on: date | None = None, passed: bool = False) -> DutyStatus:
    return duty_status(_occurrence(given), _record(given, claimed_on, passed), at, given.calendar)


def _with_days_late(status: DutyStatus) -> str:
    late = f"，晚{status.days_late}天" if status.days_late else ""
    return STATE_WORDS[status.state] + late


def duty(given: Given, word: str) -> str:
    """5月31日看, 5月31日完成, 5月19日申报的最后一天, 最后一天, 开始, 算作, 考核."""
    days = days_in(word)
    if word.endswith("完成") or word.endswith("报进展"):
        return _with_days_late(_status(given, LAST, days[0], passed=True))
    if word.endswith("申报的最后一天"):
        return said_day(_status(given, LAST, days[0]).last_day_in_time)
    if word.endswith("看"):
        claimed_on = days[0] if len(days) > 1 else None
        return STATE_WORDS[_status(given, days[-1], claimed_on).state]
    at = _status(given, LAST)
    if word == "考核":
        one = judge_duty(at, Window(at.occurrence.opens_on, LAST), given.plan.scheme.lateness, Fraction(1))
        return "不计" if one is None or one.share is None else "计入"
    return {
        "最后一天": said_day(at.last_day_in_time),
        "算作": _with_days_late(at),
        "开始": said_day(at.occurrence.opens_on),
    }[word]


def working_days(given: Given, word: str) -> str:
    """给3个工作日: the last day, not rolled forward."""
    return said_day(given.calendar.end_of(given.day("收到"), limit_in(word)))


def responsible(given: Given, word: str) -> str:
    """6月1日的责任单位, 6月1日的配合单位."""
    status = _status(given, day_in(word))
    return "、".join(status.helpers) if word.endswith("配合单位") else status.owner


def _units(given: Given, statuses: list[DutyStatus], holdings: list[Holding]) -> Mapping[str, UnitStatus]:
    return {one.unit: one for one in unit_statuses(given.world(), statuses, holdings, ())}


def task_light_of(given: Given, word: str) -> str:
    """6月1日甲局的任务灯."""
    units = _units(given, [_status(given, day_in(word))], [])
    unit = next(code for code in units if code in word)
    return MARK_WORDS[units[unit].task_mark]


def worst_light(given: Given, word: str) -> str:
    """任务灯 of tasks in the states given under 三项任务."""
    states = {said: state for state, said in STATE_WORDS.items()}
    return MARK_WORDS[marks.worst(marks.LIGHT_OF_STATE[states[one]] for one in given.text("名下任务").split("、"))]


def _holding(given: Given, holder: str, days: int) -> Holding:
    late = given.count("超过时限") if days else 0
    return Holding("示例", holder, given.count("在办"), late, late, days)


def run_light(given: Given, word: str) -> str:
    """最长超16天."""
    return MARK_WORDS[run_ground([_holding(given, OWNER, int(number_in(word)))], ()).mark]


def light(given: Given, word: str) -> str:
    """甲局的灯, 法院的灯: of a unit whose task is late and whose cases are in time, and the same of the court."""
    holder = COURT if COURT in word else OWNER
    deliverable = replace(_deliverable(given), owner=holder)
    one = occurrences(deliverable, given.world().issued_on, LAST, given.calendar)[0]
    status = duty_status(one, DutyRecord(), given.day("今天"), given.calendar)
    unit = _units(given, [status], [_holding(given, holder, 0)])[holder]
    found = {"任务灯": unit.task_mark, "运行灯": unit.run_mark, "的灯": unit.light}
    return MARK_WORDS[next(mark for said, mark in found.items() if word.endswith(said))]


def burden(given: Given, word: str) -> str:
    """2022年要填, 平均每月: what is asked of the owner of these tasks and of a number in the year after the issue."""
    year = Period.parse(str(YEAR + 1))
    every = [kind for said, kind in _EVERY.items() if said in given.text("任务")]
    counter = Indicator("I1-1", ITEM, "", "count", "entered", (Part(""),), owners=(OWNER,), window="latest")
    plan = given.world(
        deliverables=tuple(Deliverable(f"{CODE}-{kind}", ITEM, "", "", OWNER, every=kind) for kind in every),
        indicators=(counter,),
    )
    months = list(periods_since("month", year.start, year.end))
    found = asked(plan, duty_statuses(plan, {}, year.end), months).total()
    return f"{found}次" if word.endswith("要填") else f"{half_up(Fraction(found, len(months)), 1)}次"


RUNNERS: Mapping[str, Runner] = {
    "due": duty,
    "working_days": working_days,
    "roll": duty,
    "recurring": duty,
    "standing": duty,
    "claim": duty,
    "accepted": duty,
    "returned": duty,
    "extension": duty,
    "waiver": duty,
    "reassignment": responsible,
    "helper": task_light_of,
    "task_light": duty,
    "worst_light": worst_light,
    "run_light": run_light,
    "light": light,
    "burden": burden,
}
