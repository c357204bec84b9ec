"""The sign-in page: the form of streamlit-authenticator, with accounts and locks of our own behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_authenticator import Authenticate
from streamlit_authenticator.controllers import AuthenticationController
from streamlit_authenticator.models import AuthenticationModel
from streamlit_authenticator.utilities import Validator

from lib.security import gate
from lib.security.handshake import is_vouched
from lib.security.signing_in import REFUSAL
from lib.shell import browser_calls
from lib.shell.session import had_session
from lib.ui import markup

_CODE = "_claim_code"
HERE = "本机"  # The framework names no address for a browser, or a proxy, on the server itself.
_FIELDS = {"Form name": "登录", "Username": "用户名", "Password": "密码", "Login": "登录"}
_HEAD = """<div class="board-brand"><h1>府院联动督导考核看板</h1><p>山阳区府院联动工作领导小组办公室</p></div>"""

_DEMO_NOTE = '<p class="board-password">演示数据库，数据均为模拟。各账号密码都是 <b>{password}</b></p>'


class _NoCookies:
    """In place of the library's cookies: ours is HttpOnly, set and read by the edge alone."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None

    def delete_cookie(self) -> None:
        return None


class _Model(AuthenticationModel):  # type: ignore[misc]
    """The library's model, asking our accounts instead of a dictionary."""

    def check_credentials(self, username: str, password: str) -> bool:
        """Whether the sign-in passed; a one-time code then waits in the session state."""
        code = gate.sign_in(username, password, st.context.ip_address or HERE)
        if code is None:
            return False
        st.session_state[_CODE] = code
        self.credentials["usernames"][username] = {"name": username}
        return True


class _Controller(AuthenticationController):  # type: ignore[misc]
    """The library's controller over our model."""

    def __init__(self) -> None:
        self.validator = Validator()
        self.authentication_model = _Model({"usernames": {}}, auto_hash=False, validator=self.validator)


class _Form(Authenticate):  # type: ignore[misc]
    """The library's form; its own constructor, which mounts a cookie frame, is left out."""

    def __init__(self) -> None:
        self.path = None
        self.attrs: dict[str, Any] = {"login_sleep_time": 0}
        self.cookie_controller = _NoCookies()
        self.authentication_controller = _Controller()


def show() -> None:
    """Draw the sign-in, or, once it has passed, let the browser fetch its session."""
    markup.apply_palette()
    markup.style(Path(__file__).with_name("sign_in.css"))
    with st.container(horizontal_alignment="center"), st.container(width=420, key="sign-in-card"):
        markup.html(_HEAD)
        if not is_vouched(st.user.to_dict()):
            st.error(
                "看板未经其安全入口启动，不能登录。请用 python -m lib serve 或在项目目录运行 streamlit run app.py。"
            )
            return
        if _CODE not in st.session_state:
            _ask()
        if _CODE in st.session_state:
            browser_calls.claim_session(st.session_state.pop(_CODE))
        _show_demo_accounts()


def _ask() -> None:
    # The library remembers a pass in the session state; what counts is the edge, so each run asks afresh.
    st.session_state["authentication_status"] = None
    if had_session():
        st.info("登录已失效（超过 30 分钟未操作，或账号有变动），请重新登录。")
    _Form().login(fields=_FIELDS, key="sign-in")
    if st.session_state["authentication_status"] is False:
        st.error(REFUSAL)


def _show_demo_accounts() -> None:
    accounts = gate.demo_accounts()
    if not accounts:
        return
    with st.expander("演示账号", expanded=False):
        markup.html(_DEMO_NOTE, password=accounts[0].password)
        markup.html(
            '<table class="board-cast"><caption>演示账号一览</caption>'
            '<thead><tr><th scope="col">用户名</th><th scope="col">姓名</th><th scope="col">角色</th></tr></thead>'
            + f"<tbody>{_rows(accounts)}</tbody></table>"
        )


def _rows(accounts: list[gate.DemoAccount]) -> str:
    row = "<tr><td>{username}</td><td>{name}</td><td>{role}</td></tr>"
    return "".join(
        markup.filled(row, username=one.username, name=one.display_name, role=one.role_name) for one in accounts
    )
