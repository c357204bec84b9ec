"""Signing in and out in a real browser: the cookie, the deep link, the lock, the forged header."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lib.clock import now
from lib.db.engine import open_engine, writing
from lib.domain.rights import SYS_ADMIN, Viewer
from lib.security import accounts
from lib.web.identity import COOKIE
from tests.browser.axe import serious_findings
from tests.browser.conftest import Board, Visitor
from tests.people import PROJECT
from tests.serving import serving

Visitors = Callable[..., Visitor]
SHOTS = PROJECT / "artefacts" / "shots"


@pytest.fixture(scope="session")
def wiped() -> None:
    """Doors are tried by browsers that were never here."""


def test_a_viewer_signs_in_and_the_cookie_is_out_of_reach_of_scripts(visitor: Visitor) -> None:
    visitor.sign_in("secadmin")
    assert visitor.page.get_by_role("heading", name="账号").is_visible()
    cookie = next(one for one in visitor.context.cookies() if one["name"] == COOKIE)
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    assert COOKIE not in visitor.page.evaluate("document.cookie")
    assert visitor.page.locator("iframe").count() == 0


def test_reloading_stays_signed_in(visitor: Visitor) -> None:
    visitor.sign_in("secadmin")
    visitor.page.reload()
    visitor.still()
    assert visitor.page.get_by_role("heading", name="账号").is_visible()


def test_a_deep_link_and_its_query_survive_signing_in(visitor: Visitor) -> None:
    visitor.sign_in("secadmin", address="accounts?seen=7")
    assert visitor.page.url.endswith("/accounts?seen=7")
    assert visitor.page.get_by_role("heading", name="账号").is_visible()


def test_a_wrong_password_gets_the_one_answer(visitor: Visitor) -> None:
    answers = set()
    for name in ("auditor", "nobody"):
        visitor.open()
        visitor.enter(name, "wrong")
        alert = visitor.page.get_by_role("alert")
        alert.wait_for()
        answers.add(alert.inner_text())
    assert len(answers) == 1


def test_a_cookie_replayed_after_signing_out_opens_nothing(visitors: Visitors) -> None:
    first = visitors().sign_in("secadmin")
    stolen = next(one for one in first.context.cookies() if one["name"] == COOKIE)
    first.sign_out()
    assert not [one for one in first.context.cookies() if one["name"] == COOKIE]
    thief = visitors()
    thief.context.add_cookies([{"name": COOKIE, "value": stolen["value"], "url": thief.board.url}])
    thief.open("accounts")
    assert thief.page.get_by_label("用户名").is_visible()
    assert thief.page.get_by_role("heading", name="账号").count() == 0


def test_a_disabled_account_is_out_at_its_next_click(visitors: Visitors, board: Board) -> None:
    visitor = visitors().sign_in("court")
    engine = open_engine(board.served.database)
    actor = Viewer("sysadmin", "孙管理", SYS_ADMIN)
    with writing(engine) as conn:
        accounts.disable(conn, actor, "court", now())
    try:
        visitor.page.locator(".st-key-viewer-menu").get_by_test_id("stPopoverButton").click()
        visitor.page.get_by_role("link", name="修改密码").click()
        visitor.page.get_by_label("用户名").wait_for()
        assert "登录已失效" in visitor.words()
    finally:
        with writing(engine) as conn:
            accounts.enable(conn, actor, "court", now())
        engine.dispose()


def test_five_failures_lock_in_every_browser(visitors: Visitors, board: Board) -> None:
    visitor = visitors().open()
    for _ in range(5):
        visitor.enter("auditor", "wrong")
        visitor.page.get_by_role("alert").wait_for()
        visitor.still()
    other = visitors().open()
    other.enter("auditor", board.password)
    other.page.get_by_role("alert").wait_for()
    assert other.page.get_by_label("用户名").is_visible()


@pytest.mark.parametrize("address", ["", "accounts", "password", "cockpit", "units"])
def test_a_header_naming_a_leader_is_not_believed(visitor: Visitor, address: str) -> None:
    forged = {"x-board-user": "leader", "x-board-session": "1", "x-board-edge": "guess", "x-streamlit-user": "leader"}
    visitor.context.set_extra_http_headers(forged)
    visitor.open(address)
    assert visitor.page.get_by_label("用户名").is_visible()
    assert visitor.page.locator(".st-key-viewer-menu").count() == 0


@pytest.mark.parametrize("address", ["accounts", "cockpit"])
def test_the_first_deep_link_after_a_restart_shows_the_sign_in_alone(
    visitors: Visitors, board: Board, tmp_path: Path, address: str
) -> None:
    with serving(board.served.database, tmp_path / "log") as served:
        visitor = visitors(at=Board(served, board.password))
        visitor.open(address)
        assert visitor.page.get_by_label("用户名").is_visible()
        assert visitor.page.get_by_role("dialog").count() == 0
        assert visitor.page.get_by_role("heading", name="账号").count() == 0
        assert visitor.page.locator("h1").all_inner_texts() == ["府院联动督导考核看板"]


def test_a_restart_keeps_the_signed_in(visitors: Visitors, board: Board, tmp_path: Path) -> None:
    visitor = visitors().sign_in("secadmin")
    cookie = next(one for one in visitor.context.cookies() if one["name"] == COOKIE)
    with serving(board.served.database, tmp_path / "log") as served:
        again = visitors(at=Board(served, board.password))
        again.context.add_cookies([{"name": COOKIE, "value": cookie["value"], "url": served.url}])
        again.open("accounts")
        assert again.page.get_by_role("heading", name="账号").is_visible()


def test_a_page_the_role_lacks_says_so_in_chinese(visitor: Visitor) -> None:
    visitor.sign_in("office", address="accounts")
    assert "没有打开“账号”的权限" in visitor.words()
    assert visitor.page.get_by_role("dialog").count() == 0


def test_the_document_says_it_is_chinese(visitor: Visitor) -> None:
    visitor.open()
    assert visitor.page.locator("html").get_attribute("lang") == "zh-CN"
    assert "府院联动" in visitor.page.title()


@pytest.mark.parametrize("size", ["tablet", "tablet_upright", "phone", "desktop", "projector"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_sign_in_fits_every_screen(visitors: Visitors, size: str, dark: bool) -> None:
    visitor = visitors(size=size, touch=True, dark=dark).open()
    visitor.page.get_by_text("演示账号", exact=True).click()
    visitor.still()
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    for control in (visitor.page.get_by_label("用户名"), visitor.page.get_by_role("button", name="登录", exact=True)):
        box = control.bounding_box()
        assert box is not None and box["height"] >= 44
    SHOTS.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=SHOTS / f"sign-in-{size}{'-dark' if dark else ''}.png")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_has_nothing_serious_against_the_doors(visitors: Visitors, dark: bool) -> None:
    visitor = visitors(dark=dark).open()
    visitor.page.get_by_text("演示账号", exact=True).click()
    visitor.still()
    assert serious_findings(visitor.page) == []
    visitor.sign_in("secadmin")
    assert serious_findings(visitor.page) == []
    visitor.open("password")
    assert serious_findings(visitor.page) == []


@pytest.mark.parametrize("size", ["tablet", "tablet_upright", "tablet_small", "phone"])
def test_the_menu_and_the_viewer_stand_beside_each_other(visitors: Visitors, size: str) -> None:
    visitor = visitors(size=size, touch=True).sign_in("office", address="password")
    menu = visitor.page.locator(".st-key-viewer-menu").get_by_test_id("stPopoverButton").bounding_box()
    assert menu is not None and menu["height"] >= 44
    entries = visitor.page.locator('[data-testid="stTopNavLink"], [data-testid="stTopNavSection"]')
    for entry in entries.all():
        box = entry.bounding_box()
        assert box is not None and box["height"] >= 44
        assert box["x"] + box["width"] <= menu["x"]
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_a_demo_made_and_served_by_the_commands_is_labelled_and_open_to_its_cast(
    visitors: Visitors, demo_board: Board
) -> None:
    visitor = visitors(at=demo_board).sign_in("leader", address="password")
    assert "演示数据" in visitor.words()
