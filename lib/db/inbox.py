"""Writing the inbox, inside `writing`: systems bound to accounts, batches put in, batches answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lib.db.inbox_tables import inbox_answer, inbox_batch, inbox_row, inbox_sender
from lib.domain.inbox import Answer, SentRow


def bind_sender(conn: Connection, sender: str, account: str, by: str, at: datetime) -> None:
    """Let batches of this system be taken as that account from now on."""
    bound = {"account": account, "bound_at": at, "bound_by": by}
    known = select(inbox_sender.c.sender).where(inbox_sender.c.sender == sender)
    if conn.execute(known).first() is None:
        conn.execute(insert(inbox_sender), {"sender": sender, **bound})
    else:
        conn.execute(update(inbox_sender).where(inbox_sender.c.sender == sender).values(bound))


def put_batch(conn: Connection, sender: str, batch: str, rows: Sequence[SentRow], at: datetime) -> None:
    """Lay a whole batch in the inbox."""
    head = {"sender": sender, "batch": batch, "row_count": len(rows), "sent_at": at}
    conn.execute(insert(inbox_batch), head)
    conn.execute(insert(inbox_row), [{"sender": sender, "batch": batch, **row._asdict()} for row in rows])


def answer_batch(conn: Connection, sender: str, batch: str, answers: Sequence[Answer]) -> None:
    """Store the answers; the first, in place 0, takes the batch out of waiting."""
    conn.execute(insert(inbox_answer), [{"sender": sender, "batch": batch, **one._asdict()} for one in answers])
