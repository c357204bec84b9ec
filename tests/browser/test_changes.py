"""工作动态 in a real browser: on every screen, from a unit down to a duty and back; the hint of the first visit."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.axe import serious_findings
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.layout import ailing
from tests.browser.test_business_pages import overflow

Visitors = Callable[..., Visitor]
PAGE = "changes?since=2022-05-31&as_of=2022-06-30"


def test_a_leader_goes_from_what_changed_to_a_unit_and_its_duty_and_back(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).sign_in("leader")
    hint = visitor.page.locator(".st-key-first-hint")
    assert "初次使用" in hint.inner_text()
    hint.get_by_role("button", name="知道了").click()
    visitor.still()
    assert hint.count() == 0
    visitor.open(PAGE)
    for size in ("tablet", "tablet_upright", "desktop", "projector"):
        visitor.page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))  # type: ignore[arg-type]
        visitor.page.wait_for_timeout(250)
        assert overflow(visitor) <= 0, size
        assert ailing(visitor.page, touched=True) == [], size
    assert serious_findings(visitor.page) == []
    visitor.page.locator(".board-door.line").first.click()
    visitor.still().page.wait_for_url("**unit=**")
    assert "1 个有变化" in visitor.words() and "since=2022-05-31" in visitor.page.url
    visitor.page.go_back()
    visitor.still().page.locator("tr.opens").first.click()
    visitor.still().page.wait_for_url("**/units?**duty=**")
    visitor.open("")
    assert visitor.page.locator(".st-key-first-hint").count() == 0
