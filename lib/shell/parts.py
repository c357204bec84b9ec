"""The parts of a page that is more than one: which one is shown stands in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

_CONTROL = "part-control"


def part(name: str, words: Mapping[str, str], *, drops: tuple[str, ...] = ()) -> str:
    """The part the address names under `name`, else the first; its control, with the words of each.

    `drops`: names that belong to one part and leave the address with it.
    """
    wanted = st.query_params.get(name)
    shown = wanted if wanted is not None and wanted in words else next(iter(words))
    st.session_state[_CONTROL] = shown
    st.segmented_control(
        "栏目",
        list(words),
        format_func=words.__getitem__,
        key=_CONTROL,
        label_visibility="collapsed",
        on_change=_choose,
        args=(name, shown, drops),
    )
    return shown


def _choose(name: str, shown: str, drops: tuple[str, ...]) -> None:
    """A second tap on the part shown leaves it."""
    picked = st.session_state[_CONTROL] or shown
    for one in drops:
        st.query_params.pop(one, None)
    st.query_params[name] = picked
