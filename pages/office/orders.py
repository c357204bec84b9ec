"""催办督办: what the data call for, issued by the office; orders in hand to their end; instructions and letters."""

import streamlit as st

from lib.commands import case_acts, office_acts, order_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, links, order_filters, order_forms
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk
from lib.ui import cards, doors, order_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "催办督办")
as_of, desk = shown.as_of, Desk(viewer, shown.as_of, Caller)
chosen = part("part", cached.order_parts(viewer, as_of), drops=("grade", "show", "flow", "case"))

if chosen == "drafts":
    order_forms.drafts(desk, order_acts.issue_drafts, cached.drafts(viewer, as_of))
    st.stop()

opened = order_filters.opened()
if opened is not None:
    page = cached.order(viewer, as_of, *opened)
    back = doors.draw(
        cards.back("返回列表", doors.address(order_parts.PAGE, part=chosen, show=order_filters.shown())), "back"
    )
    show(order_parts.head(page.line, as_of))
    left, right = st.columns((3, 2))
    with left:
        show(cards.card("事由", order_parts.facts(page.line, page.words, as_of)))
        show(cards.card("办理过程", order_parts.time_line(page.steps, as_of), f"{len(page.steps)} 条"))
    with right, st.container(border=True):
        order_forms.actions(desk, case_acts.act_on_case, page)
    links.follow(back)
    st.stop()

found = cached.orders(viewer, as_of, order_filters.flows_of(chosen))
tap = None
if found.counts_only:
    show(cards.card("在办", order_parts.figures(found.figures)))
    tap = order_parts.counts(found.units, key="units") if found.units else show(order_parts.empty(found.why_empty))
if not found.counts_only or found.lines:
    lines = order_filters.lines(found)
    if lines:
        links.follow(
            order_parts.table(lines, chosen, as_of, key="orders", caption="督办清单", show=order_filters.shown())
        )
    else:
        show(order_parts.empty(found.why_empty))
choices = cached.order_choices(viewer)
if chosen == "papers" and choices.may_register:
    left, right = st.columns(2)
    with left, st.container(border=True):
        st.subheader("登记批示件", anchor=False)
        order_forms.instruction(desk, office_acts.record_instruction, choices)
    with right, st.container(border=True):
        st.subheader("写商请函", anchor=False)
        order_forms.letter(desk, order_acts.issue_drafts, choices)
links.follow(tap)
