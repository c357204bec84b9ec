"""数据体检 by services: who may see it, that it counts what the facts say, and where each signal opens; both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Fact, Origin
from lib.domain.facts import Change, Event, Judgement, PeriodStep, Report, Verification
from lib.domain.period_life import COMPUTE, OPEN
from lib.domain.periods import Period
from lib.domain.radar import EDITED, MONTH_END, RECORDED_LATE, SHRINKING, SIGNAL_NAMES
from lib.domain.rights import OPERATOR, Viewer
from lib.errors import NotAllowed, Refused
from lib.services.book import Book, open_book
from lib.services.radar_views import RadarPage, SignalLine, radar_page
from tests import people
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS

OFFICE = VIEWERS["office"]
QUARTER = Period.parse("2021Q3")
AS_OF = date(2021, 12, 20)


class Board:
    """A board with the plan; facts are recorded on the day given, corrections now, long after."""

    def __init__(self, engine: Engine, opened: ExitStack) -> None:
        self.engine, self._opened = engine, opened
        people.found(engine)

    def store(self, *facts: Fact, days_later: int = 0) -> list[int]:
        numbers = []
        for one in facts:
            day = one.verified_on if isinstance(one, Verification) else one.occurred_on
            stated = datetime.combine(day + timedelta(days=days_later), time(4), UTC)
            with writing(self.engine) as conn:
                numbers += recording.append(conn, people.plan(), [one], Origin("office", "page", stated))
        return numbers

    def correct(self, number: int, replacement: Fact | None = None, on: date = date(2021, 10, 12)) -> None:
        origin = Origin("office", "page", datetime.combine(on, time(4), UTC))
        with writing(self.engine) as conn:
            recording.correct(conn, people.plan(), number, replacement, reason="误", approver="李", origin=origin)

    def page(self, close_on: date | None = None, as_of: date = AS_OF) -> RadarPage:
        book = self._opened.enter_context(open_book(self.engine))
        return radar_page(OFFICE, book, as_of, QUARTER, close_on)


@pytest.fixture
def board(engine: Engine) -> Iterator[Board]:
    with ExitStack() as opened:
        yield Board(engine, opened)


def report(on: str, unit: str = "kgj") -> Report:
    day = date.fromisoformat(on)
    return Report(0, "D10-1", unit, None, None, day, "progress", None, "说明", None, day)


def event(
    flow: str, case_no: str, action: str, on: str, actor: str | None = None, assignee: str | None = None
) -> Event:
    day = date.fromisoformat(on)
    return Event(0, 0, flow, case_no, action, day, actor, assignee, None, None, "说明", {}, day)


def lines(page: RadarPage, kind: str) -> Sequence[SignalLine]:
    return next(one.lines for one in page.groups if one.kind == kind)


# Rights


@pytest.mark.parametrize(
    "viewer", [*(one for one in VIEWERS.values() if one.role != "office"), *ADMINISTRATORS], ids=str
)
def test_everybody_but_the_office_is_refused(book: Book, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed, match="不查看"):
        radar_page(viewer, book, UNTIL, Period.parse("2022H1"))


def test_the_office_and_its_operator_see_the_same(book: Book) -> None:
    operator = Viewer("operator", "命令行", OPERATOR)
    pages = [radar_page(one, book, UNTIL, Period.parse("2022H1")) for one in (OFFICE, operator)]
    assert pages[0] == pages[1] and pages[0].count > 0


# Periods


def test_a_period_that_has_not_ended_is_refused_and_one_that_ends_today_is_not(book: Book) -> None:
    with pytest.raises(Refused, match="还没有结束"):
        radar_page(OFFICE, book, UNTIL - timedelta(days=1), Period.parse("2022H1"))
    assert radar_page(OFFICE, book, UNTIL, Period.parse("2022H1")).cut_off == UNTIL


def test_before_the_first_period_has_ended_there_is_the_burden_alone(book: Book) -> None:
    page = radar_page(OFFICE, book, date(2021, 4, 30), None)
    assert page.count == 0 and [one.code for one in page.months] == ["2021-04"]
    assert [one.name for one in page.groups] == list(SIGNAL_NAMES.values())


def test_a_period_before_the_plan_has_nothing_to_look_at(book: Book) -> None:
    assert radar_page(OFFICE, book, UNTIL, Period.parse("2020")).count == 0


# What is counted


def test_records_of_units_and_the_office_are_counted_with_those_recorded_late(board: Board) -> None:
    board.store(report("2021-07-05"), event("dispute", "1号", "登记", "2021-07-05"), days_later=7)
    board.store(report("2021-07-06"), report("2021-06-30"), event("dispute", "2号", "登记", "2021-07-05"), days_later=8)
    (number,) = board.store(report("2021-08-02"))
    board.store(Verification(0, number, "pass", date(2021, 8, 3), None, None, None, date(2021, 8, 3)), days_later=9)
    found = lines(board.page(), RECORDED_LATE)
    assert {(one.signal.unit, one.signal.flow, one.signal.facts): one.signal.numbers for one in found} == {
        ("kgj", None, "report"): (("late", 1), ("entries", 3)),
        ("qzfb", "dispute", None): (("late", 1), ("entries", 2)),
        (None, None, "verification"): (("late", 1), ("entries", 1)),
    }
    assert {one.page: dict(one.opens) for one in found} == {
        "duties/units": {"unit": "kgj"},
        "platforms/platforms": {"flow": "dispute", "holder": "qzfb"},
        "office/reports": {},
    }


def test_a_judicial_flow_opens_to_its_numbers_and_to_no_holder(board: Board) -> None:
    board.store(event("litigation", "行初1号", "立案", "2021-07-05", assignee="zrzy"), days_later=20)
    (line,) = lines(board.page(), RECORDED_LATE)
    assert (line.signal.unit, line.opens) == ("qfy", (("flow", "litigation"),))
    assert "行初1号" not in repr(line)


def test_a_spike_at_the_month_end_is_seen_of_the_flow_and_of_the_unit(board: Board) -> None:
    registered = [event("dispute", f"{n}号", "登记", f"2021-07-{29 + n % 3}") for n in range(10)]
    board.store(*registered[:9])
    assert not lines(board.page(), MONTH_END)
    board.store(registered[9])
    found = lines(board.page(), MONTH_END)
    assert [(one.signal.unit, one.signal.flow, one.page) for one in found] == [
        ("qzfb", None, "duties/units"),
        (None, "dispute", "platforms/platforms"),
    ]


def hearings(year: int, count: int) -> list[Event]:
    """Cases with a hearing in August to which no head came."""
    filed = [event("litigation", f"行初{year}-{n}号", "立案", f"{year}-08-02", assignee="zrzy") for n in range(count)]
    heard = [one._replace(action="开庭", assignee=None, attributes={"负责人出庭": "否"}) for one in filed]
    return [*filed, *heard]


def test_a_number_opens_to_its_indicator_in_that_period_and_names_no_case(board: Board) -> None:
    board.store(*hearings(2020, 5), *hearings(2021, 3))
    found = lines(board.page(), SHRINKING)
    assert [(one.signal.unit, dict(one.signal.numbers)) for one in found] == [
        (None, {"denominator": 3, "year_before": 5}),
        ("zrzy", {"denominator": 3, "year_before": 5}),
    ]
    assert {(one.page, one.opens) for one in found} == {
        ("duties/indicators", (("indicator", "I04-1"), ("period", "2021Q3")))
    }
    assert "行初" not in repr(found)


# Edits


@pytest.fixture
def edited(board: Board) -> Callable[[date | None], dict[tuple[str | None, str | None, str | None], dict[str, object]]]:
    """A fact of each kind, dated in the quarter and corrected on 12 October; the edits by unit, flow and kind."""
    first, second, early = board.store(report("2021-07-05"), report("2021-07-06"), report("2021-06-30"))
    verdict, change, view, case = board.store(
        Verification(0, second, "pass", date(2021, 7, 7), None, None, None, date(2021, 7, 7)),
        Change(0, "D10-1", None, "extension", AS_OF, None, "由", "李", date(2021, 7, 7), date(2021, 7, 7)),
        Judgement(0, "10", "at_risk", "由", date(2021, 7, 7), date(2021, 7, 7)),
        event("dispute", "1号", "登记", "2021-07-05", assignee="sfj"),
    )
    board.correct(first)
    board.correct(early)
    board.correct(verdict, Verification(0, second, "return", date(2021, 7, 7), None, None, None, date(2021, 7, 7)))
    for number in (change, view):
        board.correct(number)
    board.correct(case, event("dispute", "1号", "登记", "2021-07-06", assignee="sfj"))

    def by_place(close_on: date | None) -> dict[tuple[str | None, str | None, str | None], dict[str, object]]:
        found = (one.signal for one in lines(board.page(close_on), EDITED))
        return {(one.unit, one.flow, one.facts): dict(one.numbers) for one in found}

    return by_place


def test_corrections_after_the_period_s_end_are_told_by_whose_facts_they_were(edited: Callable[..., object]) -> None:
    void, replaced = {"voided": 1, "replaced": 0}, {"voided": 0, "replaced": 1}
    assert edited(None) == {
        ("kgj", None, "report"): void,
        ("kgj", None, "verification"): replaced,
        ("kgj", None, "duty_change"): void,
        ("kgj", None, "judgement"): void,
        (None, "dispute", None): replaced,
    }


def test_a_correction_on_the_day_of_the_close_is_not_after_it(edited: Callable[..., object]) -> None:
    assert edited(date(2021, 10, 12)) == {}
    assert len(edited(date(2021, 10, 11))) == 5  # type: ignore[arg-type]


def test_where_a_result_was_computed_its_close_is_the_cut_off(board: Board) -> None:
    for step, close_on in ((OPEN, None), (COMPUTE, date(2021, 10, 18))):
        on = date(2021, 10, 19)
        board.store(PeriodStep(0, "2021Q3", step, None, close_on, None, None, on, on))
    assert board.page().cut_off == date(2021, 10, 18)
    assert board.page(as_of=date(2021, 10, 18)).cut_off == QUARTER.end  # the day before the step
    assert board.page(date(2021, 10, 25)).cut_off == date(2021, 10, 25)


# Burden


def test_orders_ask_the_unit_they_are_addressed_to_and_records_count_where_they_were_made(board: Board) -> None:
    before = {one.unit: one for one in board.page().burden}
    board.store(
        event("supervision_order", "山督〔2021〕1号", "签发", "2021-11-29", "ldxz", "czj"),
        event("supervision_order", "山督〔2021〕1号", "签收", "2021-11-30"),
        event("supervision_order", "山督〔2021〕1号", "反馈", "2021-11-30"),  # by czj: then it is with the office
        event("supervision_order", "山督〔2021〕2号", "签发", "2021-12-20", "ldxz", "czj"),
        event("supervision_order", "山督〔2021〕3号", "签发", "2021-12-21", "ldxz", "czj"),  # after the day shown
        event("dispute", "1号", "登记", "2021-11-30", assignee="czj"),  # a case is no order
        report("2021-11-30"),
    )
    page = board.page()
    months = [one.code for one in page.months]
    november, december = months.index("2021-11"), months.index("2021-12")
    after = {one.unit: one for one in page.burden}
    asked = [b - a for a, b in zip(before["czj"].asked, after["czj"].asked, strict=True)]
    assert (asked[november], asked[december], sum(asked)) == (1, 1, 2)
    entered = {unit: (one.entered[november], one.entered[december]) for unit, one in after.items() if any(one.entered)}
    assert entered == {"czj": (2, 0), "ldxz": (1, 1), "qzfb": (1, 0), "kgj": (1, 0)}
    assert months[0] == "2021-04" and len(months) == 9  # none before the plan was issued
