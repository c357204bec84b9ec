"""What is kept between runs: for one viewer and one state of the board, and for no other."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
import streamlit as st

from lib.domain.rights import Viewer
from lib.services.book import Book
from lib.shell import cached
from tests.bench.harness import register_a_case
from tests.pages.conftest import Board

DAY = date(2022, 6, 30)
CLERK = Viewer("clerk", "王科员", "unit_clerk", "kgj", "government")
# Each differs from CLERK in one field, or is written so that its words side by side read as CLERK's.
OTHERS = [
    *(replace(CLERK, **{one.name: "other"}) for one in fields(Viewer)),
    *(replace(CLERK, **{one.name: None}) for one in fields(Viewer)[3:]),
    Viewer("clerk', name='王科员", "", "unit_clerk", "kgj", "government"),
    Viewer("clerk", "王科员', role='unit_clerk", "", "kgj", "government"),
    Viewer("clerk王科员", "", "unit_clerk", "kgj", "government"),
]


Units = Callable[[Viewer, date], tuple[int, Viewer, date]]


@pytest.fixture
def units(board: Board) -> Iterator[Units]:
    """An answer whose records are told apart: numbers, in the order in which they are made."""
    serial = count(1)

    def units_page(viewer: Viewer, book: Book, as_of: date) -> tuple[int, Viewer, date]:
        return next(serial), viewer, as_of

    yield cached.kept(units_page)
    st.cache_resource.clear()


def test_the_same_viewer_is_given_what_was_made_before(units: Units) -> None:
    assert units(CLERK, DAY) == (1, CLERK, DAY) == units(replace(CLERK), DAY)


@pytest.mark.parametrize("other", OTHERS, ids=repr)
def test_no_viewer_is_given_what_was_made_for_another(units: Units, other: Viewer) -> None:
    units(CLERK, DAY)
    assert units(other, DAY) == (2, other, DAY)


def test_nothing_outlives_a_write_or_is_given_for_another_day(units: Units, board: Board) -> None:
    units(CLERK, DAY)
    assert units(CLERK, date(2022, 6, 29)) == (2, CLERK, date(2022, 6, 29))
    register_a_case(board.engine)
    assert units(CLERK, DAY) == (3, CLERK, DAY)


def test_what_another_key_keeps_outlives_a_write(board: Board) -> None:
    before = cached.rules(CLERK)
    register_a_case(board.engine)
    assert cached.rules(CLERK) is before


def test_two_answers_to_the_same_question_do_not_mix(units: Units) -> None:
    def drafts_page(viewer: Viewer, book: Book, as_of: date) -> str:
        return "drafts"

    drafts = cached.kept(drafts_page)
    assert (units(CLERK, DAY), drafts(CLERK, DAY)) == ((1, CLERK, DAY), "drafts")


def test_no_answer_is_kept_twice_or_without_a_name_of_its_own() -> None:
    calls = [
        node for node in ast.walk(ast.parse(Path(cached.__file__).read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    names = [ast.unparse(one.args[0]) for one in calls if ast.unparse(one.func) == "kept"]
    assert len(names) == len(set(names)) > 20
    assert all(name.replace(".", "").isidentifier() for name in names)


def test_a_question_is_asked_in_one_way_alone(units: Units) -> None:
    with pytest.raises(TypeError):
        units(CLERK, as_of=DAY)  # type: ignore[call-arg]
