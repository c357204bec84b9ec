"""工作动态, 分歧清单, what waits and 开始使用 by services: what they say, and to whom; both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.commands.act import Caller
from lib.commands.case_acts import act_on_case
from lib.commands.office_acts import propose_item
from lib.db import recording
from lib.db.engine import reading, writing
from lib.db.facts import Fact, Origin
from lib.db.queries.accounts import last_visit
from lib.domain.facts import Event, Judgement, PeriodStep, Report, Verification
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.security import sessions
from lib.services import first_run
from lib.services.book import Book, open_book
from lib.services.change_views import ChangesPage, changes_page, last_meeting
from lib.services.moves import moves
from lib.services.sentence import changed
from lib.services.status import status
from lib.services.voices import disagreements_page
from lib.services.waiting import waiting_for
from tests import people
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS
from tests.recount import cases_until

SINCE = UNTIL - timedelta(days=60)
OFFICE, LEADER = VIEWERS["office"], VIEWERS["leader"]
OTHERS = [viewer for name, viewer in VIEWERS.items() if name not in ("leader", "office")] + ADMINISTRATORS
Booked = Callable[..., Book]


def day(text: str) -> date:
    return date.fromisoformat(f"2021-{text}")


def report(on: str, kind: str = "completion") -> Report:
    return Report(0, "D10-1", "kgj", None, None, day(on), kind, None, "已挂牌", "纪要", day(on))


@pytest.fixture
def booked(founded_engine: Engine) -> Iterator[Booked]:
    """Makes a book of the plan with these facts, each recorded by the clerk on its day; the first has number 1."""
    with ExitStack() as opened:

        def make(*facts: Fact, account: str = "clerk") -> Book:
            for one in facts:
                on = one.verified_on if isinstance(one, Verification) else one.occurred_on
                stated = datetime.combine(on, time(4), UTC)
                with writing(founded_engine) as conn:
                    recording.append(conn, people.plan(), [one], Origin(account, "page", stated))
            return opened.enter_context(open_book(founded_engine))

        yield make


def said(page: ChangesPage) -> str:
    return "".join(one.text for one in page.sentence)


# Rights


@pytest.mark.parametrize("viewer", OTHERS, ids=lambda viewer: viewer.username)
def test_changes_and_disagreements_are_for_leader_and_office_alone(book: Book, viewer: Viewer) -> None:
    for look in (
        lambda: changes_page(viewer, book, UNTIL, SINCE),
        lambda: last_meeting(viewer, book, UNTIL),
        lambda: disagreements_page(viewer, book, UNTIL),
    ):
        with pytest.raises(NotAllowed):
            look()


@pytest.mark.parametrize("viewer", [LEADER, OFFICE], ids=["leader", "office"])
def test_no_case_is_named_whoever_looks_for_all_the_time_there_was(book: Book, viewer: Viewer) -> None:
    words = repr(changes_page(viewer, book, UNTIL, book.plan.issued_on))
    named = [
        case.case_no
        for flow, cases in cases_until(book, UNTIL).items()
        if book.plan.flow[flow].judicial
        for case in cases
    ]
    assert len(named) > 50 and not [one for one in named if one in words]


def test_a_sentence_for_a_unit_tells_of_no_duties(book: Book) -> None:
    found = moves(book, SINCE, UNTIL)
    heard = {name: "".join(one.text for one in changed(VIEWERS[name], book, found)) for name in ("office", "unit_head")}
    assert "任务" in heard["office"] and "任务" not in heard["unit_head"]


# What changed


def test_units_and_items_add_up_to_the_duties(book: Book) -> None:
    page = changes_page(OFFICE, book, UNTIL, SINCE)
    whole = Counter(kind for one in page.duties for kind in one.happened)
    assert whole
    for lines in (page.units, page.items):
        assert sum((Counter(one.counts) for one in lines), Counter()) == whole


def test_marks_are_those_of_both_days(book: Book) -> None:
    before, after = ({one.unit: one.light for one in status(book, on).units} for on in (SINCE, UNTIL))
    page = changes_page(LEADER, book, UNTIL, SINCE)
    assert {one.code for one in page.units} >= {code for code in after if before[code] != after[code]}
    assert all((before[one.code], after[one.code]) == one.move.light for one in page.units)
    moved = sum(one.move.moved for one in page.units)
    assert moved and f"{moved} 个单位亮灯有变" in said(page)


def test_a_unit_narrows_duties_records_and_flows_to_its_own(book: Book) -> None:
    whole, page = (changes_page(OFFICE, book, UNTIL, SINCE, unit) for unit in (None, "kgj"))
    assert page.duties == tuple(one for one in whole.duties if one.owner == "kgj")
    assert {one.line.unit for one in page.records} <= {"kgj"} and [one.code for one in page.units] == ["kgj"]
    rescue = next(one.move for one in page.flows if one.move.flow == "rescue")
    own = [case for case in cases_until(book, UNTIL)["rescue"] if case.unit == "kgj" and case.registered_on > SINCE]
    assert rescue.registered == len(own) > 0
    assert page.sentence == whole.sentence and page.unit_choices.keys() == whole.unit_choices.keys()


def test_an_item_narrows_to_its_own(book: Book) -> None:
    whole = changes_page(OFFICE, book, UNTIL, SINCE)
    item = whole.duties[0].item
    page = changes_page(OFFICE, book, UNTIL, SINCE, item=item)
    assert page.duties == tuple(one for one in whole.duties if one.item == item)
    assert {one.line.item for one in page.records} <= {item}
    assert all(item in book.plan.flow[one.move.flow].items for one in page.flows)


def test_a_day_before_the_plan_or_not_before_the_day_shown_is_refused(book: Book) -> None:
    for since in (book.plan.issued_on - timedelta(days=2), UNTIL):
        with pytest.raises(Refused):
            changes_page(OFFICE, book, UNTIL, since)


def test_the_sentence_says_what_turned_red_and_what_was_done(booked: Booked) -> None:
    book = booked(report("05-20"), Verification(0, 1, "pass", day("06-01"), "赵主任", None, None, day("06-01")))
    assert said(changes_page(LEADER, book, day("05-11"), day("05-10"))) == (
        "5月10日之后至5月11日，亮灯、任务和台账都没有变化。"
    )
    page = changes_page(LEADER, book, day("06-01"), day("05-20"))
    assert "任务新增逾期 " in said(page) and "、完成 1 项" in said(page)
    assert "第 8 项" in said(page) and "转红" in said(page)  # D08-1 was due on 30 May, a Sunday
    assert "第 10 项" in said(page) and "消红" in said(page)


def test_a_record_says_what_and_who_entered_it_on_the_day_it_was_recorded(booked: Booked) -> None:
    book = booked(
        report("05-20"),
        Verification(0, 1, "return", day("05-21"), "赵主任", "缺少纪要", None, day("05-21")),
        Judgement(0, "10", "at_risk", "进度偏慢", day("05-22"), day("05-22")),
        Event(0, 0, "rescue", "困1号", "申请", day("05-22"), "kgj", None, None, None, None, {}, day("05-22")),
    )
    page = changes_page(OFFICE, book, day("05-22"), day("05-19"))
    told = [(one.line.kind, one.line.words, one.line.unit, one.line.item, one.line.by) for one in page.records]
    assert told == [
        ("研判", "第 10 项：有风险，进度偏慢", None, "10", "王科员"),
        ("核实", "困境企业挽救中心挂牌和专人到位：核实退回，缺少纪要", "kgj", "10", "王科员"),
        ("填报", "困境企业挽救中心挂牌和专人到位：申报完成，已挂牌", "kgj", "10", "王科员"),
    ]
    assert [one.owner for one in page.records] == [None, "kgj", "kgj"]
    assert [one.line.kind for one in changes_page(OFFICE, book, day("05-21"), day("05-20")).records] == ["核实"]


def test_a_correction_is_a_record_of_its_own(booked: Booked, founded_engine: Engine) -> None:
    book = booked(report("05-20"))
    assert not changes_page(OFFICE, book, day("05-20"), day("05-19")).records[0].line.corrected
    origin = Origin("office", "page", datetime.combine(day("06-02"), time(4), UTC))
    with writing(founded_engine) as conn:
        recording.correct(conn, people.plan(), 1, None, reason="误填", approver="李", origin=origin)
    with open_book(founded_engine) as after:
        lines = [one.line for one in changes_page(OFFICE, after, day("06-02"), day("05-19")).records]
    assert [(one.kind, one.by, one.corrected) for one in lines] == [
        ("作废填报", "赵主任", False),
        ("填报", "王科员", True),
    ]
    assert lines[0].words.endswith("作废原因：误填")


# The last visit


def test_the_last_visit_is_the_last_action_of_an_earlier_session(founded_engine: Engine) -> None:
    first, second = now() - timedelta(days=3), now()
    with writing(founded_engine) as conn:
        earlier = sessions.hashed(sessions.open_session(conn, "leader", first))
        sessions.open_session(conn, "office", first + timedelta(days=1))
        sessions.note_action(conn, earlier, first + timedelta(hours=2))
        later = sessions.hashed(sessions.open_session(conn, "leader", second))
    with reading(founded_engine) as conn:
        assert last_visit(conn, earlier) is None
        assert last_visit(conn, later) == first + timedelta(hours=2)


# 分歧清单


def test_what_is_done_on_paper_and_late_in_the_ledger_is_a_disagreement(book: Book) -> None:
    rows = {(one.item, one.duty): one for one in disagreements_page(LEADER, book, UNTIL)}
    lights = {one.item: one for one in status(book, UNTIL).items}
    done = [item for item, one in lights.items() if (one.task_mark, one.run_mark) == ("blue", "red")]
    assert done and all(
        "报完成，核实通过，运行为逾期" in rows[item, None].words for item in done if (item, None) in rows
    )
    assert any((item, None) in rows for item in done)


# What waits


def test_a_proposal_waits_for_the_office_then_for_a_leader_to_sign(founded_engine: Engine) -> None:
    plan, on = people.plan(), day("05-20")
    clerk = Caller(VIEWERS["unit_clerk"], on)
    propose_item(founded_engine, plan, clerk, title="联合普法", text="说明", occurred_on=on)
    with open_book(founded_engine) as book:
        [number] = [case.case_no for case in book.cases_of("proposal", on)]
    assert _waits(founded_engine) == {"office": [("办理", "hand", False)], "leader": [("办理", "", False)]}
    act_on_case(founded_engine, plan, Caller(OFFICE, on), "proposal", number, "报请审定", seen=None, occurred_on=on)
    assert _waits(founded_engine) == {"office": [("审定", "", True)], "leader": [("审定", "hand", True)]}


def _waits(engine: Engine) -> dict[str, list[tuple[str, str, bool]]]:
    with open_book(engine) as book:
        found = status(book, day("05-20"))
        return {
            name: [
                (one.kind, one.act, one.for_leader)
                for one in waiting_for(VIEWERS[name], book, found)
                if one.flow == "proposal"
            ]
            for name in ("office", "leader")
        }


# 开始使用


@pytest.mark.parametrize("viewer", [LEADER, *OTHERS], ids=lambda viewer: viewer.username)
def test_the_first_steps_are_for_office_and_system_administrator(founded_engine: Engine, viewer: Viewer) -> None:
    if viewer.role in first_run.ROLES:
        assert first_run.steps(founded_engine, viewer, UNTIL)
        return
    assert not first_run.is_due(founded_engine, viewer)
    with pytest.raises(NotAllowed):
        first_run.steps(founded_engine, viewer, UNTIL)


def test_each_step_says_what_is_done_and_what_is_missing(booked: Booked, founded_engine: Engine) -> None:
    empty = first_run.steps(founded_engine, OFFICE, UNTIL)
    assert first_run.is_due(founded_engine, OFFICE)
    assert [bool(one.missing) for one in empty] == [True, True, False, True, True]
    assert "区司法局" in empty[0].missing and "kgj" not in repr(empty)
    booked(report("05-20"))
    assert not first_run.is_due(founded_engine, OFFICE)
    filled = first_run.steps(founded_engine, OFFICE, UNTIL)
    assert (filled[1].done, filled[1].missing) == ("已入库 1 条，最近发生于2021年5月20日", "")


def test_a_command_is_named_only_for_what_is_missing(booked: Booked, founded_engine: Engine) -> None:
    empty, on = first_run.steps(founded_engine, OFFICE, UNTIL), day("07-02")
    assert empty[3].command == "python -m lib period open 2022Q1"
    booked(PeriodStep(0, "2021Q2", "open", None, None, None, None, on, on))
    filled = first_run.steps(founded_engine, OFFICE, UNTIL)
    assert [bool(one.command) for one in empty] == [True, True, False, True, True]
    assert [bool(one.command) for one in filled] == [True, False, False, False, True]
