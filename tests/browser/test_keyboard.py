"""The board by keys alone: where one begins, where one is, and how doors are opened and lists left."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Board, Visitor
from tests.browser.test_every_page import go

Visitors = Callable[..., Visitor]
# Seen: an outline, or the frame that the framework draws about its own fields.
_RING = """() => {
  const one = document.activeElement;
  if (one === document.body) return ['nothing', true];
  const ring = (box) => {
    const style = getComputedStyle(box);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
  };
  const field = one.closest('[data-baseweb], [data-testid$=Input], [data-testid=stFileUploaderDropzone]');
  return [one.outerHTML.slice(0, 140), ring(one) || Boolean(field) || one.matches('input, textarea')];
}"""
_IN_MAIN = "document.activeElement.closest('[data-testid=stMain]') !== null"
VIEWS = (
    "",
    "units",
    "items?item=10",
    "indicators",
    "ledger?flow=rescue",
    "my_unit?unit=jrj",
    "orders?part=drafts",
    "exchange",
)


def keys(visitor: Visitor, *names: str) -> None:
    for name in names:
        visitor.page.keyboard.press(name)


def test_the_first_key_offers_to_skip_the_menu(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board).arrive("office", "units")
    keys(visitor, "Tab")
    focused = visitor.page.locator(":focus")
    assert focused.inner_text() == "跳到正文" and focused.is_visible()
    keys(visitor, "Enter")
    assert visitor.page.evaluate(_IN_MAIN)
    keys(visitor, "Tab")
    assert visitor.page.evaluate(_IN_MAIN)


def test_one_sees_where_the_keyboard_is(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board).arrive("office", "password")
    hidden = []
    for address in VIEWS:
        go(visitor, address)
        visitor.page.evaluate("document.activeElement.blur(); document.querySelector('[data-testid=stMain]').focus()")
        for _ in range(12):
            keys(visitor, "Tab")
            what, is_seen = visitor.page.evaluate(_RING)
            hidden += [] if is_seen else [f"{address}: {what}"]
    assert hidden == []


def test_a_row_opens_by_enter_and_the_way_back_by_space(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board).arrive("office", "items")
    visitor.page.locator(".board-table tbody .board-door.row").nth(2).focus()
    keys(visitor, "Enter")
    visitor.page.wait_for_url("**/items?*item=*")
    visitor.still().page.locator(".board-door.back").first.focus()
    keys(visitor, "Space")
    visitor.page.wait_for_url(lambda url: "item=" not in url)


def test_escape_leaves_what_has_opened_over_the_page(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board).arrive("office", "my_unit?unit=jrj")
    page = visitor.page
    page.locator(".st-key-viewer-menu").get_by_test_id("stPopoverButton").focus()
    keys(visitor, "Enter")
    page.get_by_role("button", name="退出登录").wait_for()
    keys(visitor, "Escape")
    page.get_by_role("button", name="退出登录").wait_for(state="hidden")
    page.locator("[data-testid=stSelectbox] input").first.focus()
    keys(visitor, "ArrowDown")
    page.get_by_role("option").first.wait_for()
    keys(visitor, "Escape")
    page.get_by_role("option").first.wait_for(state="hidden")
