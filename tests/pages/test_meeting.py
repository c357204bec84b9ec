"""会议 under AppTest: the opening, the walk, a decision in two taps and its way back, and what each role is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.commands.act import Caller
from lib.commands.meeting_acts import decide
from lib.db.engine import reading
from lib.db.queries.facts import events
from lib.domain.facts import Event
from tests import people
from tests.demo import VIEWERS
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE, DAY = "office/meeting", "2021-05-20"


def opened(board: Board, role: str | None = "office", **query: str) -> AppTest:
    at = board.visit(role, PAGE)
    for name, value in {"as_of": DAY, **query}.items():
        at.query_params[name] = value
    return at.run()


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label.startswith(label)).click().run()


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def promised(board: Board, topic: str = "报送债务清偿计划", unit: str = "czj", on: str = "2021-05-10") -> None:
    day = date.fromisoformat(on)
    decide(board.engine, people.plan(), Caller(VIEWERS["office"], day), unit, meeting="联席会议", topic=topic,
           due=day + timedelta(days=4), occurred_on=day)  # fmt: skip


def stored(board: Board, flow: str = "decision") -> list[Event]:
    with reading(board.engine) as conn:
        return events(conn, flow=flow)


def test_it_opens_on_the_promises_of_the_last_meeting_and_the_agenda(board: Board) -> None:
    promised(board)
    words = shown(opened(board))
    assert "联席会议" in words and "上次会议 5月10日" in words
    assert "报送债务清偿计划" in words and "逾期6天" in words and "逾期未落实" in words
    assert "红灯" in words and "区政府办公室" in words and "平稳" in words


def test_a_first_meeting_says_that_there_is_nothing_to_go_through(board: Board) -> None:
    assert "此前没有议定事项：本次议定的，下次会议从这里开始。" in shown(opened(board))


def test_a_meeting_of_another_day_says_where_its_decisions_go(board: Board) -> None:
    assert "会议日期是2021年5月20日，不是今天" in opened(board).warning[0].value


@pytest.mark.parametrize("role", [None, "unit_head", "unit_clerk", "court_clerk", "sys_admin"])
def test_a_stranger_and_whoever_has_no_part_in_it_is_shown_nothing(board: Board, role: str | None) -> None:
    promised(board)
    words = sent(board.visit(role, PAGE))
    assert "议定〔" not in words and "报送债务清偿计划" not in words and "本次议程" not in words


def test_the_walk_goes_from_the_opening_through_the_units_to_the_minutes_and_back(board: Board) -> None:
    at = opened(board)
    assert at.button(key="meeting-before").disabled
    at = at.button(key="meeting-after").click().run()
    first = at.query_params["unit"]
    assert "红灯　1／" in shown(at) and at.button(key="meeting-before").label == "← 开场"
    at = at.button(key="meeting-after").click().run()
    assert "红灯　2／" in shown(at)
    at = at.button(key="meeting-before").click().run()
    assert at.query_params["unit"] == first
    at = opened(board, unit="minutes")
    assert at.button(key="meeting-after").disabled and not at.exception
    at = at.button(key="meeting-before").click().run()
    assert "／" in shown(at) and at.query_params["unit"] != ["minutes"]


def test_a_quiet_unit_stands_beside_the_way_and_an_unknown_one_leads_to_the_opening(board: Board) -> None:
    at = opened(board, unit="wgl")
    assert "平稳单位" in shown(at) and at.button(key="meeting-after").label == "纪要 →"
    assert "上次议定事项" in shown(opened(board, unit="nobody"))


def test_a_point_and_a_due_are_two_taps_to_a_stored_decision(board: Board) -> None:
    at = opened(board, unit="czj")
    assert "党政机关债务执行计划和预算" in shown(at) and "期限4月30日，逾期20天" in shown(at)
    at = press(press(at, "＋ 完成“党政机关债务执行计划和预算”"), "一周")
    assert not at.exception
    (event,) = stored(board)
    assert (event.assignee, event.occurred_on.isoformat(), event.attributes["期限"]) == ("czj", DAY, "2021-05-27")
    assert event.attributes["议题"] == "完成“党政机关债务执行计划和预算”并报送佐证"
    assert (event.attributes["会议"], event.attributes["起因"]) == ("府院联动工作例会", "duty:D24-1")
    assert "已议定（编号 议定〔2021〕1号）" in at.toast[0].value
    assert "本次已议定，期限5月27日" in shown(at) and not [one for one in labels(at) if "完成“党政" in one]


def test_what_was_decided_is_listed_and_taken_back_with_a_tap(board: Board) -> None:
    at = press(press(opened(board, unit="czj"), "＋ 完成“党政"), "两周")
    assert "议定〔2021〕1号" in shown(at) and "6月3日前" in shown(at)
    at = press(at, "撤回")
    assert stored(board) == [] and at.toast[0].value.startswith("已撤回：完成“党政机关")
    assert [one for one in labels(at) if one.startswith("＋ 完成“党政")]


def test_the_sentence_may_be_changed_and_an_order_follow_at_once(board: Board) -> None:
    at = press(opened(board, unit="czj"), "＋ 完成“党政")
    at.text_input(key=next(one.key for one in at.text_input if one.label == "议定内容")).set_value("改写过的话").run()
    at.checkbox[0].check().run()
    press(at, "3个工作日")
    (order,) = stored(board, "supervision_order")
    assert stored(board)[0].attributes["议题"] == order.attributes["事由"] == "改写过的话"
    assert (order.attributes["等级"], order.attributes["来源"], order.attributes["起因"]) == (
        "督办单", "会议", "duty:D24-1",
    )  # fmt: skip


def test_something_else_is_decided_under_the_name_the_meeting_was_given(board: Board) -> None:
    at = opened(board)
    at.text_input[0].set_value("五月联席会议").run()
    at.query_params["unit"] = "wgl"
    at = press(at.run(), "＋ 其他事项")
    at = press(at, "一周")
    assert "议题" in at.error[0].value and stored(board) == []
    next(one for one in at.text_input if one.label == "议定内容").set_value("宣传典型案例").run()
    press(at, "一周")
    (event,) = stored(board)
    assert (event.attributes["会议"], event.attributes["议题"]) == ("五月联席会议", "宣传典型案例")
    assert "起因" not in event.attributes


def test_court_is_shown_for_reference_and_sent_a_letter(board: Board) -> None:
    at = opened(board, unit="qfy", as_of="2021-07-20")
    assert "参考" in shown(at)
    at = press(at, "＋ 商请")
    assert not at.checkbox and not [one for one in labels(at) if one.startswith("一周")]
    press(at, "发商请函")
    (letter,) = stored(board, "court_letter")
    assert (letter.assignee, letter.attributes["来源"]) == ("qfy", "会议") and letter.attributes["起因"].startswith(
        "duty:"
    )
    assert stored(board) == [] and stored(board, "supervision_order") == []


def test_the_minutes_hold_what_was_gone_through_and_decided(board: Board) -> None:
    promised(board)
    promised(board, "补报计划", on=DAY)
    at = opened(board, unit="minutes")
    text = at.text_area[0].value
    assert text.startswith("联席会议纪要\n\n时间：2021年5月20日\n主持：区领导\n记录：督导办公室　赵主任")
    assert "1．区财政局：报送债务清偿计划（议定〔2021〕1号，期限2021年5月14日）——逾期未落实，已逾期6天。" in text
    assert "1．补报计划，期限2021年5月24日。（议定〔2021〕2号）" in text


def test_a_leader_reads_counts_and_decides_nothing(board: Board) -> None:
    promised(board)
    promised(board, "补报计划", on=DAY)
    pages = [opened(board, "leader", **query) for query in ({}, {"unit": "czj"}, {"unit": "minutes"})]
    words = "".join(map(sent, pages))
    assert "议定〔" not in words and "报送债务清偿计划" not in words and "补报计划" not in words
    assert "党政机关债务执行计划和预算" in words and "本次议定 1 件" in words
    assert not [one for at in pages for one in labels(at) if one.startswith(("＋", "撤回"))]
    assert not [one for at in pages for one in at.text_area]
