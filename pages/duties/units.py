"""责任单位: every unit by its marks, the worst first; one opens to its duties, and a duty to its reports."""

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, duty_parts, lights, tables
from lib.ui.markup import filled, show

viewer = require_viewer()

shown = filters.shown(viewer, "责任单位")
view = cached.units(viewer, shown.as_of)
code = filters.chosen("unit", {unit.code for unit in view.units})

if code is None:
    show(lights.legend(("· 配合", "单位名称可点开；格内为该单位在该项中最差的灯")))
    rows = [
        tables.Row(
            (
                unit.name,
                duty_parts.reasoned(unit.task_mark, unit.task_why),
                duty_parts.reasoned(unit.run_mark, unit.run_why, guide=unit.is_court),
                *(duty_parts.cell(unit.by_item.get(no)) for no, _ in view.items),
            ),
            leads_to=doors.address("duties/units", unit=unit.code),
        )
        for unit in view.units
    ]
    numbers = [filled('<span title="{title}">{no}</span>', no=no, title=title) for no, title in view.items]
    columns, none = ("单位", "任务", "运行", *numbers), "方案没有给单位列出任务，也没有在办事项。"
    opened = tables.table(columns, rows, caption="各单位各事项的灯", key="units", kind="matrix", empty=none)
    if view.others:
        show(cards.note(f"其余 {len(view.others)} 个单位在方案中没有任务，也没有在办事项：{'、'.join(view.others)}。"))
    links.follow(opened)
    st.stop()

page = cached.unit(viewer, shown.as_of, code)
back = doors.draw(cards.back("全部单位", "duties/units"), "back")
show(
    cards.heading(
        page.marks.name,
        (lights.named(page.marks.task_mark, "任务"), lights.named(page.marks.run_mark, "运行")),
        "　".join(why for why in (page.marks.task_why, page.marks.run_why) if why) or "其他单位只显示灯的状态",
    )
)

key = filters.chosen("duty", {one.key for one in (*page.owned, *page.helped)})
acted = doors.draw(duty_parts.history(cached.duty(viewer, shown.as_of, key), shown.as_of), "duty") if key else None

late = (
    tables.table(
        ("台账", "#超期（件）", "#最长（天）"),
        [
            tables.Row(
                (one.flow_name, one.count, one.longest_days),
                doors.address("platforms/platforms", flow=one.flow, holder=code),
            )
            for one in page.late
        ],
        caption="超过时限的在办环节",
        key="late",
    )
    if page.late
    else None
)
missed = [tables.Row(one) for one in page.missed]
if missed:
    tables.table(("未达标的指标", "#数值", "#目标"), missed, caption="上一季度未达标的指标", key="missed")

st.subheader("牵头任务", anchor=False)
owned = duty_parts.table(page.owned, code, shown.as_of, key="owned", empty="方案没有把任务的责任落到这个单位。")
helped = None
if page.helped:
    st.subheader("配合任务", anchor=False)
    helped = duty_parts.table(page.helped, code, shown.as_of, key="helped", empty="")
links.follow(back, acted, late, owned, helped)
