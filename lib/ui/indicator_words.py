"""How a reading of an indicator is written: its figure, its mark, its interval, who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lib.domain import marks
from lib.domain.indicators import NO_CASES, SMALL, TOO_FEW, Reading
from lib.domain.plan import Indicator
from lib.domain.wording import NOTHING, counted, number, percent, rated, signed_percent
from lib.ui import lights
from lib.ui.markup import Piece, joined

NOT_ENTERED = "本期未填报"
COMPARED = ("year_on_year", "trend")  # shapes that look at the year before
_OWNERS_NAMED = 3


def mark(one: Reading) -> Piece:
    """达标, 接近目标 or 未达标 with its shape; why it has none; a small base beside it."""
    if one.indicator.shape == "count":
        return lights.mark(marks.NONE, "不设目标")
    if not one.entered:
        return lights.mark(marks.NONE, NOT_ENTERED)
    if one.colour is None:
        return lights.mark(marks.NONE, _why_unjudged(one))
    judged = lights.reading(one.colour)
    return joined((judged, lights.mark(marks.NONE, SMALL)), " ") if one.note == SMALL else judged


def _why_unjudged(one: Reading) -> str:
    """The note; where only the year before has no cases, that."""
    if one.note == NO_CASES and one.indicator.shape in COMPARED and (one.parts[0].numerator or one.denominator):
        return "上年同期无案件"
    return one.note or NOTHING


class Figure(NamedTuple):
    """The number that decides, its unit word, and what it is made of."""

    large: str
    word: str
    small: str


def figure(one: Reading) -> Figure:
    """85.6% of 89/104 件; 3/4 件 where the base is too small for a rate; — where there is nothing."""
    first, word = one.parts[0], one.indicator.unit_word
    if not one.entered:
        return Figure(NOTHING, "", NOT_ENTERED)
    if one.denominator is None:
        return Figure(number(first.numerator), word, "")
    if one.indicator.shape == "year_on_year":
        return _year_on_year(one)
    if not one.denominator:
        return Figure(NOTHING, "", NO_CASES)
    parts = counted(first.numerator, one.denominator)
    if one.note == TOO_FEW:
        base = "两期中较小的分母" if one.indicator.shape == "trend" else "分母"
        return Figure(parts, word, f"{base}不足 {one.indicator.min_n} {word}，不判断")
    return Figure(percent(first.numerator / one.denominator), "", f"{parts} {word}")


def _year_on_year(one: Reading) -> Figure:
    first, word = one.parts[0], one.indicator.unit_word
    before = f"上年同期 {number(one.denominator)} {word}"
    if one.note == TOO_FEW:
        before += f"，不足 {one.indicator.min_n} {word}，不判断"
    if one.note in (TOO_FEW, NO_CASES):
        return Figure(number(first.numerator), word, before)
    return Figure(signed_percent(first.value), "", f"{number(first.numerator)} {word}，{before}")


def value_words(one: Reading) -> str:
    """A reading in one word: 85.6%（89/104）, 2/4（基数不足）, 115件, —."""
    first = one.parts[0]
    if not one.entered:
        return NOTHING
    if one.denominator is None:
        return f"{number(first.numerator)}{one.indicator.unit_word}"
    if one.indicator.shape == "year_on_year":
        numbers = f"{number(first.numerator)}，上年同期 {number(one.denominator)}"
        return numbers if one.note in (TOO_FEW, NO_CASES) else f"{signed_percent(first.value)}（{numbers}）"
    if not one.denominator:
        return NOTHING
    if one.indicator.shape == "split":
        return "、".join(f"{part.part.name} {percent(part.value)}" for part in one.parts)
    few = one.denominator < one.indicator.min_n and one.indicator.shape != "count"
    return (
        f"{counted(first.numerator, one.denominator)}（{TOO_FEW}）" if few else rated(first.numerator, one.denominator)
    )


def interval_words(one: Reading) -> str:
    """77.6%–91.1%; — where there is none."""
    interval = one.parts[0].interval
    return NOTHING if interval is None else f"{percent(interval[0])}–{percent(interval[1])}"


def use_words(indicator: Indicator) -> str:
    """Whether it counts in the appraisal, and by whose value."""
    if not indicator.scored:
        return "监测，不计分"
    return "计分（各单位按本单位数）" if indicator.scored_for == "each" else "计分"


def owners_words(owners: Sequence[str]) -> str:
    """The first owners by name."""
    named = "、".join(owners[:_OWNERS_NAMED])
    return f"{named}等 {len(owners)} 个单位" if len(owners) > _OWNERS_NAMED else named or NOTHING
