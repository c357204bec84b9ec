"""Change one's own password; also where one is led when it is due."""

import streamlit as st

from lib.shell import account_forms, faults
from lib.shell.session import require_session, sign_out

session = require_session(password_due=True)

st.title("修改密码", anchor=False)
if session.must_change:
    st.warning("首次登录、密码被重置，或密码已满 90 天：请先设置新密码。")
    st.button("退出登录", on_click=sign_out)

with st.container(width=420), st.form("password"):
    old = st.text_input("原密码", type="password")
    new = st.text_input("新密码", type="password")
    again = st.text_input("再输一次新密码", type="password")
    st.caption("至少 8 位，同时含大写字母、小写字母、数字和符号；不能与最近 5 次相同；每 90 天更换。")
    submitted = st.form_submit_button("保存新密码", type="primary")

if submitted:
    with faults.told():
        account_forms.change_password(session, old, new, again)
        st.success("新密码已保存，其他设备上的登录已退出。")
        if session.must_change:
            st.button("进入看板", type="primary")
