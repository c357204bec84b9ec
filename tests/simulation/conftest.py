"""A plan and two runs of it, made once: a small one to judge fact by fact, an ordinary one stored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lib.db.board import set_setting, store_plan
from lib.db.engine import open_engine, writing
from lib.definitions import document_text, load
from lib.domain.plan import Plan
from lib.services.book import Book, open_book
from lib.simulation import Simulation, simulate, store

UNTIL, SEED = date(2026, 11, 22), 2021
PLAN_FOLDER = Path(__file__).resolve().parents[2] / "data" / "plan"


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load(PLAN_FOLDER)


@pytest.fixture(scope="session")
def small(plan: Plan) -> Simulation:
    return simulate(plan, until=UNTIL, seed=SEED, cases=2_000)


@pytest.fixture(scope="session")
def ordinary(plan: Plan) -> Simulation:
    return simulate(plan, until=UNTIL, seed=SEED)


@pytest.fixture(scope="session")
def book(
    plan: Plan, ordinary: Simulation, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Book]:
    """The ordinary run, stored and read back."""
    file = tmp_path_factory.mktemp("simulation") / "board.db"
    shutil.copy(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    with writing(engine) as conn:
        store_plan(conn, plan.code, plan.version, plan.digest, document_text(plan), "operator")
        set_setting(conn, "demo", "yes")
    store(engine, plan, ordinary, "operator")
    with open_book(engine) as opened:
        yield opened
    engine.dispose()
