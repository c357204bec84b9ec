"""What a field may hold: at each bound, inside and outside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lib.domain.periods import APPRAISAL_KINDS, period_among
from lib.domain.written import day_fault, line_fault, number_fault, text_fault, trimmed


@pytest.mark.parametrize(
    ("text", "kept"), [(None, None), ("", None), (" \n", None), (" 甲 ", "甲"), ("甲\r\n乙\r丙", "甲\n乙\n丙")]
)
def test_text_is_trimmed_and_nothing_is_none(text: str | None, kept: str | None) -> None:
    assert trimmed(text) == kept


@pytest.mark.parametrize(
    ("text", "faulty"), [("字" * 5000, False), ("字" * 5001, True), ("a\nb", False), ("a\x00", True)]
)
def test_a_text_has_its_bounds(text: str, faulty: bool) -> None:
    assert bool(text_fault(text)) is faulty


@pytest.mark.parametrize(
    ("text", "faulty"), [("字" * 100, False), ("字" * 101, True), ("a\nb", True), ("a\ud800", True)]
)
def test_a_line_has_its_bounds(text: str, faulty: bool) -> None:
    assert bool(line_fault(text)) is faulty


@pytest.mark.parametrize(
    ("number", "faulty"),
    [
        ("999999999999999", False), ("1000000000000000", True), ("0.000000000001", False), ("0.0000000000001", True),
        ("NaN", True), ("-Infinity", True), ("1E+3", False), ("1E+15", True),
    ],
)  # fmt: skip
def test_a_number_has_its_bounds(number: str, faulty: bool) -> None:
    assert bool(number_fault(Decimal(number))) is faulty


@pytest.mark.parametrize(
    ("day", "faulty"),
    [(date(1948, 12, 31), True), (date(1949, 1, 1), False), (date(2100, 12, 31), False), (date(2101, 1, 1), True)],
)
def test_a_day_has_its_bounds(day: date, faulty: bool) -> None:
    assert bool(day_fault(day)) is faulty


@pytest.mark.parametrize(("text", "told"), [("2021-07", "不按月计"), ("1948Q1", "年份不在"), ("21Q3", "不是考核期")])
def test_a_period_of_another_kind_or_no_period_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        period_among(text, APPRAISAL_KINDS)


def test_a_period_of_the_right_kind_is_read() -> None:
    assert [period_among(text, APPRAISAL_KINDS).code for text in ("2021Q3", "2021H1", "2021")] == [
        "2021Q3",
        "2021H1",
        "2021",
    ]
