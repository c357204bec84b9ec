"""联动事项: the items of the plan by section; one opens to its clause, its deliverables, numbers and voices."""

import streamlit as st

from lib.domain.wording import NOTHING, short_day
from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, duty_parts, item_parts, lights, tables
from lib.ui.markup import filled, joined, show

viewer = require_viewer()

shown = filters.shown(viewer, "联动事项")
items = cached.items(viewer, shown.as_of)
no = filters.chosen("item", {one.no for one in items})

if no is None:
    show(lights.legend())
    onward = None
    if links.may_open(viewer, "duties/disagreements"):
        differing = f"分歧清单（{sum(bool(one.disagreement) for one in items)} 项）"
        onward = doors.draw(cards.onward(differing, "duties/disagreements"), "disagreements")
    lines, none = item_parts.lines(items), "方案没有列出联动事项。"
    table = tables.table(item_parts.COLUMNS, lines, caption="联动事项和保障措施", key="items", kind="items", empty=none)
    links.follow(onward, table)
    st.stop()

page = cached.item(viewer, shown.as_of, no)
back = doors.draw(cards.back("全部事项", "duties/items"), "back")
marks = (lights.named(page.line.task_mark, "任务"), lights.named(page.line.run_mark, "运行"))
show(cards.heading(f"第 {page.line.no} 项　{page.line.title}", marks, page.run_why or page.line.section))

open_ended = f"（{page.open_ended}，名单未尽）" if page.open_ended else ""
voices = [
    cards.Line(filled("{whose}　{words}", whose=one.whose, words=one.words), short_day(one.said_on, shown.as_of))
    for one in page.voices
]
doubts = [cards.Line(doubt) for doubt in page.doubts]
about = joined(
    (
        cards.facts(
            (
                ("牵头单位", page.line.lead),
                ("责任单位", "、".join(page.members) + open_ended or NOTHING),
                ("原文时限", page.due_text or NOTHING),
            )
        ),
        cards.fold("方案原文", cards.text(page.clause)),
        cards.fold(f"存疑 {len(doubts)} 条", cards.lines(doubts, "")) if doubts else cards.note(""),
    )
)
show(
    joined(
        (
            cards.card("要求", about),
            cards.card("三方说法", cards.lines(voices, ""), page.line.disagreement),
        )
    )
)

st.subheader("任务", anchor=False)
duty = duty_parts.table(page.duties, None, shown.as_of, key="duties", empty="方案没有给这一项列出任务。")

st.subheader(f"指标（{page.numbers_of.name}）", anchor=False)
number = None
numbers = item_parts.numbers(page.numbers, page.numbers_of)
if numbers:
    number = tables.table(item_parts.NUMBER_COLUMNS, numbers, caption="量化指标", key="numbers")
else:
    show(cards.note("方案没有给这一项定量化指标；或该季度在方案印发之前。"))
links.follow(
    back,
    duty,
    number,
    *(
        doors.draw(cards.onward(f"台账：{name}", doors.address("platforms/platforms", flow=code)), f"flow-{code}")
        for code, name in page.flows
    ),
)
