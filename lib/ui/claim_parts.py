"""The office's side of 填报核实: the queue with its clock, and one claim with what either verdict would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from lib.domain.facts import COMPLETION
from lib.domain.rights import LEADER
from lib.domain.wording import NOTHING, number, short_day, target_percent
from lib.ui import alike, cards, doors, lights, report_parts, tables
from lib.ui.evidence_parts import evidence
from lib.ui.markup import Piece, filled, joined


class Claim(alike.Claim, Protocol):
    """A claim without a verdict."""

    @property
    def kind(self) -> str: ...
    @property
    def occurred_on(self) -> date: ...
    @property
    def recorded_on(self) -> date: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def days_left(self) -> int | None: ...
    @property
    def claimed_in_time(self) -> bool: ...
    @property
    def settled(self) -> bool: ...
    @property
    def verifier(self) -> str: ...


class Outlook(Protocol):
    """What a verdict would do."""

    @property
    def state(self) -> str: ...
    @property
    def days_late(self) -> int: ...
    @property
    def share(self) -> Fraction | None: ...
    @property
    def effective_due(self) -> date: ...


class Page(Protocol):
    """One claim, opened."""

    @property
    def line(self) -> Claim: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def done_when(self) -> str: ...
    @property
    def passed(self) -> Outlook: ...
    @property
    def returned(self) -> Outlook: ...


def queues(mine: Sequence[Claim], others: Sequence[Claim], as_of: date) -> Piece:
    """Claims by the office's clock, the longest recorded first; a row opens the claim.

    One tap away: those another role verifies, and those on duties that are settled already.
    """
    waiting = [one for one in mine if not one.settled]
    elsewhere = [one for one in others if not one.settled]
    settled = [one for one in mine if one.settled]
    parts = [
        _table(waiting, as_of, "待核实的申报")
        if waiting
        else cards.empty("没有待核实的申报：单位申报完成后排在这里，录入越早越靠前。")
    ]
    if elsewhere:
        who = waits_for(elsewhere[0])
        parts.append(cards.fold(f"{who} {len(elsewhere)} 件", _table(elsewhere, as_of, who)))
    if settled:
        words = f"任务已了结的申报 {len(settled)} 件，不影响结果"
        parts.append(cards.fold(words, _table(settled, as_of, words)))
    return joined(parts)


def _table(claims: Sequence[Claim], as_of: date, caption: str) -> Piece:
    rows = [
        tables.Row(
            (
                one.title,
                tables.unbroken(one.unit_name),
                tables.unbroken(_kind(one)),
                joined(
                    (
                        tables.unbroken(short_day(one.occurred_on, as_of)),
                        filled('<span class="why">{word}</span>', word=_in_time(one)),
                    )
                ),
                tables.unbroken(short_day(one.due_on, as_of)),
                clock(one),
            ),
            leads_to=doors.address(report_parts.PAGE, queue="verify", duty=one.key, claim=str(one.number)),
        )
        for one in claims
    ]
    return tables.piece(("任务", "单位", "类型", "申报日期", "核实期限", "#剩余时间"), rows, caption, "claims")


def clock(one: Claim) -> Piece:
    """How long the office has for it; — where its clock does not run."""
    return Piece(NOTHING) if one.days_left is None else report_parts.days(one.days_left)


def _kind(one: Claim) -> str:
    return "申报完成" if one.kind == COMPLETION else "长期任务进展"


def _in_time(one: Claim) -> Piece:
    return Piece("按期") if one.claimed_in_time else Piece('<b class="warns">逾期申报</b>')


def claim(page: Page, as_of: date) -> Piece:
    """What is claimed and by which evidence, beside what counts as done."""
    one = page.line
    pairs: list[tuple[str, object]] = [
        ("申报单位", one.unit_name),
        ("申报日期", joined((short_day(one.occurred_on, as_of), Piece("　"), _in_time(one)))),
        ("类型", f"{_kind(one)}{f' {number(page.percent)}%' if page.percent is not None else ''}"),
        ("录入日期", short_day(one.recorded_on, as_of)),
        ("核实期限", _due(one, as_of)),
    ]
    said = filled('<p class="board-standard"><b>说明</b>{words}</p>', words=page.text or "没有写说明")
    proof = filled(
        '<p class="board-standard"><b>佐证</b>{words}</p>',
        words=evidence(page.evidence, "没有附佐证"),
    )
    standard = filled('<p class="board-standard"><b>完成标准</b>{words}</p>', words=page.done_when)
    return cards.card(one.title, joined((cards.facts(pairs), standard, said, proof)), one.key)


def _due(one: Claim, as_of: date) -> Piece:
    if one.due_on is None:
        return Piece("任务已了结，不影响结果") if one.settled else Piece(NOTHING)
    return filled("{due}　{clock}", due=short_day(one.due_on, as_of), clock=clock(one))


def outlook(passed: Outlook, returned: Outlook, as_of: date) -> Piece:
    """What passing and returning would do, as two lines."""
    rows = [
        cards.Line("通过", _passed(passed), kind="wraps"),
        cards.Line("退回", _returned(returned, as_of), kind="wraps"),
    ]
    return cards.card("核实后的结果", cards.lines(rows, ""))


def _passed(one: Outlook) -> Piece:
    late = f"，晚 {one.days_late} 天" if one.days_late else ""
    share = f"，任务落实按 {target_percent(one.share)} 计" if one.share is not None else ""
    return filled("{light}{late}{share}", light=lights.state(one.state), late=late, share=share)


def _returned(one: Outlook, as_of: date) -> Piece:
    return filled("{light}，期限至 {due}", light=lights.state(one.state), due=short_day(one.effective_due, as_of))


def waits_for(one: Claim) -> str:
    """Who verifies it."""
    return "由区领导核实" if one.verifier == LEADER else "由督导办公室核实"
