"""Two marks and a light for every unit and item (domain.md 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from lib.domain import duties
from lib.domain.duties import DutyStatus, duty_statuses
from lib.domain.indicators import Reading
from lib.domain.ledger import Case
from lib.domain.marks import LIGHT_OF_STATE, ItemStatus, UnitStatus, item_statuses, unit_statuses, worst
from lib.domain.plan import Indicator
from lib.domain.standing import Holding, holdings
from tests.domain.cast import CALENDAR, HEADS_IN_COURT, PLAN, case_of, day


def waiting(at: str, *cases: Case) -> list[Holding]:
    return holdings(cases, CALENDAR, day(at))


def reading(colour: str | None, indicator: Indicator = HEADS_IN_COURT, unit: str | None = None) -> Reading:
    return Reading(indicator, unit, (), Fraction(10), Fraction(10), colour == "green", colour, Fraction(1), None)


def unit_at(
    at: str, unit: str, stays: Sequence[Holding] = (), readings: Sequence[Reading] = (),
    statuses: Sequence[DutyStatus] = (),
) -> UnitStatus:  # fmt: skip
    found = unit_statuses(PLAN, statuses, stays, readings)
    return next(one for one in found if one.unit == unit)


def item_at(
    at: str, item: str, stays: Sequence[Holding] = (), readings: Sequence[Reading] = ()
) -> ItemStatus:  # fmt: skip
    return next(one for one in item_statuses(PLAN, (), stays, readings) if one.item == item)


# 登记 on 05-06 (Thursday): 3 working days end on Monday 05-10.
REGISTERED = case_of("dispute", "登记 05-06")


def test_marks_are_ordered_red_yellow_pending_green_blue_none() -> None:
    order = ["red", "yellow", "pending", "green", "blue", "none"]
    assert all(worst((worse, better)) == worst((better, worse)) == worse for worse, better in pairwise(order))


def test_the_worst_of_nothing_is_none() -> None:
    assert worst(()) == "none"


def test_a_light_exists_for_every_state() -> None:
    assert LIGHT_OF_STATE == {
        "waived": "none",
        "done": "blue",
        "done_late": "blue",
        "claimed": "pending",
        "overdue": "red",
        "warning": "yellow",
        "running": "green",
    }
    assert set(LIGHT_OF_STATE) == set(duties.STATES)


@pytest.mark.parametrize(
    ("at", "mark"), [("05-23", "green"), ("05-24", "yellow"), ("05-31", "yellow"), ("06-01", "red")]
)
def test_a_task_mark_is_the_worst_light_over_owned_occurrences(at: str, mark: str) -> None:
    statuses = duty_statuses(PLAN, {}, day(at))
    assert unit_at(at, "qzfb", statuses=statuses).task_mark == mark


def test_a_helper_is_not_coloured_by_the_occurrences_it_helps_with() -> None:
    statuses = duty_statuses(PLAN, {}, day("06-01"))
    one = unit_at("06-01", "sfj", statuses=statuses)
    assert (one.task_mark, one.owned) == ("none", 0)


# Run marks: stays


@pytest.mark.parametrize(
    ("at", "mark"),
    [
        ("05-09", "green"),
        ("05-10", "green"),
        ("05-11", "yellow"),
        ("05-24", "yellow"),
        ("05-25", "yellow"),  # fifteen days past its deadline
        ("05-26", "red"),
    ],
)
def test_a_stay_is_yellow_past_its_deadline_and_red_more_than_fifteen_days_past_it(at: str, mark: str) -> None:
    stays = waiting(at, REGISTERED)
    assert (unit_at(at, "qzfb", stays).run_mark, item_at(at, "3", stays).run_mark) == (mark, mark)


def test_a_stay_colours_its_holder_not_the_handling_unit() -> None:
    stays = waiting("05-26", case_of("dispute", "登记 05-06 assignee=sfj"))
    assert [unit_at("05-26", unit, stays).run_mark for unit in ("qzfb", "sfj")] == ["red", "none"]


def test_a_stay_without_deadline_is_green() -> None:
    stays = waiting("12-30", case_of("cooperation_request", "请求 05-06 actor=qzfb assignee=qfy"))
    assert unit_at("12-30", "qfy", stays).run_mark == "green"


def test_a_closed_case_gives_no_run_mark() -> None:
    closed = case_of("npl", "委托 05-06", "启动清收 05-07", "办结 05-08 result=全部收回")
    assert unit_at("12-30", "jrj", waiting("12-30", closed)).run_mark == "none"


def test_a_judicial_state_colours_neither_its_holder_nor_its_item() -> None:
    stays = waiting("2022-12-30", case_of("npl", "委托 05-06", "启动清收 05-07", "移送执行 05-08"))
    assert stays == []


def test_a_judicial_flow_colours_nothing() -> None:
    assert waiting("2022-12-30", case_of("litigation", "立案 05-06 assignee=zrzy")) == []


def test_an_office_flow_colours_its_holder_and_no_item() -> None:
    stays = waiting("12-30", case_of("supervision_order", "签发 05-06 assignee=sfj"))
    assert unit_at("12-30", "sfj", stays).run_mark == "red"
    assert {one.run_mark for one in item_statuses(PLAN, (), stays, ())} == {"none"}


def test_a_paused_stay_is_not_late_while_it_rests() -> None:
    stays = waiting("12-30", case_of("dispute", "登记 05-06", "中止 05-07"))
    assert unit_at("12-30", "qzfb", stays).run_mark == "green"


# Run marks: indicators


@pytest.mark.parametrize(("colour", "mark"), [("green", "green"), ("amber", "yellow"), ("red", "red"), (None, "none")])
def test_an_indicator_colours_its_owner_and_its_item(colour: str | None, mark: str) -> None:
    one = [reading(colour)]
    assert (unit_at("07-01", "qzfb", (), one).run_mark, item_at("07-01", "4", (), one).run_mark) == (mark, mark)


def test_a_row_of_its_own_colours_a_unit_and_no_item() -> None:
    one = [reading("red", unit="zrzy")]
    assert [unit_at("07-01", unit, (), one).run_mark for unit in ("zrzy", "qzfb")] == ["red", "none"]
    assert item_at("07-01", "4", (), one).run_mark == "none"


def test_an_owner_is_coloured_by_the_whole_and_by_its_own_row() -> None:
    both = [reading("green"), reading("red", unit="qzfb")]
    assert unit_at("07-01", "qzfb", (), both).run_mark == "red"


def test_an_indicator_that_is_not_scored_colours_nothing() -> None:
    one = [reading("red", replace(HEADS_IN_COURT, scored=False))]
    assert unit_at("07-01", "qzfb", (), one).run_mark == "none"


@pytest.mark.parametrize(
    ("shape", "mark"),
    [("threshold", "red"), ("split", "red"), ("duration", "red"), ("trend", "none"), ("year_on_year", "none")],
)
def test_only_threshold_split_and_duration_colour(shape: str, mark: str) -> None:
    one = [reading("red", replace(HEADS_IN_COURT, shape=shape))]
    assert unit_at("07-01", "qzfb", (), one).run_mark == mark


def test_the_worse_of_stays_and_indicators_is_the_run_mark() -> None:
    stays = waiting("05-11", REGISTERED)
    assert unit_at("05-11", "qzfb", stays, [reading("green")]).run_mark == "yellow"


# Light and softening


def test_the_light_is_the_worse_of_the_two_marks() -> None:
    statuses = duty_statuses(PLAN, {}, day("05-11"))
    one = unit_at("05-11", "qzfb", waiting("05-11", REGISTERED), statuses=statuses)
    assert (one.task_mark, one.run_mark, one.light) == ("green", "yellow", "yellow")


def test_a_red_task_of_the_court_is_given_as_yellow_and_its_counts_stay() -> None:
    statuses = duty_statuses(PLAN, {}, day("07-20"))
    one = unit_at("07-20", "qfy", statuses=statuses)
    assert (one.task_mark, one.light, one.counts["overdue"]) == ("yellow", "yellow", 1)


@pytest.mark.parametrize("unit", ["qfy", "qjcy"])
def test_a_red_run_mark_of_court_and_procuratorate_is_given_as_yellow(unit: str) -> None:
    stays = waiting("12-30", case_of("dispute", "登记 05-06", "移送 05-07", f"交办 05-07 assignee={unit}"))
    assert (unit_at("12-30", unit, stays).run_mark, unit_at("12-30", unit, stays).light) == ("yellow", "yellow")


def test_the_item_of_a_court_s_duty_stays_red() -> None:
    statuses = duty_statuses(PLAN, {}, day("07-20"))
    found = {one.item: one for one in item_statuses(PLAN, statuses, (), ())}
    assert (found["4"].task_mark, found["4"].light) == ("red", "red")


def test_an_item_counts_what_is_done_and_what_exists_waived_ones_included() -> None:
    statuses = [
        replace(status, state=state)
        for status, state in zip(
            duty_statuses(PLAN, {}, day("10-01"))[1:4], ("done", "done_late", "waived"), strict=True
        )
    ]
    found = {one.item: one for one in item_statuses(PLAN, statuses, (), ())}
    assert (found["4"].done, found["4"].total) == (2, 3)


def test_an_item_without_occurrences_has_nothing_done_of_nothing() -> None:
    one = item_at("05-06", "25")
    assert (one.done, one.total, one.task_mark, one.run_mark, one.light) == (0, 0, "none", "none", "none")


def test_counts_by_state_add_up_to_owned() -> None:
    statuses = duty_statuses(PLAN, {}, day("12-31"))
    for one in unit_statuses(PLAN, statuses, (), ()):
        assert one.owned == sum(one.counts.get(state, 0) for state in duties.STATES)
