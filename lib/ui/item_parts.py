"""Items on screen: their lines; what one asks for, what the three voices say of it, and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from lib.domain.periods import Period
from lib.domain.wording import NOTHING, counted, short_day
from lib.ui import cards, doors, lights, tables
from lib.ui.markup import Piece, filled, joined

COLUMNS = ("事项", "任务", "运行", "牵头单位", "#完成／全部期次", "三方说法不一")
DIFFERING = ("事项、任务", "单位", "单位自报", "核实和研判", "系统（台账、数据）", "分歧")
NUMBER_COLUMNS = ("指标", "结果", "#数值", "#目标", "用途", "说明")


class Line(Protocol):
    """An item with its marks; `total` None where the viewer sees marks only."""

    @property
    def no(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def task_mark(self) -> str: ...
    @property
    def run_mark(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def done(self) -> int | None: ...
    @property
    def total(self) -> int | None: ...
    @property
    def disagreement(self) -> str: ...


class Phrase(Protocol):
    """A part of the sentence of the day, with what it opens."""

    @property
    def item(self) -> str | None: ...
    @property
    def indicator(self) -> tuple[str, str] | None: ...
    @property
    def is_count(self) -> bool: ...
    @property
    def tone(self) -> str: ...


class Voice(Protocol):
    """One of three voices: its words, its day."""

    @property
    def words(self) -> str: ...
    @property
    def said_on(self) -> date | None: ...


class NamedVoice(Voice, Protocol):
    """The same with whose it is."""

    @property
    def whose(self) -> str: ...


class Page(Protocol):
    """One item, opened: `members` take part, and `open_ended` names who else does."""

    @property
    def line(self) -> Line: ...
    @property
    def clause(self) -> str: ...
    @property
    def members(self) -> Sequence[str]: ...
    @property
    def open_ended(self) -> str | None: ...
    @property
    def due_text(self) -> str: ...
    @property
    def doubts(self) -> Sequence[str]: ...
    @property
    def voices(self) -> Sequence[NamedVoice]: ...


class Differing(Protocol):
    """An item, or one of its duties, about which voices disagree."""

    @property
    def item(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def duty(self) -> str | None: ...
    @property
    def owner(self) -> str | None: ...
    @property
    def system(self) -> Voice: ...
    @property
    def claim(self) -> Voice: ...
    @property
    def office(self) -> Voice: ...
    @property
    def words(self) -> str: ...


class Number(Protocol):
    """An indicator of an item as its row shows it."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def colour(self) -> str | None: ...
    @property
    def value(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def scored(self) -> bool: ...
    @property
    def note(self) -> str: ...


def lines(items: Sequence[Line]) -> list[tables.Row]:
    """One row an item, each a door to it."""
    return [
        tables.Row(
            (
                f"{one.no}　{one.title}",
                lights.mark(one.task_mark),
                lights.mark(one.run_mark),
                one.lead,
                NOTHING if one.done is None or one.total is None else counted(one.done, one.total),
                one.disagreement or NOTHING,
            ),
            leads_to=doors.address("duties/items", item=one.no),
        )
        for one in items
    ]


def about(page: Page, as_of: date) -> Piece:
    """What the plan asks for, with its words and what is doubtful in them; then the three voices."""
    open_ended = f"（{page.open_ended}，名单未尽）" if page.open_ended else ""
    pairs = (
        ("牵头单位", page.line.lead),
        ("责任单位", "、".join(page.members) + open_ended or NOTHING),
        ("原文时限", page.due_text or NOTHING),
    )
    doubts = [cards.Line(doubt) for doubt in page.doubts]
    folded = cards.fold(f"存疑 {len(doubts)} 条", cards.lines(doubts, "")) if doubts else cards.note("")
    asked = joined((cards.facts(pairs), cards.fold("方案原文", cards.text(page.clause)), folded))
    voices = [
        cards.Line(filled("{whose}　{words}", whose=one.whose, words=one.words), short_day(one.said_on, as_of))
        for one in page.voices
    ]
    said = cards.card("三方说法", cards.lines(voices, ""), page.line.disagreement)
    return cards.halves(cards.card("要求", asked), said)


def disagreements(rows: Sequence[Differing], as_of: date) -> list[tables.Row]:
    """One row an item, then one each of its duties about which voices disagree; each a door to it."""
    return [
        tables.Row(
            (
                f"{one.item}　{one.title}",
                one.unit,
                _said(one.claim, as_of),
                _said(one.office, as_of),
                lights.said(one.system.words),
                filled("<b>{words}</b>", words=one.words),
            ),
            leads_to=doors.address("duties/units", unit=one.owner, duty=one.duty)
            if one.duty
            else doors.address("duties/items", item=one.item),
        )
        for one in rows
    ]


def _said(one: Voice, as_of: date) -> Piece:
    day = short_day(one.said_on, as_of) if one.said_on else ""
    return filled('{words}<span class="why">{day}</span>', words=one.words, day=day)


def numbers(rows: Sequence[Number], period: Period) -> list[tables.Row]:
    """One row an indicator, each a door to it in the same period."""
    return [
        tables.Row(
            (one.title, lights.reading(one.colour), one.value, one.target, "计分" if one.scored else "监测", one.note),
            leads_to=doors.address("duties/indicators", indicator=one.code, period=period.code),
        )
        for one in rows
    ]


def no_numbers(period: Period, issued_on: date) -> Piece:
    """Why an item has no indicators to show."""
    early = period.end < issued_on
    return cards.note("该季度在方案印发之前，没有指标。" if early else "方案没有给这一项定量化指标。")


def behind(one: Phrase) -> str | None:
    """Where words about an item, an indicator in a period, or the items of one light, lead; None: nowhere."""
    if one.indicator is not None:
        return doors.address("duties/indicators", indicator=one.indicator[0], period=one.indicator[1])
    if one.is_count:
        return doors.address("duties/items", light=one.tone)
    return doors.address("duties/items", item=one.item) if one.item else None
