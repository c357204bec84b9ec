"""Records made between two days in words: what, of which unit and item, who entered it when, and what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.db.queries import records
from lib.domain.evidence import names_only
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS, VIEW_WORDS, word_for
from lib.domain.facts import (
    PROGRESS,
    Adjustment,
    Change,
    Entry,
    Judgement,
    PeriodStep,
    Report,
    Ruling,
    Signature,
    Verification,
    recorded_late,
)
from lib.domain.period_life import DECISIONS, STEP_NAMES
from lib.domain.periods import Period
from lib.domain.wording import counted, full_day, number
from lib.services.book import Book

KINDS: dict[type[Any], str] = {
    Report: "填报", Verification: "核实", Change: "任务调整", Adjustment: "加减分", Entry: "指标填报", Judgement: "研判",
    PeriodStep: "考核周期", Ruling: "申诉采纳", Signature: "签署",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opens:
    """What a record opens: a duty, an item, an indicator of a period, or a period of appraisal (of a unit)."""

    duty: str | None = None
    item: str | None = None
    indicator: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record. `unit`, `item` None: of none. `happened_on`: the day it is about. `late`: 补录, of a fact about the work.

    `corrected`: a correction took it out, which is a line of its own.
    """

    number: int
    kind: str
    words: str
    unit: str | None
    item: str | None
    happened_on: date
    at: datetime
    on: date
    by: str
    late: bool
    corrected: bool
    opens: Opens


def record_lines(book: Book, since: date, as_of: date) -> list[RecordLine]:
    """Every record made after `since` up to `as_of` but events of cases, the last first. For leader and office."""
    return sorted(_lines(book, since, as_of), key=lambda one: (one.on, one.number), reverse=True)


def _lines(book: Book, since: date, as_of: date) -> Iterator[RecordLine]:
    for kind in records.KINDS:
        for one in records.recorded(book.conn, kind, since, as_of):
            yield _line(book, one, KINDS[kind], _words(book, one), corrected=one.corrected)
    for kind in records.CORRECTED_KINDS:
        for change in records.corrections(book.conn, kind, since, as_of):
            act = "更正" if change.replaced else "作废"
            words = f"{_words(book, change)}。{act}原因：{change.reason}"
            yield _line(book, change, f"{act}{KINDS[kind]}", words)


def _line(
    book: Book, one: records.Recorded | records.Correction, kind: str, words: str, *, corrected: bool = False
) -> RecordLine:
    about = one.report or one.fact
    happened_on = one.fact.verified_on if isinstance(one.fact, Verification) else one.fact.occurred_on
    told_late = isinstance(one, records.Recorded) and type(one.fact) in records.CORRECTED_KINDS
    late = told_late and recorded_late(happened_on, one.on)
    return RecordLine(
        one.number, kind, words, _unit(book, about), _item(book, about), happened_on, one.at, one.on, one.by, late,
        corrected, _opens(about),
    )  # fmt: skip


def _unit(book: Book, fact: Any) -> str | None:
    if isinstance(fact, Change):
        deliverable = book.plan.deliverable.get(fact.deliverable)
        return deliverable.owner if deliverable else None
    return getattr(fact, "unit", None)


def _item(book: Book, fact: Any) -> str | None:
    if isinstance(fact, Judgement):
        return fact.item
    if isinstance(fact, Entry):
        indicator = book.plan.indicator.get(fact.indicator)
        return indicator.item if indicator else None
    deliverable = book.plan.deliverable.get(getattr(fact, "deliverable", ""))
    return deliverable.item if deliverable else None


def _opens(fact: Any) -> Opens:
    if isinstance(fact, Report | Change):
        return Opens(duty=f"{fact.deliverable}.{fact.period}" if fact.period else fact.deliverable)
    if isinstance(fact, Judgement):
        return Opens(item=fact.item)
    if isinstance(fact, Entry):
        return Opens(indicator=fact.indicator, period=fact.period)
    return Opens(period=fact.period)


def _words(book: Book, one: records.Recorded | records.Correction) -> str:
    words: str = _WORDS[type(one.fact)](book, one.fact)
    return f"{_title(book, one.report)}：{words}" if one.report else words


def _report(book: Book, fact: Report) -> str:
    share = f" {number(fact.percent)}%" if fact.kind == PROGRESS and fact.percent is not None else ""
    return _with(f"{_title(book, fact)}：{word_for(REPORT_WORDS, fact.kind)}{share}", names_only(fact.text))


def _verification(book: Book, fact: Verification) -> str:
    return _with(f"核实{word_for(VERDICT_WORDS, fact.verdict)}", fact.reason)


def _change(book: Book, fact: Change) -> str:
    what = word_for(CHANGE_WORDS, fact.kind)
    if fact.new_due:
        what = f"延期至{full_day(fact.new_due)}"
    elif fact.new_owner:
        what = f"改派{book.plan.unit[fact.new_owner].short}"
    return _with(f"{_title(book, fact)}：{what}", f"{fact.reason}（{fact.approver}批准）")


def _adjustment(book: Book, fact: Adjustment) -> str:
    points = f" {number(fact.points)} 分" if fact.points is not None else ""
    return _with(f"{_period(fact.period)}考核{word_for(ADJUSTMENT_WORDS, fact.kind)}{points}", fact.reason)


def _entry(book: Book, fact: Entry) -> str:
    indicator = book.plan.indicator.get(fact.indicator)
    title = indicator.title if indicator else fact.indicator
    if fact.numerator is not None and fact.denominator is not None:
        return f"{_period(fact.period)}{title}：{counted(fact.numerator, fact.denominator)}"
    return f"{_period(fact.period)}{title}：{number(fact.value if fact.numerator is None else fact.numerator)}"


def _judgement(book: Book, fact: Judgement) -> str:
    return _with(f"第 {fact.item} 项：{word_for(VIEW_WORDS, fact.view)}", fact.reason)


def _step(book: Book, fact: PeriodStep) -> str:
    return _with(f"{_period(fact.period)}考核：{STEP_NAMES[fact.step]}", fact.text)


def _ruling(book: Book, fact: Ruling) -> str:
    return _with(f"{_period(fact.period)}考核：采纳申诉", fact.reason)


def _signature(book: Book, fact: Signature) -> str:
    return _with(f"{_period(fact.period)}考核建议“{fact.recommendation}”：{DECISIONS[fact.decision]}", fact.reason)


_WORDS: dict[type[Any], Any] = {
    Report: _report, Verification: _verification, Change: _change, Adjustment: _adjustment, Entry: _entry,
    Judgement: _judgement, PeriodStep: _step, Ruling: _ruling, Signature: _signature,
}  # fmt: skip


def _with(head: str, said: str | None) -> str:
    return f"{head}，{said}" if said else head


def _title(book: Book, fact: Report | Change) -> str:
    deliverable = book.plan.deliverable.get(fact.deliverable)
    return deliverable.title if deliverable else fact.deliverable


def _period(code: str) -> str:
    return Period.parse(code).name
