"""The way of a case: its states in a row, as thick as what waits in them, with how long and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from lib.domain.platforms import PlatformCount
from lib.domain.wording import number, percent
from lib.ui import case_parts
from lib.ui.markup import Piece, filled, joined

SHOWN_HOLDERS = 2


class Holder(Protocol):
    """A unit and its cases in one state; `cases` None: not known beyond the overdue ones."""

    @property
    def name(self) -> str: ...
    @property
    def cases(self) -> int | None: ...
    @property
    def overdue(self) -> int: ...
    @property
    def longest_late(self) -> int: ...


class Step(Protocol):
    """A state with what waits in it."""

    @property
    def name(self) -> str: ...
    @property
    def limit(self) -> str: ...
    @property
    def cases(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def mean_days(self) -> Fraction | None: ...
    @property
    def median_days(self) -> Fraction | None: ...
    @property
    def longest_days(self) -> int | None: ...
    @property
    def final(self) -> bool: ...
    @property
    def judicial(self) -> bool: ...
    @property
    def holders(self) -> Sequence[Holder]: ...
    @property
    def longest_late(self) -> int: ...


def way(steps: Sequence[Step], count: PlatformCount, *, whole: bool = True) -> Piece:
    """The states that are not final in their order, then how the cases of the year ended.

    `whole`: with limit, days and holders; else names and numbers alone, for a list.
    """
    waiting = [one for one in steps if not one.final]
    most = max((one.cases for one in waiting), default=0)
    row = [_step(one, most, whole=whole) for one in waiting]
    return filled(
        '<ol class="board-way {kind}" style="--steps:{steps}">{row}{end}</ol>',
        kind="" if whole else "short", steps=len(row) + 1, row=joined(row), end=_end(count, whole=whole),
    )  # fmt: skip


def _step(one: Step, most: int, *, whole: bool) -> Piece:
    share = f"（{percent(Fraction(one.overdue, one.cases))}）" if whole and one.overdue else ""
    late = (
        filled('<b class="warns">超期 {n}{share}</b>', n=number(one.overdue), share=share) if one.overdue else Piece("")
    )
    court = Piece("<em>司法</em>") if one.judicial else Piece("")
    return filled(
        '<li class="{kind}"><span class="name">{name}{court}</span>{limit}{band}'
        '<span class="number"><b>{cases}</b>件 {late}</span>{days}{holders}</li>',
        kind="" if one.cases else "empty",
        name=one.name,
        court=court,
        limit=filled('<span class="below">时限 {limit}</span>', limit=case_parts.limit_words(one.limit))
        if whole
        else "",
        band=_band(one.cases, one.overdue, most),
        cases=number(one.cases),
        late=late,
        days=_lines(_days(one)) if whole else "",
        holders=_lines(_holders(one)) if whole else "",
    )


def _band(cases: int, overdue: int, most: int) -> Piece:
    """As thick as the share of the fullest state; the part past its limit in the colour of what is late."""
    thick = 2 + round(22 * cases / most) if most and cases else 0
    late = f"{overdue / cases:.0%}" if cases else "0%"
    return filled(
        '<span class="band" aria-hidden="true"><i style="height:{thick}px;--late:{late}"></i></span>',
        thick=thick, late=late,
    )  # fmt: skip


def _days(one: Step) -> list[object]:
    """How long they have waited: the middle one and the longest where the days were read, else the mean."""
    if one.median_days is not None and one.longest_days is not None:
        if one.cases == 1:
            return [f"已等 {one.longest_days} 天"]
        return [f"已等 中位 {number(one.median_days)} 天", f"最长 {one.longest_days} 天"]
    return [] if one.mean_days is None else [f"已等 平均 {number(round(one.mean_days))} 天"]


def _holders(one: Step) -> list[object]:
    """The units it waits with, those with overdue cases first."""
    named = [_holder(holder) for holder in one.holders[:SHOWN_HOLDERS]]
    others = len(one.holders) - SHOWN_HOLDERS
    return [*named, f"等 {len(one.holders)} 个单位"] if others > 0 else list(named)


def _holder(one: Holder) -> Piece:
    cases = "" if one.cases is None else f" {number(one.cases)} 件"
    late = filled('，<span class="warns">超期 {n}</span>', n=one.overdue) if one.overdue else Piece("")
    longest = (
        f"，最长超 {one.longest_late} 天" if one.longest_late else f"，{case_parts.WHOLE_ONLY}" if one.overdue else ""
    )
    return filled("{name}{cases}{late}{longest}", name=one.name, cases=cases, late=late, longest=longest)


def _lines(words: Sequence[object]) -> Piece:
    return joined(filled('<span class="below">{line}</span>', line=one) for one in words)


def _end(count: PlatformCount, *, whole: bool) -> Piece:
    """The cases closed this year, and how many went each way; a judgment is no success. No shares: the rate of success leaves
    those out that went neither way, and two rates of one thing would stand on one page."""
    words: list[object] = []
    if whole and count.closed:
        if not count.flow.judicial:
            ways = (("成功", count.success), ("未成", count.failure), ("其他", count.neutral))
            words = [f"{word} {number(n)}" for word, n in ways if n]
        if count.median_days is not None:
            words.append(f"全程 中位 {number(count.median_days)} 天")
        if count.on_time_rate is not None:
            words.append(f"全程按时 {percent(count.on_time_rate)}")
    return filled(
        '<li class="end"><span class="name">办结</span>{since}<span class="band" aria-hidden="true"></span>'
        '<span class="number"><b>{closed}</b>件</span>{words}</li>',
        since=Piece('<span class="below">本年累计</span>') if whole else "", closed=number(count.closed),
        words=_lines(words),
    )  # fmt: skip
