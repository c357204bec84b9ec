"""分歧清单: where what units say, what the office holds, and what the data show do not agree."""

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, item_parts, tables
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "分歧清单")
back = doors.draw(cards.back("全部事项", "duties/items"), "back")
rows = item_parts.disagreements(cached.disagreements(viewer, shown.as_of), shown.as_of)
show(
    cards.note(
        "系统：由任务期限、台账和指标得出的亮灯；单位自报：最近一次填报；核实和研判：督导办公室的结论。没有说话的一方记“—”，不算分歧。"
    )
)
none = "没有分歧：单位自报完成而系统亮红、黄灯，或办公室的研判与亮灯相反的事项，会列在这里。"
opened = tables.table(item_parts.DIFFERING, rows, caption="分歧清单", key="rows", kind="differing", empty=none)
links.follow(back, opened)
