"""What other systems bring through the inbox: batches of rows as sent, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

STORED, SKIPPED, REFUSED = "已入库", "重复跳过", "已拒绝"
ANSWER_STATES = (STORED, SKIPPED, REFUSED)

LONGEST_SENDER = 24  # with its prefix still the name of a PostgreSQL role
LONGEST_KEY = 100
LONGEST_CELLS = 20_000
MOST_ROWS = 20_000


class Batch(NamedTuple):
    """A batch that waits and is complete: `characters` is the length of all its cells together."""

    sender: str
    batch: str
    account: str
    rows: int
    characters: int


class SentRow(NamedTuple):
    """One row as it was sent: `cells` is JSON text, or whatever the sender took for it."""

    row_no: int
    sheet: str
    cells: str


class Answer(NamedTuple):
    """What became of a batch (`place` 0, `row_no` None) or of one of its rows."""

    place: int
    row_no: int | None
    header: str | None
    state: str
    number: int | None
    reason: str | None
    answered_at: datetime
