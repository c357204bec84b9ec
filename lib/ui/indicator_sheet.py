"""One indicator on screen: its number and picture, its guard, how it counts, its past."""

from __future__ import annotations

from typing import Protocol

from lib.domain.indicators import Reading
from lib.domain.wording import number
from lib.ui import cards, doors, indicator_pictures, tables
from lib.ui.indicator_parts import PAGE, Line, much
from lib.ui.indicator_words import mark, owners_words, use_words, value_words
from lib.ui.markup import Piece, filled, joined


class Page(Protocol):
    """One indicator whole."""

    @property
    def line(self) -> Line: ...
    @property
    def guard(self) -> Line | None: ...
    @property
    def flows(self) -> tuple[tuple[str, str], ...]: ...


def sheet(page: Page, period: str) -> Piece:
    """One indicator: its number, picture and facts; beside them its guard and how it counts."""
    one, indicator = page.line, page.line.reading.indicator
    facts = (
        ("责任单位", owners_words(one.owners)),
        ("用途", use_words(indicator)),
        *_numbers(one.reading),
    )
    beside = [cards.card("口径", cards.facts(one.definition), kind="defined")]
    if page.guard is not None:
        beside.insert(0, cards.card("对照指标", _guard(page.guard), "与目标对着看：防止为达标而少收、拒收"))
    return joined(
        (
            _ways(page),
            cards.heading(indicator.title, (), f"{indicator.code}　{period}"),
            filled(
                '<div class="board-halves board-indicator"><div>{left}</div><div>{right}</div></div>',
                left=cards.card("本期", joined((_whole(one), cards.facts(facts)))), right=joined(beside),
            ),
        )
    )  # fmt: skip


def _ways(page: Page) -> Piece:
    """Back to all, on to the item and to the ledgers it is counted from."""
    no = page.line.reading.indicator.item
    ways = [cards.back("全部指标", PAGE)]
    if no:
        ways.append(cards.onward(f"第 {no} 项　{page.line.item_title}", doors.address("duties/items", item=no)))
    ways += [
        cards.onward(f"台账：{name}", doors.address("platforms/platforms", flow=code)) for code, name in page.flows
    ]
    return filled('<div class="board-pager">{ways}</div>', ways=joined(ways))


def _numbers(one: Reading) -> list[tuple[str, str]]:
    """Numerator and denominator, each under its own word."""
    if one.indicator.shape == "split" or one.denominator is None:
        return []
    words = ("本期数", "上年同期数") if one.indicator.shape == "year_on_year" else ("分子", "分母")
    counts = (one.parts[0].numerator, one.denominator)
    return [(word, f"{number(count)} {one.indicator.unit_word}") for word, count in zip(words, counts, strict=True)]


def _whole(one: Line) -> Piece:
    picture = indicator_pictures.picture(one.reading, one.past, one.durations)
    return filled('<div class="much">{much}</div><div class="drawn">{picture}</div>', much=much(one), picture=picture)


def _guard(one: Line) -> Piece:
    leads_to = doors.address(PAGE, indicator=one.reading.indicator.code)
    return joined((doors.door(one.reading.indicator.title, leads_to, kind="back"), _whole(one)))


def past(one: Line) -> Piece:
    """The periods up to the one shown, the newest first; the line through their rates where it is not drawn above."""
    rows = [
        tables.Row(
            (period.period.name, value_words(period.reading), mark(period.reading)), kind="here" if first else ""
        )
        for first, period in ((period is one.past[-1], period) for period in reversed(one.past))
    ]
    table = tables.piece(("考核期", "#数值", "结果"), rows, f"{one.reading.indicator.title}各期数值")
    if one.reading.denominator is None or one.reading.indicator.shape in ("split", "year_on_year", "trend"):
        return table
    drawn = cards.card("各期的率", indicator_pictures.line(one.past, one.reading.colour), "空心：上年同期")
    return filled('<div class="board-halves board-indicator"><div>{line}</div><div>{table}</div></div>',
                  line=drawn, table=table)  # fmt: skip
