"""会议 on a projector in a real browser: walked by the keyboard, a decision in two taps, and the minutes that hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lib.clock import today
from lib.commands.act import Caller
from lib.commands.meeting_acts import decide
from lib.db.engine import open_engine, reading
from lib.db.migrate import migrate
from lib.db.queries.facts import events
from tests import people
from tests.browser.axe import serious_findings
from tests.browser.conftest import Board, Visitor
from tests.browser.layout import ailing
from tests.browser.test_business_pages import SHOTS, overflow
from tests.demo import VIEWERS
from tests.serving import serving

Visitors = Callable[..., Visitor]
TOPIC = "报送债务清偿计划"
# Text of the meeting smaller than 22 px.
_SMALL = """() => [...document.querySelectorAll('.st-key-meeting *')]
  .filter((one) => one.offsetParent && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && !one.closest('.board-unseen, kbd') && parseFloat(getComputedStyle(one).fontSize) < 22)
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, Engine]]:
    """A board for this module alone: every duty of the plan long overdue, one promise of a meeting five days ago."""
    folder = tmp_path_factory.mktemp("meeting")
    database = f"sqlite:///{folder / 'board.db'}"
    engine = open_engine(database)
    migrate(engine)
    password = people.found(engine)
    last = today() - timedelta(days=5)
    decide(engine, people.plan(), Caller(VIEWERS["office"], last), "czj", meeting="联席会议", topic=TOPIC,
           due=last + timedelta(days=1), occurred_on=last)  # fmt: skip
    with serving(database, folder / "server.log") as served:
        yield Board(served, password), engine
    engine.dispose()


def press(visitor: Visitor, key: str, until: str) -> None:
    """Press a key of the keyboard and wait for the words it leads to."""
    visitor.page.keyboard.press(key)
    visitor.page.locator(".board-turn").get_by_text(until).wait_for()
    visitor.still()


def test_two_units_by_keyboard_a_decision_in_two_taps_and_the_minutes(
    visitors: Visitors, own: tuple[Board, Engine]
) -> None:
    board, engine = own
    visitor = visitors("projector", at=board).arrive("office", address="meeting")
    page = visitor.page
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.locator(".board-card").get_by_text(TOPIC).wait_for()
    page.screenshot(path=SHOTS / "meeting_opening.png")
    assert page.evaluate(_SMALL) == []
    press(visitor, "ArrowRight", "1／")
    press(visitor, "ArrowRight", "2／")
    press(visitor, "ArrowLeft", "1／")
    press(visitor, "ArrowRight", "2／")
    assert page.evaluate(_SMALL) == [] and ailing(page) == []
    unit, name = page.url.rpartition("unit=")[2], page.locator(".board-turn h2").inner_text()

    page.locator("[class*=st-key-choose-]").first.get_by_role("button").click()
    visitor.still()
    topic = page.get_by_label("议定内容")
    topic.press("ArrowLeft")
    topic.press("ArrowRight")
    visitor.still()
    assert page.url.endswith(f"unit={unit}")
    page.screenshot(path=SHOTS / "meeting_unit.png")
    asked = topic.input_value()
    page.get_by_role("button", name="一周").click()
    page.locator(".board-made").get_by_text(asked).wait_for()
    visitor.still()

    with reading(engine) as conn:
        stored = events(conn, flow="decision")[-1]
    assert (stored.assignee, stored.attributes["议题"], stored.occurred_on) == (unit, asked, today())
    assert overflow(visitor) == 0 and serious_findings(page, ".st-key-meeting") == []
    visitor.open("meeting?unit=minutes")
    minutes = page.get_by_label("会议纪要").input_value()
    assert f"{asked}，期限" in minutes and f"（{stored.case_no}）" in minutes and TOPIC in minutes
    assert name.split()[0] in minutes
    page.screenshot(path=SHOTS / "meeting_minutes.png")


@pytest.mark.parametrize("size", ["tablet", "tablet_upright"])
def test_no_part_of_the_page_scrolls_sideways(visitors: Visitors, own: tuple[Board, Engine], size: str) -> None:
    visitor = visitors(size, at=own[0], touch=True).arrive("office", address="meeting")
    for address in ("meeting", "meeting?unit=czj", "meeting?unit=minutes"):
        assert overflow(visitor.open(address)) == 0
        assert ailing(visitor.page) == []
