"""Cases, stays, deadlines, pauses and returns (domain.md 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lib.domain.ledger import Case, Ledger, Stay, replay
from tests.domain.cast import CALENDAR, COURTS, FLOWS, PLAN, case_of, day, events, ledger

TO_WORKER = ("登记 05-06", "移送 05-07", "交办 05-10 assignee=sfj")
FED_BACK = (*TO_WORKER, "反馈 05-31")
RETURNED = (*FED_BACK, "退回重办 06-03")


def deadline(stay: Stay, at: str = "12-31") -> date | None:
    return stay.deadline(CALENDAR, day(at))


def open_stay(case: Case) -> Stay:
    assert case.open_stay is not None
    return case.open_stay


def held(case: Case) -> list[tuple[str, str]]:
    return [(stay.state, stay.holder) for stay in case.stays]


# Holders and handling unit


def test_the_unit_in_charge_holds_the_initial_state_whoever_handles_the_case() -> None:
    case = case_of("dispute", "登记 05-06 assignee=sfj")
    assert (case.unit, case.holder) == ("sfj", "qzfb")


def test_the_handling_unit_is_the_unit_in_charge_where_none_is_named() -> None:
    assert case_of("dispute", "登记 05-06").unit == "qzfb"


def test_no_later_action_changes_the_handling_unit() -> None:
    case = case_of("dispute", *TO_WORKER)
    assert (case.unit, case.holder) == ("qzfb", "sfj")


@pytest.mark.parametrize("flow", ["supervision_order", "cooperation_request"])
def test_an_order_and_a_request_are_held_by_the_unit_they_go_to(flow: str) -> None:
    step = {"supervision_order": "签发", "cooperation_request": "请求"}[flow]
    case = case_of(flow, f"{step} 05-06 actor=qzfb assignee=sfj")
    assert (case.unit, case.holder) == ("sfj", "sfj")


def test_an_action_without_holder_keeps_it() -> None:
    assert held(case_of("npl", "委托 05-06", "启动清收 05-07")) == [("已委托", "jrj"), ("清收中", "jrj")]


def test_an_action_that_names_a_unit_gives_it_the_case() -> None:
    case = case_of("npl", "委托 05-06", "启动清收 05-07", "移送执行 05-08")
    assert (case.holder, open_stay(case).judicial) == ("qfy", True)


def test_a_return_gives_the_case_back_to_the_holder_before_the_last_feedback() -> None:
    assert case_of("dispute", *RETURNED).holder == "sfj"


# Stays


def test_an_action_that_keeps_state_and_holder_does_not_end_the_stay() -> None:
    case = case_of("npl", "委托 05-06", "启动清收 05-07", "回款 05-10 amount=3", "回款 05-11 amount=2")
    assert [stay.entered_on for stay in case.stays] == [day("05-06"), day("05-07")]


def test_a_final_state_is_no_stay() -> None:
    case = case_of("npl", "委托 05-06", "启动清收 05-07", "办结 05-10 result=全部收回")
    assert (case.open_stay, len(case.stays), case.stays[-1].left_on) == (None, 2, day("05-10"))


def test_urging_neither_ends_a_stay_nor_restarts_a_clock() -> None:
    plain, urged = case_of("dispute", "登记 05-06"), case_of("dispute", "登记 05-06", "催办 05-08", "催办 05-09")
    assert urged.stays == plain.stays


def test_a_stay_without_limit_has_no_deadline() -> None:
    stay = open_stay(case_of("litigation", "立案 05-06"))
    assert (deadline(stay), stay.in_time(CALENDAR, day("12-31"))) == (None, None)


def test_a_request_to_the_court_has_no_deadline() -> None:
    assert deadline(open_stay(case_of("cooperation_request", "请求 05-06 actor=qzfb assignee=qfy"))) is None


def test_a_request_to_a_unit_has_ten_working_days() -> None:
    assert deadline(open_stay(case_of("cooperation_request", "请求 05-06 actor=qzfb assignee=sfj"))) == day("05-19")


def test_a_calendar_deadline_on_a_rest_day_rolls_forward() -> None:
    # 60 days from 05-11 end on Saturday 07-10.
    case = case_of("rescue", "申请 05-06", "组织谈判 05-11")
    assert deadline(open_stay(case)) == day("07-12")


@pytest.mark.parametrize(("at", "in_time"), [("05-09", True), ("05-10", True), ("05-11", False)])
def test_an_open_stay_is_in_time_up_to_its_deadline(at: str, in_time: bool) -> None:
    assert open_stay(case_of("dispute", "登记 05-06")).in_time(CALENDAR, day(at)) is in_time


@pytest.mark.parametrize(("left", "in_time"), [("05-09", True), ("05-10", True), ("05-11", False)])
def test_a_stay_left_by_its_deadline_is_in_time(left: str, in_time: bool) -> None:
    stay = case_of("dispute", "登记 05-06", f"移送 {left}").stays[0]
    assert stay.in_time(CALENDAR, day("12-31")) is in_time


# Pauses


def test_a_pause_adds_its_calendar_days_and_the_deadline_rolls_forward() -> None:
    # 3 working days end on Monday 05-10; five days more are Saturday 05-15, so Monday 05-17.
    assert deadline(open_stay(case_of("dispute", "登记 05-06", "中止 05-07", "恢复 05-12"))) == day("05-17")


def test_a_pause_across_a_weekend_counts_its_rest_days() -> None:
    # Friday 05-14 to Monday 05-17 are three days: 05-10 + 3.
    assert deadline(open_stay(case_of("dispute", "登记 05-06", "中止 05-14", "恢复 05-17"))) == day("05-13")


@pytest.mark.parametrize(("at", "end"), [("05-07", "05-10"), ("05-08", "05-11"), ("05-12", "05-17")])
def test_a_stay_still_paused_is_extended_to_the_day_asked(at: str, end: str) -> None:
    assert deadline(open_stay(case_of("dispute", "登记 05-06", "中止 05-07")), at) == day(end)


def test_a_pause_of_no_days_adds_nothing() -> None:
    assert deadline(open_stay(case_of("dispute", "登记 05-06", "中止 05-07", "恢复 05-07"))) == day("05-10")


def test_two_pauses_of_one_stay_add_up() -> None:
    case = case_of("dispute", "登记 05-06", "中止 05-07", "恢复 05-08", "中止 05-10", "恢复 05-12")
    assert deadline(open_stay(case)) == day("05-13")


def test_a_pause_extends_only_the_stay_it_is_inside_and_the_whole() -> None:
    case = case_of("dispute", "登记 05-06", "中止 05-07", "恢复 05-12", "移送 05-17")
    assert deadline(case.stays[0]) == day("05-17")
    assert deadline(case.stays[1]) == day("05-19")
    assert case.whole_deadline(CALENDAR, day("12-31")) == day("07-12")  # 07-05 + 5 days is a Saturday


def test_the_whole_limit_gets_the_pauses_of_all_stays() -> None:
    case = case_of("dispute", "登记 05-06", "中止 05-07", "恢复 05-12", "移送 05-17", "中止 05-17", "恢复 05-20")
    assert case.whole_deadline(CALENDAR, day("12-31")) == day("07-13")


@pytest.mark.parametrize(("given_on", "earlier"), [("05-10", "05-31"), ("06-28", "07-05")])
def test_the_earlier_deadline_is_the_stay_s_or_the_whole_one(given_on: str, earlier: str) -> None:
    case = case_of("dispute", "登记 05-06", "移送 05-07", f"交办 {given_on} assignee=sfj")
    assert case.earlier_deadline(CALENDAR, day("12-31")) == day(earlier)
    assert [case.is_overdue(CALENDAR, at) for at in (day(earlier), day(earlier) + timedelta(days=1))] == [False, True]


def test_a_closed_case_has_a_result_and_is_due_no_more() -> None:
    steps = ("委托 05-06", "启动清收 05-07")
    running, closed = case_of("npl", *steps), case_of("npl", *steps, "办结 05-10 result=全部收回")
    assert (running.closing_result, running.due_on(CALENDAR, day("05-10"))) == ("", deadline(open_stay(running)))
    assert (closed.closing_result, closed.due_on(CALENDAR, day("05-10"))) == ("全部收回", None)


def test_state_stay_and_holder_stay_as_they_are_while_paused() -> None:
    case = case_of("dispute", *TO_WORKER, "中止 05-11")
    assert (case.state, case.holder, len(case.stays), case.paused) == ("已交办", "sfj", 3, True)


# Returns


def test_the_worker_s_stay_is_not_in_time_from_the_day_of_the_return() -> None:
    stay = case_of("dispute", *RETURNED).stays[2]
    assert [stay.in_time(CALENDAR, day(at)) for at in ("06-02", "06-03", "06-04")] == [True, False, False]


def test_the_reviewer_s_stay_is_judged_by_its_own_deadline() -> None:
    # 已反馈 from 05-31: five working days end on 06-07.
    in_time = [case_of("dispute", *FED_BACK, f"退回重办 {on}").stays[3] for on in ("06-07", "06-08")]
    assert [stay.in_time(CALENDAR, day("12-31")) for stay in in_time] == [True, False]


def test_the_stay_a_return_opens_has_the_limit_on_return() -> None:
    assert deadline(open_stay(case_of("dispute", *RETURNED))) == day("06-10")


def test_without_a_limit_on_return_the_limit_of_the_state_holds() -> None:
    flow = replace(FLOWS["dispute"], limit_on_return=None)
    case = replay(flow, events("dispute", *RETURNED), COURTS)
    assert deadline(open_stay(case)) == day("06-25")  # 15 working days, 06-14 off


def test_a_second_return_marks_only_the_second_piece_of_work() -> None:
    case = case_of("dispute", *RETURNED, "反馈 06-10", "退回重办 06-11")
    assert [stay.returned_on for stay in case.stays] == [None, None, day("06-03"), None, day("06-11"), None, None]


# 回头看

CLOSED_ORDER = ("签发 05-06 assignee=sfj", "签收 05-07", "反馈 05-13", "销号 05-17 result=完成")
LOOKED_BACK = (*CLOSED_ORDER, "回头看 06-01 text=复查")


def test_a_look_back_reopens_the_case_for_the_worker_with_five_working_days() -> None:
    case = case_of("supervision_order", *LOOKED_BACK)
    assert (case.state, case.holder, case.closed_on, case.outcome) == ("办理中", "sfj", None, None)
    assert deadline(open_stay(case)) == day("06-08")


def test_a_look_back_is_not_a_return() -> None:
    case = case_of("supervision_order", *LOOKED_BACK)
    assert [stay.in_time(CALENDAR, day("12-31")) for stay in case.stays[:3]] == [True, True, True]


def test_a_return_after_a_look_back_marks_the_second_piece_of_work_and_gives_three_days() -> None:
    case = case_of("supervision_order", *LOOKED_BACK, "反馈 06-08", "退回 06-09")
    assert [stay.returned_on for stay in case.stays] == [None, None, None, day("06-09"), None, None]
    assert (case.holder, deadline(open_stay(case))) == ("sfj", day("06-15"))


def test_a_case_closed_again_is_closed_on_the_later_day() -> None:
    case = case_of("supervision_order", *LOOKED_BACK, "反馈 06-08", "销号 06-09 result=撤销")
    assert (case.closed_on, case.outcome) == (day("06-09"), "neutral")


# Overdue


@pytest.mark.parametrize(("at", "overdue"), [("05-10", False), ("05-11", True)])
def test_a_case_is_overdue_the_day_after_the_deadline_of_its_stay(at: str, overdue: bool) -> None:
    assert case_of("dispute", "登记 05-06").is_overdue(CALENDAR, day(at)) is overdue


@pytest.mark.parametrize(("at", "overdue"), [("07-05", False), ("07-06", True)])
def test_a_case_is_overdue_the_day_after_its_whole_deadline_though_its_stay_is_not(at: str, overdue: bool) -> None:
    case = case_of("dispute", "登记 05-06", "移送 07-05")
    assert case.is_overdue(CALENDAR, day(at)) is overdue


def test_a_closed_case_is_never_overdue() -> None:
    case = case_of("npl", "委托 05-06", "启动清收 05-31", "办结 06-30 result=全部收回")
    assert not case.is_overdue(CALENDAR, day("2023-12-31"))


def test_a_judicial_stay_can_be_overdue_in_the_counts_of_its_platform() -> None:
    case = case_of("npl", "委托 05-06", "启动清收 05-07", "移送执行 05-08")
    assert [case.is_overdue(CALENDAR, day(at)) for at in ("11-04", "11-05")] == [False, True]


# Attributes and outcomes


def test_an_attribute_is_that_of_the_row_else_the_last_given_earlier() -> None:
    case = case_of("dispute", "登记 05-06 阶段=诉前", "移送 05-07", "交办 05-10 assignee=sfj 阶段=诉中")
    assert [case.attribute("阶段", upto) for upto in (0, 1, 2, None)] == ["诉前", "诉前", "诉中", "诉中"]


def test_an_attribute_never_given_is_none() -> None:
    assert case_of("dispute", "登记 05-06").attribute("阶段") is None


@pytest.mark.parametrize(("result", "outcome"), [("化解成功", "success"), ("未化解", "failure"), ("终止", "neutral")])
def test_a_closing_has_the_class_of_its_result(result: str, outcome: str) -> None:
    assert case_of("dispute", *FED_BACK, f"办结 06-01 result={result}").outcome == outcome


@pytest.mark.parametrize(("step", "outcome"), [("配合 05-07", "success"), ("拒绝 05-07 text=无人", "failure")])
def test_a_closing_without_results_has_the_class_of_the_action(step: str, outcome: str) -> None:
    assert case_of("cooperation_request", "请求 05-06 actor=qzfb assignee=sfj", step).outcome == outcome


# Readings at earlier days


@pytest.mark.parametrize(
    ("until", "state"), [("05-05", None), ("05-06", "已登记"), ("05-07", "已移送"), ("06-30", "已移送")]
)
def test_a_reading_sees_events_up_to_its_day(until: str, state: str | None) -> None:
    found = ledger(events("dispute", "登记 05-06", "移送 05-07")).cases("dispute", day(until))
    assert [case.state for case in found] == ([state] if state else [])


def test_a_pause_ended_later_is_still_open_at_an_earlier_reading() -> None:
    book = ledger(events("dispute", "登记 05-06", "中止 05-07", "恢复 05-20"))
    (case,) = book.cases("dispute", day("05-12"))
    assert (case.paused, deadline(open_stay(case), "05-12")) == (True, day("05-17"))


@pytest.mark.parametrize(("close", "state"), [("06-30", "已登记"), ("07-01", "已交办"), ("07-02", "已交办")])
def test_at_a_close_events_count_up_to_the_first_recorded_after_it(close: str, state: str) -> None:
    history = [
        *events("dispute", "登记 05-06"),
        *[one._replace(recorded_on=day("07-01"), seq=1) for one in events("dispute", "移送 05-07", start=2)],
        *[one._replace(seq=2) for one in events("dispute", "交办 05-10 assignee=sfj", start=3)],
    ]
    (case,) = ledger(history).cases("dispute", day("06-30"), day(close))
    assert case.state == state


def test_a_case_recorded_wholly_after_the_close_is_not_there() -> None:
    book = ledger(events("dispute", "登记 05-06", recorded="07-01"))
    assert book.cases("dispute", day("06-30"), day("06-30")) == []


def test_events_of_one_day_are_taken_in_the_order_of_their_seq() -> None:
    history = events("dispute", "登记 05-06", "移送 05-06", "交办 05-06 assignee=sfj")
    assert ledger(history[::-1]).cases("dispute", day("05-06"))[0].state == "已交办"


def test_a_case_without_events_cannot_be_replayed() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        replay(FLOWS["dispute"], [], COURTS)


def test_a_ledger_without_events_has_no_cases_in_any_flow() -> None:
    assert [Ledger(PLAN, []).cases(flow, day("12-31")) for flow in FLOWS] == [[]] * len(FLOWS)
