"""Duties on screen: marks with reasons, a unit's cell in the matrix, the table of duties, one duty's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from lib.domain.facts import COMPLETION, PASS
from lib.domain.wording import NOTHING, full_day, number, short_day
from lib.ui import alike, cards, doors, lights, tables
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined

HELPS = "helps"
ACTS_PAGE = "office/reports"


class Duty(alike.MarkedDuty, Protocol):
    """A duty as far as it may be seen: state empty and dates None where it is a mark only."""

    @property
    def owner(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def effective_due(self) -> date | None: ...
    @property
    def completed_on(self) -> date | None: ...
    @property
    def days_late(self) -> int: ...
    @property
    def assumed(self) -> str | None: ...


class Report(alike.Report, Protocol):
    """A report with its verdict."""

    @property
    def unit_name(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def opens(self) -> bool: ...


class Change(Protocol):
    """What changed about a duty."""

    @property
    def occurred_on(self) -> date: ...
    @property
    def words(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def approver(self) -> str: ...


class Page(Protocol):
    """One duty with all that was filed on it; `act`: what the viewer may do, verify or file, or nothing."""

    @property
    def duty(self) -> Duty: ...
    @property
    def reports(self) -> Sequence[Report]: ...
    @property
    def changes(self) -> Sequence[Change]: ...
    @property
    def why_no_reports(self) -> str: ...
    @property
    def act(self) -> str: ...


def act_door(act: str, unit: str | None, duty: str | None) -> str:
    """Where a duty is acted on: the part of 填报核实 of that word."""
    return doors.address(ACTS_PAGE, queue=act, unit=unit, duty=duty)


def cell(mark: str | None) -> Piece:
    """A unit's light in an item: a shape, a dot where it only helps, nothing where it has no part."""
    if mark is None:
        return Piece("")
    return Piece('<span class="helps" title="配合">·</span>') if mark == HELPS else lights.shape(mark)


def state(one: alike.MarkedDuty) -> Piece:
    """The state in words, or the light alone."""
    return lights.state(one.state) if one.state else lights.mark(one.mark)


def dates(one: Duty, as_of: date) -> tuple[object, object, object]:
    """Its due, with the first one where that moved; its completion; its days late."""
    due = short_day(one.effective_due, as_of)
    moved = one.due is not None and one.due != one.effective_due
    shown = (
        filled('{due}<span class="why">原定 {first}</span>', due=due, first=short_day(one.due, as_of)) if moved else due
    )
    return shown, short_day(one.completed_on, as_of), one.days_late or NOTHING


def line(one: Duty, unit: str, as_of: date, *, to_file: bool = False) -> cards.Line:
    """A duty as a line: title, state, and its due or its day of completion; `to_file`: it opens the form."""
    if one.completed_on:
        when = f"{short_day(one.completed_on, as_of)}完成" + (f"，晚 {one.days_late} 天" if one.days_late else "")
    else:
        when = f"期限 {short_day(one.effective_due, as_of)}" + (f"，已超 {one.days_late} 天" if one.days_late else "")
    return cards.Line(
        one.title,
        state(one),
        f"第 {one.item} 项　{when}",
        act_door("file", unit, one.key) if to_file else doors.address("duties/units", unit=unit, duty=one.key),
        "wraps",
    )


def history(page: Page, as_of: date) -> Piece:
    """One duty: what counts as done, its dates, its reports with verdicts, what changed, and a door to act on it."""
    duty = page.duty
    due = f"{full_day(duty.effective_due)}" if duty.effective_due else NOTHING
    pairs = [("状态", state(duty)), ("责任单位", duty.owner_name), ("实际期限", due), ("完成标准", duty.done_when)]
    if duty.assumed:
        pairs.append(("假定", duty.assumed))
    words = {"verify": "核实这项申报", "file": "填报这项任务"}.get(page.act)
    onward = cards.onward(words, act_door(page.act, duty.owner, duty.key)) if words else Piece("")
    filed = past(page.reports, page.changes, page.why_no_reports, as_of)
    return cards.card(duty.title, joined((cards.facts(pairs), filed, onward)), duty.key)


def past(reports: Sequence[Report], changes: Sequence[Change], why_no_reports: str, as_of: date) -> Piece:
    """Reports with verdicts, then what changed about the duty."""
    filed = tables.piece(
        ("日期", "单位", "类型", "说明", "佐证", "核实"), [_report(one, as_of) for one in reports], "填报和核实"
    )
    changed = [
        cards.Line(f"{one.words}：{one.reason}", f"{one.approver}　{short_day(one.occurred_on, as_of)}")
        for one in changes
    ]
    shown = filed if reports else cards.note(why_no_reports)
    return joined((shown, cards.lines(changed, ""))) if changed else shown


def kind_words(one: alike.Report) -> str:
    """申报完成, 进展 60% or 进展."""
    if one.kind == COMPLETION:
        return "申报完成"
    return f"进展 {number(one.percent)}%" if one.percent is not None else "进展"


def _report(one: Report, as_of: date) -> tables.Row:
    day = short_day(one.occurred_on, as_of)
    said, proof = (evidence(text, NOTHING, linked=one.opens) for text in (one.text, one.evidence))
    return tables.Row((day, one.unit_name, kind_words(one), said, proof, _verdict(one, as_of)))


def _verdict(one: Report, as_of: date) -> Piece:
    if not one.verdict:
        return lights.mark("pending") if one.kind == COMPLETION else Piece(NOTHING)
    words = "通过" if one.verdict == PASS else "退回"
    reason = f"：{one.reason}" if one.reason else ""
    return filled("{words} {day}{reason}", words=words, day=short_day(one.verified_on, as_of), reason=reason)
