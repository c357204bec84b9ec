"""Who is looking: asked of the server at every run of every page, and again inside fragments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from lib.domain.rights import Viewer
from lib.security import gate
from lib.security.handshake import vouched_session
from lib.security.sessions import Live

PASSWORD_PAGE = Path("pages/admin/password.py")
SIGNING_OUT = "_signing_out"

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def current() -> Live | None:
    """The live session behind this run; None for a stranger, and for one whose session has ended.

    The session id comes from the hand-shake, where the edge vouched for it; whether it still counts is
    read from the database each time, so that a sign-out or a disabled account works at the next click.
    """
    session_id = vouched_session(st.user.to_dict())
    return None if session_id is None else gate.live_session(session_id)


def had_session() -> bool:
    """Whether this page was opened by someone signed in, whatever has become of the session since."""
    return vouched_session(st.user.to_dict()) is not None


def require_viewer(*, password_due: bool = False) -> Viewer:
    """The viewer, or nothing: a stranger is told to sign in and the run stops here.

    The first statement of every page. Who has to change the password is sent to that page, which alone
    passes `password_due`.
    """
    return require_session(password_due=password_due).viewer


def require_session(*, password_due: bool = False) -> Live:
    """As `require_viewer`, with the session itself."""
    session = current()
    if session is None:
        st.error("尚未登录，或登录已失效。请刷新页面后重新登录。")
        st.stop()
    if session.must_change and not password_due:
        st.switch_page(PASSWORD_PAGE)
    gate.note_action(session)
    return session


def guarded(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Ask for the viewer before a dialog or fragment runs: its reruns pass neither app.py nor the page.

    Stands directly below `@st.dialog(…)` or `@st.fragment`.
    """

    @wraps(function)
    def asked(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        require_viewer()
        return function(*args, **kwargs)

    return asked


def sign_out() -> None:
    """End the session now; the next run takes the cookie from the browser and shows the sign-in."""
    session = current()
    if session is not None:
        gate.sign_out(session.session_id)
    st.session_state[SIGNING_OUT] = True
