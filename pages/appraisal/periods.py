"""考核周期: each period from its opening to its last signature, taken step by step by whose turn it is."""

import streamlit as st

from lib.commands import case_acts, objections, period_acts
from lib.commands.act import Caller
from lib.domain.period_life import APPROVE, CHECK, COMPUTE, LOCK, OPEN, PUBLISH
from lib.domain.periods import Period
from lib.shell import filters, links, period_desk, period_reads
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk
from lib.ui import cards, doors, period_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "考核周期", of_now=True)
desk = Desk(viewer, shown.as_of, Caller)
lines = period_reads.lines(viewer, shown.as_of)
code = filters.chosen("period", {one.code for one in lines})
if code is None:
    taps = list(period_parts.tables_of(lines, shown.as_of))
    show(cards.note("季度和半年结果只通报；年度结果提出表彰和问责建议，由区领导逐项签署。"))
    links.follow(*taps)
    st.stop()

acts = period_desk.PeriodActs(
    {
        OPEN: period_acts.open_period,
        COMPUTE: period_acts.keep_computed,
        CHECK: period_acts.send_to_check,
        APPROVE: period_acts.approve_result,
        PUBLISH: period_acts.publish_result,
        LOCK: period_acts.lock_result,
    },
    objections.decide_objection,
    case_acts.act_on_case,
    period_acts.sign_recommendation,
)
page = period_reads.one(viewer, desk.today, Period.parse(code))
left, right = st.columns((1, 4))
with left, st.container(key="periods-beside"):
    taps = [doors.draw(period_parts.beside(lines, code), "beside")]
with right:
    taps.append(doors.draw(period_parts.head(page.line), "head"))
    chosen = part("part", period_parts.words(page), drops=("case",))
    taps += period_desk.draw(desk, acts, page, chosen)
links.follow(*taps)
