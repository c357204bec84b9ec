"""Platforms and ledgers on screen: their tiles, their lines, and the numbers of one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from lib.domain.platforms import PlatformCount
from lib.domain.wording import NOTHING, number, rated
from lib.ui import cards, case_parts, case_way, doors, tables
from lib.ui.markup import Piece, filled, joined

COLUMNS = ("台账和负责单位", "#登记", "#办结", "#在办", "#超期", "#成功率", "#中位天数", "#回款（万元）")


class Line(Protocol):
    """A flow with its counts."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def in_charge(self) -> str: ...
    @property
    def count(self) -> PlatformCount: ...
    @property
    def way(self) -> Sequence[case_way.Step]: ...


class Platform(Protocol):
    """A platform as its tile shows it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def open(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def success(self) -> int: ...
    @property
    def judged(self) -> int: ...
    @property
    def recovered(self) -> Decimal: ...
    @property
    def registered_by_month(self) -> tuple[int, ...]: ...
    @property
    def grown_by(self) -> int: ...
    @property
    def worst(self) -> case_way.Step | None: ...


def tiles(platforms: Sequence[Platform]) -> Piece:
    """One tile a platform, each a door to it."""
    return cards.tiles([_tile(one) for one in platforms])


def _tile(one: Platform) -> cards.Tile:
    done = f"已收 {number(one.recovered)} 万元" if one.recovered else f"成功率 {rated(one.success, one.judged)}"
    leads_to = doors.address("platforms/platforms", flow=one.code)
    figure, word = number(one.open), joined(("件在办", _grown(one.grown_by)))
    return cards.Tile(one.name, figure, word, (done, *_worst(one)), leads_to, one.registered_by_month)


def _grown(grown_by: int) -> Piece:
    """Whether more came in of late than went out: that a platform slows shows here before anything is overdue."""
    signed = f"+{grown_by}" if grown_by > 0 else f"−{-grown_by}" if grown_by else "±0"
    title = "近三个月登记减办结：在办增加了多少"
    return filled('<em title="{title}">近三月 <b>{signed}</b></em>', title=title, signed=signed)


def _worst(one: Platform) -> tuple[object, object]:
    """How many are overdue and in which state most of them, then with whom and how long; else where they wait longest."""
    at = one.worst
    if at is None:
        return "没有在办案件", ""
    if not one.overdue:
        return "无超期", "" if at.mean_days is None else f"{at.name}平均 {number(round(at.mean_days))} 天"
    late = filled(
        '<b class="warns">超期 {count}：{state}{part}</b>',
        count=one.overdue,
        state=at.name,
        part="" if at.overdue == one.overdue else f" {at.overdue}",
    )
    if at.judicial:
        return late, "司法环节，不计灯"
    if not at.holders:
        return late, "" if at.longest_late else case_parts.WHOLE_ONLY
    first = at.holders[0]
    longest = f"超 {first.longest_late} 天" if first.longest_late else case_parts.WHOLE_ONLY
    return late, f"{first.name} {longest}"


def ways(flows: Sequence[Line]) -> Piece:
    """The platforms among the flows, each with the way of its cases; its name is a door."""
    return joined(_way(one) for one in flows if one.way)


def _way(one: Line) -> Piece:
    leads_to = doors.address("platforms/platforms", flow=one.code)
    words = filled(
        '<b>{name}</b><span>在办 {open}{late}</span>',
        name=one.name, open=number(one.count.open),
        late=filled('　<b class="warns">超期 {n}</b>', n=one.count.overdue) if one.count.overdue else "　无超期",
    )  # fmt: skip
    name = doors.door(words, leads_to, kind="of-way")
    return filled(
        '<section class="board-ways">{name}{way}</section>',
        name=name,
        way=case_way.way(one.way, one.count, whole=False),
    )


def lines(flows: Sequence[Line]) -> list[tables.Row]:
    """One row a flow, each a door to it."""
    return [
        tables.Row(
            (
                filled('<span>{name}<span class="why">{unit}</span></span>', name=one.name, unit=one.in_charge),
                number(one.count.registered),
                number(one.count.closed),
                number(one.count.open),
                case_parts.warned(one.count.overdue),
                case_parts.success(one.count),
                number(one.count.median_days),
                number(one.count.amount_recovered) if one.count.amount_recovered else NOTHING,
            ),
            leads_to=doors.address("platforms/platforms", flow=one.code),
        )
        for one in flows
    ]


def facts(count: PlatformCount) -> Piece:
    """The numbers of one flow."""
    return cards.facts(
        (
            ("登记", f"{number(count.registered)} 件"),
            ("办结", f"{number(count.closed)} 件"),
            ("在办", f"{number(count.open)} 件"),
            ("超期", case_parts.warned(count.overdue)),
            ("成功率", case_parts.success(count)),
            ("全程按时率", case_parts.share(count.on_time_rate)),
            ("办理天数（中位）", number(count.median_days)),
            ("催办", f"{number(count.urged)} 次"),
            ("登记金额", f"{number(count.amount_in)} 万元" if count.amount_in else NOTHING),
            ("回款", f"{number(count.amount_recovered)} 万元" if count.amount_recovered else NOTHING),
        )
    )
