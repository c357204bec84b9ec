"""填报核实: a unit reports and claims; the office verifies by its own clock, and changes what it must."""

import streamlit as st

from lib.commands import duty_acts, office_acts
from lib.commands.act import Caller
from lib.shell import cached, filing_forms, filters, links, verdict_forms
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk, said
from lib.ui import claim_parts, doors, duty_parts, report_parts, request_parts
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
    back = report_parts.back("全部待核实", "verify")
    left, right = st.columns((3, 2))
    with left:
        show(claim_parts.claim(page, as_of))
    with right:
        show(claim_parts.outlook(page.passed, page.returned, as_of))
        if page.why_not:
            st.info(page.why_not)
        else:
            verdict_forms.verdict(desk, duty_acts.verify_report, page)
    past = page.history
    st.subheader("本期填报和核实", anchor=False)
    show(duty_parts.past(past.reports, past.changes, past.why_no_reports, as_of))
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
    if chosen == "numbers" and (due := filing.number(st.query_params.get("number"))) is None:
        links.follow(report_parts.numbers(filing.numbers, code, as_of))
    elif chosen == "numbers":
        links.follow(report_parts.back("全部指标", "numbers", code))
        show(report_parts.number_head(due))
        filing_forms.number(desk, duty_acts.enter_number, filing, due)
    elif chosen == "extensions":
        asked = cached.requests_of(viewer, as_of, code).extensions
        show(request_parts.extensions(asked, as_of, "还没有延期申请；确实不能按期完成时在下方提出。"))
        filing_forms.extension(desk, office_acts.apply_for_extension, filing)
    elif chosen == "help":
        requests = cached.requests_of(viewer, as_of, code)
        show(request_parts.helps(requests.asked, requests.received, as_of))
        filing_forms.help_request(desk, office_acts.ask_for_help, filing, cached.helpers_for(code))
    elif (duty := filing.duty(st.query_params.get("duty"))) is None:
        links.follow(doors.draw(report_parts.filing(filing, as_of), "filing"))
    else:
        back = report_parts.back("全部任务", "file", code)
        left, right = st.columns((2, 3))
        with left:
            onward = doors.draw(report_parts.duty_head(duty, code, as_of), "duty")
        with right:
            filing_forms.report(desk, duty_acts.file_report, duty, code)
        links.follow(back, onward)
