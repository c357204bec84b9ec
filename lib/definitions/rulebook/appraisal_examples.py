"""Worked examples of points, ranks and what follows: the chapters 考核, 考核周期与申诉 and 不计分的."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.definitions.rulebook.ledger_examples import event
from lib.definitions.rulebook.numbers import check_within, public_for
from lib.definitions.rulebook.world import (
    ISSUED,
    ITEM,
    LEAGUE,
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
from lib.domain.appraisal import Facts, Score, ScoreLine, appraisal_window, judge, pointed, scores, total_of
from lib.domain.calendar import Duration
from lib.domain.duties import occurrences
from lib.domain.facts import (
    BONUS,
    COMPLETION,
    DEDUCTION,
    PASS,
    PROGRESS,
    RETURN,
    VETO,
    WAIVER,
    Adjustment,
    Change,
    Entry,
    Event,
    Report,
    Verification,
)
from lib.domain.line_parts import Share
from lib.domain.marks import NONE, RED
from lib.domain.periods import Period
from lib.domain.plan import Action, Deliverable, Flow, Indicator, Part, Plan, Rule, State, Unit
from lib.domain.ranking import RankRow, competition_ranks, rank_spans, ranking, tier_of, why_unranked
from lib.domain.recount import Recount
from lib.domain.rounding import half_up
from lib.domain.wording import NOTHING, number, percent, points

DUE, IN_TIME = date(YEAR, 5, 20), date(YEAR, 5, 19)
WHOLE_YEAR, CLOSE = Period.parse(str(YEAR)), date(YEAR + 1, 1, 15)
UNSCORED = "不计"
_KINDS = {
    "任务落实": "delivery",
    "量化指标": "target",
    "平台运行": "flow",
    "填报质量": "accuracy",
    "督办响应": "response",
}
_AMOUNT = re.compile(r"(\D+?)(\d+)项")


@dataclass
class _Book:
    """The facts of an example, one task each: what was reported, decided and changed."""

    deliverables: list[Deliverable]
    reports: list[Report]
    verdicts: list[Verification]
    changes: list[Change]

    @classmethod
    def empty(cls) -> _Book:
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


def _scores(
    given: Given,
    book: _Book | None = None,
    *,
    period: Period = WHOLE_YEAR,
    close: date = CLOSE,
    events: Sequence[Event] = (),
    flows: Iterable[Flow] = (),
    indicators: Iterable[Indicator] = (),
    entries: Sequence[Entry] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Mapping[str, Score]:
    book = book or _Book.empty()
    plan = given.world(deliverables=tuple(book.deliverables), flows=tuple(flows), indicators=tuple(indicators))
    facts = Facts(book.reports, book.verdicts, book.changes, adjustments, entries, Recount(plan, events))
    return scores(judge(plan, plan.scheme, period, close, facts), adjustments)


def _share(kind: str, found: Mapping[str, Score], unit: str = OWNER) -> str:
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
    book = _Book.empty()
    code = book.task(due=given.day("期限"))
    book.decided(book.reported(code, given.day("申报完成"), recorded=day_in(word)), given.day("核实通过"))
    period = period_in(given.text("考核期")) if given.has("考核期") else WHOLE_YEAR
    close = given.day("收件截止") if given.has("收件截止") else CLOSE
    return _share("delivery", _scores(given, book, period=period, close=close))


# Shares


def _tasks(text: str) -> _Book:
    """按期完成2项、晚12天完成1项、没有完成1项、按期申报还没核实1项、核销1项."""
    book = _Book.empty()
    for part in text.split("、"):
        state, count = re.fullmatch(r"(.+?)(\d+)项", part).groups()  # type: ignore[union-attr]
        for _ in range(int(count)):
            _task(book, state)
    return book


def _task(book: _Book, state: str) -> None:
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
    found = _scores(given, _tasks(given.text("任务")))
    if word == "计入":
        line = next(line for line in found[OWNER].lines if line.rule.kind == "delivery")
        return f"{sum(part.counted > 0 for part in line.share.parts)}项"
    return _share("delivery", found)


def lateness(given: Given, word: str) -> str:
    """晚5天."""
    book, due = _Book.empty(), given.day("期限")
    book.done(book.task(due=due), due + timedelta(days=int(number_in(word))))
    return _share("delivery", _scores(given, book))


def twice(given: Given, word: str) -> str:
    """Tasks as they are, and with those not done accepted as done in time."""
    tasks = given.text("任务")
    later = word.startswith(("重算", "旁边"))
    return _share("delivery", _scores(given, _tasks(tasks.replace("没有完成", "按期完成") if later else tasks)))


def reports_do_not_count(given: Given, word: str) -> str:
    """甲局任务落实得: a task done in time and so many reports of progress."""
    book = _Book.empty()
    for unit, value in given.lines:
        code = book.task(unit)
        for _ in range(int(number_in(value))):
            book.reported(code, IN_TIME, kind=PROGRESS)
        book.done(code, IN_TIME)
    return _share("delivery", _scores(given, book), word[:2])


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
    found = _scores(given, indicators=indicators, entries=entries)
    line = next(line for line in found[OWNER].lines if line.rule.kind == "target")
    part_of = {part.subject.removeprefix("indicator:"): part for part in line.share.parts}
    if word in part_of:
        return percent(part_of[word].earned) if part_of[word].counted else UNSCORED
    return _share("target", found)


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
    return _share("target", _scores(given, indicators=[indicator], entries=entries))


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
    return _scores(given, flows=[flow], events=events)


def _of_stays(kind: str) -> Runner:
    def runner(given: Given, word: str) -> str:
        if word.startswith(("只", "一个")):
            few = int(number_in(word)) if any(map(str.isdigit, word)) else 0
            return _share(kind, _stays(given, kind, few, 0, 0, 0))
        counts = (given.count(one) for one in ("按时办", "晚办", "还没办，已过时限", "还没办，没到时限"))
        return _share(kind, _stays(given, kind, *counts))

    return runner


def accuracy(given: Given, word: str) -> str:
    """填报质量得, 只核实2件的."""
    decided, returned = (int(one) for one in numbers_in(given.text("核实")))
    if word.startswith("只"):
        decided, returned = int(number_in(word)), 0
    book = _Book.empty()
    for n in range(decided):
        book.decided(book.reported(book.task(), IN_TIME), DUE, RETURN if n < returned else PASS)
    return _share("accuracy", _scores(given, book))


# Points


def _adjustment(number: int, kind: str, given_points: Decimal | None) -> Adjustment:
    on = date(YEAR, 12, 1)
    return Adjustment(number, WHOLE_YEAR.code, OWNER, kind, given_points, "", "", "", on, on)


def adjustments(given: Given, word: str) -> str:
    """加分计, 扣分计."""
    own = [
        _adjustment(n, kind, Decimal(one))
        for said, kind in (("加分", BONUS), ("扣分", DEDUCTION))
        for n, one in enumerate(re.findall(r"[\d.]+", given.text(said)))
    ]
    found = _scores(given, adjustments=own)[OWNER]
    return f"{number(found.bonus if word.startswith('加分') else found.deduction)}分"


def _shares_of(given: Given, text: Iterable[tuple[str, str]]) -> list[tuple[Rule, Share]]:
    """The plan's rules with the shares written beside their names; no number, nothing to judge."""
    found = []
    for word, value in text:
        kind = _KINDS[word[:4]]
        share = number_in(value) if "%" in value else None
        found.append((next(rule for rule in given.plan.scheme.rules if rule.kind == kind), Share(share, "")))
    return found


def weights(given: Given, word: str) -> str:
    """计入的权重, the points of each rule, 总分."""
    lines = pointed(_shares_of(given, given.lines), given.plan.scheme, {})
    if word == "计入的权重":
        return number(sum((line.rule.weight for line in lines if line.applicable), Decimal(0)))
    if word == "总分":
        return f"{points(total_of(lines, Decimal(0), Decimal(0)))}分"
    return f"{points(next(line.points for line in lines if line.rule.kind == _KINDS[word]))}分"


# Ranks


def _score(
    unit: str, total: Decimal, *, tasks: int = 99, stays: int = 0, weight: int = 100, vetoed: bool = False
) -> Score:
    """A score of one rule of that weight."""
    line = ScoreLine(Rule("示例", "delivery", "", Decimal(weight)), Share(Fraction(total) / 100, ""), total)
    vetoes = (_adjustment(1, VETO, None),) if vetoed else ()
    return Score(unit, (line,), Decimal(0), Decimal(0), vetoes, vetoes, total, tasks, stays)


def _ranked(plan: Plan, found: Iterable[Score], *, red: bool = False, failed_before: int = 0) -> Mapping[str, RankRow]:
    """The rows of a year by unit; the light and the years before are those of every unit."""
    given = {one.unit: one for one in found}
    rows = ranking(
        plan,
        plan.scheme,
        given,
        is_year=True,
        lights=dict.fromkeys(given, RED if red else NONE),
        years_failed_before=dict.fromkeys(given, failed_before),
    )
    return {row.unit: row for row in rows}


def eligible(given: Given, word: str) -> str:
    """1项任务、4个环节; 主管一个重点平台; 计入的权重只有35."""
    tasks, stays, weight = (re.search(form, word) for form in (r"(\d+)项任务", r"(\d+)个环节", r"权重只有(\d+)"))
    own = Flow("示例平台", "", OWNER, (), (), platform=True)
    score = _score(
        OWNER,
        Decimal(80),
        tasks=int(tasks[1]) if tasks else 99 if weight else 0,
        stays=int(stays[1]) if stays else 0,
        weight=int(weight[1]) if weight else given.count("计入的权重"),
    )
    plan = given.world(flows=(own,) if "平台" in word else ())
    return why_unranked(plan, plan.scheme, score) or "参加排名"


def ranks(given: Given, word: str) -> str:
    """甲局: its place among the totals of 得分."""
    written = re.findall(r"(.局)([\d.]+)分", given.text("得分"))
    return f"第{competition_ranks({unit: Decimal(total) for unit, total in written})[word]}名"


def span(given: Given, word: str) -> str:
    """Each bureau's place and how far it moves, by the shares written beside the rules."""
    scheme = given.plan.scheme
    found = {}
    for unit, value in given.lines:
        parts = [(part[:4], part[4:]) for part in value.split("，")]
        lines = pointed(_shares_of(given, parts), scheme, {})
        none = Decimal(0)
        found[unit] = Score(unit, lines, none, none, (), (), total_of(lines, none, none), 99, 0)
    places = competition_ranks({unit: score.total or Decimal(0) for unit, score in found.items()})
    low, high = rank_spans(scheme, found, dict.fromkeys(found, LEAGUE))[word]
    return f"第{places[word]}名，变动{low}–{high}"


def tiers(given: Given, word: str) -> str:
    """The tier of each bureau's total."""
    return tier_of(given.plan.scheme, LEAGUE, given.points(word))


def veto(given: Given, word: str) -> str:
    """排名, 档次 of a unit that was vetoed."""
    row = _ranked(given.world(), [_score(OWNER, given.points("总分"), vetoed=True)])[OWNER]
    return {"排名": row.reason, "档次": row.tier}[word] or NOTHING


def commend(given: Given, word: str) -> str:
    """第3名，91分，亮红灯: what is recommended for whoever stands there in a league of so many."""
    place, total = (Decimal(one) for one in re.findall(r"[\d.]+", word))
    names = [str(n) for n in range(1, given.count("组内") + 1)]
    plan = given.world(units=tuple(Unit(one, one, one, "government", league=LEAGUE, ranked=True) for one in names))
    ahead = (place - int(one) for one in names)
    found = [_score(one, total + by / 100 if by >= 0 else Decimal(0)) for one, by in zip(names, ahead, strict=True)]
    return _ranked(plan, found, red="红灯" in word)[str(place)].recommendation or NOTHING


def ladder(given: Given, word: str) -> str:
    """第一年, 连续第二年, 连续第三年 with the lowest tier."""
    failed_before = next(n for n, said in enumerate("一二三") if f"第{said}年" in word)
    row = _ranked(given.world(), [_score(OWNER, Decimal(0))], failed_before=failed_before)[OWNER]
    return row.recommendation or NOTHING


# The life of a period


def checking(given: Given, word: str) -> str:
    """核对到: the last day."""
    return said_day(given.calendar.end_of(given.day("交单位核对"), check_within(given.plan.scheme)))


def publishing(given: Given, word: str) -> str:
    """公示到: the last day."""
    return said_day(given.calendar.end_of(given.day("公示"), public_for(given.plan.scheme)))


def approving(given: Given, word: str) -> str:
    """最早审定: the day after the last day of checking."""
    return said_day(given.calendar.end_of(given.day("交单位核对"), check_within(given.plan.scheme)) + timedelta(days=1))


# Burden


def burden(given: Given, word: str) -> str:
    """2022年要填, 平均每月: occurrences of tasks of those periods in the year after the issue."""
    year = Period.parse(str(YEAR + 1))
    every = [kind for said, kind in (("每月", "month"), ("每季度", "quarter")) if said in given.text("任务")]
    found = [
        one
        for kind in every
        for one in occurrences(Deliverable("D1-1", ITEM, "", "", OWNER, every=kind), ISSUED, year.end, given.calendar)
        if year.start <= one.opens_on
    ]
    return f"{len(found)}次" if word.endswith("要填") else f"{half_up(Fraction(len(found), 12), 1)}次"


RUNNERS: Mapping[str, Runner] = {
    "window": window,
    "cutoff": recorded,
    "delivery": delivery,
    "lateness": lateness,
    "target": target,
    "flow": _of_stays("flow"),
    "accuracy": accuracy,
    "response": _of_stays("response"),
    "adjustments": adjustments,
    "weights": weights,
    "eligible": eligible,
    "ranks": ranks,
    "span": span,
    "tiers": tiers,
    "veto": veto,
    "commend": commend,
    "ladder": ladder,
    "monitored": monitored,
    "computing": recorded,
    "checking": checking,
    "objection": twice,
    "approving": approving,
    "publishing": publishing,
    "locking": twice,
    "deciding": ladder,
    "never": reports_do_not_count,
    "radar": recorded,
    "burden": burden,
}
