"""The office's forms of 填报核实: a verdict, a change of a duty, a judgement of an item, a bonus or deduction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.domain import fact_words
from lib.domain.facts import EXTENSION, PASS, REASSIGNMENT, RETURN, VETO
from lib.domain.wording import full_day
from lib.services.claim_views import ClaimPage
from lib.services.office_views import OfficeChoices
from lib.services.request_views import ExtensionLine
from lib.shell.submitting import Act, Desk, Numeral, field, said

# What a verdict or decision brought about is told above the list, for what was decided is gone from it.
VERDICT, DECISION = "verdict", "decision"
OWN_WORDS = "其他（在下方写明）"
REASONS = (
    "佐证不全或打不开",
    "佐证与完成标准不符",
    "未达到完成标准",
    "内容与任务不符",
    "日期或单位填写有误",
    OWN_WORDS,
)
_VERDICTS, _CHANGES, _VIEWS, _ADJUSTMENTS = (
    {code: word for word, code in words.items()}
    for words in (
        fact_words.VERDICT_WORDS, fact_words.CHANGE_WORDS, fact_words.VIEW_WORDS, fact_words.ADJUSTMENT_WORDS,
    )
)  # fmt: skip


def verdict(desk: Desk, act: Act, page: ClaimPage) -> None:
    """Pass the claim or return it with a reason."""
    form = f"verdict-{page.line.number}"
    given = st.radio(
        "核实结果", list(_VERDICTS), format_func=_VERDICTS.__getitem__, horizontal=True, index=None,
        key=field(form, "verdict"),
    )  # fmt: skip
    if given is None:
        st.caption("先选通过或退回；退回须写明理由，单位会看到。")
        return
    with st.form(form, enter_to_submit=False):
        verified_on = desk.day(form, "核实日期", first=page.line.occurred_on)
        accepted_on = _accepted_on(desk, form, page) if given == PASS else None
        reason = _reason(form) if given == RETURN else None
        if st.form_submit_button("确认通过" if given == PASS else "确认退回", type="primary"):
            desk.send(
                VERDICT, act, page.line.number, verdict=given, verified_on=verified_on, reason=reason,
                accepted_on=accepted_on,
            )  # fmt: skip


def _accepted_on(desk: Desk, form: str, page: ClaimPage) -> date | None:
    day: date | None = st.date_input(
        "认定日期（可不填）", None, min_value=page.accepted_from, max_value=desk.today, key=field(form, "accepted"),
        format="YYYY-MM-DD",
    )  # fmt: skip
    st.caption(
        f"实际完成的日期与申报日期不同时才填，不早于任务开始的 {full_day(page.accepted_from)}，不晚于核实日期；"
        "填了就以它判断是否按期。"
    )
    return day


def _reason(form: str) -> str | None:
    """One of the common reasons, own words, or both."""
    common = st.selectbox("退回理由", REASONS, index=None, key=field(form, "common"), placeholder="请选择")
    own = st.text_area("补充说明", key=field(form, "own"), placeholder="请单位补什么、改什么", height=90).strip()
    chosen = common if common != OWN_WORDS else None
    return "：".join(word for word in (chosen, own) if word) or None


def decision(desk: Desk, act: Act, line: ExtensionLine) -> None:
    """Approve an application for a later due, or decline it with the reason."""
    form = f"decision-{line.case_no}"
    answer = st.radio("审批", ("同意", "不同意"), horizontal=True, index=None, key=field(form, "answer"))
    if answer is None:
        st.caption("同意后期限立即改为申请的日期；不同意须写明理由。")
        return
    with st.form(form, enter_to_submit=False):
        day = desk.day(form, "审批日期", first=line.asked_on)
        text = st.text_area("意见", key=field(form, "text"), height=90)
        if st.form_submit_button(f"确认{answer}", type="primary"):
            desk.send(
                DECISION,
                act,
                line.case_no,
                approved=answer == "同意",
                text=text or None,
                seen=line.seen,
                occurred_on=day,
            )


def change(desk: Desk, act: Act, choices: OfficeChoices) -> None:
    """延期, 核销 or 改派 of an occurrence."""
    form = "change"
    said(form)
    kind = st.radio("类型", list(_CHANGES), format_func=_CHANGES.__getitem__, horizontal=True, key=field(form, "kind"))
    with st.form(form, enter_to_submit=False):
        duties = {one.key: one for one in choices.duties}
        key = st.selectbox("任务", list(duties), format_func=lambda one: duties[one].words, key=field(form, "duty"))
        left, right = st.columns(2)
        new_due = new_owner = None
        if kind == EXTENSION:
            new_due = left.date_input("新期限", None, key=field(form, "due"), format="YYYY-MM-DD")
        if kind == REASSIGNMENT:
            new_owner = _unit(left, form, "新责任单位", choices.owners)
        occurred_on = desk.day(form, "日期", right)
        reason = st.text_input("事由", key=field(form, "reason"))
        approver = st.text_input("批准人", key=field(form, "approver"), placeholder="姓名或职务")
        if st.form_submit_button(f"确认{_CHANGES[kind]}", type="primary"):
            one = duties[key]
            desk.send(
                form, act, one.code, one.period, kind=kind, new_due=new_due, new_owner=new_owner,
                reason=reason or None, approver=approver or None, occurred_on=occurred_on,
            )  # fmt: skip


def judgement(desk: Desk, act: Act, choices: OfficeChoices) -> None:
    """The office's own view of an item, beside the system's mark and the owner's claim."""
    form = "judgement"
    said(form)
    with st.form(form, enter_to_submit=False):
        items = choices.items
        item = st.selectbox("事项", list(items), format_func=items.__getitem__, key=field(form, "item"))
        left, right = st.columns(2)
        view = left.radio("研判", list(_VIEWS), format_func=_VIEWS.__getitem__, index=None, key=field(form, "view"))
        occurred_on = desk.day(form, "日期", right)
        reason = st.text_area("理由", key=field(form, "reason"), height=90)
        if st.form_submit_button("保存研判", type="primary"):
            desk.send(form, act, item, view=view, reason=reason or None, occurred_on=occurred_on)


def points(desk: Desk, act: Act, choices: OfficeChoices) -> None:
    """A bonus, a deduction, or a veto of one unit in one period."""
    form = "points"
    said(form)
    kind = st.radio(
        "类型", list(_ADJUSTMENTS), format_func=_ADJUSTMENTS.__getitem__, horizontal=True, key=field(form, "kind")
    )
    with st.form(form, enter_to_submit=False):
        left, right = st.columns(2)
        periods = choices.periods
        period = left.selectbox(
            "考核期", list(periods), index=None, format_func=periods.__getitem__, key=field(form, "period"),
            placeholder="请选择考核期",
        )  # fmt: skip
        unit = _unit(right, form, "单位", choices.judged)
        given = Numeral("分值", left.text_input("分值", key=field(form, "points"))) if kind != VETO else None
        occurred_on = desk.day(form, "日期", right)
        reason = st.text_input("事由", key=field(form, "reason"))
        evidence = st.text_input("佐证", key=field(form, "evidence"), placeholder="文件名称和文号")
        approver = st.text_input("批准人", key=field(form, "approver"), placeholder="姓名或职务")
        if st.form_submit_button(f"确认{_ADJUSTMENTS[kind]}", type="primary"):
            desk.send(
                form, act, period, unit, kind=kind, points=given, reason=reason or None, evidence=evidence or None,
                approver=approver or None, occurred_on=occurred_on,
            )  # fmt: skip


def _unit(where: DeltaGenerator, form: str, label: str, units: Mapping[str, str]) -> str | None:
    chosen: str | None = where.selectbox(
        label, list(units), index=None, format_func=units.__getitem__, key=field(form, "unit"), placeholder="请选择单位"
    )
    return chosen
