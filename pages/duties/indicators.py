"""量化指标: every indicator of a period with its picture, by item; one opens to its past, its guard and its units."""

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, funnel_parts, indicator_parts, indicator_sheet
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "量化指标", with_period=True, cumulative=False)
if shown.period is None:
    st.info("还没有结束的考核期：第一个考核期结束后，这里显示各项指标。")
    st.stop()

page = cached.indicators(viewer, shown.as_of, shown.period)
code = filters.chosen("indicator", page.codes)

if not page.groups:
    st.info("方案没有定量化指标：在方案的 indicators.yaml 里写明后，这里逐项显示。")
    st.stop()
if code is None:
    board = indicator_parts.board(page.groups, page.by_colour, shown.period.name)
    links.follow(doors.draw(board, "indicators"))
    st.stop()

one = cached.indicator(viewer, shown.as_of, shown.period, code)
indicator = one.line.reading.indicator
opened = doors.draw(indicator_sheet.sheet(one, shown.period.name), "indicator")
unit = None
if one.funnel is not None:
    st.subheader("按单位（漏斗图）", anchor=False)
    if one.funnel.points:
        with st.container(key="funnel"):
            left, right = st.columns([3, 2])
            with left:
                funnel_parts.chart(one.funnel, indicator)
            with right:
                unit = funnel_parts.units(one.funnel, indicator)
    show(cards.note(funnel_parts.note(one.funnel)))
    show(cards.note(one.funnel.hidden))

st.subheader("历期", anchor=False)
doors.draw(indicator_sheet.past(one.line), "past")
links.follow(opened, unit)
