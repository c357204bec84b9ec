"""The JSON documents of contract.md 4: the twin of every number on the pages, for scripts and other systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.db.queries import chain
from lib.domain import duties
from lib.domain.indicators import PartReading, Reading
from lib.domain.marks import ItemStatus, UnitStatus
from lib.domain.period_life import Life
from lib.domain.platforms import PlatformCount
from lib.domain.ranking import RankRow
from lib.domain.regain import Regain
from lib.domain.results import UnitDrift
from lib.domain.rounding import half_up
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.period_results import Verified
from lib.services.status import Status

Document = dict[str, Any]


def rate(value: Fraction | None) -> float | None:
    """A fraction to 6 decimals, half up."""
    return None if value is None else float(half_up(value, 6))


def number(value: Fraction | Decimal | int | None) -> float | int | None:
    """A count as it is: whole numbers without a point."""
    if value is None:
        return None
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)


def points(value: Decimal | None) -> float | None:
    """Points as a number with 2 decimals."""
    return None if value is None else float(value)


def item_number(no: str) -> int | str | None:
    """1 … 25 as numbers, G1 … G5 as text; null for what belongs to no item."""
    return int(no) if no.isdigit() else no or None


def status_document(book: Book, status: Status) -> Document:
    """`status`."""
    return {
        "as_of": status.as_of.isoformat(),
        "known_at": book.edition.known_at.isoformat() if isinstance(book.edition.known_at, datetime) else None,
        "plan": book.plan.code,
        "snapshot": book.edition.snapshot(status.as_of),
        "units": [_unit(book, one) for one in status.units],
        "items": [_item(book, one) for one in status.items],
    }


def _unit(book: Book, one: UnitStatus) -> Document:
    head = {
        "code": one.unit,
        "name": book.plan.unit[one.unit].short,
        "light": one.light,
        "task_mark": one.task_mark,
        "run_mark": one.run_mark,
        "owned": one.owned,
    }
    return head | {state: one.counts.get(state, 0) for state in duties.STATES}


def _item(book: Book, one: ItemStatus) -> Document:
    item = book.plan.item[one.item]
    return {
        "no": item_number(item.no),
        "title": item.title,
        "lead": item.lead,
        "light": one.light,
        "task_mark": one.task_mark,
        "run_mark": one.run_mark,
        "done": one.done,
        "total": one.total,
    }


def platforms_document(first_day: date, last_day: date, counts: Sequence[PlatformCount]) -> Document:
    """`platforms`."""
    return {"from": first_day.isoformat(), "to": last_day.isoformat(), "flows": [_flow(one) for one in counts]}


def _flow(one: PlatformCount) -> Document:
    return {
        "code": one.flow.code,
        "name": one.flow.name,
        "platform": one.flow.platform,
        "registered": one.registered,
        "closed": one.closed,
        "success": one.success,
        "failure": one.failure,
        "neutral": one.neutral,
        "success_rate": rate(one.success_rate),
        "open": one.open,
        "overdue": one.overdue,
        "urged": one.urged,
        "on_time_rate": rate(one.on_time_rate),
        "median_days": number(one.median_days),
        "amount_in": number(one.amount_in),
        "amount_recovered": number(one.amount_recovered),
        "by_state": one.by_state,
        "by_unit": {
            unit: {"registered": row.registered, "open": row.open, "overdue": row.overdue, "closed": row.closed}
            for unit, row in one.by_unit.items()
        },
    }


def indicators_document(period: str, readings: Sequence[Reading]) -> Document:
    """`indicators`."""
    return {"period": period, "indicators": [reading_document(one) for one in readings]}


def reading_document(one: Reading) -> Document:
    """One indicator, for the whole or one unit; of a split numerator, value, target, low and high are lists.

    `quoted` is the rate as published beside the two numbers, `differs` whether they do not give it.
    """
    parts = one.parts
    target = None if one.indicator.shape == "trend" else _listed(one, [rate(part.part.target) for part in parts])
    return {
        "code": one.indicator.code,
        "item": item_number(one.indicator.item),
        "title": one.indicator.title,
        "unit": one.unit,
        "numerator": _listed(one, [number(part.numerator) for part in parts]),
        "denominator": number(one.denominator),
        "value": _listed(one, [_value(one, part) for part in parts]),
        "target": target,
        "met": one.met,
        "colour": one.colour,
        "low": _listed(one, [rate(part.interval[0]) if part.interval else None for part in parts]),
        "high": _listed(one, [rate(part.interval[1]) if part.interval else None for part in parts]),
        "attainment": rate(one.attainment),
        "note": one.note,
        "quoted": number(one.quoted),
        "differs": None if one.quoted is None else one.doubt is not None,
    }


def _value(one: Reading, part: PartReading) -> float | int | None:
    return number(part.value) if one.denominator is None else rate(part.value)


def _listed(one: Reading, values: list[Any]) -> Any:
    """A list for a split, one value for the others; null where nothing is known."""
    if one.indicator.shape != "split":
        return values[0]
    return None if all(value is None for value in values) else values


def rank_document(result: Appraisal) -> Document:
    """`rank`."""
    return {
        "period": result.period.code,
        "scheme": result.scheme.code,
        "state": result.state,
        "digest": result.digest,
        "rows": [_row(row) for row in result.rows],
    }


def _row(row: RankRow) -> Document:
    return {
        "unit": row.unit,
        "league": row.league,
        "ranked": row.ranked,
        "reason": row.reason,
        "score": points(row.score.total),
        "rank": row.rank,
        "league_rank": row.league_rank,
        "league_low": row.league_low,
        "league_high": row.league_high,
        "tier": row.tier,
        "bonus": points(row.score.bonus),
        "deduction": points(row.score.deduction),
        "veto": bool(row.score.vetoes),
        "lines": [
            {
                "rule": line.rule.code,
                "weight": number(line.rule.weight),
                "applicable": line.applicable,
                "share": rate(line.share.share),
                "points": points(line.points),
            }
            for line in row.score.lines
        ],
        "recommendation": row.recommendation,
    }


def explain_document(result: Appraisal, unit: str, regain: Sequence[Regain]) -> Document:
    """`explain`: the lines with formula, inputs and the numbers of their facts, and what would bring back most."""
    row = result.row(unit)
    return {
        "unit": unit,
        "period": result.period.code,
        "score": points(row.score.total),
        "lines": [
            {
                "rule": line.rule.code,
                "formula": line.share.formula,
                "inputs": dict(line.share.inputs),
                "points": points(line.points),
                "facts": list(line.share.facts),
                "parts": [
                    {
                        "subject": part.subject,
                        "counted": rate(part.counted),
                        "earned": rate(part.earned),
                        "why": part.why,
                        "facts": list(part.facts),
                    }
                    for part in line.share.parts
                ],
            }
            for line in row.score.lines
        ],
        "adjustments": [
            {"kind": one.kind, "points": points(one.points), "reason": one.reason, "facts": [one.number]}
            for one in row.score.adjustments
        ],
        "regain": [
            {
                "duty": one.subject.partition(":")[2],
                "points": points(one.points),
                "rank_after": one.rank_after,
                "due": one.due.isoformat(),
            }
            for one in regain
        ],
    }


def life_document(one: Life) -> Document:
    """A period in `period list`."""
    return {
        "period": one.period,
        "state": one.state,
        "version": one.version,
        "digest": one.digest,
        "close_on": _day(one.close_on),
        "check_until": _day(one.check_until),
        "public_until": _day(one.public_until),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def verified_document(book: Book, found: Verified) -> Document:
    """`period verify`: what was checked, and the drift with its facts and who recorded them."""
    come = set(found.drift.come)
    return {
        "period": found.period,
        "state": found.state,
        "version": found.version,
        "digest": found.digest,
        "holds": found.holds,
        "checks": {"text": found.text, "rows": found.rows, "facts": found.facts, "replayed": found.replayed},
        "drift": {
            "facts": [
                {
                    "number": one.number,
                    "kind": one.kind,
                    "account": one.account,
                    "stored_at": one.stored_at.isoformat(timespec="seconds"),
                    "new": one.number in come,
                }
                for one in chain.fact_origin(book.conn, [*found.drift.gone, *found.drift.come])
            ],
            "units": [_unit_drift(book, one) for one in found.drift.units],
        },
    }


def _unit_drift(book: Book, one: UnitDrift) -> Document:
    unit = book.plan.unit.get(one.unit)
    return {
        "unit": one.unit,
        "name": unit.short if unit else one.unit,
        "score": points(one.total),
        "score_now": points(one.total_now),
        "league_rank": one.league_rank,
        "league_rank_now": one.league_rank_now,
        "lines": [
            {
                "rule": line.rule,
                "title": line.title,
                "points": points(line.then),
                "points_now": points(line.now),
                "gone": list(line.gone),
                "new": list(line.come),
            }
            for line in one.lines
        ],
    }
