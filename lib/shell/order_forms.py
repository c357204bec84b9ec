"""The office's forms of 催办督办: choose drafts and issue them, act on an order, register an instruction or letter.

The acts are handed in by the page, for the shell knows no commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.domain.order_drafts import OrderDraft
from lib.domain.order_rules import LETTER
from lib.domain.plan import URGE, Action
from lib.services.order_choices import Choices
from lib.services.order_views import DraftLine, DraftsPage
from lib.services.orders_in_hand import OrderPage
from lib.shell import cached, links
from lib.shell.submitting import Act, Desk, field, said
from lib.ui import cards, order_parts
from lib.ui.markup import show

ISSUE = "issue-orders"
_PICKED, _CONFIRMING = "_orders_picked", "_orders_confirming"
ALL = "全部"
_THEN = "。单位签收后按期反馈，到“在办”里跟踪和销号；商请函不设时限。"
MOST_SHOWN = 60  # each is several controls; what is graver and longer overdue comes first
# What the words of an act are, where 说明 would not say it.
_OF_TEXT = {"回头看": "复查内容", "退回": "退回理由", URGE: "催办内容", "销号": "销号意见"}


def _picked() -> dict[str, str]:
    """Drafts chosen, by key, with the reason as edited; kept while other parts of the page are shown."""
    picked: dict[str, str] = st.session_state.setdefault(_PICKED, {})
    return picked


def drafts(desk: Desk, issue: Act, page: DraftsPage) -> None:
    """The drafts to choose from, or what was chosen for one last look."""
    done = said(ISSUE)
    known = {one.key: one for one in page.lines}
    gone = [key for key in _picked() if key not in known]
    for key in gone:
        del _picked()[key]
    if gone and not done:
        st.info(f"所选的 {len(gone)} 件已由他人签发，或情况已变，不在待发里了；请看“在办”。")
    if not page.lines:
        show(cards.empty(page.why_empty))
        return
    if st.session_state.get(_CONFIRMING) and _picked():
        _confirm(desk, issue, [known[key] for key in _picked()])
        return
    st.session_state[_CONFIRMING] = False
    grade = _grade(page)
    found = [one for one in page.lines if grade in (None, one.grade)]
    shown = found[:MOST_SHOWN]
    if len(found) > MOST_SHOWN:
        show(cards.note(f"共 {len(found)} 件，这里先列最严重的 {MOST_SHOWN} 件；签发后依次补上。"))
    opened = None
    for place, one in enumerate(shown):
        with st.container(key=f"draft-row-{place}", horizontal=True, vertical_alignment="top"):
            if page.may_issue:
                _choice(one)
            with st.container():
                show(order_parts.draft(one, edited=one.key in _picked()))
                if one.key in _picked():
                    _reason(one)
            if st.button("看依据", key=f"behind-{one.key}", type="tertiary"):
                opened = one
    if page.may_issue:
        _bar(shown)
    if opened is not None:
        links.open_page(opened.page, **dict(opened.opens))


def _grade(page: DraftsPage) -> str | None:
    """The grade to show, kept in the address; None: every one."""
    words = {ALL: f"{ALL} {len(page.lines)}"} | {one: f"{one} {count}" for one, count in page.by_grade}
    chosen = st.query_params.get("grade")
    st.session_state["order-grade"] = chosen if chosen in words else ALL
    st.pills("等级", list(words), format_func=words.__getitem__, key="order-grade", label_visibility="collapsed",
             on_change=_choose, args=("order-grade", "grade", ALL))  # fmt: skip
    return chosen if chosen in words else None


def _choose(control: str, name: str, default: str) -> None:
    """Write the choice to the address; the default, or a second tap on what is chosen, leaves it."""
    picked = st.session_state[control]
    if picked in (None, default):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = picked


def _choice(one: DraftLine) -> None:
    control = f"pick-{one.key}"
    st.session_state[control] = one.key in _picked()
    st.checkbox(f"选中 {one.grade} {one.unit_name} {one.reason}", key=control, label_visibility="collapsed",
                on_change=_pick, args=(control, one), width="content")  # fmt: skip


def _pick(control: str, one: DraftLine) -> None:
    if st.session_state[control]:
        _picked()[one.key] = one.reason
    else:
        _picked().pop(one.key, None)


def _reason(one: DraftLine) -> None:
    """The reason of a draft chosen, to be edited before it is issued."""
    control = f"reason-{one.key}"
    st.session_state[control] = _picked()[one.key]
    st.text_area("事由（可修改）", key=control, height=90, on_change=_edit, args=(control, one.key))


def _edit(control: str, key: str) -> None:
    _picked()[key] = st.session_state[control]


def _bar(shown: Sequence[DraftLine]) -> None:
    count = len(_picked())
    with st.container(key="issue-bar", horizontal=True, vertical_alignment="center"):
        st.button("全选", on_click=_pick_all, args=(shown,))
        st.button("清空", on_click=_picked().clear, disabled=not count)
        st.button(
            f"核对并签发（{count} 份）", type="primary", disabled=not count, on_click=_set_confirming, args=(True,)
        )


def _pick_all(shown: Sequence[DraftLine]) -> None:
    for one in shown:
        _picked().setdefault(one.key, one.reason)


def _set_confirming(on: bool) -> None:
    st.session_state[_CONFIRMING] = on


def _confirm(desk: Desk, issue: Act, chosen: Sequence[DraftLine]) -> None:
    """One last look at what will be issued, with the numbers to come."""
    st.subheader(f"签发前核对（{len(chosen)} 份）", anchor=False)
    on = st.date_input(
        "签发日期", desk.as_of, max_value=desk.today, key=field(ISSUE, "day"), format="YYYY-MM-DD", width=200
    )
    reasons = [_picked()[one.key] for one in chosen]
    numbers = cached.numbers_to_come([one.grade for one in chosen], on)
    show(order_parts.to_confirm(chosen, reasons, numbers))
    show(cards.note("编号在签发时编定；他人同时签发时以签发结果为准。签发后单位即可看到，不能删除，只能销号撤销。"))
    with st.container(horizontal=True):
        confirmed = st.button(f"确认签发 {len(chosen)} 份", type="primary")
        st.button("返回修改", on_click=_set_confirming, args=(False,))
    if confirmed:
        ready = [one.draft._replace(reason=reason) for one, reason in zip(chosen, reasons, strict=True)]
        desk.send(ISSUE, issue, ready, occurred_on=on, then=_THEN)


def actions(desk: Desk, act: Act, page: OrderPage) -> None:
    """What may be done with an order now: choose one act, fill in what it needs."""
    form = f"order-{page.line.flow}-{page.line.number}"
    said(form)
    if not page.actions:
        show(cards.note("现在没有需要您办理的动作。"))
        return
    names = {one.name: one for one in page.actions}
    labels = list(names)
    first = labels.index(_first(page, names))
    chosen = st.radio("办理", labels, index=first, horizontal=True, key=field(form, "action"))
    with st.form(form, enter_to_submit=False, border=False):
        fields = _act_fields(desk, form, page, names[chosen])
        if st.form_submit_button(f"确认{chosen}", type="primary"):
            desk.send(form, act, page.line.flow, page.line.number, chosen, seen=page.seen, **fields)


def _first(page: OrderPage, names: dict[str, Action]) -> str:
    """The act most likely wanted: the flow's own before 催办 and 中止."""
    return next(iter(names)) if not page.line.days_late or URGE not in names else URGE


def _act_fields(desk: Desk, form: str, page: OrderPage, action: Action) -> dict[str, Any]:
    earliest = min(page.last_on, desk.today)
    on = st.date_input("日期", max(desk.as_of, earliest), min_value=earliest, max_value=desk.today,
                       key=field(form, "day"), format="YYYY-MM-DD")  # fmt: skip
    fields: dict[str, Any] = {"occurred_on": on}
    if results := page.results.get(action.name):
        fields["result"] = st.radio("结果", results, horizontal=True, key=field(form, f"{action.name}-result"))
    if action.holder == "assignee":
        units = cached.order_choices(desk.viewer).ordered
        fields["assignee"] = st.selectbox("承办单位", list(units), format_func=units.__getitem__, index=None,
                                          key=field(form, "assignee"), placeholder="请选择单位")  # fmt: skip
    needed = "" if "说明" in action.required else "（可不填）"
    text = st.text_area(
        f"{_OF_TEXT.get(action.name, '说明')}{needed}", key=field(form, f"{action.name}-text"), height=90
    )
    return {**fields, "text": text.strip() or None}


def instruction(desk: Desk, record: Act, choices: Choices) -> None:
    """Record an instruction a leader wrote on a paper, and hand it to a unit at once if one is named."""
    form = "instruction"
    said(form)
    with st.form(form, enter_to_submit=False, border=False):
        left, right = st.columns(2)
        leader = left.text_input("批示领导", key=field(form, "leader"), placeholder="姓名和职务")
        given_on = desk.day(form, "批示日期", right, name="given")
        about = st.text_area("批示内容和事由", key=field(form, "about"), height=120)
        left, right = st.columns(2)
        units = choices.ordered
        unit = left.selectbox("交办单位（可不填）", list(units), format_func=units.__getitem__, index=None,
                              key=field(form, "unit"), placeholder="先登记，以后交办")  # fmt: skip
        on = desk.day(form, "登记日期", right)
        if st.form_submit_button("登记批示件", type="primary"):
            desk.send(form, record, leader=leader.strip() or None, written_on=given_on, matter=about.strip() or None,
                      unit=unit, occurred_on=on)  # fmt: skip


def letter(desk: Desk, issue: Act, choices: Choices) -> None:
    """Write a letter to court or procuratorate: polite, without a limit, without any case of theirs."""
    form = "letter"
    said(form)
    with st.form(form, enter_to_submit=False, border=False):
        left, right = st.columns(2)
        units = choices.courts
        unit = left.selectbox("发往", list(units), format_func=units.__getitem__, index=None, key=field(form, "unit"),
                              placeholder="请选择法院或检察院")  # fmt: skip
        on = desk.day(form, "发函日期", right)
        about = st.text_area("商请事项", key=field(form, "about"), height=120,
                             placeholder="请贵院……。商请函不设时限，不催办，不写案号和当事人。")  # fmt: skip
        source = st.radio("来源", ("计划", "会议", "批示"), horizontal=True, key=field(form, "source"))
        if st.form_submit_button("发出商请函", type="primary"):
            desk.send(form, issue, [OrderDraft("", unit or "", LETTER, source, about)], occurred_on=on)
