"""A meeting on a projector: the opening with what was promised, one unit after the other, and the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from lib.domain import agenda, marks, promises
from lib.domain.wording import NOTHING, PROMISE_WORDS, promise_brief, short_day
from lib.ui import cards, doors, lights, order_parts, tables
from lib.ui.markup import Piece, filled, joined

PAGE = "office/meeting"
PART_WORDS = {
    agenda.RED: "红灯",
    agenda.CHANGED: "会后有变化",
    agenda.PROMISED: "上次有承诺",
    agenda.NEAR: "预警",
    agenda.QUIET: "平稳",
}
_MARKS = {
    promises.OVERDUE: marks.RED,
    promises.FAILED: marks.RED,
    promises.OPEN: marks.GREEN,
    promises.FED_BACK: marks.PENDING,
    promises.LATE: marks.BLUE,
    promises.IN_TIME: marks.BLUE,
    promises.DROPPED: marks.NONE,
}
_COURT = filled('<span class="reference">参考</span>')


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


class Count(Protocol):
    """A unit's promises by outcome."""

    @property
    def unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def outcomes(self) -> Mapping[str, int]: ...


class Turn(Protocol):
    """A unit on the agenda."""

    @property
    def unit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def light(self) -> str: ...
    @property
    def is_court(self) -> bool: ...
    @property
    def why(self) -> str: ...
    @property
    def made(self) -> int: ...


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


class Marks(Protocol):
    """A unit's marks with the reasons."""

    @property
    def name(self) -> str: ...
    @property
    def light(self) -> str: ...
    @property
    def task_mark(self) -> str: ...
    @property
    def run_mark(self) -> str: ...
    @property
    def task_why(self) -> str | None: ...
    @property
    def run_why(self) -> str | None: ...
    @property
    def is_court(self) -> bool: ...


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


class Day(Protocol):
    """A meeting day as its opening shows it."""

    @property
    def day(self) -> date: ...
    @property
    def last_on(self) -> date | None: ...
    @property
    def outcomes(self) -> Mapping[str, int]: ...
    @property
    def promises(self) -> Sequence[Promise]: ...
    @property
    def by_unit(self) -> Sequence[Count]: ...


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


def review(one: Day) -> Piece:
    """The promises of the last meeting with what became of them: rows, or counts by unit."""
    if one.last_on is None:
        return cards.card("上次议定事项", cards.note("此前没有议定事项：本次议定的，下次会议从这里开始。"))
    rows = _promised(one.promises, one.last_on, one.day) if one.promises else _promised_by_unit(one.by_unit)
    when = f"{short_day(one.last_on, one.day)}会议"
    return cards.card("上次议定事项落实情况", joined((_outcomes(one.outcomes), rows)), when)


def address(unit: str | None) -> str:
    """Where a unit of the agenda stands."""
    return doors.address(PAGE, unit=unit)


def _outcome(name: str, days_late: int = 0) -> Piece:
    """What became of a promise, as a mark."""
    return lights.mark(_MARKS[name], promise_brief(name, days_late))


def _outcomes(counts: Mapping[str, int]) -> Piece:
    """How many promises came to what, the worst first."""
    total = sum(counts.values())
    each = joined(
        filled(
            '<span class="count"><b>{n}</b>{mark}</span>', n=counts[name], mark=lights.mark(_MARKS[name], PROMISE_WORDS[name])
        )
        for name in promises.WORST_FIRST
        if counts.get(name)
    )  # fmt: skip
    whole = '<p class="board-outcomes"><span class="count whole"><b>{total}</b>件</span>{each}</p>'
    return filled(whole, total=total, each=each)


def _promised(rows: Sequence[Promise], last_on: date, as_of: date) -> Piece:
    """The promises gone through, the worst first; older ones say when they were made."""
    made = [
        tables.Row(
            (
                one.unit_name,
                filled(
                    '{topic}<span class="why">{older}</span>',
                    topic=one.topic,
                    older="" if one.decided_on == last_on else f"{short_day(one.decided_on, as_of)}议定",
                ),
                short_day(one.due, as_of),
                _outcome(one.outcome, one.days_late),
            ),
            leads_to=address(one.unit),
        )
        for one in rows
    ]
    return tables.piece(("单位", "议定事项", "期限", "落实情况"), made, "上次议定事项落实情况", kind="meeting-table")


def _promised_by_unit(rows: Sequence[Count]) -> Piece:
    """The same by unit, for those who are given counts."""
    shown = [name for name in promises.WORST_FIRST if any(one.outcomes.get(name) for one in rows)]
    made = [
        tables.Row(
            (one.unit_name, *(one.outcomes.get(name, 0) or NOTHING for name in shown)), leads_to=address(one.unit)
        )
        for one in rows
    ]
    columns = ("单位", *(f"#{PROMISE_WORDS[name]}" for name in shown))
    return tables.piece(columns, made, "各单位上次议定事项落实情况", kind="meeting-table")


def order_of_the_day(turns: Sequence[Turn], quiet: Sequence[Turn]) -> Piece:
    """The agenda: each part with its units, why of those in alarm, the others and what is quiet by name alone."""
    parts = [(part, [one for one in (*turns, *quiet) if one.part == part]) for part in agenda.PARTS]
    rows = joined(_part(part, own) for part, own in parts if own)
    return cards.card("本次议程", filled('<div class="board-agenda">{rows}</div>', rows=rows), f"{len(turns)} 个单位")


def _part(part: str, turns: Sequence[Turn]) -> Piece:
    if part in (agenda.RED, agenda.NEAR):
        units = cards.lines(
            [cards.Line(_name(one), _made(one), one.why, leads_to=address(one.unit)) for one in turns], ""
        )
    else:
        doors_ = joined(doors.door(joined((_name(one), _made(one))), address(one.unit), kind="turn") for one in turns)
        units = filled('<p class="names">{doors}</p>', doors=doors_)
    return filled(
        "<section><h3>{word} <b>{n}</b></h3>{units}</section>", word=PART_WORDS[part], n=len(turns), units=units
    )


def _name(one: Turn) -> Piece:
    court = _COURT if one.is_court else ""
    return filled("{shape}{name}{court}", shape=lights.shape(one.light), name=one.name, court=court)


def _made(one: Turn) -> Piece:
    return filled('<span class="made">已议定{n}</span>', n=one.made) if one.made else Piece("")


def title(one: Marks, place: str) -> Piece:
    """The unit's name in large type, its place on the agenda, its light with the reasons."""
    reasons = joined(
        filled('<span class="reason">{mark}{why}</span>', mark=lights.named(mark, word), why=why)
        for mark, word, why in ((one.task_mark, "任务", one.task_why), (one.run_mark, "运行", one.run_why))
        if why
    )
    return filled(
        '<div class="board-turn"><p class="place">{place}</p><h2>{name}{court}{light}</h2><p>{reasons}</p></div>',
        place=place, name=one.name, court=_COURT if one.is_court else "", light=lights.mark(one.light), reasons=reasons,
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
        cards.Line(
            each.topic, _outcome(each.outcome, each.days_late), _term(each.number, each.due, as_of), kind="wraps"
        )
        for each in one.promises
    ]
    rows += [
        cards.Line(
            filled("{grade} {about}", grade=order_parts.grade(each.grade), about=each.about),
            _late(f"超期{each.days_late}天" if each.days_late else ""),
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
