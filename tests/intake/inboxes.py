"""A board with systems that may send, and ways to send as they would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from lib.clock import now
from lib.commands import inbox
from lib.db.engine import reading, writing
from lib.db.inbox import put_batch
from lib.db.queries.inbox import answers
from lib.domain.inbox import Answer, SentRow
from lib.intake.taking import Taken, take
from lib.security.founding import OPERATOR_VIEWER
from tests.intake.filled import TODAY, good

# Systems by name, and the demo accounts as which they act.
SENDERS = {"office_system": "office", "court_system": "court", "unit_system": "clerk"}


def settled(engine: Engine) -> Engine:
    """The same founded engine, with senders."""
    for sender, account in SENDERS.items():
        inbox.bind_sender(engine, OPERATOR_VIEWER, sender, account, now())
    return engine


def cells_of(row: Mapping[str, Any]) -> str:
    """A filled row as a system sends it: empty cells are left out."""
    return json.dumps({header: cell for header, cell in row.items() if cell != ""}, ensure_ascii=False)


def row(kind: str, **cells: Any) -> tuple[str, str]:
    """A good row of a kind, some cells changed: its sheet and its JSON."""
    return kind, cells_of(good(kind, **cells))


def send(engine: Engine, batch: str, *rows: tuple[str, str], sender: str = "office_system") -> None:
    """Lay rows in the inbox as the database would."""
    numbered = [SentRow(number, *one) for number, one in enumerate(rows, start=1)]
    with writing(engine) as conn:
        put_batch(conn, sender, batch, numbered, now())


def taken(engine: Engine) -> list[Taken]:
    """Take what waits, on the day of the filled sheets."""
    return take(engine, today=TODAY)


def answered(engine: Engine, batch: str, sender: str = "office_system") -> list[Answer]:
    """The answers to a batch."""
    with reading(engine) as conn:
        return answers(conn, sender, batch)


def states(engine: Engine, batch: str, sender: str = "office_system") -> list[tuple[int | None, str, int | None]]:
    """Row, state and number of every answer."""
    return [(one.row_no, one.state, one.number) for one in answered(engine, batch, sender)]
