"""A unit's forms of 填报核实: a report on a duty, a number of an indicator, a request for extension or for help."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.domain.facts import COMPLETION, PROGRESS
from lib.domain.verifying import office_clock
from lib.domain.wording import full_day
from lib.evidence import kinds
from lib.evidence.examining import LARGEST_MB
from lib.services.report_views import DutyToReport, FilingPage, NumberDue
from lib.shell import cached
from lib.shell.submitting import Act, Desk, Numeral, field, said

_KINDS = {PROGRESS: "填报进展", COMPLETION: "申报完成"}


def report(desk: Desk, act: Act, duty: DutyToReport, unit: str) -> None:
    """Report progress on a duty or claim its completion."""
    form = f"report-{duty.key}"
    said(form)
    if duty.claimed_on:
        by = f"，核实期限 {full_day(duty.waits_until)}" if duty.waits_until else ""
        st.info(f"{full_day(duty.claimed_on)}的申报正在等待核实{by}。需要补充时可以再填报。")
    kind = _kind(form, duty)
    with st.form(form, enter_to_submit=False):
        left, right = st.columns(2)
        occurred_on = desk.day(form, "发生日期（是否按期以此为准）", left, first=duty.opens_on)
        percent = None
        if kind == PROGRESS:
            percent = right.number_input(
                "完成比例（%）", 0, 100, None, 5, key=field(form, "percent"), placeholder="可不填"
            )
        text = st.text_area("说明", key=field(form, "text"), placeholder="做了什么、到哪一步", height=110)
        evidence, uploads = _evidence(form)
        if st.form_submit_button(_KINDS[kind], type="primary"):
            desk.send(
                form, act, duty.code, unit, uploads=uploads, then=_then(desk, duty, kind), kind=kind, period_written=duty.period,
                occurred_on=occurred_on, percent=None if percent is None else Decimal(percent),
                text=text or None, evidence=evidence or None,
            )  # fmt: skip


def _kind(form: str, duty: DutyToReport) -> str:
    """Progress or completion, where both may be filed; of a standing duty progress is what counts."""
    if not duty.owned:
        return PROGRESS
    kind: str = st.radio(
        "类型", list(_KINDS), index=0 if duty.standing else 1, format_func=_KINDS.__getitem__, horizontal=True,
        key=field(form, "kind"),
    )  # fmt: skip
    return kind


def _then(desk: Desk, duty: DutyToReport, kind: str) -> str:
    """By when a claim gets its verdict; of progress nothing follows, unless the duty is a standing one."""
    clock = office_clock(cached.edition().plan, desk.today)
    if clock is None or not duty.owned or (kind == PROGRESS and not duty.standing):
        return ""
    return f"，核实期限 {full_day(clock.due_on)}。结果显示在“最近填报”；如被退回，可在 5 个工作日内重新申报。"


def number(desk: Desk, act: Act, page: FilingPage, due: NumberDue) -> None:
    """Enter the number of an indicator for a period, with its evidence."""
    form = f"number-{page.unit}-{due.key}"
    said(form)
    periods = {one.code: one for one in dict.fromkeys((due.period, *page.periods))}
    with st.form(form, enter_to_submit=False):
        left, right = st.columns(2)
        period = left.selectbox(
            "考核期", list(periods), format_func=lambda one: periods[one].name, key=field(form, "period")
        )
        occurred_on = desk.day(form, "日期", right)
        numbers = _numbers(form, due)
        evidence, uploads = _evidence(form)
        if st.form_submit_button("提交指标", type="primary"):
            desk.send(
                form, act, period, page.unit, due.code, uploads=uploads, occurred_on=occurred_on,
                evidence=evidence or None, **numbers,
            )  # fmt: skip


def _numbers(form: str, due: NumberDue) -> dict[str, Any]:
    """Numerator and denominator, or the one number, as the indicator is one."""
    if not due.has_denominator:
        return {"value": _numeral(st.container(), form, "value", f"数值（{due.unit_word}）")}
    left, right = st.columns(2)
    return {
        "numerator": _numeral(left, form, "numerator", "分子"),
        "denominator": _numeral(right, form, "denominator", "分母"),
    }


def _numeral(where: DeltaGenerator, form: str, name: str, label: str) -> Numeral:
    return Numeral(label, where.text_input(label, key=field(form, name)))


def extension(desk: Desk, act: Act, page: FilingPage) -> None:
    """Ask the office for a later due of an open duty."""
    form = f"extension-{page.unit}"
    by_key = _own_duties(form, page, "申请延期")
    if not by_key:
        return
    with st.form(form, enter_to_submit=False):
        key = _duty(form, by_key)
        left, right = st.columns(2)
        new_due = left.date_input(
            "申请延至", None, min_value=desk.as_of, key=field(form, "due"), format="YYYY-MM-DD",
        )  # fmt: skip
        occurred_on = desk.day(form, "申请日期", right)
        reason = st.text_area(
            "理由", key=field(form, "reason"), placeholder="为什么不能按期完成，已做到哪一步", height=90
        )
        if st.form_submit_button("提出申请", type="primary"):
            duty = by_key[key]
            desk.send(
                form, act, duty.code, duty.period, new_due=new_due, reason=reason or None, occurred_on=occurred_on
            )  # fmt: skip


def help_request(desk: Desk, act: Act, page: FilingPage, units: Mapping[str, str]) -> None:
    """Ask another unit for help with a duty of the own."""
    form = f"help-{page.unit}"
    by_key = _own_duties(form, page, "请其他单位配合")
    if not by_key:
        return
    with st.form(form, enter_to_submit=False):
        key = _duty(form, by_key)
        left, right = st.columns(2)
        helper = left.selectbox(
            "请哪个单位配合", list(units), index=None, format_func=units.__getitem__, key=field(form, "helper"),
            placeholder="请选择单位",
        )  # fmt: skip
        occurred_on = desk.day(form, "日期", right)
        text = st.text_area("请对方做什么", key=field(form, "text"), height=90)
        if st.form_submit_button("发出请求", type="primary"):
            desk.send(form, act, by_key[key].code, page.unit, helper, text=text or None, occurred_on=occurred_on)


def _own_duties(form: str, page: FilingPage, what: str) -> dict[str, DutyToReport]:
    """The duties for which this may be asked, by key; told where there is none, below what the form brought about."""
    said(form)
    if not page.owned:
        st.caption(f"没有未完成的牵头任务，不需要{what}。")
    return {one.key: one for one in page.owned}


def _duty(form: str, by_key: Mapping[str, DutyToReport]) -> str:
    """One of the own duties, that of the address first."""
    asked = st.query_params.get("duty", "")
    place = list(by_key).index(asked) if asked in by_key else 0
    chosen: str = st.selectbox(
        "任务", list(by_key), index=place, format_func=lambda one: by_key[one].title, key=field(form, "duty")
    )
    return chosen


def _evidence(form: str) -> tuple[str, list[UploadedFile]]:
    """Evidence as words, as files, or both."""
    words = st.text_input("佐证", key=field(form, "evidence"), placeholder="文件名称和文号，如：山政办〔2021〕20号")
    label = f"佐证文件（可不传；{kinds.ALLOWED}，每个不超过 {LARGEST_MB} MB）"
    files = st.file_uploader(
        label, kinds.SUFFIXES, accept_multiple_files=True, key=field(form, "files"), max_upload_size=LARGEST_MB
    )
    return words, list(files or ())
