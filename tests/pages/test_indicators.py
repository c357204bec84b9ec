"""量化指标: the numbers of the command, each with its words; units as far as the viewer may see them; what is empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.db.engine import writing
from lib.db.facts import Origin
from lib.db.recording import append
from lib.domain.facts import Event
from lib.domain.periods import Period
from lib.domain.wording import percent, rated
from lib.services.book import Book, open_book
from lib.services.indicators import indicator_readings
from tests.demo import UNTIL
from tests.pages.conftest import Board
from tests.pages.words import sent, shown
from tests.people import plan

PAGE, PERIOD = "duties/indicators", Period.parse("2022H1")


@pytest.fixture
def book(demo_board: Board) -> Iterator[Book]:
    with open_book(demo_board.engine) as opened:
        yield opened


def opened(board: Board, role: str, **query: str) -> AppTest:
    """The page with a query of its own: one given on the way in goes with the front page."""
    at = board.visit(role, PAGE)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception and not at.error
    return at


def test_it_shows_the_value_the_mark_the_target_and_the_doubt_of_each_indicator(demo_board: Board, book: Book) -> None:
    words = shown(opened(demo_board, "leader"))
    whole = {one.indicator.code: one for one in indicator_readings(book, PERIOD, UNTIL) if one.unit is None}
    assert all(one.indicator.title in words for one in whole.values())
    heads = whole["I04-1"]
    low, high = heads.parts[0].interval or (None, None)
    assert percent(heads.parts[0].value) in words and f"{heads.parts[0].numerator}/{heads.denominator} 件" in words
    assert f"目标 ≥ 90%　95% 区间 {percent(low)}–{percent(high)}" in words
    assert "行政诉讼开庭的案件（一件只算一次）" in words and "计分（各单位按本单位数）" in words
    assert "对照　再次起诉率" in words and "本期未填报" in words


def test_the_period_is_that_of_the_address_and_is_not_called_cumulative(demo_board: Board, book: Book) -> None:
    at = opened(demo_board, "leader", period="2022Q1")
    assert at.selectbox(key="period-control").options[:2] == ["2022年上半年", "2022年第二季度"]
    reading = indicator_readings(book, Period.parse("2022Q1"), UNTIL)[1]
    assert percent(reading.parts[0].value) in shown(at) and "2022年第一季度，有目标的" in shown(at)


def test_one_indicator_has_its_definition_its_units_and_its_past_as_text(demo_board: Board, book: Book) -> None:
    at = opened(demo_board, "leader", indicator="I04-1", period="2021")
    words = shown(at)
    assert len(at.get("vega_lite_chart")) == 1
    found = [one for one in indicator_readings(book, Period.parse("2021"), UNTIL) if one.indicator.code == "I04-1"]
    units = [one for one in found if one.unit]
    for one in units:
        assert one.unit is not None and book.plan.unit[one.unit].short in words
        assert f"{one.parts[0].numerator}/{one.denominator}" in words
    assert rated(found[0].parts[0].numerator, found[0].denominator or 0) in words and "2021年" in words
    assert "台账：行政诉讼 →" in words and "第 4 项" in words


@pytest.mark.parametrize("code", ["I04-1", "I03-3"])
@pytest.mark.parametrize("role", ["unit_head", "platform_clerk"])
def test_a_unit_is_sent_no_name_and_no_number_of_another(demo_board: Board, role: str, code: str) -> None:
    to_leader, to_unit = (sent(opened(demo_board, one, indicator=code, period="2021")) for one in ("leader", role))
    sued = [unit.short for unit in plan().units if unit.kind == "agency" and unit.short in to_leader]
    assert len(sued) > 5
    assert not [name for name in sued if name in to_unit]
    assert "这里是总体和本单位" in to_unit


def test_the_guard_opens_beside_its_indicator(demo_board: Board) -> None:
    words = shown(opened(demo_board, "office", indicator="I03-1"))
    assert "对照指标" in words and words.count("化解中心登记的行政争议") >= 1


def test_every_indicator_opens(demo_board: Board) -> None:
    at = demo_board.visit("office", PAGE)
    for one in plan().indicators:
        at.query_params["indicator"] = one.code
        words = shown(at.run())
        assert not at.exception and not at.error, one.code
        assert f"{one.code}　2022年上半年" in words and "历期" in words


def test_before_the_first_quarter_has_ended_it_says_when_something_will_stand_there(demo_board: Board) -> None:
    at = demo_board.visit("office", as_of="2021-04-24")
    at = demo_board.page(at, PAGE)
    assert [one.value for one in at.info] == ["还没有结束的考核期：第一个考核期结束后，这里显示各项指标。"]


def test_without_facts_every_number_is_a_dash_and_says_why(board: Board) -> None:
    words = shown(opened(board, "leader"))
    assert "有目标的 10 项指标中 10 项无案件、未填报或基数不足，不判断。" in words
    assert "本期无案件" in words and "本期未填报" in words and "0/0" not in words and "达标 0" not in words


def test_too_few_cases_are_shown_as_they_are_and_not_judged(board: Board) -> None:
    day = date(2021, 5, 10)
    heard = [
        Event(0, seq, "litigation", f"案{number}", action, day, None, "zrzy", None, None, None, attributes, day)
        for number in range(3)
        for seq, (action, attributes) in enumerate(
            [("立案", {}), ("开庭", {"负责人出庭": "是", "出庭职务": "正职"})], start=1
        )
    ]
    with writing(board.engine) as conn:
        append(conn, plan(), heard, Origin("court", "form"))
    at = board.visit("leader", as_of="2021-07-01")
    at = board.page(at, PAGE)
    words = shown(at)
    assert "3/3" in words and "分母不足 5 件，不判断" in words and "基数不足" in words
    at.query_params["indicator"] = "I04-1"
    assert "基数不足" in shown(at.run()) and not at.exception


def test_an_item_opens_its_indicators_in_the_quarter_it_shows(demo_board: Board) -> None:
    at = demo_board.visit("leader", "duties/items")
    at.query_params["item"] = "4"
    assert "duties/indicators?indicator=I04-1&period=2022Q1" in sent(at.run())


def test_the_sentence_of_the_day_opens_the_appearance_rate(demo_board: Board) -> None:
    assert "duties/indicators?indicator=I04-1&period=2022Q1" in sent(demo_board.visit("leader"))
