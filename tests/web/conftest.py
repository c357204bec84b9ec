"""A settled board behind DATABASE_URL, and the edge in front of an application that only echoes."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from lib.web.edge import Edge
from lib.web.routes import routes
from tests.asgi import Echo


@pytest.fixture
def board(founded_sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine of the board that this process serves."""
    monkeypatch.setenv("DATABASE_URL", str(founded_sqlite_engine.url))
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    return founded_sqlite_engine


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def edge(board: Engine, echo: Echo) -> Edge:
    return Edge(echo)


@pytest.fixture
def own_routes(board: Engine) -> Edge:
    """The edge in front of the board's own addresses."""
    return Edge(Starlette(routes=routes()))
