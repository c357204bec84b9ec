"""Every page in a real browser, each opened once: at every size nothing runs off and axe finds nothing, light and dark;
no English. Pictures of all are kept in artefacts/shots."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lib.shell import navigation
from tests.browser.axe import findings
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.english import ACCOUNTS, english
from tests.browser.test_business_pages import PAGES, SHOTS, overflow

Visitors = Callable[..., Visitor]
# Role → its views: pages, what they open into, their forms.
VIEWS = {
    "office": (
        *PAGES.values(),
        "ledger", "ledger?flow=rescue", "ledger?new=1&flow=rescue", "ledger?urge=1", "ledger?standing=every&leaf=2",
        "radar", "rules?chapter=appraisal", "rules?chapter=indicators",
        "reports", "reports?queue=verify&duty=D07-1.2022Q1", "reports?queue=change", "reports?queue=points",
        "orders?part=drafts", "orders?part=hand", "orders?part=papers",
        "exchange", "password", "changes", "changes?since=2022-05-31", "disagreements", "first_run",
        "periods", "periods?period=2022Q1", "meeting",
    ),
    "court": (
        "reports", "reports?queue=file&duty=D02-1.2022H1", "reports?queue=numbers&number=I07-3.2022Q2",
        "reports?queue=help", "ledger", "platforms?flow=litigation",
    ),
    "leader": ("", "changes", "periods", "meeting", "orders"),
    "clerk": ("my_unit", "reports", "ledger"),
    "platform": ("", "ledger", "exchange"),
    "head": ("", "my_unit", "reports"),
    "sysadmin": ("accounts", "health"),
    "secadmin": ("accounts",),
    "auditor": ("audit",),
}  # fmt: skip
# Pages that name commands, with the words of those.
COMMANDS = {
    "first_run": frozenset(
        (
            "user",
            "import",
            "template",
            "out",
            "add",
            "display",
            "role",
            "unit",
            "period",
            "open",
            "decision",
            "meeting",
            "topic",
        )
    )
}
WITH_ACCOUNTS = {"accounts", "audit", "health"}
# One of each layout for axe; the others lay the page out as one of these does.
KEPT = tuple(size for size in SIZES if size != "tablet_small")
LAYOUTS = ("tablet", "tablet_upright", "phone", "projector")


def test_every_page_of_the_menu_is_walked() -> None:
    seen = {address.split("?")[0] or navigation.FRONT.address for views in VIEWS.values() for address in views}
    assert seen == {entry.address for entry in navigation.entries()}


@pytest.mark.parametrize("role", VIEWS)
def test_every_page_fits_is_open_to_all_and_speaks_chinese(visitors: Visitors, demo_board: Board, role: str) -> None:
    visitor = visitors("tablet", at=demo_board).arrive(role)
    SHOTS.mkdir(parents=True, exist_ok=True)
    found = {address: faults(visitor, role, address) for address in VIEWS[role]}
    assert {address: one for address, one in found.items() if one} == {}


def faults(visitor: Visitor, role: str, address: str) -> list[str]:
    """What is wrong with a view at any size, in either theme."""
    page = visitor.open(address).page
    name = address.split("?")[0]
    named = ACCOUNTS if name in WITH_ACCOUNTS else COMMANDS.get(name, frozenset())
    found = [f"English: {words}" for words in english(page, but=named)]
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        if size in KEPT:
            page.screenshot(path=SHOTS / f"{role}-{re.sub('[^a-z0-9]+', '-', address)}-{size}.png")
        if wide := overflow(visitor):
            found.append(f"{size}: {wide} px too wide")
        if size in LAYOUTS:
            found += [f"{size}: {one}" for one in findings(page)]
    width, height = SIZES["tablet"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(300)
    found += [f"dark: {one}" for one in findings(page)]
    page.emulate_media(color_scheme="light")
    return found
