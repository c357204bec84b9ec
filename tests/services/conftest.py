"""A book of simulated facts, read once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.db.engine import open_engine
from lib.services.book import Book, open_book
from tests import demo


@pytest.fixture(scope="session")
def book(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The demo until 30 June 2022."""
    file = tmp_path_factory.mktemp("demo") / "board.db"
    demo.settle(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    with open_book(engine) as opened:
        yield opened
    engine.dispose()
