"""The orders and letters of 催办督办: those in hand as a list or in counts, and one with its time line and its acts."""

from __future__ import annotations

import streamlit as st

from lib.shell import cached, links, order_filters, order_forms
from lib.shell.submitting import Act, Desk
from lib.ui import cards, doors, order_parts
from lib.ui.markup import show


def listed(desk: Desk, part: str) -> str | None:
    """What the part lists, in counts where the viewer is given no more; where a tap on a count leads."""
    found, tap = cached.orders(desk.viewer, desk.as_of, order_filters.flows_of(part)), None
    if found.counts_only:
        show(cards.card("在办", order_parts.figures(found.figures)))
        if found.units:
            tap = order_parts.counts(found.units, key="units")
        else:
            show(cards.empty(found.why_empty))
    if found.lines or not found.counts_only:
        lines, chosen = order_filters.lines(found), order_filters.shown()
        if lines:
            links.follow(order_parts.table(lines, part, desk.as_of, key="orders", caption="督办清单", show=chosen))
        else:
            show(cards.empty(found.why_empty))
    return tap


def one(desk: Desk, act: Act, part: str, flow: str, number: str) -> None:
    """One of them beside what may be done with it now."""
    page = cached.order(desk.viewer, desk.as_of, flow, number)
    to_list = doors.address(order_parts.PAGE, part=part, show=order_filters.shown())
    back = doors.draw(cards.back("返回列表", to_list), "back")
    show(order_parts.head(page.line, desk.as_of))
    left, right = st.columns((3, 2))
    with left:
        show(cards.card("事由", order_parts.facts(page.line, page.words, desk.as_of)))
        show(cards.card("办理过程", order_parts.time_line(page.steps, desk.as_of), f"{len(page.steps)} 条"))
    with right, st.container(key="card-order", border=True):
        order_forms.actions(desk, act, page)
    links.follow(back)
