"""填报核实: a unit reports and claims; the office verifies by its own clock, and changes what it must."""

import streamlit as st

from lib.commands import duty_acts, office_acts
from lib.commands.act import Caller
from lib.shell import cached, filing_forms, filters, links, verdict_forms
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk, said
from lib.ui import cards, claim_parts, doors, duty_parts, report_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "填报核实")
as_of, desk = shown.as_of, Desk(viewer, shown.as_of, Caller)
chosen = part("queue", cached.report_parts(viewer, as_of), drops=("duty", "claim", "number"))

if chosen == "verify":
    said(verdict_forms.VERDICT)
    waiting = cached.claims(viewer, as_of)
    key = filters.chosen("duty", {one.key for one in waiting.all})
    if key is None:
        links.follow(doors.draw(claim_parts.queues(waiting.mine, waiting.others, as_of), "queue"))
        st.stop()
    number = filters.chosen("claim", {str(one.number) for one in waiting.all if one.key == key})
    page = cached.claim(viewer, as_of, key, int(number) if number else None)
    back = doors.draw(cards.back("全部待核实", doors.address(report_parts.PAGE, queue="verify")), "back")
    left, right = st.columns((3, 2))
    with left:
        show(claim_parts.claim(page, as_of))
    with right, st.container(border=True):
        show(claim_parts.outlook(page.passed, page.returned))
        if page.why_not:
            st.info(page.why_not)
        else:
            verdict_forms.verdict(desk, duty_acts.verify_report, page)
    past = page.history
    show(duty_parts.history(past.duty, past.reports, past.changes, past.why_no_reports, as_of))
    links.follow(back)
elif chosen == "change":
    verdict_forms.change(desk, duty_acts.change_duty, cached.office_choices(viewer, as_of))
elif chosen == "judge":
    verdict_forms.judgement(desk, duty_acts.judge_item, cached.office_choices(viewer, as_of))
elif chosen == "points":
    verdict_forms.points(desk, duty_acts.adjust_points, cached.office_choices(viewer, as_of))
else:
    code = filters.unit(cached.unit_choices(viewer), viewer.unit_code)
    if code is None:
        st.info("请选择单位：这里代该单位填报。")
        st.stop()
    filing = cached.filing(viewer, as_of, code)
    if chosen == "numbers":
        due = filing.number(st.query_params.get("number"))
        if due is None:
            show(report_parts.empty("本单位没有需要填报的指标。"))
            st.stop()
        tap = report_parts.numbers(filing.numbers, code, as_of)
        filing_forms.number(desk, duty_acts.enter_number, filing, due)
        links.follow(tap)
    elif chosen == "extensions":
        filing_forms.extension(desk, office_acts.apply_for_extension, filing)
    elif chosen == "help":
        filing_forms.help_request(desk, office_acts.ask_for_help, filing, cached.units_by_code())
    elif (duty := filing.duty(st.query_params.get("duty"))) is None:
        links.follow(doors.draw(report_parts.filing(filing, as_of), "filing"))
    else:
        back = doors.draw(cards.back("全部任务", doors.address(report_parts.PAGE, queue="file", unit=code)), "back")
        left, right = st.columns((2, 3))
        with left:
            show(report_parts.duty_head(duty, as_of))
        with right:
            filing_forms.report(desk, duty_acts.file_report, duty, code)
        links.follow(back)
