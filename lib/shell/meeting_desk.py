"""会议 at work: the walk from unit to unit, a point and a due tapped, what was decided and how it is taken back.

Which unit is shown stands in the address; acts are handed in by the page, for the shell knows no commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import streamlit as st

from lib.domain import agenda
from lib.domain.order_drafts import OrderDraft
from lib.domain.order_rules import LETTER
from lib.domain.wording import full_day, short_day
from lib.domain.written import LONGEST_LINE
from lib.services.meeting_units import PointLine, UnitScreen
from lib.services.meeting_views import MadeLine, Meeting
from lib.services.minutes import minutes
from lib.shell import cached
from lib.shell.submitting import Act, Desk, field, told
from lib.ui import cards, doors, meeting_opening, meeting_parts
from lib.ui.markup import Piece, plain, show

UNIT, OPENING, END = "unit", "", "minutes"
DECIDE, TAKE_BACK = "meeting-decide", "meeting-back"
SOURCE, OTHER = "会议", "其他事项"
MOST_POINTS = 8
HOW = "键盘 ← → 逐个过单位。点一句话，再点期限，即议定；记错了点“撤回”。会议日期是右上角的日期。"
_CHOSEN, _NAME = "_meeting_point", "_meeting_name"


class Sitting(NamedTuple):
    """A meeting at its desk. `decide`, `letter` (to court or procuratorate) and `take_back` are its acts."""

    desk: Desk
    met: Meeting
    decide: Act
    letter: Act
    take_back: Act


def stop_of(met: Meeting) -> str:
    """Where the walk is, by the address: the opening, a unit of the agenda, or the end."""
    asked = st.query_params.get(UNIT, OPENING)
    return asked if asked == END or any(one.unit == asked for one in met.units) else OPENING


def go(stop: str) -> None:
    """Walk to a stop; the point chosen at the last one is left."""
    st.session_state.pop(_CHOSEN, None)
    if stop == OPENING:
        st.query_params.pop(UNIT, None)
    else:
        st.query_params[UNIT] = stop


def walk(sitting: Sitting, here: str) -> None:
    """The bar: the way back and on, by a tap or by the keys ← and →, around where the walk is.

    The way leads from the opening through the turns to the end; a quiet unit stands between the last turn and the end.
    """
    met = sitting.met
    for form in (DECIDE, TAKE_BACK):
        if sentence := told(form):
            st.session_state.pop(_CHOSEN, None)
            st.toast(plain(sentence))
    stops = [OPENING, *(one.unit for one in met.turns), END]
    beside = here not in stops
    at = len(met.turns) if beside else stops.index(here)
    before, after = stops[at if beside else max(0, at - 1)], stops[min(len(stops) - 1, at + 1)]
    names = {OPENING: "开场", END: "纪要", **{one.unit: one.name for one in met.units}}
    with st.container(key="meeting-bar", horizontal=True, vertical_alignment="center"):
        st.button(f"← {names[before]}", key="meeting-before", shortcut="Left", disabled=here == OPENING,
                  on_click=go, args=(before,))  # fmt: skip
        with st.container(key="meeting-title"):
            show(_title(sitting.desk, met, here, at))
        st.button(f"{names[after]} →", key="meeting-after", shortcut="Right", disabled=here == END, type="primary",
                  on_click=go, args=(after,))  # fmt: skip


def _title(desk: Desk, met: Meeting, here: str, at: int) -> Piece:
    if here == OPENING:
        last = f"上次会议 {short_day(met.last_on, met.day)}" if met.last_on else "此前没有议定事项"
        return meeting_parts.heading(name_of(met), f"{short_day(met.day, met.day)}　{last}")
    if here == END:
        return meeting_parts.heading("本次议定事项", f"{short_day(met.day, met.day)}　共 {met.made_count} 件")
    turn = next(one for one in met.units if one.unit == here)
    word = meeting_parts.PART_WORDS[turn.part]
    place = f"{word}单位" if turn.part == agenda.QUIET else f"{word}　{at}／{len(met.turns)}"
    return meeting_parts.title(cached.meeting_unit(desk.viewer, met.day, here).marks, place)


def opening(sitting: Sitting) -> str | None:
    """What was promised at the last meeting and what came of it, and the agenda; the address of what was tapped."""
    met = sitting.met
    left, right = st.columns((3, 2))
    with left:
        tap = doors.draw(meeting_opening.review(met), "meeting-review")
        if met.may_decide:
            st.text_input("会议名称", met.name, max_chars=40, key=f"{_NAME}-{met.day}", persist_state="session")
            show(cards.note(HOW))
            if met.day != sitting.desk.today:
                st.warning(
                    f"会议日期是{full_day(met.day)}，不是今天：议定事项将记在这一天。今天开会，请把右上角的日期改为今天。"
                )
    with right:
        door = doors.draw(meeting_opening.order_of_the_day(met.turns, met.quiet), "meeting-agenda")
    return tap or door


def end(met: Meeting) -> None:
    """What this meeting made, and the minutes; a leader is given how many."""
    left, right = st.columns((3, 2))
    with left:
        show(meeting_parts.decided(met.made, met.made_count, met.day))
    with right:
        if met.may_decide:
            st.text_area("会议纪要（点进文字，Ctrl+A 全选、Ctrl+C 复制）", minutes(met, name_of(met)), height=620)
        else:
            show(cards.note("会议纪要由督导办公室整理，随纪要印发；这里只列件数。"))


def unit(sitting: Sitting, code: str) -> None:
    """One unit: at the left what there is to settle, at the right what was decided, what changed, what runs."""
    met = sitting.met
    screen = cached.meeting_unit(sitting.desk.viewer, met.day, code)
    left, right = st.columns((3, 2))
    with left:
        _points(sitting, screen, code)
    with right:
        if met.may_decide:
            _made(sitting, screen.made)
        if screen.since is not None and met.last_on is not None:
            show(meeting_parts.since(screen.since, met.last_on, met.day))
        show(meeting_parts.running(screen, met.day))


def name_of(met: Meeting) -> str:
    """What this meeting is called: as it was typed, else as its decisions or the last meeting say."""
    typed: str = st.session_state.get(f"{_NAME}-{met.day}", "")
    return typed.strip() or met.name


def _points(sitting: Sitting, screen: UnitScreen, unit: str) -> None:
    """What there is to settle: a tap on a sentence, then one on a due."""
    may_decide = sitting.met.may_decide
    if not screen.points:
        show(cards.note("没有需议定的问题。"))
    for place, one in enumerate(screen.points[:MOST_POINTS]):
        with st.container(key=f"meeting-point-{place}"):
            show(meeting_parts.point(one))
            if may_decide and one.may_decide:
                _choice(sitting, screen, unit, one)
    if len(screen.points) > MOST_POINTS:
        show(cards.note(f"共 {len(screen.points)} 条，这里先列最急的 {MOST_POINTS} 条。"))
    if may_decide:
        with st.container(key="meeting-point-other"):
            _choice(sitting, screen, unit, None)


def _choice(sitting: Sitting, screen: UnitScreen, unit: str, one: PointLine | None) -> None:
    """The sentence as a button; once tapped, the sentence to be changed and what it is decided with."""
    key = one.cause if one else OTHER
    if st.session_state.get(_CHOSEN) != (unit, key):
        label = f"＋ {plain(one.suggestion) if one else OTHER}"
        st.button(label, key=f"choose-{unit}-{key}", width="stretch", on_click=_choose, args=(unit, key))
        return
    with st.container(key="meeting-decide", border=True):
        topic = st.text_input("议定内容", one.suggestion if one else "", max_chars=LONGEST_LINE,
                              key=field(DECIDE, f"{unit}-{key}"), placeholder="写明做什么")  # fmt: skip
        if screen.marks.is_court:
            _letter(sitting, unit, topic, one)
        else:
            _dues(sitting, unit, topic, one)


def _cancel(unit: str) -> None:
    st.button("取消", key="meeting-cancel", type="tertiary", on_click=_choose, args=(unit, None))


def _choose(unit: str, key: str | None) -> None:
    st.session_state[_CHOSEN] = (unit, key)


def _letter(sitting: Sitting, unit: str, topic: str, one: PointLine | None) -> None:
    with st.container(key="meeting-dues", horizontal=True, vertical_alignment="center"):
        sent = st.button("发商请函（不设时限）", key="meeting-letter")
        _cancel(unit)
    if sent:
        draft = OrderDraft(one.order_cause if one else "", unit, LETTER, SOURCE, topic)
        sitting.desk.send(DECIDE, sitting.letter, [draft], occurred_on=sitting.met.day)


def _dues(sitting: Sitting, unit: str, topic: str, one: PointLine | None) -> None:
    """The dues to tap, any other day, and whether an order follows at once."""
    met = sitting.met
    chosen: date | None = None
    may_order = one is None or one.may_order
    with st.container(key="meeting-dues", horizontal=True, vertical_alignment="center"):
        for place, due in enumerate(met.dues):
            if st.button(f"{due.word}　**{short_day(due.day, met.day)}**", key=f"meeting-due-{place}"):
                chosen = due.day
        with st.popover("其他日期"):
            other = st.date_input("期限", None, min_value=met.day, format="YYYY-MM-DD", key=field(DECIDE, "other"))
            if st.button("议定", key="meeting-due-other", type="primary", disabled=other is None):
                chosen = other
        ordered = may_order and st.checkbox("同时签发督办单", key=field(DECIDE, "ordered"))
        _cancel(unit)
    if chosen is not None:
        sitting.desk.send(
            DECIDE, sitting.decide, unit, meeting=name_of(met), topic=topic, due=chosen, cause=one.cause if one else None,
            ordered=ordered, order_cause=one.order_cause if one else None, occurred_on=met.day,
        )  # fmt: skip


def _made(sitting: Sitting, lines: Sequence[MadeLine]) -> None:
    """What this meeting made for the unit, the newest first, each to be taken back while nobody has acted on it."""
    with st.container(key="meeting-made", border=True):
        show(meeting_parts.made_head(len(lines)))
        for one in reversed(lines):
            with st.container(key=f"made-{one.flow}-{one.number}", horizontal=True, vertical_alignment="center"):
                show(meeting_parts.made(one, sitting.met.day))
                if one.fact is not None and st.button("撤回", key=f"back-{one.fact}"):
                    sitting.desk.send(
                        TAKE_BACK, sitting.take_back, one.fact, None, says=f"已撤回：{one.topic}（{one.label}）",
                        reason="会上撤回", approver=sitting.desk.viewer.name,
                    )  # fmt: skip
