"""The league tables, and those listed apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from lib.domain.wording import NOTHING, number, points
from lib.ui import doors, tables
from lib.ui.markup import Piece, filled


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


def league(rows: Sequence[Standing], rules: Sequence[str], weights: Sequence[Decimal], *, key: str) -> str | None:
    """A league by rank; a row opens the unit's score line by line."""
    advised = any(one.recommendation for one in rows)
    weighted = [
        tables.Figures(filled('{rule}<span class="why">权重 {weight}</span>', rule=rule, weight=number(weight)))
        for rule, weight in zip(rules, weights, strict=True)
    ]
    columns: list[tables.Column] = [
        "单位",
        "#名次",
        "#得分",
        "档次",
        "#名次变动",
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
                f"{one.low}–{one.high}",
                *(points(value) for value in one.points),
                _adjusted(one),
                *([one.recommendation or NOTHING] if advised else []),
            ),
            leads_to=doors.address("appraisal/my_unit", unit=one.unit),
        )
        for one in rows
    ]
    return tables.table(columns, found, caption="组内名次", key=key, kind="ranking")


def apart(rows: Sequence[Standing], *, key: str) -> str | None:
    """Units that are not ranked, with the reason; their lines can still be opened."""
    found = [
        tables.Row(
            (one.name, points(one.total), one.reason or NOTHING, one.recommendation or NOTHING),
            leads_to=doors.address("appraisal/my_unit", unit=one.unit),
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
