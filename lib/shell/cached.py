"""Finished records of the pages, kept per viewer and state of the board.

The viewer is a plain first argument and `edition` names plan and last fact, so that neither another
viewer nor a later state is ever served what was made for this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

import streamlit as st

from lib.db.shared import read_engine
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.services import duty_history, duty_views, item_views, overview, platform_views, ranking_views
from lib.services import my_unit as my_unit_views
from lib.services.book import Book, Edition, open_book, read_edition

KEPT = 128
WORKING = "正在汇总……"


# The book a record is made from; opened before the cache is asked, so that the record belongs to the edition it is
# kept under.
_open: ContextVar[Book] = ContextVar("open_book")


@contextmanager
def _edition() -> Iterator[str]:
    """A book open for the making of one record, and the key of its edition."""
    with open_book(read_engine()) as book:
        before = _open.set(book)
        try:
            yield book.edition.key
        finally:
            _open.reset(before)


def edition() -> Edition:
    """Which state of the board is shown: its plan, its last fact, its snapshot id."""
    return read_edition(read_engine())


def cockpit(viewer: Viewer, as_of: date, period: Period | None) -> overview.Cockpit:
    """总览."""
    with _edition() as edition_key:
        return _cockpit(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _cockpit(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> overview.Cockpit:
    return overview.cockpit(viewer, _open.get(), as_of, period)


def ranking(viewer: Viewer, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    """考核排名."""
    with _edition() as edition_key:
        return _ranking(viewer, edition_key, as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _ranking(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    return ranking_views.ranking_page(viewer, _open.get(), as_of, period)


def units(viewer: Viewer, as_of: date) -> duty_views.UnitsPage:
    """责任单位."""
    with _edition() as edition_key:
        return _units(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _units(viewer: Viewer, edition: str, as_of: date) -> duty_views.UnitsPage:
    return duty_views.units_page(viewer, _open.get(), as_of)


def unit(viewer: Viewer, as_of: date, code: str) -> duty_views.UnitPage:
    """One unit of 责任单位."""
    with _edition() as edition_key:
        return _unit(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _unit(viewer: Viewer, edition: str, as_of: date, code: str) -> duty_views.UnitPage:
    return duty_views.unit_page(viewer, _open.get(), as_of, code)


def duty(viewer: Viewer, as_of: date, key: str) -> duty_history.DutyPage:
    """One duty with its reports."""
    with _edition() as edition_key:
        return _duty(viewer, edition_key, as_of, key)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _duty(viewer: Viewer, edition: str, as_of: date, key: str) -> duty_history.DutyPage:
    return duty_history.duty_page(viewer, _open.get(), as_of, key)


def items(viewer: Viewer, as_of: date) -> tuple[item_views.ItemLine, ...]:
    """联动事项."""
    with _edition() as edition_key:
        return _items(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _items(viewer: Viewer, edition: str, as_of: date) -> tuple[item_views.ItemLine, ...]:
    return item_views.items_page(viewer, _open.get(), as_of)


def item(viewer: Viewer, as_of: date, no: str) -> item_views.ItemPage:
    """One item of 联动事项."""
    with _edition() as edition_key:
        return _item(viewer, edition_key, as_of, no)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _item(viewer: Viewer, edition: str, as_of: date, no: str) -> item_views.ItemPage:
    return item_views.item_page(viewer, _open.get(), as_of, no)


def flows(viewer: Viewer, as_of: date) -> tuple[platform_views.FlowLine, ...]:
    """平台运行."""
    with _edition() as edition_key:
        return _flows(viewer, edition_key, as_of)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _flows(viewer: Viewer, edition: str, as_of: date) -> tuple[platform_views.FlowLine, ...]:
    return platform_views.flows_page(viewer, _open.get(), as_of)


def flow(viewer: Viewer, as_of: date, code: str) -> platform_views.FlowPage:
    """One flow of 平台运行."""
    with _edition() as edition_key:
        return _flow(viewer, edition_key, as_of, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _flow(viewer: Viewer, edition: str, as_of: date, code: str) -> platform_views.FlowPage:
    return platform_views.flow_page(viewer, _open.get(), as_of, code)


def unit_choices(viewer: Viewer) -> dict[str, str]:
    """Units whose 我的单位 the viewer may open."""
    with _edition():
        return my_unit_views.unit_choices(viewer, _open.get())


def my_unit(viewer: Viewer, as_of: date, period: Period | None, code: str) -> my_unit_views.MyUnit:
    """我的单位."""
    with _edition() as edition_key:
        return _my_unit(viewer, edition_key, as_of, period, code)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _my_unit(viewer: Viewer, edition: str, as_of: date, period: Period | None, code: str) -> my_unit_views.MyUnit:
    return my_unit_views.my_unit(viewer, _open.get(), as_of, period, code)
