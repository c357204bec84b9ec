"""A part of a score, opened on 我的单位: what it rests on beside the objection to it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lib.services.part_views import PartPage
from lib.shell import cached, links, score_forms
from lib.shell.filters import Shown
from lib.shell.submitting import Act, Desk, said
from lib.ui import basis_parts, doors, objection_parts
from lib.ui.markup import joined, show

RULE, PART = "rule", "part"


class ScoreActs(NamedTuple):
    """The acts of a unit on its score, handed in by the page."""

    object: Act
    withdraw: Act
    confirm: Act


def opened(desk: Desk, shown: Shown, unit: str) -> PartPage | None:
    """The part the address names, if the viewer is shown a result that has it."""
    rule, subject = st.query_params.get(RULE), st.query_params.get(PART)
    if not rule or not subject or shown.period is None:
        return None
    return cached.part(desk.viewer, desk.as_of, shown.period, unit, rule, subject)


def draw(desk: Desk, acts: ScoreActs, page: PartPage, period: str) -> None:
    """The part with its stays and facts, and beside it the objection or the form for one."""
    for form in (score_forms.OBJECT, score_forms.WITHDRAWAL):
        said(form)
    back = doors.draw(basis_parts.back(page), "back")
    made = page.part.objection
    left, right = st.columns((3, 2)) if made or page.part.may_object else (st.container(), None)
    with left:
        tap = doors.draw(joined((basis_parts.head(page, period), basis_parts.stays(page, desk.as_of))), "basis")
    if right is not None:
        with right:
            _beside(desk, acts, page)
    show(basis_parts.facts(page, desk.as_of))
    links.follow(back, tap)


def _beside(desk: Desk, acts: ScoreActs, page: PartPage) -> None:
    made = page.part.objection
    if made is None:
        score_forms.objection(desk, acts.object, page)
        return
    show(objection_parts.card(made, desk.as_of))
    if made.may_withdraw:
        score_forms.withdraw(desk, acts.withdraw, made)
