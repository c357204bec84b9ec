"""Issuing drafts: one or many in one transaction, numbered, never twice for one cause, no case of a court named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Engine

from lib.commands.act import Caller, Done
from lib.commands.case_acts import act_on_case
from lib.commands.order_acts import issue_drafts
from lib.db import recording
from lib.db.engine import reading, writing
from lib.db.facts import Origin
from lib.db.queries.facts import events
from lib.domain.facts import CAUSE, Event
from lib.domain.order_drafts import OrderDraft, matter_and_text
from lib.domain.order_rules import LETTER
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.services.book import open_book
from lib.services.order_views import drafts_page
from tests import people
from tests.demo import VIEWERS

TODAY = date(2021, 5, 17)
OFFICE = VIEWERS["office"]


@pytest.fixture
def board(founded_engine: Engine) -> Engine:
    return founded_engine


def issue(
    board: Engine, drafts: Sequence[OrderDraft], viewer: Viewer = OFFICE, key: str | None = None, on: date = TODAY
) -> Done:
    return issue_drafts(board, people.plan(), Caller(viewer, TODAY, key=key), drafts, occurred_on=on)


def draft(
    cause: str = "duty:D24-1", grade: str = "预警单", unit: str = "czj", reason: str = "已逾期17天。"
) -> OrderDraft:
    return OrderDraft(cause, unit, grade, "系统", reason, "请于5个工作日内办理并反馈结果。")


def letter(cause: str = "duty:D20-1", unit: str = "qfy", reason: str = "请贵院予以支持。") -> OrderDraft:
    return OrderDraft(cause, unit, LETTER, "计划", reason)


def stored(board: Engine, flow: str = "supervision_order") -> list[Event]:
    with reading(board) as conn:
        return events(conn, flow=flow)


def refused(board: Engine, *drafts: OrderDraft) -> str:
    before = len(stored(board)) + len(stored(board, "court_letter"))
    with pytest.raises(Refused) as told:
        issue(board, drafts)
    assert len(stored(board)) + len(stored(board, "court_letter")) == before
    return str(told.value)


def test_what_the_data_call_for_is_issued_at_once_and_called_for_no_more(board: Engine) -> None:
    with open_book(board) as book:
        drafts = [one.draft for one in drafts_page(OFFICE, book, TODAY).lines]
    assert len(drafts) > 10 and {one.grade for one in drafts} >= {"督办单", LETTER}
    done = issue(board, drafts)
    assert len(done.numbers) == len(drafts)
    with open_book(board) as book:
        assert drafts_page(OFFICE, book, TODAY).lines == ()
    orders, letters = stored(board), stored(board, "court_letter")
    assert len(orders) + len(letters) == len(drafts)
    assert {one.case_no for one in orders} == {f"山督〔2021〕{n}号" for n in range(1, len(orders) + 1)}
    assert {one.attributes[CAUSE] for one in (*orders, *letters)} == {one.cause for one in drafts}


def test_an_order_holds_its_grade_source_reason_and_what_is_asked(board: Engine) -> None:
    done = issue(board, [draft()])
    (event,) = stored(board)
    assert (event.assignee, event.text) == ("czj", "请于5个工作日内办理并反馈结果。")
    assert dict(event.attributes) == {"等级": "预警单", "来源": "系统", "事由": "已逾期17天。", CAUSE: "duty:D24-1"}
    assert done.sentence == "已签发 1 份：山督〔2021〕1号（预警单，区财政局）"


@pytest.mark.parametrize(("first", "second"), [("预警单", "预警单"), ("预警单", "提醒单"), ("督办单", "预警单")])
def test_a_cause_is_refused_its_second_order_of_a_grade_or_a_lesser_one(board: Engine, first: str, second: str) -> None:
    issue(board, [draft(grade=first)])
    assert "山督〔2021〕1号" in refused(board, draft(grade=second))


def test_a_graver_order_follows(board: Engine) -> None:
    issue(board, [draft(grade="提醒单")])
    issue(board, [draft(grade="预警单")])
    issue(board, [draft(grade="督办单")])
    assert [one.attributes["等级"] for one in stored(board)] == ["提醒单", "预警单", "督办单"]


def test_one_refused_draft_keeps_all_of_them_back(board: Engine) -> None:
    issue(board, [draft()])
    told = refused(board, draft("duty:D16-1", unit="zsj"), draft(), letter())
    assert "山督〔2021〕1号" in told


def test_the_same_cause_twice_in_one_go_is_refused(board: Engine) -> None:
    assert "只留一份" in refused(board, draft(grade="预警单"), draft(grade="督办单"))


def test_drafts_without_a_cause_are_each_their_own(board: Engine) -> None:
    issue(board, [draft(""), draft("")])
    issue(board, [draft("")])
    assert len(stored(board)) == 3 and not any(CAUSE in one.attributes for one in stored(board))


def test_the_same_key_again_stores_nothing_and_says_so(board: Engine) -> None:
    first = issue(board, [draft()], key="k1")
    again = issue(board, [draft()], key="k1")
    assert again.again and again.sentence == first.sentence and len(stored(board)) == 1


def test_a_letter_goes_to_court_or_procuratorate_only_and_once_a_cause(board: Engine) -> None:
    issue(board, [letter()])
    (event,) = stored(board, "court_letter")
    assert event.case_no == "山商〔2021〕1号" and "等级" not in event.attributes
    assert "山商〔2021〕1号" in refused(board, letter())
    refused(board, letter("duty:D24-1", unit="czj"))


def test_an_order_to_a_court_is_refused_and_told_to_be_a_letter(board: Engine) -> None:
    assert "商请函" in refused(board, draft("duty:D20-1", unit="qfy"))


@pytest.mark.parametrize(
    "reason",
    [
        "请关注（2021）豫0811行初15号案件。",
        "请关注(2021)豫0811行初15号案件。",
        "请关注〔2021〕豫08行终 3 号。",
        "请关注山检行监〔2021〕7号。",
        "见山检行监〔2021〕7号和山督〔2021〕1号",
    ],
)
@pytest.mark.parametrize("make", [draft, letter])
def test_no_order_and_no_letter_names_a_case_of_a_court(board: Engine, make: object, reason: str) -> None:
    heard = Event(
        0, 0, "procuratorate", "山检行监〔2021〕7号", "受理", date(2021, 5, 6), None, None, None, None, None, {},
        date(2021, 5, 6),
    )  # fmt: skip
    with writing(board) as conn:
        recording.append(conn, people.plan(), [heard], Origin("court", "page"))
    told = refused(board, make("", reason=reason))  # type: ignore[operator]
    assert "案号" in told and "行初" not in told and "行监" not in told


def test_numbers_of_orders_and_papers_may_be_named(board: Engine) -> None:
    issue(board, [draft(reason="按山政办〔2021〕9号，此前已发预警单山督〔2021〕1号。")])
    assert len(stored(board)) == 1


@pytest.mark.parametrize("name", ["unit_head", "unit_clerk", "platform_clerk", "court_clerk"])
def test_only_office_and_leader_issue(board: Engine, name: str) -> None:
    for one in (draft(), letter()):
        with pytest.raises(NotAllowed):
            issue(board, [one], VIEWERS[name])
    assert stored(board) == []


def test_nothing_and_an_empty_reason_are_refused(board: Engine) -> None:
    assert "0 份" in refused(board)
    refused(board, draft(reason="  "))
    refused(board, letter(reason=""))


@pytest.mark.parametrize(("length", "cut"), [(99, False), (100, False), (101, True), (900, True)])
def test_a_long_reason_stands_whole_in_the_text_and_cut_in_the_list(length: int, cut: bool) -> None:
    matter, text = matter_and_text(draft(reason="事" * length))
    assert len(matter) == min(length, 100) and matter.endswith("…") == cut
    assert ("事" * length in (text or "")) == cut and (text or "").endswith("请于5个工作日内办理并反馈结果。")


def test_an_order_runs_to_its_end_and_is_looked_back_at(board: Engine) -> None:
    issue(board, [draft(unit="kgj")])
    number, clerk = "山督〔2021〕1号", VIEWERS["unit_clerk"]

    def move(viewer: Viewer, action: str, **fields: object) -> None:
        act_on_case(
            board, people.plan(), Caller(viewer, TODAY), "supervision_order", number, action, seen=None, occurred_on=TODAY,
            **fields,  # type: ignore[arg-type]
        )  # fmt: skip

    move(clerk, "签收")
    move(clerk, "反馈", text="已办")
    with pytest.raises(NotAllowed):
        move(clerk, "销号", result="完成")
    move(OFFICE, "退回", text="缺佐证")
    move(clerk, "反馈", text="补齐")
    move(OFFICE, "销号", result="完成")
    with pytest.raises(Refused):
        move(OFFICE, "回头看")
    move(OFFICE, "回头看", text="复查落实")
    assert [one.action for one in stored(board)][-2:] == ["销号", "回头看"]
