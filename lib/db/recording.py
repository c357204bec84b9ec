"""Storing facts together with what is derived from them: the way in for every command, always inside `writing`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from sqlalchemy import Connection

from lib.db import counting
from lib.db import facts as fact_tables
from lib.db.evidence_links import link_uses
from lib.db.facts import Fact, Origin
from lib.db.queries.facts import histories
from lib.domain.facts import Event
from lib.domain.plan import Plan


def append(conn: Connection, plan: Plan, facts: Sequence[Fact], origin: Origin | Sequence[Origin]) -> list[int]:
    """As `lib.db.facts.append`, with the files tied to the facts that name them, and the counts of the cases the
    events belong to brought up to date."""
    numbers = fact_tables.append(conn, facts, origin)
    origins = repeat(origin, len(facts)) if isinstance(origin, Origin) else origin
    link_uses(conn, ((number, fact, said.account) for number, fact, said in zip(numbers, facts, origins, strict=True)))
    touched = {(fact.flow, fact.case_no) for fact in facts if isinstance(fact, Event)}
    if touched:
        first = numbers[0]
        counting.demand_current(conn, plan, first)
        after = histories(conn, touched)
        before = {key: [event for event in events if event.number < first] for key, events in after.items()}
        counting.refresh(conn, plan, before, after)
    return numbers


def correct(
    conn: Connection, plan: Plan, number: int, replacement: Fact | None, *, reason: str, approver: str, origin: Origin
) -> int:
    """As `lib.db.facts.correct`, with the files of the replacement, and the counts of the case brought up to date."""
    case = counting.case_of(conn, number)
    before = {} if case is None else histories(conn, [case])
    made = fact_tables.correct(conn, number, replacement, reason=reason, approver=approver, origin=origin)
    if replacement is not None:
        link_uses(conn, [(made - 1, replacement, origin.account)])
    if case is not None:
        counting.demand_current(conn, plan, number + 1)
        counting.refresh(conn, plan, before, histories(conn, [case]))
        counting.note_edit(conn, made)
    return made
