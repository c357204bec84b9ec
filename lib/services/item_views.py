"""联动事项: the items, and one item with its clause, deliverables, numbers and the three voices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lib.domain import fact_words, marks
from lib.domain.evidence import names_only
from lib.domain.facts import COMPLETION, Judgement, Report
from lib.domain.marks import ItemStatus
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.domain.wording import MARK_WORDS, NOTHING, percent, reading_note, reading_target, reading_value, short_day
from lib.errors import Refused
from lib.services import sight
from lib.services.book import Book
from lib.services.duty_views import DutyLine, duty_line, gravity
from lib.services.indicators import indicator_readings
from lib.services.overview import unit_name
from lib.services.status import Status, status

VIEW_WORDS = {code: word for word, code in fact_words.VIEW_WORDS.items()}
_TROUBLE = (marks.RED, marks.YELLOW)


@dataclass(frozen=True, slots=True)
class Voice:
    """One of three voices about an item: whose, its words, its day."""

    whose: str
    words: str
    said_on: date | None = None


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
class ItemPage:
    """One item whole."""

    line: ItemLine
    clause: str
    members: tuple[str, ...]
    open_ended: str | None
    due_text: str
    doubts: tuple[str, ...]
    voices: tuple[Voice, ...]
    duties: tuple[DutyLine, ...]
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
        tuple(_voices(viewer, book, one, as_of)),
        tuple(duty_line(viewer, book, duty) for duty in sorted(one.statuses, key=gravity)),
        tuple(_numbers(book, no, period, as_of)),
        period,
        tuple((flow.code, flow.name) for flow in book.plan.flows if no in flow.items),
        _run_why(one, as_of),
    )


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
        disagreement(_judgement(book, one.item, found.as_of), one) if sight.sees_all_duties(viewer) else "",
    )


def _judgement(book: Book, item: str, as_of: date) -> Judgement | None:
    """The office's last view of an item dated up to `as_of`."""
    views = [one for one in book.judgements if one.item == item and one.occurred_on <= as_of]
    return max(views, key=lambda one: (one.occurred_on, one.number), default=None)


def disagreement(judgement: Judgement | None, one: ItemStatus) -> str:
    """Where the office's judgement and the system's light say different things; empty where they agree."""
    if judgement is None:
        return ""
    trouble = one.light in _TROUBLE
    if (judgement.view == "on_track") == trouble:
        return f"系统为{MARK_WORDS[one.light]}，办公室认为{VIEW_WORDS[judgement.view]}"
    return ""


def _voices(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> list[Voice]:
    """The system's mark, the owner's last claim, and the office's judgement."""
    voices = [Voice("系统", f"任务{MARK_WORDS[one.task_mark]}，运行{MARK_WORDS[one.run_mark]}", as_of)]
    claim = _last_claim(viewer, book, one, as_of)
    if claim is not None:
        voices.append(Voice(f"填报（{book.plan.unit[claim.unit].short}）", _claim_words(claim), claim.occurred_on))
    judgement = _judgement(book, one.item, as_of)
    if judgement is not None and sight.sees_all_duties(viewer):
        voices.append(Voice("督导办公室", f"{VIEW_WORDS[judgement.view]}：{judgement.reason}", judgement.occurred_on))
    return voices


def _last_claim(viewer: Viewer, book: Book, one: ItemStatus, as_of: date) -> Report | None:
    """The latest report on the item's duties among those the viewer may see."""
    codes = {duty.occurrence.deliverable.code for duty in one.statuses}
    reports = [
        report
        for report in book.facts.reports
        if report.deliverable in codes and report.occurred_on <= as_of and sight.sees_reports(viewer, report.unit)
    ]
    return max(reports, key=lambda report: (report.occurred_on, report.number), default=None)


def _claim_words(report: Report) -> str:
    share = "申报完成" if report.kind == COMPLETION else f"完成 {_share(report)}"
    said = names_only(report.text)
    return f"{report.deliverable} {share}{f'：{said}' if said else ''}"


def _share(report: Report) -> str:
    return NOTHING if report.percent is None else percent(Fraction(report.percent) / 100).replace(".0%", "%")


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
    """在办 49，超期 1，最长 12 天."""
    if not one.run.waiting:
        return ""
    late = f"超期 {one.run.late} 件，最长 {one.run.longest_days} 天" if one.run.late else "无超期"
    return f"不含司法环节，在办 {one.run.waiting} 件，{late}（{short_day(as_of, as_of)}）"
