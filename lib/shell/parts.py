"""The parts of a page that is more than one: which one is shown stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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
    """A second tap on the part shown leaves it. One step of Back: the address is written once."""
    picked = st.session_state[_CONTROL] or shown
    kept = {one: value for one, value in st.query_params.to_dict().items() if one not in drops}
    st.query_params.from_dict({**kept, name: picked})


def tabs(name: str, words: Mapping[str, str]) -> Sequence[DeltaGenerator]:
    """Parts that all stay in the page, so that what was put into one is still there; the one shown is in the address."""
    asked = st.query_params.get(name)
    key = f"tabs-{name}"
    st.session_state[key] = words.get(asked or "", next(iter(words.values())))
    return st.tabs(list(words.values()), key=key, on_change=_turn, args=(name, words, key))


def _turn(name: str, words: Mapping[str, str], key: str) -> None:
    st.query_params[name] = next(code for code, word in words.items() if word == st.session_state[key])
