"""The office's side of 填报核实: claims and applications, each with its list and, on a tap, its form; its other acts."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lib.services.office_views import CHANGE, JUDGE, POINTS
from lib.services.waiting import DECIDE, VERIFY
from lib.shell import cached, filters, links, verdict_forms
from lib.shell.submitting import Act, Desk, said
from lib.ui import claim_parts, doors, duty_parts, report_parts, request_parts
from lib.ui.markup import show

PARTS = (VERIFY, DECIDE, CHANGE, JUDGE, POINTS)


class OfficeActs(NamedTuple):
    """The acts of the office, handed in by the page."""

    verify: Act
    decide: Act
    change: Act
    judge: Act
    points: Act


def draw(desk: Desk, acts: OfficeActs, part: str) -> None:
    """One of PARTS."""
    if part == VERIFY:
        _claims(desk, acts)
    elif part == DECIDE:
        _applications(desk, acts)
    else:
        choices = cached.office_choices(desk.viewer, desk.as_of)
        if part == CHANGE:
            verdict_forms.change(desk, acts.change, choices)
        elif part == JUDGE:
            verdict_forms.judgement(desk, acts.judge, choices)
        else:
            verdict_forms.points(desk, acts.points, choices)


def _claims(desk: Desk, acts: OfficeActs) -> None:
    said(verdict_forms.VERDICT)
    waiting = cached.claims(desk.viewer, desk.as_of)
    key = filters.chosen("duty", {one.key for one in waiting.all})
    if key is None:
        links.follow(doors.draw(claim_parts.queues(waiting.mine, waiting.others, desk.as_of), "queue"))
        return
    number = filters.chosen("claim", {str(one.number) for one in waiting.all if one.key == key})
    page = cached.claim(desk.viewer, desk.as_of, key, int(number) if number else None)
    back = report_parts.back("全部待核实", VERIFY)
    left, right = st.columns((3, 2))
    with left:
        show(claim_parts.claim(page, desk.as_of))
    with right:
        show(claim_parts.outlook(page.passed, page.returned, desk.as_of))
        if page.why_not:
            st.info(page.why_not)
        else:
            verdict_forms.verdict(desk, acts.verify, page)
    st.subheader("本期填报和核实", anchor=False)
    past = page.history
    show(duty_parts.past(past.reports, past.changes, past.why_no_reports, desk.as_of))
    links.follow(back)


def _applications(desk: Desk, acts: OfficeActs) -> None:
    said(verdict_forms.DECISION)
    asked = cached.applications(desk.viewer, desk.as_of)
    opened = filters.chosen("case", {one.case_no for one in asked if one.may_decide})
    if opened is None:
        empty = "没有延期申请：单位提出后排在这里，等待审批。"
        links.follow(doors.draw(request_parts.extensions(asked, desk.as_of, empty), "extensions"))
        return
    application = next(one for one in asked if one.case_no == opened)
    back = report_parts.back("全部延期申请", DECIDE)
    show(request_parts.extension(application, desk.as_of))
    verdict_forms.decision(desk, acts.decide, application)
    links.follow(back)
