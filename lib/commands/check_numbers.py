"""Rows of 考核加减分 and 指标填报 against the rules and what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from lib.commands.matching import Identity, Row, Sorted, refusals_told, sort_out
from lib.commands.statements import Origins, Stated
from lib.db.queries.stated import stated_adjustments, stated_entries
from lib.domain.admission import adjustment_refusals, entry_refusals
from lib.domain.entered import entry_doubt
from lib.domain.facts import Adjustment, Entry
from lib.domain.plan import Plan
from lib.errors import Problem

ADJUSTMENT_IDENTITY = Identity(
    ("period", "unit", "kind", "occurred_on", "reason"),
    {"points": "分值", "evidence": "佐证", "approver": "批准人"},
)
ENTRY_IDENTITY = Identity(
    ("period", "unit", "indicator", "occurred_on"),
    {"numerator": "分子", "denominator": "分母", "value": "数值", "evidence": "佐证"},
)


def checked_adjustments(conn: Connection, stated: Stated, today: date, told: list[Problem]) -> Sorted[Adjustment]:
    """The new adjustments; refusals and conflicts are added to `told`."""
    rows = [Row(Adjustment(0, *one[1:], today), one.origin) for one in stated.adjustments]
    rows = refusals_told(rows, lambda fact: adjustment_refusals(fact, today), stated.origins, told)
    stored = stated_adjustments(conn, {row.fact.period for row in rows})
    return sort_out(rows, stored, ADJUSTMENT_IDENTITY, stated.origins, told)


def checked_entries(conn: Connection, plan: Plan, stated: Stated, today: date, told: list[Problem]) -> Sorted[Entry]:
    """The new entered numbers; refusals and conflicts are added to `told`."""
    rows = [Row(Entry(0, *one[1:], today), one.origin) for one in stated.entries]
    rows = refusals_told(rows, lambda fact: entry_refusals(plan, fact, today), stated.origins, told)
    stored = stated_entries(conn, {row.fact.indicator for row in rows})
    return sort_out(rows, stored, ENTRY_IDENTITY, stated.origins, told)


def quoted_doubts(rows: Iterable[Row[Entry]], origins: Origins) -> tuple[Problem, ...]:
    """What is told of rates quoted beside numbers that do not give them; it refuses nothing."""
    told = ((row, entry_doubt(row.fact)) for row in rows)
    return tuple(origins.problem(row.origin, "数值", doubt) for row, doubt in told if doubt)
