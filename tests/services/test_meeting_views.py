"""会议 by services: the promises of the last meeting, the agenda, one unit, the minutes, and what each role is given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from sqlalchemy import Engine

from lib.commands.act import Caller
from lib.commands.case_acts import act_on_case
from lib.commands.correct import correct_fact
from lib.commands.meeting_acts import decide
from lib.commands.office_acts import issue_orders, record_decision
from lib.commands.order_acts import issue_drafts
from lib.commands.order_issue import OrderDraft
from lib.domain.agenda import PARTS
from lib.domain.order_drafts import OrderDraft as Draft
from lib.domain.order_rules import LETTER
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.services.book import Book, open_book
from lib.services.meeting_units import UnitScreen, unit_screen
from lib.services.meeting_views import Meeting, meeting
from lib.services.minutes import chinese_number, minutes
from tests import people
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS

OFFICE, LEADER = VIEWERS["office"], VIEWERS["leader"]
LAST, NOW = date(2021, 5, 10), date(2021, 5, 20)
DEBT = "duty:D24-1"  # of 区财政局, due on 2021-04-30


class Room:
    """A board with the plan; meetings are held on it and looked at."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.opened = ExitStack()

    def by_office(self, on: date) -> Caller:
        return Caller(OFFICE, on)

    def decided(
        self, unit: str, topic: str, due: date, on: date = NOW, cause: str | None = None, **more: object
    ) -> int:
        said = {"meeting": "联席会议", "topic": topic, "due": due, "cause": cause, "occurred_on": on, **more}
        return decide(self.engine, people.plan(), self.by_office(on), unit, **said).numbers[0]  # type: ignore[arg-type]

    def moved(self, number: str, action: str, on: date, result: str | None = None) -> None:
        act_on_case(
            self.engine,
            people.plan(),
            self.by_office(on),
            "decision",
            number,
            action,
            seen=None,
            occurred_on=on,
            result=result,
        )

    @property
    def book(self) -> Book:
        self.opened.close()
        return self.opened.enter_context(open_book(self.engine))

    def meeting(self, on: date = NOW, viewer: Viewer = OFFICE) -> Meeting:
        return meeting(viewer, self.book, on)

    def unit(self, code: str, on: date = NOW, viewer: Viewer = OFFICE) -> UnitScreen:
        return unit_screen(viewer, self.book, on, code)


@pytest.fixture
def room(sqlite_engine: Engine) -> Iterator[Room]:
    people.found(sqlite_engine)
    made = Room(sqlite_engine)
    with made.opened:
        yield made


@pytest.fixture
def second(room: Room) -> Room:
    """A board before its second meeting."""
    return met_once(room)


def met_once(room: Room) -> Room:
    """A first meeting: of its four promises one is overdue, one runs, two are kept."""
    room.decided("czj", "报送债务清偿计划", date(2021, 5, 14), LAST, DEBT)
    room.decided("kgj", "提出挽救方案", date(2021, 5, 31), LAST)
    room.decided("sfj", "通报出庭情况", date(2021, 5, 13), LAST)
    room.decided("zsj", "调通比对接口", date(2021, 5, 13), LAST)
    for number, on in (("议定〔2021〕3号", date(2021, 5, 13)), ("议定〔2021〕4号", date(2021, 5, 17))):
        room.moved(number, "反馈", on)
        room.moved(number, "办结", date(2021, 5, 18), "已落实")
    return room


def test_a_first_meeting_has_nothing_to_go_through(room: Room) -> None:
    met = room.meeting()
    assert (met.last_on, met.promises, met.by_unit, sum(met.outcomes.values())) == (None, (), (), 0)
    assert room.unit("czj").since is None
    assert {one.part for one in met.turns} == {"red", "near"}


def test_the_last_meeting_is_the_last_day_before_this_one_with_a_decision(second: Room) -> None:
    assert second.meeting(LAST).last_on is None
    assert second.meeting(date(2021, 5, 11)).last_on == LAST
    second.decided("sfj", "今天的事", date(2021, 5, 27))
    assert (second.meeting(NOW).last_on, second.meeting(date(2021, 5, 21)).last_on) == (LAST, NOW)


def test_promises_stand_with_what_became_of_them_the_worst_first(second: Room) -> None:
    met = second.meeting()
    assert [(one.unit, one.outcome, one.days_late) for one in met.promises] == [
        ("czj", "overdue", 6), ("kgj", "open", 0), ("zsj", "late", 4), ("sfj", "in_time", 0),
    ]  # fmt: skip
    assert met.outcomes == {"overdue": 1, "open": 1, "late": 1, "in_time": 1}
    assert met.name == "联席会议"


def test_an_older_promise_is_gone_through_until_it_is_closed(second: Room) -> None:
    second.decided("sfj", "今天的事", date(2021, 5, 27))
    later = date(2021, 6, 10)
    numbers = {one.number for one in second.meeting(later).promises}
    assert numbers == {"议定〔2021〕1号", "议定〔2021〕2号", "议定〔2021〕5号"}


def test_the_agenda_goes_red_changed_promised_near_and_quiet(second: Room) -> None:
    met = second.meeting()
    parts = [one.part for one in met.units]
    assert parts == sorted(parts, key=PARTS.index) and len({one.unit for one in met.units}) == len(met.units)
    found = {one.unit: one for one in met.units}
    assert found["czj"].part == "red" and found["czj"].light == "red" and "逾期 1" in found["czj"].why
    assert (found["sfj"].part, found["qfy"].part, found["wgl"].part) == ("promised", "near", "quiet")
    assert found["qfy"].is_court and all(one.part == "quiet" for one in met.quiet)


def test_what_the_meeting_itself_decides_does_not_turn_its_agenda_round(second: Room) -> None:
    before = [(one.unit, one.part) for one in second.meeting().units]
    second.decided("wgl", "报送典型案例", date(2021, 5, 27), ordered=True)
    second.decided("czj", "报送债务清偿计划", date(2021, 5, 27), cause="decision:议定〔2021〕1号")
    after = second.meeting()
    assert [(one.unit, one.part) for one in after.units] == before
    assert {one.unit: one.made for one in after.units if one.made} == {"wgl": 2, "czj": 1}
    assert after.made_count == 3


def test_an_order_since_the_last_meeting_is_a_change(second: Room) -> None:
    assert {one.unit: one.part for one in second.meeting().units}["wgl"] == "quiet"
    draft = OrderDraft("wgl", "提醒单", "计划", "宣传典型案例")
    issue_orders(second.engine, people.plan(), second.by_office(NOW), [draft], occurred_on=date(2021, 5, 18))
    assert {one.unit: one.part for one in second.meeting().units}["wgl"] == "changed"
    screen = second.unit("wgl")
    assert screen.since is not None and screen.since.orders == 1
    assert [one.number for one in screen.orders] == ["山督〔2021〕1号"]


def test_a_point_follows_its_overdue_promise_until_a_further_decision_runs(second: Room) -> None:
    (point,) = [one for one in second.unit("czj").points if one.order_cause == DEBT]
    assert (point.mark, point.days, point.detail) == ("red", 20, "期限4月30日，逾期20天")
    assert (point.cause, point.may_decide, point.may_order) == ("decision:议定〔2021〕1号", True, True)
    assert point.note == "5月10日已议定，期限5月14日，逾期6天未落实"
    second.decided("czj", point.suggestion, date(2021, 5, 27), cause=point.cause, ordered=True, order_cause=DEBT)
    (point,) = [one for one in second.unit("czj").points if one.order_cause == DEBT]
    assert (point.may_decide, point.may_order) == (False, False)
    assert point.note == "本次已议定，期限5月27日；5月20日已发督办单"
    with pytest.raises(Refused, match="不再重复议定"):
        second.decided("czj", "再议一次", date(2021, 5, 27), cause="decision:议定〔2021〕1号")


def test_a_decision_with_an_order_is_both_or_neither(room: Room) -> None:
    room.decided("czj", "报送计划", date(2021, 5, 27), ordered=True, order_cause=DEBT)
    with pytest.raises(Refused, match="不再重复签发"):
        room.decided("czj", "报送计划", date(2021, 5, 27), ordered=True, order_cause=DEBT)
    made = room.unit("czj").made
    assert [(one.kind, one.label, one.due) for one in made] == [
        ("议定事项", "议定〔2021〕1号", date(2021, 5, 27)), ("督办单", "督办单 山督〔2021〕1号", None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="商请函"):
        room.decided("qfy", "研究", date(2021, 5, 27), ordered=True)
    assert room.meeting().made_count == 2


def test_what_was_taken_back_is_gone_and_what_was_acted_on_cannot_be(room: Room) -> None:
    first, _ = (room.decided(unit, "议定的事", date(2021, 5, 27)) for unit in ("czj", "kgj"))
    room.moved("议定〔2021〕2号", "反馈", NOW)
    assert [one.fact is None for one in room.meeting().made] == [False, True]
    correct_fact(room.engine, people.plan(), room.by_office(NOW), first, None, reason="会上撤回", approver="赵主任")
    assert [one.unit for one in room.meeting().made] == ["kgj"]


def test_court_and_procuratorate_are_sent_letters_and_nothing_twice(room: Room) -> None:
    on = date(2021, 7, 20)
    point = room.unit("qfy", on).points[0]
    assert (point.mark, point.may_decide, point.may_order) == ("yellow", True, False)
    assert point.suggestion.startswith("商请")
    letter = Draft(point.order_cause, "qfy", LETTER, "会议", point.suggestion)
    issue_drafts(room.engine, people.plan(), room.by_office(on), [letter], occurred_on=on)
    again = next(one for one in room.unit("qfy", on).points if one.order_cause == point.order_cause)
    assert (again.may_decide, again.note) == (False, "7月20日已发商请函")
    (made,) = room.unit("qfy", on).made
    assert (made.label, made.due) == ("商请函 山商〔2021〕1号", None)


def test_the_unit_of_the_turn_shows_what_changed_and_what_runs(second: Room) -> None:
    screen = second.unit("czj", date(2021, 5, 21))
    assert screen.since is not None and (screen.since.overdue, screen.since.turned) == ((), None)
    assert [(one.number, one.outcome) for one in screen.promises] == [("议定〔2021〕1号", "overdue")]
    assert (screen.promises_open, screen.promises_late) == (1, 1)
    fell = second.unit("sfj", date(2021, 7, 20)).since
    assert fell is not None and fell.turned == ("green", "red")
    assert "调解员选任和接访点季度进展（2021年第二季度）" in fell.overdue


def test_an_unknown_unit_is_refused(room: Room) -> None:
    with pytest.raises(Refused, match="没有代码为“甲”的单位"):
        room.unit("甲")


def test_a_leader_is_given_counts_and_no_number_or_text(second: Room) -> None:
    second.decided("czj", "报送债务清偿计划", date(2021, 5, 27), ordered=True, order_cause=DEBT)
    met, screen = second.meeting(viewer=LEADER), second.unit("czj", viewer=LEADER)
    assert not met.may_decide and met.outcomes == second.meeting().outcomes and met.made_count == 2
    assert {one.unit: dict(one.outcomes) for one in met.by_unit}["czj"] == {"overdue": 1}
    assert (screen.promises_open, screen.promises_late, screen.made_count, screen.orders_open) == (1, 1, 2, 1)
    words = repr((met, screen))
    assert not [word for word in ("议定〔", "山督", "报送债务清偿计划", "已议定") if word in words]
    assert [one.title for one in screen.points] == [one.title for one in second.unit("czj").points]


@pytest.mark.parametrize(
    "viewer", [*(VIEWERS[name] for name in VIEWERS if name not in ("office", "leader")), *ADMINISTRATORS]
)
def test_nobody_else_is_given_anything(book: Book, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        meeting(viewer, book, UNTIL)
    with pytest.raises(NotAllowed):
        unit_screen(viewer, book, UNTIL, "kgj")


MINUTES = """联席会议纪要

时间：2021年5月20日
主持：区领导
记录：督导办公室　赵主任
议及单位：区财政局、区科工信局、区政数局、区司法局、区法院

一、上次会议（2021年5月10日）议定事项落实情况：共4件，逾期未落实1件，办理中1件，逾期落实1件，按期落实1件。
1．区财政局：报送债务清偿计划（议定〔2021〕1号，期限2021年5月14日）——逾期未落实，已逾期6天。
2．区科工信局：提出挽救方案（议定〔2021〕2号，期限2021年5月31日）——办理中。
3．区政数局：调通比对接口（议定〔2021〕4号，期限2021年5月13日）——逾期落实，迟4天。
4．区司法局：通报出庭情况（议定〔2021〕3号，期限2021年5月13日）——按期落实。

二、本次会议议定事项3件、督办单1件、商请函1件。
（一）区财政局
1．补报计划，期限2021年5月27日。（议定〔2021〕5号，同时签发督办单 山督〔2021〕1号）
2．说明原因，期限2021年5月31日。（议定〔2021〕7号）
（二）区科工信局
1．逐户提出方案，期限2021年6月3日。（议定〔2021〕6号）
（三）区法院
1．商请会商。（商请函 山商〔2021〕1号）"""


def test_the_minutes_say_what_was_gone_through_and_decided_on_both_engines(engine: Engine) -> None:
    people.found(engine)
    second = met_once(Room(engine))
    second.decided("czj", "补报计划", date(2021, 5, 27), ordered=True)
    second.decided("kgj", "逐户提出方案", date(2021, 6, 3))
    second.decided("czj", "说明原因", date(2021, 5, 31))
    letter = Draft("", "qfy", LETTER, "会议", "商请会商")
    issue_drafts(second.engine, people.plan(), second.by_office(NOW), [letter], occurred_on=NOW)
    with second.opened:
        met = second.meeting()
        assert minutes(met, met.name) == MINUTES


def test_the_minutes_of_a_meeting_that_decided_nothing_say_so(room: Room) -> None:
    text = minutes(room.meeting(), "例会")
    assert text.startswith("例会纪要\n\n时间：2021年5月20日\n") and "议及单位：无" in text
    assert "此前没有议定事项。" in text and text.endswith("二、本次会议没有议定事项。")


def test_the_minutes_tell_an_older_promise_by_its_meeting(second: Room) -> None:
    second.decided("sfj", "今天的事", date(2021, 5, 27))
    text = minutes(second.meeting(date(2021, 6, 10)), "例会")
    assert "区财政局：报送债务清偿计划（议定〔2021〕1号，2021年5月10日议定，期限2021年5月14日）" in text
    assert "区司法局：今天的事（议定〔2021〕5号，期限2021年5月27日）" in text


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_chinese_numbers(number: int, word: str) -> None:
    assert chinese_number(number) == word


def test_a_decision_from_the_command_line_without_a_due_is_a_promise_too(room: Room) -> None:
    record_decision(
        room.engine, people.plan(), room.by_office(LAST), "qfy", meeting="例会", topic="会商", occurred_on=LAST
    )
    (found,) = room.meeting().promises
    assert (found.due, found.outcome) == (None, "open")
    assert "（议定〔2021〕1号，不设时限）——办理中" in minutes(room.meeting(), "例会")
