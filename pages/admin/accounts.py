"""Accounts: the system administrator makes and disables them, the security administrator grants and unlocks."""

import streamlit as st

from lib.domain.rights import may_act
from lib.shell import account_forms
from lib.shell.session import require_viewer
from lib.ui import markup, tables

viewer = require_viewer()

markup.style(markup.BOARD_SHEET)
st.title("账号", anchor=False)
people = account_forms.people(viewer)
units = account_forms.units()

st.caption(f"共 {len(people)} 个账号。系统管理员建立和停用账号，安全管理员授权和解锁；每一步都记入审计。")
tables.table(account_forms.COLUMNS, account_forms.rows(people, units), caption="账号", key="accounts", kind="long")

others = [one for one in people if one.username != viewer.username]
if may_act(viewer, "manage_accounts"):
    account_forms.for_system_administrator(viewer, others)
if may_act(viewer, "manage_rights"):
    account_forms.for_security_administrator(viewer, others, units)
