"""A book of simulated facts, read once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.db.engine import open_engine
from lib.services.book import Book, open_book
from tests import appraised as periods
from tests import demo


@pytest.fixture(scope="session")
def demo_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo until 30 June 2022."""
    file = tmp_path_factory.mktemp("demo") / "board.db"
    demo.settle(sqlite_template, file)
    return file


@pytest.fixture(scope="session")
def book(demo_file: Path) -> Iterator[Book]:
    """Its book."""
    yield from _opened(demo_file)


@pytest.fixture(scope="session")
def appraised(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The same with periods taken through their lives (tests.appraised)."""
    file = tmp_path_factory.mktemp("appraised") / "board.db"
    shutil.copy(demo_file, file)
    engine = open_engine(f"sqlite:///{file}")
    periods.appraise(engine)
    engine.dispose()
    yield from _opened(file)


def _opened(file: Path) -> Iterator[Book]:
    engine = open_engine(f"sqlite:///{file}")
    with open_book(engine) as opened:
        yield opened
    engine.dispose()
