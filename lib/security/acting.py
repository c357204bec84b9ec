"""One act of an account: its transaction, and a row in the trail also where it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from lib.db.engine import writing
from lib.db.queries.accounts import account_named
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
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
            require_in_force(conn, viewer)
            yield conn
    except Refused as refused:
        with writing(engine) as conn:
            told = (without(unnamed, text) for text in (subject, str(refused)))
            audit.record(conn, viewer.username, f"{act}_refused", *told, os_user=os_user)
        raise


def require_in_force(conn: Connection, viewer: Viewer) -> None:
    """NotAllowed where the account was disabled, or its role or unit changed, since the viewer was read.

    Asked within the transaction that writes, so that no act slips in after the administrator's. An account that
    stands nowhere in this board (its facts came from another) has nothing to be compared with.
    """
    row = account_named(conn, viewer.username)
    if row is None:
        return
    if row.disabled_at is not None or (row.role, row.unit_code) != (viewer.role, viewer.unit_code):
        raise NotAllowed("您的账号已停用，或角色、单位已变更；请重新登录后再办理")


def without(unnamed: Sequence[str], text: str) -> str:
    """The text with these words taken out."""
    for word in unnamed:
        text = text.replace(word, UNNAMED)
    return text
