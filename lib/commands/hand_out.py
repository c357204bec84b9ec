"""Handing out a file made of the board's data: made, noted in the trail, and only then given."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Engine

from lib.db.engine import writing
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Refused
from lib.security import audit


class Made(NamedTuple):
    """A file, and what the trail shall say of it: form, rows, span, snapshot."""

    name: str
    content: bytes
    said: str


def hand_out(
    engine: Engine, viewer: Viewer, subject: str, make: Callable[[], Made], *, os_user: str | None = None
) -> Made:
    """The file that `make` makes, once its row stands in the trail; a refusal leaves a row too."""
    try:
        if not may_act(viewer, "export"):
            raise NotAllowed(f"{viewer.role_name}不能导出业务数据")
        made = make()
    except Refused as refused:
        with writing(engine) as conn:
            audit.record(conn, viewer.username, "exported_refused", subject, str(refused), os_user=os_user)
        raise
    with writing(engine) as conn:
        audit.record(conn, viewer.username, "exported", subject, f"{made.name}，{made.said}", os_user=os_user)
    return made
