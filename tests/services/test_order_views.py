"""催办督办 by services: the drafts and why, orders in hand, and what each role is given of them; on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Origin
from lib.db.queries.office_cases import open_between
from lib.domain.facts import CAUSE, Event
from lib.domain.order_rules import LETTER
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.services.book import Book, open_book
from lib.services.order_lines import LOOK_BACK
from lib.services.order_views import DraftLine, drafts_page
from lib.services.orders_in_hand import ALL, in_hand, order_page
from tests import people
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS

OFFICE, LEADER = VIEWERS["office"], VIEWERS["leader"]
Steps = Callable[..., Book]


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(case_no: str, action: str, on: str, flow: str = "supervision_order", **given: object) -> Event:
    attributes = {str(name): str(value) for name, value in dict(given.pop("attributes", {})).items()}  # type: ignore[call-overload]
    fields = {"actor": None, "assignee": None, "result": None, "amount": None, "text": None, **given}
    return Event(0, 0, flow, case_no, action, day(on), attributes=attributes, recorded_on=day(on), **fields)  # type: ignore[arg-type]


def signed(case_no: str, on: str, unit: str = "czj", grade: str = "预警单", cause: str | None = None) -> Event:
    attributes = {"等级": grade, "来源": "系统", "事由": f"{unit}的事由"} | ({CAUSE: cause} if cause else {})
    return event(case_no, "签发", on, assignee=unit, attributes=attributes)


@pytest.fixture
def board(founded_engine: Engine) -> Iterator[Steps]:
    """A board with the plan; called with facts it stores them and opens a book, good until the test ends."""
    with ExitStack() as opened:

        def store(*facts: Event) -> Book:
            opened.close()
            if facts:
                with writing(founded_engine) as conn:
                    recording.append(conn, people.plan(), facts, Origin("office", "page"))
            return opened.enter_context(open_book(founded_engine))

        yield store


def lines(book: Book, at: str, viewer: Viewer = OFFICE) -> dict[str, DraftLine]:
    """The drafts of a day by their cause."""
    return {one.draft.cause: one for one in drafts_page(viewer, book, day(at)).lines}


# Drafts


def test_duties_of_the_plan_are_drafted_with_why_now_and_where_the_rows_stand(board: Steps) -> None:
    found = lines(board(), "2021-05-06")["duty:D24-1"]
    assert (found.grade, found.unit_name, found.draft.source, found.answer) == (
        "预警单",
        "区财政局",
        "计划",
        "5个工作日",
    )
    assert found.reason == ("第24项任务“党政机关债务执行计划和预算”的期限为2021年4月30日，已逾期6天，尚未申报完成。")
    assert (found.page, dict(found.opens)) == ("duties/units", {"unit": "czj", "duty": "D24-1"})
    assert found.demand == "请于5个工作日内办理并反馈结果。"


def test_court_and_procuratorate_are_drafted_letters(board: Steps) -> None:
    found = lines(board(), "2021-05-20")
    of_court = [one for one in found.values() if one.unit in ("qfy", "qjcy")]
    assert of_court and {one.grade for one in of_court} == {LETTER}
    assert all("请贵院" in one.reason and not one.answer and not one.demand for one in of_court)


def test_an_order_stored_on_a_cause_takes_its_draft_away(board: Steps) -> None:
    assert lines(board(), "2021-05-10")["duty:D24-1"].grade == "预警单"
    book = board(signed("山督〔2021〕1号", "2021-05-10", cause="duty:D24-1"))
    assert "duty:D24-1" not in lines(book, "2021-05-10")
    assert lines(book, "2021-05-09")["duty:D24-1"].grade == "预警单"  # the day before, it was not yet signed
    assert lines(book, "2021-05-17")["duty:D24-1"].grade == "督办单"  # seventeen days overdue


def test_a_closed_order_on_a_cause_counts_as_well(board: Steps) -> None:
    book = board(
        signed("山督〔2021〕1号", "2021-05-10", grade="督办单", cause="duty:D24-1"),
        event("山督〔2021〕1号", "签收", "2021-05-10"),
        event("山督〔2021〕1号", "反馈", "2021-05-10"),
        event("山督〔2021〕1号", "销号", "2021-05-10", result="完成"),
    )
    assert "duty:D24-1" not in lines(book, "2021-12-10")


def test_a_cause_that_begins_like_another_is_not_taken_for_it(board: Steps) -> None:
    book = board(signed("山督〔2021〕1号", "2021-05-10", cause="duty:D24-11"))
    assert "duty:D24-1" in lines(book, "2021-05-11")


def test_an_old_warning_is_followed_by_an_order_that_names_it_to_the_office_only(board: Steps) -> None:
    book = board(signed("山督〔2021〕1号", "2021-05-01", cause="duty:D24-1"))
    assert "duty:D24-1" not in lines(book, "2021-05-15")
    to_office, to_leader = (lines(book, "2021-05-16", one)["duty:D24-1"] for one in (OFFICE, LEADER))
    assert to_office.grade == to_leader.grade == "督办单"
    assert to_office.earlier == to_office.draft.earlier == "山督〔2021〕1号" and "山督〔2021〕1号" in to_office.reason
    assert to_leader.earlier is None and "预警单" in to_leader.reason
    assert "山督" not in repr(drafts_page(LEADER, book, day("2021-05-16")))


def test_targets_of_a_quarter_before_the_plan_are_nobodys_fault(book: Book) -> None:
    assert [one for one in lines(book, "2021-06-30") if one.startswith("target:")] == []
    assert [one for one in lines(book, "2021-07-01") if one.startswith("target:")]


def hearing(number: int, unit: str) -> tuple[Event, Event]:
    """A case against a unit, heard in May without its head."""
    case_no = f"行初{number}号"
    heard = event(case_no, "开庭", "2021-05-20", "litigation", attributes={"负责人出庭": "否"})
    return event(case_no, "立案", "2021-05-06", "litigation", assignee=unit), heard


def test_each_unit_answers_for_its_own_value_and_the_owner_for_the_whole(board: Steps) -> None:
    against = [("kgj", 5), ("zrzy", 4)]  # with four cases there is too little to judge
    numbered = [(unit, 100 * place + n) for place, (unit, count) in enumerate(against) for n in range(count)]
    book = board(*(fact for unit, number in numbered for fact in hearing(number, unit)))
    found = {cause: one for cause, one in lines(book, "2021-07-01").items() if one.draft.rule == "target-missed"}
    assert set(found) == {"target:I04-1:qzfb:2021Q2", "target:I04-1:kgj:2021Q2"}
    assert "0.0%（0/9）" in found["target:I04-1:qzfb:2021Q2"].reason
    assert "0.0%（0/5）" in found["target:I04-1:kgj:2021Q2"].reason
    assert not [cause for cause in lines(book, "2021-06-30") if cause.startswith("target:I04-1")]
    assert "行初" not in repr(found)


@pytest.mark.parametrize("name", [name for name in VIEWERS if name not in ("office", "leader")])
def test_drafts_are_for_leader_and_office(book: Book, name: str) -> None:
    with pytest.raises(NotAllowed):
        drafts_page(VIEWERS[name], book, UNTIL)


@pytest.mark.parametrize("viewer", ADMINISTRATORS, ids=str)
def test_an_administrator_is_given_nothing(book: Book, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        drafts_page(viewer, book, UNTIL)
    with pytest.raises(NotAllowed):
        in_hand(viewer, book, UNTIL)
    with pytest.raises(NotAllowed):
        order_page(viewer, book, UNTIL, "supervision_order", "山督〔2022〕62号")


def test_only_the_office_issues(book: Book) -> None:
    assert drafts_page(OFFICE, book, UNTIL).may_issue
    assert not drafts_page(LEADER, book, UNTIL).may_issue


# In hand


def test_orders_in_hand_stand_overdue_first_and_closed_last(board: Steps) -> None:
    book = board(
        signed("山督〔2021〕1号", "2021-05-10"),
        event("山督〔2021〕1号", "签收", "2021-05-10"),
        event("山督〔2021〕1号", "反馈", "2021-05-11"),
        event("山督〔2021〕1号", "销号", "2021-05-12", result="完成"),
        signed("山督〔2021〕2号", "2021-05-18"),
        signed("山督〔2021〕3号", "2021-05-12"),
        signed("山督〔2021〕4号", "2021-05-18"),
        event("山督〔2021〕4号", "签收", "2021-05-18"),
        event("山督〔2021〕4号", "反馈", "2021-05-18"),
        signed("山督〔2021〕5号", "2021-05-14"),
    )
    page = in_hand(OFFICE, book, day("2021-05-19"), ALL)
    # 5月12日 and 5月14日 were to be signed for within a working day; what waits for the office comes next.
    assert [one.number[-2] for one in page.lines] == ["3", "5", "4", "2", "1"]
    assert [one.days_late for one in page.lines] == [6, 2, 0, 0, 0]
    assert (page.open, page.overdue, page.waiting, page.closed) == (4, 2, 1, 1)


def test_a_past_day_shows_what_was_open_then(board: Steps) -> None:
    book = board(
        signed("山督〔2021〕1号", "2021-05-10"),
        event("山督〔2021〕1号", "签收", "2021-05-11"),
        event("山督〔2021〕1号", "反馈", "2021-05-14", text="已办"),
        event("山督〔2021〕1号", "销号", "2021-05-17", result="完成"),
    )

    def at(text: str) -> tuple[str, date | None, int] | None:
        found = in_hand(OFFICE, book, day(text)).lines
        return next(((one.state, one.deadline, one.days_late) for one in found), None)

    assert at("2021-05-09") is None
    assert at("2021-05-10") == ("已签发", day("2021-05-11"), 0)
    assert at("2021-05-13") == ("办理中", day("2021-05-18"), 0)
    assert at("2021-05-17") == ("已销号", None, 0)
    assert at("2021-08-17") is not None and at("2021-08-18") is None


@pytest.mark.parametrize(
    ("at", "suggested"),
    [("2021-06-15", False), ("2021-06-16", True), ("2021-07-16", True), ("2021-07-17", False)],
)
def test_a_look_back_is_suggested_thirty_days_after_closing_for_thirty_days(
    board: Steps, at: str, suggested: bool
) -> None:
    book = board(
        signed("山督〔2021〕1号", "2021-05-10"),
        event("山督〔2021〕1号", "签收", "2021-05-11"),
        event("山督〔2021〕1号", "反馈", "2021-05-14", text="已办"),
        event("山督〔2021〕1号", "销号", "2021-05-17", result="完成"),
    )
    assert in_hand(OFFICE, book, day(at)).look_backs == suggested


def test_an_order_withdrawn_or_looked_back_at_is_not_suggested_again(board: Steps) -> None:
    for number, result in (("山督〔2021〕1号", "撤销"), ("山督〔2021〕2号", "完成")):
        book = board(
            signed(number, "2021-05-10"),
            event(number, "签收", "2021-05-10"),
            event(number, "反馈", "2021-05-10", text="已办"),
            event(number, "销号", "2021-05-17", result=result),
        )
    assert in_hand(OFFICE, book, day("2021-06-20")).look_backs == 1
    book = board(event("山督〔2021〕2号", LOOK_BACK, "2021-06-17", text="复查"))
    page = in_hand(OFFICE, book, day("2021-06-20"))
    assert page.look_backs == 0 and page.open == 1


def test_a_leader_is_given_counts_that_agree_with_the_offices_rows_and_no_number(book: Book) -> None:
    of_office, of_leader = in_hand(OFFICE, book, UNTIL, ALL), in_hand(LEADER, book, UNTIL, ALL)
    assert of_leader.counts_only and not of_leader.lines and not of_office.counts_only
    assert (of_leader.open, of_leader.overdue, of_leader.closed) == (
        of_office.open,
        of_office.overdue,
        of_office.closed,
    )
    assert of_leader.units == of_office.units and sum(one.open for one in of_leader.units) == of_leader.open
    assert not [one.number for one in of_office.lines if one.number in repr(of_leader)]


@pytest.mark.parametrize(
    "name", ["unit_head", "unit_clerk", "platform_clerk", "finance_clerk", "court_clerk", "procurator"]
)
def test_a_unit_is_given_what_it_handles_or_holds_and_nothing_else(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    every = in_hand(OFFICE, book, UNTIL, ALL).lines
    own = in_hand(viewer, book, UNTIL, ALL).lines
    unit = book.plan.unit[viewer.unit_code or ""].short
    held = {one.number for one in every if one.holder_name == unit}
    handled = {one.number for one in every if one.unit_name == unit and not viewer.is_court}
    asked = {one.number for one in every if one.asked_by == viewer.unit_code}
    assert {one.number for one in own} == held | handled | asked


def test_an_order_opens_to_its_time_line(board: Steps) -> None:
    number = "山督〔2021〕1号"
    book = board(
        signed(number, "2021-05-10"),
        event(number, "签收", "2021-05-11"),
        event(number, "催办", "2021-05-12"),
        event(number, "反馈", "2021-05-14", text="已拨付"),
        event(number, "退回", "2021-05-17", text="缺凭证"),
    )
    page = order_page(OFFICE, book, day("2021-05-18"), "supervision_order", number)
    assert [one.action for one in page.steps] == ["签发", "签收", "催办", "反馈", "退回"]
    assert [one.action for one in page.steps if one.returns] == ["退回"]
    assert (page.line.state, page.line.returns, page.line.urged) == ("办理中", 1, 1)
    assert page.line.deadline == day("2021-05-20")  # three working days after the return
    assert dict(page.words)["事由"] == "czj的事由"
    earlier = order_page(OFFICE, book, day("2021-05-13"), "supervision_order", number)
    assert [one.action for one in earlier.steps] == ["签发", "签收", "催办"] and earlier.seen < page.seen


@pytest.mark.parametrize("name", ["leader", "unit_clerk", "court_clerk"])
def test_who_may_not_see_an_order_is_answered_as_if_there_were_none(board: Steps, name: str) -> None:
    book = board(signed("山督〔2021〕1号", "2021-05-10", unit="czj"))
    answers = []
    for number in ("山督〔2021〕1号", "山督〔2021〕1号x"):
        with pytest.raises(Refused) as refused:
            order_page(VIEWERS[name], book, day("2021-05-18"), "supervision_order", number)
        answers.append(str(refused.value).replace(number, "…"))
    assert answers[0] == answers[1]


def test_a_case_of_another_flow_is_no_order(book: Book) -> None:
    with pytest.raises(Refused):
        order_page(OFFICE, book, UNTIL, "dispute", "争议〔2022〕1号")


def test_no_case_number_of_a_court_stands_in_a_draft_or_an_order(book: Book) -> None:
    flows = [flow.code for flow in book.plan.flows if flow.judicial]
    numbers = {number for _, number in open_between(book.conn, flows, date.min, UNTIL)}
    for at in (day("2021-07-08"), day("2022-01-20"), UNTIL):
        said = repr(drafts_page(OFFICE, book, at)) + repr(in_hand(OFFICE, book, at, ALL))
        assert len(numbers) > 50 and not [one for one in numbers if one in said]
