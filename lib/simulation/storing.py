"""Storing a run: every fact appended in few transactions, labelled as simulated, stated when it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Fact, Origin
from lib.domain.facts import Report, Verification
from lib.domain.plan import Plan
from lib.simulation.playing import Stated
from lib.simulation.run import Progress, Simulation

VIA = "simulator"
AT_ONCE = 50_000
_EVENTS_PER_CASE = 3.9


def store(engine: Engine, plan: Plan, simulation: Simulation, account: str, progress: Progress | None = None) -> int:
    """Append every fact of the run as `account` and return how many; `progress` is told (done, total)."""
    expected = int(len(simulation.events) * _EVENTS_PER_CASE)
    stored = _store_duties(engine, plan, simulation, account)
    others: Iterable[Stated[Fact]] = chain(
        simulation.changes, simulation.adjustments, simulation.entries, simulation.judgements, simulation.events
    )
    for batch in _batches(others):
        with writing(engine) as conn:
            recording.append(
                conn, plan, [one.fact for one in batch], [Origin(account, VIA, one.stated_at) for one in batch]
            )
        stored += len(batch)
        if progress is not None:
            progress(stored, max(stored, expected))
    return stored


def _store_duties(engine: Engine, plan: Plan, simulation: Simulation, account: str) -> int:
    """Reports, then the verdicts on them under the numbers the reports got."""
    reports: Sequence[Stated[Report]] = simulation.reports
    with writing(engine) as conn:
        origins = [Origin(account, VIA, one.stated_at) for one in reports]
        numbers = recording.append(conn, plan, [one.fact for one in reports], origins)
        verdicts: list[Verification] = [
            one.fact._replace(report=numbers[one.fact.report - 1]) for one in simulation.verifications
        ]
        recording.append(
            conn, plan, verdicts, [Origin(account, VIA, one.stated_at) for one in simulation.verifications]
        )
    return len(reports) + len(verdicts)


def _batches(facts: Iterable[Stated[Fact]]) -> Iterator[list[Stated[Fact]]]:
    remaining = iter(facts)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch
