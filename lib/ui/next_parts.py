"""What a unit does next: what settling a thing brings back, and the cases that press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lib.domain.periods import Period
from lib.domain.wording import NOTHING, points, short_day
from lib.ui import cards, case_parts, doors
from lib.ui.markup import Piece, filled, joined

SHOWN = 5


class PressingCase(Protocol):
    """An open case that is late or nearly so, with its flow."""

    @property
    def flow(self) -> str: ...
    @property
    def flow_name(self) -> str: ...
    @property
    def row(self) -> case_parts.Case: ...
    @property
    def about(self) -> str: ...
    @property
    def counted(self) -> bool: ...


class Regained(Protocol):
    """A duty, or the stays of one flow, with the points one of them brings."""

    @property
    def title(self) -> str: ...
    @property
    def duty(self) -> str | None: ...
    @property
    def flow(self) -> str | None: ...
    @property
    def count(self) -> int: ...
    @property
    def points(self) -> Decimal: ...
    @property
    def due(self) -> date: ...
    @property
    def rank_after(self) -> int | None: ...
    @property
    def more(self) -> bool: ...
    @property
    def counted(self) -> bool: ...


class Regain(Protocol):
    """What a unit regains in a period; `rank`: the one it has now."""

    @property
    def period(self) -> Period: ...
    @property
    def lines(self) -> Sequence[Regained]: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def why_empty(self) -> str: ...


def regained(page: Regain, unit: str, as_of: date, *, to_file: bool, opens: bool) -> Piece:
    """What settling a thing today brings, the most first. `opens`: a flow leads to its cases, else to its counts."""
    lines = [_regained(one, unit, page.rank, as_of, to_file=to_file, opens=opens) for one in page.lines]
    shown = cards.first_lines(lines, SHOWN, f"{page.why_empty}。")
    return cards.card("最能补分", shown, f"算入{page.period.name}得分，今天办结", kind="regains")


def _regained(one: Regained, unit: str, rank: int | None, as_of: date, *, to_file: bool, opens: bool) -> cards.Line:
    gain = filled('<b class="gains">+{points}</b>', points=points(one.points))
    if one.rank_after is not None and rank is not None:
        moves = f"第 {rank} → 第 {one.rank_after}" if one.rank_after != rank else f"仍为第 {rank}"
        gain = joined((gain, filled('<span class="why">{moves}</span>', moves=moves)))
    if one.flow is not None:
        leads_to = case_parts.way_to(one.flow, unit, opens=opens, counted=one.counted)
        each = f"没有超期的环节 {one.count} 个{'以上' if one.more else ''}，按时办结一个 +{points(one.points)} 分；最早 {short_day(one.due, as_of)}到期"
        return cards.Line(one.title, gain, each, leads_to, "wraps")
    late = (as_of - one.due).days
    when = f"期限 {short_day(one.due, as_of)}" + (f"，已逾期 {late} 天" if late > 0 else "")
    page, part = ("office/reports", {"queue": "file"}) if to_file else ("duties/units", {})
    return cards.Line(one.title, gain, when, doors.address(page, unit=unit, duty=one.duty, **part), "wraps")


def cases(rows: Sequence[PressingCase], why_none: str, as_of: date, *, opens: bool) -> Piece:
    """Cases, each with how late or by when, and where it waits.

    `opens`: a tap leads to the case itself, else to the counts of its platform.
    """
    shown = cards.first_lines([_case(one, as_of, opens=opens) for one in rows], SHOWN, f"{why_none}。")
    return cards.card("待办案件", shown, "超期和一周内到期", kind="due")


def _case(one: PressingCase, as_of: date, *, opens: bool) -> cards.Line:
    row = one.row
    late = filled('<b class="warns">超期 {days} 天</b>', days=row.days_late)
    when = late if row.days_late else f"期限 {short_day(row.deadline, as_of)}"
    below = f"{one.flow_name}　{row.state or NOTHING}，已停留 {row.waits_days} 天"
    way = case_parts.way_to(one.flow, None, opens=False, counted=one.counted)
    leads_to = doors.address("platforms/ledger", flow=one.flow, case=row.case_no) if opens else way
    return cards.Line(f"{row.case_no}　{one.about}".rstrip(), when, below, leads_to, "wraps")
