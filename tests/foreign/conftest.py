"""Boards of other cities: a plan folder published into an empty database, with no `init` before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Terminal

HERE = Path(__file__).parent
PLANS = HERE / "plans"
REAL = HERE / "real"
ENTRIES = "考核期,单位,指标,分子,分母,数值,佐证,日期"


@dataclass(frozen=True)
class City(Terminal):
    """A terminal of a city's own board."""

    def enter(self, *rows: str, name: str = "指标.csv") -> str:
        """Import rows of 指标填报; what the command says."""
        result = self.run("import", self.sheet(name, ENTRIES, *rows))
        assert result.exit_code == 0, result.exception
        return result.stdout

    def rank(self, period: str, *words: str) -> dict[str, Any]:
        """The rows of the ranking by unit."""
        return {row["unit"]: row for row in self.json("rank", "--period", period, *words)["rows"]}


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path | str], City]]:
    """Publishes a folder (or one of `plans/` by name) into an empty database."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'board.db'}")

    def published(folder: Path | str) -> City:
        board = City(tmp_path)
        result = board.run("plan", "publish", str(PLANS / folder))
        assert result.exit_code == 0, result.exception
        return board

    yield published
