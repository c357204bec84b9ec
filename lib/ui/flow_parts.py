"""Platforms and ledgers on screen: their tiles, their lines, and the numbers of one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from lib.domain.platforms import PlatformCount
from lib.domain.wording import NOTHING, number, rated
from lib.ui import cards, case_parts, doors, tables
from lib.ui.markup import Piece, filled

COLUMNS = ("台账", "负责单位", "#登记", "#办结", "#在办", "#超期", "#成功率", "#办理天数（中位）", "#回款（万元）")


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


def tiles(platforms: Sequence[Platform]) -> Piece:
    """One tile a platform, each a door to it."""
    return cards.tiles([_tile(one) for one in platforms])


def _tile(one: Platform) -> cards.Tile:
    done = f"已收 {number(one.recovered)} 万元" if one.recovered else f"成功率 {rated(one.success, one.judged)}"
    late = filled('<b class="warns">超期 {count}</b>', count=one.overdue) if one.overdue else "无超期"
    leads_to = doors.address("platforms/platforms", flow=one.code)
    return cards.Tile(one.name, number(one.open), "件在办", (done, late), leads_to, one.registered_by_month)


def lines(flows: Sequence[Line]) -> list[tables.Row]:
    """One row a flow, each a door to it."""
    return [
        tables.Row(
            (
                one.name,
                one.in_charge,
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
