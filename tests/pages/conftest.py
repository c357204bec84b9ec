"""Pages under AppTest: a settled board, and visitors of each role through app.py.

    at = board.visit("office", "duties/units")     # signed in, on that page, run once
    at = board.visit(None)                         # a stranger

`board.engine` takes facts before the visit; `board.page(at)` goes on to another page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from lib.db.engine import open_engine
from tests import demo, people

PAGES = Path(people.PROJECT / "pages")
USERNAMES = {
    "leader": "leader", "office": "office", "unit_head": "head", "unit_clerk": "clerk",
    "platform_clerk": "platform", "court_clerk": "court", "sys_admin": "sysadmin",
    "sec_admin": "secadmin", "audit_admin": "auditor",
}  # fmt: skip


@dataclass(frozen=True)
class Board:
    """A board in a file of its own, served by this process."""

    engine: Engine
    password: str

    def visitor(self, role: str | None) -> AppTest:
        """A visitor at the door, not run yet: signed in as the account of `role`, or a stranger."""
        at = AppTest.from_file(people.PROJECT / "app.py", default_timeout=30)
        if role is None:
            at.user = people.handshake_of_a_stranger()
        else:
            username = USERNAMES[role]
            at.user = people.handshake_of(username, people.cookie_for(self.engine, username))
        return at

    def visit(self, role: str | None, page: str | None = None, **query: str) -> AppTest:
        """A visitor who has opened the front page, or `page` (such as duties/units) with a query."""
        at = self.visitor(role)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        return at if page is None else self.page(at, page)

    @staticmethod
    def page(at: AppTest, page: str) -> AppTest:
        """Go on to another page."""
        return at.switch_page(f"pages/{page}.py").run()


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once() -> Iterator[None]:
    """Every AppTest reads what each installed package says of itself, looking for components: 0.2 s, and ever the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def board(founded_sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """A demo board with the plan, the cast, and no facts."""
    monkeypatch.setenv("DATABASE_URL", str(founded_sqlite_engine.url))
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    yield Board(founded_sqlite_engine, people.password_of(founded_sqlite_engine))
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def demo_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with simulated facts until 30 June 2022, made once; tests look at it and store nothing but visits."""
    file = tmp_path_factory.mktemp("demo-pages") / "board.db"
    demo.settle(sqlite_template, file)
    return file


@pytest.fixture
def demo_board(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """The board of `demo_file`."""
    engine = open_engine(f"sqlite:///{demo_file}")
    monkeypatch.setenv("DATABASE_URL", str(engine.url))
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    yield Board(engine, "")
    engine.dispose()
    st.cache_data.clear()
    st.cache_resource.clear()
