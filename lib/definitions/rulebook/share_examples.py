"""Worked examples of what the rules of a scheme look at and the share they give: the chapters 考核 and 不计分的."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.definitions.rulebook.ledger_examples import event
from lib.definitions.rulebook.world import (
    ITEM,
    OFFICE,
    OWNER,
    YEAR,
    Given,
    Runner,
    day_in,
    number_in,
    numbers_in,
    period_in,
    said_day,
)
from lib.domain.appraisal import Facts, Score, appraisal_window, judge, scores
from lib.domain.calendar import Duration
from lib.domain.facts import (
    COMPLETION,
    PASS,
    PROGRESS,
    RETURN,
    WAIVER,
    Adjustment,
    Change,
    Entry,
    Event,
    Report,
    Verification,
)
from lib.domain.periods import Period
from lib.domain.plan import Action, Deliverable, Flow, Indicator, Part, State
from lib.domain.recount import Recount
from lib.domain.wording import percent

DUE, IN_TIME = date(YEAR, 5, 20), date(YEAR, 5, 19)
WHOLE_YEAR, CLOSE = Period.parse(str(YEAR)), date(YEAR + 1, 1, 15)
UNSCORED = "不计"


@dataclass
class TaskBook:
    """The facts of an example, one task each: what was reported, decided and changed."""

    deliverables: list[Deliverable]
    reports: list[Report]
    verdicts: list[Verification]
    changes: list[Change]

    @classmethod
    def empty(cls) -> TaskBook:
        """No facts."""
        return cls([], [], [], [])

    def task(self, owner: str = OWNER, due: date = DUE) -> str:
        """A further task of `owner`; its code."""
        code = f"D1-{len(self.deliverables) + 1}"
        self.deliverables.append(Deliverable(code, ITEM, "", "", owner, due=due))
        return code

    def reported(self, code: str, on: date, *, recorded: date | None = None, kind: str = COMPLETION) -> int:
        """A report on a task; its number."""
        owner = next(one.owner for one in self.deliverables if one.code == code)
        self.reports.append(
            Report(len(self.reports), code, owner, None, None, on, kind, None, None, None, recorded or on)
        )
        return len(self.reports) - 1

    def decided(self, report: int, on: date, verdict: str = PASS) -> None:
        """A verdict on a report."""
        self.verdicts.append(Verification(len(self.verdicts), report, verdict, on, None, None, None, on))

    def done(self, code: str, on: date, recorded: date | None = None) -> None:
        """A claim on a task, passed the next day."""
        self.decided(self.reported(code, on, recorded=recorded), on + timedelta(days=1))


def scores_of(
    given: Given,
    book: TaskBook | None = None,
    *,
    period: Period = WHOLE_YEAR,
    close: date = CLOSE,
    events: Sequence[Event] = (),
    flows: Iterable[Flow] = (),
    indicators: Iterable[Indicator] = (),
    entries: Sequence[Entry] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Mapping[str, Score]:
    book = book or TaskBook.empty()
    plan = given.world(deliverables=tuple(book.deliverables), flows=tuple(flows), indicators=tuple(indicators))
    facts = Facts(book.reports, book.verdicts, book.changes, adjustments, entries, Recount(plan, events))
    return scores(judge(plan, plan.scheme, period, close, facts), adjustments)


def share_words(kind: str, found: Mapping[str, Score], unit: str = OWNER) -> str:
    """The share of a rule in per cent, or that it has nothing to judge."""
    line = next(line for line in found[unit].lines if line.rule.kind == kind)
    return UNSCORED if line.share.share is None else percent(line.share.share)


# Days


def window(given: Given, word: str) -> str:
    """2021年上半年: the days a result looks at."""
    period = period_in(word)
    days = appraisal_window(given.world(), period, period.end)
    return f"{said_day(days.first)}至{said_day(days.last)}"


def recorded(given: Given, word: str) -> str:
    """7月15日录入，任务落实得: of a claim recorded on that day."""
    book = TaskBook.empty()
    code = book.task(due=given.day("期限"))
    book.decided(book.reported(code, given.day("申报完成"), recorded=day_in(word)), given.day("核实通过"))
    period = period_in(given.text("考核期")) if given.has("考核期") else WHOLE_YEAR
    close = given.day("收件截止") if given.has("收件截止") else CLOSE
    return share_words("delivery", scores_of(given, book, period=period, close=close))


# Shares


def tasks_in(text: str) -> TaskBook:
    """按期完成2项、晚12天完成1项、没有完成1项、按期申报还没核实1项、核销1项."""
    book = TaskBook.empty()
    for part in text.split("、"):
        state, count = re.fullmatch(r"(.+?)(\d+)项", part).groups()  # type: ignore[union-attr]
        for _ in range(int(count)):
            _task(book, state)
    return book


def _task(book: TaskBook, state: str) -> None:
    code = book.task()
    if state.startswith("晚"):
        book.done(code, DUE + timedelta(days=int(number_in(state))))
    elif state == "按期完成":
        book.done(code, IN_TIME)
    elif state == "按期申报还没核实":
        book.reported(code, IN_TIME)
    elif state == "核销":
        book.changes.append(Change(len(book.changes), code, None, WAIVER, None, None, "", "", DUE, DUE))
    elif state != "没有完成":
        raise KeyError(state)


def delivery(given: Given, word: str) -> str:
    """计入, 任务落实得 of tasks."""
    found = scores_of(given, tasks_in(given.text("任务")))
    if word == "计入":
        line = next(line for line in found[OWNER].lines if line.rule.kind == "delivery")
        return f"{sum(part.counted > 0 for part in line.share.parts)}项"
    return share_words("delivery", found)


def lateness(given: Given, word: str) -> str:
    """晚5天."""
    book, due = TaskBook.empty(), given.day("期限")
    book.done(book.task(due=due), due + timedelta(days=int(number_in(word))))
    return share_words("delivery", scores_of(given, book))


def reports_do_not_count(given: Given, word: str) -> str:
    """甲局任务落实得: a task done in time and so many reports of progress."""
    book = TaskBook.empty()
    for unit, value in given.lines:
        code = book.task(unit)
        for _ in range(int(number_in(value))):
            book.reported(code, IN_TIME, kind=PROGRESS)
        book.done(code, IN_TIME)
    return share_words("delivery", scores_of(given, book), word[:2])


def target(given: Given, word: str) -> str:
    """Each indicator's attainment, then their mean."""
    indicators, entries = [], []
    for n, (name, value) in enumerate(given.lines):
        count, base, least = numbers_in(value)
        part = Part("", None, True, least)
        indicators.append(
            Indicator(name, ITEM, name, "threshold", "entered", (part,), None, True, owners=(OWNER,), scored=True)
        )
        entries.append(_entry(n, name, WHOLE_YEAR, count, base))
    found = scores_of(given, indicators=indicators, entries=entries)
    line = next(line for line in found[OWNER].lines if line.rule.kind == "target")
    part_of = {part.subject.removeprefix("indicator:"): part for part in line.share.parts}
    if word in part_of:
        return percent(part_of[word].earned) if part_of[word].counted else UNSCORED
    return share_words("target", found)


def _entry(
    number: int, indicator: str, period: Period, numerator: Fraction, denominator: Fraction | None = None
) -> Entry:
    first, second = (Decimal(int(one)) if one is not None else None for one in (numerator, denominator))
    plain, over = (first, None) if second is None else (None, first)
    on = period.end
    return Entry(number, period.code, OWNER, indicator, over, second, plain, "", on, on)


def monitored(given: Given, word: str) -> str:
    """An indicator that is watched and not scored, read by the year."""
    part = Part("", None, False, Fraction(-1, 5))
    indicator = Indicator("受理数量", ITEM, "", "year_on_year", "entered", (part,), owners=(OWNER,), scored=False)
    entries = [_entry(1, indicator.code, WHOLE_YEAR, given.number("今年"))]
    entries.append(_entry(2, indicator.code, WHOLE_YEAR.year_before, given.number("去年")))
    return share_words("target", scores_of(given, indicators=[indicator], entries=entries))


# Stays of the bureau with five working days, each in a case of its own.
_ENTERED, _LEFT_IN_TIME, _LEFT_LATE = date(YEAR, 5, 6), date(YEAR, 5, 7), date(YEAR, 6, 30)
_NOT_YET_DUE = date(YEAR, 12, 30)


def _stays(given: Given, kind: str, in_time: int, late: int, overdue: int, running: int) -> Mapping[str, Score]:
    rule = next(rule for rule in given.plan.scheme.rules if rule.kind == kind)
    code = rule.flows[0] if rule.flows else "示例台账"
    flow = Flow(
        code, code, OFFICE,
        states=(State("办理中", Duration(5, working=True)), State("已办结", final=True)),
        actions=(Action("登记", "办理中", holder=OWNER), Action("办结", "已办结", ("办理中",), outcome="success")),
        office=kind == "response",
    )  # fmt: skip
    kinds = (
        (in_time, _ENTERED, _LEFT_IN_TIME),
        (late, _ENTERED, _LEFT_LATE),
        (overdue, _ENTERED, None),
        (running, _NOT_YET_DUE, None),
    )
    events = []
    for which, (count, entered, left) in enumerate(kinds):
        for n in range(count):
            events.append(event(code, f"{which}-{n}", 0, "登记", entered, OWNER))
            if left:
                events.append(event(code, f"{which}-{n}", 1, "办结", left))
    return scores_of(given, flows=[flow], events=events)


def _of_stays(kind: str) -> Runner:
    def runner(given: Given, word: str) -> str:
        if word.startswith(("只", "一个")):
            few = int(number_in(word)) if any(map(str.isdigit, word)) else 0
            return share_words(kind, _stays(given, kind, few, 0, 0, 0))
        counts = (given.count(one) for one in ("按时办", "晚办", "还没办，已过时限", "还没办，没到时限"))
        return share_words(kind, _stays(given, kind, *counts))

    return runner


def accuracy(given: Given, word: str) -> str:
    """填报质量得, 只核实2件的."""
    decided, returned = (int(one) for one in numbers_in(given.text("核实")))
    if word.startswith("只"):
        decided, returned = int(number_in(word)), 0
    book = TaskBook.empty()
    for n in range(decided):
        book.decided(book.reported(book.task(), IN_TIME), DUE, RETURN if n < returned else PASS)
    return share_words("accuracy", scores_of(given, book))


RUNNERS: Mapping[str, Runner] = {
    "window": window,
    "cutoff": recorded,
    "delivery": delivery,
    "lateness": lateness,
    "target": target,
    "flow": _of_stays("flow"),
    "accuracy": accuracy,
    "response": _of_stays("response"),
    "monitored": monitored,
    "never": reports_do_not_count,
    "radar": recorded,
}
