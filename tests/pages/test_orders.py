"""催办督办 under AppTest: the drafts with why now, issuing two at once, orders to act on, and what each role is given."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.commands.act import Caller
from lib.commands.order_acts import issue_drafts
from lib.db.engine import reading
from lib.db.queries.facts import events
from lib.domain.order_drafts import OrderDraft
from tests import people
from tests.demo import VIEWERS
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE, DAY = "office/orders", "2021-05-20"


def opened(board: Board, role: str | None = "office", **query: str) -> AppTest:
    at = board.visit(role, PAGE)
    for name, value in {"as_of": DAY, **query}.items():
        at.query_params[name] = value
    return at.run()


def pick(at: AppTest, *words: str) -> AppTest:
    for word in words:
        next(one for one in at.checkbox if word in one.label).check().run()
    return at


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label.startswith(label)).click().run()


def orders(board: Board) -> list[tuple[str, str]]:
    with reading(board.engine) as conn:
        return [(one.case_no, one.action) for one in events(conn, flow="supervision_order")]


def issued(board: Board) -> None:
    draft = OrderDraft("duty:D24-1", "czj", "预警单", "计划", "财政局的事由", "请于5个工作日内办理并反馈结果。")
    caller = Caller(VIEWERS["office"], date(2021, 5, 20))
    issue_drafts(board.engine, people.plan(), caller, [draft], occurred_on=date(2021, 5, 20))


def test_the_drafts_are_shown_with_why_now(board: Board) -> None:
    words = shown(opened(board))
    assert (
        "第24项任务“党政机关债务执行计划和预算”的期限为2021年4月30日，已逾期20天（超过15天），尚未申报完成。" in words
    )
    assert "区财政局" in words and "5个工作日内反馈" in words and "请贵院" in words


def test_a_day_without_drafts_says_what_would_stand_there(board: Board) -> None:
    at = opened(board, as_of="2021-04-24")
    assert "没有待发的督办" in shown(at) and not at.checkbox
    assert "这里没有件" in shown(opened(board, part="hand"))


@pytest.mark.parametrize("role", [None, "unit_clerk", "court_clerk", "sys_admin"])
def test_a_stranger_and_whoever_has_no_part_in_it_is_shown_nothing(board: Board, role: str | None) -> None:
    issued(board)
    words = sent(board.visit(role, PAGE))
    assert "山督" not in words and "财政局的事由" not in words and "待发" not in words


def test_two_drafts_are_issued_at_once_with_one_confirmation_that_lists_their_numbers(board: Board) -> None:
    at = pick(opened(board), "督办单 区财政局", "督办单 区科工信局")
    at = press(at, "核对并签发（2 份）")
    assert "山督〔2021〕1号" in shown(at) and "山督〔2021〕2号" in shown(at)
    assert orders(board) == []
    at = press(at, "确认签发 2 份")
    assert not at.exception and "已签发 2 份" in at.success[0].value
    assert orders(board) == [("山督〔2021〕1号", "签发"), ("山督〔2021〕2号", "签发")]
    assert not [one for one in at.checkbox if "督办单 区财政局" in one.label]


def test_the_reason_can_be_edited_before_it_is_issued(board: Board) -> None:
    at = pick(opened(board), "督办单 区财政局")
    at.text_area[0].set_value("改写过的事由").run()
    press(press(at, "核对并签发"), "确认签发")
    with reading(board.engine) as conn:
        (event,) = events(conn, flow="supervision_order")
    assert event.attributes["事由"] == "改写过的事由"


def test_what_someone_else_issued_meanwhile_is_told_and_not_issued_again(board: Board) -> None:
    at = pick(opened(board), "督办单 区财政局")
    at = press(at, "核对并签发")
    draft = OrderDraft("duty:D24-1", "czj", "督办单", "计划", "他人先签发")
    confirm = next(one for one in at.button if one.label.startswith("确认签发"))
    issue_drafts(
        board.engine,
        people.plan(),
        Caller(VIEWERS["office"], date(2021, 5, 20)),
        [draft],
        occurred_on=date(2021, 5, 20),
    )
    at = confirm.click().run()
    assert len(orders(board)) == 1
    assert "已由他人签发" in at.info[0].value


def test_an_order_opens_to_its_time_line_and_is_acted_on(board: Board) -> None:
    issued(board)
    assert "财政局的事由" in shown(opened(board, part="hand"))
    at = opened(board, part="hand", flow="supervision_order", case="山督〔2021〕1号")
    assert "请于5个工作日内办理并反馈结果" in shown(at) and "办理过程" in shown(at)
    assert [one.label for one in at.button if one.label.startswith("确认")]
    press(at, "确认签收")
    assert orders(board)[-1] == ("山督〔2021〕1号", "签收")


def test_a_leader_reads_counts_and_no_number(board: Board) -> None:
    issued(board)
    words = sent(opened(board, "leader", part="hand"))
    assert "区财政局" in words and "山督" not in words and "财政局的事由" not in words
    at = opened(board, "leader")
    assert "逾期" in shown(at) and not at.checkbox
    refused = opened(board, "leader", part="hand", flow="supervision_order", case="山督〔2021〕1号")
    assert "财政局的事由" not in sent(refused) and refused.error


def test_the_address_keeps_part_and_grade(board: Board) -> None:
    at = opened(board, part="drafts", grade="商请函")
    words = shown(at)
    assert "请贵院" in words and "已逾期20天" not in words
