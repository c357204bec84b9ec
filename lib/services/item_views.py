"""联动事项: the items, and one item with its clause, deliverables, numbers and the three voices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lib.domain.duties import DutyStatus
from lib.domain.marks import ItemStatus
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.domain.wording import (
    MARK_WORDS,
    STATE_WORDS,
    reading_note,
    reading_target,
    reading_value,
    run_late_words,
    short_day,
)
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_views import DutyLine, duty_line, gravity
from lib.services.indicators import indicator_readings
from lib.services.overview import unit_name
from lib.services.status import Status, status
from lib.services.voices import Voice, disagreement, voices


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the list. `done` and `total` are None where its duties are seen as marks only."""

    no: str
    title: str
    section: str
    lead: str
    task_mark: str
    run_mark: str
    light: str
    done: int | None
    total: int | None
    disagreement: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """An indicator of an item: value and target in words, its colour, the guard and why it is not coloured."""

    code: str
    title: str
    value: str
    target: str
    colour: str | None
    note: str
    scored: bool


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which something was or is due, how it stands, and that in words."""

    day: date
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A deliverable through the years: what was due of it, in the order of the days."""

    title: str
    owner_name: str
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item whole. `lanes`: the duties whose dates the viewer sees, by deliverable, from `since` on."""

    line: ItemLine
    clause: str
    members: tuple[str, ...]
    open_ended: str | None
    due_text: str
    doubts: tuple[str, ...]
    voices: tuple[Voice, ...]
    duties: tuple[DutyLine, ...]
    lanes: tuple[Lane, ...]
    since: date
    numbers: tuple[NumberLine, ...]
    numbers_of: Period
    flows: tuple[tuple[str, str], ...]
    run_why: str


def items_page(viewer: Viewer, book: Book, as_of: date) -> tuple[ItemLine, ...]:
    """Every item in the order of the plan, with where the three voices disagree."""
    sight.require_business(viewer)
    found = status(book, as_of)
    return tuple(_line(viewer, book, found, one) for one in found.items)


def item_page(viewer: Viewer, book: Book, as_of: date, no: str) -> ItemPage:
    """One item; other units' duties as marks only, the voice of a unit to itself, leader and office."""
    sight.require_business(viewer)
    found = status(book, as_of)
    one = next((one for one in found.items if one.item == no), None)
    if one is None:
        raise Refused(f"没有第“{no}”项")
    item = book.plan.item[no]
    period = found.quarter
    return ItemPage(
        _line(viewer, book, found, one),
        item.clause,
        tuple(book.plan.unit[code].short for code in item.members),
        item.open_ended,
        item.due_text,
        item.doubts,
        tuple(voices(viewer, book, one, as_of)),
        tuple(duty_line(viewer, book, duty) for duty in sorted(one.statuses, key=gravity)),
        tuple(_lanes(viewer, book, one, as_of)),
        book.plan.issued_on,
        tuple(_numbers(book, no, period, as_of)),
        period,
        tuple((flow.code, flow.name) for flow in book.plan.flows if no in flow.items),
        _run_why(one, as_of),
    )


def _lanes(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> Iterator[Lane]:
    """The item's deliverables in the order of the register; owned by whoever owns the latest of it."""
    for deliverable in book.plan.deliverables:
        own = [duty for duty in one.statuses if duty.occurrence.deliverable == deliverable]
        lines = [(duty, duty_line(viewer, book, duty)) for duty in sorted(own, key=lambda duty: duty.effective_due)]
        dated = tuple(
            Milestone(line.effective_due, line.mark, _milestone_words(duty, line, as_of))
            for duty, line in lines
            if line.effective_due is not None
        )
        if dated:
            yield Lane(deliverable.title, lines[-1][1].owner_name, dated)


def _milestone_words(duty: DutyStatus, line: DutyLine, as_of: date) -> str:
    """2026年上半年，期限 11月30日，预警."""
    period = duty.occurrence.period
    due = f"期限 {short_day(duty.effective_due, as_of)}"
    return "，".join((*((period.name,) if period else ()), due, STATE_WORDS.get(line.state) or MARK_WORDS[line.mark]))


def _line(viewer: Viewer, book: Book, found: Status, one: ItemStatus) -> ItemLine:
    item = book.plan.item[one.item]
    seen = sight.sees_all_duties(viewer) or all(sight.sees_duties(viewer, duty.owner) for duty in one.statuses)
    return ItemLine(
        one.item,
        item.title,
        item.section,
        unit_name(book, item.lead),
        one.task_mark,
        one.run_mark,
        one.light,
        one.done if seen else None,
        one.total if seen else None,
        disagreement(book, one, found.as_of) if sight.sees_all_duties(viewer) else "",
    )


def _numbers(book: Book, no: str, period: Period, as_of: date) -> list[NumberLine]:
    """The item's indicators of the last quarter that ended, for the whole district."""
    if period.end < book.plan.issued_on:
        return []
    return [
        NumberLine(
            one.indicator.code,
            one.indicator.title,
            reading_value(one),
            reading_target(one),
            one.colour,
            reading_note(one),
            one.indicator.scored,
        )
        for one in indicator_readings(book, period, as_of)
        if one.indicator.item == no and one.unit is None
    ]


def _run_why(one: ItemStatus, as_of: date) -> str:
    """不含司法环节，在办 49 件，环节超期 1 件，最长 12 天（6月30日）."""
    if not one.run.waiting:
        return ""
    return f"不含司法环节，在办 {one.run.waiting} 件，{run_late_words(one.run)}（{short_day(as_of, as_of)}）"
