"""Worked examples of cases and their time: the chapter 台账与时限."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lib.definitions.rulebook.world import (
    COURT,
    OFFICE,
    OWNER,
    YEAR,
    Given,
    Runner,
    day_in,
    days_in,
    limit_in,
    numbers_in,
    said_day,
)
from lib.domain.calendar import Duration
from lib.domain.facts import Event
from lib.domain.ledger import Case, replay
from lib.domain.marks import run_ground
from lib.domain.measures import Window
from lib.domain.plan import ASSIGNEE, BEFORE_FEEDBACK, PAUSE, RESUME, URGE, Action, Flow, Result, State
from lib.domain.platforms import PlatformCount, platform_count
from lib.domain.rule_shares import judge_stay
from lib.domain.standing import days_overdue, holdings
from lib.domain.wording import MARK_WORDS, NOTHING, number, rated

LAST = date(YEAR, 12, 31)
REGISTER, ASSIGN, FEED_BACK, GIVE_BACK, CLOSE, TO_COURT = "登记", "交办", "反馈", "退回", "办结", "移送法院执行"
_ACTIONS = (REGISTER, ASSIGN, FEED_BACK, GIVE_BACK, CLOSE, TO_COURT, URGE, PAUSE, RESUME)
_RESULTS = {"成功": "success", "未成": "failure", "其他": "neutral"}
_UNIT = re.compile("[甲乙丙]局")


def flow_of(given: Given, code: str = "示例台账") -> Flow:
    """The ledger of the examples with the limits an example gives."""

    def limit(word: str) -> Duration | None:
        return limit_in(given.text(word)) if given.has(word) else None

    court = limit_in(given.text(TO_COURT).partition("限")[2]) if given.has(TO_COURT) else None
    working = ("已登记", "办理中", "已反馈", "执行中")
    return Flow(
        code, code, OFFICE,
        states=(
            State("已登记"), State("办理中", limit("时限")), State("已反馈"), State("执行中", court, judicial=True),
            State("已办结", final=True),
        ),
        actions=(
            Action(REGISTER, "已登记"),
            Action(ASSIGN, "办理中", ("已登记",), holder=ASSIGNEE),
            Action(FEED_BACK, "已反馈", ("办理中",), holder=OFFICE, feedback=True),
            Action(GIVE_BACK, "办理中", ("已反馈",), holder=BEFORE_FEEDBACK, returns=True),
            Action(TO_COURT, "执行中", ("已登记",), holder=COURT),
            Action(CLOSE, "已办结", working, results=tuple(Result(*one) for one in _RESULTS.items())),
        ),
        limit=limit("全程时限"), limit_on_return=limit("重办时限"),
    )  # fmt: skip


def event(
    flow: str, case_no: str, seq: int, action: str, on: date, unit: str | None = None, result: str | None = None
) -> Event:
    """One event of a ledger of the examples."""
    return Event(seq, seq, flow, case_no, action, on, None, unit, result, None, None, {}, on)


def _case(given: Given, until: date = LAST) -> Case:
    """The one case of an example: its lines are its events; registered on the day of the first if not said."""
    flow = flow_of(given)
    steps = [(word, value) for word, value in given.lines if word in _ACTIONS]
    if steps[0][0] != REGISTER:
        steps.insert(0, (REGISTER, steps[0][1]))
    events = []
    for seq, (word, value) in enumerate(steps):
        unit = _UNIT.search(value)
        if day_in(value) <= until:
            events.append(event(flow.code, "1号", seq, word, day_in(value), unit[0] if unit else None))
    return replay(flow, events, frozenset({COURT}))


def one_case(given: Given, word: str) -> str:
    """最后一天 of the bureau's last stay, 5月31日看, and of whom the case is."""
    case = _case(given)
    if word.endswith("看"):
        days = days_overdue(_case(given, day_in(word)), given.calendar, day_in(word))
        return f"超期{days}天" if days else "没有超期"
    if word.endswith("的环节"):
        at = day_in(word)
        stay = next(one for one in _case(given, at).stays if one.holder == OWNER)
        return "按时" if stay.in_time(given.calendar, at) else "没有按时"
    if word == "全程最后一天":
        return _said(case.whole_deadline(given.calendar, LAST))
    if word in ("最后一天", "重办的最后一天"):
        return _said(case.stays[-1].deadline(given.calendar, LAST))
    return {"件数算": case.unit, "现由谁办": case.holder}[word]


def _said(day: date | None) -> str:
    return NOTHING if day is None else said_day(day)


def _closed(given: Given, flow: Flow) -> list[Case]:
    """Cases closed after so many days, or with so many of each result."""
    if "用了" in given.text(CLOSE):
        closings = [(int(days), "成功") for days in numbers_in(given.text(CLOSE))[1:]]
    else:
        closings = [(1, name) for name in _RESULTS for _ in range(int(_after(given.text(CLOSE), name)))]
    begun = date(YEAR, 5, 1)
    return [
        _short_case(flow, str(n), begun, begun + timedelta(days=days), result)
        for n, (days, result) in enumerate(closings)
    ]


def _after(text: str, word: str) -> int:
    """成功6件: the number right behind the word."""
    found = re.search(rf"{word}(\d+)件", text)
    return int(found[1]) if found else 0


def _short_case(flow: Flow, case_no: str, begun: date, closed: date | None, result: str = "成功") -> Case:
    events = [event(flow.code, case_no, 0, REGISTER, begun, OWNER)]
    if closed:
        events.append(event(flow.code, case_no, 1, CLOSE, closed, result=result))
    return replay(flow, events, frozenset())


def _counted(given: Given, flow: Flow, cases: Sequence[Case], first: date, last: date) -> PlatformCount:
    return platform_count(flow, cases, first, last, given.calendar)


def counts(given: Given, word: str) -> str:
    """5月登记, 5月办结, 5月31日在办: of cases registered on these days, so many of them closed."""
    flow = flow_of(given)
    registered, (closed_on,) = days_in(given.text(REGISTER)), days_in(given.text(CLOSE))
    closed = int(numbers_in(given.text(CLOSE))[-1])
    cases = [_short_case(flow, str(n), on, closed_on if n < closed else None) for n, on in enumerate(registered)]
    count = _counted(given, flow, cases, closed_on.replace(day=1), closed_on)
    found = {"登记": count.registered, "办结": count.closed, "在办": count.open}
    return f"{next(number for said, number in found.items() if word.endswith(said))}件"


def rates(given: Given, word: str) -> str:
    """按时率, 用时中位数, 成功率 of cases closed within the year."""
    flow = flow_of(given)
    cases = _closed(given, flow)
    count = _counted(given, flow, cases, date(YEAR, 1, 1), LAST)
    if word == "用时中位数":
        return f"{number(count.median_days)}天"
    if word == "按时率":
        rate, whole = count.on_time_rate, count.closed
    else:
        rate, whole = count.success_rate, count.success + count.failure
    return NOTHING if rate is None else rated(int(rate * whole), whole)


def judicial(given: Given, word: str) -> str:
    """The run light of the court that holds a case past its limit, and whether a rule of points sees it."""
    case, today = _case(given), given.day("今天")
    if word == "运行灯":
        return MARK_WORDS[run_ground(holdings([case], given.calendar, today), ()).mark]
    window = Window(date(YEAR, 1, 1), today)
    seen = [one for one in case.stays if judge_stay(case, one, window, given.calendar)]
    return {"平台运行得分": "计入" if seen else "不计"}[word]


RUNNERS: Mapping[str, Runner] = {
    "stay": one_case,
    "handling": one_case,
    "pause": one_case,
    "return": one_case,
    "overdue": one_case,
    "whole": one_case,
    "open": counts,
    "on_time": rates,
    "success": rates,
    "nothing": rates,
    "judicial": judicial,
}
