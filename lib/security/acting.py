"""One act of an account: its transaction, and a row in the trail also where it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from lib.db.engine import writing
from lib.domain.rights import Viewer
from lib.errors import Refused
from lib.security import audit

UNNAMED = "※"


@contextmanager
def acting(
    engine: Engine,
    viewer: Viewer,
    act: str,
    subject: str,
    *,
    os_user: str | None = None,
    unnamed: Sequence[str] = (),
) -> Iterator[Connection]:
    """One transaction; a refusal, which undoes it, leaves a row `<act>_refused` in the trail all the same.

    `unnamed`: words that the trail must not hold, for its reader has no business data to see.
    """
    try:
        with writing(engine) as conn:
            yield conn
    except Refused as refused:
        with writing(engine) as conn:
            told = (without(unnamed, text) for text in (subject, str(refused)))
            audit.record(conn, viewer.username, f"{act}_refused", *told, os_user=os_user)
        raise


def without(unnamed: Sequence[str], text: str) -> str:
    """The text with these words taken out."""
    for word in unnamed:
        text = text.replace(word, UNNAMED)
    return text
