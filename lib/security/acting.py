"""One act of an account: its transaction, and a row in the trail also where it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from lib.db.engine import writing
from lib.domain.rights import Viewer
from lib.errors import Refused
from lib.security import audit


@contextmanager
def acting(engine: Engine, viewer: Viewer, act: str, subject: str) -> Iterator[Connection]:
    """One transaction; a refusal, which undoes it, leaves a row `<act>_refused` in the trail all the same."""
    try:
        with writing(engine) as conn:
            yield conn
    except Refused as refused:
        with writing(engine) as conn:
            audit.record(conn, viewer.username, f"{act}_refused", subject, str(refused))
        raise
