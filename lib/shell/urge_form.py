"""Urging late cases, one or many at once: ticked, with one remark; each is an act of its own with its own key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from lib import clock
from lib.db.shared import board_engine
from lib.domain.plan import URGE
from lib.errors import Refused
from lib.services.ledger_views import LedgerRow
from lib.shell import ledger_acts, ledger_address
from lib.shell.ledger_acts import Desk
from lib.ui import ledger_parts


def show(desk: Desk, rows: Sequence[LedgerRow], as_of: date) -> None:
    """The late cases to choose from, all ticked, and one remark for all of them."""
    for row in rows:
        ledger_acts.begin(_name(row))
    with st.form("urge", border=False):
        for row in rows:
            st.checkbox(ledger_parts.choice_words(row, as_of), value=True, key=f"{_name(row)}|选")
        st.text_area("说明", key="urge|说明", height=96, placeholder="例如：请三日内反馈办理情况")
        st.form_submit_button("确认催办", type="primary", on_click=_urge, args=(desk, tuple(rows)), key="urge|确认")


def _name(row: LedgerRow) -> str:
    return f"{row.flow}|{row.case_no}|{URGE}|{row.seen}"


def _urge(desk: Desk, rows: Sequence[LedgerRow]) -> None:
    ticked = [row for row in rows if st.session_state[f"{_name(row)}|选"]]
    if not desk.is_signed_in():
        return
    if not ticked:
        ledger_acts.keep_told((), ("没有选中案件，没有催办：请勾选要催办的案件",))
        return
    said, refused = st.session_state["urge|说明"].strip() or None, []
    for row in ticked:
        try:
            desk.act(
                board_engine(), desk.plan, desk.calling(_name(row)), row.flow, row.case_no, URGE,
                occurred_on=clock.today(), seen=row.seen, text=said,
            )  # fmt: skip
        except Refused as error:
            refused.append(f"{row.case_no}没有催办：{error}")
    done = len(ticked) - len(refused)
    ledger_acts.keep_told((f"已催办 {done} 件，催办记入各件的办理过程，期限不变",) if done else (), refused)
    ledger_address.leave_view()
