"""台账 on a tablet: registered, handed over and assigned by touch, without scrolling sideways, every target large enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Board, Visitor
from tests.browser.layout import ailing
from tests.browser.test_business_pages import SHOTS, overflow

Visitors = Callable[..., Visitor]
# As a screen reader does; how far the field's own box scrolled, once its event has been told.
_INTO_VIEW = """one => new Promise((done) => {
  one.scrollIntoView({ block: "end" });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(one.parentElement.scrollTop), 100)));
})"""


@pytest.mark.parametrize("size", ["tablet", "tablet_upright"])
def test_a_dispute_is_registered_handed_over_and_assigned(visitors: Visitors, board: Board, size: str) -> None:
    visitor = visitors(size, touch=True).arrive("office", address="ledger?flow=dispute")
    page, number = visitor.page, f"争议-{size}"
    page.get_by_role("button", name="登记", exact=True).tap()
    page.get_by_label("编号").fill(number)
    visitor.choose("阶段", "诉前")
    page.get_by_role("button", name="确认登记").tap()
    page.get_by_text(f"已登记（编号 {number}）").wait_for()
    visitor.still()
    page.get_by_role("button", name="确认移送").tap()
    page.get_by_text("已移送，请区政府办公室于").wait_for()
    visitor.still()
    page.get_by_role("button", name="确认交办").tap()
    page.get_by_text("须填写承办单位").wait_for()
    visitor.still()
    visitor.choose("承办单位（必填）", "区司法局")
    page.get_by_role("button", name="确认交办").tap()
    page.get_by_text("已交办，请区司法局于").wait_for()
    visitor.still()
    assert page.locator(".board-timeline li").count() == 3
    assert overflow(visitor) == 0
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"case_{size}.png")
    page.locator(".board-door.back").first.tap()
    page.get_by_role("button", name=number).wait_for()
    assert "flow=dispute" in page.url and "case=" not in page.url


@pytest.mark.parametrize("size", ["tablet", "tablet_upright"])
def test_an_open_list_stays_when_its_field_is_brought_into_view(visitors: Visitors, board: Board, size: str) -> None:
    visitor = visitors(size, touch=True).arrive("office", address="ledger?flow=dispute&new=1")
    field = visitor.page.get_by_role("combobox", name="阶段")
    field.click()
    option = visitor.page.get_by_role("option", name="诉前", exact=True)
    option.wait_for()
    assert field.evaluate(_INTO_VIEW) == 0
    assert option.is_visible()


def test_a_row_opens_its_case_by_touch_and_back_keeps_the_filters(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive(
        "office", address="ledger?flow=rescue&standing=every"
    )
    visitor.page.locator(".board-table tbody tr").first.locator("td").nth(1).tap()
    visitor.page.locator(".board-timeline li").first.wait_for()
    visitor.still()
    assert ailing(visitor.page, touched=True) == []
    assert overflow(visitor) == 0
    visitor.page.locator(".board-door.back").first.tap()
    visitor.page.locator(".st-key-ledger-filters").wait_for()
    assert "flow=rescue" in visitor.page.url and "standing=every" in visitor.page.url
