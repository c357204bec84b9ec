"""Accounts: the system administrator makes and disables them, the security administrator grants and unlocks."""

import streamlit as st

from lib.domain.rights import ROLE_NAMES, may_act
from lib.shell import account_forms
from lib.shell.session import require_viewer

viewer = require_viewer()

st.title("账号")
people = account_forms.people(viewer)
units = account_forms.units()

st.caption(f"共 {len(people)} 个账号。系统管理员建立和停用账号，安全管理员授权和解锁；每一步都记入审计。")
st.dataframe(
    [
        {
            "用户名": one.username,
            "姓名": one.display_name,
            "角色": ROLE_NAMES.get(one.role or "", "未授权"),
            "单位": units[one.unit_code].short if one.unit_code in units else "—",
            "状态": one.state,
            "最近操作": one.acted_at,
            "演示": "是" if one.demo else "",
        }
        for one in people
    ],
    hide_index=True,
    column_config={"最近操作": st.column_config.DatetimeColumn(timezone="Asia/Shanghai", format="YYYY-MM-DD HH:mm")},
)

others = [one for one in people if one.username != viewer.username]
if may_act(viewer, "manage_accounts"):
    account_forms.for_system_administrator(viewer, others)
if may_act(viewer, "manage_rights"):
    account_forms.for_security_administrator(viewer, others, units)
