"""Orders on screen: their grades, the drafts with why now, the list in hand, counts, and one with its time line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from lib.domain import marks
from lib.domain.wording import NOTHING, full_day, short_day
from lib.ui import cards, doors, lights, tables
from lib.ui.markup import Piece, filled, joined

PAGE = "office/orders"
_MARKS = {"督办单": marks.RED, "预警单": marks.YELLOW, "提醒单": marks.PENDING}
COLUMNS = ("编号", "类别", "单位", "事由", "环节", "期限", "#超期（天）")


class Draft(Protocol):
    """A draft in words."""

    @property
    def grade(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def item(self) -> str | None: ...
    @property
    def item_title(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def facts(self) -> tuple[tuple[str, str], ...]: ...


class Line(Protocol):
    """One order, letter or the like."""

    @property
    def flow(self) -> str: ...
    @property
    def flow_name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def holder_name(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def days_late(self) -> int: ...
    @property
    def paused(self) -> bool: ...
    @property
    def urged(self) -> int: ...
    @property
    def returns(self) -> int: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def result(self) -> str: ...
    @property
    def look_back_on(self) -> date | None: ...
    @property
    def waits_for_office(self) -> bool: ...


class Count(Protocol):
    """What one unit holds."""

    @property
    def unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def open(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def longest_days(self) -> int: ...


class Step(Protocol):
    """One entry of a time line."""

    @property
    def on(self) -> date: ...
    @property
    def action(self) -> str: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def assignee_name(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def returns(self) -> bool: ...
    @property
    def looks_back(self) -> bool: ...


def grade(word: str) -> Piece:
    """The grade with its shape and colour; a plain word for what has none."""
    if word in _MARKS:
        return lights.mark(_MARKS[word], word)
    return filled('<span class="board-mark none"><i aria-hidden="true">◇</i>{word}</span>', word=word)


def draft(one: Draft, *, edited: bool = False) -> Piece:
    """A draft: its grade, to whom, why now (`edited`: stands in a field below), and what it is about."""
    item = f"第{one.item}项 {one.item_title}" if one.item else ""
    term = f"{one.answer}内反馈" if one.answer else "不设时限"
    below = "　".join(word for word in (item, term) if word)
    reason = Piece("") if edited else filled("<p>{reason}</p>", reason=one.reason)
    return filled(
        '<div class="board-draft"><p>{grade}<b>{unit}</b></p>{reason}<p class="below">{below}</p></div>',
        grade=grade(one.grade), unit=one.unit_name, reason=reason, below=below,
    )  # fmt: skip


def to_confirm(drafts: Sequence[Draft], reasons: Sequence[str], numbers: Sequence[str]) -> Piece:
    """What is about to be issued, each with the number it will get."""
    rows = [
        tables.Row(
            (
                number or NOTHING,
                grade(one.grade),
                one.unit_name,
                reason,
                f"{one.answer}内反馈" if one.answer else "不设时限",
            )
        )
        for number, one, reason in zip(numbers, drafts, reasons, strict=True)
    ]
    return tables.piece(("编号", "等级", "发往", "事由", "要求"), rows, "将要签发", kind="orders")


def address(one: Line, part: str, show: str | None = None) -> str:
    """Where one of them opens; `show`: which of the list were shown, to come back to."""
    return doors.address(PAGE, part=part, show=show, flow=one.flow, case=one.number)


def table(
    lines: Sequence[Line], part: str, as_of: date, *, key: str, caption: str, show: str | None = None
) -> str | None:
    """The list; a row opens its time line."""
    rows = [tables.Row(_cells(one, as_of), leads_to=address(one, part, show)) for one in lines]
    return tables.table(COLUMNS, rows, caption=caption, key=key, kind="long orders")


def _cells(one: Line, as_of: date) -> tuple[object, ...]:
    late = filled('<b class="warns">{days}</b>', days=one.days_late) if one.days_late else NOTHING
    return one.number, grade(one.grade), one.unit_name, _about(one), _state(one, as_of), _until(one, as_of), late


def _about(one: Line) -> Piece:
    more = [word for word, count in (("退回", one.returns), ("催办", one.urged)) if count]
    counts = "、".join(
        f"{word} {count} 次" for word, count in zip(more, (n for n in (one.returns, one.urged) if n), strict=True)
    )
    return filled('{about}<span class="why">{counts}</span>', about=one.about or NOTHING, counts=counts)


def _state(one: Line, as_of: date) -> Piece:
    if one.look_back_on is not None:
        return filled('{state}<span class="why">建议回头看</span>', state=f"{one.state}（{one.result}）")
    if one.closed_on is not None:
        return filled("{state}", state=f"{one.state}（{one.result}）" if one.result else one.state)
    where = "待办公室办理" if one.waits_for_office else f"现由{one.holder_name}办理"
    state = f"{one.state}（中止）" if one.paused else one.state
    return filled('{state}<span class="why">{where}</span>', state=state, where=where)


def _until(one: Line, as_of: date) -> str:
    if one.closed_on is not None:
        return f"{short_day(one.closed_on, as_of)}办结"
    return short_day(one.deadline, as_of)


def counts(units: Sequence[Count], *, key: str) -> str | None:
    """By unit, for those who are given counts and no case."""
    rows = [
        tables.Row(
            (
                one.unit_name,
                one.open,
                filled('<b class="warns">{n}</b>', n=one.overdue) if one.overdue else 0,
                one.longest_days or NOTHING,
            ),
            leads_to=doors.address("duties/units", unit=one.unit),
        )
        for one in units
    ]
    return tables.table(
        ("单位", "#在办（件）", "#超期（件）", "#最长超期（天）"), rows, caption="各单位在办的督办", key=key
    )


def figures(pairs: Mapping[str, object]) -> Piece:
    """Counts beside their words."""
    return cards.facts([(word, filled("<b>{n}</b>", n=n)) for word, n in pairs.items()])


def head(one: Line, as_of: date) -> Piece:
    """Its number, grade and where it stands."""
    when = f"{short_day(one.closed_on, as_of)}办结" if one.closed_on else f"期限 {short_day(one.deadline, as_of)}"
    late = f"，已超期 {one.days_late} 天" if one.days_late else ""
    return cards.heading(
        one.number,
        (grade(one.grade),),
        f"{one.unit_name}　{one.state}　{when if one.deadline or one.closed_on else '不设时限'}{late}",
    )


def facts(one: Line, words: Sequence[tuple[str, str]], as_of: date) -> Piece:
    """What it is about, from whom to whom, and its counts."""
    pairs: list[tuple[str, object]] = [
        ("发往", one.unit_name),
        ("现由", one.holder_name),
        ("日期", full_day(one.issued_on)),
    ]
    pairs += [pair for pair in words if pair[0] not in ("事由", "等级")]
    pairs += [(word, f"{n} 次") for word, n in (("催办", one.urged), ("退回", one.returns)) if n]
    return joined((cards.text(one.about), cards.facts(pairs)))


def time_line(steps: Sequence[Step], as_of: date) -> Piece:
    """Every act in order, returns and 回头看 marked."""
    return cards.lines([_step(one, as_of) for one in steps], "")


def _step(one: Step, as_of: date) -> cards.Line:
    done = f"{one.action}：{one.result}" if one.result else one.action
    left: object = (
        filled('<b class="warns">{done}</b>', done=done) if one.returns else filled("<b>{done}</b>", done=done)
    )
    to = f"发往{one.assignee_name}" if one.assignee_name else ""
    who = "　".join(word for word in (one.actor_name, to) if word)
    below = "　".join(word for word in (who, one.text) if word)
    return cards.Line(left, short_day(one.on, as_of), below, kind="wraps")
