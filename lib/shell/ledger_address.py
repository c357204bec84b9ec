"""What the address of 台账 asks for: the list with its filters, one case, a form to register, or cases to urge.

A word looked for stays in the session: it may be a party's name, and addresses end in the logs of others.
The address says only that there is one, so that a link from elsewhere is not narrowed by an old word.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from lib.db.shared import board_engine
from lib.domain.plan import Plan
from lib.services.case_views import case_of_event
from lib.services.ledger_views import CLOSED, EVERY, OPEN, OVERDUE, SOON, Wanted
from lib.ui import doors

PAGE = "platforms/ledger"
KEPT_WORD = "_ledger_word"
LIST, CASE, NEW, URGE = "list", "case", "new", "urge"
_STANDING = (OPEN, CLOSED, EVERY)


@dataclass(frozen=True, slots=True)
class Asked:
    """The view asked for, its filters, and of one case its flow and number."""

    view: str
    wanted: Wanted
    flow: str = ""
    case_no: str = ""


def asked(plan: Plan, flows: Mapping[str, str]) -> Asked:
    """Read the address; a filter that names nothing is left unheeded."""
    flow = _one_of("flow", flows)
    state = _one_of("state", plan.flow[flow].state) if flow else None
    due = OVERDUE if _said(OVERDUE) else SOON if _said(SOON) else ""
    word = str(st.session_state.get(KEPT_WORD, "")) if _said("word") else ""
    standing = _one_of("standing", _STANDING) or (EVERY if word and not due else OPEN)
    page = st.query_params.get("leaf", "")
    wanted = Wanted(flow, state, _one_of("holder", plan.unit), standing, due, word, int(page) if _is_page(page) else 1)
    if case_no := st.query_params.get("case"):
        return Asked(CASE, wanted, st.query_params.get("of") or flow or "", case_no)
    view = NEW if _said("new") else URGE if _said("urge") else LIST
    return Asked(view, wanted, flow or "")


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 10_000


def _said(name: str) -> bool:
    return st.query_params.get(name) == "1"


def _one_of(name: str, among: Container[str]) -> str | None:
    value = st.query_params.get(name)
    return value if value is not None and value in among else None


def query(wanted: Wanted) -> dict[str, str]:
    """The filters as they stand in an address; what is the default is left out."""
    given = {"flow": wanted.flow, "state": wanted.state, "holder": wanted.holder}
    found = {name: value for name, value in given.items() if value is not None}
    if wanted.word:
        found["word"] = "1"
    if wanted.due:
        found[wanted.due] = "1"
    if wanted.standing != (EVERY if wanted.word and not wanted.due else OPEN):
        found["standing"] = wanted.standing
    return found | ({"leaf": str(wanted.page)} if wanted.page > 1 else {})


def of_list(wanted: Wanted, page: int | None = None) -> str:
    """The list with these filters, on another page if one is given."""
    return doors.address(PAGE, **query(wanted if page is None else replace(wanted, page=page)))


def of_case(wanted: Wanted, flow: str, case_no: str) -> str:
    """A case, with the filters to come back to."""
    of = {} if wanted.flow == flow else {"of": flow}
    return doors.address(PAGE, **query(wanted), **of, case=case_no)


def leave_view() -> None:
    """Back to the list; for a callback."""
    kept = {
        name: value for name, value in st.query_params.to_dict().items() if name not in ("urge", "new", "case", "of")
    }
    st.query_params.from_dict(kept)


def go_to_case_of(number: int) -> None:
    """On to the case that the event with this number is of, with the filters kept; for a callback."""
    flow, case_no = case_of_event(board_engine(), number)
    leave_view()
    kept = st.query_params.to_dict()
    of = {} if kept.get("flow") == flow else {"of": flow}
    st.query_params.from_dict({**kept, **of, "case": case_no})


def go_to_view(view: str) -> None:
    """On to a form; for a callback."""
    st.query_params.from_dict({**st.query_params.to_dict(), view: "1"})
