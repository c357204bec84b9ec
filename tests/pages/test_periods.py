"""考核周期 under AppTest: the list, the life with the buttons of whose turn it is, objections, the check, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib.clock import today
from lib.domain.rulings import LEFT_OUT
from lib.security import passwords
from tests import people
from tests.pages.conftest import Board
from tests.pages.words import sent, shown
from tests.period_world import (
    LOCKED_ON,
    QUARTER,
    WAY,
    YEAR,
    answered,
    claimed,
    dispute,
    event,
    head_of,
    objected,
    past_the_guards,
    state,
    stated,
    take_step,
    taken_until,
    versions,
    year_taken_until,
)

PAGE = "appraisal/periods"
NO = "申诉〔2021〕1号"
JRJ = head_of("jrj")
ASKED = ("kgj", "jrj", "zsj", "qzfb", "czj", "zzw", "scj")
AS_OPERATOR = [(step, "operator" if step == "compute" else who, day) for step, who, day in WAY]


@pytest.fixture
def world_board(world: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """The small world of an appraisal period, served with the accounts of the cast."""
    monkeypatch.setattr(passwords, "COST", 4)
    monkeypatch.setenv("DATABASE_URL", str(world.url))
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    yield Board(world, people.found(world))
    st.cache_data.clear()
    st.cache_resource.clear()


def opened(board: Board, role: str | None = "office", **query: str) -> AppTest:
    at = board.visit(role, PAGE)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def labels(at: AppTest) -> list[str]:
    """The buttons that send something."""
    return [one.label for one in at.button if one.label.startswith("确认")]


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def told(at: AppTest) -> str:
    assert not at.exception
    return "；".join(one.value for one in (*at.success, *at.error, *at.warning, *at.info))


def test_the_periods_stand_newest_first_those_in_hand_apart(world_board: Board) -> None:
    taken_until(world_board.engine, "compute")
    words = shown(opened(world_board))
    assert "在办" in words and "2021年第二季度" in words and "已计算" in words and "第 1 版" in words
    assert (state(world_board.engine).digest or "")[:10] in words
    assert words.index("在办") < words.index("2021年第二季度") < words.index("其他")


def test_the_office_takes_a_period_up_to_the_check_on_the_page(world_board: Board) -> None:
    at = opened(world_board, period="2021Q2")
    assert labels(at) == ["确认打开"]
    at = press(at, "确认打开")
    assert "2021年第二季度已打开" in told(at) and labels(at) == ["确认计算"]
    at = press(at, "确认计算")
    assert "第 1 版已计算" in told(at) and labels(at) == ["确认交单位核对", "确认重新计算"]
    at = press(at, "确认交单位核对")
    assert "已交各单位核对" in told(at) and labels(at) == ["确认重新计算"]
    life = state(world_board.engine)
    assert [one.step for one in life.steps] == ["open", "compute", "check"] and life.close_on == today()
    words = shown(at)
    assert "下一步：审定" in words and "还有 7 个单位没有核对" in words and "区科工信局、" in words


def test_a_leader_approves_what_all_have_confirmed_and_nothing_else(world_board: Board) -> None:
    engine = world_board.engine
    taken_until(engine, "compute", way=[(step, who, today()) for step, who, _ in WAY])
    assert labels(opened(world_board, "leader", period="2021Q2")) == []
    take_step(engine, "check", "office", today())
    assert labels(opened(world_board, "leader", period="2021Q2")) == []
    for unit in ASKED:
        take_step(engine, "confirm", head_of(unit), today(), unit=unit)
    at = opened(world_board, "leader", period="2021Q2")
    assert labels(at) == ["确认审定"]
    next(one for one in at.text_input if one.label.startswith("说明")).set_value("领导小组会议通过")
    at = press(at, "确认审定")
    assert "结果已审定" in told(at) and state(engine).steps[-1].text == "领导小组会议通过"
    assert "李副区长" in shown(at) and labels(at) == []


def test_what_a_step_was_taken_by_somebody_else_meanwhile_is_told(world_board: Board) -> None:
    at = opened(world_board, period="2021Q2")
    take_step(world_board.engine, "open", "office", today())
    at = press(at, "确认打开")
    assert "dudao刚刚办理了“打开”" in told(at) and len(state(world_board.engine).steps) == 1
    assert labels(at) == ["确认计算"]


def test_undecided_claims_lead_to_their_verdict(world_board: Board) -> None:
    number = claimed(world_board.engine, "D13-1", "zzw", date(2021, 4, 29), None)
    taken_until(world_board.engine, "approve")
    words = sent(opened(world_board, period="2021Q2"))
    assert "1 件申报没有核实结论" in words and "去核实" in words
    assert f"claim={number}" in words and "queue=verify" in words and "确认公示" not in words


def test_an_early_step_stays_marked(world_board: Board) -> None:
    taken_until(world_board.engine, "check")
    take_step(world_board.engine, "approve", "operator", date(2021, 7, 6))
    words = shown(opened(world_board, "leader", period="2021Q2"))
    assert words.count("未满即办") >= 2 and "命令行操作员" in words


# Objections


@pytest.fixture
def objecting(world_board: Board) -> Board:
    """jrj objects to a duty not done."""
    taken_until(world_board.engine, "check", way=AS_OPERATOR)
    objected(world_board.engine, "duty:D08-1.2021H1", who=JRJ, reason="发布会已开", evidence="现场照片")
    return world_board


def answer(at: AppTest, word: str) -> AppTest:
    return next(one for one in at.radio if one.label == "答复").set_value(word).run()


def test_an_objection_opens_with_its_words_and_its_worth(objecting: Board) -> None:
    words = shown(opened(objecting, "leader", period="2021Q2", part="objections"))
    assert NO in words and "区金融工作局" in words and "+30.00" in words and "新闻发布" in words
    words = shown(opened(objecting, "leader", period="2021Q2", part="objections", case=NO))
    assert "发布会已开" in words and "现场照片" in words and "30.00 分" in words and "任务落实" in words


def test_a_leader_upholds_it_and_sees_both_versions(objecting: Board) -> None:
    at = answer(opened(objecting, "leader", period="2021Q2", part="objections", case=NO), "采纳")
    next(one for one in at.radio if one.label == "改为").set_value(LEFT_OUT).run()
    next(one for one in at.text_area if one.label == "理由").set_value("经核实，情况属实")
    at = press(at, "确认采纳")
    assert "总分 68.67 → 98.67" in told(at) and state(objecting.engine).version == 2
    words = shown(at)
    assert "前后两版" in words and "第 1 版" in words and "第 2 版" in words and "李副区长" in words
    assert "66.7%" in words and "100.0%" in words and "区科工信局" in words


def test_an_answer_by_a_share_reads_the_percentage(objecting: Board) -> None:
    at = answer(opened(objecting, "leader", period="2021Q2", part="objections", case=NO), "采纳")
    at = next(one for one in at.radio if one.label == "改为").set_value("share").run()
    next(one for one in at.text_area if one.label == "理由").set_value("部分属实")
    written = next(one for one in at.text_input if one.label.startswith("得分率"))
    written.set_value("一半")
    at = press(at, "确认采纳")
    assert "应填数字" in told(at) and state(objecting.engine).version == 1
    next(one for one in at.text_input if one.label.startswith("得分率")).set_value("50%")
    at = press(at, "确认采纳")
    row = versions(objecting.engine)[1].row("jrj")
    assert row is not None and next(
        one for one in row.score.lines if one.rule.code == "delivery"
    ).share.share == Fraction(5, 6)


def test_a_dismissal_wants_its_reason(objecting: Board) -> None:
    at = answer(opened(objecting, "leader", period="2021Q2", part="objections", case=NO), "不采纳")
    at = press(at, "确认不采纳")
    assert "说明" in told(at)
    next(one for one in at.text_area if one.label == "理由").set_value("佐证不足")
    assert "不采纳：佐证不足" in told(press(at, "确认不采纳"))
    assert state(objecting.engine).version == 1


def test_who_computed_the_result_is_told_before_and_given_no_form(world_board: Board) -> None:
    way = [(step, "office_qzfb" if step == "compute" else who, day) for step, who, day in WAY]
    taken_until(world_board.engine, "check", way=way)
    objected(world_board.engine, "duty:D08-1.2021H1", who=JRJ)
    at = opened(world_board, "office", period="2021Q2", part="objections", case=NO)
    assert "由您计算" in told(at) and not at.radio and labels(at) == []


# The check


def check(board: Board, role: str, period: str) -> AppTest:
    return press(opened(board, role, period=period, part="check"), "核验")


def test_a_locked_result_holds_four_times_and_late_facts_stand_beside_it(world_board: Board) -> None:
    taken_until(world_board.engine, "lock")
    at = check(world_board, "leader", "2021Q2")
    assert not at.exception and shown(at).count("一致") >= 4 and "没有差异" in shown(at)
    dispute(world_board.engine, "争议〔2021〕7号", late=True)
    words = shown(check(world_board, "office", "2021Q2"))
    assert "核验通过" in words and "不因此改变" in words and "争议〔2021〕7号" in words and "命令行操作员" in words
    leaders = sent(check(world_board, "leader", "2021Q2"))
    assert "争议〔2021〕7号" not in leaders and "行政争议化解的流转" in leaders


def test_a_result_that_was_changed_says_which_check_fails(world_board: Board) -> None:
    taken_until(world_board.engine, "lock")
    past_the_guards(world_board.engine, "UPDATE report SET text = '改过' WHERE deliverable = 'D10-1'")
    words = shown(check(world_board, "office", "2021Q2"))
    assert "核验不通过" in words and words.count("不一致") == 2 and "审计管理员" in words


def test_no_case_of_a_court_is_named(world_board: Board) -> None:
    year_taken_until(world_board.engine, "lock")
    for n in range(5):
        heard, day = {"负责人出庭": "是", "出庭职务": "正职"}, date(2021, 6, 1)
        stated(world_board.engine, day, event("litigation", f"（2021）豫0811行初{n}号", "立案", day, "kgj"))
        later = day + timedelta(days=8)
        stated(world_board.engine, later, event("litigation", f"（2021）豫0811行初{n}号", "开庭", later, **heard))
    for role in ("office", "leader"):
        words = sent(check(world_board, role, "2021"))
        assert "司法案件的流转" in words and "行初" not in words


def test_before_a_result_there_is_nothing_to_check(world_board: Board) -> None:
    at = opened(world_board, period="2021Q2", part="check")
    assert "没有可核验的" in told(at) and not [one for one in at.button if one.label == "核验"]
    assert "本期没有申诉" in told(opened(world_board, period="2021Q2", part="objections"))


# Decisions


def test_a_leader_signs_one_recommendation_after_the_other(world_board: Board) -> None:
    year_taken_until(world_board.engine, "lock")
    assert labels(opened(world_board, "office", period="2021", part="decisions")) == []
    at = opened(world_board, "leader", period="2021", part="decisions")
    assert "约谈" in shown(at) and "待签署" in shown(at)
    next(one for one in at.selectbox if one.label == "建议").set_value("zzw")
    next(one for one in at.radio if one.label == "决定").set_value("declined")
    next(one for one in at.text_area if one.label == "理由").set_value("当年新设，另行督促")
    at = press(at, "确认决定")
    assert "不采纳" in told(at) and "当年新设" in shown(at) and "李副区长" in shown(at)
    assert "zzw" not in next(one for one in at.selectbox if one.label == "建议").options


def test_before_the_lock_nothing_is_signed(world_board: Board) -> None:
    year_taken_until(world_board.engine, "publish")
    at = opened(world_board, "leader", period="2021", part="decisions")
    assert "锁定之后" in told(at) and labels(at) == []


# Everybody else


@pytest.mark.parametrize("role", [None, "unit_head", "unit_clerk", "platform_clerk", "court_clerk", "sys_admin"])
def test_nobody_else_is_shown_anything(world_board: Board, role: str | None) -> None:
    taken_until(world_board.engine, "check", way=AS_OPERATOR)
    objected(world_board.engine, "duty:D08-1.2021H1", who=JRJ, reason="发布会已开")
    answered(world_board.engine, outcome=LEFT_OUT)
    words = sent(opened(world_board, role, period="2021Q2", part="objections", case=NO))
    assert (
        "发布会已开" not in words
        and "98.67" not in words
        and (state(world_board.engine).digest or "x")[:10] not in words
    )


def test_an_address_of_no_period_opens_the_list(world_board: Board) -> None:
    for period in ("2019", "2021Q9", "<b>"):
        at = opened(world_board, period=period)
        assert not at.exception and "2021年第二季度" in shown(at) and labels(at) == []


def test_the_world_is_as_meant() -> None:
    assert Path(people.PROJECT / f"pages/{PAGE}.py").is_file() and QUARTER.end < LOCKED_ON and YEAR.kind == "year"


def test_the_front_page_of_a_unit_shows_the_published_league_without_places_it_may_not_see(world_board: Board) -> None:
    taken_until(world_board.engine, "publish")
    at = world_board.visit("unit_head", "overview/cockpit", period="2021Q2", as_of=LOCKED_ON.isoformat())
    words, code = shown(at), sent(at)
    assert "公示中" in words and "None" not in words
    assert "my_unit?unit=" not in code, "nothing of another unit opens"
