"""What the address of 催办督办 asks for: the order opened, and which of the list are shown."""

from __future__ import annotations

import streamlit as st

from lib.services.order_choices import PAPERS
from lib.services.order_lines import OrderLine
from lib.services.orders_in_hand import TRACKED, WRITTEN, InHand

OPEN, LATE, WAITING, LOOK_BACK, CLOSED = "open", "late", "waiting", "look_back", "closed"


def opened() -> tuple[str, str] | None:
    """Flow and number of the order opened; None where the list is shown."""
    flow, number = st.query_params.get("flow"), st.query_params.get("case")
    return (flow, number) if flow and number else None


def shown() -> str | None:
    """Which of the list the address asks for."""
    return st.query_params.get("show")


def flows_of(part: str) -> tuple[str, ...]:
    """The flows a part of the page lists."""
    return WRITTEN if part == PAPERS else TRACKED


def lines(found: InHand) -> list[OrderLine]:
    """The rows of the choice in the address, with its control; the open ones unless another was chosen."""
    groups = {
        OPEN: ("在办", [one for one in found.lines if one.closed_on is None]),
        LATE: ("超期", [one for one in found.lines if one.days_late]),
        WAITING: ("待办公室办理", [one for one in found.lines if one.waits_for_office]),
        LOOK_BACK: ("建议回头看", [one for one in found.lines if one.look_back_on]),
        CLOSED: ("近三个月办结", [one for one in found.lines if one.closed_on]),
    }
    groups = {name: group for name, group in groups.items() if group[1] or name == OPEN}
    chosen = shown()
    chosen = chosen if chosen in groups else OPEN
    st.session_state["orders-shown"] = chosen
    st.pills("范围", list(groups), format_func=lambda one: f"{groups[one][0]} {len(groups[one][1])}", key="orders-shown",
             label_visibility="collapsed", on_change=_choose)  # fmt: skip
    return groups[chosen][1]


def _choose() -> None:
    st.query_params["show"] = st.session_state["orders-shown"] or OPEN
