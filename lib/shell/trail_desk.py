"""The audit page's way to the trail, and its filters, which live in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib import clock
from lib.db.shared import board_engine, read_engine
from lib.domain.rights import Viewer
from lib.domain.trail_words import act_word, is_refusal
from lib.security import trail
from lib.security.audit import Anchor
from lib.security.trail import Asked, Check, TrailPage, TrailRow
from lib.shell import progress
from lib.ui import trail_parts
from lib.ui.trail_parts import TrailLine

ADDRESS = "admin/audit"
COUNTED = trail.COUNTED
_ACCOUNT, _ACT, _FIRST, _LAST, _REFUSED = "account", "act", "from", "to", "refused"
_FILTERS = (_ACCOUNT, _ACT, _FIRST, _LAST, _REFUSED)
_PLACES = ("below", "above", "row")


def asked(viewer: Viewer) -> Asked:
    """Draw the filters and give what they and the address say."""
    accounts, acts = trail.accounts(board_engine(), viewer), trail.acts()
    chosen = Asked(
        _among(_ACCOUNT, accounts), _among(_ACT, acts), _day(_FIRST), _day(_LAST), st.query_params.get(_REFUSED) == "1"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice("账号", _ACCOUNT, chosen.account, {name: f"{name}（{shown}）" for name, shown in accounts.items()})
        _choice("行为", _ACT, chosen.act, acts)
        _day_control("起始日", _FIRST, chosen.first_day)
        _day_control("截止日", _LAST, chosen.last_day)
        st.session_state[_key(_REFUSED)] = chosen.refusals_only
        st.toggle("只看被拒绝", key=_key(_REFUSED), on_change=_take, args=(_REFUSED,))
    return chosen


def filters() -> dict[str, str]:
    """The filters as they stand in the address."""
    return {name: st.query_params[name] for name in _FILTERS if name in st.query_params}


def page(viewer: Viewer, wanted: Asked) -> TrailPage:
    """The page of the trail the address names."""
    return trail.page(read_engine(), viewer, wanted, _number("below"), _number("above"))


def opened(viewer: Viewer) -> TrailLine | None:
    """The row the address names, if one is opened."""
    number = _number("row")
    return None if number is None else line(trail.row(read_engine(), viewer, number), names(viewer))


def names(viewer: Viewer) -> dict[str, str]:
    """The people behind the accounts."""
    return trail.accounts(read_engine(), viewer)


def line(row: TrailRow, names: dict[str, str]) -> TrailLine:
    """A row as it is drawn."""
    who = f"{row.account}（{names[row.account]}）" if row.account in names else row.account
    return TrailLine(
        row.seq, trail.shanghai_time(row.at), row.account, who, row.os_user, act_word(row.act),
        is_refusal(row.act), row.subject, row.detail, row.act, row.previous_hash, row.row_hash,
    )  # fmt: skip


def checked(viewer: Viewer, kept: str) -> Check:
    """Go through the whole trail, under a bar; `kept`: an anchor written down before, or nothing."""
    anchors = [Anchor.parse(kept)] if kept.strip() else []
    with progress.bar("核对留痕") as told:
        return trail.check(board_engine(), viewer, anchors, progress=lambda done, whole: told("已核对", done, whole))


def show_check(found: Check) -> None:
    """What a check found, drawn."""
    at = found.at.astimezone(clock.SHANGHAI)
    trail_parts.check(
        [str(one) for one in found.broken], found.places, found.rows, str(found.anchor), f"{at:%Y-%m-%d %H:%M}"
    )


def taken_out(viewer: Viewer, wanted: Asked) -> bytes:
    """The rows of the filters as .csv."""
    return trail.taken_out(board_engine(), viewer, wanted)


def _among(name: str, choices: dict[str, str]) -> str | None:
    said = st.query_params.get(name)
    return said if said in choices else None


def _number(name: str) -> int | None:
    said = st.query_params.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def _key(name: str) -> str:
    return f"trail-{name}"


def _choice(label: str, name: str, chosen: str | None, choices: dict[str, str]) -> None:
    st.session_state[_key(name)] = chosen
    st.selectbox(
        label, list(choices), format_func=choices.__getitem__, placeholder="全部", width=190, key=_key(name),
        on_change=_take, args=(name,), index=None,
    )  # fmt: skip


def _day_control(label: str, name: str, chosen: date | None) -> None:
    st.session_state[_key(name)] = chosen
    st.date_input(
        label, value=None, max_value=clock.today(), format="YYYY-MM-DD", width=150, key=_key(name), on_change=_take,
        args=(name,),
    )  # fmt: skip


def _take(name: str) -> None:
    """A changed filter goes to the address, back on the newest page."""
    chosen = st.session_state[_key(name)]
    kept = {one: value for one, value in st.query_params.to_dict().items() if one not in (*_PLACES, name)}
    if chosen not in (None, False):
        kept[name] = "1" if chosen is True else str(chosen)
    st.query_params.from_dict(kept)
