"""台账: the cases one may see, each with its time line, and the forms to register, act on and urge them."""

import streamlit as st

from lib.commands.act import Caller
from lib.commands.case_acts import act_on_case, register_case
from lib.shell import case_forms, filters, ledger_acts, ledger_address, ledger_desk, ledger_filters, links, urge_form
from lib.shell.session import require_viewer
from lib.ui import cards, case_sheet, doors, ledger_parts
from lib.ui.markup import show

viewer = require_viewer()

shown = filters.shown(viewer, "台账", of_now=True)
plan = ledger_desk.plan()
desk = ledger_acts.Desk(viewer, plan, Caller, register_case, act_on_case)
flows = ledger_desk.flows(viewer, plan)
asked = ledger_address.asked(plan, flows)
forms = ledger_desk.registering(viewer, plan)
back = None
if asked.view != ledger_address.LIST:
    back = doors.draw(cards.back("返回台账", ledger_address.of_list(asked.wanted)), "back")
acted = ledger_acts.tell()

if asked.view == ledger_address.CASE:
    page = ledger_desk.case(viewer, plan, shown.as_of, asked, acted=acted)
    if page is None:
        gone = "此件已转到您的查看范围之外。" if acted else "没有这一件，或它不在您的查看范围内。"
        st.info(f"{gone}请返回台账继续办理或查找。")
    else:
        case_forms.tell_overtaken(page)
        show(case_sheet.head(page, shown.as_of))
        left, right = st.columns((3, 2))
        with left:
            show(cards.card("基本情况", case_sheet.facts(page, shown.as_of)))
            show(cards.card("办理过程", case_sheet.timeline(page.steps, shown.as_of), f"{len(page.steps)} 条"))
        with right, st.container(key="case-acts", border=True):
            st.subheader("办理", anchor=False)
            case_forms.actions(desk, page)
elif asked.view == ledger_address.NEW and forms:
    with st.container(key="case-new", border=True, width=720):
        st.subheader("登记", anchor=False)
        case_forms.registering(desk, forms, asked.flow)
elif asked.view == ledger_address.URGE:
    late = ledger_desk.urgeable(viewer, plan, shown.as_of, asked)
    with st.container(key="case-urge", border=True):
        st.subheader(f"催办超期案件（{len(late)} 件）", anchor=False)
        if late:
            urge_form.show(desk, late, shown.as_of)
        else:
            st.info("没有您可以催办的超期案件：办理中的案件超过期限后显示在这里。")
else:
    ledger_filters.show(viewer, plan, flows, asked.wanted)
    listed = ledger_desk.listed(viewer, plan, shown.as_of, asked)
    with st.container(key="ledger-bar", horizontal=True, vertical_alignment="center"):
        show(cards.note(ledger_parts.found_words(listed)))
        if listed.may_urge:
            st.button("催办超期案件", on_click=ledger_address.go_to_view, args=(ledger_address.URGE,))
        if forms:
            st.button("登记", type="primary", on_click=ledger_address.go_to_view, args=(ledger_address.NEW,))
    if listed.why_empty:
        st.info(listed.why_empty)
        st.stop()
    links.follow(
        ledger_parts.table(
            listed.rows,
            lambda row: ledger_address.of_case(asked.wanted, row.flow, row.case_no),
            shown.as_of,
            list(plan.flow[asked.wanted.flow].attribute) if asked.wanted.flow else None,
        ),
        doors.draw(
            ledger_parts.pager(listed.page, listed.has_next, lambda page: ledger_address.of_list(asked.wanted, page)),
            "pager",
        ),
    )
links.follow(back)
