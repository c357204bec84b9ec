"""The one way from a number to its rows: another page with its filters in the address."""

from __future__ import annotations

import streamlit as st

from lib.db.engine import PROJECT


def open_page(path: str, **filters: str) -> None:
    """Go to the page file `pages/<path>.py`, keeping the day, with `filters` in its address.

    A page that is not there is left out of the navigation; a door to it says so instead of failing.
    """
    if not (PROJECT / "pages" / f"{path}.py").exists():
        st.toast("此页尚未启用")
        return
    kept = {"as_of": st.query_params["as_of"]} if "as_of" in st.query_params else {}
    st.switch_page(f"pages/{path}.py", query_params={**kept, **filters})
