"""The engines of this process: one per address, opened once, shared by edge, pages and commands."""

from __future__ import annotations

import os
from functools import cache

from sqlalchemy import Engine

from lib.db.engine import open_engine


def board_engine() -> Engine:
    """The engine that reads and writes: DATABASE_URL, else the embedded file."""
    return _engine(os.environ.get("DATABASE_URL", ""))


def read_engine() -> Engine:
    """The engine of the reading pages: DATABASE_READ_URL, else the same as `board_engine`."""
    return _engine(os.environ.get("DATABASE_READ_URL") or os.environ.get("DATABASE_URL", ""))


@cache
def _engine(url: str) -> Engine:
    return open_engine(url or None)
