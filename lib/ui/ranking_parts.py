"""The league tables, and those listed apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lib.domain.period_life import STATE_NAMES
from lib.domain.wording import NOTHING, full_day, number, points
from lib.ui import cards, doors, tables
from lib.ui.markup import Piece, filled

PUBLIC_NOTE = (
    "同分同名次。法院、检察院和参考单位不参加排名；不足以评判的单位单列，写明原因。本单位的得分明细在“我的单位”。"
)


class Page(Protocol):
    """Where a result stands."""

    @property
    def scheme(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def normalise(self) -> bool: ...
    @property
    def accumulates(self) -> bool: ...
    @property
    def only_informs(self) -> bool: ...


class Standing(Protocol):
    """A unit in a ranking."""

    @property
    def unit(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def league_rank(self) -> int | None: ...
    @property
    def low(self) -> int | None: ...
    @property
    def high(self) -> int | None: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def recommendation(self) -> str | None: ...
    @property
    def bonus(self) -> Decimal: ...
    @property
    def deduction(self) -> Decimal: ...
    @property
    def points(self) -> tuple[Decimal | None, ...]: ...


class Moved(Protocol):
    """A unit as it is and as it would be under other weights."""

    @property
    def name(self) -> str: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def rank_then(self) -> int | None: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def total_then(self) -> Decimal | None: ...
    @property
    def recommendation(self) -> str | None: ...
    @property
    def recommendation_then(self) -> str | None: ...


class Crossing(Protocol):
    """A unit that a weight takes over a line."""

    @property
    def name(self) -> str: ...
    @property
    def actual(self) -> str: ...
    @property
    def otherwise(self) -> str: ...


def standing_of(page: Page, period: str, close: str) -> str:
    """One line: which scheme, of when, in which state, and until when it lies open."""
    words = [page.scheme, f"{period}年内累计" if page.accumulates else period, f"收件截至 {close}"]
    if page.digest is None:
        words.append("**草稿，未核对、未公示**")
    else:
        until = f"，到 {full_day(page.until)}" if page.until else ""
        words.append(f"**{STATE_NAMES[page.state]}{until}**")
        words.append(f"第 {page.version} 版　摘要 {page.digest[:10]}")
    if page.only_informs:
        words.append("只有年度结果才表彰、问责，本期只通报")
    return "　".join(words)


def total(one: Standing) -> Piece:
    """The total of a unit, with the places it may have where the reader is shown them."""
    if one.low is None:
        return filled("<b>{total}</b>", total=points(one.total))
    return filled("<b>{total}</b>　{span}", total=points(one.total), span=_span(one))


def _span(one: Standing) -> str:
    """1–3; 不变 where no weight moves the unit."""
    return "不变" if one.low == one.high else f"{one.low}–{one.high}"


def note_of(page: Page) -> str:
    """How the table is read by who sees how sure it is."""
    return (
        "名次范围：各规则权重分别增减两成时，组内名次的最好和最差。不适用的规则显示“—”，"
        f"{'其权重分给其他规则，所以得分可以高于表头的权重' if page.normalise else '不得分'}。法院、检察院和参考单位不参加排名。"
    )


def spans(rows: Sequence[Standing]) -> list[tuple[str, int, int, int]]:
    """Name, place, best and worst place of each ranked unit."""
    return [(one.name, one.league_rank or 0, one.low or 0, one.high or 0) for one in rows]


def league(
    rows: Sequence[Standing], rules: Sequence[str], weights: Sequence[Decimal], *, opens: bool, key: str
) -> str | None:
    """A league by rank; where it `opens`, a row leads to the unit's score line by line."""
    advised, spanned = any(one.recommendation for one in rows), any(one.low for one in rows)
    weighted = [
        tables.Figures(filled('{rule}<span class="why">权重 {weight}</span>', rule=rule, weight=number(weight)))
        for rule, weight in zip(rules, weights, strict=True)
    ]
    columns: list[tables.Column] = [
        "单位",
        "#名次",
        "#得分",
        "档次",
        *([tables.Figures(filled('名次范围<span class="why">{why}</span>', why="权重增减两成"))] if spanned else []),
        *weighted,
        "#加减分",
        *(["建议"] if advised else []),
    ]
    found = [
        tables.Row(
            (
                one.name,
                one.league_rank,
                filled("<b>{total}</b>", total=points(one.total)),
                _tier(one),
                *([_span(one)] if spanned else []),
                *(points(value) for value in one.points),
                _adjusted(one),
                *([one.recommendation or NOTHING] if advised else []),
            ),
            leads_to=doors.address("appraisal/my_unit", unit=one.unit) if opens else None,
        )
        for one in rows
    ]
    return tables.table(columns, found, caption="组内名次", key=key, kind="ranking")


def crossed(rows: Sequence[Crossing]) -> Piece:
    """Who would be recommended otherwise if a weight moved by a fifth."""
    lines = [cards.Line(one.name, one.actual, one.otherwise, kind="wraps") for one in rows]
    return cards.lines(lines, "任何一条规则的权重增减两成，都不改变谁被建议表彰、谁进入问责阶梯。")


def what_if(rows: Sequence[Moved], *, caption: str, key: str) -> None:
    """A league under other weights beside what it is."""
    found = [
        tables.Row(
            (
                one.name,
                one.rank_then,
                _shift(one),
                points(one.total_then),
                points(one.total),
                one.recommendation_then or NOTHING,
            )
        )
        for one in rows
    ]
    columns = ("单位", "#试算名次", "较现名次", "#试算得分", "#现得分", "试算建议")
    tables.table(columns, found, caption=caption, key=key)


def _shift(one: Moved) -> Piece:
    if one.rank is None or one.rank_then is None or one.rank == one.rank_then:
        return filled('<span class="mute">不变</span>')
    up = one.rank_then < one.rank
    return filled("{arrow} {by}", arrow="▲" if up else "▼", by=abs(one.rank - one.rank_then))


def apart(rows: Sequence[Standing], *, opens: bool, key: str) -> str | None:
    """Units that are not ranked, with the reason; their lines can still be opened."""
    found = [
        tables.Row(
            (one.name, points(one.total), one.reason or NOTHING, one.recommendation or NOTHING),
            leads_to=doors.address("appraisal/my_unit", unit=one.unit) if opens else None,
        )
        for one in rows
    ]
    return tables.table(("单位", "#得分", "原因", "建议"), found, caption="不参加排名的单位", key=key)


def _tier(one: Standing) -> Piece:
    tone = {"不合格": "warns"}.get(one.tier or "", "")
    return filled('<span class="{tone}">{tier}</span>', tone=tone, tier=one.tier or NOTHING)


def _adjusted(one: Standing) -> str:
    if not one.bonus and not one.deduction:
        return NOTHING
    return "　".join(
        word
        for word in (f"+{points(one.bonus)}" if one.bonus else "", f"−{points(one.deduction)}" if one.deduction else "")
        if word
    )
