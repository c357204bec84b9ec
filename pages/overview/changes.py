"""工作动态: what changed since a chosen day or the last visit, by unit and item, down to the record and who entered it."""

import streamlit as st

from lib.domain.wording import short_day
from lib.shell import cached, change_filters, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, change_parts, doors, item_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "工作动态")
plan = cached.edition().plan
unit, item = filters.chosen("unit", plan.unit), filters.chosen("item", plan.item)
with st.container(key="change-filters", horizontal=True, vertical_alignment="center"):
    since = change_filters.since(viewer, shown.as_of)
    page = cached.changes(viewer, shown.as_of, since, unit, item)
    change_filters.one_of("unit", page.unit_choices, unit, "全部单位")
    change_filters.one_of("item", page.item_choices, item, "全部事项")

phrases = [cards.phrase(one.text, one.tone, item_parts.behind(one)) for one in page.sentence]
told = doors.draw(cards.sentence(phrases), "changed")

kept = {"since": since.isoformat()} | ({"unit": unit} if unit else {}) | ({"item": item} if item else {})
moved = doors.draw(
    cards.halves(
        change_parts.units(page.units, unit, **kept),
        change_parts.items(page.items, item, **kept),
    ),
    "moved",
)

st.subheader("任务", anchor=False)
duty = change_parts.duties(page.duties)
st.subheader("台账", anchor=False)
flow = change_parts.flows(page.flows, unit)
st.subheader("记录", anchor=False)
record = change_parts.records(page.records, shown.as_of)
if page.record_count > len(page.records):
    later = f"只显示最近 {len(page.records)} 条，共 {page.record_count} 条：选单位或事项，或把起始日移近，可见其余。"
    show(cards.note(later))
show(
    cards.note(
        f"亮灯、任务和台账按发生日期比较{short_day(since, shown.as_of)}与截至日期；记录按录入日期列出，台账流转只计件数。"
    )
)
links.follow(told, moved, duty, flow, record)
