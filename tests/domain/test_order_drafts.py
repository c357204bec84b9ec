"""When an order or a letter is drafted, the day before, on and after each threshold, and never twice for one cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.calendar import Duration
from lib.domain.duties import DutyStatus
from lib.domain.order_drafts import Issued, Missed, OrderDraft, order_drafts
from lib.domain.order_rules import GRADES, LETTER, OrderRule, OrderRules
from lib.domain.periods import Period
from lib.domain.standing import Holding
from tests.domain.cast import (
    PLAN,
    QUARTERLY,
    STANDING,
    day,
    extension,
    plan_with,
    report,
    returned,
    status_at,
    waiver,
)

FIVE, TEN = Duration(5, working=True), Duration(10, working=True)
RULES = OrderRules(
    (
        OrderRule(
            "due", "duty_due", "提醒单", "计划", FIVE, "{duty}：{due}，{left}", within=Duration(3, working=True)
        ),
        OrderRule("late", "duty_overdue", "预警单", "计划", FIVE, "{duty}逾期{days}天", letter="请支持{duty}"),
        OrderRule("long", "duty_overdue", "督办单", "计划", FIVE, "{duty}逾期{days}天，超过15天", days=16),
        OrderRule("held", "stays_overdue", "预警单", "系统", FIVE, "{flow}{late}/{open}件超期，最长{days}天",
                  letter="{flow}有{late}件，请协调", cases=3),
        OrderRule("held-long", "stays_overdue", "督办单", "系统", FIVE, "{flow}{late}件超期{days}天", days=16, cases=3),
        OrderRule("missed", "target_missed", "预警单", "系统", FIVE, "{indicator}{period}{value}未达{target}",
                  letter="{indicator}{value}，请支持"),
        OrderRule("old", "persists", "督办单", "系统", FIVE, "{issued}已发{earlier}：{now}", older_than=TEN),
        OrderRule("again", "returned", "督办单", "系统", FIVE, "{earlier}退回{times}次：{now}"),
    )
)  # fmt: skip
ORDERED = plan_with(orders=RULES)
# D03-1 is due on Sunday 2021-05-30, in time until Monday 05-31.
DUE = "05-31"


def drafts(
    at: str,
    statuses: Sequence[DutyStatus] = (),
    held: Sequence[Holding] = (),
    missed: Sequence[Missed] = (),
    issued: Sequence[Issued] = (),
) -> list[OrderDraft]:
    return order_drafts(ORDERED, statuses, held, missed, issued, day(at))


def duty_draft(at: str, *facts: object, issued: Sequence[Issued] = ()) -> OrderDraft | None:
    """The draft for D03-1 at a day."""
    found = drafts(at, [status_at(at, *facts)], issued=issued)  # type: ignore[arg-type]
    return found[0] if found else None


def grade_of(draft: OrderDraft | None) -> str | None:
    return draft.grade if draft else None


def order(
    grade: str, on: str, cause: str | None = "duty:D03-1", *, unit: str = "qzfb", is_open: bool = True, returns: int = 0,
    number: str = "山督〔2021〕1号",
) -> Issued:  # fmt: skip
    return Issued(number, unit, grade, cause, "此前的事由", day(on), is_open, returns)


def held(late: int, days: int = 1, *, unit: str = "sfj", flow: str = "dispute") -> Holding:
    return Holding(flow, unit, 9, late, late, days)


# Duties near their due


@pytest.mark.parametrize(
    ("at", "grade"),
    [("05-25", None), ("05-26", "提醒单"), ("05-28", "提醒单"), ("05-31", "提醒单"), ("06-01", "预警单")],
)
def test_a_reminder_is_drafted_from_three_working_days_before_the_due(at: str, grade: str | None) -> None:
    assert grade_of(duty_draft(at)) == grade


def test_a_reminder_says_the_due_and_what_is_left() -> None:
    draft = duty_draft("05-27")
    assert draft is not None and (draft.cause, draft.unit, draft.source) == ("duty:D03-1", "qzfb", "计划")
    assert draft.reason == "意见：2021年5月31日，还有2个工作日到期"
    assert draft.demand == "请于5个工作日内办理并反馈结果。"
    on_the_day = duty_draft(DUE)
    assert on_the_day is not None and on_the_day.reason.endswith("今天到期")


def test_a_standing_duty_is_reminded_of_the_end_of_its_quarter_and_then_of_its_due() -> None:
    def standing(at: str) -> OrderDraft | None:
        found = drafts(at, [status_at(at, duty=STANDING, period="2021Q2")])
        return found[0] if found else None

    assert standing("06-24") is None
    before, after = standing("06-25"), standing("07-08")
    assert before is not None and "2021年6月30日" in before.reason
    assert standing("07-06") is None  # 07-12 (the 10th is a Saturday) is four working days away
    assert after is not None and "2021年7月12日" in after.reason and after.cause == "duty:D10-1.2021Q2"
    assert grade_of(standing("07-13")) == "预警单"


# Duties past their due


@pytest.mark.parametrize(
    ("late", "grade"), [(0, "提醒单"), (1, "预警单"), (2, "预警单"), (15, "预警单"), (16, "督办单"), (17, "督办单")]
)
def test_an_overdue_duty_is_warned_of_from_the_first_day_and_ordered_after_fifteen(late: int, grade: str) -> None:
    at = (day(DUE) + timedelta(days=late)).isoformat()
    assert grade_of(duty_draft(at)) == grade


@pytest.mark.parametrize("at", ["05-28", "06-01", "06-16"])
def test_nothing_is_drafted_for_what_is_done_waived_or_claimed(at: str) -> None:
    assert duty_draft(at, waiver("05-10")) is None
    assert duty_draft(at, report("05-20")) is None
    assert grade_of(duty_draft(at)) is not None


def test_a_late_claim_that_nobody_decided_stops_the_order_too() -> None:
    assert grade_of(duty_draft("06-10")) == "预警单"
    assert duty_draft("06-10", report("06-05")) is None
    assert grade_of(duty_draft("06-10", report("06-05"), returned("06-08"))) == "预警单"


def test_an_extension_moves_the_thresholds() -> None:
    assert duty_draft("06-10", extension("05-20", "06-30")) is None
    assert grade_of(duty_draft("06-30", extension("05-20", "06-30"))) == "提醒单"


# Never twice


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(
    ("grade", "at", "drafted"),
    [
        ("提醒单", "05-28", None),
        ("提醒单", "06-01", "预警单"),
        ("预警单", "06-02", None),
        ("督办单", "06-16", None),
        ("督办单", "05-28", None),
        ("督办单", "06-02", None),
    ],
)
def test_a_cause_has_one_order_of_a_grade_open_or_closed(
    grade: str, at: str, drafted: str | None, is_open: bool
) -> None:
    assert grade_of(duty_draft(at, issued=[order(grade, "05-28", is_open=is_open)])) == drafted


def test_a_graver_order_names_the_lesser_one_before_it() -> None:
    found = duty_draft("06-16", issued=[order("提醒单", "05-28", is_open=False)])
    assert found is not None and (found.grade, found.earlier) == ("督办单", "山督〔2021〕1号")
    assert found.reason == "意见逾期16天，超过15天此前已于2021年5月28日发出提醒单山督〔2021〕1号。"
    assert ("此前", "提醒单（2021年5月28日签发）") in found.facts
    first = duty_draft("06-16")
    assert first is not None and first.earlier is None and "此前" not in first.reason


def test_an_order_on_another_cause_stops_nothing() -> None:
    assert grade_of(duty_draft("06-02", issued=[order("预警单", "06-01", "duty:D04-2.2021Q2")])) == "预警单"


# Escalation


@pytest.mark.parametrize(("at", "grade"), [("06-14", None), ("06-15", None), ("06-16", "督办单")])
def test_a_warning_older_than_ten_working_days_becomes_an_order(at: str, grade: str | None) -> None:
    # Issued on Tuesday 06-01: 06-14 is a rest day, so the tenth working day is 06-16.
    assert grade_of(duty_draft(at, issued=[order("预警单", "06-01")])) == grade


def test_the_tenth_working_day_itself_is_not_older() -> None:
    late_due = extension("05-20", "06-08")  # due 06-08: overdue by less than 16 days all along
    warned = [order("预警单", "06-09")]
    assert PLAN.calendar.end_of(day("06-09"), TEN) == day("06-24")
    assert duty_draft("06-23", late_due, issued=warned) is None
    followed = duty_draft("06-24", late_due, issued=warned)
    assert followed is not None and followed.rule == "long"  # 16 days overdue that very day
    later_due = extension("05-20", "06-18")
    warned = [order("预警单", "06-21")]
    assert PLAN.calendar.end_of(day("06-21"), TEN) == day("07-05")
    assert duty_draft("07-02", later_due, issued=warned) is None
    assert grade_of(duty_draft("07-05", later_due, issued=warned)) == "督办单"


def test_an_order_that_follows_a_warning_names_it_and_keeps_its_cause() -> None:
    found = drafts(
        "07-20", held=[held(3, 2)], issued=[order("预警单", "07-05", "late:dispute:sfj:2021-07", unit="sfj")]
    )
    assert [(one.grade, one.rule, one.earlier) for one in found] == [("督办单", "old", "山督〔2021〕1号")]
    assert found[0].reason == "2021年7月5日已发预警单山督〔2021〕1号：行政争议化解3/9件超期，最长2天"
    assert found[0].cause == "late:dispute:sfj:2021-07"


@pytest.mark.parametrize(("at", "count"), [("07-16", 0), ("07-19", 0), ("07-20", 1)])
def test_ten_working_days_are_counted_from_the_day_after_the_warning(at: str, count: int) -> None:
    warned = [order("预警单", "07-05", "late:dispute:sfj:2021-07", unit="sfj")]
    assert len(drafts(at, held=[held(3, 2)], issued=warned)) == count


def test_a_warning_whose_cause_is_gone_is_not_followed() -> None:
    warned = [order("预警单", "07-05", "late:dispute:sfj:2021-07", unit="sfj")]
    assert drafts("08-20", held=[held(2, 2)], issued=warned) == []


@pytest.mark.parametrize(("returns", "grade"), [(1, None), (2, "督办单"), (3, "督办单")])
def test_an_order_returned_twice_is_followed_by_a_graver_one(returns: int, grade: str | None) -> None:
    found = duty_draft("06-03", issued=[order("预警单", "06-01", returns=returns)])
    assert grade_of(found) == grade
    assert found is None or found.reason == f"预警单山督〔2021〕1号退回{returns}次：此前的事由"


def test_an_order_returned_twice_and_closed_is_at_rest() -> None:
    assert duty_draft("06-03", issued=[order("预警单", "06-01", returns=2, is_open=False)]) is None


def test_an_order_of_a_meeting_returned_twice_is_followed_once() -> None:
    met = order("预警单", "06-01", None, unit="sfj", returns=2)
    found = drafts("06-20", issued=[met])
    assert [(one.cause, one.unit, one.grade, one.earlier) for one in found] == [
        ("order:山督〔2021〕1号", "sfj", "督办单", "山督〔2021〕1号")
    ]
    again = order("督办单", "06-21", "order:山督〔2021〕1号", unit="sfj", number="山督〔2021〕2号", returns=2)
    assert drafts("07-20", issued=[met, again]) == []


# What waits too long with a unit


@pytest.mark.parametrize(("late", "grade"), [(0, None), (2, None), (3, "预警单"), (4, "预警单")])
def test_a_holder_is_warned_from_three_late_cases(late: int, grade: str | None) -> None:
    found = drafts("06-10", held=[held(late, 1 if late else 0)])
    assert grade_of(found[0] if found else None) == grade
    assert not found or found[0].cause == "late:dispute:sfj:2021-06"


@pytest.mark.parametrize(("days", "grade"), [(1, "预警单"), (15, "预警单"), (16, "督办单")])
def test_cases_late_by_more_than_fifteen_days_are_ordered(days: int, grade: str) -> None:
    assert drafts("06-10", held=[held(3, days)])[0].grade == grade


def test_orders_late_themselves_are_urged_and_not_ordered_again() -> None:
    assert drafts("06-10", held=[held(5, 9, flow="supervision_order")]) == []


def test_an_open_order_on_what_a_unit_holds_stands_for_the_next_month_and_a_closed_one_does_not() -> None:
    june = "late:dispute:sfj:2021-06"
    assert drafts("07-01", held=[held(3)], issued=[order("预警单", "06-28", june, unit="sfj")]) == []
    settled = [order("预警单", "06-28", june, unit="sfj", is_open=False)]
    assert [one.cause for one in drafts("07-01", held=[held(3)], issued=settled)] == ["late:dispute:sfj:2021-07"]
    assert drafts("06-30", held=[held(3)], issued=settled) == []
    assert len(drafts("07-01", held=[held(3, flow="rescue")], issued=[order("预警单", "06-28", june)])) == 1


# Targets missed


def test_a_missed_target_is_warned_of_with_its_numbers() -> None:
    missed = [Missed("I16-1", "kgj", "2021Q2", "77.8%（7/9）", "≥ 100%")]
    (found,) = drafts("07-10", missed=missed)
    assert (found.cause, found.grade, found.item) == ("target:I16-1:kgj:2021Q2", "预警单", "10")
    assert found.reason == f"接入服务{Period.parse('2021Q2').name}77.8%（7/9）未达≥ 100%"
    assert drafts("07-10", missed=missed, issued=[order("预警单", "07-09", found.cause, unit="kgj")]) == []


# Court and procuratorate


def court_drafts(at: str, issued: Sequence[Issued] = ()) -> list[OrderDraft]:
    status = status_at(at, duty=QUARTERLY, period="2021Q2")
    held_by_court = [Holding("dispute", "qfy", 9, 4, 4, 30)]
    missed = [Missed("I04-1", "qjcy", "2021Q2", "50.0%（5/10）", "≥ 90%")]
    return drafts(at, [status], held_by_court, missed, issued)


def test_court_and_procuratorate_get_letters_without_a_limit_and_never_an_order() -> None:
    found = court_drafts("08-20")
    assert {one.unit for one in found} == {"qfy", "qjcy"} and len(found) == 3
    assert {one.grade for one in found} == {LETTER}
    assert {one.answer for one in found} == {None} and {one.demand for one in found} == {""}
    assert all("请" in one.reason for one in found)


def test_court_gets_no_reminder_where_the_plan_words_no_letter() -> None:
    assert [one.cause for one in court_drafts("07-08")] == ["late:dispute:qfy:2021-07", "target:I04-1:qjcy:2021Q2"]


def test_a_letter_on_a_cause_is_sent_once_and_never_followed_by_an_order() -> None:
    letters = [
        order(LETTER, "07-15", one.cause, unit=one.unit, returns=5, is_open=True) for one in court_drafts("07-14")
    ]
    assert court_drafts("07-30", letters) == []
    assert court_drafts("12-30", letters) == []


# All together


def test_the_gravest_stand_first_and_then_the_longest() -> None:
    found = drafts(
        "07-20",
        [status_at("07-20"), status_at("07-20", duty=QUARTERLY, period="2021Q2")],
        [held(3, 4), held(9, 12, flow="rescue", unit="kgj")],
        [Missed("I16-1", "kgj", "2021Q2", "7/9", "9/9")],
    )
    assert [(one.grade, one.days) for one in found] == [
        ("督办单", 50), ("预警单", 12), ("预警单", 4), ("预警单", 0), (LETTER, 8),
    ]  # fmt: skip


def test_a_plan_without_rules_drafts_nothing() -> None:
    assert order_drafts(PLAN, [status_at("07-20")], [held(9, 99)], [], [], day("07-20")) == []


grades = st.sampled_from([*GRADES, LETTER])
causes = st.sampled_from(["duty:D03-1", "late:dispute:sfj:2021-06", "late:dispute:sfj:2021-07", None])
orders = st.builds(
    Issued,
    st.sampled_from(["山督〔2021〕1号", "山督〔2021〕2号", "山督〔2021〕3号"]),
    st.sampled_from(["qzfb", "sfj"]),
    grades,
    causes,
    st.just("事由"),
    st.dates(date(2021, 5, 1), date(2021, 8, 1)),
    st.booleans(),
    st.integers(0, 3),
)


@given(
    st.dates(date(2021, 5, 1), date(2021, 8, 1)),
    st.lists(orders, max_size=3, unique_by=lambda one: one.number),
    st.integers(0, 5),
    st.integers(1, 40),
)
def test_issuing_every_draft_leaves_nothing_to_draft_that_day(
    at: date, before: list[Issued], late: int, days: int
) -> None:
    def drafted(issued: list[Issued]) -> list[OrderDraft]:
        statuses = [status_at(at.isoformat()), status_at(at.isoformat(), duty=QUARTERLY, period="2021Q2")]
        return order_drafts(ORDERED, statuses, [held(late, days), held(late, days, unit="qfy")], [], issued, at)

    first = drafted(before)
    assert len({one.key for one in first}) == len(first)
    now = [
        Issued(f"新{place}号", one.unit, one.grade, one.cause, one.reason, at, is_open=True)
        for place, one in enumerate(first)
    ]
    assert drafted([*before, *now]) == []


def test_a_rule_takes_its_numbers_from_the_plan() -> None:
    stricter = replace(RULES, rules=tuple(replace(one, cases=1) for one in RULES.rules))
    found = order_drafts(plan_with(orders=stricter), [], [held(1, 1)], [], [], day("06-10"))
    assert [one.grade for one in found] == ["预警单"]
