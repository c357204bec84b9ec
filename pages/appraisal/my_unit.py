"""我的单位: the light with its reasons, the score down to every lost point, what brings back most, what to do by date."""

import streamlit as st

from lib.commands import case_acts, objections, period_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, links, score_desk, score_forms
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk
from lib.ui import cards, doors, duty_parts, lights, next_parts, objection_parts, score_parts
from lib.ui.markup import joined

viewer = require_viewer()

shown = filters.shown(viewer, "我的单位", with_period=True)
code = filters.unit(cached.unit_choices(viewer), viewer.unit_code)
if code is None:
    st.info("请选择单位：这里显示该单位的灯、待办事项和得分。")
    st.stop()

as_of, desk = shown.as_of, Desk(viewer, shown.as_of, Caller)
acts = score_desk.ScoreActs(objections.object_to_line, case_acts.act_on_case, period_acts.confirm_lines)
part = score_desk.opened(desk, shown, code)
if part is not None:
    score_desk.draw(desk, acts, part, shown.of_period)
    st.stop()

page = cached.my_unit(viewer, as_of, shown.period, code)
score, marks = page.score, page.unit.marks
score_forms.confirm(desk, acts.confirm, score.checking, shown.period, code)
why = [
    cards.Line(mark, reason, kind="wraps")
    for mark, reason in zip(lights.both(marks.task_mark, marks.run_mark), (marks.task_why, marks.run_why), strict=True)
]
to_do = [duty_parts.line(one, code, as_of, to_file=page.may_file) for one in page.to_do]
settled = [duty_parts.line(one, code, as_of) for one in page.settled]
opens = links.may_open(viewer, "platforms/ledger")

guide = "仅供参考" if marks.is_court else ""
if score.why_hidden or shown.period is None:
    head = joined((cards.lines(why, ""), cards.note(score.why_hidden + "。")))
    left = [cards.card(marks.name, head, guide, kind="score")]
else:
    checked = score_parts.checking(score.checking, as_of) if score.checking else guide
    head = joined((score_parts.total(score, shown.of_period), cards.lines(why, "")))
    fall = score_parts.fall(score, st.query_params.get(score_desk.RULE))
    left = [
        cards.card(marks.name, head, checked, kind="score"),
        cards.card("失分在哪里", fall, "点开看依据", kind="score"),
    ]
left.append(objection_parts.versions(score.versions, as_of))
left.append(objection_parts.filed(score.objections, score_parts.PAGE, code, as_of))
right = [next_parts.regained(page.regain, code, as_of, to_file=page.may_file, opens=opens)]
# Without a score the left side has room for what is to be done.
(left if score.why_hidden else right).extend(
    (
        cards.card("待办任务", cards.lines(to_do, "没有未完成的任务。"), f"{len(to_do)} 项，按期限", kind="due"),
        next_parts.cases(page.cases, page.why_no_cases, as_of, opens=opens),
    )
)
right.append(cards.card("已完成任务", cards.fold(f"{len(settled)} 项", cards.lines(settled, "还没有完成的任务。"))))
right.append(objection_parts.decisions(page.decisions, as_of))
links.follow(doors.draw(cards.halves(joined(left), joined(right)), "my-unit"))
