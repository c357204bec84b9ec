"""The canonical text of frozen values, and numbers of facts as ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.canonical import Numbers, read, text_of
from lib.domain.facts import Adjustment
from lib.domain.line_parts import LinePart
from lib.domain.results import Result
from tests.domain.cast import adjustment
from tests.domain.kept import result


@pytest.mark.parametrize(
    ("numbers", "text"), [((), ""), ((7,), "7"), ((3, 4), "3-4"), ((9, 3, 4, 5, 3), "3-5,9"), ((1, 3, 5), "1,3,5")]
)
def test_numbers_are_written_as_ranges(numbers: tuple[int, ...], text: str) -> None:
    assert str(Numbers.of(numbers)) == text


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_the_same_numbers(numbers: set[int]) -> None:
    assert Numbers.parse(str(Numbers.of(numbers))) == Numbers.of(numbers)


def test_a_fact_comes_back_as_it_was() -> None:
    one = adjustment("bonus", "1.50")
    assert read(Adjustment, text_of(one)) == one


def test_a_part_comes_back_with_its_numbers() -> None:
    part = next(iter(result("2021H1", "07-15").rows)).score.lines[0].share.parts[0]
    again = read(LinePart, text_of(part))
    assert again == part
    assert isinstance(again.facts, Numbers)


def test_a_result_comes_back_whole_and_with_the_same_text() -> None:
    kept = result("2021H1", "07-15")
    assert read(Result, text_of(kept)) == kept
    assert text_of(read(Result, text_of(kept))) == text_of(kept)
