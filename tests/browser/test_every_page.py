"""Every page in a real browser: at every size nothing runs off and axe finds nothing, light and dark; no English for any role."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.shell import navigation
from tests.browser.axe import findings
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.english import ACCOUNTS, english
from tests.browser.layout import ailing
from tests.browser.test_business_pages import PAGES, SHOTS, overflow
from tests.pages.conftest import USERNAMES
from tests.serving import serving

Visitors = Callable[..., Visitor]
# Account → its views: pages, what they open into, their forms.
VIEWS = {
    "office": (
        *PAGES.values(),
        "ledger", "ledger?flow=rescue", "ledger?new=1&flow=rescue", "ledger?urge=1", "ledger?standing=every&leaf=2",
        "radar", "rules?chapter=appraisal", "rules?chapter=indicators", "meeting", "meeting?unit=kgj",
        "meeting?unit=minutes", "periods", "periods?period=2022H1",
        "reports", "reports?queue=verify&duty=D07-1.2022Q1", "reports?queue=change", "reports?queue=points",
        "orders?part=drafts", "orders?part=hand", "orders?part=papers",
        "exchange", "password", "changes", "changes?since=2022-05-31", "disagreements", "first_run",
    ),
    "court": (
        "reports?queue=file&duty=D02-1.2022H1", "reports?queue=numbers&number=I07-3.2022Q2", "reports?queue=help",
    ),
    "sysadmin": ("accounts", "health"),
    "secadmin": ("accounts",),
    "auditor": ("audit",),
}  # fmt: skip
# Pages that name commands, with the words of those.
COMMANDS = {"first_run": "user import template out add display role unit period open decision meeting topic"}
WITH_ACCOUNTS = {"accounts", "audit", "health"}
WALKED_WHOLE = {"office", "auditor"}
# Of these sizes, every page; what a page opens into is laid out as its page is.
LAYOUTS = ("tablet_upright", "tablet", "desktop", "projector", "phone")
# Colours are the same at every width, but for the menu of a narrow screen: their rule takes four fifths of axe's time.
COLOURED = ("tablet", "phone")
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_GO = "(to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"


def page_of(address: str) -> str:
    return address.split("?")[0] or navigation.FRONT.address


def go(visitor: Visitor, address: str) -> None:
    """On to another address as Back goes, without loading the document again."""
    visitor.page.evaluate(_GO, f"/{address}")
    visitor.still()


def failed(visitor: Visitor, address: str) -> list[str]:
    """Whether something else stands where the page should: an error, a refusal, another page."""
    title = next(entry.title for entry in navigation.entries() if entry.address == page_of(address))
    alerts = visitor.page.get_by_role("alert").filter(has_text=re.compile("出现错误|没有打开")).all_inner_texts()
    shown = visitor.page.get_by_role("heading", level=1).all_inner_texts()
    return [*alerts, *([] if shown == [title] else [f"the title is {shown}"])]


def said_in_english(visitor: Visitor, address: str) -> list[str]:
    name = page_of(address)
    but = ACCOUNTS if name in WITH_ACCOUNTS else frozenset(COMMANDS.get(name, "").split())
    return [f"English: {words}" for words in english(visitor.page, but=but)]


def test_every_page_of_the_menu_is_walked() -> None:
    seen = {page_of(address) for views in VIEWS.values() for address in views}
    assert seen == {entry.address for entry in navigation.entries()}


@pytest.mark.parametrize("username", VIEWS)
def test_every_page_fits_and_is_open_to_all(visitors: Visitors, demo_board: Board, username: str) -> None:
    visitor = visitors("tablet", at=demo_board, touch=True).arrive(username, "password")
    walked: set[str] = set()
    SHOTS.mkdir(parents=True, exist_ok=True)
    found = {}
    for address in VIEWS[username]:
        go(visitor, address)
        found[address] = faults(visitor, username, address, whole=page_of(address) not in walked)
        walked.add(page_of(address))
    assert {address: one for address, one in found.items() if one} == {}


def faults(visitor: Visitor, username: str, address: str, *, whole: bool) -> list[str]:
    """What is wrong with a view at any size; `whole`: for axe too, and in the dark."""
    found = [*failed(visitor, address), *said_in_english(visitor, address)]
    for size in SIZES:
        resized(visitor, size)
        found += [f"{size}: {one}" for one in settled(lambda: ill_laid(visitor))]
        if size in LAYOUTS:
            visitor.page.screenshot(path=SHOTS / f"{username}-{re.sub('[^a-z0-9]+', '-', address)}-{size}.png")
        if size == "tablet" or (whole and size in LAYOUTS):
            found += [f"{size}: {one}" for one in findings(visitor.page, contrast=size in COLOURED)]
    resized(visitor, "tablet")
    if whole:
        visitor.page.emulate_media(color_scheme="dark")
        visitor.page.evaluate(_DRAWN)
        found += [f"dark: {one}" for one in findings(visitor.page)]
        visitor.page.emulate_media(color_scheme="light")
    return found


def settled(wrong: Callable[[], list[str]]) -> list[str]:
    """What stays wrong: charts and the menu take a new width a moment later."""
    for _ in range(20):
        if not (found := wrong()):
            break
        time.sleep(0.05)
    return found


def too_wide(visitor: Visitor) -> list[str]:
    return [f"{wide} px too wide" for wide in (overflow(visitor),) if wide]


def ill_laid(visitor: Visitor) -> list[str]:
    return [*too_wide(visitor), *ailing(visitor.page, touched=True)]


def resized(visitor: Visitor, size: str) -> None:
    width, height = SIZES[size]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.evaluate(_DRAWN)


@pytest.mark.parametrize("role", [role for role, username in USERNAMES.items() if username not in WALKED_WHOLE])
def test_no_page_of_a_role_runs_off_or_says_english(visitors: Visitors, demo_board: Board, role: str) -> None:
    """Those of WALKED_WHOLE have been on every page of theirs above."""
    visitor = visitors("tablet", at=demo_board).arrive(USERNAMES[role], "password")
    found: list[str] = []
    for entry in navigation.entries():
        if role in entry.roles:
            go(visitor, "" if entry == navigation.FRONT else entry.address)
            wrong = [*failed(visitor, entry.address), *said_in_english(visitor, entry.address)]
            for size in ("phone", "tablet"):
                resized(visitor, size)
                wrong += [f"{size}: {one}" for one in settled(lambda: too_wide(visitor))]
            found += [f"{entry.address}: {one}" for one in wrong]
    assert found == []


def test_what_opens_over_a_page_speaks_chinese(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("tablet", at=demo_board).arrive("office", "my_unit?unit=jrj")
    page = visitor.page
    page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    page.locator("[data-baseweb=calendar], [role=grid]").first.wait_for()
    found = english(page)
    page.keyboard.press("Escape")
    page.get_by_test_id("stSelectbox").locator("input").last.fill("没有这个单位")
    page.get_by_text("没有相符的选项").wait_for()
    found += english(page)
    page.keyboard.press("Escape")
    go(visitor, "exchange")
    wrong = {"name": "照片.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.locator("input[type=file]").set_input_files([wrong])  # type: ignore[list-item]
    page.get_by_text("不接受这种文件").wait_for()
    found += english(page, but=frozenset(["exe", "application", "octet-stream"]))
    assert found == []


def test_a_board_that_is_gone_says_so_in_chinese(visitors: Visitors, board: Board, tmp_path: Path) -> None:
    with serving(board.served.database, tmp_path / "log") as served:
        visitor = visitors(at=Board(served, board.password)).open()
    visitor.page.get_by_text("看板没有应答").first.wait_for()
    assert english(visitor.page, but=ACCOUNTS) == []
