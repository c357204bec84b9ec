"""平台运行: the platforms and ledgers in numbers; one opens to where its cases wait, how long, and with whom."""

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import bars, cards, case_parts, charts, doors, flow_parts, tables
from lib.ui.markup import joined, show

viewer = require_viewer()

shown = filters.shown(viewer, "平台运行")
flows = cached.flows(viewer, shown.as_of)
code = filters.chosen("flow", {one.code for one in flows})

if code is None:
    st.caption(f"件数自{shown.as_of.year}年初累计；在办和超期截至当日，含司法环节的数字。")
    lines, none = flow_parts.lines(flows), "方案没有台账：没有平台和案件的件数。"
    links.follow(tables.table(flow_parts.COLUMNS, lines, caption="各平台、各台账件数", key="flows", empty=none))
    st.stop()

page = cached.flow(viewer, shown.as_of, code)
count = page.line.count
back = doors.draw(cards.back("全部台账", "platforms/platforms"), "back")
kind = "司法台账：法院、检察院以外只显示数字" if page.line.judicial else f"负责单位：{page.line.in_charge}"
show(cards.heading(page.line.name, (), kind))
show(
    cards.card(
        f"{shown.as_of.year}年初至当日",
        flow_parts.facts(count),
    )
)
st.subheader("各环节", anchor=False)
tables.table(case_parts.STATE_COLUMNS, case_parts.states(page.states), caption="各环节件数和停留", key="states")

left, right = st.columns(2)
with left:
    show(cards.card("在办时长（自登记起）", bars.counts(page.ages, "件")))
with right:
    holders = case_parts.holders(page.holders, page.why_no_holders)
    show(
        cards.card(
            "涉诉机关" if page.line.judicial else "现由谁办", holders, "" if page.line.judicial else "不含司法环节"
        )
    )

st.subheader("近一年登记和办结", anchor=False)
months = [(one.month, one.registered, one.closed) for one in page.months]
charts.monthly(months, "登记", "办结", title=f"{page.line.name}近一年每月登记和办结件数", key=f"months-{code}")
counts = tables.piece(("月份", "#登记", "#办结"), [tables.Row(one) for one in months], "每月登记和办结")
show(cards.fold("用表格看", counts))

st.subheader("在办案件", anchor=False)
holder = st.query_params.get("holder")
cases = [one for one in page.rows if holder in (None, one.holder)]
show(joined((cards.note(page.why_no_rows), cards.note(case_parts.hidden(page.hidden if page.rows else 0)))))
opens = links.may_open(viewer, "platforms/ledger")
opened = case_parts.cases(
    cases,
    page.row_columns,
    shown.as_of,
    (lambda row: doors.address("platforms/ledger", flow=code, case=row.case_no)) if opens else None,
)
links.follow(back, opened)
