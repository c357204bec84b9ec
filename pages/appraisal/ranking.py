"""考核排名: the leagues by points, those listed apart with the reason, and how sure the places are."""

import streamlit as st

from lib.domain.wording import full_day
from lib.shell import cached, filters, links, what_if
from lib.shell.session import require_viewer
from lib.ui import cards, charts, ranking_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "考核排名", with_period=True)
view = cached.ranking(viewer, shown.as_of, shown.period)
if view.why_empty or shown.period is None:
    st.info(view.why_empty + "。")
    st.stop()

st.caption(ranking_parts.standing_of(view, shown.period.name, full_day(view.close_on)))
if view.undecided and view.whole:
    st.warning(f"本期考核的任务中，还有 {view.undecided} 件申报没有核实结论：核实之前不能公示。")

opens = links.may_open(viewer, "appraisal/my_unit") and view.whole
taps = []
for league in view.leagues:
    st.subheader(league.name, anchor=False)
    if not league.rows:
        st.info(league.why_empty + "。")
        continue
    taps.append(ranking_parts.league(league.rows, view.rules, view.weights, opens=opens, key=f"league-{league.name}"))
if view.apart:
    st.subheader("单列", anchor=False)
    taps.append(ranking_parts.apart(view.apart, opens=opens, key="apart"))
show(cards.note(ranking_parts.note_of(view) if view.whole else ranking_parts.PUBLIC_NOTE))
if view.scheme_doubt:
    show(cards.note(view.scheme_doubt))

if view.whole:
    with st.expander("名次有多稳"):
        for league in (one for one in view.leagues if one.rows):
            spans = ranking_parts.spans(league.rows)
            st.markdown(f"**{league.name}**")
            charts.rank_spans(spans, title=f"{league.name}名次范围", key=f"spans-{league.name}")
        if view.is_year:
            show(cards.card("建议会不会变", ranking_parts.crossed(view.crossings), "权重增减两成"))
    with st.expander("换一组权重看看（试算，不保存）"):
        what_if.draw(viewer, shown.as_of, shown.period, view.rules, view.weights)
links.follow(*taps)
