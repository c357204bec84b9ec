"""Checks of one flow: states that exist and can be reached, actions, results, attributes, holders."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lib.definitions.check_holder import due_problems, holder_problems
from lib.definitions.check_words import all_unknown, repeated, texts, unknown
from lib.definitions.yaml_source import Spot
from lib.domain.plan import DATE, PAUSE, RESUME, URGE
from lib.errors import Problem

FIELDS = ("操作单位", "承办单位", "金额", "说明")
COLUMNS = ("台账", "编号", "动作", "日期", "结果", "金额(万元)", "记录时间", *FIELDS)
BUILT_IN = (URGE, PAUSE, RESUME)


def flow_problems(flow: Spot, unit_codes: Collection[str], item_nos: Collection[str]) -> list[Problem]:
    """Every problem of one flow file beyond its structure."""
    states, actions = list(flow.at("states").each()), list(flow.at("actions").each())
    attributes = list(flow.at("attributes").each())
    problems = unknown(flow.at("in_charge"), "单位", unit_codes)
    problems += all_unknown(flow.at("items").each(), "事项", item_nos)
    problems += repeated(states, "name", "状态") + repeated(actions, "name", "动作")
    problems += repeated(attributes, "name", "栏目")
    problems += _attribute_problems(attributes) + _number_problems(flow.at("number_format"))
    problems += _shape_problems(flow, states, actions)
    problems += due_problems(states, attributes)
    for action in actions:
        problems += _action_problems(action, states, texts(attributes, "name"))
        problems += holder_problems(action, actions, attributes, unit_codes)
    return problems


def _attribute_problems(attributes: Sequence[Spot]) -> list[Problem]:
    taken = [one.at("name") for one in attributes if one.at("name").text in COLUMNS]
    problems = [spot.problem(f"栏目“{spot.text}”是台账流转表已有的列，请换名。") for spot in taken]
    both = [one.at("choices") for one in attributes if one.at("kind").text == DATE and one.at("choices").value]
    return problems + [spot.problem("日期栏目（kind: date）不能又有 choices。") for spot in both]


def _number_problems(form: Spot) -> list[Problem]:
    if not form.text or ("{n}" in form.text and form.text.replace("{n}", "").replace("{year}", "").count("{") == 0):
        return []
    return [form.problem("number_format 要有 {n}，可有 {year}，不能有别的花括号。")]


def _shape_problems(flow: Spot, states: Sequence[Spot], actions: Sequence[Spot]) -> list[Problem]:
    """One registering action, a final state, every state reached."""
    problems = []
    opening = [action for action in actions if action.at("from").value is None]
    if len(opening) != 1:
        problems.append(
            flow.at("actions").problem(f"登记动作（不写 from 的动作）要有且只有一个，现有 {len(opening)} 个。")
        )
    problems += [one.problem("登记动作要写 to（初始状态）。") for one in opening if not one.at("to").text]
    if not any(state.at("final").value is True for state in states):
        problems.append(flow.at("states").problem("至少要有一个终结状态（final: true）。"))
    reached = texts(actions, "to")
    unreached = [state.at("name") for state in states if state.at("name").text not in reached]
    return problems + [spot.problem(f"没有动作能到达状态“{spot.text}”。") for spot in unreached]


def _action_problems(action: Spot, states: Sequence[Spot], attributes: Collection[str]) -> list[Problem]:
    name, names = action.at("name"), texts(states, "name")
    problems = [name.problem(f"动作“{name.text}”每个台账都有，不用写。")] if name.text in BUILT_IN else []
    problems += unknown(action.at("to"), "状态", names)
    problems += all_unknown(action.at("from").one_or_more(), "状态", names)
    problems += all_unknown(action.at("required").each(), "必填栏目", (*FIELDS, *attributes))
    for key, condition in action.at("required_when").entries():
        problems += [] if key in attributes else [condition.problem(f"没有这个栏目“{key}”。")]
        for other, value in condition.entries():
            problems += [] if other in attributes else [value.problem(f"没有这个栏目“{other}”。")]
    final = {state.at("name").text for state in states if state.at("final").value is True}
    return problems + _result_problems(action, action.at("to").text in final)


def _result_problems(action: Spot, closes: bool) -> list[Problem]:
    """Results or a class on closing actions and nowhere else, from states the action starts from."""
    results, outcome = list(action.at("results").each()), action.at("class")
    problems = repeated(results, "name", "结果")
    origins = [spot.text for spot in action.at("from").one_or_more()]
    for result in results:
        problems += all_unknown(result.at("from").one_or_more(), "可给出结果的状态", origins)
    if not closes:
        stated = [spot for spot in (action.at("results"), outcome) if spot.value]
        return problems + [spot.problem("结果和 class 只用于到终结状态的动作。") for spot in stated]
    if bool(results) == bool(outcome.text):
        problems.append(action.problem("到终结状态的动作要写 results 或 class，且只写一种。"))
    return problems
