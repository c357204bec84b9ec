"""数据体检 under AppTest: the signals and the burden, the empty board, who is refused, and where a row leads."""

from __future__ import annotations

from datetime import date

import pytest

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Origin
from lib.domain.facts import Event
from lib.domain.periods import Period
from lib.services.book import open_book
from lib.services.radar_views import radar_page
from lib.ui import doors
from tests import people
from tests.demo import UNTIL, VIEWERS
from tests.pages.conftest import USERNAMES, Board
from tests.pages.words import sent, shown

PAGE = "appraisal/radar"


def test_the_office_sees_every_signal_of_the_service_with_why_one_should_look(demo_board: Board) -> None:
    with open_book(demo_board.engine) as book:
        page = radar_page(VIEWERS["office"], book, UNTIL, Period.parse("2022H1"))
    at = demo_board.visit("office", PAGE)
    words = shown(at)
    assert not at.exception and page.count > 2
    assert all(line.signal.seen in words for group in page.groups for line in group.lines)
    assert "提示，不计分" in words and "宜问为何补录、日期有何依据" in words
    assert f"没有提示：{'、'.join(one.name for one in page.groups if not one.lines)}。" in words


def test_a_signal_leads_to_where_it_can_be_checked(demo_board: Board) -> None:
    with open_book(demo_board.engine) as book:
        page = radar_page(VIEWERS["office"], book, UNTIL, Period.parse("2022H1"))
    words = sent(demo_board.visit("office", PAGE))
    for group in page.groups:
        for line in group.lines:
            assert doors.address(line.page, **dict(line.opens)) in words


def test_the_period_of_the_address_is_looked_at(demo_board: Board) -> None:
    at = demo_board.visit("office", PAGE, period="2021Q4")
    assert "2021年第四季度　收件截止 2021年12月31日" in shown(at)


@pytest.mark.parametrize(("load", "words"), [("asked", "当月到期的任务"), ("entered", "当月记录的填报")])
def test_the_burden_is_told_by_unit_and_month(demo_board: Board, load: str, words: str) -> None:
    with open_book(demo_board.engine) as book:
        burden = radar_page(VIEWERS["office"], book, UNTIL, None).burden
    at = demo_board.visit("office", PAGE, load=load)
    said = shown(at)
    assert words in said
    units = [one for one in burden if any(getattr(one, load))]
    assert len(units) > 10 and all(one.name in said for one in units)
    own = getattr(next(one for one in burden if one.unit == "czj"), load)
    assert f"区财政局{sum(own)}{''.join(map(str, own))}" in said.replace("\n", "")


def test_an_empty_board_says_what_would_stand_there(board: Board) -> None:
    at = board.visit("office", PAGE, as_of="2021-04-24")
    assert [one.value for one in at.info] == ["还没有结束的考核期：第一个季度结束后，这里显示数据中宜再看一眼的地方。"]
    assert not at.exception


@pytest.mark.parametrize("role", [None, *(role for role in USERNAMES if role != "office")])
def test_nobody_else_is_shown_anything(demo_board: Board, role: str | None) -> None:
    at = demo_board.visit(role, PAGE)
    words = sent(at)
    assert not at.title and "填报负担" not in words and "补录" not in words
    assert role is None or any("没有打开“数据体检”的权限" in one.value for one in at.warning)


def test_what_a_person_wrote_reaches_no_signal(board: Board) -> None:
    evil = "<img src=x onerror=alert(1)>"
    day = date(2021, 5, 6)
    event = Event(0, 0, "dispute", "1号", "登记", day, None, None, None, None, evil, {}, day)
    with writing(board.engine) as conn:
        recording.append(conn, people.plan(), [event], Origin("office", "page"))
    raw = sent(board.visit("office", PAGE, as_of="2021-07-01"), unescaped=False)
    assert "行政争议化解" in raw and "onerror" not in raw
