"""The controls of 台账: flow, state, holder, deadline, standing, and a word; all but the word in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.services.ledger_views import CLOSED, EVERY, OPEN, OVERDUE, SOON, Wanted
from lib.shell.ledger_address import KEPT_WORD

_DUES = {OVERDUE: "超期", SOON: "一周内到期"}
_STANDINGS = {OPEN: "在办", CLOSED: "已办结", EVERY: "全部"}


def show(viewer: Viewer, plan: Plan, flows: Mapping[str, str], wanted: Wanted) -> None:
    """Draw the controls; a choice writes the address and begins again on the first page."""
    with st.container(key="ledger-filters", horizontal=True, vertical_alignment="center"):
        if len(flows) > 1:
            _select("flow", "台账", flows, wanted.flow, "全部台账", 190)
        if wanted.flow is not None:
            states = {one.name: one.name for one in plan.flow[wanted.flow].states}
            _select("state", "环节", states, wanted.state, "全部环节", 150)
        _select("holder", "现由", _units(viewer, plan), wanted.holder, "现由：全部单位", 200)
        st.session_state["ledger-due"] = wanted.due or None
        st.segmented_control(
            "期限",
            list(_DUES),
            format_func=_DUES.__getitem__,
            key="ledger-due",
            label_visibility="collapsed",
            on_change=_choose_due,
        )
        st.session_state["ledger-standing"] = wanted.standing
        st.segmented_control(
            "办理情况",
            list(_STANDINGS),
            format_func=_STANDINGS.__getitem__,
            key="ledger-standing",
            label_visibility="collapsed",
            required=True,
            on_change=_choose_standing,
        )
        st.session_state["ledger-word"] = wanted.word
        st.text_input(
            "查找",
            key="ledger-word",
            placeholder="编号或当事人",
            label_visibility="collapsed",
            width=180,
            on_change=_choose_word,
        )


def _units(viewer: Viewer, plan: Plan) -> dict[str, str]:
    """Units by code, the own one first."""
    codes = sorted(plan.unit, key=lambda code: code != viewer.unit_code)
    return {code: plan.unit[code].short + ("（本单位）" if code == viewer.unit_code else "") for code in codes}


def _select(name: str, label: str, choices: Mapping[str, str], chosen: str | None, nothing: str, width: int) -> None:
    st.session_state[f"ledger-{name}"] = chosen
    st.selectbox(
        label,
        list(choices),
        format_func=choices.__getitem__,
        index=None,
        key=f"ledger-{name}",
        placeholder=nothing,
        label_visibility="collapsed",
        width=width,
        on_change=_choose,
        args=(name,),
    )


def _choose(name: str) -> None:
    dropped = ("state",) if name == "flow" else ()
    _write({name: st.session_state[f"ledger-{name}"]}, *dropped)


def _choose_due() -> None:
    due = st.session_state["ledger-due"]
    _write({OVERDUE: "1" if due == OVERDUE else None, SOON: "1" if due == SOON else None}, "standing")


def _choose_standing() -> None:
    chosen = st.session_state["ledger-standing"]
    _write({"standing": chosen}, *(() if chosen == OPEN else (OVERDUE, SOON)))


def _choose_word() -> None:
    word = st.session_state["ledger-word"].strip()
    st.session_state[KEPT_WORD] = word
    _write({"word": "1" if word else None}, "standing")


def _write(given: Mapping[str, str | None], *dropped: str) -> None:
    """Change the address in one step, so that Back undoes one choice."""
    kept = st.query_params.to_dict()
    for name in (*dropped, "leaf"):
        kept.pop(name, None)
    for name, value in given.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = value
    st.query_params.from_dict(kept)
