"""台账: values, empty states, strangers; registering, acting and urging through the page stores facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib import clock
from lib.commands.act import Caller
from lib.commands.case_acts import act_on_case, register_case
from lib.commands.correct import correct_fact
from lib.db.engine import reading
from lib.db.queries import facts
from lib.domain.facts import Event
from lib.domain.rights import Viewer
from tests import people
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE = "platforms/ledger"
ROLES = ("office", "unit_clerk", "platform_clerk", "court_clerk")
OFFICE = Viewer("office", "赵主任", "office", "qzfb", "government")
CLERK_OF_JUSTICE = Viewer("sfj", "林科员", "unit_clerk", "sfj", "government")


def visit(board: Board, role: str | None, **query: str) -> AppTest:
    at = board.visitor(role)
    for name, value in query.items():
        at.query_params[name] = value
    return board.page(at.run(), PAGE)


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def registered(board: Board, flow: str = "dispute", case_no: str = "争1号", days: int = 30, **fields: Any) -> None:
    register_case(
        board.engine, people.plan(), Caller(OFFICE, clock.today()), flow, case_no, occurred_on=days_ago(days), **fields
    )


def moved(board: Board, action: str, days: int, case_no: str = "争1号", flow: str = "dispute", **fields: Any) -> None:
    act_on_case(
        board.engine, people.plan(), Caller(OFFICE, clock.today()), flow, case_no, action,
        seen=None, occurred_on=days_ago(days), **fields,
    )  # fmt: skip


def events(board: Board, flow: str = "dispute", case_no: str = "争1号") -> list[Event]:
    with reading(board.engine) as conn:
        return facts.events(conn, flow=flow, case_no=case_no)


def form(board: Board, action: str) -> str:
    """The name of the form of an action on the one case, as it stands."""
    return f"dispute|争1号|{action}|{events(board)[-1].number}"


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in (*at.success, *at.error, *at.warning, *at.info))


def test_the_list_shows_where_each_case_waits_and_how_late_it_is(board: Board) -> None:
    registered(board)
    registered(board, "rescue", "挽1号", days=1, attributes={"企业": "山阳机械公司"})
    words = shown(visit(board, "office"))
    assert "共 2 件，超期最久的在前" in words
    assert words.index("争1号") < words.index("挽1号")
    assert "超期" in words and "已登记" in words and "区政府办公室" in words
    assert "山※※" in words and "山阳机械" not in words


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_ledger_says_what_would_stand_here_and_who_has_to_do_what(board: Board, role: str) -> None:
    at = visit(board, role)
    assert not at.exception and not at.error
    (info,) = [one.value for one in at.info]
    assert info.startswith("没有在办案件：")


@pytest.mark.parametrize("query", [{}, {"case": "争1号", "of": "dispute"}, {"new": "1"}, {"urge": "1"}])
def test_a_stranger_is_shown_nothing(board: Board, query: dict[str, str]) -> None:
    registered(board)
    at = visit(board, None, **query)
    assert not at.title
    assert "争1号" not in sent(at) and "行政争议化解" not in sent(at)


@pytest.mark.parametrize("role", ["leader", "unit_head", "sys_admin"])
def test_a_role_without_the_page_is_told_so(board: Board, role: str) -> None:
    registered(board)
    at = visit(board, role)
    assert "没有打开“台账”的权限" in said(at)
    assert "争1号" not in sent(at)


def test_a_case_is_registered_by_the_form_and_opens(board: Board) -> None:
    at = visit(board, "office", new="1", flow="dispute")
    name = "dispute||登记|0"
    at.text_input(key=f"{name}|编号").set_value("争9号")
    at.selectbox(key=f"{name}|阶段").set_value("诉前")
    at.text_area(key=f"{name}|说明").set_value("来访反映")
    at.button(key=f"{name}|确认").click().run()
    (event,) = events(board, case_no="争9号")
    assert (event.action, event.occurred_on, event.text) == ("登记", clock.today(), "来访反映")
    assert event.attributes == {"阶段": "诉前"}
    assert "已登记（编号 争9号）" in said(at)
    assert at.query_params["case"] == "争9号"
    assert "由区政府办公室办理" in shown(at)


def test_a_number_left_empty_is_allotted(board: Board) -> None:
    at = visit(board, "office", new="1", flow="dispute")
    at.button(key="dispute||登记|0|确认").click().run()
    assert len(events(board, case_no=at.query_params["case"])) == 1


def test_an_act_through_the_page_stores_it_and_says_whose_turn_it_is(board: Board) -> None:
    registered(board, days=3)
    at = visit(board, "office", case="争1号", of="dispute")
    at.button(key=f"{form(board, '移送')}|确认").click().run()
    assert [event.action for event in events(board)] == ["登记", "移送"]
    assert "已移送，请区政府办公室于" in said(at) and "前交办" in said(at)
    assert "现为“已移送”" in shown(at)


def test_a_missing_field_is_told_at_the_form_and_what_was_typed_stays(board: Board) -> None:
    registered(board, days=3)
    moved(board, "移送", 2)
    at = visit(board, "office", case="争1号", of="dispute")
    name = form(board, "交办")
    at.text_area(key=f"{name}|说明").set_value("请尽快办理")
    at.button(key=f"{name}|确认").click().run()
    assert len(events(board)) == 2
    assert "须填写承办单位" in said(at)
    assert at.text_area(key=f"{name}|说明").value == "请尽快办理"
    at.selectbox(key=f"{name}|承办单位").set_value("sfj")
    at.button(key=f"{name}|确认").click().run()
    assert (events(board)[-1].assignee, events(board)[-1].text) == ("sfj", "请尽快办理")
    assert not at.error


def test_who_was_slower_is_told_who_was_faster_and_sees_the_case_as_it_is(board: Board) -> None:
    registered(board, days=3)
    at = visit(board, "office", case="争1号", of="dispute")
    name = form(board, "移送")
    moved(board, "移送", 0)
    at.button(key=f"{name}|确认").click().run()
    assert len(events(board)) == 2
    (warning,) = [one.value for one in at.warning]
    assert "赵主任已办理“移送”" in warning and "下面是现在的情况" in warning
    assert "现为“已移送”" in shown(at)


def test_closing_stands_open_before_returning(board: Board) -> None:
    registered(board)
    moved(board, "移送", 20)
    moved(board, "交办", 19, assignee="sfj")
    moved(board, "反馈", 10)
    at = visit(board, "office", flow="dispute", case="争1号")
    acts = at.segmented_control(key=f"dispute|争1号|do|{events(board)[-1].number}")
    assert (acts.options, acts.value) == (["办结", "退回重办", "催办", "中止"], "办结")


def test_who_acts_for_another_unit_is_told_so(board: Board) -> None:
    registered(board)
    moved(board, "移送", 20)
    assert "代为记录" not in shown(visit(board, "office", flow="dispute", case="争1号"))
    moved(board, "交办", 19, assignee="sfj")
    words = shown(visit(board, "office", flow="dispute", case="争1号"))
    assert "办理后转为“已反馈”。现由区司法局办理，您是代为记录。" in words


def test_another_action_is_chosen_and_has_a_form_of_its_own(board: Board) -> None:
    registered(board, days=3)
    at = visit(board, "office", case="争1号", of="dispute")
    at.segmented_control(key=f"dispute|争1号|do|{events(board)[-1].number}").set_value("催办").run()
    at.button(key=f"{form(board, '催办')}|确认").click().run()
    assert [event.action for event in events(board)] == ["登记", "催办"]


def test_a_second_press_with_the_key_of_the_first_stores_nothing_twice(board: Board) -> None:
    registered(board, days=3)
    at = visit(board, "office", case="争1号", of="dispute")
    name = form(board, "移送")
    again = Caller(OFFICE, clock.today(), key=at.session_state[f"{name}|请求号"])
    at.button(key=f"{name}|确认").click().run()
    done = act_on_case(
        board.engine, people.plan(), again, "dispute", "争1号", "移送", occurred_on=clock.today(), seen=1
    )
    assert done.again
    assert len(events(board)) == 2


def test_late_cases_are_urged_together_and_the_unticked_are_left_alone(board: Board) -> None:
    registered(board)
    registered(board, case_no="争2号")
    registered(board, case_no="争3号", days=0)
    at = visit(board, "office", urge="1")
    assert [one.value for one in at.subheader] == ["催办超期案件（2 件）"]
    number = events(board, case_no="争2号")[-1].number
    at.checkbox(key=f"dispute|争2号|催办|{number}|选").uncheck()
    at.text_area(key="urge|说明").set_value("请三日内办理")
    at.button(key="urge|确认").click().run()
    assert [event.action for event in events(board)] == ["登记", "催办"]
    assert events(board)[-1].text == "请三日内办理"
    assert len(events(board, case_no="争2号")) == len(events(board, case_no="争3号")) == 1
    assert "已催办 1 件" in said(at)
    assert "urge" not in at.query_params


def test_ticking_nothing_urges_nothing_and_says_so(board: Board) -> None:
    registered(board)
    registered(board, case_no="争3号", days=0)
    at = visit(board, "office", urge="1")
    at.checkbox(key=f"dispute|争1号|催办|{events(board)[-1].number}|选").uncheck()
    at.button(key="urge|确认").click().run()
    assert len(events(board)) == 1
    assert "没有选中案件" in said(at)


def test_the_filters_of_the_list_stand_in_the_way_back(board: Board) -> None:
    registered(board)
    registered(board, case_no="争3号", days=0)
    at = visit(board, "office", flow="dispute", state="已登记", holder="qzfb", overdue="1", case="争1号")
    assert "platforms/ledger?flow=dispute&state=%E5%B7%B2%E7%99%BB%E8%AE%B0&holder=qzfb&overdue=1" in sent(at)
    at = visit(board, "office", flow="dispute", state="已登记", holder="qzfb", overdue="1")
    assert "共 1 件" in shown(at)
    assert "case=" in sent(at)


def test_a_word_is_looked_for_and_stays_out_of_the_address(board: Board) -> None:
    registered(board)
    registered(board, case_no="其他2号")
    at = visit(board, "office")
    at.text_input(key="ledger-word").set_value("其他").run()
    assert "其他2号" in shown(at) and "争1号" not in shown(at)
    assert "其他" not in str(at.query_params)
    at = visit(board, "office", word="1")
    assert "共 2 件" in shown(at)


@pytest.mark.parametrize("name", ["flow", "state", "holder", "standing", "overdue", "leaf", "of"])
def test_a_filter_that_names_nothing_is_left_unheeded(board: Board, name: str) -> None:
    registered(board)
    at = visit(board, "office", **{name: "<script>alert(1)</script>"})
    assert not at.exception and not at.error
    assert "共 1 件" in shown(at)
    assert "<script>" not in sent(at)


def test_a_clerk_of_another_unit_is_told_the_same_of_a_case_and_of_none(board: Board) -> None:
    registered(board)
    there = visit(board, "unit_clerk", case="争1号", of="dispute")
    nowhere = visit(board, "unit_clerk", case="无此号", of="dispute")
    assert said(there) == said(nowhere) and "没有这一件" in said(there)
    assert "争1号" not in sent(there)


def test_what_people_wrote_never_becomes_markup(board: Board) -> None:
    evil = "<img src=x onerror=alert(1)>"
    registered(board, text=evil, attributes={"争议类型": evil})
    for query in ({}, {"case": "争1号", "of": "dispute"}):
        assert "<img" not in sent(visit(board, "office", **query), unescaped=False)


def test_a_clerk_of_a_unit_acts_on_what_was_given_to_it(board: Board) -> None:
    registered(board, days=3)
    moved(board, "移送", 2)
    moved(board, "交办", 1, assignee="kgj")
    at = visit(board, "unit_clerk")
    assert "争1号" in shown(at)
    at = visit(board, "unit_clerk", case="争1号", of="dispute")
    assert at.segmented_control(key=f"dispute|争1号|do|{events(board)[-1].number}").options == ["反馈"]
    at.button(key=f"{form(board, '反馈')}|确认").click().run()
    assert events(board)[-1].action == "反馈"


def test_rows_of_a_platform_open_the_case_for_who_may_open_the_ledger(board: Board) -> None:
    registered(board)
    for role, opens in (("office", True), ("unit_head", False)):
        at = board.visitor(role)
        at.query_params["flow"] = "dispute"
        words = sent(board.page(at.run(), "platforms/platforms"))
        assert ("platforms/ledger?flow=dispute&case=" in words) is opens


def test_a_corrected_event_is_struck_with_what_replaced_it_and_why(board: Board) -> None:
    registered(board, days=3)
    moved(board, "移送", 2, text="写错的说明")
    (_, wrong) = events(board)
    right = wrong._replace(text="改正的说明", occurred_on=days_ago(1))
    by = Caller(OFFICE, clock.today())
    correct_fact(board.engine, people.plan(), by, wrong.number, right, reason="笔误", approver="李副区长")
    at = visit(board, "office", case="争1号", of="dispute")
    raw = sent(at)
    struck = raw[raw.index("写错的说明") - 400 : raw.index("写错的说明")]
    assert "<s><b>移送</b>" in struck
    words = shown(at)
    assert "已更正，以更正后的一条为准：笔误（李副区长批准" in words
    assert words.index("写错的说明") < words.index("改正的说明")
    assert "现为“已移送”" in words


def test_what_was_recorded_over_a_week_later_says_so(board: Board) -> None:
    registered(board, days=8)
    moved(board, "移送", 7)
    words = shown(visit(board, "office", case="争1号", of="dispute"))
    assert words.count("补录（") == 1
