"""填报核实: values, empty states, strangers; filing, verifying, asking and deciding through the page store facts."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.db.engine import reading
from lib.db.queries import facts
from lib.domain.facts import COMPLETION, PASS, RETURN, Change, Event, Report, Verification
from tests.demo import UNTIL
from tests.pages.conftest import Board
from tests.pages.words import sent, shown

PAGE, DAY = "office/reports", "2021-04-28"
FORM = "report-D10-1"


def visit(board: Board, role: str | None, **query: str) -> AppTest:
    """The page on 28 April 2021 unless told otherwise; D10-1 of kgj, whose clerk is unit_clerk, is due two days later."""
    at = board.visitor(role)
    for name, value in {"as_of": DAY, **query}.items():
        at.query_params[name] = value
    return board.page(at.run(), PAGE)


def reports(board: Board) -> list[Report]:
    with reading(board.engine) as conn:
        return facts.reports(conn)


def verifications(board: Board) -> list[Verification]:
    with reading(board.engine) as conn:
        return facts.verifications(conn)


def changes(board: Board) -> list[Change]:
    with reading(board.engine) as conn:
        return facts.changes(conn)


def applications(board: Board) -> list[Event]:
    with reading(board.engine) as conn:
        return facts.events(conn, flow="extension")


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def field(at: AppTest, label: str) -> object:
    """The one field with this label."""
    kinds = ("text_area", "text_input", "selectbox", "radio", "date_input", "number_input")
    return next(one for kind in kinds for one in getattr(at, kind) if one.label == label)


def filed(board: Board, words: str = "中心已挂牌") -> AppTest:
    """The clerk has claimed D10-1 on the page."""
    at = visit(board, "unit_clerk", queue="file", duty="D10-1")
    field(at, "说明").set_value(words)  # type: ignore[attr-defined]
    field(at, "佐证").set_value("山科工信〔2021〕3号")  # type: ignore[attr-defined]
    return press(at, "申报完成")


def claim(board: Board, role: str = "office", duty: str = "D10-1") -> AppTest:
    return visit(board, role, queue="verify", duty=duty)


def decide(at: AppTest, word: str) -> AppTest:
    return field(at, "核实结果").set_value(word).run()  # type: ignore[attr-defined, no-any-return]


# What is shown


def test_the_office_sees_its_queue_with_the_clock_and_the_leaders_apart(demo_board: Board) -> None:
    words = shown(visit(demo_board, "office", as_of=UNTIL.isoformat()))
    assert "核实期限" in words and "已超" in words and "由区领导核实" in words


def test_a_unit_sees_what_it_has_to_report_and_what_it_filed(demo_board: Board) -> None:
    words = shown(visit(demo_board, "court_clerk", as_of=UNTIL.isoformat()))
    assert "待填报任务" in words and "最近填报" in words and "行政诉讼风险提示白皮书（2022年上半年）" in words


def test_an_empty_board_says_what_would_stand_there(board: Board) -> None:
    assert "没有待核实的申报" in shown(visit(board, "office"))
    assert "近三个月没有填报" in shown(visit(board, "unit_clerk"))
    assert "没有延期申请" in shown(visit(board, "leader", queue="decide"))
    assert "方案没有需要本单位填报的指标" in shown(visit(board, "unit_clerk", queue="numbers"))


@pytest.mark.parametrize("query", [{}, {"queue": "verify", "duty": "D10-1"}, {"queue": "file", "duty": "D10-1"}])
def test_a_stranger_is_shown_nothing(board: Board, query: dict[str, str]) -> None:
    filed(board)
    words = sent(visit(board, None, **query))
    assert "D10-1" not in words and "中心已挂牌" not in words


# Filing


def test_a_claim_filed_on_the_page_is_stored_and_says_what_follows_by_when(board: Board) -> None:
    at = filed(board)
    (one,) = reports(board)
    assert (one.deliverable, one.unit, one.kind, one.occurred_on) == ("D10-1", "kgj", COMPLETION, date(2021, 4, 28))
    assert (one.text, one.evidence) == ("中心已挂牌", "山科工信〔2021〕3号")
    assert "已申报完成" in at.success[0].value and "待督导办公室核实，核实期限" in at.success[0].value
    assert field(at, "说明").value == ""  # type: ignore[attr-defined]


def test_what_was_typed_stays_beside_the_reason_of_a_refusal(board: Board) -> None:
    filed(board)
    at = filed(board)
    assert len(reports(board)) == 1 and "同样的填报已入库" in at.error[0].value
    assert field(at, "说明").value == "中心已挂牌"  # type: ignore[attr-defined]


def test_a_form_sent_twice_with_its_key_is_stored_once(board: Board) -> None:
    first = visit(board, "unit_clerk", queue="file", duty="D10-1")
    second = visit(board, "unit_clerk", queue="file", duty="D10-1")
    for at in (first, second):
        at.session_state[f"_form_key_{FORM}"] = "same"
        field(at, "说明").set_value("中心已挂牌")  # type: ignore[attr-defined]
        press(at, "申报完成")
    assert len(reports(board)) == 1
    assert "此前已提交，未重复保存" in second.success[0].value


def test_a_helper_may_report_progress_and_not_claim(board: Board) -> None:
    at = visit(board, "unit_clerk", queue="file", duty="D07-1.2021Q2")
    assert [one.label for one in at.button if one.label.startswith(("填报", "申报"))] == ["填报进展"]
    assert not at.radio


def test_a_clerk_of_another_unit_sees_and_can_do_nothing(board: Board) -> None:
    filed(board)
    for query in ({"queue": "file", "unit": "kgj", "duty": "D10-1"}, {"queue": "verify", "duty": "D10-1"}):
        at = visit(board, "platform_clerk", **query)
        assert "中心已挂牌" not in sent(at) and not any(one.label in ("申报完成", "确认通过") for one in at.button)


def test_a_leader_has_no_form_to_file(board: Board) -> None:
    at = visit(board, "leader", queue="file", unit="kgj", duty="D10-1")
    assert not any(one.label in ("申报完成", "填报进展") for one in at.button)


# Verifying


def test_the_office_passes_a_claim_and_it_leaves_the_queue(board: Board) -> None:
    filed(board)
    at = decide(claim(board), PASS)
    assert "中心已挂牌" in sent(at) and "山科工信〔2021〕3号" in sent(at) and "完成标准" in sent(at)
    at = press(at, "确认通过")
    (one,) = verifications(board)
    assert (one.verdict, one.by, one.verified_on) == (PASS, "赵主任", date(2021, 4, 28))
    assert "已核实通过" in at.success[0].value and "没有待核实的申报" in shown(at)


def test_a_return_asks_for_a_reason_and_the_unit_reads_it(board: Board) -> None:
    filed(board)
    at = press(decide(claim(board), RETURN), "确认退回")
    assert "退回须写明理由" in at.error[0].value and not verifications(board)
    field(at, "退回理由").set_value("佐证不全或打不开")  # type: ignore[attr-defined]
    field(at, "补充说明").set_value("请补挂牌照片")  # type: ignore[attr-defined]
    at = press(at, "确认退回")
    assert verifications(board)[0].reason == "佐证不全或打不开：请补挂牌照片"
    assert "重新申报" in at.success[0].value
    words = shown(visit(board, "unit_clerk"))
    assert "退回，请重新申报" in words and "请补挂牌照片" in words


def test_an_accepted_day_outside_its_bounds_is_refused_at_the_form(board: Board) -> None:
    filed(board)
    at = decide(claim(board), PASS)
    field(at, "认定日期（可不填）").set_value(date(2021, 4, 29))  # type: ignore[attr-defined]
    at = press(at, "确认通过")
    assert "认定日期" in at.error[0].value and not verifications(board)


def test_nobody_verifies_the_own_unit_and_a_leader_does(board: Board) -> None:
    office = visit(board, "office", queue="file", unit="qzfb", duty="D04-1")
    field(office, "说明").set_value("办法已印发")  # type: ignore[attr-defined]
    office = press(office, "申报完成")
    assert "待区领导核实" in office.success[0].value
    at = claim(board, duty="D04-1")
    assert "由区领导核实" in at.info[0].value and not at.radio
    press(decide(claim(board, "leader", "D04-1"), PASS), "确认通过")
    assert verifications(board)[0].by == "李副区长"


# Numbers, requests, changes


def test_a_slip_in_a_number_is_told_at_the_form_and_a_right_one_is_stored(board: Board) -> None:
    at = visit(board, "court_clerk", as_of="2021-07-05", queue="numbers", number="I07-3.2021Q2")
    field(at, "分子").set_value("十二")  # type: ignore[attr-defined]
    at = press(at, "提交指标")
    assert "分子：应填数字" in at.error[0].value and field(at, "分子").value == "十二"  # type: ignore[attr-defined]
    for label, value in (("分子", "12"), ("分母", "15"), ("佐证", "清单")):
        field(at, label).set_value(value)  # type: ignore[attr-defined]
    press(at, "提交指标")
    with reading(board.engine) as conn:
        (one,) = facts.entries(conn)
    assert (one.indicator, one.period, one.unit, one.numerator, one.denominator) == ("I07-3", "2021Q2", "qfy", 12, 15)


def test_a_unit_applies_for_a_later_due_and_the_office_grants_it(board: Board) -> None:
    at = visit(board, "unit_clerk", queue="extensions", duty="D10-1")
    field(at, "申请延至").set_value(date(2021, 5, 20))  # type: ignore[attr-defined]
    field(at, "理由").set_value("场地未落实")  # type: ignore[attr-defined]
    at = press(at, "提出申请")
    (asked,) = applications(board)
    assert "待办公室审批" in shown(at) and asked.case_no in at.success[0].value
    office = visit(board, "office", queue="decide", case=asked.case_no)
    office = press(field(office, "审批").set_value("同意").run(), "确认同意")  # type: ignore[attr-defined]
    (change,) = changes(board)
    assert (change.deliverable, change.new_due) == ("D10-1", date(2021, 5, 20))
    assert "同意" in shown(visit(board, "unit_clerk", queue="extensions"))


def test_a_unit_asks_a_helper_and_the_request_is_listed(board: Board) -> None:
    at = visit(board, "unit_clerk", queue="help", duty="D10-1")
    field(at, "请哪个单位配合").set_value("gsl")  # type: ignore[attr-defined]
    field(at, "请对方做什么").set_value("请提供企业名单")  # type: ignore[attr-defined]
    at = press(at, "发出请求")
    assert "请区工商联配合" in shown(at) and "请提供企业名单" in shown(at)


def test_the_office_waives_a_duty_judges_an_item_and_takes_points_off(board: Board) -> None:
    at = visit(board, "office", queue="change")
    at = field(at, "类型").set_value("waiver").run()  # type: ignore[attr-defined]
    for label, value in (("任务", "D10-1"), ("事由", "职能划转"), ("批准人", "区长")):
        field(at, label).set_value(value)  # type: ignore[attr-defined]
    assert "已核销" in press(at, "确认核销").success[0].value
    at = visit(board, "office", queue="judge")
    for label, value in (("事项", "10"), ("研判", "at_risk"), ("理由", "人员未到位")):
        field(at, label).set_value(value)  # type: ignore[attr-defined]
    assert "有风险" in press(at, "保存研判").success[0].value
    at = field(visit(board, "office", queue="points"), "类型").set_value("deduction").run()  # type: ignore[attr-defined]
    for label, value in (
        ("考核期", "2021Q2"), ("单位", "kgj"), ("分值", "1.5"), ("事由", "迟报"), ("佐证", "通报"), ("批准人", "区长")
    ):  # fmt: skip
        field(at, label).set_value(value)  # type: ignore[attr-defined]
    assert "已登记扣分" in press(at, "确认扣分").success[0].value
    with reading(board.engine) as conn:
        assert [str(one.points) for one in facts.adjustments(conn)] == ["1.5"]
        assert [one.item for one in facts.judgements(conn)] == ["10"]


# Where others lead here


def test_a_duty_leads_its_unit_to_the_form_and_the_office_to_the_claim(board: Board) -> None:
    filed(board)
    for role, words in (("unit_clerk", "填报这项任务"), ("office", "核实这项申报"), ("platform_clerk", None)):
        at = board.visitor(role)
        for name, value in {"as_of": DAY, "unit": "kgj", "duty": "D10-1"}.items():
            at.query_params[name] = value
        page = sent(board.page(at.run(), "duties/units"))
        assert words is None or words in page
        assert (words is not None) == ("office/reports?" in page)


def test_the_cockpit_leads_to_the_claim(board: Board) -> None:
    filed(board)
    words = sent(board.visit("office", as_of=DAY))
    assert "office/reports?queue=verify" in words and "duty=D10-1" in words


def test_my_unit_leads_to_the_form(board: Board) -> None:
    at = board.visitor("unit_clerk")
    at.query_params["as_of"] = DAY
    assert "office/reports?queue=file" in sent(board.page(at.run(), "appraisal/my_unit"))
