"""Worked examples of numbers and their targets: the chapter 指标."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.definitions.rulebook.ledger_examples import event, flow_of
from lib.definitions.rulebook.world import (
    COURT,
    ITEM,
    OWNER,
    YEAR,
    Given,
    Runner,
    day_in,
    number_in,
    numbers_in,
    period_in,
)
from lib.domain.entered import entered_tallies
from lib.domain.facts import Entry, Event
from lib.domain.funnel import funnel_place, place_words
from lib.domain.indicators import TOO_FEW, PartReading, Reading, reading
from lib.domain.ledger import replay
from lib.domain.measures import Tally, Window, ledger_tallies
from lib.domain.periods import Period
from lib.domain.plan import Flow, Indicator, Measure, Part
from lib.domain.wording import COLOUR_WORDS, NOTHING, counted, number, percent, rated, signed_percent

YEARLY = Period.of("year", date(YEAR, 12, 31))


def _part(name: str, target: str | None) -> Part:
    """不低于90%, 不高于10%, 下降20%以上, 比去年低; a target from above starts at 100 %."""
    if target is None:
        return Part(name)
    if "比去年" in target:
        return Part(name, at_least="高" in target)
    share = number_in(target)
    if "下降" in target:
        return Part(name, None, False, -share)
    return Part(name, None, "不低于" in target, share, Fraction(0 if "不低于" in target else 1))


def _indicator(shape: str, *parts: Part, scored: bool = True) -> Indicator:
    return Indicator(
        "I1-1", ITEM, "示例指标", shape, "ledger", parts, None, shape != "count", owners=(OWNER,), scored=scored
    )


def _read(given: Given, shape: str) -> Reading:
    indicator = _indicator(shape, _part("", given.text("目标") if given.has("目标") else None))
    if shape == "year_on_year":
        return reading(indicator, None, _tally(given.number("今年")), _tally(given.number("去年")))
    if shape == "count":
        return reading(indicator, None, _tally(given.number("本期")), None)
    before = _tally(*numbers_in(given.text("去年"))) if given.has("去年") else None
    return reading(indicator, None, _tally(given.number("分子"), given.number("分母")), before)


def _tally(numerator: Fraction, denominator: Fraction | None = None) -> Tally:
    return Tally((numerator,), denominator)


def _said(one: Reading, word: str) -> str:
    """数值, 比去年, 判定, 完成度, 说明, 范围 of a reading."""
    part = one.parts[0]
    if word == "范围":
        return "至".join(percent(bound) for bound in part.interval) if part.interval else NOTHING
    return {
        "数值": _value(one, part),
        "比去年": signed_percent(part.value).replace("%", "个百分点"),
        "判定": _colour(one.colour),
        "完成度": percent(one.attainment),
        "说明": one.note or NOTHING,
    }[word]


def _value(one: Reading, part: PartReading) -> str:
    if one.note == TOO_FEW:
        return counted(part.numerator, one.denominator or 0)
    if one.indicator.shape == "count":
        return number(part.value)
    if one.indicator.shape == "year_on_year":
        return signed_percent(part.value)
    if one.indicator.shape == "trend":
        return percent(part.numerator / one.denominator) if one.denominator else NOTHING
    return percent(part.value)


def _colour(colour: str | None) -> str:
    return COLOUR_WORDS[colour] if colour else NOTHING


def _of_shape(shape: str) -> Runner:
    return lambda given, word: _said(_read(given, shape), word)


def split(given: Given, word: str) -> str:
    """Each part with its colour, then the whole."""
    written = [(name, value.partition("件，")) for name, value in given.lines]
    indicator = _indicator("split", *(_part(name, target) for name, (_, _, target) in written))
    one = reading(indicator, None, Tally(tuple(number_in(cases) for _, (cases, _, _) in written), None), None)
    part = next((part for part in one.parts if part.part.name == word), None)
    return f"{percent(part.value)}，{_colour(part.colour)}" if part else _said(one, word)


def duration(given: Given, word: str) -> str:
    """Cases closed after so many days in a state, counted as the ledger's indicators are."""
    flow = flow_of(given)
    within = int(given.number("时间"))
    closed = Measure(flow.code, ("办结",), out_of=("已登记",))
    part = replace(_part("", given.text("目标")), measure=replace(closed, within_days=within))
    indicator = replace(_indicator("duration", part), denominator=closed)
    begun = date(YEAR, 1, 4)
    events = [
        one
        for n, days in enumerate(numbers_in(given.text("用了")))
        for one in (
            event(flow.code, str(n), 0, "登记", begun),
            event(flow.code, str(n), 1, "办结", begun + timedelta(days=int(days)), result="成功"),
        )
    ]
    return _said(reading(indicator, None, _tallied(given, indicator, flow, events)[None], None), word)


def _tallied(given: Given, indicator: Indicator, flow: Flow, events: Sequence[Event]) -> Mapping[str | None, Tally]:
    """What an indicator counts in a year of these events."""
    by_case: dict[str, list[Event]] = {}
    for one in events:
        by_case.setdefault(one.case_no, []).append(one)
    cases = [replay(flow, history, frozenset({COURT})) for history in by_case.values()]
    return ledger_tallies(given.world(flows=(flow,)), indicator, Window(YEARLY.start, YEARLY.end), {flow.code: cases})


def funnel(given: Given, word: str) -> str:
    """Where a unit stands about the rate of all."""
    (whole, base), (count, n) = numbers_in(given.text("总体")), numbers_in(given.text(word))
    rate, value = Fraction(whole) / Fraction(base), Fraction(count) / Fraction(n)
    return place_words(funnel_place(rate, value, n, _indicator("threshold").min_n), value > rate)


def entered(given: Given, word: str) -> str:
    """第二季度的数; 第三季度没有填，看最近一次: of numbers entered on a day for a quarter."""
    entries = []
    for n, (said, value) in enumerate(given.lines):
        on, (count, base) = day_in(said), numbers_in(value)
        period = period_in(f"{YEAR}年{said.partition('填报')[2]}").code
        numbers = Decimal(int(count)), Decimal(int(base)), None
        entries.append(Entry(n, period, OWNER, "I1-1", *numbers, "", on, on))
    indicator = replace(_indicator("threshold", _part("", "不低于100%")), source="entered", has_denominator=True)
    if "最近" in word:
        indicator = replace(indicator, window="latest")
    tally = entered_tallies(indicator, period_in(f"{YEAR}年{word[:4]}"), entries, None)[None]
    return counted(tally.numerators[0], tally.denominator or 0)


def _by_title(given: Given, title: str) -> tuple[Indicator, Flow]:
    """An indicator of the plan by its title, and the flow it counts."""
    found = next(one for one in given.plan.indicators if one.title == title)
    measure = found.parts[0].measure
    if measure is None:
        raise ValueError(f"{title} is not counted in a ledger")
    return found, given.plan.flow[measure.flow]


def _rate_of(given: Given, indicator: Indicator, flow: Flow, events: Sequence[Event]) -> str:
    tally = _tallied(given, indicator, flow, events)[None]
    return rated(tally.numerators[0], tally.denominator or 0)


def heads(given: Given, word: str) -> str:
    """出庭应诉率 of cases with hearings: 开庭两次，第二次副职到庭."""
    indicator, flow = _by_title(given, "行政机关负责人出庭应诉率")
    measure = indicator.parts[0].measure
    assert measure is not None
    (appeared, yes), (hearing, *_) = measure.where[0], measure.actions
    events = []
    for case_no, value in given.lines:
        hearings = 2 if "两次" in value else 1
        came = [n for n in range(hearings) if re.search("[正副]职", value) and n == hearings - 1]
        events.append(event(flow.code, case_no, 0, flow.register_action.name, date(YEAR, 5, 6)))
        for n in range(hearings):
            one = event(flow.code, case_no, n + 1, hearing, date(YEAR, 6, 1 + n))
            events.append(one._replace(attributes={appeared: yes if n in came else "否"}))
    return _rate_of(given, indicator, flow, events)


def _closings(title: str) -> Runner:
    """A rate of closings by their results: 准许撤诉1件、判决撤销2件."""

    def runner(given: Given, word: str) -> str:
        indicator, flow = _by_title(given, title)
        closing = next(one.name for one in flow.actions if one.results)
        events = []
        for part in given.text("审结").split("、"):
            result, count = re.fullmatch(r"(\D+)(\d+)件", part).groups()  # type: ignore[union-attr]
            for n in range(int(count)):
                case_no = f"{result}{n}"
                events.append(event(flow.code, case_no, 0, flow.register_action.name, date(YEAR, 5, 6)))
                events.append(event(flow.code, case_no, 1, closing, date(YEAR, 6, 1), result=result))
        return _rate_of(given, indicator, flow, events)

    return runner


RUNNERS: Mapping[str, Runner] = {
    "threshold": _of_shape("threshold"),
    "year_on_year": _of_shape("year_on_year"),
    "trend": _of_shape("trend"),
    "split": split,
    "duration": duration,
    "count": _of_shape("count"),
    "too_few": _of_shape("threshold"),
    "small_base": _of_shape("threshold"),
    "interval": _of_shape("threshold"),
    "funnel": funnel,
    "entered": entered,
    "heads": heads,
    "withdrawn": _closings("行政诉讼案件调解撤诉率"),
    "lost": _closings("行政机关败诉率"),
}
