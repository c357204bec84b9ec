"""Durations by steps of days: every boundary of a step on, and a day beyond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.day_bins import DayBin, day_bins


def test_half_a_year_has_six_steps_cut_at_the_limit_two_beyond_and_the_rest() -> None:
    spans = [(one.first, one.last, one.in_time) for one in day_bins([], 183)]
    assert spans == [
        (0, 31, True), (32, 62, True), (63, 93, True), (94, 124, True), (125, 155, True), (156, 183, True),
        (184, 214, False), (215, 245, False), (246, None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "place"), [(0, 0), (31, 0), (32, 1), (183, 5), (184, 6), (245, 7), (246, 8), (9999, 8)]
)
def test_a_duration_falls_into_the_step_it_reaches(days: int, place: int) -> None:
    assert [one.n for one in day_bins([days], 183)] == [int(place == index) for index in range(9)]


@pytest.mark.parametrize(
    ("limit", "lasts"),
    [(0, [0, 1, 2, None]), (1, [1, 2, 3, None]), (5, [1, 2, 3, 4, 5, 6, 7, None]), (7, [2, 4, 6, 7, 9, 11, None])],
)
def test_a_short_limit_has_steps_of_whole_days(limit: int, lasts: list[int | None]) -> None:
    assert [one.last for one in day_bins([], limit)] == lasts


@given(st.lists(st.integers(0, 1000)), st.integers(0, 400))
def test_every_duration_is_in_one_step_and_those_in_time_are_those_within_the_limit(
    days: list[int], limit: int
) -> None:
    bins = day_bins(days, limit)
    assert sum(one.n for one in bins) == len(days)
    assert sum(one.n for one in bins if one.in_time) == sum(one <= limit for one in days)
    assert bins[-1] == DayBin(bins[-1].first, None, sum(one >= bins[-1].first for one in days), False)
