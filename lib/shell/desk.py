"""What a page hands to commands and intake: the engine that writes, the plan in force, and the day."""

from __future__ import annotations

from lib import clock
from lib.db.shared import board_engine
from lib.domain.plan import Plan
from lib.services.book import read_plan

engine = board_engine
today = clock.today


def plan() -> Plan:
    """The plan in force."""
    return read_plan(board_engine())
