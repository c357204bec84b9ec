"""总览: how the board stands, on one screen."""

from lib.domain.rights import LEADER
from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, flow_parts, item_parts, lights, ranking_parts, waiting_parts
from lib.ui.markup import filled, joined

viewer = require_viewer()

shown = filters.shown(viewer, "总览")
view = cached.cockpit(viewer, shown.as_of, shown.period)

sentence = cards.sentence([cards.phrase(one.text, one.tone, item_parts.behind(one)) for one in view.sentence])
items = [
    cards.ItemCell(
        one.no, one.title, one.task_mark, one.run_mark, one.light, doors.address("duties/items", item=one.no)
    )
    for one in view.items
]
legend = joined((lights.legend(), filled("<em>左 任务（文件、机制）　右 运行（案件、指标）</em>")))

places = [
    cards.Line(
        filled('<span class="place">{rank}</span>{name}', rank=one.league_rank, name=one.name),
        ranking_parts.total(one),
        leads_to=doors.address("appraisal/my_unit", unit=one.unit) if view.sees_all else None,
    )
    for one in (*view.top, *view.bottom)
]
if view.left_out:
    spans = "" if view.top[0].low is None else "（右列：权重增减两成时的名次）"
    places.insert(len(view.top), cards.Line(f"…… 其间 {view.left_out} 个单位{spans}", kind="gap"))
period = f"{shown.of_period}　{view.league_standing}" if view.top else ""

waits = (
    waiting_parts.to_approve(view.waiting, leader=viewer.role == LEADER)
    if view.sees_all
    else waiting_parts.of_unit(view.waiting)
)
beside = joined(
    (
        cards.card(
            doors.door(view.league or "考核排名", doors.address("appraisal/ranking"), kind="head"),
            cards.lines(places, view.why_no_league),
            period,
        ),
        waits,
    )
)
marked = cards.card("联动事项", cards.item_grid(items), legend, kind="legended")
board = (sentence, cards.panes(marked, beside) if items else beside, flow_parts.tiles(view.platforms))
links.follow(doors.draw(joined(board), "board"))
