"""我的单位: the light with its reasons, what to do next by date, and the score line by line."""

import streamlit as st

from lib.shell import cached, filters, links
from lib.shell.session import require_viewer
from lib.ui import cards, doors, duty_parts, lights, score_parts
from lib.ui.markup import joined

viewer = require_viewer()

shown = filters.shown(viewer, "我的单位", with_period=True)
code = filters.unit(cached.unit_choices(viewer), viewer.unit_code)
if code is None:
    st.info("请选择单位：这里显示该单位的灯、待办事项和得分。")
    st.stop()

page = cached.my_unit(viewer, shown.as_of, shown.period, code)
marks = page.unit.marks
why = [
    cards.Line(lights.named(marks.task_mark, "任务"), marks.task_why, kind="wraps"),
    cards.Line(lights.named(marks.run_mark, "运行"), marks.run_why, kind="wraps"),
]
if page.score.why_hidden:
    score = cards.note(page.score.why_hidden + "。")
else:
    score = joined((score_parts.total(page.score), score_parts.steps(page.score.steps, page.score.adjustments)))

to_do = [duty_parts.line(one, code, shown.as_of, to_file=page.may_file) for one in page.to_do]
opens = links.may_open(viewer, "platforms/ledger")
cases = [score_parts.case(one, shown.as_of, opens=opens) for one in page.cases]
settled = [duty_parts.line(one, code, shown.as_of) for one in page.settled]
opened = doors.draw(
    joined(
        (
            cards.card(marks.name, cards.lines(why, ""), "仅供参考" if marks.is_court else ""),
            cards.card("待办任务", cards.lines(to_do, "没有未完成的任务。"), f"{len(to_do)} 项，按期限"),
            cards.card("待办案件", cards.lines(cases, page.why_no_cases + "。"), "超期和一周内到期"),
            cards.card("得分", score, "" if page.score.why_hidden else f"{shown.of_period}　草稿"),
            cards.card("已完成任务", cards.fold(f"{len(settled)} 项", cards.lines(settled, "还没有完成的任务。"))),
        )
    ),
    "my-unit",
)
links.follow(opened)
