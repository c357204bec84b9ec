"""Which cases of an import are for court people alone, asked where files are handed back."""

from __future__ import annotations

from sqlalchemy import Engine

from lib.commands.check_events import closed_cases
from lib.commands.statements import Stated
from lib.db.engine import reading
from lib.domain.ledger import CaseKey
from lib.domain.plan import Plan


def closed_cases_of(engine: Engine, plan: Plan, stated: Stated) -> frozenset[CaseKey]:
    """Cases named by the rows that are or ever were before a court, as stored or by the rows themselves."""
    with reading(engine) as conn:
        return closed_cases(conn, plan, stated)
