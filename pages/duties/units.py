"""责任单位: every unit by its marks, the worst first; one opens to its duties, and a duty to its reports."""

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, duty_parts, lights, unit_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "责任单位")
view = cached.units(viewer, shown.as_of)
code = filters.chosen("unit", {unit.code for unit in view.units})

if code is None:
    show(lights.legend(unit_parts.LEGEND))
    opened = unit_parts.matrix(view.units, view.items, "方案没有给单位列出任务，也没有在办事项。")
    if view.others:
        show(cards.note(f"其余 {len(view.others)} 个单位在方案中没有任务，也没有在办事项：{'、'.join(view.others)}。"))
    links.follow(opened)
    st.stop()

page = cached.unit(viewer, shown.as_of, code)
back = doors.draw(cards.back("全部单位", "duties/units"), "back")
show(
    cards.heading(
        page.marks.name,
        lights.spelled(page.marks.task_mark, page.marks.run_mark),
        "　".join(why for why in (page.marks.task_why, page.marks.run_why) if why) or "其他单位只显示灯的状态",
    )
)

key = filters.chosen("duty", {one.key for one in (*page.owned, *page.helped)})
acted = doors.draw(duty_parts.history(cached.duty(viewer, shown.as_of, key), shown.as_of), "duty") if key else None

first = None
if page.sees_details:
    scored = code in cached.unit_choices(viewer) and links.may_open(viewer, "appraisal/my_unit")
    onward = cards.onward("得分和最能补分", doors.address("appraisal/my_unit", unit=code)) if scored else ""
    acts = unit_parts.first_acts(page, code, shown.as_of, opens=links.may_open(viewer, "platforms/ledger"))
    first = doors.draw(cards.card("先办这些", acts, onward, kind="first"), "first")

st.subheader("牵头任务", anchor=False)
none = "方案没有把任务的责任落到这个单位。"
owned = unit_parts.duties(page.owned, code, shown.as_of, key="owned", empty=none)
helped = None
if page.helped:
    st.subheader("配合任务", anchor=False)
    helped = unit_parts.duties(page.helped, code, shown.as_of, key="helped", empty="", helped=True)
links.follow(back, acted, first, owned, helped)
