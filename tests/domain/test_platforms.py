"""Counts of a flow over a window (domain.md 3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.facts import Event
from lib.domain.platforms import PlatformCount, UnitCount, platform_count
from tests.domain.cast import CALENDAR, FLOWS, day, events, ledger


def counted(flow: str, first: str, last: str, *histories: list[Event]) -> PlatformCount:
    cases = ledger(*histories).cases(flow, day(last))
    return platform_count(FLOWS[flow], cases, day(first), day(last), CALENDAR)


def loan(
    number: int, registered: str, closed: str | None = None, result: str = "全部收回", unit: str = ""
) -> list[Event]:
    """A loan of `number` × 100, taken up on the day it is registered."""
    cells = f" assignee={unit}" if unit else ""
    steps = [f"委托 {registered} amount={number * 100}{cells}", f"启动清收 {registered}"]
    steps += [f"办结 {closed} result={result}"] if closed else []
    return events("npl", *steps, case=f"{number}号", start=number * 10)


@pytest.mark.parametrize(
    ("registered", "count"), [("05-31", 0), ("06-01", 1), ("06-15", 1), ("06-30", 1), ("07-01", 0)]
)
def test_cases_are_registered_within_the_window_both_ends_included(registered: str, count: int) -> None:
    found = counted("npl", "06-01", "06-30", loan(1, registered))
    assert (found.registered, found.amount_in) == (count, Decimal(100) * count)


@pytest.mark.parametrize(
    ("closed", "count", "still_open"), [("05-31", 0, 0), ("06-01", 1, 0), ("06-30", 1, 0), ("07-01", 0, 1)]
)
def test_a_case_is_closed_within_the_window_and_open_at_its_end_otherwise(
    closed: str, count: int, still_open: int
) -> None:
    found = counted("npl", "06-01", "06-30", loan(1, "05-06", closed))
    assert (found.closed, found.open) == (count, still_open)


def test_a_case_registered_after_the_window_is_not_open() -> None:
    assert counted("npl", "06-01", "06-30", loan(1, "07-01")).open == 0


def test_closed_cases_are_counted_by_class_and_success_rate_leaves_neutral_out() -> None:
    results = ("全部收回", "全部收回", "终止清收", "部分收回")
    found = counted("npl", "06-01", "06-30", *(loan(n, "06-01", "06-02", one) for n, one in enumerate(results, 1)))
    assert (found.closed, found.success, found.failure, found.neutral) == (4, 2, 1, 1)
    assert found.success_rate == Fraction(2, 3)


def test_rates_and_medians_of_nothing_are_none_and_sums_are_zero() -> None:
    found = counted("npl", "06-01", "06-30")
    assert (found.success_rate, found.on_time_rate, found.median_days) == (None, None, None)
    assert (found.registered, found.closed, found.open, found.overdue, found.urged) == (0, 0, 0, 0, 0)
    assert (found.amount_in, found.amount_recovered, found.by_unit) == (0, 0, {})


def test_the_success_rate_of_neutral_closings_only_is_none() -> None:
    assert counted("npl", "06-01", "06-30", loan(1, "06-01", "06-02", "部分收回")).success_rate is None


@pytest.mark.parametrize(
    ("closings", "median"),
    [(["06-01"], 0), (["06-01", "06-04"], Fraction(3, 2)), (["06-01", "06-04", "06-30"], 3)],
)
def test_the_median_of_days_is_the_middle_or_the_mean_of_the_middle_two(closings: list[str], median: Fraction) -> None:
    found = counted("npl", "06-01", "06-30", *(loan(n, "06-01", on) for n, on in enumerate(closings, 1)))
    assert found.median_days == median


@pytest.mark.parametrize(("last", "overdue"), [("05-10", 0), ("05-11", 1)])
def test_overdue_is_counted_at_the_end_of_the_window(last: str, overdue: int) -> None:
    assert counted("dispute", "05-01", last, events("dispute", "登记 05-06")).overdue == overdue


def test_judicial_stays_count_in_the_counts_of_their_platform() -> None:
    history = events("npl", "委托 05-06", "启动清收 05-07", "移送执行 05-08")
    found = counted("npl", "05-01", "11-05", history)
    assert (found.overdue, found.by_state["执行中"]) == (1, 1)


@pytest.mark.parametrize(
    ("first", "last", "urged"), [("05-07", "05-09", 2), ("05-08", "05-09", 1), ("05-08", "05-08", 0)]
)
def test_urgings_are_counted_by_their_date(first: str, last: str, urged: int) -> None:
    history = events("dispute", "登记 05-06", "催办 05-07", "催办 05-09")
    assert counted("dispute", first, last, history).urged == urged


@pytest.mark.parametrize(
    ("first", "last", "amount"),
    [("06-02", "06-04", 5), ("06-03", "06-04", 3), ("06-02", "06-03", 2), ("06-05", "06-30", 0)],
)
def test_money_back_is_counted_by_its_date(first: str, last: str, amount: int) -> None:
    history = events("npl", "委托 05-06 amount=50", "启动清收 05-07", "回款 06-02 amount=2", "回款 06-04 amount=3")
    assert counted("npl", first, last, history).amount_recovered == amount


@pytest.mark.parametrize(("closed", "rate"), [("07-04", 1), ("07-05", 1), ("07-06", 0)])
def test_a_closing_on_the_last_day_of_the_whole_limit_is_on_time(closed: str, rate: int) -> None:
    steps = ("登记 05-06", "移送 05-06", "交办 05-06 assignee=sfj", "反馈 05-07", f"办结 {closed} result=终止")
    assert counted("dispute", "05-01", "12-31", events("dispute", *steps)).on_time_rate == rate


def test_a_flow_without_whole_limit_has_no_on_time_rate() -> None:
    history = events("rescue", "申请 05-06", "办结 05-07 result=撤回")
    assert counted("rescue", "05-01", "12-31", history).on_time_rate is None


def test_a_reopened_case_is_open_and_its_first_closing_no_longer_counts() -> None:
    history = events(
        "supervision_order", "签发 05-06 assignee=sfj", "签收 05-07", "反馈 05-13", "销号 05-17 result=完成",
        "回头看 06-01 text=复查",
    )  # fmt: skip
    before = counted("supervision_order", "05-01", "05-31", history)
    after = counted("supervision_order", "05-01", "06-01", history)
    assert ((before.closed, before.open), (after.closed, after.open)) == ((1, 0), (0, 1))


def test_every_state_is_named_zeros_included() -> None:
    found = counted("npl", "06-01", "06-30", loan(1, "05-06"), loan(2, "05-06", "05-07"), loan(3, "07-01"))
    assert found.by_state == {"已委托": 0, "清收中": 1, "执行中": 0, "已办结": 1}


def test_counts_by_unit_go_to_the_handling_unit_not_the_holder() -> None:
    histories = (loan(1, "06-01", unit="zrzy"), loan(2, "06-02", "06-03", unit="zrzy"), loan(3, "05-06"))
    found = counted("npl", "06-01", "06-30", *histories)
    assert found.by_unit["zrzy"] == UnitCount(2, 1, 0, 1)
    assert found.by_unit["jrj"] == UnitCount(0, 1, 0, 0)
