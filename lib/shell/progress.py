"""A bar for work above a second; gone when the work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

Told = Callable[[str, int, int], None]


@contextmanager
def bar(words: str) -> Iterator[Told]:
    """A function (what, done, whole) that moves the bar. Leaving the page stops the work at its next call."""
    place = st.empty()
    place.progress(0.0, text=f"{words}……")

    def told(what: str, done: int, whole: int) -> None:
        share = min(1.0, done / whole) if whole else 0.0
        place.progress(share, text=f"{words}：{what} {done}/{whole}")

    try:
        yield told
    finally:
        place.empty()
