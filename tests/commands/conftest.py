"""The small world of an appraisal period, made once and copied: on SQLite; on PostgreSQL tests settle it themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.db.engine import open_engine
from tests.commands.period_world import settle


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world before its first period is opened."""
    file = tmp_path_factory.mktemp("world") / "board.db"
    shutil.copy(sqlite_template, file)
    made = open_engine(f"sqlite:///{file}")
    settle(made)
    made.dispose()
    return file


@pytest.fixture
def world(world_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A world of one's own."""
    file = tmp_path / "world.db"
    shutil.copy(world_file, file)
    opened = open_engine(f"sqlite:///{file}")
    yield opened
    opened.dispose()
