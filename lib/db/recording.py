"""Storing facts together with what is derived from them: the way in for every command, always inside `writing`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from sqlalchemy import Connection

from lib.db import facts as fact_tables
from lib.db.evidence_links import link_uses
from lib.db.facts import Fact, Origin
from lib.domain.plan import Plan


def append(conn: Connection, plan: Plan, facts: Sequence[Fact], origin: Origin | Sequence[Origin]) -> list[int]:
    """As `lib.db.facts.append`, with the files tied to the facts that name them and the counts of the cases the
    events belong to brought up to date."""
    numbers = fact_tables.append(conn, facts, origin)
    origins = repeat(origin, len(facts)) if isinstance(origin, Origin) else origin
    link_uses(conn, ((number, fact, said.account) for number, fact, said in zip(numbers, facts, origins, strict=True)))
    return numbers


def correct(
    conn: Connection, plan: Plan, number: int, replacement: Fact | None, *, reason: str, approver: str, origin: Origin
) -> int:
    """As `lib.db.facts.correct`, with the files of the replacement and the counts of the case brought up to date."""
    corrected = fact_tables.correct(conn, number, replacement, reason=reason, approver=approver, origin=origin)
    if replacement is not None:
        link_uses(conn, [(corrected - 1, replacement, origin.account)])
    return corrected
