"""Applications for a later due and requests for help, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from lib.domain.rights import LEADER
from lib.domain.wording import NOTHING, short_day
from lib.ui import cards, doors, lights, report_parts, tables
from lib.ui.markup import Piece, filled, joined


class Extension(Protocol):
    """An application for a later due."""

    @property
    def case_no(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def asked_on(self) -> date: ...
    @property
    def asked_due(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def result(self) -> str: ...
    @property
    def decided_on(self) -> date | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def days_left(self) -> int | None: ...
    @property
    def decider(self) -> str: ...
    @property
    def may_decide(self) -> bool: ...


class Help(Protocol):
    """A request for help."""

    @property
    def case_no(self) -> str: ...
    @property
    def asker_name(self) -> str: ...
    @property
    def helper_name(self) -> str: ...
    @property
    def asked_on(self) -> date: ...
    @property
    def text(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def answer(self) -> str | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def days_left(self) -> int | None: ...


def extensions(rows: Sequence[Extension], as_of: date, empty: str) -> Piece:
    """Applications with their state, the open ones first; one the viewer decides opens on a tap."""
    if not rows:
        return cards.empty(empty)
    found = [
        tables.Row(
            (
                one.title,
                one.unit_name,
                short_day(one.asked_on, as_of),
                short_day(one.due, as_of),
                short_day(one.asked_due, as_of),
                one.reason or NOTHING,
                _decision(one, as_of),
            ),
            leads_to=_door(one) if one.may_decide else None,
        )
        for one in rows
    ]
    columns = ("任务", "单位", "申请日期", "现期限", "申请延至", "理由", "审批")
    return tables.piece(columns, found, "延期申请", kind="requests")


def _door(one: Extension) -> str:
    return doors.address(report_parts.PAGE, queue="decide", case=one.case_no)


def extension(one: Extension, as_of: date) -> Piece:
    """One application, opened."""
    pairs = [
        ("申请单位", one.unit_name),
        ("申请日期", short_day(one.asked_on, as_of)),
        ("现期限", short_day(one.due, as_of)),
        ("申请延至", short_day(one.asked_due, as_of)),
        ("审批期限", _clock(one, as_of)),
    ]
    said = filled('<p class="board-standard"><b>理由</b>{words}</p>', words=one.reason or NOTHING)
    return cards.card(one.title, joined((cards.facts(pairs), said)), one.case_no)


def _decision(one: Extension, as_of: date) -> Piece:
    if one.result:
        words = f"{short_day(one.decided_on, as_of)}{one.result}"
        mark = (
            lights.mark("blue", words)
            if one.result == "同意"
            else filled('<span class="board-mark none">{words}</span>', words=words)
        )
        return joined((mark, filled('<span class="why">{answer}</span>', answer=one.answer or "")))
    who = "待区领导审批" if one.decider == LEADER else "待办公室审批"
    return joined((lights.mark("pending", who), filled('<span class="why">{clock}</span>', clock=_clock(one, as_of))))


def _clock(one: Extension | Help, as_of: date) -> Piece:
    if one.due_on is None or one.days_left is None:
        return Piece("")
    return filled("{due}前　{days}", due=short_day(one.due_on, as_of), days=report_parts.days(one.days_left))


def helps(asked: Sequence[Help], received: Sequence[Help], as_of: date) -> Piece:
    """Requests from the unit beside requests to it."""
    ours = [_help(one, f"请{one.helper_name}配合", as_of) for one in asked]
    theirs = [_help(one, f"{one.asker_name}请本单位配合", as_of) for one in received]
    none_ours = "还没有发出配合请求；任务需要其他单位配合时在下方发出。"
    return cards.halves(
        cards.card("本单位发出", cards.lines(ours, none_ours), f"{len(ours)} 件"),
        cards.card("请本单位配合", cards.lines(theirs, "没有其他单位请本单位配合。"), f"{len(theirs)} 件"),
    )


def _help(one: Help, words: str, as_of: date) -> cards.Line:
    state = (
        filled(
            '<span class="board-mark none">{state} {day}</span>', state=one.state, day=short_day(one.closed_on, as_of)
        )
        if one.closed_on
        else lights.mark("pending", one.state)
    )
    below = [f"{one.case_no}　{short_day(one.asked_on, as_of)}", one.text or NOTHING]
    if one.answer:
        below.append(f"答复：{one.answer}")
    return cards.Line(words, state, joined(("　".join(below), Piece("　"), _clock(one, as_of))), kind="wraps")
