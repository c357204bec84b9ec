"""What stands around every page: the board's name, who is signed in, and the way out."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lib.domain.rights import Viewer
from lib.security import gate
from lib.shell.session import PASSWORD_PAGE, sign_out
from lib.ui import markup

_NAME = """<svg xmlns="http://www.w3.org/2000/svg" width="164" height="32" viewBox="0 0 164 32">\
{style}<text x="0" y="22" font-size="18" font-weight="600" \
font-family="PingFang SC, HarmonyOS Sans SC, MiSans, Microsoft YaHei, Noto Sans CJK SC, sans-serif">府院联动督导考核</text></svg>"""


def show(viewer: Viewer, first_run: Path | None) -> None:
    """The name at the left of the menu, the viewer and the word for simulated facts at its right; `first_run`: the page
    of the first steps, for whoever may open it."""
    markup.apply_palette()
    markup.style(Path(__file__).with_name("frame.css"))
    st.logo(markup.filled(_NAME, style=markup.words_of("accent")), size="large")
    with st.container(key="viewer-menu", horizontal=True):
        if gate.shows_demo_facts():
            markup.html('<span class="board-demo">演示数据</span>')
        with st.popover(viewer.name):
            st.caption(viewer.role_name)
            if first_run is not None:
                st.page_link(first_run, label="开始使用")
            st.page_link(PASSWORD_PAGE, label="修改密码")
            st.button("退出登录", on_click=sign_out, width="stretch", key="sign-out")
