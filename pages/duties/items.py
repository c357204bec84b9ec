"""联动事项: the items of the plan by section; one opens to its clause, its deliverables, numbers and voices."""

import streamlit as st

from lib.domain.wording import MARK_WORDS
from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, item_parts, lights, tables, unit_parts
from lib.ui.markup import show
from lib.ui.time_line import time_line

viewer = require_viewer()

shown = filters.shown(viewer, "联动事项")
items = cached.items(viewer, shown.as_of)
no = filters.chosen("item", {one.no for one in items})

if no is None:
    show(lights.legend())
    light, onward = filters.chosen("light", lights.LEGEND_MARKS), None
    if light is not None:
        onward = doors.draw(cards.back("全部事项", "duties/items"), "whole")
        show(cards.note(f"只列任务或运行为{MARK_WORDS[light]}、没有更重的灯的联动事项，不含保障措施。"))
        items = tuple(one for one in items if one.light == light and one.no.isdigit())
    elif links.may_open(viewer, "duties/disagreements"):
        differing = f"分歧清单（{sum(bool(one.disagreement) for one in items)} 项）"
        onward = doors.draw(cards.onward(differing, "duties/disagreements"), "disagreements")
    lines, none = item_parts.lines(items), "方案没有列出联动事项。"
    table = tables.table(item_parts.COLUMNS, lines, caption="联动事项和保障措施", key="items", kind="items", empty=none)
    links.follow(onward, table)
    st.stop()

page = cached.item(viewer, shown.as_of, no)
back = doors.draw(cards.back("全部事项", "duties/items"), "back")
marks = lights.spelled(page.line.task_mark, page.line.run_mark)
show(cards.heading(f"第 {page.line.no} 项　{page.line.title}", marks, page.run_why or page.line.section))
show(item_parts.about(page, shown.as_of))

st.subheader("任务", anchor=False)
if page.lanes:
    show(cards.card("各期期限和完成情况", time_line(page.lanes, page.since, shown.as_of)))
none = "方案没有给这一项列出任务。"
duty = unit_parts.duties(page.duties, None, shown.as_of, key="duties", empty=none, helped=True)

st.subheader(f"指标（{page.numbers_of.name}）", anchor=False)
number = None
numbers = item_parts.numbers(page.numbers, page.numbers_of)
if numbers:
    number = tables.table(item_parts.NUMBER_COLUMNS, numbers, caption="量化指标", key="numbers", kind="numbers")
else:
    show(item_parts.no_numbers(page.numbers_of, page.since))
links.follow(
    back,
    duty,
    number,
    *(
        doors.draw(cards.onward(f"台账：{name}", doors.address("platforms/platforms", flow=code)), f"flow-{code}")
        for code, name in page.flows
    ),
)
