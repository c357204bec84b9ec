"""The business pages in a real browser: every tablet, taps that open rows without a reload, axe, the look."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Board, Visitor
from tests.people import PROJECT

Visitors = Callable[..., Visitor]
SHOTS = PROJECT / "artefacts" / "shots"
PAGES = {
    "cockpit": "",
    "units": "units",
    "unit": "units?unit=kgj",
    "items": "items",
    "item": "items?item=10",
    "indicators": "indicators",
    "indicator": "indicators?indicator=I04-1",
    "platforms": "platforms",
    "platform": "platforms?flow=rescue",
    "judicial": "platforms?flow=litigation",
    "ranking": "ranking",
    "my_unit": "my_unit?unit=jrj",
}
_BODY = "document.querySelector('[data-testid=stMain]')"


def overflow(visitor: Visitor) -> int:
    """How much wider than the window the page is."""
    wide: int = visitor.page.evaluate(f"{_BODY}.scrollWidth - {_BODY}.clientWidth")
    return wide


def test_the_cockpit_stands_on_one_screen_of_a_tablet(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive("leader")
    bottom = visitor.page.locator(".board-tiles").bounding_box()
    assert bottom is not None and bottom["y"] + bottom["height"] <= 820
    SHOTS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SHOTS / "cockpit.png")


def test_a_tap_on_an_item_opens_it_without_loading_the_page_anew(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive("leader")
    visitor.page.evaluate("window.__same = true")
    visitor.page.locator(".board-door.item").nth(9).tap()
    visitor.page.get_by_role("heading", name="第 10 项").wait_for()
    assert "item=10" in visitor.page.url and "as_of=" in visitor.page.url
    visitor.page.locator(".board-door.back").first.tap()
    visitor.page.get_by_role("cell", name="区法院").first.wait_for()
    assert visitor.page.evaluate("window.__same") is True


def test_every_kind_of_element_on_the_cockpit_leads_somewhere(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive("office")
    kinds = {
        "tile": "platforms", "phrase": "items", "phrase[data-open*=indicator]": "indicators", "item": "items",
        "line": "my_unit",
    }  # fmt: skip
    for kind, page in kinds.items():
        visitor.open("")
        visitor.page.locator(f".board-door.{kind}").first.tap()
        visitor.page.wait_for_url(f"**/{page}?*")


def test_a_row_opens_on_a_tap_anywhere_in_it(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive("leader", address="platforms")
    visitor.page.locator(".board-table tbody tr").first.locator("td").nth(2).tap()
    visitor.page.wait_for_url("**/platforms?*flow=*")
    visitor.page.locator(".board-door.back").first.tap()
    visitor.page.locator(".board-door.row").first.press("Enter")
    visitor.page.wait_for_url("**/platforms?*flow=*")


def test_the_own_unit_on_a_phone(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("phone", at=demo_board, touch=True).arrive("head", address="my_unit")
    words = visitor.words()
    assert "区科工信局" in words and "考核结果核对后可见" in words
    SHOTS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SHOTS / "my_unit.png")
