"""When an event is refused, and with what sentence (domain.md 3)."""

from __future__ import annotations

import pytest

from lib.domain.ledger import Case
from lib.domain.ledger_acts import allowed_actions, refused_cell
from tests.domain.cast import FLOWS, PLAN, case_of, day, events

TODAY = "12-31"
REGISTERED = ("登记 05-06",)
ASSIGNED = ("登记 05-06", "移送 05-07", "交办 05-10 assignee=sfj")
FED_BACK = (*ASSIGNED, "反馈 05-20")
CLOSED_ORDER = ("签发 05-06 assignee=sfj", "签收 05-07", "反馈 05-13", "销号 05-17 result=完成")


def refused(flow: str, step: str, *before: str, today: str = TODAY) -> str | None:
    """The column of the refusal of `step` after `before`, or None."""
    found = _refusal(flow, step, before, today)
    return found[0] if found else None


def sentence(flow: str, step: str, *before: str, today: str = TODAY) -> str:
    found = _refusal(flow, step, before, today)
    assert found is not None
    return found[1]


def _refusal(flow: str, step: str, before: tuple[str, ...], today: str) -> tuple[str, str] | None:
    case: Case | None = case_of(flow, *before) if before else None
    (one,) = events(flow, step)
    return refused_cell(PLAN, FLOWS[flow], case, one, day(today))


def test_the_first_event_must_register() -> None:
    assert refused("dispute", "移送 05-06") == "动作"


def test_registering_a_known_number_is_refused() -> None:
    assert refused("dispute", "登记 05-07", *REGISTERED) == "动作"


def test_an_action_not_allowed_from_the_state_is_refused_with_case_action_state_and_what_is_allowed() -> None:
    text = sentence("dispute", "办结 05-07 result=终止", *REGISTERED)
    assert all(word in text for word in ("1号", "办结", "已登记", "移送、催办、中止"))


def test_an_unknown_action_is_refused_with_the_known_ones() -> None:
    assert "登记、移送" in sentence("dispute", "转办 05-07", *REGISTERED)


@pytest.mark.parametrize(("on", "column"), [("05-05", "日期"), ("05-06", None), ("05-07", None)])
def test_a_date_before_the_previous_event_is_refused(on: str, column: str | None) -> None:
    assert refused("dispute", f"移送 {on}", *REGISTERED) == column


@pytest.mark.parametrize(("on", "column"), [("05-05", None), ("05-06", None), ("05-07", "日期")])
def test_a_date_in_the_future_is_refused(on: str, column: str | None) -> None:
    assert refused("dispute", f"登记 {on}", today="05-06") == column


@pytest.mark.parametrize(("on", "column"), [("04-23", "日期"), ("04-24", None)])
def test_a_date_before_the_issue_is_refused(on: str, column: str | None) -> None:
    assert refused("dispute", f"登记 {on}") == column


def test_a_flow_with_history_takes_earlier_dates() -> None:
    assert refused("litigation", "立案 2020-05-06") is None


# Units


def test_an_action_that_gives_the_case_away_needs_the_unit_it_goes_to() -> None:
    before = ("登记 05-06", "移送 05-07")
    assert [refused("dispute", step, *before) for step in ("交办 05-10", "交办 05-10 assignee=sfj")] == [
        "承办单位",
        None,
    ]


def test_a_registering_row_may_leave_the_handling_unit_empty() -> None:
    assert refused("dispute", "登记 05-06") is None


@pytest.mark.parametrize(("assignee", "column"), [("qzfb", None), ("sfj", "承办单位")])
def test_elsewhere_the_unit_equals_the_holder_the_action_gives(assignee: str, column: str | None) -> None:
    assert refused("dispute", f"反馈 05-20 assignee={assignee}", *ASSIGNED) == column


@pytest.mark.parametrize(("assignee", "column"), [("sfj", None), ("qzfb", "承办单位")])
def test_on_a_return_the_unit_equals_the_worker(assignee: str, column: str | None) -> None:
    assert refused("dispute", f"退回重办 05-21 assignee={assignee}", *FED_BACK) == column


@pytest.mark.parametrize(("assignee", "column"), [("qzfb", None), ("sfj", "承办单位")])
def test_urging_and_pausing_keep_the_holder(assignee: str, column: str | None) -> None:
    for action in ("催办", "中止"):
        assert refused("dispute", f"{action} 05-07 assignee={assignee}", *REGISTERED) == column


@pytest.mark.parametrize(
    ("cells", "column"),
    [("actor=qzfb assignee=sfj", None), ("assignee=sfj", "操作单位"), ("actor=qzfb", "承办单位")],
)
def test_a_request_names_who_asks_and_who_is_asked(cells: str, column: str | None) -> None:
    assert refused("cooperation_request", f"请求 05-06 {cells}") == column


# Court and procuratorate


@pytest.mark.parametrize("unit", ["qfy", "qjcy"])
def test_an_order_to_court_or_procuratorate_is_refused_for_a_letter(unit: str) -> None:
    assert refused("supervision_order", f"签发 05-06 assignee={unit}") == "承办单位"
    assert "商请函" in sentence("supervision_order", f"签发 05-06 assignee={unit}")


@pytest.mark.parametrize("unit", ["qfy", "qjcy"])
def test_a_request_to_court_or_procuratorate_is_allowed(unit: str) -> None:
    assert refused("cooperation_request", f"请求 05-06 actor=qzfb assignee={unit}") is None


def test_urging_in_a_judicial_flow_is_refused() -> None:
    assert refused("litigation", "催办 05-07", "立案 05-06") == "动作"


def test_urging_in_a_judicial_state_is_refused_and_before_it_allowed() -> None:
    before = ("委托 05-06", "启动清收 05-07")
    assert refused("npl", "催办 05-08", *before) is None
    assert refused("npl", "催办 05-08", *before, "移送执行 05-08") == "动作"


# Pauses


@pytest.mark.parametrize("step", ["移送 05-08", "催办 05-08", "中止 05-08"])
def test_while_paused_only_resuming_is_allowed(step: str) -> None:
    assert "现在可以：恢复" in sentence("dispute", step, *REGISTERED, "中止 05-07")


def test_a_paused_case_resumes() -> None:
    assert refused("dispute", "恢复 05-07", *REGISTERED, "中止 05-07") is None


def test_a_running_case_cannot_resume() -> None:
    assert refused("dispute", "恢复 05-07", *REGISTERED) == "动作"


def test_a_judicial_state_can_be_paused() -> None:
    assert refused("litigation", "中止 05-07", "立案 05-06") is None


@pytest.mark.parametrize("step", ["中止 05-18", "催办 05-18", "恢复 05-18"])
def test_a_closed_case_is_neither_paused_nor_urged(step: str) -> None:
    assert refused("supervision_order", step, *CLOSED_ORDER) == "动作"


# 回头看


def test_a_look_back_needs_words() -> None:
    steps = ("回头看 06-01", "回头看 06-01 text=复查")
    assert [refused("supervision_order", step, *CLOSED_ORDER) for step in steps] == ["说明", None]


def test_a_second_look_back_is_refused() -> None:
    before = (*CLOSED_ORDER, "回头看 06-01 text=复查", "反馈 06-02", "销号 06-03 result=完成")
    assert refused("supervision_order", "回头看 06-04 text=再查", *before) == "动作"
    assert allowed_actions(case_of("supervision_order", *before)) == []


# Results, amounts, fields


@pytest.mark.parametrize(("cells", "column"), [("", "结果"), ("result=化解成功", None), ("result=成功", "结果")])
def test_a_closing_action_needs_one_of_its_results(cells: str, column: str | None) -> None:
    assert refused("dispute", f"办结 05-21 {cells}", *FED_BACK) == column


@pytest.mark.parametrize(
    ("before", "result", "column"),
    [
        (("申请 05-06",), "撤回", None),
        (("申请 05-06",), "重整成功", "结果"),
        (("申请 05-06", "组织谈判 05-07", "进入重整 05-08"), "重整成功", None),
        (("申请 05-06", "组织谈判 05-07", "进入重整 05-08"), "撤回", "结果"),
    ],
)
def test_a_result_is_allowed_from_its_states_only(before: tuple[str, ...], result: str, column: str | None) -> None:
    assert refused("rescue", f"办结 05-10 result={result}", *before) == column


@pytest.mark.parametrize("step", ["移送 05-07 result=终止", "催办 05-07 result=终止", "中止 05-07 result=终止"])
def test_a_result_elsewhere_is_refused(step: str) -> None:
    assert refused("dispute", step, *REGISTERED) == "结果"


@pytest.mark.parametrize(
    ("cells", "column"),
    [("", "金额(万元)"), ("amount=0", "金额(万元)"), ("amount=0.01", None), ("amount=-1", "金额(万元)")],
)
def test_money_back_is_more_than_nothing(cells: str, column: str | None) -> None:
    assert refused("npl", f"回款 05-08 {cells}", "委托 05-06", "启动清收 05-07") == column


@pytest.mark.parametrize(("amount", "column"), [("0", None), ("-0.01", "金额(万元)")])
def test_an_amount_elsewhere_is_not_negative(amount: str, column: str | None) -> None:
    assert refused("npl", f"委托 05-06 amount={amount}") == column


def test_a_refusal_to_help_needs_words() -> None:
    before = "请求 05-06 actor=qzfb assignee=sfj"
    assert refused("cooperation_request", "拒绝 05-07", before) == "说明"


@pytest.mark.parametrize(("cells", "column"), [("阶段=诉前", None), ("阶段=诉后", "阶段"), ("银行=一行", "银行")])
def test_an_attribute_is_declared_and_one_of_its_choices(cells: str, column: str | None) -> None:
    assert refused("dispute", f"登记 05-06 {cells}") == column


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("", "负责人出庭"),
        ("负责人出庭=否", None),
        ("负责人出庭=是", "出庭职务"),
        ("负责人出庭=是 出庭职务=正职", None),
        ("负责人出庭=是 出庭职务=工作人员", "出庭职务"),
    ],
)
def test_a_hearing_says_whether_the_head_came_and_as_what(cells: str, column: str | None) -> None:
    assert refused("litigation", f"开庭 05-07 {cells}", "立案 05-06") == column


def test_a_required_attribute_stands_on_the_row_even_if_given_earlier() -> None:
    before = ("立案 05-06", "开庭 05-07 负责人出庭=否")
    assert refused("litigation", "开庭 05-08", *before) == "负责人出庭"
