"""Every indicator shape at its edges (domain.md 4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lib.domain.facts import Event
from lib.domain.indicators import Reading, reading, readings
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Measure, Part
from lib.domain.rounding import half_up
from lib.domain.wording import reading_missed
from tests.domain.cast import HEADS_IN_COURT, PLAN, day, events, recount

HALF = Fraction(1, 2)


def shaped(shape: str, *parts: Part, **changes: object) -> Indicator:
    return Indicator("I1", "3", "率", shape, "ledger", parts, None, shape != "count", **changes)  # type: ignore[arg-type]


def at_least(target: str, floor: str = "0", name: str = "率") -> Part:
    return Part(name, None, True, Fraction(target), Fraction(floor))


def at_most(target: str, floor: str, name: str = "率") -> Part:
    return Part(name, None, False, Fraction(target), Fraction(floor))


def tally(numerator: int | str, denominator: int | str | None) -> Tally:
    return Tally((Fraction(numerator),), None if denominator is None else Fraction(denominator))


def read(indicator: Indicator, numerator: int | str, denominator: int | str) -> Reading:
    return reading(indicator, None, tally(numerator, denominator), None)


# Threshold

ABOVE = shaped("threshold", at_least("0.9"))
BELOW = shaped("threshold", at_most("0.1", "0.5"))


@pytest.mark.parametrize(
    ("numerator", "met", "colour"),
    [(91, True, "green"), (90, True, "green"), (89, False, "amber"), (85, False, "amber"), (84, False, "red")],
)
def test_a_threshold_from_below_is_met_at_its_target_and_amber_exactly_five_points_off(
    numerator: int, met: bool, colour: str
) -> None:
    found = read(ABOVE, numerator, 100)
    assert (found.met, found.colour) == (met, colour)


@pytest.mark.parametrize(
    ("numerator", "met", "colour"),
    [(9, True, "green"), (10, True, "green"), (11, False, "amber"), (15, False, "amber"), (16, False, "red")],
)
def test_a_threshold_from_above_is_met_at_its_target_and_amber_exactly_five_points_off(
    numerator: int, met: bool, colour: str
) -> None:
    found = read(BELOW, numerator, 100)
    assert (found.met, found.colour) == (met, colour)


@pytest.mark.parametrize(("numerator", "attained"), [(0, "0"), (45, "1/2"), (89, "89/90"), (90, "1"), (100, "1")])
def test_the_attainment_runs_from_the_floor_to_the_target(numerator: int, attained: str) -> None:
    assert read(ABOVE, numerator, 100).attainment == Fraction(attained)


@pytest.mark.parametrize(("numerator", "attained"), [(60, "0"), (50, "0"), (30, "1/2"), (10, "1"), (0, "1")])
def test_the_attainment_of_a_target_from_above_runs_from_its_stated_floor(numerator: int, attained: str) -> None:
    assert read(BELOW, numerator, 100).attainment == Fraction(attained)


@pytest.mark.parametrize(
    ("n", "note", "colour"),
    [
        (1, "基数不足", None),
        (4, "基数不足", None),
        (5, "基数较小", "green"),
        (29, "基数较小", "green"),
        (30, None, "green"),
    ],
)
def test_a_small_base_has_no_colour_below_min_n_and_a_note_below_thirty(n: int, note: str, colour: str | None) -> None:
    found = read(ABOVE, n, n)
    assert (found.note, found.colour) == (note, colour)


def test_below_min_n_value_side_and_interval_stand_and_attainment_does_not() -> None:
    found = read(ABOVE, 3, 4)
    (part,) = found.parts
    assert (part.value, found.met, found.attainment, found.denominator) == (Fraction(3, 4), False, None, 4)
    assert part.interval is not None


def test_min_n_is_the_indicator_s_own() -> None:
    assert [read(replace(ABOVE, min_n=3), n, n).colour for n in (2, 3)] == [None, "green"]


def test_without_cases_numerator_denominator_and_target_stand_and_nothing_else() -> None:
    found = read(ABOVE, 0, 0)
    (part,) = found.parts
    assert (part.numerator, found.denominator, part.part.target, found.note) == (0, 0, Fraction(9, 10), "本期无案件")
    assert (part.value, found.met, found.colour, part.interval, found.attainment) == (None, None, None, None, None)


def test_a_published_ratio_above_one_has_a_value_and_no_interval() -> None:
    found = read(ABOVE, 12, 10)
    assert (found.parts[0].value, found.met, found.attainment, found.parts[0].interval) == (
        Fraction(6, 5), True, 1, None,
    )  # fmt: skip


def test_the_interval_colours_nothing() -> None:
    found = read(ABOVE, 9, 10)
    interval = found.parts[0].interval
    assert interval is not None
    assert interval[0] < Fraction(9, 10) < interval[1]
    assert found.colour == "green"


def test_a_reading_of_nothing_counted_is_one_without_cases() -> None:
    assert reading(ABOVE, None, None, None).note == "本期无案件"


# Year on year

YOY = shaped("year_on_year", Part("受理", None, False, Fraction(-1, 5)))


def year_on_year(now: int, before: int) -> Reading:
    return reading(YOY, None, Tally((Fraction(now),), None), Tally((Fraction(before),), None))


@pytest.mark.parametrize(
    ("now", "change", "met", "colour", "attained"),
    [
        (79, "-21/100", True, "green", "1"),
        (80, "-1/5", True, "green", "1"),
        (81, "-19/100", False, "red", "19/20"),  # no amber however near
        (90, "-1/10", False, "red", "1/2"),
        (100, "0", False, "red", "0"),
        (120, "1/5", False, "red", "0"),
    ],
)
def test_a_change_on_last_year_is_met_at_its_target_and_never_amber(
    now: int, change: str, met: bool, colour: str, attained: str
) -> None:
    found = year_on_year(now, 100)
    assert (found.parts[0].value, found.met, found.colour, found.attainment) == (
        Fraction(change), met, colour, Fraction(attained),
    )  # fmt: skip


def test_a_change_shows_both_counts_and_no_interval() -> None:
    found = year_on_year(80, 100)
    assert (found.parts[0].numerator, found.denominator, found.parts[0].interval) == (80, 100, None)


@pytest.mark.parametrize(("before", "note"), [(0, "本期无案件"), (4, "基数不足"), (5, "基数较小"), (30, None)])
def test_the_base_of_a_change_is_last_year_s_count(before: int, note: str | None) -> None:
    assert year_on_year(100, before).note == note


def test_without_last_year_there_is_no_change() -> None:
    found = year_on_year(7, 0)
    assert (found.parts[0].numerator, found.denominator) == (7, 0)
    assert (found.parts[0].value, found.met, found.colour, found.attainment) == (None, None, None, None)


def test_below_min_n_a_change_keeps_its_value_and_side() -> None:
    found = year_on_year(1, 4)
    assert (found.parts[0].value, found.met, found.colour, found.attainment) == (Fraction(-3, 4), True, None, None)


# Trend

FALLING = shaped("trend", Part("败诉", None, at_least=False))
RISING = shaped("trend", Part("化解", None, at_least=True))


def trend(indicator: Indicator, now: tuple[int, int], before: tuple[int, int]) -> Reading:
    return reading(indicator, None, tally(*now), tally(*before))


@pytest.mark.parametrize(("now", "met"), [(4, True), (5, False), (6, False)])
def test_a_falling_rate_must_be_strictly_lower(now: int, met: bool) -> None:
    found = trend(FALLING, (now, 10), (5, 10))
    assert (found.met, found.colour, found.attainment) == (met, "green" if met else "red", Fraction(met))


@pytest.mark.parametrize(("now", "met"), [(4, False), (5, False), (6, True)])
def test_a_rising_rate_must_be_strictly_higher(now: int, met: bool) -> None:
    assert trend(RISING, (now, 10), (5, 10)).met is met


@pytest.mark.parametrize(("indicator", "ideal"), [(FALLING, 0), (RISING, 10)])
def test_a_rate_that_stays_at_the_ideal_is_met(indicator: Indicator, ideal: int) -> None:
    assert trend(indicator, (ideal, 10), (ideal, 10)).met is True


@pytest.mark.parametrize(("indicator", "worst"), [(FALLING, 10), (RISING, 0)])
def test_a_rate_that_stays_at_the_worst_is_not_met(indicator: Indicator, worst: int) -> None:
    assert trend(indicator, (worst, 10), (worst, 10)).met is False


def test_a_trend_shows_the_change_with_this_year_s_numbers_and_interval() -> None:
    found = trend(RISING, (6, 10), (1, 4))
    assert (found.parts[0].value, found.parts[0].numerator, found.denominator) == (Fraction(7, 20), 6, 10)
    interval = found.parts[0].interval
    assert interval is not None
    assert half_up(interval[0], 6) == half_up(Fraction("0.312674"), 6)


@pytest.mark.parametrize(
    ("now", "before", "note"),
    [(40, 4, "基数不足"), (4, 40, "基数不足"), (5, 40, "基数较小"), (40, 29, "基数较小"), (30, 30, None)],
)
def test_the_base_of_a_trend_is_the_smaller_denominator(now: int, before: int, note: str | None) -> None:
    assert trend(RISING, (1, now), (1, before)).note == note


@pytest.mark.parametrize(("now", "before"), [((3, 10), (0, 0)), ((0, 0), (3, 10))])
def test_without_one_of_the_years_there_is_no_trend(now: tuple[int, int], before: tuple[int, int]) -> None:
    found = trend(RISING, now, before)
    assert (found.parts[0].numerator, found.denominator, found.note) == (now[0], now[1], "本期无案件")
    assert (found.parts[0].value, found.met, found.colour, found.parts[0].interval) == (None, None, None, None)


# Split

SPLIT = shaped("split", at_least("0.7", name="门外"), at_least("0.2", name="门口"), at_most("0.1", "1", name="裁判"))


def split(*numerators: int) -> Reading:
    return reading(SPLIT, None, Tally(tuple(Fraction(one) for one in numerators), None), None)


@pytest.mark.parametrize(
    ("numerators", "met", "colour"),
    [
        ((70, 20, 10), True, "green"),
        ((69, 21, 10), False, "amber"),
        ((70, 15, 15), False, "amber"),
        ((65, 20, 15), False, "amber"),
        ((64, 26, 10), False, "red"),
        ((70, 14, 16), False, "red"),
    ],
)
def test_a_split_is_met_by_every_part_and_coloured_by_its_worst(
    numerators: tuple[int, ...], met: bool, colour: str
) -> None:
    found = split(*numerators)
    assert (found.met, found.colour) == (met, colour)


def test_what_falls_short_is_said_of_the_short_parts_of_a_split_alone() -> None:
    assert reading_missed(split(64, 26, 10)) == "门外 64.0%，未达 ≥ 70%"
    assert reading_missed(split(70, 15, 15)) == "门口 15.0%　裁判 15.0%，未达 ≥ 20%　≤ 10%"
    assert reading_missed(read(ABOVE, 84, 100)) == "84.0%（84/100），未达 ≥ 90%"


def test_the_total_of_a_split_is_the_sum_of_its_parts() -> None:
    found = split(7, 2, 1)
    assert (found.denominator, [part.value for part in found.parts]) == (
        10,
        [Fraction(7, 10), Fraction(1, 5), Fraction(1, 10)],
    )


def test_the_attainment_of_a_split_is_the_mean_over_its_parts() -> None:
    # 35 of 70 %, 20 of 20 %, 45 % from a floor of 100 % towards 10 %.
    assert split(35, 20, 45).attainment == (HALF + 1 + Fraction(55, 90)) / 3


def test_the_floor_of_the_part_from_above_is_all() -> None:
    assert split(0, 0, 100).attainment == 0


def test_a_split_of_nothing_has_no_value_in_any_part() -> None:
    found = split(0, 0, 0)
    assert ([part.value for part in found.parts], found.colour, found.note) == ([None] * 3, None, "本期无案件")


def test_a_split_below_min_n_keeps_its_values() -> None:
    found = split(2, 1, 1)
    assert (found.met, found.colour, found.attainment, found.parts[0].value) == (False, None, None, HALF)


# Count

COUNT = shaped("count", Part("登记"))
RATE = replace(COUNT, has_denominator=True)


def test_a_count_is_its_number_and_has_nothing_to_be_judged_by() -> None:
    found = reading(COUNT, None, Tally((Fraction(3),), None), None)
    assert (found.parts[0].numerator, found.parts[0].value, found.denominator, found.n) == (3, 3, None, None)
    assert (found.met, found.colour, found.attainment, found.parts[0].interval, found.note) == (None,) * 5


def test_a_count_of_nothing_stays_a_count() -> None:
    found = reading(COUNT, None, None, None)
    assert (found.parts[0].value, found.denominator, found.note) == (0, None, None)


def test_a_count_with_a_denominator_has_value_and_interval_as_a_rate() -> None:
    found = read(RATE, 3, 6)
    assert (found.parts[0].value, found.denominator, found.colour, found.attainment) == (HALF, 6, None, None)
    assert found.parts[0].interval is not None


def test_a_rate_without_target_of_nothing_has_no_value() -> None:
    found = read(RATE, 0, 0)
    assert (found.parts[0].value, found.denominator, found.note) == (None, 0, "本期无案件")


# From the ledger: durations

HALF_A_YEAR = Indicator(
    "I10-2", "10", "半年内结案", "duration", "ledger",
    (Part("结案", Measure("rescue", ("办结",), out_of=("重整中",), within_days=183), True, Fraction(1)),),
    Measure("rescue", ("办结",), out_of=("重整中",)), True, owners=("kgj",), min_n=1,
)  # fmt: skip


def measured(indicator: Indicator, period: str, *histories: list[Event], window: Window | None = None) -> list[Reading]:
    return readings(PLAN, indicator, Period.parse(period), recount(*histories).tallies, [], window=window)


@pytest.mark.parametrize(("closed", "numerator"), [("11-01", 1), ("11-02", 1), ("11-03", 0)])
def test_a_proceeding_is_within_half_a_year_up_to_183_days_after_entering_it(closed: str, numerator: int) -> None:
    # 05-03 + 183 days = 11-02.
    history = events("rescue", "申请 04-26", "组织谈判 04-27", "进入重整 05-03", f"办结 {closed} result=重整成功")
    (found,) = measured(HALF_A_YEAR, "2021", history)
    assert (found.parts[0].numerator, found.denominator) == (numerator, 1)


def test_only_cases_closed_out_of_the_named_states_are_timed() -> None:
    history = events("rescue", "申请 04-26", "组织谈判 04-27", "办结 04-28 result=撤回")
    assert measured(HALF_A_YEAR, "2021", history)[0].denominator == 0


@pytest.mark.parametrize(("closed", "n"), [("06-30", 0), ("07-01", 1), ("09-30", 1), ("10-01", 0)])
def test_a_proceeding_counts_in_the_period_it_was_closed_in(closed: str, n: int) -> None:
    history = events("rescue", "申请 04-26", "组织谈判 04-27", "进入重整 05-03", f"办结 {closed} result=重整成功")
    assert measured(HALF_A_YEAR, "2021Q3", history)[0].denominator == n


# From the ledger: 出庭应诉率, by case


def heard(number: int, *hearings: str, unit: str = "zrzy") -> list[Event]:
    """A case of `unit` with hearings like `05-10 是`."""
    steps = [f"立案 04-01 assignee={unit}"]
    for one in hearings:
        on, came = one.split()
        steps.append(f"开庭 {on} 负责人出庭={came}" + (" 出庭职务=正职" if came == "是" else ""))
    return events("litigation", *steps, case=f"{number}号", start=number * 10)


def presence(period: str, *cases: list[Event]) -> tuple[int, int]:
    whole = measured(HEADS_IN_COURT, period, *cases)[0]
    return int(whole.parts[0].numerator), int(whole.denominator or 0)


def test_a_case_with_two_hearings_is_one_case() -> None:
    assert presence("2021Q2", heard(1, "05-10 否", "05-20 否")) == (0, 1)


@pytest.mark.parametrize("hearings", [("05-10 是", "05-20 否"), ("05-10 否", "05-20 是"), ("05-10 是", "05-20 是")])
def test_one_appearance_in_the_case_is_enough(hearings: tuple[str, ...]) -> None:
    assert presence("2021Q2", heard(1, *hearings)) == (1, 1)


def test_an_appearance_before_the_period_counts_for_a_case_heard_in_it() -> None:
    assert presence("2021Q3", heard(1, "05-10 是", "07-10 否")) == (1, 1)


def test_an_appearance_after_the_period_does_not_count() -> None:
    assert presence("2021Q2", heard(1, "05-10 否", "07-10 是")) == (0, 1)


@pytest.mark.parametrize(("on", "n"), [("03-31", 0), ("04-01", 1), ("06-30", 1), ("07-01", 0)])
def test_a_case_is_in_the_denominator_by_a_hearing_within_the_period(on: str, n: int) -> None:
    history = events("litigation", "立案 2020-12-01 assignee=zrzy", f"开庭 {on} 负责人出庭=否")
    assert presence("2021Q2", history) == (0, n)


def test_a_case_heard_only_before_the_period_is_in_neither() -> None:
    assert presence("2021Q3", heard(1, "05-10 是")) == (0, 0)


def test_an_absence_with_a_recognised_reason_stays_in_the_denominator() -> None:
    assert presence("2021Q2", heard(1, "05-10 否"), heard(2, "05-10 是")) == (1, 2)


def test_rows_by_unit_follow_the_whole_in_the_order_of_the_register() -> None:
    found = measured(HEADS_IN_COURT, "2021Q2", heard(1, "05-10 是"), heard(2, "05-10 否", unit="sfj"))
    assert [(one.unit, one.parts[0].numerator, one.denominator) for one in found] == [
        (None, 1, 2),
        ("sfj", 0, 1),
        ("zrzy", 1, 1),
    ]


def test_a_unit_without_a_denominator_has_no_row() -> None:
    assert [one.unit for one in measured(HEADS_IN_COURT, "2021Q3", heard(1, "05-10 是"))] == [None]


# From the ledger: years

ACCEPTED = Indicator(
    "I03-1", "3", "受理", "year_on_year", "ledger",
    (Part("受理", Measure("litigation", ("立案",)), False, Fraction(-1, 5)),), min_n=1,
)  # fmt: skip


def filed(*days: str) -> list[list[Event]]:
    return [events("litigation", f"立案 {on} assignee=zrzy", case=f"{n}号", start=n) for n, on in enumerate(days, 1)]


def test_the_same_period_a_year_before_is_compared() -> None:
    (found,) = measured(
        ACCEPTED, "2021Q2", *filed("2020-03-31", "2020-04-01", "2020-06-30", "2020-07-01", "2021-05-01")
    )
    assert (found.parts[0].numerator, found.denominator) == (1, 2)


def test_a_window_is_compared_with_the_same_days_a_year_before() -> None:
    window = Window(day("04-24"), day("06-30"))
    (found,) = measured(
        ACCEPTED, "2021Q2", *filed("2020-04-23", "2020-04-24", "2020-06-30", "2020-07-01"), window=window
    )
    assert found.denominator == 2


LOST = Indicator(
    "I03-3", "3", "败诉率", "trend", "ledger",
    (Part("败诉", Measure("litigation", ("审结",), outcome="failure"), False),), Measure("litigation", ("审结",)), True,
    by_unit=True, min_n=1,
)  # fmt: skip


def decided(number: int, on: str, result: str, unit: str = "zrzy") -> list[Event]:
    steps = (f"立案 2019-12-01 assignee={unit}", f"审结 {on} result={result}")
    return events("litigation", *steps, case=f"{number}号", start=number * 10)


def test_lost_cases_are_those_whose_result_is_of_class_failure() -> None:
    found = measured(
        LOST,
        "2021Q2",
        decided(1, "05-01", "判决撤销"),
        decided(2, "05-01", "调解"),
        decided(3, "2020-05-01", "判决撤销"),
    )
    assert [(one.unit, one.parts[0].value, one.met) for one in found] == [(None, -HALF, True), ("zrzy", -HALF, True)]
