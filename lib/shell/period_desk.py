"""One period of 考核周期, part by part: its life, its objections, its check, its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from lib.domain.periods import Period
from lib.services.period_views import PeriodPage
from lib.shell import filters, kept, period_forms, period_reads
from lib.shell.submitting import Act, Desk, said
from lib.ui import cards, check_parts, decision_parts, doors, objection_answers, period_parts
from lib.ui.markup import show

Tap = str | None
_SEEN = "period-steps-seen"


class PeriodActs(NamedTuple):
    """The acts of the page, handed in by it: one for each step, and those on objections and recommendations."""

    steps: Mapping[str, Act]
    answer: Act
    take_up: Act
    sign: Act


def draw(desk: Desk, acts: PeriodActs, page: PeriodPage, part: str) -> list[Tap]:
    """The part asked for; what was tapped in it."""
    period = Period.parse(page.line.code)
    if part == "life":
        return _life(desk, acts, page)
    if part == "objections":
        return _objections(desk, acts, period)
    if part == "check":
        _check(desk, page, period)
    else:
        _decisions(desk, acts, period)
    return []


def _life(desk: Desk, acts: PeriodActs, page: PeriodPage) -> list[Tap]:
    if not said(period_forms.STEP):
        _told_of_others(page)
    kept.keep(_SEEN, page.line.code, len(page.past))
    show(period_parts.life(page.marks, desk.as_of))
    tap = doors.draw(period_parts.ahead(page), "ahead")
    period_forms.steps(desk, acts.steps, page)
    show(period_parts.past(page.past, desk.as_of))
    return [tap]


def _told_of_others(page: PeriodPage) -> None:
    """A step that somebody else took since this session looked: what was pressed meanwhile came too late."""
    seen = kept.kept(_SEEN, page.line.code)
    if seen is not None and seen < len(page.past):
        last = page.past[-1]
        st.info(f"{last.who}刚刚办理了“{last.name}”，下面是现在的情况。")


def _objections(desk: Desk, acts: PeriodActs, period: Period) -> list[Tap]:
    said(period_forms.ANSWERED)
    found = period_reads.objections(desk.viewer, desk.today, period)
    case_no = filters.chosen("case", {one.case_no for one in found})
    if not found:
        st.info("本期没有申诉：结果交单位核对之后、锁定之前，单位可以在“我的单位”里逐项提出。")
        return []
    if case_no is None:
        return [objection_answers.table(found, period.code, desk.as_of, key="objections")]
    one = period_reads.objection(desk.viewer, desk.today, period, case_no)
    tap = doors.draw(objection_answers.head(one.line, period.code, desk.as_of), "all-objections")
    show(objection_answers.asked(one))
    if one.line.closed_on is None:
        period_forms.answer(desk, acts.answer, acts.take_up, one)
    else:
        show(objection_answers.answered(one, desk.as_of))
    if one.versions:
        show(objection_answers.versions(one.versions))
    return [tap]


def _check(desk: Desk, page: PeriodPage, period: Period) -> None:
    if not page.line.version:
        st.info("还没有计算过的结果，没有可核验的。")
        return
    show(cards.note("核验用存储的文本、当时的记录和现在的记录各算一遍：前两样应与摘要一致，后一样的出入列在下面。"))
    found = period_forms.checked(desk, period)
    if found is not None:
        show(check_parts.check(found))
        for piece in check_parts.drift(found):
            show(piece)


def _decisions(desk: Desk, acts: PeriodActs, period: Period) -> None:
    found = period_reads.decisions(desk.viewer, desk.today, period)
    if found.rows:
        show(decision_parts.recommended(found.rows, desk.as_of))
    if found.why_empty or found.why_not:
        st.info(f"{found.why_empty or found.why_not}。")
    period_forms.sign(desk, acts.sign, period, found)
    if found.history:
        show(decision_parts.history(found.years, found.history))
