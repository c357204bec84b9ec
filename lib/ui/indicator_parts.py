"""Indicators on screen: by item a row each with its picture, then what is only counted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from lib.domain import marks
from lib.domain.day_bins import DayBin
from lib.domain.indicators import AMBER, GREEN, RED, TOO_FEW, Reading
from lib.domain.wording import NOTHING, counted, number, percent, reading_target, signed_percent, target_percent
from lib.ui import cards, doors, indicator_pictures, lights
from lib.ui.indicator_pictures import Past
from lib.ui.indicator_words import figure, interval_words, mark, owners_words, use_words, value_words
from lib.ui.markup import Piece, filled, joined

PAGE = "duties/indicators"
_LEGEND = ("▏目标", "━ 95% 置信区间：件数越少越宽，只提示拿不准，不影响颜色")
_COUNTS = ((GREEN, "项达标", marks.GREEN), (AMBER, "项接近目标", marks.YELLOW), (RED, "项未达标", marks.RED))


class Line(Protocol):
    """An indicator of the period with what stands beside it."""

    @property
    def reading(self) -> Reading: ...
    @property
    def item_title(self) -> str: ...
    @property
    def owners(self) -> tuple[str, ...]: ...
    @property
    def guard(self) -> Reading | None: ...
    @property
    def own(self) -> Reading | None: ...
    @property
    def past(self) -> Sequence[Past]: ...
    @property
    def durations(self) -> Sequence[DayBin]: ...
    @property
    def definition(self) -> Sequence[tuple[str, str]]: ...


class Group(Protocol):
    """The indicators of one item."""

    @property
    def no(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def lines(self) -> Sequence[Line]: ...


def board(groups: Sequence[Group], by_colour: Sequence[tuple[str | None, int]], period: str) -> Piece:
    """How many meet their target; the items with a target, an indicator a row; then what is only counted."""
    drawn = [group for group in groups if any(_has_picture(line) for line in group.lines)]
    rest = [(line.reading, group.no) for group in groups if group not in drawn for line in group.lines]
    return joined(
        (
            _summary(dict(by_colour), period),
            lights.reading_legend(_LEGEND),
            *map(_group, drawn),
            _counts(rest, period) if rest else Piece(""),
        )
    )


def _summary(by_colour: dict[str | None, int], period: str) -> Piece:
    """2022年上半年，有目标的 10 项指标中 3 项达标、1 项未达标；2 项无案件、未填报或基数不足，不判断。"""
    total, unjudged = sum(by_colour.values()), by_colour.get(None)
    if not total:
        return cards.sentence([cards.phrase(f"{period}的指标都只计数，不设目标。")])
    judged = joined(
        (
            cards.phrase(f"{by_colour[colour]} {words}", tone)
            for colour, words, tone in _COUNTS
            if by_colour.get(colour)
        ),
        "、",
    )
    rest = f"{unjudged} 项无案件、未填报或基数不足，不判断" if unjudged else ""
    said = joined((words for words in (judged, rest) if words), "；")
    return cards.sentence([cards.phrase(f"{period}，有目标的 {total} 项指标中 "), said, cards.phrase("。")])


def _group(one: Group) -> Piece:
    """An item: a row for each indicator with a picture, its plain counts below them."""
    rows = joined(_row(line) for line in one.lines if _has_picture(line))
    tiles = [_tile(line.reading) for line in one.lines if not _has_picture(line)]
    return filled(
        '<section class="board-card board-indicators"><header><h2>{title}</h2><span>{lead}</span></header>'
        "{rows}{counts}</section>",
        title=_item_door(one.no, one.title) if one.no else "指标",
        lead=f"牵头：{one.lead}" if one.no else "",
        rows=rows,
        counts=cards.tiles(tiles, 4) if tiles else Piece(""),
    )


def _item_door(no: str, title: str) -> Piece:
    return doors.door(f"第 {no} 项　{title}", doors.address("duties/items", item=no), kind="back")


def _has_picture(line: Line) -> bool:
    return line.reading.indicator.shape != "count"


def _row(one: Line) -> Piece:
    indicator = one.reading.indicator
    return filled(
        '<article><div class="what">{title}<p>{about}</p>{guard}</div><div class="drawn">{picture}</div>'
        '<div class="much">{value}</div><div class="how">{how}</div></article>',
        title=doors.door(indicator.title, doors.address(PAGE, indicator=indicator.code), kind="back"),
        about=f"{indicator.code}　{use_words(indicator)}　{owners_words(one.owners)}",
        guard=_guarded(one.guard),
        picture=joined((indicator_pictures.picture(one.reading, one.past, one.durations), _past_words(one.past))),
        value=much(one),
        how=cards.fold("口径", cards.facts(one.definition)),
    )


def _guarded(guard: Reading | None) -> Piece:
    """The guard's own value beside the target that invites refusing cases."""
    if guard is None:
        return Piece("")
    return filled("<p>对照　{title} <b>{value}</b></p>", title=guard.indicator.title, value=value_words(guard))


def _past_words(past: Sequence[Past]) -> Piece:
    """The values of the line for a screen reader."""
    if not past:
        return Piece("")
    said = "；".join(f"{one.period.name} {value_words(one.reading)}" for one in past)
    return filled('<span class="board-unseen">{said}</span>', said=said)


def much(one: Line) -> Piece:
    """The value large with its mark, its numbers, its target and its doubt; the own unit's value."""
    own = filled("<p>本单位　<b>{value}</b></p>", value=value_words(one.own)) if one.own else Piece("")
    if one.reading.indicator.shape == "split":
        return joined((_parts(one.reading), own))
    shown = figure(one.reading)
    return filled(
        '<p class="value"><b>{large}</b>{word}<span>{marks}</span></p><p>{small}</p>{change}<p>{against}</p>{own}',
        large=shown.large, word=shown.word, marks=mark(one.reading), small=shown.small, change=_change(one),
        against=_against(one.reading), own=own,
    )  # fmt: skip


def _parts(one: Reading) -> Piece:
    """A line for each part of a split with its own target; the whole's mark where none is judged."""
    lines = joined(
        filled(
            '<p class="part-line"><i class="key part-{place}" aria-hidden="true"></i>{name} <b>{value}</b>'
            "<span>{target}</span>{judged}</p>",
            place=place % 4,
            name=part.part.name,
            value=counted(part.numerator, one.denominator or 0) if one.note == TOO_FEW else percent(part.value),
            target=_side(part.part.at_least, part.part.target),
            judged=lights.reading(part.colour) if one.judged else Piece(""),
        )
        for place, part in enumerate(one.parts)
    )
    below = f"共 {number(one.denominator)} {one.indicator.unit_word}"
    return joined((lines, filled("<p>{below} {mark}</p>", below=below, mark=Piece("") if one.judged else mark(one))))


def _side(at_least: bool, target: Fraction | None) -> str:
    return "" if target is None else f"{'≥' if at_least else '≤'} {target_percent(target)}"


def _change(one: Line) -> Piece:
    """Of a trend: by how many points it is above or below the year before."""
    change = one.reading.parts[0].value
    if one.reading.indicator.shape != "trend" or change is None:
        return Piece("")
    before = next((past.reading for past in one.past if past.period == one.past[-1].period.year_before), None)
    points = signed_percent(change).replace("%", " 个百分点")
    return filled(
        "<p>上年同期 {was}　{points}</p>", was=NOTHING if before is None else value_words(before), points=points
    )


def _against(one: Reading) -> str:
    """目标 ≥ 90%　95% 区间 77.6%–91.1%, and that a published rate differs."""
    words = [f"目标 {reading_target(one)}"] if reading_target(one) != NOTHING else []
    if one.parts[0].interval is not None:
        words.append(f"95% 区间 {interval_words(one)}")
    words += [one.doubt] if one.doubt else []
    return "　".join(words)


def _counts(rest: Sequence[tuple[Reading, str]], period: str) -> Piece:
    """Items that are only counted: a tile for each number, those not entered for the period one tap away."""
    known = [_tile(one, item) for one, item in rest if one.entered]
    missing = [_tile(one, item) for one, item in rest if not one.entered]
    none = cards.note("本期还没有填报；数字由责任单位在“填报核实”按考核期填报。")
    return cards.card(
        "只计数、不设目标的事项",
        joined(
            (
                cards.tiles(known, 5) if known else none,
                cards.fold(f"本期未填报 {len(missing)} 项", cards.tiles(missing, 5)) if missing else Piece(""),
            )
        ),
        period,
        kind="counted",
    )


def _tile(one: Reading, item: str = "") -> cards.Tile:
    shown = figure(one)
    title = f"{item}　{one.indicator.title}" if item else one.indicator.title
    leads_to = doors.address(PAGE, indicator=one.indicator.code)
    return cards.Tile(title, shown.large, shown.word, (shown.small,) if shown.small else (), leads_to)
