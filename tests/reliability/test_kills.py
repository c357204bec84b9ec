"""Killed at a random moment, a hundred times: every acknowledged act is there, no other, and everything agrees."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import Engine

from lib.db.engine import open_engine
from lib.db.migrate import migrate
from tests.postgres import NoPostgresql, own_cluster
from tests.reliability.parent import Parent, parent_of_writers
from tests.reliability.whole import equals_recount, is_whole

KILLS = {"sqlite": 100, "postgresql": 25}
STOPS = 2
Serving = Callable[[], AbstractContextManager[str]]


def test_a_hundred_kills_lose_nothing_double_nothing_and_leave_nothing_half(engine: Engine) -> None:
    was_stored: dict[str, bool] = {}
    with parent_of_writers(_address(engine)) as parent:
        for kill in range(KILLS[engine.dialect.name]):
            parent.begin_one(kill)
            parent.hear(acts=kill % 5)
            parent.kill()
            _note(engine, parent, was_stored)
    _same_answer_or_stored_once(parent, was_stored)
    equals_recount(engine)


@pytest.mark.postgresql
def test_a_server_stopped_at_once_in_a_stream_of_acts_has_all_it_acknowledged(cluster: Serving) -> None:
    was_stored: dict[str, bool] = {}
    with cluster() as address:
        engine = open_engine(address)
        migrate(engine)
        engine.dispose()
    with parent_of_writers(address) as parent:
        for stop in range(STOPS):
            with cluster():
                parent.begin_one(stop)
                parent.hear(acts=10)
            parent.hear_the_end()
            with cluster():
                _note(engine, parent, was_stored)
                engine.dispose()
    _same_answer_or_stored_once(parent, was_stored)


@pytest.fixture
def cluster() -> Iterator[Serving]:
    """A PostgreSQL of this test's own, for it is stopped."""
    if os.environ.get("SKIP_POSTGRESQL") == "1" or os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("not tested on PostgreSQL: a server of the test's own is needed, to stop it")
    try:
        with own_cluster() as serving:
            yield serving
    except NoPostgresql as missing:
        pytest.fail(str(missing), pytrace=False)


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def _note(engine: Engine, parent: Parent, was_stored: dict[str, bool]) -> None:
    """The board is whole; note whether the act in flight is stored."""
    there = is_whole(engine, parent.acknowledged, parent.asked)
    if parent.asked is not None:
        was_stored[parent.asked] = there


def _same_answer_or_stored_once(parent: Parent, was_stored: dict[str, bool]) -> None:
    """An act sent again was told to be so exactly where it had been stored; none was told twice."""
    assert len(parent.acknowledged) == len(parent.answers)
    assert [one.again for one in parent.answers] == [was_stored.get(one.mark, False) for one in parent.answers]
