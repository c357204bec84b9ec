"""The minutes of a meeting as plain text, to be copied: the promises gone through, what was decided, by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from lib.domain.office_flows import DECISION
from lib.domain.order_rules import ORDER
from lib.domain.promises import WORST_FIRST
from lib.domain.wording import PROMISE_WORDS, full_day, promise_words
from lib.services.meeting_views import MadeLine, Meeting

_DIGITS = "一二三四五六七八九十"


def minutes(meeting: Meeting, name: str) -> str:
    """The whole text under the name of the meeting. Who led and who wrote are roles: who came is not known here."""
    parts = [
        f"{name}纪要",
        "",
        f"时间：{full_day(meeting.day)}",
        "主持：区领导",
        f"记录：{meeting.recorder}",
        f"议及单位：{'、'.join(_units(meeting)) or '无'}",
        "",
        *_gone_through(meeting),
        "",
        *_decided(meeting.made),
    ]
    return "\n".join(parts)


def _units(meeting: Meeting) -> list[str]:
    """Units with a promise gone through or something decided, as they come in the text."""
    gone_through = [one.unit_name for one in meeting.promises]
    return list(dict.fromkeys([*gone_through, *(one.unit_name for one in meeting.made)]))


def _gone_through(meeting: Meeting) -> Iterator[str]:
    if meeting.last_on is None:
        yield "一、上次会议议定事项落实情况：此前没有议定事项。"
        return
    counts = "，".join(
        f"{PROMISE_WORDS[one]}{meeting.outcomes[one]}件" for one in WORST_FIRST if meeting.outcomes.get(one)
    )
    yield f"一、上次会议（{full_day(meeting.last_on)}）议定事项落实情况：共{len(meeting.promises)}件，{counts}。"
    for place, one in enumerate(meeting.promises, 1):
        older = "" if one.decided_on == meeting.last_on else f"{full_day(one.decided_on)}议定，"
        came_to = promise_words(one.outcome, one.days_late)
        yield f"{place}．{one.unit_name}：{one.topic}（{one.number}，{older}{_term(one.due)}）——{came_to}。"


def _decided(made: Sequence[MadeLine]) -> Iterator[str]:
    if not made:
        yield "二、本次会议没有议定事项。"
        return
    counts = (f"{kind}{sum(one.kind == kind for one in made)}件" for kind in dict.fromkeys(one.kind for one in made))
    yield f"二、本次会议{'、'.join(counts)}。"
    order = list(dict.fromkeys(one.unit for one in made))
    by_unit = groupby(sorted(made, key=lambda one: order.index(one.unit)), lambda one: one.unit)
    for place, (_, lines) in enumerate(by_unit, 1):
        own = list(lines)
        yield f"（{chinese_number(place)}）{own[0].unit_name}"
        yield from (f"{number}．{said}" for number, said in enumerate(_made(own), 1))


def _made(own: Sequence[MadeLine]) -> Iterator[str]:
    """What was made for one unit: an order that follows from a decision stands behind that."""
    decided = {one.topic for one in own if one.flow == DECISION}
    orders = {one.topic: one.number for one in own if one.kind == ORDER}
    for one in own:
        if one.flow == DECISION:
            order = f"，同时签发督办单 {orders[one.topic]}" if one.topic in orders else ""
            yield f"{one.topic}，{_term(one.due)}。（{one.number}{order}）"
        elif one.topic not in decided:
            yield f"{one.topic}。（{one.label}）"


def _term(due: date | None) -> str:
    return f"期限{full_day(due)}" if due else "不设时限"


def chinese_number(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        raise ValueError(f"no Chinese numeral written here for {number}")
    return f"{_DIGITS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones - 1] if ones else ''}"
