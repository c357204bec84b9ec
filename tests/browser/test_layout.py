"""One screen where one is promised, the order of a phone, and a district of thirty units by thirty items."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from lib.clock import now
from lib.db.board import store_plan
from lib.db.engine import open_engine, writing
from lib.db.migrate import migrate
from lib.definitions.document import document_text
from lib.definitions.folder import load
from lib.domain.canonical import digest_of
from lib.security.accounts import Draft, insert_account
from lib.security.founding import OPERATOR_NAME, create_operator
from lib.web.identity import COOKIE
from tests import people
from tests.browser.conftest import SIZES, Board, Visitor
from tests.browser.layout import ailing
from tests.foreign import test_many_units as many_units
from tests.serving import serving

Visitors = Callable[..., Visitor]
_MAIN = "document.querySelector('[data-testid=stMain]')"
BOTH_WAYS = ("tablet", "tablet_upright")


def scrolls(visitor: Visitor) -> int:
    """By how much the page is higher than the window."""
    high: int = visitor.page.evaluate(f"{_MAIN}.scrollHeight - {_MAIN}.clientHeight")
    return high


def turned(visitor: Visitor, size: str) -> Visitor:
    """The same page in a window of another size."""
    width, height = SIZES[size]
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.wait_for_timeout(300)
    return visitor


def test_the_cockpit_stands_on_one_screen_without_scrolling(visitors: Visitors, demo_board: Board) -> None:
    """But for the hint of the first visit, which lies over its lower edge until it is put away."""
    visitor = visitors("tablet", at=demo_board).sign_in("leader")
    hint, tiles = visitor.page.locator(".st-key-first-hint"), visitor.page.locator(".board-tiles")
    if hint.count():
        visitor.page.evaluate(f"{_MAIN}.scrollTo(0, 10000)")
        over, below = hint.bounding_box(), tiles.bounding_box()
        assert over and below and below["y"] + below["height"] <= over["y"], "nothing stays under the hint"
        hint.get_by_role("button", name="知道了").click()
        visitor.still()
    for size in ("tablet", "tablet_upright", "desktop", "projector"):
        assert scrolls(turned(visitor, size)) <= 0, size
        assert ailing(visitor.page) == [], size


def test_the_own_unit_reads_from_top_to_bottom_on_a_phone(visitors: Visitors, demo_board: Board) -> None:
    """The light and the score, what was lost, what regains most, what is due: in this order, nothing cut."""
    visitor = visitors("phone", at=demo_board).sign_in("leader", address="my_unit?unit=jrj")
    assert ailing(visitor.page) == []
    titles = visitor.page.locator(".board-card > header h2")
    places = sorted((titles.nth(n).bounding_box() or {"y": 0})["y"] for n in range(titles.count()))
    by_place = {(titles.nth(n).bounding_box() or {"y": 0})["y"]: titles.nth(n).inner_text() for n in range(len(places))}
    order = [by_place[place] for place in places]
    assert order[:5] == ["区金融工作局", "失分在哪里", "最能补分", "待办任务", "待办案件"]


@pytest.fixture(scope="module")
def many_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, str]]:
    """A board of thirty units by thirty items, and the cookie of its leader."""
    folder = tmp_path_factory.mktemp("many")
    database = f"sqlite:///{folder / 'board.db'}"
    plan = load(many_units.plan_folder(folder / "plan"))
    engine = open_engine(database)
    migrate(engine)
    text = document_text(plan)
    with writing(engine) as conn:
        store_plan(
            conn, code=plan.code, version=plan.version, digest=digest_of(text), document=text, account=OPERATOR_NAME
        )
        create_operator(conn, now())
        insert_account(conn, OPERATOR_NAME, Draft("leader", "县长", "leader", None), None, now())
    many_units.settle(engine)
    cookie = people.cookie_for(engine, "leader")
    engine.dispose()
    with serving(database, folder / "server.log") as served:
        yield Board(served, ""), cookie


def test_thirty_units_and_thirty_duties_stay_readable(visitors: Visitors, many_board: tuple[Board, str]) -> None:
    board, cookie = many_board
    visitor = visitors("tablet", at=board)
    visitor.context.add_cookies([{"name": COOKIE, "value": cookie, "url": board.url}])
    day = f"as_of={many_units.AS_OF}"
    visitor.open(f"units?{day}")
    assert visitor.page.locator(".board-table.matrix tbody tr").count() == many_units.UNITS
    for size in BOTH_WAYS:
        _scrolls_within_its_frame(turned(visitor, size))
        assert ailing(visitor.page) == [], size
    visitor.open(f"units?unit=u01&{day}")
    for size in BOTH_WAYS:
        assert ailing(turned(visitor, size).page) == [], size


def _scrolls_within_its_frame(visitor: Visitor) -> None:
    """Every item is in sight; the names stay at the left and the heads above while the rows move."""
    frame, heads = visitor.page.locator(".board-scroll"), visitor.page.locator(".matrix thead th")
    name = visitor.page.locator(".matrix tbody th").last
    frame.evaluate("(one) => one.scrollTo(0, 0)")
    around, last, before = frame.bounding_box(), heads.last.bounding_box(), name.bounding_box()
    assert around and last and before
    assert last["x"] + last["width"] <= around["x"] + around["width"] + 1
    frame.evaluate("(one) => one.scrollTo(9999, 9999)")
    after, head = name.bounding_box(), heads.last.bounding_box()
    assert after and after["x"] == before["x"] and after["y"] < before["y"]
    assert head and abs(head["y"] - around["y"]) <= 2
