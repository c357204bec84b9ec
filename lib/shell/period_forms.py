"""The forms of 考核周期: the steps of a period, the answer to an objection, a leader's word on a recommendation.

The acts are handed in by the page, for the shell knows no commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from lib.domain.office_flows import APPEAL, TAKE_UP
from lib.domain.period_life import COMPUTE, DECISIONS
from lib.domain.periods import Period
from lib.domain.rulings import OUTCOMES, SHARE
from lib.services.period_checks import Checked
from lib.services.period_decisions import DecisionsPage
from lib.services.period_objections import ObjectionPage
from lib.services.period_steps import NextStep
from lib.services.period_views import PeriodPage
from lib.shell import faults, kept, period_reads, progress
from lib.shell.submitting import Act, Desk, Percent, field, said
from lib.ui import cards
from lib.ui.markup import show

STEP, ANSWERED, SIGNING, CHECK = "period-step", "objection-answered", "signature", "period-check"
_UPHELD = "采纳"
_ANSWERS = ("不采纳", _UPHELD)


def steps(desk: Desk, acts: Mapping[str, Act], page: PeriodPage) -> None:
    """The steps this viewer may take now, each with what it brings and a remark; what may be done over, one tap away."""
    for one in page.steps:
        if not one.may:
            continue
        if one.again:
            with st.expander(one.name):
                _step(desk, acts[one.step], page, one)
        else:
            _step(desk, acts[one.step], page, one)


def _step(desk: Desk, act: Act, page: PeriodPage, one: NextStep) -> None:
    period = Period.parse(page.line.code)
    with st.form(f"{STEP}-{one.step}", enter_to_submit=False, border=not one.again):
        st.markdown(f"**{one.name}**：{one.brings}。")
        if one.step == COMPUTE:
            _compute(desk, act, page, one, period)
            return
        text = st.text_input("说明（可不填）", key=field(STEP, "text"))
        if st.form_submit_button(f"确认{one.name}", type="primary"):
            desk.send(STEP, act, period, text=text.strip() or None)


def _compute(desk: Desk, keep: Act, page: PeriodPage, one: NextStep, period: Period) -> None:
    close_on = st.date_input(
        "收件截止日", desk.today, min_value=page.ended_on, max_value=desk.today, key=field(STEP, "close"),
        format="YYYY-MM-DD", width=220,
    )  # fmt: skip
    if st.form_submit_button(f"确认{one.name}", type="primary"):
        with faults.told(), progress.bar("计算") as told:
            made = period_reads.computed(desk.viewer, period, close_on, told)
            desk.send(STEP, keep, made)


def checked(desk: Desk, period: Period) -> Checked | None:
    """The button that verifies the result in force, and what it last found; None before it was pressed."""
    made_from = (desk.viewer, period, period_reads.edition_key())
    if st.button("核验", type="primary"):
        with faults.told(), st.spinner("正在用当时的记录和现在的记录各重算一遍……"):
            kept.keep(CHECK, made_from, period_reads.checked(desk.viewer, period))
    found: Checked | None = kept.kept(CHECK, made_from)
    return found


def answer(desk: Desk, answering: Act, taking_up: Act, page: ObjectionPage) -> None:
    """Dismiss the objection, or uphold it and say what is made of the part; with the reason."""
    form = f"answer-{page.line.case_no}"
    if page.why_not:
        st.info(f"{page.why_not}。")
        return
    if page.may_take_up and st.button("先受理（进入复核）", key=f"take-up-{form}"):
        desk.send(ANSWERED, taking_up, APPEAL, page.line.case_no, TAKE_UP, seen=page.seen)
    given = st.radio("答复", _ANSWERS, index=None, horizontal=True, key=field(form, "answer"))
    if given is None:
        show(cards.note("采纳的，结果存为新的一版，只改申诉的这一项；不采纳的，结果不变。都要写明理由，单位会看到。"))
        return
    outcome = _outcome(form, page) if given == _UPHELD else None
    with st.form(form, enter_to_submit=False):
        share, accepted_on = _share(form, page) if outcome == SHARE else (None, None)
        reason = st.text_area("理由", key=field(form, "reason"), height=110)
        if st.form_submit_button(f"确认{given}", type="primary"):
            desk.send(
                ANSWERED, answering, page.line.case_no, reason=reason, outcome=outcome, share=share,
                accepted_on=accepted_on,
            )  # fmt: skip


def _outcome(form: str, page: ObjectionPage) -> str:
    picked: str = st.radio(
        "改为", page.outcomes, format_func=OUTCOMES.__getitem__, horizontal=True, key=field(form, "outcome")
    )
    return picked


def _share(form: str, page: ObjectionPage) -> tuple[Percent, date | None]:
    """The share itself, or of a duty the day on which it is held to be done."""
    day: date | None = None
    if page.of_duty:
        day = st.date_input(
            "认定完成日期（填了就以它定得分率）", None, key=field(form, "accepted"), format="YYYY-MM-DD", width=300
        )
    written = st.text_input("得分率（%）", key=field(form, "share"), width=300, placeholder="如 80")
    return Percent("得分率", written), day


def sign(desk: Desk, signing: Act, year: Period, page: DecisionsPage) -> None:
    """A leader signs or declines one of the recommendations not decided yet."""
    said(SIGNING)
    waiting = {one.unit: f"{one.name}：{one.recommendation}" for one in page.rows if one.decision is None}
    if not page.may_sign or not waiting:
        return
    with st.form(SIGNING, enter_to_submit=False):
        unit = st.selectbox("建议", list(waiting), format_func=waiting.__getitem__, index=None,
                            key=field(SIGNING, "unit"), placeholder="请选择要决定的一项")  # fmt: skip
        decision = st.radio("决定", list(DECISIONS), format_func=DECISIONS.__getitem__, index=None, horizontal=True,
                            key=field(SIGNING, "decision"))  # fmt: skip
        reason = st.text_area("理由", key=field(SIGNING, "reason"), height=90)
        show(cards.note("签署或不采纳之后不能再改；理由和姓名随决定一起保存。"))
        if st.form_submit_button("确认决定", type="primary"):
            desk.send(SIGNING, signing, year, unit or "", decision or "", reason=reason)
