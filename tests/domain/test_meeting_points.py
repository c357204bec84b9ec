"""What became of a promise, and the points a meeting has to settle, the day before, on and after each boundary."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lib.domain.duties import DutyStatus
from lib.domain.ledger import replay
from lib.domain.meeting_points import Point, points
from lib.domain.order_findings import Missed, findings
from lib.domain.plan import Action, Attribute, Flow, Result, State
from lib.domain.promises import Promise, chain_about, promise, reviewed
from lib.domain.standing import Holding
from tests.domain.cast import CALENDAR, COURTS, PLAN, QUARTERLY, day, events, limit, plan_with, report, status_at

DECISION = Flow(
    "decision", "议定事项", "ldxz",
    states=(State("办理中", limit("10wd"), due_by="期限"), State("已反馈", limit("3wd")), State("已办结", final=True)),
    actions=(
        Action("议定", "办理中", holder="assignee"),
        Action("反馈", "已反馈", ("办理中",), holder="ldxz", feedback=True),
        Action("退回", "办理中", ("已反馈",), holder="before_feedback", returns=True),
        Action("办结", "已办结", ("已反馈",), results=(
            Result("已落实", "success"), Result("取消", "neutral"), Result("未落实", "failure"))),
    ),
    attributes=(Attribute("期限", kind="date"),), office=True, limit_on_return=limit("3wd"), to_court="without_limit",
)  # fmt: skip
MET = plan_with(flows=(*PLAN.flows, DECISION))
# Decided on Thursday 05-06, due on Thursday 05-20.
DECIDED = "议定 05-06 assignee=qzfb 议题=印发意见 会议=例会 期限=2021-05-20"


def promised(at: str, *steps: str, decided: str = DECIDED, case: str = "议定〔2021〕1号") -> Promise:
    made = [one for one in events("decision", decided, *steps, case=case) if one.occurred_on <= day(at)]
    return promise(replay(DECISION, made, COURTS), CALENDAR, day(at))


@pytest.mark.parametrize(
    ("at", "outcome", "late"), [("05-19", "open", 0), ("05-20", "open", 0), ("05-21", "overdue", 1), ("05-31", "overdue", 11)]
)  # fmt: skip
def test_a_promise_is_overdue_from_the_day_after_its_due(at: str, outcome: str, late: int) -> None:
    found = promised(at)
    assert (found.outcome, found.days_late, found.due, found.acted) == (outcome, late, day("05-20"), False)
    assert (found.unit, found.topic, found.meeting, found.decided_on) == ("qzfb", "印发意见", "例会", day("05-06"))


@pytest.mark.parametrize(
    ("fed_back", "outcome", "late"), [("05-19", "in_time", 0), ("05-20", "in_time", 0), ("05-21", "late", 1), ("05-30", "late", 10)]
)  # fmt: skip
def test_a_promise_is_kept_in_time_by_the_day_it_was_handed_in(fed_back: str, outcome: str, late: int) -> None:
    found = promised("06-10", f"反馈 {fed_back}", "办结 06-09 result=已落实")
    assert (found.outcome, found.days_late, found.closed_on, found.acted) == (outcome, late, day("06-09"), True)


def test_what_was_handed_in_waits_for_the_office_and_is_not_overdue() -> None:
    assert promised("06-10", "反馈 05-25").outcome == "fed_back"
    assert promised("05-24", "反馈 05-25").outcome == "overdue"


@pytest.mark.parametrize(("result", "outcome"), [("取消", "dropped"), ("未落实", "failed")])
def test_a_promise_may_be_dropped_or_not_kept(result: str, outcome: str) -> None:
    assert promised("06-10", "反馈 05-25", f"办结 05-26 result={result}").outcome == outcome


@pytest.mark.parametrize(("at", "outcome"), [("05-13", "open"), ("05-14", "open"), ("05-15", "overdue")])
def test_after_a_return_the_limit_of_returns_holds(at: str, outcome: str) -> None:
    found = promised(at, "反馈 05-10", "退回 05-11")
    assert (found.outcome, found.due) == (outcome, day("05-20"))


def test_a_first_lateness_is_not_forgiven_by_a_return() -> None:
    steps = ("反馈 05-25", "退回 05-26", "反馈 05-27", "办结 05-28 result=已落实")
    assert (promised("05-27", *steps[:2]).outcome, promised("06-01", *steps).outcome) == ("open", "late")
    assert promised("06-01", *steps).days_late == 5


def test_a_pause_moves_the_due_and_a_due_on_a_rest_day_rolls_forward() -> None:
    assert (promised("05-24", "中止 05-10", "恢复 05-14").outcome, promised("05-24").outcome) == ("open", "overdue")
    sunday = promised("05-24", decided=DECIDED.replace("05-20", "05-23"))
    assert (sunday.outcome, sunday.due) == ("open", day("05-24"))


def test_a_promise_of_the_court_has_no_due() -> None:
    found = promised("06-30", decided=DECIDED.replace("qzfb", "qfy"))
    assert (found.due, found.outcome, found.days_late) == (None, "open", 0)


def named(number: int, decided_on: str = "05-06", *, cause: str | None = None, outcome: str = "open", closed: str | None = None) -> Promise:  # fmt: skip
    late = 7 if outcome == "overdue" else 0
    return Promise(f"{number}", "qzfb", "印发意见", "例会", cause, day(decided_on), day("05-20"), outcome, late,
                   day(closed) if closed else None, False, number)  # fmt: skip


def test_a_meeting_goes_through_the_last_one_and_what_older_ones_left_open() -> None:
    kept = [
        named(1, "04-29", outcome="in_time", closed="05-06"),  # told at the last meeting
        named(2, "04-29", outcome="in_time", closed="05-07"),
        named(3, "04-29", outcome="overdue"),
        named(4, "05-06", outcome="late", closed="05-06"),
        named(5, "05-06"),
        named(6, "05-27"),  # of this meeting itself
    ]
    assert [one.number for one in reviewed(kept, day("05-06"), day("05-27"))] == ["3", "5", "4", "2"]
    assert reviewed(kept, None, day("05-27")) == []


def test_decisions_on_decisions_are_followed_to_the_last() -> None:
    chain = [named(1, cause="duty:D03-1"), named(2, cause="decision:1"), named(3, cause="decision:2")]
    assert [one.number for one in chain_about(chain, "duty:D03-1")] == ["1", "2", "3"]
    assert [one.number for one in chain_about(chain[:1], "duty:D03-1")] == ["1"]
    assert chain_about(chain, "duty:D03") == []
    assert chain_about([named(1, cause="duty:D03-1", outcome="in_time", closed="05-20")], "duty:D03-1") == []
    circle = [named(1, cause="decision:2"), named(2, cause="decision:1")]
    assert [one.number for one in chain_about(circle, "decision:1")] == ["2", "1"]


def settled_at(
    at: str, *promises: Promise, unit: str = "qzfb", statuses: Sequence[DutyStatus] = (), held: Sequence[Holding] = (),
    missed: Sequence[Missed] = (), red: Sequence[str] = (),
) -> list[Point]:  # fmt: skip
    found = list(findings(MET, statuses, held, missed, day(at)))
    return points(MET, unit, found, statuses, held, red, promises, day(at))


def of_duty(at: str, *promises: Promise) -> list[Point]:
    return settled_at(at, *promises, statuses=[status_at(at)])


@pytest.mark.parametrize(
    ("at", "mark", "detail"),
    [
        ("05-23", None, ""), ("05-24", "yellow", "期限5月31日，还有5个工作日到期"), ("05-31", "yellow", "期限5月31日，今天到期"),
        ("06-01", "red", "期限5月31日，逾期1天"),
    ],
)  # fmt: skip
def test_a_duty_is_a_point_when_near_and_a_red_one_when_overdue(at: str, mark: str | None, detail: str) -> None:
    found = of_duty(at)
    assert [(one.mark, one.detail) for one in found] == ([(mark, detail)] if mark else [])
    assert [one.cause for one in found] == (["duty:D03-1"] if mark else [])


def test_a_point_says_what_would_settle_it() -> None:
    assert of_duty("05-25")[0].suggestion == "按期完成“意见”"
    assert of_duty("06-01")[0].suggestion == "完成“意见”并报送佐证"


def test_a_claimed_duty_is_no_point() -> None:
    assert settled_at("06-01", statuses=[status_at("06-01", report("05-28"))]) == []


@pytest.mark.parametrize(("days", "mark"), [(15, "yellow"), (16, "red")])
def test_what_is_held_late_is_red_after_fifteen_days(days: int, mark: str) -> None:
    (found,) = settled_at("06-01", held=[Holding("dispute", "qzfb", 9, 2, 3, days)])
    assert (found.mark, found.cause, found.finding) == (mark, "late:dispute:qzfb", "late:dispute:qzfb:2021-06")
    assert found.detail == f"环节超期2件／在办9件，最长{days}天"
    assert found.suggestion == "办结行政争议化解环节超期2件，逐件说明原因"


def test_late_answers_to_orders_are_a_point_and_late_promises_one_of_their_own() -> None:
    order, decision = (Holding(flow, "qzfb", 1, 1, 1, 20) for flow in ("supervision_order", "decision"))
    (found,) = settled_at("06-01", held=[order, decision, order._replace(late=0, longest_days=0)])
    assert (found.cause, found.suggestion) == ("late:supervision_order:qzfb", "反馈督办超期1件的办理情况")


@pytest.mark.parametrize(("red", "mark"), [(["target:I16-1:kgj:2021Q1"], "red"), ([], "yellow")])
def test_a_missed_target_has_the_colour_of_its_indicator(red: Sequence[str], mark: str) -> None:
    missed = [Missed("I16-1", "kgj", "2021Q1", "80.0%（4/5）", "≥ 90%")]
    (found,) = settled_at("05-06", unit="kgj", missed=missed, red=red)
    assert (found.mark, found.title, found.detail) == (mark, "接入服务（2021年第一季度）", "80.0%（4/5），目标≥ 90%")


def test_court_and_procuratorate_are_asked_and_never_red() -> None:
    late = [status_at("07-30", duty=QUARTERLY, period="2021Q2")]
    found = settled_at("07-30", unit="qfy", statuses=late, held=[Holding("dispute", "qfy", 3, 2, 2, 60)])
    assert [one.mark for one in found] == ["yellow", "yellow"]
    assert all(one.suggestion.startswith("商请") for one in found)


def test_a_point_with_a_running_decision_is_settled_until_that_is_overdue() -> None:
    (open_one,) = of_duty("06-01", named(1, cause="duty:D03-1"))
    assert (open_one.is_settled, open_one.cause) == (True, "duty:D03-1")
    (waiting,) = of_duty("06-01", named(1, cause="duty:D03-1", outcome="fed_back"))
    assert waiting.is_settled
    (overdue,) = of_duty("06-01", named(1, cause="duty:D03-1", outcome="overdue"))
    assert (overdue.is_settled, overdue.cause, overdue.finding) == (False, "decision:1", "duty:D03-1")
    assert overdue.suggestion == "完成“意见”并报送佐证，并说明逾期原因"
    (closed,) = of_duty("06-01", named(1, cause="duty:D03-1", outcome="late", closed="05-31"))
    assert closed.promise is None and not closed.is_settled


def test_an_overdue_promise_beside_the_others_is_a_point_until_it_is_followed() -> None:
    (found,) = settled_at("05-27", named(1, outcome="overdue"))
    assert (found.mark, found.cause, found.days, found.is_settled) == ("red", "decision:1", 7, False)
    assert (found.detail, found.suggestion) == ("期限5月20日，逾期7天未落实", "印发意见，并说明逾期原因")
    (followed,) = settled_at("05-27", named(1, outcome="overdue"), named(2, cause="decision:1"))
    assert followed.is_settled and followed.promise is not None and followed.promise.number == "2"
    (again,) = settled_at("06-27", named(1, outcome="overdue"), named(2, cause="decision:1", outcome="overdue"))
    assert (again.cause, again.is_settled) == ("decision:2", False)
    assert again.suggestion == "印发意见，并说明逾期原因"


def test_another_unit_s_promise_is_no_point() -> None:
    assert settled_at("05-27", named(1, outcome="overdue"), unit="jrj") == []


def test_a_long_promise_asks_in_one_line() -> None:
    (found,) = settled_at("05-27", named(1, outcome="overdue")._replace(topic="长" * 100))
    assert len(found.suggestion) == 100 and found.suggestion.endswith("，并说明逾期原因")


def test_red_points_come_first_and_the_longest_overdue_before_others() -> None:
    held = [Holding("dispute", "qzfb", 9, 2, 3, 40), Holding("npl", "qzfb", 9, 2, 3, 3)]
    found = settled_at("06-10", statuses=[status_at("06-10")], held=held)
    assert [(one.mark, one.days) for one in found] == [("red", 40), ("red", 10), ("yellow", 3)]
