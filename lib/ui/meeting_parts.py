"""A meeting on a projector: the opening with what was promised, one unit after the other, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from lib.domain import agenda, marks, promises
from lib.domain.wording import promise_brief, short_day
from lib.ui import alike, cards, doors, lights, order_parts, tables
from lib.ui.markup import Piece, filled, joined

PAGE = "office/meeting"
PART_WORDS = {
    agenda.RED: "红灯",
    agenda.CHANGED: "会后有变化",
    agenda.PROMISED: "上次有承诺",
    agenda.NEAR: "预警",
    agenda.QUIET: "平稳",
}
OUTCOME_MARKS = {
    promises.OVERDUE: marks.RED,
    promises.FAILED: marks.RED,
    promises.OPEN: marks.GREEN,
    promises.FED_BACK: marks.PENDING,
    promises.LATE: marks.BLUE,
    promises.IN_TIME: marks.BLUE,
    promises.DROPPED: marks.NONE,
}
COURT = filled('<span class="reference">参考</span>')


class Promise(Protocol):
    """A promise with what became of it."""

    @property
    def number(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def decided_on(self) -> date: ...
    @property
    def due(self) -> date | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def days_late(self) -> int: ...
    @property
    def closed_on(self) -> date | None: ...


class Point(Protocol):
    """A point to settle."""

    @property
    def mark(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def may_decide(self) -> bool: ...


class Since(Protocol):
    """What changed since the last meeting."""

    @property
    def turned(self) -> tuple[str, str] | None: ...
    @property
    def overdue(self) -> tuple[str, ...]: ...
    @property
    def done(self) -> tuple[str, ...]: ...
    @property
    def done_late(self) -> tuple[str, ...]: ...
    @property
    def orders(self) -> int: ...


class Marks(alike.Marks, Protocol):
    """A unit's marks with the reasons."""

    @property
    def light(self) -> str: ...


class Made(Protocol):
    """One thing this meeting made."""

    @property
    def label(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def due(self) -> date | None: ...


class Order(Protocol):
    """An order or letter that runs."""

    @property
    def number(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def days_late(self) -> int: ...


class Running(Protocol):
    """What runs with a unit: rows, or counts alone."""

    @property
    def orders(self) -> Sequence[Order]: ...
    @property
    def orders_open(self) -> int: ...
    @property
    def orders_late(self) -> int: ...
    @property
    def promises(self) -> Sequence[Promise]: ...
    @property
    def promises_open(self) -> int: ...
    @property
    def promises_late(self) -> int: ...


def address(unit: str | None) -> str:
    """Where a unit of the agenda stands."""
    return doors.address(PAGE, unit=unit)


def outcome(name: str, days_late: int = 0) -> Piece:
    """What became of a promise, as a mark."""
    return lights.mark(OUTCOME_MARKS[name], promise_brief(name, days_late))


def title(one: Marks, place: str) -> Piece:
    """The unit's name in large type, its place on the agenda, its light with the reasons."""
    reasons = joined(
        filled('<span class="reason">{mark}{why}</span>', mark=lights.named(mark, word), why=why)
        for mark, word, why in ((one.task_mark, "任务", one.task_why), (one.run_mark, "运行", one.run_why))
        if why
    )
    return filled(
        '<div class="board-turn"><p class="place">{place}</p><h2>{name}{court}{light}</h2><p>{reasons}</p></div>',
        place=place, name=one.name, court=COURT if one.is_court else "", light=lights.mark(one.light), reasons=reasons,
    )  # fmt: skip


def heading(words: str, place: str) -> Piece:
    """The head of the opening and of the end."""
    return filled(
        '<div class="board-turn"><p class="place">{place}</p><h2>{words}</h2></div>', words=words, place=place
    )


def point(one: Point) -> Piece:
    """A point: its mark, what it is, its figures, what was decided or sent about it."""
    note = filled('<span class="note">{note}</span>', note=one.note) if one.note else ""
    return filled(
        '<div class="board-point {mark}"><p>{shape}<b>{title}</b></p><p class="detail">{detail}{note}</p></div>',
        mark=one.mark, shape=lights.shape(one.mark), title=one.title, detail=one.detail, note=note,
    )  # fmt: skip


def since(one: Since, last_on: date, as_of: date) -> Piece:
    """What changed with the unit since the last meeting."""
    rows: list[cards.Line] = []
    if one.turned is not None:
        rows.append(cards.Line(filled("亮灯　{turned}", turned=joined(map(lights.mark, one.turned), " → "))))
    for word, titles, mark in (
        ("新逾期", one.overdue, marks.RED),
        ("逾期完成", one.done_late, marks.BLUE),
        ("按期完成", one.done, marks.BLUE),
    ):
        rows += [cards.Line(filled("{mark}　{title}", mark=lights.mark(mark, word), title=each)) for each in titles]
    if one.orders:
        rows.append(cards.Line(f"新发并在办的督办、商请函 {one.orders} 件"))
    return cards.card(f"{short_day(last_on, as_of)}会后变化", cards.lines(rows, "没有变化。"))


def running(one: Running, as_of: date) -> Piece:
    """Open promises and orders of a unit: rows, or counts alone."""
    rows = [
        cards.Line(each.topic, outcome(each.outcome, each.days_late), _term(each.number, each.due, as_of), kind="wraps")
        for each in one.promises
    ]
    rows += [
        cards.Line(
            filled("{grade} {about}", grade=order_parts.grade(each.grade), about=each.about),
            _late(f"超期 {each.days_late} 天" if each.days_late else ""),
            _term(each.number, each.deadline, as_of),
            kind="wraps",
        )
        for each in one.orders
    ]
    if not rows:
        counts = (("承诺", one.promises_open, one.promises_late), ("督办", one.orders_open, one.orders_late))
        rows = [cards.Line(f"{word} {n} 件", _late(f"逾期 {late} 件" if late else "")) for word, n, late in counts if n]
    return cards.card("在办的承诺和督办", cards.lines(rows, "没有。"))


def _late(words: str) -> Piece:
    return filled('<b class="warns">{words}</b>', words=words)


def _term(number: str, due: date | None, as_of: date) -> str:
    return f"{number}　期限{short_day(due, as_of)}" if due else f"{number}　不设时限"


def made_head(count: int) -> Piece:
    """本次议定 and how much, or how to begin."""
    if not count:
        return joined((_made_head(""), cards.note("还没有。点左边的一句话，再点期限。")))
    return _made_head(filled("<b>{n}</b>", n=count))


def _made_head(count: object) -> Piece:
    return filled('<h3 class="board-made-head">本次议定{count}</h3>', count=count)


def made(one: Made, as_of: date) -> Piece:
    """One thing this meeting made: what, by when, its number."""
    due = filled('<b class="due">{due}前</b>', due=short_day(one.due, as_of)) if one.due else ""
    return filled(
        '<div class="board-made"><p>{topic}</p><p class="detail">{due}{label}</p></div>',
        topic=one.topic, due=due, label=one.label,
    )  # fmt: skip


def decided(rows: Sequence[Made], count: int, as_of: date) -> Piece:
    """Everything this meeting made, by unit; or how much."""
    found = [
        tables.Row((one.unit_name, one.topic, short_day(one.due, as_of) if one.due else "不设时限", one.label))
        for one in rows
    ]
    if found:
        return tables.piece(("单位", "议定事项", "期限", "编号"), found, "本次议定", kind="meeting-table")
    return cards.card("本次议定", cards.note(f"本次议定 {count} 件。" if count else "本次还没有议定事项。"))
