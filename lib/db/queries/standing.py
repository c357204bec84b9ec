"""Which facts stand: those not corrected away, as known at an instant and as of a close."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, or_, select

from lib.db.tables import correction


class Seen(NamedTuple):
    """What a reading may see.

    `known_at`: facts and corrections stored after this instant are unseen; None: all are seen.
    `corrections_until`: corrections recorded after this Shanghai day, and the facts they put in
    place, are unseen (for a close); None: all are seen.
    """

    known_at: datetime | None = None
    corrections_until: date | None = None


EVERYTHING = Seen()


def stands(fact: FromClause, kind: str, seen: Seen) -> list[ColumnElement[bool]]:
    """Conditions on the rows of a fact table (or its alias): neither corrected nor not yet in place."""
    made = [correction.c.kind == kind]
    if seen.known_at is not None:
        made.append(correction.c.stored_at <= seen.known_at)
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
        conditions.append(fact.c.stored_at <= seen.known_at)
    return conditions
