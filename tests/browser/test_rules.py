"""口径 in a real browser: one tap from a number, a rule in reach by its name, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Board, Visitor

_WIDER = "document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"


def test_a_unit_head_goes_from_the_own_unit_to_a_rule_and_from_an_indicator_to_its_clause(
    visitors: Callable[..., Visitor], demo_board: Board
) -> None:
    visitor = visitors("tablet_upright", at=demo_board, touch=True).arrive("head", address="my_unit")
    page = visitor.page
    page.evaluate("window.__same = true")
    link = page.locator(".st-key-page-head").get_by_role("link", name="口径")
    box = link.bounding_box()
    assert box is not None and box["height"] >= 44 and box["width"] >= 44
    link.tap()
    page.get_by_role("heading", name="权重换算").wait_for()
    page.get_by_role("link", name="名次范围").tap()
    page.wait_for_function("() => document.querySelector('#rule-span').getBoundingClientRect().top < 200")
    assert page.evaluate("window.__same") is True
    visitor.open("rules?chapter=indicators")
    page.get_by_role("cell", name="分母：各部分之和").tap()
    page.wait_for_url("**/items?*item=13*")
