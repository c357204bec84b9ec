"""What is kept between runs: for one viewer and one state of the board, and for no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import count

import pytest
import streamlit as st

from lib.domain.rights import Viewer
from lib.services import duty_views
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


@pytest.fixture
def made(board: Board, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Records that are told apart: numbers, in the order in which they are made."""
    serial = count(1)
    monkeypatch.setattr(duty_views, "units_page", lambda viewer, book, as_of: (next(serial), viewer, as_of))
    yield
    st.cache_resource.clear()


def test_the_same_viewer_is_given_what_was_made_before(made: None) -> None:
    assert cached.units(CLERK, DAY) == (1, CLERK, DAY) == cached.units(replace(CLERK), DAY)


@pytest.mark.parametrize("other", OTHERS, ids=repr)
def test_no_viewer_is_given_what_was_made_for_another(made: None, other: Viewer) -> None:
    cached.units(CLERK, DAY)
    assert cached.units(other, DAY) == (2, other, DAY)


def test_nothing_outlives_a_write_or_is_given_for_another_day(made: None, board: Board) -> None:
    cached.units(CLERK, DAY)
    assert cached.units(CLERK, date(2022, 6, 29)) == (2, CLERK, date(2022, 6, 29))
    register_a_case(board.engine)
    assert cached.units(CLERK, DAY) == (3, CLERK, DAY)
