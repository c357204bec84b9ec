"""What the address of 工作动态 asks for: the day to compare with, and one unit or item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from lib import clock
from lib.domain.changes import MEETING, MONTH, VISIT, WEEK, quick_days
from lib.domain.rights import Viewer
from lib.domain.wording import full_day, short_day
from lib.security import gate
from lib.services.change_views import first_day
from lib.shell import cached
from lib.shell.session import require_session
from lib.ui import cards, markup

SINCE, UNIT, ITEM = "since", "unit", "item"
_ONE_DAY = timedelta(days=1)
_WORDS = {VISIT: "上次登录", WEEK: "近一周", MONTH: "本月", MEETING: "上次会议"}


def since(viewer: Viewer, as_of: date) -> date:
    """The day of the address, else the day before the last visit, else a week before; its controls.

    It is in the address from then on: whoever is given the link was here on another day.
    """
    first, last = first_day(cached.edition().plan), as_of - _ONE_DAY
    quick = quick_days(as_of, first, _last_visit(), cached.last_meeting(viewer, as_of))
    day = _asked(first, last) or quick.get(VISIT) or quick[WEEK]
    if SINCE not in st.query_params:
        st.query_params[SINCE] = day.isoformat()
    st.session_state["since-quick"] = next((name for name, one in quick.items() if one == day), None)
    st.session_state["since-day"] = day
    markup.show(cards.note("比较起始日"))
    st.pills(
        "与哪一天比", list(quick), format_func=_WORDS.__getitem__, key="since-quick", label_visibility="collapsed",
        on_change=_choose_quick, args=(quick,),
    )  # fmt: skip
    st.date_input(
        "与哪一天比", min_value=first, max_value=last, format="YYYY-MM-DD", key="since-day",
        label_visibility="collapsed", width=150, on_change=_choose_day,
        help=f"显示这一天之后至{short_day(as_of, as_of)}的变化",
    )  # fmt: skip
    return day


def _last_visit() -> date | None:
    at = gate.last_visit(require_session().session_id)
    return None if at is None else clock.shanghai_day(at)


def _asked(first: date, last: date) -> date | None:
    asked = st.query_params.get(SINCE)
    if asked is None:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = None
    if day is None or not first <= day <= last:
        st.warning(f"地址里的起始日“{asked}”不可用，可选{full_day(first)}至{full_day(last)}。")
        return None
    return day


def _choose_quick(quick: Mapping[str, date]) -> None:
    """A second tap on the choice leaves it."""
    picked = st.session_state["since-quick"]
    if picked is not None:
        st.query_params[SINCE] = quick[picked].isoformat()


def _choose_day() -> None:
    day = st.session_state["since-day"]
    if day is not None:
        st.query_params[SINCE] = day.isoformat()


def one_of(name: str, choices: Mapping[str, str], shown: str | None, everything: str) -> None:
    """The control of the unit or the item, with a way back to all."""
    key = f"changes-{name}"
    st.session_state[key] = shown
    st.selectbox(
        everything, list(choices), format_func=choices.__getitem__, key=key, placeholder=everything, width=230,
        label_visibility="collapsed", on_change=_choose, args=(name, key),
    )  # fmt: skip


def _choose(name: str, key: str) -> None:
    picked = st.session_state[key]
    if picked is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = picked
