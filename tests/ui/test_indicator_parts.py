"""The pictures of indicators stand where their numbers say, and the words beside them say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import pytest

from lib.domain import marks
from lib.domain.day_bins import day_bins
from lib.domain.funnel import INSIDE, OUTSIDE_95, OUTSIDE_998, TOO_FEW
from lib.domain.indicators import Reading, reading
from lib.domain.measures import Tally
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Part
from lib.services.indicator_views import Funnel, Past, UnitPoint
from lib.ui import charts, funnel_parts
from lib.ui.indicator_pictures import line, picture
from lib.ui.indicator_words import figure, mark, owners_words, value_words

Q = Fraction


def indicator(shape: str, *parts: Part, source: str = "ledger", denominator: bool = True) -> Indicator:
    return Indicator("I1", "3", "率", shape, source, parts, None, denominator)


AIM = indicator("threshold", Part("率", None, True, Q(9, 10)))
FEWER = indicator("year_on_year", Part("数", None, False, Q(-1, 5)), denominator=False)
FALLING = indicator("trend", Part("率", None, False))
LAYERS = indicator(
    "split",
    Part("门外", None, True, Q(7, 10)),
    Part("门口", None, True, Q(2, 10)),
    Part("裁判", None, False, Q(1, 10), Q(1)),
)
PLAIN = indicator("count", Part("数", None), source="entered", denominator=False)
RATE = indicator("count", Part("率", None))


def of(one: Indicator, *numerators: int, out_of: int | None = None, before: tuple[int, int] | None = None) -> Reading:
    earlier = Tally((Q(before[0]),), Q(before[1])) if before else None
    now = Tally(tuple(map(Q, numerators)), None if out_of is None else Q(out_of))
    return reading(one, None, now, earlier)


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


# Pictures


def test_a_bullet_has_its_value_its_interval_and_its_target_on_one_scale() -> None:
    drawn = picture(of(AIM, 17, out_of=20), (), ())
    assert 'class="value yellow" style="width:85.00%"' in drawn
    assert 'class="goal before" style="left:90.00%"' in drawn and "目标 ≥ 90%" in drawn
    assert 'class="doubt" style="left:63.96%;width:30.81%"' in drawn  # Wilson: 0.6396 to 0.9476


def test_a_bullet_without_cases_has_its_target_alone() -> None:
    drawn = picture(of(AIM, 0, out_of=0), (), ())
    assert "value" not in drawn and "doubt" not in drawn and "目标 ≥ 90%" in drawn


def test_a_ratio_above_one_fills_the_track() -> None:
    assert "width:100.00%" in picture(of(AIM, 12, out_of=10), (), ())


def test_a_pair_has_both_counts_and_the_count_that_would_meet_the_target() -> None:
    drawn = picture(of(FEWER, 80, before=(100, 0)), (), ())
    assert 'class="value past" style="width:100.00%"' in drawn and 'class="value green" style="width:80.00%"' in drawn
    assert "目标 ≤ 80" in drawn and 'style="left:80.00%"' in drawn


def test_the_count_a_target_asks_for_is_the_whole_number_that_meets_it() -> None:
    assert "目标 ≤ 81" in picture(of(FEWER, 80, before=(102, 0)), (), ())  # 81.6


def test_a_pair_without_a_year_before_has_no_target() -> None:
    drawn = picture(of(FEWER, 7, before=(0, 0)), (), ())
    assert "目标" not in drawn and "<b>7</b>" in drawn


def test_a_split_is_its_parts_above_the_parts_it_should_have() -> None:
    drawn = picture(of(LAYERS, 60, 30, 10), (), ())
    assert [drawn.count(f"width:{share}") for share in ("60.00%", "30.00%", "70.00%", "20.00%", "10.00%")] == [
        1,
        1,
        1,
        1,
        2,
    ]


def test_targets_that_make_no_whole_are_not_drawn_as_one() -> None:
    parts = (Part("甲", None, True, Q(1, 2)), Part("乙", None, True, Q(1, 5)))
    assert "目标" not in words(picture(of(indicator("split", *parts), 6, 4), (), ()))


@dataclass(frozen=True)
class Rates:
    """A trend's past: a rate of 10 % a quarter, and the last one."""

    shown: Period
    last: int

    def past(self) -> list[Past]:
        before = [Period.parse(code) for code in ("2021Q1", "2021Q2", "2021Q3", "2021Q4")]
        return [Past(one, of(FALLING, 1, out_of=10)) for one in before] + [
            Past(self.shown, of(FALLING, self.last, out_of=10))
        ]


def test_a_line_marks_the_period_shown_and_the_same_of_the_year_before() -> None:
    drawn = line(Rates(Period.parse("2022Q1"), 2).past(), "red")
    assert re.findall(r'class="dot (now red|before)[^"]*"[^>]*title="([^"]*)"', drawn) == [
        ("before", "2021年第一季度 10.0%"),
        ("now red", "2022年第一季度 20.0%"),
    ]
    assert drawn.count('class="dot') == 5 and "<polyline" in drawn


def test_a_line_of_nothing_says_so() -> None:
    assert "没有可比的往期" in line([Past(Period.parse("2022Q1"), of(FALLING, 0, out_of=0))], None)


def test_durations_stand_as_columns_and_those_beyond_the_limit_apart() -> None:
    timed = indicator("duration", Part("率", None, True, Q(1)))
    drawn = picture(of(timed, 2, out_of=4), (), day_bins([10, 11, 184, 400], 183))
    assert drawn.count('<div class="late">') == 3 and "<b>2</b>" in drawn
    assert "至183" in drawn and "更久" in drawn


def test_a_plain_count_has_no_picture() -> None:
    assert picture(of(PLAIN, 5), (), ()) == ""


# Words


@pytest.mark.parametrize(
    ("one", "large", "small"),
    [
        (of(AIM, 17, out_of=20), "85.0%", "17/20 件"),
        (of(AIM, 3, out_of=4), "3/4 件", "分母不足 5 件，不判断"),
        (of(AIM, 0, out_of=0), "—", "本期无案件"),
        (of(FALLING, 3, out_of=20, before=(1, 3)), "3/20 件", "两期中较小的分母不足 5 件，不判断"),
        (of(FEWER, 80, before=(100, 0)), "−20.0%", "80 件，上年同期 100 件"),
        (of(FEWER, 3, before=(4, 0)), "3 件", "上年同期 4 件，不足 5 件，不判断"),
        (of(FEWER, 3, before=(0, 0)), "3 件", "上年同期 0 件"),
        (of(PLAIN, 1234), "1,234 件", ""),
        (of(RATE, 1, out_of=3), "33.3%", "1/3 件"),
        (reading(PLAIN, None, None, None), "—", "本期未填报"),
    ],
)
def test_the_figure_is_the_value_or_the_numbers_where_they_are_too_few(one: Reading, large: str, small: str) -> None:
    shown = figure(one)
    assert (f"{shown.large} {shown.word}".strip(), shown.small) == (large, small)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (of(AIM, 95, out_of=100), "●达标"),
        (of(AIM, 17, out_of=20), "▲接近目标 —基数较小"),
        (of(AIM, 3, out_of=4), "—基数不足"),
        (of(AIM, 0, out_of=0), "—本期无案件"),
        (of(FALLING, 3, out_of=20), "—上年同期无案件"),
        (of(FALLING, 0, out_of=0), "—本期无案件"),
        (of(RATE, 1, out_of=3), "—不设目标"),
    ],
)
def test_a_mark_is_a_shape_and_a_word_and_says_why_there_is_none(one: Reading, said: str) -> None:
    assert words(mark(one)) == said


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (of(AIM, 17, out_of=20), "85.0%（17/20）"),
        (of(AIM, 3, out_of=4), "3/4（基数不足）"),
        (of(AIM, 0, out_of=0), "—"),
        (of(PLAIN, 12), "12件"),
        (of(LAYERS, 60, 30, 10), "门外 60.0%、门口 30.0%、裁判 10.0%"),
        (of(FEWER, 80, before=(100, 0)), "−20.0%（80，上年同期 100）"),
        (of(FEWER, 3, before=(0, 0)), "3，上年同期 0"),
    ],
)
def test_a_reading_in_one_word(one: Reading, said: str) -> None:
    assert value_words(one) == said


def test_many_owners_are_named_in_part() -> None:
    assert (owners_words(()), owners_words(("甲",)), owners_words(tuple("甲乙丙丁"))) == (
        "—",
        "甲",
        "甲、乙、丙等 4 个单位",
    )


# The funnel plot


def point(place: str, value: str, name: str = "甲局") -> UnitPoint:
    return UnitPoint("a", name, Q(value) * 20, Q(20), place)


def plotted(high_is_good: bool, *points: UnitPoint) -> Funnel:
    return Funnel(Q(1, 2), Q(50), Q(100), None, high_is_good, points, "")


@pytest.mark.parametrize(
    ("place", "value", "high_is_good", "said", "tone"),
    [
        (INSIDE, "3/5", True, "限内", marks.NONE),
        (TOO_FEW, "1", True, "基数不足", marks.NONE),
        (OUTSIDE_95, "1/4", True, "低于 95% 限", marks.YELLOW),
        (OUTSIDE_998, "1/20", True, "低于 99.8% 限", marks.RED),
        (OUTSIDE_998, "1", True, "高于 99.8% 限", marks.GREEN),
        (OUTSIDE_95, "3/4", False, "高于 95% 限", marks.YELLOW),
        (OUTSIDE_998, "0", False, "低于 99.8% 限", marks.GREEN),
    ],
)
def test_a_place_says_its_side_and_has_the_colour_of_a_mark_on_the_worse_side_alone(
    place: str, value: str, high_is_good: bool, said: str, tone: str
) -> None:
    drawn = funnel_parts.place(plotted(high_is_good), point(place, value))
    assert said in words(drawn) and f"board-mark {tone}" in drawn


def test_units_at_one_place_are_one_point_and_only_those_outside_are_named_on_the_plot() -> None:
    spots = [
        charts.Spot("甲局", 9.0, 0.5, "50.0%", marks.NONE),
        charts.Spot("乙局", 9.0, 0.5, "50.0%", marks.NONE),
        charts.Spot("丙局", 20.0, 0.05, "5.0%", marks.RED),
    ]
    rows = charts.places(spots)
    assert [(row["单位"], row["名"]) for row in rows] == [("甲局、乙局", ""), ("丙局", "丙局")]


@pytest.mark.parametrize(
    ("rates", "span"),
    [(["0.21"], [0.1, 0.4]), (["0"], [0.0, 0.1]), (["1"], [0.9, 1.0]), (["0.86", "1", "0.5"], [0.4, 1.0])],
)
def test_the_plot_shows_ten_points_beyond_what_stands_in_it(rates: list[str], span: list[float]) -> None:
    assert charts.span([Q(one) for one in rates]) == span
