"""A board for the command line: a database of its own and a way to run one command."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lib.cli.main import board
from lib.errors import Refused


@dataclass(frozen=True)
class Terminal:
    """Runs commands in one folder; `run` gives the result, `json` the document of `--json`."""

    folder: Path

    def run(self, *words: str) -> Result:
        """One command; refusals are in `exception`."""
        return CliRunner().invoke(board, list(words))

    def json(self, *words: str) -> Any:
        """The document a command prints."""
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def refused(self, *words: str) -> list[str]:
        """The problems of a command that is refused."""
        result = self.run(*words)
        assert isinstance(result.exception, Refused), result.output
        return [str(problem) for problem in result.exception.problems]

    def sheet(self, name: str, *rows: str) -> str:
        """A .csv of these lines; its path."""
        path = self.folder / name
        path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
        return str(path)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init` makes, once."""
    folder = tmp_path_factory.mktemp("init")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'board.db'}")
        assert Terminal(folder).run("init").exit_code == 0
    return folder / "board.db"


@pytest.fixture
def terminal(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A founded, empty board."""
    shutil.copy(founded, tmp_path / "board.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'board.db'}")
    return Terminal(tmp_path)


@pytest.fixture
def sheet(terminal: Terminal) -> Callable[..., str]:
    """Writes a sheet beside the board."""
    return terminal.sheet
