"""量化指标: what each viewer is given of the units behind an indicator, its past, its guard and its durations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from lib.db.engine import writing
from lib.db.facts import Origin
from lib.db.recording import append
from lib.domain.facts import Event
from lib.domain.funnel import INSIDE, OUTSIDE_95, OUTSIDE_998, TOO_FEW
from lib.domain.indicators import GREEN
from lib.domain.periods import Period
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book, open_book
from lib.services.indicator_views import Funnel, IndicatorLine, indicator_page, indicators_page
from lib.services.indicators import indicator_readings
from tests import people
from tests.demo import UNTIL, VIEWERS
from tests.people import plan

PERIOD = Period.parse("2021")
HALF = Period.parse("2022H1")
BY_UNIT = ("I04-1", "I03-3")
SEE_ALL = ("leader", "office", "court_clerk", "procurator")
SEE_OWN = tuple(name for name in VIEWERS if name not in SEE_ALL)


def funnel(book: Book, name: str, code: str) -> Funnel:
    found = indicator_page(VIEWERS[name], book, UNTIL, PERIOD, code).funnel
    assert found is not None
    return found


def line(book: Book, name: str, code: str, period: Period = HALF) -> IndicatorLine:
    page = indicators_page(VIEWERS[name], book, UNTIL, period)
    return next(one for group in page.groups for one in group.lines if one.reading.indicator.code == code)


# Who sees which unit


@pytest.mark.parametrize("code", BY_UNIT)
@pytest.mark.parametrize("name", SEE_ALL)
def test_leader_office_and_court_see_every_unit_of_a_judicial_number(book: Book, name: str, code: str) -> None:
    readings = [one for one in indicator_readings(book, PERIOD, UNTIL) if one.indicator.code == code and one.unit]
    found = funnel(book, name, code)
    assert len(readings) > 10
    assert {one.unit: (one.numerator, one.n) for one in found.points} == {
        one.unit: (one.parts[0].numerator, one.denominator) for one in readings
    }
    assert found.hidden == ""


@pytest.mark.parametrize("code", BY_UNIT)
@pytest.mark.parametrize("name", SEE_OWN)
def test_a_unit_sees_of_a_judicial_number_the_whole_and_its_own(book: Book, name: str, code: str) -> None:
    found, whole = funnel(book, name, code), funnel(book, "leader", code)
    assert {one.unit for one in found.points} <= {VIEWERS[name].unit_code}
    assert (found.rate, found.numerator, found.n) == (whole.rate, whole.numerator, whole.n)
    assert "只给区领导、督导办公室和法院、检察院" in found.hidden
    own = line(book, name, code, PERIOD).own
    assert own is None or own.unit == VIEWERS[name].unit_code


def test_an_agency_sued_finds_itself_where_the_leader_sees_it(book: Book) -> None:
    (own,) = funnel(book, "sued_agency", "I04-1").points
    assert own in funnel(book, "leader", "I04-1").points
    reading = line(book, "sued_agency", "I04-1", PERIOD).own
    assert reading is not None and (reading.parts[0].numerator, reading.denominator) == (own.numerator, own.n)


def test_a_unit_never_sued_is_told_so(book: Book) -> None:
    found = funnel(book, "finance_clerk", "I04-1")
    assert found.points == () and "本单位本期没有案件" in found.hidden


@pytest.mark.parametrize("name", ["leader", "office"])
def test_leader_and_office_have_no_own_unit(book: Book, name: str) -> None:
    assert line(book, name, "I04-1", PERIOD).own is None


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("leader", {"gaj", "sfj"}), ("office", {"gaj", "sfj"}), ("platform_clerk", {"gaj", "sfj"}),
        ("finance_clerk", set()), ("unit_head", set()), ("court_clerk", set()), ("procurator", set()),
    ],
)  # fmt: skip
def test_values_by_unit_of_another_ledger_are_seen_as_its_holders_are(name: str, seen: set[str]) -> None:
    indicator = replace(plan().indicator["I13-1"], by_unit=True)  # the clerk of zzw is in charge of its flow
    assert {one for one in ("gaj", "sfj") if sight.sees_value_of(VIEWERS[name], plan(), indicator, one)} == seen


@pytest.mark.parametrize(
    ("name", "seen"), [("leader", {"gaj", "kgj"}), ("office", {"gaj", "kgj"}), ("unit_head", {"kgj"}), ("procurator", set())]
)  # fmt: skip
def test_entered_values_by_unit_are_seen_as_reports_are(name: str, seen: set[str]) -> None:
    indicator = replace(plan().indicator["I16-1"], by_unit=True)
    assert {one for one in ("gaj", "kgj") if sight.sees_value_of(VIEWERS[name], plan(), indicator, one)} == seen


# What stands there


def test_every_indicator_stands_once_under_its_item_in_the_order_of_the_register(book: Book) -> None:
    page = indicators_page(VIEWERS["leader"], book, UNTIL, PERIOD)
    assert [group.no for group in page.groups] == [no for no in book.plan.item if no in {g.no for g in page.groups}]
    for group in page.groups:
        codes = [one.code for one in book.plan.indicators if one.item == group.no]
        assert [one.reading.indicator.code for one in group.lines] == codes
    assert page.codes == set(book.plan.indicator)


def test_what_has_a_target_is_counted_by_colour(book: Book) -> None:
    counts = dict(indicators_page(VIEWERS["leader"], book, UNTIL, PERIOD).by_colour)
    aimed = [
        one for one in indicator_readings(book, PERIOD, UNTIL) if one.unit is None and one.indicator.shape != "count"
    ]
    assert sum(counts.values()) == len(aimed) == 10
    assert counts[GREEN] == sum(one.colour == GREEN for one in aimed)


def test_readings_are_those_of_the_command(book: Book) -> None:
    whole = {one.indicator.code: one for one in indicator_readings(book, PERIOD, UNTIL) if one.unit is None}
    page = indicators_page(VIEWERS["unit_head"], book, UNTIL, PERIOD)
    assert {one.reading.indicator.code: one.reading for group in page.groups for one in group.lines} == whole


def test_the_guard_stands_beside_its_target(book: Book) -> None:
    guard = line(book, "leader", "I03-2").guard
    assert guard is not None and guard.indicator.code == "I03-6"
    page = indicator_page(VIEWERS["leader"], book, UNTIL, PERIOD, "I03-1")
    assert page.guard is not None and page.guard.reading.indicator.code == "I03-5"
    assert indicator_page(VIEWERS["leader"], book, UNTIL, PERIOD, "I04-1").guard is None


def test_the_past_leads_up_to_the_period_by_its_kind_and_begins_where_something_was_counted(book: Book) -> None:
    past = indicator_page(VIEWERS["leader"], book, UNTIL, Period.parse("2022Q2"), "I03-3").line.past
    assert 5 <= len(past) <= 9
    assert [one.period.code for one in past[-2:]] == ["2022Q1", "2022Q2"]
    assert past[0].reading.denominator
    whole = next(one for one in indicator_readings(book, past[-2].period, UNTIL) if one.indicator.code == "I03-3")
    assert past[-2].reading == whole


def test_the_past_is_drawn_for_trends_and_left_out_of_the_list_for_others(book: Book) -> None:
    assert line(book, "leader", "I03-3").past and not line(book, "leader", "I04-1").past


def closed_after(days: int, case_no: str) -> list[Event]:
    """An enterprise's case that was closed so many days after its reorganisation began on 1 September 2021."""
    begun = date(2021, 9, 1)
    steps = (
        ("申请", begun, None),
        ("组织谈判", begun, None),
        ("进入重整", begun, None),
        ("办结", begun + timedelta(days), "重整成功"),
    )
    return [
        Event(0, seq, "rescue", case_no, action, on, None, "kgj", result, None, None, {}, on)
        for seq, (action, on, result) in enumerate(steps, start=1)
    ]


@pytest.fixture
def rescued(sqlite_engine: Engine) -> Iterator[Book]:
    """A board with two cases closed on the last day of half a year, and the day after."""
    people.found(sqlite_engine)
    with writing(sqlite_engine) as conn:
        append(conn, people.plan(), [*closed_after(183, "甲"), *closed_after(184, "乙")], Origin("kgj", "form"))
    with open_book(sqlite_engine) as opened:
        yield opened


def test_durations_are_of_every_case_in_the_denominator(rescued: Book) -> None:
    found = line(rescued, "leader", "I10-2")
    assert (found.reading.parts[0].numerator, found.reading.denominator) == (1, 2)
    assert [(one.last, one.n) for one in found.durations if one.n] == [(183, 1), (214, 1)]


def test_too_many_durations_are_not_read_one_by_one(rescued: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.services.indicator_views.MOST_DURATIONS", 1)
    assert line(rescued, "leader", "I10-2").durations == ()


def test_units_stand_with_the_farthest_first_and_the_unjudged_last(book: Book) -> None:
    order = (OUTSIDE_998, OUTSIDE_95, INSIDE, TOO_FEW)
    for code in BY_UNIT:
        found = funnel(book, "leader", code)
        places = [order.index(one.place) for one in found.points]
        assert places == sorted(places)
        assert all((one.place == TOO_FEW) == (one.n < 5) for one in found.points)


def test_what_has_no_rate_by_unit_has_no_funnel(book: Book) -> None:
    for code in ("I03-1", "I10-1", "I13-1", "I14-1"):
        assert indicator_page(VIEWERS["leader"], book, UNTIL, PERIOD, code).funnel is None


def test_a_period_without_hearings_has_no_funnel(book: Book) -> None:
    early = Period.parse("2015Q1")
    assert indicator_page(VIEWERS["leader"], book, UNTIL, early, "I04-1").funnel is None


def test_an_unknown_indicator_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="没有代码为“I99-1”的指标"):
        indicator_page(VIEWERS["leader"], book, UNTIL, PERIOD, "I99-1")
