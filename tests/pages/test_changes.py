"""工作动态, 分歧清单, 开始使用 and the hint of the first visit under AppTest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.domain.rights import ROLES
from lib.services.book import open_book
from lib.services.change_views import changes_page
from lib.services.voices import disagreements_page
from lib.shell.hints import WORDS
from lib.ui import doors
from tests.demo import UNTIL, VIEWERS
from tests.pages.conftest import USERNAMES, Board
from tests.pages.words import sent, shown

CHANGES, DIFFERING, FIRST = "overview/changes", "duties/disagreements", "overview/first_run"
SINCE = UNTIL - timedelta(days=30)


@pytest.mark.parametrize("role", ["leader", "office"])
def test_the_page_says_what_changed_since_the_day_of_the_address(demo_board: Board, role: str) -> None:
    with open_book(demo_board.engine) as book:
        page = changes_page(VIEWERS[role], book, UNTIL, SINCE)
    at = demo_board.visit(role, CHANGES, since=SINCE.isoformat())
    words = shown(at)
    assert not at.exception and "".join(one.text for one in page.sentence) in words
    assert all(one.name in words for one in (*page.units, *page.items, *page.flows))
    assert page.records and all(one.line.words in words and one.line.by in words for one in page.records)
    assert doors.address("duties/units", unit=page.duties[0].owner, duty=page.duties[0].key) in sent(at)


def test_a_unit_of_the_address_narrows_the_page(demo_board: Board) -> None:
    at = demo_board.visit("office", CHANGES, since=SINCE.isoformat(), unit="kgj")
    with open_book(demo_board.engine) as book:
        whole, own = (changes_page(VIEWERS["office"], book, UNTIL, SINCE, unit) for unit in (None, "kgj"))
    words = shown(at)
    other = next(one for one in whole.duties if one not in own.duties)
    assert other.title not in words and all(one.title in words for one in own.duties)
    assert at.selectbox(key="changes-unit").value == "kgj"


def test_a_quick_day_goes_to_the_address(demo_board: Board) -> None:
    at = demo_board.visit("leader", CHANGES)
    at.button_group(key="since-quick").set_value("month").run()
    assert at.query_params["since"] == "2022-05-31"
    assert "5月31日之后至6月30日" in shown(at)


def test_a_day_that_cannot_be_is_said_and_left(demo_board: Board) -> None:
    at = demo_board.visit("leader", CHANGES, since="2022-07-01")
    assert "2022-07-01" in at.warning[0].value and not at.exception
    assert "6月23日之后至6月30日" in shown(at)


def test_an_empty_board_says_what_would_stand_there(board: Board) -> None:
    words = shown(board.visit("leader", CHANGES, as_of="2021-05-11", since="2021-05-10"))
    assert "亮灯、任务和台账都没有变化。" in words
    assert "填报、核实、任务调整、指标填报、研判和考核各步骤一经录入就显示在这里。" in words


@pytest.mark.parametrize("page", [CHANGES, DIFFERING])
@pytest.mark.parametrize("role", [None, *(role for role in USERNAMES if role not in ("leader", "office"))])
def test_nobody_else_is_shown_anything(demo_board: Board, role: str | None, page: str) -> None:
    at = demo_board.visit(role, page)
    assert "录入人" not in sent(at) and "单位自报" not in sent(at)
    assert role is None or any("没有打开" in one.value for one in at.warning)


def test_disagreements_are_one_tap_from_the_items(demo_board: Board) -> None:
    with open_book(demo_board.engine) as book:
        rows = disagreements_page(VIEWERS["office"], book, UNTIL)
    assert DIFFERING in sent(demo_board.visit("office", "duties/items"))
    assert DIFFERING not in sent(demo_board.visit("unit_head", "duties/items"))
    words = shown(demo_board.visit("office", DIFFERING))
    assert rows and all(one.title in words and one.words in words for one in rows)


def test_an_empty_list_of_disagreements_says_what_would_stand_there(board: Board) -> None:
    words = shown(board.visit("office", DIFFERING, as_of="2021-04-25"))
    assert "没有分歧：" in words


@pytest.mark.parametrize("role", ["office", "sys_admin"])
def test_a_board_without_facts_opens_on_the_five_steps_once(board: Board, role: str) -> None:
    at = board.visit(role)
    words = shown(at)
    assert at.title[0].value == "开始使用" and "五步，还差 4 步" in words and "python -m lib template" in words
    for name in ("单位和人员", "已有的事实", "谁能做什么", "首个考核周期", "首次会议"):
        assert name in words
    assert (doors.address("office/exchange") in sent(at)) == (role == "office")
    assert board.page(at, "overview/cockpit").title[0].value != "开始使用"


def test_a_board_with_facts_opens_on_its_front_page_and_keeps_the_steps(demo_board: Board) -> None:
    at = demo_board.visit("office")
    assert at.title[0].value == "总览"
    words = shown(demo_board.page(at, FIRST))
    assert "最近发生于" in words and "python -m lib template" not in words


def test_every_role_has_its_hint() -> None:
    assert set(WORDS) == set(ROLES) - {"operator"}


def test_a_hint_put_away_stays_away_in_a_session_of_another_day(board: Board) -> None:
    at = board.visit("leader")
    assert WORDS["leader"] in shown(at)
    at.button(key="put-hint-away").click().run()
    assert WORDS["leader"] not in shown(at)
    assert WORDS["leader"] not in shown(board.visit("leader"))
    assert WORDS["unit_head"] in shown(board.visit("unit_head"))


def test_a_hint_is_shown_on_the_front_page_alone(demo_board: Board) -> None:
    assert WORDS["leader"] not in shown(demo_board.visit("leader", CHANGES))
