"""填报核实: a unit reports and claims; the office verifies by its own clock, and changes what it must."""

import streamlit as st

from lib.commands import duty_acts, office_acts
from lib.commands.act import Caller
from lib.shell import cached, filters, links, unit_side, verdict_forms
from lib.shell.parts import part
from lib.shell.session import require_viewer
from lib.shell.submitting import Desk, said
from lib.ui import claim_parts, doors, duty_parts, report_parts, request_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "填报核实")
as_of, desk = shown.as_of, Desk(viewer, shown.as_of, Caller)
chosen = part("queue", cached.report_parts(viewer, as_of), drops=("duty", "claim", "number", "case"))

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
    st.subheader("本期填报和核实", anchor=False)
    past = page.history
    show(duty_parts.past(past.reports, past.changes, past.why_no_reports, as_of))
    links.follow(back)
elif chosen == "decide":
    said(verdict_forms.DECISION)
    asked = cached.applications(viewer, as_of)
    case_no = filters.chosen("case", {one.case_no for one in asked if one.may_decide})
    if case_no is None:
        empty = "没有延期申请：单位提出后排在这里，等待审批。"
        links.follow(doors.draw(request_parts.extensions(asked, as_of, empty), "extensions"))
        st.stop()
    application = next(one for one in asked if one.case_no == case_no)
    back = report_parts.back("全部延期申请", "decide")
    show(request_parts.extension(application, as_of))
    verdict_forms.decision(desk, office_acts.decide_extension, application)
    links.follow(back)
elif chosen == "change":
    verdict_forms.change(desk, duty_acts.change_duty, cached.office_choices(viewer, as_of))
elif chosen == "judge":
    verdict_forms.judgement(desk, duty_acts.judge_item, cached.office_choices(viewer, as_of))
elif chosen == "points":
    verdict_forms.points(desk, duty_acts.adjust_points, cached.office_choices(viewer, as_of))
else:
    acts = unit_side.UnitActs(
        duty_acts.file_report, duty_acts.enter_number, office_acts.apply_for_extension, office_acts.ask_for_help
    )
    unit_side.draw(desk, acts, chosen)
