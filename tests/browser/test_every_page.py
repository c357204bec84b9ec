"""Every page in a real browser: at every size nothing runs off and axe finds nothing, light and dark; no English for any role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.shell import navigation
from tests.browser.axe import findings
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.english import ACCOUNTS, english
from tests.browser.test_business_pages import PAGES, overflow
from tests.pages.conftest import USERNAMES

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
COMMANDS = {
    "first_run": frozenset((
        "user", "import", "template", "out", "add", "display", "role", "unit", "period", "open", "decision", "meeting", "topic",
    ))
}  # fmt: skip
WITH_ACCOUNTS = {"accounts", "audit", "health"}
WALKED_WHOLE = {"office", "auditor"}
# Of these sizes, every page; what a page opens into is laid out as its page is.
LAYOUTS = ("tablet_upright", "tablet", "desktop", "projector", "phone")
_GO = "(to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"


def page_of(address: str) -> str:
    return address.split("?")[0] or navigation.FRONT.address


def go(visitor: Visitor, address: str) -> None:
    """On to another address as Back goes, without loading the document again."""
    visitor.page.evaluate(_GO, f"/{address}")
    visitor.still()


def said_in_english(visitor: Visitor, address: str) -> list[str]:
    name = page_of(address)
    but = ACCOUNTS if name in WITH_ACCOUNTS else COMMANDS.get(name, frozenset())
    return [f"English: {words}" for words in english(visitor.page, but=but)]


def test_every_page_of_the_menu_is_walked() -> None:
    seen = {page_of(address) for views in VIEWS.values() for address in views}
    assert seen == {entry.address for entry in navigation.entries()}


@pytest.mark.parametrize("username", VIEWS)
def test_every_page_fits_and_is_open_to_all(visitors: Visitors, demo_board: Board, username: str) -> None:
    visitor = visitors("tablet", at=demo_board).arrive(username, "password")
    walked: set[str] = set()
    found = {}
    for address in VIEWS[username]:
        go(visitor, address)
        found[address] = faults(visitor, address, whole=page_of(address) not in walked)
        walked.add(page_of(address))
    assert {address: one for address, one in found.items() if one} == {}


def faults(visitor: Visitor, address: str, *, whole: bool) -> list[str]:
    """What is wrong with a view at any size; `whole`: for axe too, and in the dark."""
    found = said_in_english(visitor, address)
    for size in LAYOUTS:
        resized(visitor, size)
        if wide := overflow(visitor):
            found.append(f"{size}: {wide} px too wide")
        if whole or size == "tablet":
            found += [f"{size}: {one}" for one in findings(visitor.page)]
    resized(visitor, "tablet")
    if whole:
        visitor.page.emulate_media(color_scheme="dark")
        visitor.page.wait_for_timeout(150)
        found += [f"dark: {one}" for one in findings(visitor.page)]
        visitor.page.emulate_media(color_scheme="light")
    return found


def resized(visitor: Visitor, size: str) -> None:
    width, height = SIZES[size]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.wait_for_timeout(100)


@pytest.mark.parametrize("role", [role for role, username in USERNAMES.items() if username not in WALKED_WHOLE])
def test_no_page_says_english_to_a_role(visitors: Visitors, demo_board: Board, role: str) -> None:
    """Those of WALKED_WHOLE have been on every page of theirs above."""
    visitor = visitors("tablet", at=demo_board).arrive(USERNAMES[role], "password")
    found: list[str] = []
    for entry in navigation.entries():
        if role in entry.roles:
            go(visitor, "" if entry == navigation.FRONT else entry.address)
            found += [f"{entry.address}: {one}" for one in said_in_english(visitor, entry.address)]
    assert found == []
