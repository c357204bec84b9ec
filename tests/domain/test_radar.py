"""The integrity radar: each signal just below, at and beyond its bound (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from lib.domain import radar, radar_entries
from lib.domain.facts import recorded_late
from lib.domain.indicators import Reading, reading
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Part
from lib.domain.radar import Signal
from lib.domain.radar_entries import Edited, Entries
from tests.domain.cast import PLAN, day

QUARTER = Period.parse("2021Q3")
DAYS = Window(QUARTER.start, QUARTER.end)


def part(target: str | None, side: bool = True, name: str = "率") -> Part:
    return Part(name, None, side, None if target is None else Fraction(target), Fraction(0 if side else 1))


def shaped(shape: str, *parts: Part, **changes: object) -> Indicator:
    given: dict[str, object] = {"scored": True, "has_denominator": shape not in ("count", "year_on_year"), **changes}
    return Indicator("I1", "3", "出庭率", shape, "ledger", parts, None, **given)  # type: ignore[arg-type]


def read(
    indicator: Indicator, numerators: int | list[int], denominator: int | None = None, unit: str | None = None
) -> Reading:
    found = [numerators] if isinstance(numerators, int) else numerators
    total = None if denominator is None else Fraction(denominator)
    return reading(indicator, unit, Tally(tuple(map(Fraction, found)), total), Tally((Fraction(0),), Fraction(0)))


# Values at the target

THRESHOLD = shaped("threshold", part("0.9"))


@pytest.mark.parametrize(("numerator", "seen"), [(17, 0), (18, 1), (19, 0)])
def test_a_value_exactly_at_its_target_is_a_signal(numerator: int, seen: int) -> None:
    assert len(list(radar.at_target(PLAN, [read(THRESHOLD, numerator, 20)], QUARTER))) == seen


@pytest.mark.parametrize(("least", "seen"), [(20, 1), (21, 0)])
def test_with_fewer_cases_than_are_judged_it_is_none(least: int, seen: int) -> None:
    assert len(list(radar.at_target(PLAN, [read(replace(THRESHOLD, min_n=least), 18, 20)], QUARTER))) == seen


@pytest.mark.parametrize(("target", "side", "numerator"), [("1", True, 20), ("0", False, 0)])
def test_a_target_beyond_which_nothing_lies_says_nothing(target: str, side: bool, numerator: int) -> None:
    assert not list(radar.at_target(PLAN, [read(shaped("threshold", part(target, side)), numerator, 20)], QUARTER))


def test_only_what_is_scored_against_a_target_is_looked_at() -> None:
    at_it = [replace(THRESHOLD, scored=False), shaped("trend", part("0.9"))]
    assert not [one for shape in at_it for one in radar.at_target(PLAN, [read(shape, 18, 20)], QUARTER)]
    (of_unit_own,) = radar.at_target(PLAN, [read(shaped("duration", part("0.9")), 18, 20, "kgj")], QUARTER)
    assert of_unit_own.unit == "kgj" and of_unit_own.seen.startswith("区科工信局“出庭率”")


def test_of_a_split_the_part_is_named() -> None:
    split = shaped("split", part("0.7", name="门外"), part("0.2", name="门口"), part("0.1", side=False, name="裁判"))
    (found,) = radar.at_target(PLAN, [read(split, [15, 4, 1])], QUARTER)
    assert "“出庭率·门口”恰为目标 20%（4/20）" in found.sentence
    assert found.sentence.endswith("宜抽看个案的填法。")


# Month ends


def test_month_ends_are_the_last_three_days_within_the_window() -> None:
    found = radar_entries.month_end_days(Window(day("06-29"), day("07-30")))
    assert found == [day("06-29"), day("06-30"), day("07-29"), day("07-30")]
    assert len(radar_entries.month_end_days(DAYS)) == 9


def spikes(*entries: Entries) -> list[Signal]:
    return radar_entries.month_end(PLAN, entries, DAYS, QUARTER)


def of_unit(n: int, at_end: int, unit: str | None = "kgj", flow: str | None = None) -> Entries:
    return Entries(unit, flow, None if flow else "report", n, at_end, 0)


# Nine of the quarter's 92 days: three times their share is 27/92.
@pytest.mark.parametrize(("n", "at_end", "seen"), [(92, 26, 0), (92, 27, 1), (92, 28, 1), (9, 9, 0), (10, 10, 1)])
def test_a_spike_needs_ten_entries_and_three_times_the_share_by_days(n: int, at_end: int, seen: int) -> None:
    assert len(spikes(of_unit(n, at_end))) == seen


def test_a_unit_is_taken_over_all_its_entries_and_a_flow_over_all_its_units() -> None:
    flow = next(iter(PLAN.flow))
    found = spikes(of_unit(8, 6, flow=flow), of_unit(8, 6), of_unit(8, 6, "sfj", flow))
    assert {(one.unit, one.flow) for one in found} == {("kgj", None), (None, flow)}
    assert "区科工信局16 条记录中有 12 条落在月末三天（75.0%，按天数约为 9.8%）" in found[0].sentence


def test_what_the_office_states_is_put_down_to_the_office() -> None:
    (found,) = spikes(of_unit(12, 12, None))
    assert found.unit is None and found.sentence.startswith("督导办公室12 条")


# 补录


@pytest.mark.parametrize(("recorded", "late"), [("07-07", False), ("07-08", False), ("07-09", True)])
def test_recorded_late_is_more_than_seven_days_after(recorded: str, late: bool) -> None:
    assert recorded_late(day("07-01"), day(recorded)) is late


def test_late_records_are_told_by_unit_and_kind_with_the_share_of_all() -> None:
    flow = next(iter(PLAN.flow))
    entries = [Entries("kgj", None, "report", 12, 0, 3), Entries("sfj", flow, None, 8, 0, 4), of_unit(5, 0)]
    first, second = radar_entries.recorded_late(PLAN, entries, QUARTER)
    assert (first.unit, first.flow, dict(first.numbers)) == ("sfj", flow, {"late": 4, "entries": 8})
    assert "区科工信局“进展填报”12 条中有 3 条超过七天才记录（25.0%）" in second.sentence


# Denominators


@pytest.mark.parametrize(("now", "seen"), [(13, 1), (14, 0), (20, 0), (0, 1)])
def test_a_denominator_below_seven_tenths_of_a_year_before_is_a_signal(now: int, seen: int) -> None:
    found = list(radar.shrinking(PLAN, [read(THRESHOLD, 0, now)], [read(THRESHOLD, 0, 20)], QUARTER))
    assert len(found) == seen


@pytest.mark.parametrize(("before", "seen"), [(4, 0), (5, 1)])
def test_too_few_a_year_before_say_nothing(before: int, seen: int) -> None:
    assert len(list(radar.shrinking(PLAN, [read(THRESHOLD, 1, 1)], [read(THRESHOLD, 1, before)], QUARTER))) == seen


def test_a_unit_that_has_no_case_left_is_seen_and_what_is_not_scored_or_no_rate_is_not() -> None:
    before = [read(THRESHOLD, 5, 10, "kgj")]
    (found,) = radar.shrinking(PLAN, [], before, QUARTER)
    assert "区科工信局“出庭率”的分母由上年同期 10 降为 0（−100.0%）" in found.sentence
    others = [
        replace(THRESHOLD, scored=False),
        shaped("year_on_year", part("-0.2", False)),
        shaped("count", part(None)),
    ]
    assert not list(radar.shrinking(PLAN, [], [read(one, 5, 10) for one in others], QUARTER))


# Edits


def test_edits_after_the_cut_off_are_told_with_what_became_of_the_facts() -> None:
    flow = next(iter(PLAN.flow))
    few, many = Edited("kgj", None, "report", 1, 0), Edited(None, flow, None, 1, 2)
    first, second = radar_entries.edited(PLAN, [few, many], date(2021, 10, 20), QUARTER)
    assert f"“{PLAN.flow[flow].name}”期内记录有 3 条在2021年10月20日之后被更正（作废 1、替换 2）" in first.sentence
    assert second.sentence.startswith("区科工信局“进展填报”")


# Guards

RATE, COUNT = shaped("threshold", part("0.5")), shaped("count", part(None))
FALLING = shaped("trend", part(None, False))
ACCEPTED = shaped("year_on_year", part("-0.2", False))


@pytest.mark.parametrize(
    ("indicator", "now", "before", "moved"),
    [
        (RATE, (6, 10), (5, 10), 1),
        (RATE, (4, 10), (5, 10), -1),
        (RATE, (10, 20), (5, 10), 0),
        (FALLING, (4, 10), (5, 10), 1),
        (FALLING, (6, 10), (5, 10), -1),
        (RATE, (4, 4), (5, 10), 0),  # too few to judge this year,
        (RATE, (6, 10), (1, 4), 0),  # or the year before
        (replace(COUNT, direction="rising"), (9, None), (5, None), 1),
        (replace(COUNT, direction="falling"), (9, None), (5, None), -1),
        (replace(COUNT, direction="rising"), (9, None), (4, None), 0),
        (COUNT, (9, None), (5, None), 0),
        (replace(COUNT, direction="falling"), (1, 10), (2, 10), 1),
        (ACCEPTED, (9, None), (10, None), 1),
        (ACCEPTED, (11, None), (10, None), -1),
    ],
)
def test_better_and_worse_follow_the_side_of_the_target_or_the_direction(
    indicator: Indicator, now: tuple[int, int | None], before: tuple[int, int | None], moved: int
) -> None:
    assert radar.moved(read(indicator, *now), read(indicator, *before)) == moved


def test_a_split_has_no_one_way_to_be_better() -> None:
    split = shaped("split", part("0.7"), part("0.3"))
    assert radar.moved(read(split, [9, 1]), read(split, [8, 2])) == 0


@pytest.mark.parametrize(
    ("own", "guards", "seen"),
    [((6, 5), (8, 10), 1), ((6, 5), (10, 10), 0), ((6, 5), (11, 10), 0), ((5, 5), (8, 10), 0), ((4, 5), (8, 10), 0)],
)
def test_a_guard_that_worsens_while_its_indicator_improves_is_a_signal(
    own: tuple[int, int], guards: tuple[int, int], seen: int
) -> None:
    main = replace(RATE, title="调撤率", guard="I2")
    guard = replace(COUNT, code="I2", title="登记数", direction="rising")
    plan = replace(PLAN, indicators=(main, guard))
    now, before = ([read(main, a, 10), read(guard, b)] for a, b in zip(own, guards, strict=True))
    found = list(radar.guards(plan, now, before, QUARTER))
    assert len(found) == seen
    if seen:
        assert "“调撤率”由 50.0%（5/10）变为 60.0%（6/10），好于上年同期" in found[0].sentence
        assert "“登记数”由 10 件变为 8 件，比上年同期差" in found[0].sentence
