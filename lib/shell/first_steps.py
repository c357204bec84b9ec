"""开始使用: the five steps as the page asks for them, and whether a session is led to them."""

from __future__ import annotations

import streamlit as st

from lib import clock
from lib.db.shared import board_engine
from lib.domain.rights import Viewer
from lib.services import first_run
from lib.services.first_run import Step

_LED = "_led_to_first_steps"


def steps(viewer: Viewer) -> tuple[Step, ...]:
    """The steps now."""
    return first_run.steps(board_engine(), viewer, clock.today())


def are_due(viewer: Viewer) -> bool:
    """Whether to show them in place of the front page: on a board without facts, once a session, unless a link asks for
    more than the front page."""
    if viewer.role not in first_run.ROLES or st.session_state.get(_LED) or st.query_params:
        return False
    st.session_state[_LED] = True
    return first_run.is_due(board_engine(), viewer)
