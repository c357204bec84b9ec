"""docs/flows.md is current and draws every flow whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.definitions import load
from lib.definitions.flows_page import PAGE, flows_page
from lib.domain.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(Path(__file__).parents[2] / "data" / "plan")


def test_the_page_of_flows_is_current(plan: Plan) -> None:
    assert PAGE.read_text(encoding="utf-8") == flows_page(plan), "run: python -m lib.definitions.flows_page"


def test_every_flow_has_a_diagram_with_all_its_states_and_arrows(plan: Plan) -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(sections) == len(plan.flows)
    for flow, section in zip(plan.flows, sections, strict=True):
        diagram = section.split("```")[1]
        assert [state.name for state in flow.states if f'state "{state.name}" as' not in diagram] == []
        arrows = sum(max(1, len(action.origins)) for action in flow.actions) + sum(one.final for one in flow.states)
        assert diagram.count(" --> ") == arrows, flow.code


def test_judicial_states_are_marked(plan: Plan) -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    marked = {flow.code: "class s" in text for flow, text in zip(plan.flows, sections, strict=True)}
    judicial = {flow.code for flow in plan.flows if any(flow.is_judicial(one.name) for one in flow.states)}
    assert {code for code, is_marked in marked.items() if is_marked} == judicial


def test_the_diagram_says_who_holds_a_case_and_until_when(plan: Plan) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for words in (
        "15个工作日 · 指定的承办单位",
        "按期限，未填的10个工作日",
        "按事项类别定的单位",
        "不设时限 · 指定的承办单位",
    ):
        assert words in text
