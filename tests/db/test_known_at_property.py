"""Whatever is stored and corrected: a reading sees exactly what stood at the instant it asks about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from lib import clock
from lib.db.engine import open_engine, reading, writing
from lib.db.facts import append, correct
from lib.db.migrate import migrate
from lib.db.queries import facts
from lib.db.queries.chain import last_number
from tests.db.cast import OFFICE, REPORT

START = datetime(2021, 6, 1, tzinfo=UTC)
# An act states a fact, or voids or replaces the n-th (modulo) of those that stand.
ACTS = st.lists(st.tuples(st.sampled_from(["state", "void", "replace"]), st.integers(0, 7)), max_size=12)

Standing = list[tuple[int, str]]  # (number, text) in the order of their places


def act(engine: Engine, standing: Standing, step: int, verb: str, which: int) -> Standing:
    """Do it in the database and say what stands now, by the simplest bookkeeping there is."""
    draft, after = REPORT._replace(text=f"{step}"), list(standing)
    place = which % len(after) if after else 0
    with writing(engine) as conn:
        if verb == "state" or not after:
            after.append((append(conn, [draft], OFFICE)[0], f"{step}"))
        elif verb == "void":
            correct(conn, after.pop(place)[0], None, reason="误", approver="李", origin=OFFICE)
        else:
            made = correct(conn, after[place][0], draft, reason="误", approver="李", origin=OFFICE)
            after[place] = (made - 1, f"{step}")
    return after


def seen(engine: Engine, step: int | None) -> tuple[Standing, int]:
    known_at = None if step is None else START + timedelta(hours=step)
    with reading(engine) as conn:
        found = [(one.number, str(one.text)) for one in facts.reports(conn, known_at)]
        return found, last_number(conn, known_at)


@settings(max_examples=25, deadline=None)
@given(ACTS)
def test_as_of_never_sees_the_future_nor_forgets_the_past(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'board.db'}")
        migrate(engine)
        history: list[tuple[Standing, int]] = [([], 0)]
        for step, (verb, which) in enumerate(acts, start=1):
            with mock.patch.object(clock, "now", lambda step=step: START + timedelta(hours=step)):
                standing = act(engine, history[-1][0], step, verb, which)
            history.append((standing, seen(engine, None)[1]))
        assert [seen(engine, step) for step in range(len(history))] == history
        assert seen(engine, None) == history[-1]
        engine.dispose()
