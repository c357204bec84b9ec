"""What 台账 reads: always where it writes, so that who has acted sees the act; nothing is kept between runs."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.db.shared import board_engine
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import NotAllowed
from lib.security import gate
from lib.services import case_views, ledger_views
from lib.services.book import read_plan
from lib.shell.ledger_address import Asked

_REFUSED = "_cases_refused"


def plan() -> Plan:
    """The plan in force."""
    return read_plan(board_engine())


def flows(viewer: Viewer, plan: Plan) -> dict[str, str]:
    """Flows to choose from, by code."""
    return ledger_views.flow_choices(viewer, plan)


def listed(viewer: Viewer, plan: Plan, as_of: date, asked: Asked) -> ledger_views.LedgerList:
    """The page of the list asked for."""
    return ledger_views.ledger_list(viewer, board_engine(), plan, as_of, asked.wanted)


def urgeable(viewer: Viewer, plan: Plan, as_of: date, asked: Asked) -> tuple[ledger_views.LedgerRow, ...]:
    """The late cases under the same filters that the viewer may urge."""
    return ledger_views.late_to_urge(viewer, board_engine(), plan, as_of, asked.wanted)


def case(viewer: Viewer, plan: Plan, as_of: date, asked: Asked, *, acted: bool) -> case_views.CasePage | None:
    """The case asked for; None where it is not for this viewer, with a row in the trail that names no case.

    `acted`: the viewer has just moved it, perhaps out of sight, which is nothing to note.
    """
    try:
        return case_views.case_page(viewer, board_engine(), plan, as_of, asked.flow, asked.case_no)
    except NotAllowed:
        if not acted:
            _note(viewer, f"{asked.flow}|{asked.case_no}")
        return None


def _note(viewer: Viewer, case: str) -> None:
    """Once a session and case."""
    noted: set[str] = st.session_state.setdefault(_REFUSED, set())
    if case not in noted:
        noted.add(case)
        gate.record_refusal(viewer, "台账中的一件")


def registering(viewer: Viewer, plan: Plan) -> dict[str, case_views.ActionForm]:
    """The forms with which the viewer may register, by flow."""
    return {form.flow: form for form in case_views.registering(viewer, plan)}
