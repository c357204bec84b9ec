"""The opening of a meeting: what was promised at the last one and what came of it, and the agenda."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from lib.domain import agenda, promises
from lib.domain.wording import NOTHING, PROMISE_WORDS, short_day
from lib.ui import cards, doors, lights, tables
from lib.ui.markup import Piece, filled, joined
from lib.ui.meeting_parts import COURT, OUTCOME_MARKS, PART_WORDS, Promise, address, outcome


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


def review(one: Day) -> Piece:
    """The promises of the last meeting with what became of them: rows, or counts by unit."""
    if one.last_on is None:
        return cards.card("上次议定事项", cards.note("此前没有议定事项：本次议定的，下次会议从这里开始。"))
    rows = _promised(one.promises, one.last_on, one.day) if one.promises else _promised_by_unit(one.by_unit)
    when = f"{short_day(one.last_on, one.day)}会议"
    return cards.card("上次议定事项落实情况", joined((_outcomes(one.outcomes), rows)), when)


def _outcomes(counts: Mapping[str, int]) -> Piece:
    """How many promises came to what, the worst first."""
    total = sum(counts.values())
    each = joined(
        filled(
            '<span class="count"><b>{n}</b>{mark}</span>', n=counts[name], mark=lights.mark(OUTCOME_MARKS[name], PROMISE_WORDS[name])
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
                _came_to(one, as_of),
            ),
            leads_to=address(one.unit),
        )
        for one in rows
    ]
    return tables.piece(("单位", "议定事项", "期限", "落实情况"), made, "上次议定事项落实情况", kind="meeting-table")


def _came_to(one: Promise, as_of: date) -> Piece:
    """What became of it, and on which day it was closed as not kept or dropped: its due alone does not say."""
    came = outcome(one.outcome, one.days_late)
    if one.closed_on is None or one.outcome not in (promises.FAILED, promises.DROPPED):
        return came
    return joined((came, filled('<span class="why">{day}认定</span>', day=short_day(one.closed_on, as_of))))


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
    court = COURT if one.is_court else ""
    return filled("{shape}{name}{court}", shape=lights.shape(one.light), name=one.name, court=court)


def _made(one: Turn) -> Piece:
    return filled('<span class="made">已议定{n}</span>', n=one.made) if one.made else Piece("")
