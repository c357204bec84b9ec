"""催办督办: what the data call for, issued by the office; orders in hand to their end; instructions and letters."""

import streamlit as st

from lib.commands import case_acts, office_acts, order_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, links, order_desk, order_filters, order_forms
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk

viewer = require_viewer()

shown = filters.shown(viewer, "催办督办")
as_of, desk = shown.as_of, Desk(viewer, shown.as_of, Caller)
chosen = part("part", cached.order_parts(viewer, as_of), drops=("grade", "show", "flow", "case"))

if chosen == "drafts":
    order_forms.drafts(desk, order_acts.issue_drafts, cached.drafts(viewer, as_of))
    st.stop()
opened = order_filters.opened()
if opened is not None:
    order_desk.one(desk, case_acts.act_on_case, chosen, *opened)
    st.stop()

tap = order_desk.listed(desk, chosen)
choices = cached.order_choices(viewer)
if chosen == "papers" and choices.may_register:
    left, right = st.columns(2)
    with left, st.container(key="card-instruction", border=True):
        st.subheader("登记批示件", anchor=False)
        order_forms.instruction(desk, office_acts.record_instruction, choices)
    with right, st.container(key="card-letter", border=True):
        st.subheader("写商请函", anchor=False)
        order_forms.letter(desk, order_acts.issue_drafts, choices)
links.follow(tap)
