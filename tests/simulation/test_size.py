"""A run of any size needs little memory: nothing is kept of a case once it was handed out."""

from __future__ import annotations

import tracemalloc
from collections import deque

from lib.domain.plan import Plan
from lib.simulation import simulate
from tests.simulation.conftest import SEED, UNTIL


def _kept_after(plan: Plan, cases: int) -> int:
    """Bytes still held after every event of a run was read once."""
    made = simulate(plan, until=UNTIL, seed=SEED, cases=cases)
    tracemalloc.start()
    deque(made.events, maxlen=0)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept


def test_nothing_is_kept_of_the_cases_that_were_read(plan: Plan) -> None:
    _kept_after(plan, 2_000)  # the lists of words and the deadlines of the calendar stay
    assert _kept_after(plan, 6_000) < 1_000_000
