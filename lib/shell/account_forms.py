"""The forms of the account page, one set for each of the two administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.db.shared import board_engine
from lib.domain.plan import Unit
from lib.domain.rights import OPERATOR, ROLE_NAMES, Viewer
from lib.domain.wording import NOTHING, minute
from lib.security import desk, gate
from lib.security.accounts import Person
from lib.security.sessions import Live
from lib.services.book import read_plan
from lib.shell import faults
from lib.ui import tables

COLUMNS = ("用户名", "姓名", "角色", "单位", "状态", "最近操作")
_NOTICE = "_account_notice"


def units() -> Mapping[str, Unit]:
    """Units of the plan in force by code."""
    return read_plan(board_engine()).unit


def people(viewer: Viewer) -> list[Person]:
    """Every account, by name."""
    return desk.people(viewer)


def rows(people: Sequence[Person], units: Mapping[str, Unit]) -> list[tables.Row]:
    """The accounts, in the order given."""
    return [
        tables.Row(
            (
                one.username,
                one.display_name,
                ROLE_NAMES.get(one.role or "", "未授权"),
                units[one.unit_code].short if one.unit_code and one.unit_code in units else NOTHING,
                f"{one.state}（演示）" if one.demo else one.state,
                minute(one.acted_at) if one.acted_at else NOTHING,
            )
        )
        for one in people
    ]


def change_password(session: Live, old: str, new: str, again: str) -> None:
    """Set the viewer's own password."""
    gate.change_password(session, old, new, again)


def for_system_administrator(viewer: Viewer, people: Sequence[Person]) -> None:
    """Make an account, give a new password, disable and enable."""
    _show_notice()
    with st.form("add", clear_on_submit=True):
        st.subheader("新建账号", anchor=False)
        username = st.text_input("用户名", help="小写字母开头，只含小写字母、数字和 _ . -")
        name = st.text_input("姓名")
        if st.form_submit_button("建立", type="primary"):
            with faults.told():
                _hand_over(username.strip().lower(), desk.add(viewer, username, name))
    with st.form("account"):
        st.subheader("办理账号", anchor=False)
        chosen = _choice(people)
        act = st.radio("办理", ("重置密码", "停用", "恢复使用"), horizontal=True)
        if st.form_submit_button("确定") and chosen:
            with faults.told():
                _act(viewer, chosen.username, act)


def _act(viewer: Viewer, username: str, act: str) -> None:
    if act == "重置密码":
        _hand_over(username, desk.give_new_password(viewer, username))
    else:
        desk.set_in_use(viewer, username, in_use=act == "恢复使用")
        _say(f"账号 {username} 已{act}。")


def for_security_administrator(viewer: Viewer, people: Sequence[Person], units: Mapping[str, Unit]) -> None:
    """Grant a role and a unit, lift a lock."""
    _show_notice()
    roles = [role for role in ROLE_NAMES if role != OPERATOR]
    with st.form("grant"):
        st.subheader("授权", anchor=False)
        chosen = _choice(people)
        role = st.selectbox("角色", roles, format_func=ROLE_NAMES.__getitem__, index=None, placeholder="不授权")
        unit = st.selectbox(
            "单位", list(units), format_func=lambda code: units[code].short, index=None, placeholder="不属于单位"
        )
        if st.form_submit_button("保存授权", type="primary") and chosen:
            with faults.told():
                desk.grant(viewer, chosen.username, role, unit, units)
                _say(f"账号 {chosen.username} 的角色和单位已保存，其登录已退出。")
    with st.form("unlock"):
        st.subheader("解锁", anchor=False)
        locked = _choice([one for one in people if one.state == "锁定"])
        if st.form_submit_button("解锁") and locked:
            with faults.told():
                desk.unlock(viewer, locked.username)
                _say(f"账号 {locked.username} 已解锁。")


def _choice(people: Sequence[Person]) -> Person | None:
    shown = {one.username: one for one in people if one.role != OPERATOR}
    chosen = st.selectbox(
        "账号",
        list(shown),
        format_func=lambda name: f"{name}（{shown[name].display_name}，{shown[name].state}）",
        index=None,
        placeholder="请选择账号",
    )
    return shown.get(chosen or "")


def _hand_over(username: str, password: str) -> None:
    _say(f"账号 {username} 的初始密码：{password}　只显示这一次，请当面交给本人；首次登录须修改。")


def _say(sentence: str) -> None:
    """Say it after the list has been drawn anew."""
    st.session_state[_NOTICE] = sentence
    st.rerun()


def _show_notice() -> None:
    sentence = st.session_state.pop(_NOTICE, None)
    if sentence:
        st.success(sentence)
