"""考核排名: the leagues by points, and those listed apart with the reason."""

import streamlit as st

from lib.domain.wording import full_day
from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, ranking_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "考核排名", with_period=True)
view = cached.ranking(viewer, shown.as_of, shown.period)
if view.why_empty:
    st.info(view.why_empty + "。")
    st.stop()

st.caption(
    f"{view.scheme}　{shown.period.name}年内累计　收件截至 {full_day(view.close_on)}　**草稿，未核对、未公示**"
    + ("" if view.is_year else "　季度和半年结果只通报，不表彰、不问责")
)
if view.undecided:
    st.warning(f"还有 {view.undecided} 件申报没有核实结论：核实之前不能公示。")

taps = []
for league in view.leagues:
    st.subheader(league.name, anchor=False)
    if not league.rows:
        st.info(league.why_empty + "。")
        continue
    taps.append(ranking_parts.league(league.rows, view.rules, view.weights, key=f"league-{league.name}"))
if view.apart:
    st.subheader("单列", anchor=False)
    taps.append(ranking_parts.apart(view.apart, key="apart"))
show(
    cards.note(
        "名次变动：各规则权重分别增减两成时，组内名次的最好和最差。不适用的规则显示“—”，其权重分给其他规则。"
        "法院、检察院和参考单位不参加排名。"
    )
)
if view.scheme_doubt:
    show(cards.note(view.scheme_doubt))
links.follow(*taps)
