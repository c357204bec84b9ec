"""Items on screen: their lines, and the numbers of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lib.domain.periods import Period
from lib.domain.wording import NOTHING, counted
from lib.ui import doors, lights, tables

COLUMNS = ("事项", "任务", "运行", "牵头单位", "#完成／全部期次", "三方说法不一")
NUMBER_COLUMNS = ("指标", "结果", "#数值", "#目标", "用途", "说明")


class Line(Protocol):
    """An item with its marks; `total` None where the viewer sees marks only."""

    @property
    def no(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def task_mark(self) -> str: ...
    @property
    def run_mark(self) -> str: ...
    @property
    def lead(self) -> str: ...
    @property
    def done(self) -> int | None: ...
    @property
    def total(self) -> int | None: ...
    @property
    def disagreement(self) -> str: ...


class Phrase(Protocol):
    """A part of the sentence of the day, with what it opens."""

    @property
    def item(self) -> str | None: ...
    @property
    def indicator(self) -> tuple[str, str] | None: ...
    @property
    def opens_units(self) -> bool: ...


class Number(Protocol):
    """An indicator of an item as its row shows it."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def colour(self) -> str | None: ...
    @property
    def value(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def scored(self) -> bool: ...
    @property
    def note(self) -> str: ...


def lines(items: Sequence[Line]) -> list[tables.Row]:
    """One row an item, each a door to it."""
    return [
        tables.Row(
            (
                f"{one.no}　{one.title}",
                lights.mark(one.task_mark),
                lights.mark(one.run_mark),
                one.lead,
                NOTHING if one.done is None or one.total is None else counted(one.done, one.total),
                one.disagreement or NOTHING,
            ),
            leads_to=doors.address("duties/items", item=one.no),
        )
        for one in items
    ]


def numbers(rows: Sequence[Number], period: Period) -> list[tables.Row]:
    """One row an indicator, each a door to it in the same period."""
    return [
        tables.Row(
            (one.title, lights.reading(one.colour), one.value, one.target, "计分" if one.scored else "监测", one.note),
            leads_to=doors.address("duties/indicators", indicator=one.code, period=period.code),
        )
        for one in rows
    ]


def behind(one: Phrase) -> str | None:
    """Where words about an item, an indicator in a period, or whose the lights are, lead; None: nowhere."""
    if one.indicator is not None:
        return doors.address("duties/indicators", indicator=one.indicator[0], period=one.indicator[1])
    if one.opens_units:
        return doors.address("duties/units")
    return doors.address("duties/items", item=one.item) if one.item else None
