"""A book of simulated facts, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lib.db.engine import open_engine
from lib.services.book import Book, read_book
from tests import demo


@pytest.fixture(scope="session")
def book(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The demo until 30 June 2022."""
    file = tmp_path_factory.mktemp("demo") / "board.db"
    demo.settle(sqlite_template, file)
    return read_book(open_engine(f"sqlite:///{file}"))
