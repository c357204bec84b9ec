"""The forms of the ledger, made from a flow's definition: one to register, one for each action allowed now.

A form is known by its case and the last event the person saw, so that a case that moved on has a new
form. The act is done in the callback of its button, with what the form was drawn with: a run that draws
the case anew knows only how it is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import cycle, repeat
from typing import Any

import streamlit as st

from lib import clock
from lib.db.shared import board_engine
from lib.domain.case_fields import ACTOR, AMOUNT, ASSIGNED, RESULT, TEXT, FormField
from lib.errors import Problem, Refused
from lib.services.case_views import ActionForm, CasePage
from lib.shell import ledger_acts, ledger_address
from lib.shell.ledger_acts import Desk, DoneAct

_SERIAL = "_ledger_serial"
_ARGUMENTS = {ACTOR: "actor", ASSIGNED: "assignee", RESULT: "result", TEXT: "text"}


def actions(desk: Desk, page: CasePage) -> None:
    """The actions allowed to the viewer now, and the form of the one chosen; the first stands open."""
    if not page.actions:
        st.caption("您现在没有可以办理的动作。" if page.closed_on is None else "已办结，没有可以办理的动作。")
        return
    names = [form.name for form in page.actions]
    chosen = st.segmented_control(
        "办理动作",
        names,
        default=names[0],
        required=True,
        key=f"{_case(page)}do|{page.seen}",
        label_visibility="collapsed",
    )
    form = next(one for one in page.actions if one.name == (chosen or names[0]))
    name = f"{_case(page)}{form.name}|{page.seen}"
    if form.to is not None and form.to != page.state:
        st.caption(f"办理后转为“{form.to}”。")
    _draw(form, name, _act, (desk, form, page.case_no, page.seen, name))


def tell_overtaken(page: CasePage) -> None:
    """Say so where somebody was faster."""
    ledger_acts.tell_overtaken(_case(page), f"|{page.seen}")


def _case(page: CasePage) -> str:
    return f"{page.flow}|{page.case_no}|"


def registering(desk: Desk, forms: Mapping[str, ActionForm], flow: str) -> None:
    """Which flow, and the form to register a case of it."""
    codes = list(forms)
    if len(codes) > 1:
        flow = st.selectbox(
            "台账",
            codes,
            index=codes.index(flow) if flow in forms else 0,
            format_func=lambda code: desk.plan.flow[code].name,
            key="ledger-new-flow",
        )
    form = forms.get(flow, forms[codes[0]])
    name = f"{form.flow}||{form.name}|{st.session_state.setdefault(_SERIAL, 0)}"
    _draw(form, name, _register, (desk, form, name), numbered=True)


def _draw(form: ActionForm, name: str, act: Callable[..., None], given: Any, *, numbered: bool = False) -> None:
    ledger_acts.begin(name)
    with st.form(f"form|{name}", border=False):
        if refused := ledger_acts.refusal_at(name):
            st.error("\n\n".join(refused))
        places = cycle(st.columns(2)) if numbered else repeat(st.container())
        if numbered:
            with next(places):
                _number(form, name)
        with next(places):
            _day(form, name)
        for field in form.fields:
            if not field.extra:
                with st.container() if field.name == TEXT else next(places):
                    _field(field, name)
        extras = [field for field in form.fields if field.extra]
        if extras:
            with st.expander("补充或更改栏目（可不填）"):
                for field in extras:
                    _field(field, name)
        st.form_submit_button(
            f"确认{form.name}", type="primary", width="stretch", on_click=act, args=given, key=f"{name}|确认"
        )


def _number(form: ActionForm, name: str) -> None:
    st.text_input(
        "编号" if form.allots else "编号（必填）",
        key=f"{name}|编号",
        placeholder="不填则自动编号" if form.allots else None,
    )


def _day(form: ActionForm, name: str) -> None:
    today = clock.today()
    st.date_input(
        "日期",
        value=today,
        min_value=min(form.earliest, today),
        max_value=today,
        format="YYYY-MM-DD",
        key=f"{name}|日期",
    )


def _field(field: FormField, form: str) -> None:
    """A choice where the flow lists what may be said, several lines for 说明, else one line."""
    label = f"{field.label}（必填）" if field.required else field.label
    key = f"{form}|{field.name}"
    if field.choices:
        words = dict(field.choices)
        st.selectbox(
            label,
            list(words),
            format_func=words.__getitem__,
            index=0 if field.required and len(words) == 1 else None,
            key=key,
            placeholder=field.note or "请选择",
        )
    elif field.is_date:
        st.date_input(label, value=None, format="YYYY-MM-DD", key=key)
    elif field.name == TEXT:
        st.text_area(label, key=key, height=96)
    else:
        st.text_input(label, key=key, placeholder=field.note or None)


def _act(desk: Desk, form: ActionForm, case_no: str, seen: int, name: str) -> None:
    def act() -> DoneAct:
        return desk.act(
            board_engine(), desk.plan, desk.calling(name), form.flow, case_no, form.name,
            occurred_on=st.session_state[f"{name}|日期"], seen=seen, **_given(form.fields, name),
        )  # fmt: skip

    ledger_acts.take(desk, name, act)


def _register(desk: Desk, form: ActionForm, name: str) -> None:
    def act() -> DoneAct:
        number = st.session_state[f"{name}|编号"].strip() or None
        return desk.register(
            board_engine(), desk.plan, desk.calling(name), form.flow, number,
            occurred_on=st.session_state[f"{name}|日期"], **_given(form.fields, name),
        )  # fmt: skip

    done = ledger_acts.take(desk, name, act)
    if done is not None:
        st.session_state[_SERIAL] += 1
        ledger_address.go_to_case_of(done.numbers[0])


def _given(fields: Iterable[FormField], name: str) -> dict[str, Any]:
    """What was filled in, as the arguments of a command."""
    found: dict[str, Any] = {}
    attributes: dict[str, str] = {}
    for field in fields:
        value = str(st.session_state.get(f"{name}|{field.name}") or "").strip()
        if not value:
            continue
        if field.name == AMOUNT:
            found["amount"] = _amount(field, value)
        elif field.is_attribute:
            attributes[field.name] = value
        else:
            found[_ARGUMENTS[field.name]] = value
    return found | ({"attributes": attributes} if attributes else {})


def _amount(field: FormField, written: str) -> Decimal:
    try:
        if not written.isascii() or "e" in written.lower() or "_" in written:
            raise InvalidOperation
        return Decimal(written)
    except InvalidOperation as error:
        raise Refused([Problem(field.label, f"“{written}”不是数字，请写成 12 或 12.5，不带逗号和单位")]) from error
