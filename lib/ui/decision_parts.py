"""What a year recommends on screen: the grounds, how sure it is, what leaders made of it; over the years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lib.domain import marks
from lib.domain.wording import NOTHING, points, short_day
from lib.ui import cards, lights, tables
from lib.ui.markup import Piece, filled, joined


class Decision(Protocol):
    """A leader's word."""

    @property
    def word(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def reason(self) -> str: ...


class Recommended(Protocol):
    """What a year recommends for a unit."""

    @property
    def name(self) -> str: ...
    @property
    def league(self) -> str: ...
    @property
    def recommendation(self) -> str: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def ranked_in_league(self) -> int: ...
    @property
    def low(self) -> int | None: ...
    @property
    def high(self) -> int | None: ...
    @property
    def light(self) -> str | None: ...
    @property
    def vetoes(self) -> Sequence[str]: ...
    @property
    def years(self) -> int: ...
    @property
    def doubt(self) -> str: ...
    @property
    def decision(self) -> Decision | None: ...


class Years(Protocol):
    """A unit over the years."""

    @property
    def name(self) -> str: ...
    @property
    def cells(self) -> Sequence[str]: ...


def recommended(rows: Sequence[Recommended], as_of: date) -> Piece:
    """What the year recommends, with its grounds, its doubt and its decision."""
    found = [
        tables.Row(
            (
                one.name,
                _advice(one.recommendation),
                filled("<b>{total}</b>", total=points(one.total)),
                one.tier or NOTHING,
                _rank(one),
                _grounds(one),
                _decided(one.decision, as_of),
            )
        )
        for one in rows
    ]
    columns = ("单位", "建议", "#得分", "档次", "#组内名次", "依据", "决定")
    return tables.piece(columns, found, "本年建议", kind="decisions")


def _advice(word: str) -> Piece:
    if word == "表彰":
        return lights.mark(marks.BLUE, word)
    return lights.mark(marks.RED, word)


def _rank(one: Recommended) -> Piece:
    if one.rank is None:
        return Piece(NOTHING)
    span = f"可能 {one.low}–{one.high}" if one.low != one.high else ""
    return filled(
        '{rank}／{n}<span class="why">{span}</span>', rank=one.rank, n=one.ranked_in_league, span=span
    )  # fmt: skip


def _grounds(one: Recommended) -> Piece:
    words = [
        f"{one.league}",
        f"一票否决：{'、'.join(one.vetoes)}" if one.vetoes else "",
        f"连续第 {one.years} 年不合格" if one.years > 1 else "",
    ]
    light = joined(("结账日亮灯 ", lights.mark(one.light))) if one.light else Piece("")
    doubt = filled('<span class="why">权重变动时：{doubt}</span>', doubt=one.doubt) if one.doubt else Piece("")
    return joined(("　".join(filter(None, words)), Piece("　"), light, doubt))


def _decided(one: Decision | None, as_of: date) -> Piece:
    if one is None:
        return lights.mark(marks.PENDING, "待签署")
    said = f"{one.who}　{short_day(one.on, as_of)}　{one.reason}"
    return filled('<b>{word}</b><span class="why">{said}</span>', word=one.word, said=said)


def history(years: Sequence[str], rows: Sequence[Years]) -> Piece:
    """Every unit over the locked years, one tap away."""
    found = [tables.Row((one.name, *(cell or NOTHING for cell in one.cells))) for one in rows]
    return cards.fold(
        "历年建议和决定", tables.piece(("单位", *(f"{year}年" for year in years)), found, "历年建议和决定")
    )
