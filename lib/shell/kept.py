"""Results kept in a session while what they were made from stays the same: one name, one result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import streamlit as st

Made = TypeVar("Made")


def once(name: str, made_from: object, make: Callable[[], Made]) -> Made:
    """What was made from the same thing before, else made now and kept in place of the former."""
    held = st.session_state.get(name)
    if held is None or held[0] != made_from:
        held = (made_from, make())
        st.session_state[name] = held
    return cast(Made, held[1])


def kept(name: str, made_from: object) -> Any:
    """What was kept under the name if it was made from the same thing, else None."""
    held = st.session_state.get(name)
    return held[1] if held is not None and held[0] == made_from else None


def keep(name: str, made_from: object, made: object) -> None:
    """Keep it in place of the former."""
    st.session_state[name] = (made_from, made)
