"""The one way from a number to its rows: another page with its filters in the address."""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from lib.domain.rights import Viewer
from lib.errors import Refused
from lib.shell import navigation
from lib.shell.filters import DATE, PERIOD

# Its address names the period opened: one kept would open it again on the way back to the list.
_OPENS_PERIODS = "appraisal/periods"


def may_open(viewer: Viewer, page: str) -> bool:
    """Whether a link to `page` would open for the viewer."""
    return any(entry.file == page and navigation.may_open(viewer, entry) for entry in navigation.entries())


def title_of(page: str) -> str:
    """The title of a page such as duties/items."""
    return next(entry.title for entry in navigation.entries() if entry.file == page)


def open_page(page: str, **filters: str) -> None:
    """Go to `page` (such as duties/items) with `filters` in its address, keeping the day and the period."""
    entry = next((one for one in navigation.entries() if one.file == page), None)
    if entry is None:
        raise Refused(f"没有页面“{page}”")
    names = (DATE, PERIOD) if page != _OPENS_PERIODS else (DATE,)
    kept = {name: st.query_params[name] for name in names if name in st.query_params}
    st.switch_page(entry.path, query_params={**kept, **filters})


def follow(*taps: str | None) -> None:
    """Go where the tapped element leads; nothing if none was tapped. Its page is checked like any other."""
    for address in taps:
        if address:
            page, _, query = address.partition("?")
            open_page(page, **dict(parse_qsl(query)))
