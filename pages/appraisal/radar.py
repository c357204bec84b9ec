"""数据体检: what in the records is worth a second look, never scored, and what reporting is asked of each unit."""

import streamlit as st

from lib.domain.wording import full_day
from lib.shell import cached, filters, links
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.ui import doors, radar_parts

viewer = require_viewer()

shown = filters.shown(viewer, "数据体检", with_period=True, cumulative=False)
page = cached.radar(viewer, shown.as_of, shown.period, None)
opened = None
if page.period is None:
    st.info("还没有结束的考核期：第一个季度结束后，这里显示数据中宜再看一眼的地方。")
else:
    st.caption(
        f"{page.period.name}　收件截止 {full_day(page.cut_off)}　**提示，不计分**：只说明哪里宜再看一眼，不等于有问题，"
        "不进入得分、亮灯和公示；每一条可点开核对。"
    )
    opened = doors.draw(radar_parts.groups(page.groups), "signals")

st.subheader("填报负担", anchor=False)
kind = part("load", {"asked": "要求填报", "entered": "实际记录"})
st.caption(
    "每月要求的填报：当月到期的任务、当月应填的指标、当月收到的督办、商请、配合请求、批示和议定事项，各计一次。"
    if kind == "asked"
    else "当月记录的填报：本单位的进展填报、指标填报和由本单位办理的台账流转，司法台账只计条数。"
)
row = None
if page.burden:
    row = radar_parts.burden(page.burden, page.months, kind, key=f"burden-{kind}", caption="各单位各月填报条数")
else:
    st.info("还没有要求填报或已经填报的单位。")
links.follow(opened, row)
