"""Within a month the counts of the whole month are read, as long as they hold no event of a later day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import open_engine, reading, writing
from lib.db.facts import Origin
from lib.db.queries import facts
from lib.domain.facts import Event
from lib.domain.measures import Window
from lib.domain.recount import Recount
from lib.services.counted import CountedLedger
from tests import people

WINDOW = Window(date(2022, 1, 1), date(2022, 7, 5))
OFFICE = Origin("office", "page")


@pytest.fixture
def engine(demo_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(demo_file, tmp_path / "board.db")
    made = open_engine(f"sqlite:///{tmp_path / 'board.db'}")
    yield made
    made.dispose()


def registered(engine: Engine, day: date) -> None:
    """A case in every flow that indicators look at."""
    flows = {one.flow for indicator in people.plan().indicators for one in indicator.measures}
    events = [
        Event(0, 0, flow, f"{day}", "登记", day, None, None, "gaj", None, None, {}, day) for flow in sorted(flows)
    ]
    with writing(engine) as conn:
        recording.append(conn, people.plan(), events, OFFICE)


def both_readings(engine: Engine, window: Window) -> tuple[list[object], list[object], int]:
    """Of every indicator of the ledger: from counts and from the events, without the facts; how many cases were read."""
    plan = people.plan()
    with reading(engine) as conn:
        counted, recounted = CountedLedger(conn, plan), Recount(plan, facts.events(conn))
        replaying = Mock(side_effect=counted._replayed)
        counted._replayed = replaying  # type: ignore[method-assign]
        ledger = [one for one in plan.indicators if one.source == "ledger"]
        ours = [counted.tallies(one, window) for one in ledger]
        theirs = [recounted.tallies(one, window) for one in ledger]
    read = {key for call in replaying.call_args_list for key in call.args[0]}
    return [bare(one) for one in ours], [bare(one) for one in theirs], len(read)


def bare(tallies: object) -> object:
    return {unit: one._replace(facts=()) for unit, one in tallies.items() if any(one[0]) or one[1]}  # type: ignore[attr-defined]


def test_a_running_month_is_read_from_its_counts(engine: Engine) -> None:
    registered(engine, WINDOW.last)
    ours, theirs, replayed = both_readings(engine, WINDOW)
    assert ours == theirs and any(ours) and not replayed


def test_of_a_day_of_a_month_with_later_events_only_their_cases_are_read(engine: Engine) -> None:
    registered(engine, WINDOW.last)
    registered(engine, date(2022, 7, 6))
    ours, theirs, replayed = both_readings(engine, WINDOW)
    flows = {one.flow for indicator in people.plan().indicators for one in indicator.measures}
    assert ours == theirs and any(ours) and replayed == len(flows)
    assert both_readings(engine, Window(WINDOW.first, date(2022, 7, 31)))[0] != ours


@pytest.mark.parametrize("day", [date(2021, 5, 17), date(2021, 9, 2), date(2022, 3, 30)])
def test_any_day_of_the_past_is_read_as_all_events_have_it(engine: Engine, day: date) -> None:
    for first in (date(day.year, 1, 1), date(2021, 4, 24), day.replace(day=1)):
        ours, theirs, _ = both_readings(engine, Window(first, day))
        assert ours == theirs


def test_an_event_after_the_month_changes_nothing(engine: Engine) -> None:
    registered(engine, WINDOW.last)
    registered(engine, date(2022, 8, 1))
    ours, theirs, replayed = both_readings(engine, WINDOW)
    assert ours == theirs and not replayed
