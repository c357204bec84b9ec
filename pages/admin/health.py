"""运行: how fresh and large the data are, what ran last, who is in, and what doctor finds; no business data."""

import streamlit as st

from lib.commands import doctor
from lib.shell import desk, health_desk
from lib.shell.session import require_viewer
from lib.ui import cards, health_parts, markup

viewer = require_viewer()

markup.style(markup.BOARD_SHEET)
st.title("运行", anchor=False)
found = health_desk.health(viewer)

markup.show(cards.card("数据", cards.facts(health_desk.facts(found))))

st.subheader("定期工作", anchor=False)
health_parts.looks(health_desk.jobs(found), "定期工作最近一次")

st.subheader("体检", anchor=False)
with st.spinner("正在检查……"):
    findings = doctor.examined(desk.engine(), viewer)
health_parts.looks(findings, "体检结果")
st.caption("留痕的核对由审计管理员在“审计”页办理，或在命令行运行 audit verify。")
st.button("重新检查")
