"""Checks of who holds a case and until when: holders that follow from an attribute, dues that one gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lib.definitions.check_words import texts, unknown
from lib.definitions.yaml_source import Spot
from lib.domain.plan import DATE, HOLDER_WORDS
from lib.errors import Problem


def holder_problems(
    action: Spot, actions: Sequence[Spot], attributes: Sequence[Spot], unit_codes: Collection[str]
) -> list[Problem]:
    """A holder that is no known word or unit; one by an attribute that leaves a choice without its unit."""
    holder = action.at("holder")
    if not isinstance(holder.value, dict):
        return unknown(holder, "承办去向", (*HOLDER_WORDS, *unit_codes))
    by = holder.at("by")
    problems = unknown(by, "栏目", texts(attributes, "name"))
    problems += [one for _, spot in holder.at("of").entries() for one in unknown(spot, "单位", unit_codes)]
    if problems:
        return problems
    choices = [spot.text for one in attributes if one.at("name").text == by.text for spot in one.at("choices").each()]
    return _mapping_problems(holder, choices) + _given_problems(action, actions, by)


def _mapping_problems(holder: Spot, choices: Sequence[str]) -> list[Problem]:
    """One unit for every choice and for nothing else."""
    by, units = holder.at("by"), dict(holder.at("of").entries())
    if not choices:
        return [by.problem(f"栏目“{by.text}”要有 choices，才能由它确定承办单位。")]
    missing = [choice for choice in choices if choice not in units]
    problems = [holder.at("of").problem(f"“{choice}”没有写承办单位。") for choice in missing]
    strays = [(key, spot) for key, spot in units.items() if key not in choices]
    return problems + [spot.problem(f"“{key}”不在栏目“{by.text}”的 choices 里。") for key, spot in strays]


def _given_problems(action: Spot, actions: Sequence[Spot], by: Spot) -> list[Problem]:
    """The attribute must stand on the row itself or on the registering one, or nobody would hold the case."""
    asking = [action, *(one for one in actions if one.at("from").value is None)]
    if any(by.text in [spot.text for spot in one.at("required").each()] for one in asking):
        return []
    return [by.problem(f"栏目“{by.text}”要是本动作或登记动作的必填（required），否则承办单位无从确定。")]


def due_problems(states: Sequence[Spot], attributes: Sequence[Spot]) -> list[Problem]:
    """A `due_by` that names no attribute, or one that is no date."""
    dates = [one.at("name").text for one in attributes if one.at("kind").text == DATE]
    problems = []
    for due in (state.at("due_by") for state in states):
        wrong = unknown(due, "栏目", texts(attributes, "name"))
        if not wrong and due.text and due.text not in dates:
            wrong = [due.problem(f"栏目“{due.text}”不是日期；要写 kind: date。")]
        problems += wrong
    return problems
