"""会议: opens on the promises of the last meeting, goes unit by unit, decides in two taps, ends with the minutes."""

import streamlit as st

from lib.commands import correct, meeting_acts, order_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, links, meeting_desk
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk

viewer = require_viewer()

shown = filters.shown(viewer, "会议")
met = cached.meeting(viewer, shown.as_of)
sitting = meeting_desk.Sitting(
    Desk(viewer, shown.as_of, Caller), met, meeting_acts.decide, order_acts.issue_drafts, correct.correct_fact
)
here = meeting_desk.stop_of(met)

with st.container(key="meeting"):
    meeting_desk.walk(sitting, here)
    if here == meeting_desk.OPENING:
        links.follow(meeting_desk.opening(sitting))
    elif here == meeting_desk.END:
        meeting_desk.end(met)
    else:
        meeting_desk.unit(sitting, here)
