"""Which facts stand: those not corrected away, as known at an instant and as of a close."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, or_, select

from lib.db.tables import correction

# An instant, or the number of a fact: what was stored after it is unseen. A number is exact where several facts were
# stored at one instant.
Known = datetime | int


class Seen(NamedTuple):
    """What a reading may see.

    `known_at`: facts and corrections stored after it are unseen; None: all are seen.
    `corrections_until`: corrections recorded after this Shanghai day, and the facts they put in
    place, are unseen (for a close); None: all are seen.
    """

    known_at: Known | None = None
    corrections_until: date | None = None


EVERYTHING = Seen()


def stands(fact: FromClause, kind: str, seen: Seen) -> list[ColumnElement[bool]]:
    """Conditions on the rows of a fact table (or its alias): neither corrected nor not yet in place."""
    made = [correction.c.kind == kind]
    if seen.known_at is not None:
        made.append(known_by(correction, seen.known_at))
    if seen.corrections_until is not None:
        made.append(correction.c.recorded_on <= seen.corrections_until)
    put_in_place = [*made, correction.c.replacement.is_not(None)]
    conditions: list[ColumnElement[bool]] = [
        fact.c.number.not_in(select(correction.c.corrects).where(*made)),
        or_(
            fact.c.generation == 0,
            fact.c.number.in_(select(correction.c.replacement).where(*put_in_place)),
        ),
    ]
    if seen.known_at is not None:
        conditions.append(known_by(fact, seen.known_at))
    return conditions


def known_by(fact: FromClause, known_at: Known) -> ColumnElement[bool]:
    """Condition on a table of facts: stored by then."""
    return fact.c.number <= known_at if isinstance(known_at, int) else fact.c.stored_at <= known_at
