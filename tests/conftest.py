"""Shared fixtures: `engine` runs a test on a fresh migrated SQLite file and on a real PostgreSQL.

`founded_engine` has the plan and the cast besides. Both are copies of what was made once a worker.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, make_url, text

from lib.db import engine as engines
from lib.db.engine import open_engine
from lib.db.migrate import migrate
from lib.security import passwords
from tests import people
from tests.postgres import NoPostgresql, running_server

# Properties say what is true, not how fast: on a busy machine a first example may take long.
settings.register_profile("board", deadline=None)
settings.load_profile("board")

_serial = itertools.count(1)

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files in memory where there is room for them, unless TMPDIR says where.

    A database is made for nearly every test and outlives none. On a disk, making one on PostgreSQL cost five times
    as much, and a whole run a third more.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for before, perhaps


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing() -> Iterator[None]:
    """The least cost bcrypt knows, in this process alone: what is tested is what is done with the hashes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 4)
        yield


class Compiled(dict[Any, Any]):
    """Compiled statements, kept for every engine of a kind: their keys begin with the engine's own dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), compiled)


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """One board compiles a statement once; each test is a new board, and spent a quarter of its time on that again."""

    def kept(address: Any, **options: Any) -> Engine:
        return create_engine(address, execution_options={"compiled_cache": compiled}, **options)

    compiled = Compiled()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", kept)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    made = open_engine(f"sqlite:///{file}")
    migrate(made)
    made.dispose()
    return file


@pytest.fixture(scope="session")
def founded_sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the plan and the cast, to copy."""
    file = tmp_path_factory.mktemp("founded") / "template.db"
    with _copied(sqlite_template, file) as made:
        people.found(made)
    return file


@contextmanager
def _copied(template: Path, file: Path) -> Iterator[Engine]:
    shutil.copy(template, file)
    opened = open_engine(f"sqlite:///{file}")
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A fresh migrated SQLite file."""
    with _copied(sqlite_template, tmp_path / "board.db") as opened:
        yield opened


@pytest.fixture
def founded_sqlite_engine(founded_sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A SQLite file with the plan and the cast, without facts."""
    with _copied(founded_sqlite_template, tmp_path / "founded.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """The address of a server's database `postgres`; only SKIP_POSTGRESQL=1 skips."""
    if os.environ.get("SKIP_POSTGRESQL") == "1":
        pytest.skip("SKIP_POSTGRESQL=1: not tested on PostgreSQL")
    try:
        with running_server() as address:
            yield address
    except NoPostgresql as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_address: str) -> Iterator[Engine]:
    """Makes and drops databases."""
    admin = create_engine(postgresql_address, isolation_level="AUTOCOMMIT")
    yield admin
    admin.dispose()


def _statement(admin: Engine, statement: str) -> None:
    with admin.connect() as conn:
        conn.execute(text(statement))


def _address(admin: Engine, name: str) -> str:
    return make_url(admin.url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_admin: Engine) -> Iterator[str]:
    """The name of a migrated, empty database to copy."""
    name = f"board_template_{os.getpid()}"
    _statement(postgresql_admin, f"CREATE DATABASE {name}")
    made = open_engine(_address(postgresql_admin, name))
    migrate(made)
    made.dispose()
    yield name
    _statement(postgresql_admin, f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def founded_postgresql_template(postgresql_admin: Engine, postgresql_template: str) -> Iterator[str]:
    """The name of a database with the plan and the cast, to copy."""
    with _database(postgresql_admin, postgresql_template) as made:
        people.found(made)
        made.dispose()
        yield str(made.url.database)


@contextmanager
def _database(admin: Engine, template: str = "template1") -> Iterator[Engine]:
    """A new database, dropped at the end."""
    name = f"board_{os.getpid()}_{next(_serial)}"
    _statement(admin, f"CREATE DATABASE {name} TEMPLATE {template}")
    opened = open_engine(_address(admin, name))
    yield opened
    opened.dispose()
    _statement(admin, f"DROP DATABASE {name}")


@pytest.fixture
def postgresql_engine(postgresql_admin: Engine, postgresql_template: str) -> Iterator[Engine]:
    """A fresh migrated PostgreSQL database."""
    with _database(postgresql_admin, postgresql_template) as opened:
        yield opened


@pytest.fixture
def founded_postgresql_engine(postgresql_admin: Engine, founded_postgresql_template: str) -> Iterator[Engine]:
    """A PostgreSQL database with the plan and the cast, without facts."""
    with _database(postgresql_admin, founded_postgresql_template) as opened:
        yield opened


@pytest.fixture
def empty_postgresql(postgresql_admin: Engine) -> Iterator[Engine]:
    """A PostgreSQL database before the first migration."""
    with _database(postgresql_admin) as opened:
        yield opened


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite file before the first migration."""
    opened = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world of an appraisal period, before its first period is opened (see period_world)."""
    from tests.period_world import settle

    file = tmp_path_factory.mktemp("world") / "board.db"
    shutil.copy(sqlite_template, file)
    made = open_engine(f"sqlite:///{file}")
    settle(made)
    made.dispose()
    return file


@pytest.fixture
def world(world_file: Path, tmp_path: Path) -> Iterator[Engine]:
    """A small world of one's own, on SQLite."""
    file = tmp_path / "world.db"
    shutil.copy(world_file, file)
    opened = open_engine(f"sqlite:///{file}")
    yield opened
    opened.dispose()


_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=_BOTH)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A fresh migrated database, on either engine."""
    fresh: Engine = request.getfixturevalue(f"{request.param}_engine")
    return fresh


@pytest.fixture(params=_BOTH)
def founded_engine(request: pytest.FixtureRequest) -> Engine:
    """A database with the plan and the cast, without facts, on either engine."""
    founded: Engine = request.getfixturevalue(f"founded_{request.param}_engine")
    return founded


@pytest.fixture(params=_BOTH)
def empty_engine(request: pytest.FixtureRequest) -> Engine:
    """A database before the first migration, on either engine."""
    fresh: Engine = request.getfixturevalue(f"empty_{request.param}")
    return fresh
