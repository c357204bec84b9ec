"""Checks of indicators: what they count must exist, and each shape has the keys it needs and no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lib.definitions.build_indicator import entered_as, floor_of
from lib.definitions.check_words import all_unknown, repeated, texts, unknown
from lib.definitions.numbers import rate
from lib.definitions.yaml_source import Spot
from lib.errors import Problem

_SIDES = ("at_least", "at_most")
_TARGETED = ("threshold", "year_on_year", "duration")
_RATES = ("threshold", "trend", "duration")


def indicator_problems(
    indicators: Sequence[Spot], items: Sequence[Spot], unit_codes: Collection[str], flows: Mapping[str, Spot]
) -> list[Problem]:
    """Every problem of every indicator beyond its structure."""
    codes, leads = texts(indicators, "code"), {item.at("no").text: item.at("lead").text for item in items}
    problems = repeated(indicators, "code", "指标代码")
    for spot in indicators:
        problems += unknown(spot.at("item"), "事项", leads) + unknown(spot.at("guard"), "指标", codes)
        problems += all_unknown(spot.at("owners").each(), "单位", unit_codes)
        problems += _owner_problems(spot, leads)
        problems += _shape_problems(spot) + _base_problems(spot)
        for part in [spot, *spot.at("parts").each()]:
            for key in ("numerator", "denominator"):
                problems += _measure_problems(part.at(key), flows)
    return problems


def _owner_problems(spot: Spot, leads: Mapping[str, str]) -> list[Problem]:
    if spot.at("owners").value or leads.get(spot.at("item").text) or spot.at("source").text != "entered":
        return []
    return [spot.problem("填报的指标要写 owners（由谁填报），或属于有牵头单位的事项。")]


def _shape_problems(spot: Spot) -> list[Problem]:
    shape, source = spot.at("shape").text, spot.at("source").text
    allowed = _allowed_keys(shape, source)
    problems = [
        spot.at(key).problem(f"{source} 来源的 {shape} 指标不用“{key}”。")
        for key in ("numerator", "denominator", "parts", "entered_as", "direction", "floor", *_SIDES, "window")
        if spot.at(key).value is not None and key not in allowed
    ]
    needed = [("numerator", source == "ledger" and shape != "split"), ("parts", shape == "split")]
    needed += [("direction", shape == "trend"), ("denominator", source == "ledger" and shape in _RATES)]
    problems += [
        spot.problem(f"{shape} 指标要写“{key}”。") for key, wanted in needed if wanted and not spot.at(key).value
    ]
    if shape == "split" and source == "entered":
        problems.append(spot.problem("split 指标只能来自台账（source: ledger）。"))
    if source == "entered" and shape in _RATES and entered_as(spot.value) == "number":
        problems.append(spot.at("entered_as").problem(f"{shape} 指标要填报分子和分母（entered_as: fraction）。"))
    targeted = [spot] if shape in _TARGETED else list(spot.at("parts").each()) if shape == "split" else []
    return problems + [problem for one in targeted for problem in _target_problems(one, shape)]


def _base_problems(spot: Spot) -> list[Problem]:
    """What counts cases of the denominator (count: cases, since_registration) looks at the denominator's own flow."""
    base, parts = spot.at("denominator"), [spot.at("numerator")]
    counts_cases = base.at("count").text == "cases"
    problems = []
    for part in parts:
        if part.at("since_registration").value and not counts_cases:
            problems.append(
                part.at("since_registration").problem("since_registration 要求 denominator 按 count: cases 计。")
            )
        if counts_cases and part.at("flow").text != base.at("flow").text:
            problems.append(part.at("flow").problem("denominator 按 count: cases 计时，numerator 要用同一台账。"))
    return problems


def _allowed_keys(shape: str, source: str) -> set[str]:
    keys = {"entered_as", "window"} if source == "entered" else {"numerator"}
    if source == "ledger" and shape in (*_RATES, "count"):
        keys.add("denominator")
    if shape in _TARGETED:
        keys |= {*_SIDES, "floor"}
    if shape == "split":
        keys = {"parts"}
    return keys | ({"direction"} if shape in ("trend", "count") else set())


def _target_problems(spot: Spot, shape: str) -> list[Problem]:
    """Exactly one side, and a floor on the other side of the target."""
    sides = [side for side in _SIDES if spot.at(side).value is not None]
    if len(sides) != 1:
        return [spot.problem("目标 at_least、at_most 要写且只写一个。")]
    try:
        floor, target = floor_of(spot.value, shape), rate(spot.at(sides[0]).value)
    except (ArithmeticError, ValueError):
        return []  # already a breach of the schema
    if floor is None:
        return [spot.problem("写了 at_most 的指标要写 floor（完成度为 0 的值）。")]
    if (floor < target) != (sides[0] == "at_least") or floor == target:
        side = "低于 at_least" if sides[0] == "at_least" else "高于 at_most"
        return [spot.at("floor").problem(f"floor 要{side}，现为 floor {floor}、目标 {target}。")]
    return []


def _measure_problems(measure: Spot, flows: Mapping[str, Spot]) -> list[Problem]:
    """The flow, and in it the actions, results, states and attributes that are counted."""
    flow = flows.get(measure.at("flow").text)
    if flow is None:
        return unknown(measure.at("flow"), "台账", flows)
    actions = list(flow.at("actions").each())
    chosen = {spot.text for spot in measure.at("actions").each()}
    results = [
        name for one in actions if one.at("name").text in chosen for name in texts(one.at("results").each(), "name")
    ]
    problems = all_unknown(measure.at("actions").each(), "动作", texts(actions, "name"))
    problems += all_unknown(measure.at("results").each(), "结果", results)
    problems += all_unknown(measure.at("out_of").each(), "状态", texts(flow.at("states").each(), "name"))
    filters = [measure.at(key) for key in ("results", "class", "where", "count") if measure.at(key).value is not None]
    if measure.at("out_of").value is not None:
        problems += [spot.problem(f"out_of 数的是结案的案件，不能和“{spot.path[-1]}”一起写。") for spot in filters]
    if measure.at("within_days").value is not None and not measure.at("out_of").value:
        problems.append(measure.at("within_days").problem("within_days 要和 out_of 一起写。"))
    return problems + _where_problems(measure.at("where"), list(flow.at("attributes").each()))


def _where_problems(where: Spot, attributes: Sequence[Spot]) -> list[Problem]:
    choices = {one.at("name").text: [spot.text for spot in one.at("choices").each()] for one in attributes}
    problems = []
    for name, value in where.entries():
        if name not in choices:
            problems.append(value.problem(f"没有这个栏目“{name}”。"))
        elif choices[name]:
            problems += unknown(value, f"“{name}”的选项", choices[name])
    return problems
