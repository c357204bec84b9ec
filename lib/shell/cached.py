"""Finished records of the pages, kept per viewer and state of the board.

The viewer is a plain first argument and `edition` names plan and last fact, so that neither another
viewer nor a later state is ever served what was made for this one.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.db.shared import read_engine
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.services import overview, ranking_views
from lib.services.book import Book, read_book

KEPT = 128
WORKING = "正在汇总……"


def book() -> Book:
    """The book in force; read anew only after a write."""
    return read_book(read_engine())


def _edition() -> str:
    """What changes with every plan and every fact stored."""
    read = book()
    return f"{read.engine.url}|{read.plan.digest}|{read.last_number}|{read.demo}"


def cockpit(viewer: Viewer, as_of: date, period: Period | None) -> overview.Cockpit:
    """总览."""
    return _cockpit(viewer, _edition(), as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _cockpit(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> overview.Cockpit:
    return overview.cockpit(viewer, book(), as_of, period)


def ranking(viewer: Viewer, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    """考核排名."""
    return _ranking(viewer, _edition(), as_of, period)


@st.cache_resource(max_entries=KEPT, show_spinner=WORKING)
def _ranking(viewer: Viewer, edition: str, as_of: date, period: Period | None) -> ranking_views.RankingPage:
    return ranking_views.ranking_page(viewer, book(), as_of, period)
