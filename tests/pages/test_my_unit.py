"""我的单位: the score as each role is shown it, a part with its facts, objecting, withdrawing, and confirming."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib import clock
from lib.db.engine import open_engine
from lib.domain.wording import points
from lib.services.book import open_book
from lib.services.period_results import in_force
from tests.appraised import CHECKED, COMPUTED, YEAR, appraise
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE = "appraisal/my_unit"
HIDDEN = "考核结果核对后可见"


@pytest.fixture(scope="module")
def appraised_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with periods taken through their lives, the units to check from today (tests.appraised)."""
    file = tmp_path_factory.mktemp("appraised-pages") / "board.db"
    shutil.copy(demo_file, file)
    engine = open_engine(f"sqlite:///{file}")
    appraise(engine, clock.today())
    engine.dispose()
    return file


@pytest.fixture
def board(appraised_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A copy of it, to act on."""
    file = tmp_path / "board.db"
    shutil.copy(appraised_file, file)
    engine = open_engine(f"sqlite:///{file}")
    monkeypatch.setenv("DATABASE_URL", str(engine.url))
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    yield Board(engine, "")
    engine.dispose()
    st.cache_resource.clear()


def visit(board: Board, role: str, unit: str | None = None, period: str = CHECKED.code, **query: str) -> AppTest:
    """The page as of today."""
    at = board.visit(role, as_of=clock.today().isoformat(), period=period)
    at = board.page(at, PAGE)
    for name, value in {**({"unit": unit} if unit else {}), **query}.items():
        at.query_params[name] = value
    return at.run()


def press(at: AppTest, label: str) -> None:
    next(one for one in at.button if one.label == label).click().run()


def total(board: Board, unit: str = "kgj") -> str:
    with open_book(board.engine) as book:
        return points(in_force(book, CHECKED, clock.today()).row(unit).score.total)


def buttons(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def test_the_head_sees_the_score_of_the_unit_and_confirms_it_once(board: Board) -> None:
    at = visit(board, "unit_head")
    words = shown(at)
    assert total(board) in words and "单位核对中　第 2 版　摘要 " in words and "收件截至 2022年7月12日" in words
    assert "失分在哪里" in words and "版本对照" in words and "材料属实" in words and "2021年　约谈" in words
    press(at, "核对无误")
    assert [one.value for one in at.success] == ["区科工信局已确认2022年第二季度的结果无误"]
    assert "核对无误" not in buttons(at) and "已核对无误" in shown(at)


def test_the_clerk_sees_the_score_and_does_not_confirm_it(board: Board) -> None:
    at = visit(board, "unit_clerk")
    assert total(board) in shown(at) and "核对无误" not in buttons(at)


@pytest.mark.parametrize("role", ["unit_head", "unit_clerk"])
def test_before_the_check_its_people_see_no_figure_of_it(board: Board, role: str) -> None:
    at = visit(board, role, period=COMPUTED.code)
    words = shown(at)
    assert HIDDEN in words and "失分在哪里" not in words and "摘要" not in words
    with open_book(board.engine) as book:
        row = in_force(book, COMPUTED, clock.today()).row("kgj")
    assert row.score.total is not None and points(row.score.total) not in words


@pytest.mark.parametrize("role", ["leader", "office"])
def test_leader_and_office_see_a_computed_result_and_offer_no_objection(board: Board, role: str) -> None:
    at = visit(board, role, "kgj", COMPUTED.code)
    words = shown(at)
    assert "已计算　第 1 版" in words and "失分在哪里" in words
    assert not {"核对无误", "提出申诉"} & set(buttons(at)) and 'board-door object"' not in sent(at)


def test_the_clerk_of_a_platform_sees_its_unit_and_objects_to_nothing(board: Board) -> None:
    at = visit(board, "platform_clerk")
    assert total(board, "zzw") in shown(at) and "board-door object" not in sent(at)
    opened = visit(board, "platform_clerk", rule="flow", part="flow:nonlitigation")
    assert "未按时的环节" in shown(opened) and "提出申诉" not in buttons(opened)


def test_the_court_sees_its_own_lines(board: Board) -> None:
    assert total(board, "qfy") in shown(visit(board, "court_clerk"))


@pytest.mark.parametrize("role", ["unit_clerk", "platform_clerk", "court_clerk"])
def test_another_unit_of_the_address_is_left_unheeded(board: Board, role: str) -> None:
    at = visit(board, role, "jrj", rule="flow", part="flow:npl")
    assert not at.exception and not at.error
    assert "区金融工作局" not in shown(at)


def test_a_part_opens_with_its_stays_and_facts(board: Board) -> None:
    at = visit(board, "office", "zzw", rule="flow", part="flow:nonlitigation")
    words = shown(at)
    assert "← 得分构成" in words and "未按时的环节" in words and "非诉〔2022〕" in words
    assert "按时" in words and "填报于 " in words and "列出前 50 条" in words


def test_a_leader_reads_numbers_where_the_office_reads_rows(board: Board) -> None:
    words = shown(visit(board, "leader", "zzw", rule="flow", part="flow:nonlitigation"))
    assert "只计数，不逐个列出" in words and "条，只计数" in words and "非诉〔" not in words


def test_facts_of_judicial_cases_are_a_number_on_the_page(board: Board) -> None:
    words = shown(visit(board, "office", "qzfb", YEAR.code, rule="target", part="indicator:I04-1"))
    assert "条，只计数" in words and "司法案件流转记录 " in words and "行政诉讼" not in words.split("← 得分构成")[1]


@pytest.mark.parametrize("part", ["flow:nothing", "<script>alert(1)</script>", "adjustment:x", "stay:npl/1/x"])
def test_a_part_that_is_not_there_shows_the_score(board: Board, part: str) -> None:
    at = visit(board, "office", "kgj", rule="flow", part=part)
    assert not at.exception and not at.error and "失分在哪里" in shown(at)


def test_an_open_objection_stands_beside_its_part_and_may_be_withdrawn_for_good(board: Board) -> None:
    at = visit(board, "unit_head", rule="flow", part="flow:dispute")
    assert "已申诉" in shown(at) and "期限内已办结" in shown(at) and "提出申诉" not in buttons(at)
    press(at, "确认撤回")
    assert at.success and not at.error
    assert "撤回 " in shown(at) and not {"确认撤回", "提出申诉"} & set(buttons(at))


def test_a_part_is_objected_to_with_reason_and_evidence(board: Board) -> None:
    with open_book(board.engine) as book:
        (left,) = in_force(book, CHECKED, clock.today()).row("kgj").score.adjustments
    at = visit(board, "unit_clerk", rule="adjustment", part=f"adjustment:{left.number}")
    assert "扣分：会议缺席" in shown(at) and "−1.00" in shown(at)
    press(at, "提出申诉")
    assert "理由：必须填写，不能为空" in at.error[0].value and "佐证：必须填写，不能为空" in at.error[0].value
    at.text_area[0].set_value("<b>已请假</b>")
    next(one for one in at.text_input if one.label == "佐证").set_value("请假条")
    press(at, "提出申诉")
    assert "区科工信局对2022年第二季度结果提出申诉" in at.success[0].value and "提出申诉" not in buttons(at)
    raw = sent(at, unescaped=False)
    assert "&lt;b&gt;已请假&lt;/b&gt;" in raw and "<b>已请假" not in raw and "请假条" in raw
