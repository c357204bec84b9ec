"""A plan as one canonical JSON document and back: what the database keeps of every version.

Sorted keys, UTF-8, no spaces; Decimals, Fractions and Durations as text, dates in ISO form. A field at
its default is left out, so that a field added later changes no digest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lib.domain.canonical import digest_of, encode, read, text_of
from lib.domain.plan import Plan
from lib.errors import Refused


def canonical(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values, without its digest."""
    encoded: dict[str, Any] = encode(replace(plan, digest=""))
    return encoded


def document_text(plan: Plan) -> str:
    """The canonical JSON text of `plan`."""
    return text_of(replace(plan, digest=""))


def from_document(text: str) -> Plan:
    """The plan a stored document holds, with its digest; Refused if it is no such document."""
    try:
        plan = read(Plan, text)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(f"存储的方案文档无法读取：{error}") from error
    leagues = _in_order_of_units(plan)
    return replace(plan, digest=digest_of(text), scheme=replace(plan.scheme, leagues=leagues))


def _in_order_of_units(plan: Plan) -> dict[str, str]:
    """Leagues as their first units follow in the register, for sorted keys have lost the order written."""
    names = dict(plan.scheme.leagues)
    order = [unit.league for unit in plan.units if unit.league in names]
    return {league: names[league] for league in dict.fromkeys([*order, *names]) if league is not None}
