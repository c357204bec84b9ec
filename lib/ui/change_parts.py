"""What changed, on screen: units and items with their marks on both days, duties, flows in numbers, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from lib.domain import marks
from lib.domain.changes import HAPPENINGS, OVERDUE, RETURNED, FlowMove, MarksMove
from lib.domain.wording import MARK_WORDS, NOTHING, minute, short_day
from lib.ui import alike, cards, doors, lights, tables
from lib.ui.markup import Piece, escaped, filled, joined

PAGE = "overview/changes"
SHOWN = 8
_GRAVE = (OVERDUE, RETURNED)


class Subject(Protocol):
    """A unit or an item to which something happened."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def move(self) -> MarksMove: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def records(self) -> int: ...
    @property
    def is_court(self) -> bool: ...


class Duty(alike.Duty, Protocol):
    """A duty to which something happened."""

    @property
    def owner(self) -> str: ...
    @property
    def happened(self) -> tuple[str, ...]: ...
    @property
    def state_before(self) -> str | None: ...


class Flow(Protocol):
    """A flow in numbers."""

    @property
    def name(self) -> str: ...
    @property
    def move(self) -> FlowMove: ...


class Opens(Protocol):
    """What a record opens."""

    @property
    def duty(self) -> str | None: ...
    @property
    def item(self) -> str | None: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def period(self) -> str | None: ...


class Record(Protocol):
    """A record in words."""

    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def item(self) -> str | None: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def late(self) -> bool: ...
    @property
    def corrected(self) -> bool: ...
    @property
    def opens(self) -> Opens: ...


class Entered(Protocol):
    """A record with its unit's name and the owner of its duty."""

    @property
    def line(self) -> Record: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def owner(self) -> str | None: ...


def units(rows: Sequence[Subject], chosen: str | None, **filters: str) -> Piece:
    """Units to which something happened; each narrows the page to it, the one chosen opens 责任单位."""
    made = [_subject(one, "unit", one.name, "duties/units", chosen, filters) for one in rows]
    empty = "没有单位的亮灯、任务或记录有变化。"
    return cards.card("单位", cards.first_lines(made, SHOWN, empty, "个单位"), f"{len(rows)} 个有变化")


def items(rows: Sequence[Subject], chosen: str | None, **filters: str) -> Piece:
    """Items likewise; the one chosen opens 联动事项."""
    made = [_subject(one, "item", f"{one.code}　{one.name}", "duties/items", chosen, filters) for one in rows]
    empty = "没有事项的亮灯、任务或记录有变化。"
    return cards.card("事项", cards.first_lines(made, SHOWN, empty, "项"), f"{len(rows)} 项有变化")


def _subject(
    one: Subject, what: str, name: str, page: str, chosen: str | None, filters: Mapping[str, str]
) -> cards.Line:
    narrowed = doors.address(PAGE, **{**filters, what: one.code})
    leads_to = doors.address(page, **{what: one.code}) if chosen == one.code else narrowed
    return cards.Line(name, _marks(one), _happenings(one), leads_to, "wraps")


def _marks(one: Subject) -> Piece:
    """任务 正常 → 逾期: the marks that moved."""
    moved = [(word, move) for word, move in (("任务", one.move.task), ("运行", one.move.run)) if move.moved]
    if not moved:
        return joined(("仍为 ", lights.mark(one.move.light.after)))
    court = "参考　" if one.is_court else ""
    each = [
        filled(
            '<span class="moved">{court}{word} {before} → {after}</span>',
            court=court, word=word, before=_light(move.before), after=_light(move.after),
        )
        for word, move in moved
    ]  # fmt: skip
    return joined(each, " ")


def _light(mark: str) -> Piece:
    """A light in words; where there was or is nothing to light, 无."""
    return escaped(MARK_WORDS[mark]) if mark == marks.NONE else lights.mark(mark)


def _happenings(one: Subject) -> Piece:
    told = [(kind, f"{word} {one.counts[kind]}") for kind, word in HAPPENINGS.items() if one.counts.get(kind)]
    parts = [filled('<b class="{kind}">{words}</b>', kind="warns" if kind in _GRAVE else "", words=words)
             if kind in _GRAVE else words for kind, words in told]  # fmt: skip
    if one.records:
        parts.append(f"新增记录 {one.records} 条")
    return joined(parts, "　")


def duties(rows: Sequence[Duty]) -> str | None:
    """Duties to which something happened; a row opens the duty's history."""
    made = [
        tables.Row(
            (one.title, _happened(one.happened), _states(one), one.item, one.owner_name),
            leads_to=doors.address("duties/units", unit=one.owner, duty=one.key),
        )
        for one in rows
    ]
    empty = "没有任务新开、到期、申报、完成或调整。"
    return tables.table(
        ("任务", "变化", "状态", "事项", "责任单位"), made, caption="任务的变化", key="duties", empty=empty
    )


def _happened(kinds: Sequence[str]) -> Piece:
    words = [
        filled('<span class="{kind}">{word}</span>', kind="warns" if kind in _GRAVE else "", word=HAPPENINGS[kind])
        for kind in kinds
    ]
    return tables.unbroken(joined(words, "、"))


def _states(one: Duty) -> Piece:
    if one.state_before == one.state:
        return lights.state(one.state)
    before = lights.state(one.state_before) if one.state_before else "未开始"
    return tables.unbroken(joined((before, lights.state(one.state)), " → "))


def flows(rows: Sequence[Flow], unit: str | None) -> str | None:
    """Flows in numbers: no case is named here, whoever looks; a row opens the flow."""
    made = [
        tables.Row(
            (
                one.name, one.move.registered or NOTHING, one.move.closed or NOTHING, one.move.open,
                one.move.overdue_before, filled('<span class="{kind}">{n}</span>', n=one.move.overdue,
                                                kind="warns" if one.move.more_overdue > 0 else ""),
            ),
            leads_to=doors.address("platforms/platforms", flow=one.move.flow),
        )
        for one in rows
    ]  # fmt: skip
    columns = ("台账", "#登记", "#办结", "#现在办", "#原超期", "#现超期")
    caption = "台账的变化（件）" if unit is None else "由该单位承办的变化（件）"
    empty = "没有登记、办结的案件，超期件数也没有变化。"
    return tables.table(columns, made, caption=caption, key="flows", empty=empty)


def records(rows: Sequence[Entered], as_of: date) -> str | None:
    """Records with who entered each; a row opens what it is about."""
    made = [
        tables.Row(
            (
                filled('{words}<span class="why">{note}</span>', words=one.line.words, note=_note(one.line)),
                tables.unbroken(one.line.kind), one.unit_name, one.line.item or NOTHING, tables.unbroken(short_day(one.line.happened_on, as_of)),
                tables.unbroken(one.line.by), tables.unbroken(minute(one.line.at)),
            ),
            leads_to=_record_door(one),
        )
        for one in rows
    ]  # fmt: skip
    columns = ("记录", "类别", "单位", "事项", "发生日期", "录入人", "录入时间")
    empty = "没有新的记录：填报、核实、任务调整、指标填报、研判和考核各步骤一经录入就显示在这里。"
    return tables.table(columns, made, caption="新增的记录", key="records", kind="records", empty=empty)


def _note(one: Record) -> str:
    return "".join(f"　{word}" for word, holds in (("补录", one.late), ("已更正", one.corrected)) if holds)


def _record_door(one: Entered) -> str | None:
    opens = one.line.opens
    if opens.duty:
        return doors.address("duties/units", unit=one.owner, duty=opens.duty) if one.owner else None
    if opens.indicator:
        return doors.address("duties/indicators", indicator=opens.indicator, period=opens.period)
    if opens.item:
        return doors.address("duties/items", item=opens.item)
    return doors.address("appraisal/periods", period=opens.period)
