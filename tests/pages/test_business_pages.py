"""总览, 责任单位, 联动事项, 量化指标, 平台运行, 考核排名, 我的单位: values, empty states, strangers, and the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from lib.db.engine import writing
from lib.db.facts import Origin, append
from lib.domain.facts import Report
from lib.domain.periods import Period
from lib.domain.wording import points
from lib.services import platform_views
from lib.services.appraisal import appraisal
from lib.services.book import Book, open_book
from lib.services.platforms import platform_counts
from tests.demo import UNTIL
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGES = {
    "overview/cockpit": "总览",
    "duties/units": "责任单位",
    "duties/items": "联动事项",
    "duties/indicators": "量化指标",
    "platforms/platforms": "平台运行",
    "appraisal/ranking": "考核排名",
    "appraisal/my_unit": "我的单位",
}
BUSINESS = ("leader", "office", "unit_head", "unit_clerk", "platform_clerk", "court_clerk")


@pytest.fixture
def book(demo_board: Board) -> Iterator[Book]:
    with open_book(demo_board.engine) as opened:
        yield opened


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_of_when_it_is_and_by_which_snapshot(demo_board: Board, book: Book, page: str) -> None:
    at = demo_board.visit("leader", page)
    assert [one.value for one in at.title] == [PAGES[page]]
    assert f"数据截至 2022年6月30日（最后一条记录之日）　快照 {book.edition.snapshot(UNTIL)}" in shown(at)
    assert not at.exception


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_shown_nothing(demo_board: Board, page: str) -> None:
    at = demo_board.visit(None, page)
    words = sent(at)
    assert not at.title
    assert "快照" not in words and "区科工信局" not in words


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", BUSINESS)
def test_a_board_without_facts_opens_for_every_role(board: Board, page: str, role: str) -> None:
    at = board.visit(role, page)
    assert not at.exception and not at.error
    assert [one.value for one in at.title] == [PAGES[page]]


def test_the_cockpit_shows_every_item_platform_and_place(demo_board: Board, book: Book) -> None:
    words = shown(demo_board.visit("leader"))
    assert "截至6月30日，25 项联动事项中" in words and "最需关注" in words
    assert all(item.title in words for item in book.plan.items if item.no.isdigit())
    row = next(row for row in appraisal(book, Period.parse("2022H1"), UNTIL).rows if row.league_rank == 1)
    assert points(row.score.total) in words
    rescue = platform_counts(book, date(2022, 1, 1), UNTIL, "rescue")[0]
    assert f"{rescue.flow.title}{rescue.open}件在办" in words


def test_the_cockpit_of_an_empty_board_says_what_would_stand_there(board: Board) -> None:
    words = shown(board.visit("leader"))
    assert "没有待核实的申报和待销号的督办" in words
    assert "0件在办" in words


def test_units_open_to_their_duties(demo_board: Board) -> None:
    words = shown(demo_board.visit("leader", "duties/units"))
    assert "区科工信局" in words and "／共" in words
    at = demo_board.visitor("leader")
    at.query_params["unit"] = "kgj"
    opened = shown(demo_board.page(at.run(), "duties/units"))
    assert opened.count("困境企业挽救中心挂牌和专人到位") or "牵头任务" not in opened


def test_items_say_done_out_of_all(demo_board: Board) -> None:
    words = shown(demo_board.visit("office", "duties/items"))
    assert "完成／全部期次" in words and "环境资源司法保护" in words


def test_platforms_show_the_counts_of_the_command(demo_board: Board, book: Book) -> None:
    words = shown(demo_board.visit("leader", "platforms/platforms"))
    for one in platform_counts(book, date(2022, 1, 1), UNTIL):
        assert f"{one.registered:,}" in words and one.flow.name[:2] in words


def test_the_ranking_shows_the_draft_to_the_office_and_not_to_a_unit(demo_board: Board, book: Book) -> None:
    office = demo_board.visit("office", "appraisal/ranking")
    assert "牵头单位组" in shown(office) and "草稿" in shown(office)
    head = demo_board.visit("unit_head", "appraisal/ranking")
    assert [one.value for one in head.info] == [
        "尚未公示：考核结果由区领导审定、领导小组办公室公示后，这里显示本组排名；核对期间，本单位的得分在“我的单位”。"
    ]
    best = max(row.score.total for row in appraisal(book, Period.parse("2022H1"), UNTIL).rows if row.rank)
    assert points(best) not in sent(head)


def test_a_unit_head_sees_the_light_with_its_reasons_and_no_score_yet(demo_board: Board) -> None:
    words = shown(demo_board.visit("unit_head", "appraisal/my_unit"))
    assert "区科工信局" in words and "／共 1" in words
    assert "考核结果核对后可见" in words


def test_a_leader_chooses_a_unit_first(demo_board: Board) -> None:
    at = demo_board.visit("leader", "appraisal/my_unit")
    assert [one.value for one in at.info] == ["请选择单位：这里显示该单位的灯、待办事项和得分。"]
    at.selectbox(key="unit-control").set_value("sfj").run()
    words = shown(at)
    assert at.query_params["unit"] == "sfj"
    assert "平台运行" in words and "失分在哪里" in words and "草稿，未核对、未公示" in words


def test_the_date_of_the_address_turns_the_whole_board(demo_board: Board) -> None:
    at = demo_board.visit("leader", as_of="2021-09-30")
    assert "数据截至 2021年9月30日" in shown(at)
    words = shown(demo_board.page(at, "duties/units"))
    assert "数据截至 2021年9月30日" in words


def test_the_date_chosen_on_one_page_is_kept_on_the_next_and_in_the_address(demo_board: Board) -> None:
    at = demo_board.visit("leader")
    at.date_input(key="as-of-control").set_value(date(2021, 12, 31)).run()
    assert at.query_params["as_of"] == "2021-12-31"
    at.query_params.clear()  # as a link of the menu does
    at = demo_board.page(at, "duties/items")
    assert at.query_params["as_of"] == "2021-12-31"
    assert "数据截至 2021年12月31日" in shown(at)


@pytest.mark.parametrize("asked", ["garbage", "2020-01-01", "2099-01-01", ""])
def test_a_date_that_cannot_be_is_said_and_replaced(demo_board: Board, asked: str) -> None:
    at = demo_board.visit("leader", as_of=asked)
    assert "不可用" in at.warning[0].value
    assert at.query_params["as_of"] == "2022-06-30"


def test_the_period_is_in_the_address_and_only_ended_ones_can_be_chosen(demo_board: Board) -> None:
    at = demo_board.visit("office", "appraisal/ranking")
    control = at.selectbox(key="period-control")
    assert control.options[:3] == ["2022年上半年累计", "2022年第二季度累计", "2022年第一季度累计"]
    control.set_value("2022Q1").run()
    assert at.query_params["period"] == "2022Q1"
    assert "2022年第一季度累计" in shown(at)


def test_before_the_first_quarter_has_ended_the_ranking_says_so(demo_board: Board) -> None:
    at = demo_board.visit("office", as_of="2021-04-24")
    at = demo_board.page(at, "appraisal/ranking")
    assert [one.value for one in at.info] == ["还没有结束的考核期：第一个考核期结束后，这里显示排名。"]


@pytest.mark.parametrize("name", ["unit", "item", "flow", "duty", "indicator"])
def test_a_filter_that_names_nothing_is_left_unheeded(demo_board: Board, name: str) -> None:
    pages = {"unit": "duties/units", "duty": "duties/units", "item": "duties/items", "indicator": "duties/indicators"}
    page = pages.get(name, "platforms/platforms")
    at = demo_board.visit("leader", page)
    at.query_params[name] = "<script>alert(1)</script>"
    at.run()
    assert not at.exception and not at.error
    assert "<script>" not in sent(at)


def test_what_a_unit_wrote_never_becomes_markup(board: Board) -> None:
    evil = "<img src=x onerror=alert(1)>"
    report = Report(0, "D10-1", "kgj", None, None, date(2021, 5, 20), "completion", None, evil, evil, date(2021, 5, 20))
    with writing(board.engine) as conn:
        append(conn, [report], Origin("clerk", "form"))
    at = board.visit("office", "duties/units", as_of="2021-05-31")
    at.query_params["unit"], at.query_params["duty"] = "kgj", "D10-1"
    raw = sent(at.run(), unescaped=False)
    assert "&lt;img src=x" in raw and "<img" not in raw


def test_whoever_may_open_cases_is_led_to_those_of_a_unit_and_a_leader_to_their_counts(demo_board: Board) -> None:
    at = demo_board.visit("office", "platforms/platforms")
    at.query_params["flow"] = "nonlitigation"
    assert "platforms/ledger?flow=nonlitigation&holder=" in sent(at.run())
    at = demo_board.visit("leader", "platforms/platforms")
    at.query_params["flow"] = "nonlitigation"
    assert "platforms/ledger" not in sent(at.run())


def test_a_long_list_of_cases_says_that_it_is_not_all(demo_board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_views, "MOST_ROWS", 3)
    at = demo_board.visit("office", "platforms/platforms")
    at.query_params["flow"] = "nonlitigation"
    words = shown(at.run())
    assert "列出 3 件，超期最久的在前；全部在“台账”。" in words
    assert words.count("非诉〔") == 3


def test_lights_counted_in_the_sentence_open_the_items_they_count(demo_board: Board) -> None:
    for light, words in (("red", "项红灯"), ("yellow", "项预警"), ("pending", "项待核实")):
        counted = re.search(rf"(\d+) {words}", shown(demo_board.visit("leader")))
        at = demo_board.visit("leader", "duties/items")
        at.query_params["light"] = light
        opened = re.findall(r"items\?item=(\w+)", sent(at.run()))
        assert counted and len(set(opened)) == int(counted[1]) > 0
