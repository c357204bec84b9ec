"""A unit's side of 填报核实: each part with its list and, on a tap, its form."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lib.services.report_views import FilingPage
from lib.shell import cached, filing_forms, filters, links
from lib.shell.submitting import Act, Desk
from lib.ui import doors, report_parts, request_parts
from lib.ui.markup import show


class UnitActs(NamedTuple):
    """The acts of a unit, handed in by the page."""

    report: Act
    number: Act
    extension: Act
    help: Act


def draw(desk: Desk, acts: UnitActs, part: str) -> None:
    """The part of the viewer's own unit; leader and office choose a unit."""
    code = filters.unit(cached.unit_choices(desk.viewer), desk.viewer.unit_code)
    if code is None:
        st.info("请选择单位：这里代该单位填报。")
        return
    page = cached.filing(desk.viewer, desk.as_of, code)
    if part == "numbers":
        _numbers(desk, acts, page)
    elif part == "extensions":
        asked = cached.requests_of(desk.viewer, desk.as_of, code).extensions
        show(request_parts.extensions(asked, desk.as_of, "还没有延期申请；确实不能按期完成时在下方提出。"))
        filing_forms.extension(desk, acts.extension, page)
    elif part == "help":
        requests = cached.requests_of(desk.viewer, desk.as_of, code)
        show(request_parts.helps(requests.asked, requests.received, desk.as_of))
        filing_forms.help_request(desk, acts.help, page, cached.helpers_for(code))
    else:
        _duties(desk, acts, page)


def _numbers(desk: Desk, acts: UnitActs, page: FilingPage) -> None:
    due = page.number(st.query_params.get("number"))
    if due is None:
        links.follow(report_parts.numbers(page.numbers, page.unit, desk.as_of))
        return
    back = report_parts.back("全部指标", "numbers", page.unit)
    show(report_parts.number_head(due))
    filing_forms.number(desk, acts.number, page, due)
    links.follow(back)


def _duties(desk: Desk, acts: UnitActs, page: FilingPage) -> None:
    duty = page.duty(st.query_params.get("duty"))
    if duty is None:
        links.follow(doors.draw(report_parts.filing(page, desk.as_of), "filing"))
        return
    back = report_parts.back("全部任务", "file", page.unit)
    left, right = st.columns((2, 3))
    with left:
        onward = doors.draw(report_parts.duty_head(duty, page.unit, desk.as_of), "duty")
    with right:
        filing_forms.report(desk, acts.report, duty, page.unit)
    links.follow(back, onward)
