"""平台运行: the platforms and ledgers in numbers; one opens to where its cases wait, how long, and with whom."""

from functools import partial

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import bars, cards, case_parts, case_way, charts, doors, flow_parts, tables
from lib.ui.markup import joined, show

viewer = require_viewer()

shown = filters.shown(viewer, "平台运行")
flows = cached.flows(viewer, shown.as_of)
code = filters.chosen("flow", {one.code for one in flows})

if code is None:
    ways = flow_parts.ways(flows)
    said = f"件数自{shown.as_of.year}年初累计；在办和超期截至当日，含司法环节的数字。"
    tapped = (
        doors.draw(cards.card("重点平台：案件走到哪里", ways, "横条越粗，等在这一环节的越多"), "ways") if ways else None
    )
    show(cards.note(said))
    lines, none = flow_parts.lines(flows), "方案没有台账：没有平台和案件的件数。"
    links.follow(
        tapped,
        tables.table(flow_parts.COLUMNS, lines, caption="各平台、各台账件数", key="flows", kind="flows", empty=none),
    )
    st.stop()

page = cached.flow(viewer, shown.as_of, code)
count = page.line.count
back = doors.draw(cards.back("全部台账", "platforms/platforms"), "back")
kind = "司法台账：法院、检察院以外只显示数字" if page.line.judicial else f"负责单位：{page.line.in_charge}"
show(cards.heading(page.line.name, (), kind))
days = (
    "停留天数为在办案件的中位数和最长"
    if page.measured
    else "停留天数为平均数：中位数和最长只对当前、在办不多的台账计算"
)
show(cards.card("案件走到哪里", case_way.way(page.way, count), days if count.open else ""))
show(cards.card(f"{shown.as_of.year}年初至当日", flow_parts.facts(count), kind="counts"))
opens = links.may_open(viewer, "platforms/ledger")
left, right = st.columns(2)
with left:
    show(cards.card("在办时长（自登记起）", bars.counts(page.ages, "件")))
with right:
    way = partial(case_parts.way_to, code, opens=True) if opens and not page.line.judicial else None
    holders = case_parts.holders(page.holders, page.why_no_holders, way)
    title, below = ("涉诉机关", "") if page.line.judicial else ("现由谁办", "不含司法环节")
    held = doors.draw(cards.card(title, holders, below), "holders")

st.subheader("近一年登记和办结", anchor=False)
months = [(one.month, one.registered, one.closed) for one in page.months]
charts.monthly(months, "登记", "办结", title=f"{page.line.name}近一年每月登记和办结件数", key=f"months-{code}")
counts = tables.piece(("月份", "#登记", "#办结"), [tables.Row(one) for one in months], "每月登记和办结")
show(cards.fold("用表格看", counts))

st.subheader("在办案件", anchor=False)
hidden = case_parts.hidden(page.hidden if page.rows else 0)
words = (page.why_no_rows, case_parts.listed(page.rows, cut=page.cut), hidden)
show(joined(cards.note(one) for one in words if one))
opened = case_parts.cases(
    page.rows,
    page.row_columns,
    shown.as_of,
    (lambda row: doors.address("platforms/ledger", flow=code, case=row.case_no)) if opens else None,
)
links.follow(back, held, opened)
