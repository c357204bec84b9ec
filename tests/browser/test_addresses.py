"""Links and the way back: a link shows after sign-in what its sender saw; Back, and 返回, lead where one came from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Board, Visitor
from tests.browser.test_every_page import go

Visitors = Callable[..., Visitor]
ROW, BACK = ".board-table tbody .board-door.row", ".board-door.back"
# Whose → where one is, what one taps there, and whether a 返回 leads from there to where one was.
WAYS = {
    "leader": (
        ("?as_of=2022-03-31", ".board-door.item", False),
        ("items?as_of=2022-03-31", ROW, True),
        ("units?as_of=2022-03-31", ROW, True),
        ("indicators?period=2021H2", "[data-open*='indicator=']", True),
        ("platforms?as_of=2022-03-31", ROW, True),
        ("ranking?period=2021H2", ROW, False),
        ("changes?since=2022-05-31", ".board-door", False),
        ("disagreements", ".board-door", False),
        ("periods", ROW, True),
        ("periods?part=check&period=2021H2", ".st-key-part-control button", False),
    ),
    "office": (
        ("ledger?flow=rescue&standing=every", ROW, True),
        ("ledger?standing=every&leaf=2", ROW, True),
        ("orders?part=hand&show=closed", ROW, True),
        ("reports?queue=verify", "[data-open*='duty=']", True),
        ("my_unit?unit=jrj&period=2022H1&rule=delivery", "[data-open*='part=']", True),
        ("radar?load=entered", "[data-open]", False),
        ("rules?chapter=indicators", ROW, False),
        ("meeting", "[data-testid=stMain] .st-key-meeting-after button", False),
    ),
    "auditor": (("audit?from=2022-01-01", ROW, False),),
}
# What a sender may pass on: of every kind one, for the way through the door is the same.
LINKS = {
    "leader": ("indicators?as_of=2022-03-31&period=2021H2&indicator=I04-1", "periods?period=2021H2&part=check"),
    "office": ("ledger?flow=rescue&standing=every&leaf=2", "orders?part=hand&show=closed"),
}


def seen(visitor: Visitor) -> tuple[str, str]:
    """The address, its filters in the order of their names, and the words below the menu."""
    visitor.still()
    path, _, query = visitor.page.url.partition("?")
    return f"{path}?{'&'.join(sorted(query.split('&')))}", visitor.page.get_by_test_id("stMain").inner_text()


@pytest.mark.parametrize("username", WAYS)
def test_back_leads_where_one_came_from(visitors: Visitors, demo_board: Board, username: str) -> None:
    visitor = visitors("tablet", at=demo_board).arrive(username, "password")
    lost = {}
    for address, door, has_way_back in WAYS[username]:
        go(visitor, address)
        lost[address] = [word for word in _strayed(visitor, door, has_way_back) if word]
    assert {address: one for address, one in lost.items() if one} == {}


def _strayed(visitor: Visitor, door: str, has_way_back: bool) -> list[str]:
    before = seen(visitor)
    visitor.page.locator(door).locator("visible=true").first.click()
    inside = seen(visitor)
    if inside == before:
        return [f"{door} leads nowhere"]
    visitor.page.go_back()
    found = [_other(before, seen(visitor), "Back")]
    if has_way_back:
        visitor.page.go_forward()
        found.append(_other(inside, seen(visitor), "forward"))
        visitor.page.locator(BACK).first.click()
        found.append(_other(before, seen(visitor), "返回"))
    return found


def _other(wanted: tuple[str, str], found: tuple[str, str], by: str) -> str:
    if found == wanted:
        return ""
    return f"{by}: {found[0]} for {wanted[0]}" if found[0] != wanted[0] else f"{by}: other words at {found[0]}"


def test_one_step_back_from_a_page_of_the_menu_is_enough(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("desktop", at=demo_board).arrive("leader", "items?as_of=2021-09-30")
    before = seen(visitor)
    visitor.page.get_by_test_id("stTopNavLink").first.click()
    visitor.page.locator(".board-items").wait_for()
    assert "as_of=2021-09-30" in seen(visitor)[0]
    assert "数据截至 2021年9月30日" in visitor.words()
    visitor.page.go_back()
    assert seen(visitor) == before


def test_an_address_that_the_board_completed_is_no_step(visitors: Visitors, demo_board: Board) -> None:
    visitor = visitors("desktop", at=demo_board).arrive("clerk", "rules?chapter=duties")
    before = seen(visitor)
    visitor.open("my_unit")
    completed = seen(visitor)[0]
    assert "as_of=" in completed and "period=" in completed and "unit=kgj" in completed
    visitor.page.go_back()
    assert seen(visitor) == before


@pytest.mark.parametrize("username", LINKS)
def test_a_link_shows_after_sign_in_what_its_sender_saw(visitors: Visitors, demo_board: Board, username: str) -> None:
    sender = visitors("tablet", at=demo_board).arrive(username, "password")
    for address in LINKS[username]:
        go(sender, address)
        sent = seen(sender)
        assert seen(visitors("tablet", at=demo_board).sign_in(username, address=sent[0].split("/", 3)[3])) == sent
