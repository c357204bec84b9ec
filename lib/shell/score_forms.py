"""A unit's forms on its score: its lines are right, an objection to one part, and its withdrawal."""

from __future__ import annotations

import streamlit as st

from lib.domain.office_flows import APPEAL, WITHDRAW
from lib.domain.periods import Period
from lib.domain.wording import full_day
from lib.services.objection_views import ObjectionLine
from lib.services.part_views import PartPage
from lib.services.score_views import Checking
from lib.shell import evidence_upload
from lib.shell.submitting import Act, Desk, field, said

CONFIRM, OBJECT, WITHDRAWAL = "confirm-lines", "object", "withdraw"


def confirm(desk: Desk, act: Act, checking: Checking | None, period: Period | None, unit: str) -> None:
    """The unit's head says that its lines are right, as long as it has not."""
    said(CONFIRM)
    if checking is None or period is None or not checking.may_confirm:
        return
    with st.container(border=True, key="confirm-lines", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**请核对{period.name}得分**，到{full_day(checking.until)}。"
            "没有异议请点“核对无误”；有异议，在失分项右边点“申诉”。"
        )
        if st.button("核对无误", type="primary"):
            desk.send(CONFIRM, act, period, unit)


def objection(desk: Desk, act: Act, page: PartPage) -> None:
    """Object to the part opened, with the reason and evidence."""
    form = f"{OBJECT}-{page.part.subject}"
    st.subheader("申诉这一项", anchor=False)
    st.caption("对一项只能申诉一次；由计算、核实、评分以外的人复核，答复之前相关督办暂停计时。")
    with st.form(form, enter_to_submit=False):
        reason = st.text_area(
            "理由", key=field(form, "reason"), placeholder="哪里认定有误，应当怎样认定，依据什么", height=110
        )
        words = st.text_input("佐证", key=field(form, "evidence"), placeholder="文件名称和文号，或在下面上传文件")
        files = evidence_upload.field(field(form, "files"))
        if st.form_submit_button("提出申诉", type="primary"):
            desk.send(
                OBJECT, act, page.period, page.unit, page.part.rule, page.part.subject, uploads=files,
                then="。期限和答复显示在本页，答复之前可以撤回。", reason=reason, evidence=words,
            )  # fmt: skip


def withdraw(desk: Desk, act: Act, one: ObjectionLine) -> None:
    """Withdraw an open objection: for good, so a tap asks once more."""
    with st.popover("撤回申诉"):
        st.write(f"撤回{one.case_no}后，对这一项不能再申诉。")
        if st.button("确认撤回", type="primary"):
            desk.send(WITHDRAWAL, act, APPEAL, one.case_no, WITHDRAW, seen=one.seen, result=WITHDRAW)
