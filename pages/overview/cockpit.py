"""总览: how the board stands, on one screen."""

import streamlit as st

from lib.services import overview
from lib.shell import filters, links
from lib.shell.session import require_viewer
from lib.ui import cockpit as parts
from lib.ui.lights import LEGEND

viewer = require_viewer()

st.title("总览")
shown = filters.shown(viewer)
found = overview.cockpit(viewer, shown.book, shown.as_of)

st.markdown(f"**{found.sentence}**")
left, right = st.columns([7, 3])
with left:
    st.subheader("联动事项", divider="gray")
    parts.tiles(found.tiles, lambda no: links.open_page("duties/items", item=no))
    st.caption(LEGEND)
with right:
    st.subheader("考核排名", divider="gray")
    if found.standings:
        st.caption(f"牵头单位组　·　{found.period.name}累计　·　草稿")
        st.dataframe(
            [
                {"名次": one.league_rank, "单位": one.name, "得分": one.score, "变动": one.span}
                for one in found.standings
            ],
            hide_index=True,
        )
    else:
        st.info("尚未公示：考核结果公示后，这里显示本组排名。")
    st.subheader("待核实事项", divider="gray")
    if found.waiting:
        st.dataframe(
            [{"单位": one.unit, "事项": one.title, "已等（天）": one.days} for one in found.waiting], hide_index=True
        )
    else:
        st.caption("没有待核实的申报。")
st.subheader("重点平台", divider="gray")
parts.platform_cards(found.platforms, lambda flow: links.open_page("platforms/platforms", flow=flow))
