"""总览: how the board stands, on one screen."""

from lib.domain.rights import LEADER
from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, duty_parts, flow_parts, item_parts, lights, ranking_parts
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

waits = [
    cards.Line(
        f"{one.kind}：{one.title}",
        below=duty_parts.waiting_words(one, own=not view.sees_all),
        leads_to=duty_parts.waiting_door(one),
    )
    for one in view.waiting
]
number = f"{len(view.waiting)} 项"
mine = sum(one.for_leader == (viewer.role == LEADER) for one in view.waiting)
if view.sees_all and 0 < mine < len(waits):
    whose = "督导办公室" if viewer.role == LEADER else "区领导"
    waits.insert(mine, cards.Line(f"以下由{whose}办理", kind="gap"))
    number = f"等您办理 {mine} 项　共 {number}"
empty = "没有待核实的申报和待销号的督办。" if view.sees_all else "本单位没有逾期和临近期限的任务，也没有待办案件。"
title = "待审批事项" if view.sees_all else "本单位待办"

beside = joined(
    (
        cards.card(
            doors.door(view.league or "考核排名", doors.address("appraisal/ranking"), kind="head"),
            cards.lines(places, view.why_no_league),
            period,
        ),
        cards.card(title, cards.lines(waits, empty), number, kind="waits"),
    )
)
marked = cards.card("联动事项", cards.item_grid(items), legend, kind="legended")
board = (sentence, cards.panes(marked, beside) if items else beside, flow_parts.tiles(view.platforms))
links.follow(doors.draw(joined(board), "board"))
