"""Reading the inbox: which batches wait, what a batch holds, what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from lib.db.inbox_tables import inbox_answer, inbox_batch, inbox_row, inbox_sender
from lib.domain.inbox import Answer, Batch, SentRow


class SenderRow(NamedTuple):
    """One other system, and the account as which its batches are taken."""

    sender: str
    account: str
    bound_at: datetime


def senders(conn: Connection) -> list[SenderRow]:
    """Every system that may bring facts, by name."""
    rows = select(*(inbox_sender.c[name] for name in SenderRow._fields)).order_by(inbox_sender.c.sender)
    return list(map(SenderRow._make, conn.execute(rows)))


def waiting_batches(conn: Connection) -> list[Batch]:
    """Batches not answered whose rows are all there, in the order in which the server received them.

    A batch that still lacks rows is absent and keeps no other waiting.
    """
    sent, row, answer = inbox_batch.c, inbox_row.c, inbox_answer.c
    of_batch = and_(row.sender == sent.sender, row.batch == sent.batch)
    answered = select(answer.place).where(answer.sender == sent.sender, answer.batch == sent.batch, answer.place == 0)
    waiting = (
        select(
            sent.sender,
            sent.batch,
            inbox_sender.c.account,
            func.count().label("rows"),
            func.sum(func.length(row.cells)).label("characters"),
        )
        .join(inbox_sender, inbox_sender.c.sender == sent.sender)
        .join(inbox_row, of_batch)
        .where(~answered.exists())
        .group_by(sent.sender, sent.batch, inbox_sender.c.account, sent.row_count, sent.sent_at)
        .having(func.count() == sent.row_count)
        .order_by(sent.sent_at, sent.sender, sent.batch)
    )
    return list(map(Batch._make, conn.execute(waiting)))


def sent_rows(conn: Connection, sender: str, batch: str) -> Iterator[SentRow]:
    """The rows of a batch by number."""
    own = inbox_row.c
    rows = select(own.row_no, own.sheet, own.cells).where(own.sender == sender, own.batch == batch)
    return map(SentRow._make, conn.execute(rows.order_by(own.row_no)))


def is_sent(conn: Connection, sender: str, batch: str) -> bool:
    """Whether the sender has used this key."""
    own = inbox_batch.c
    return conn.execute(select(own.batch).where(own.sender == sender, own.batch == batch)).first() is not None


def answers(conn: Connection, sender: str, batch: str) -> list[Answer]:
    """The answers to a batch, the whole first; none while it waits."""
    own = inbox_answer.c
    rows = select(*(own[name] for name in Answer._fields)).where(own.sender == sender, own.batch == batch)
    return list(map(Answer._make, conn.execute(rows.order_by(own.place))))


def is_answered(conn: Connection, sender: str, batch: str) -> bool:
    """Whether the batch was taken already."""
    own = inbox_answer.c
    whole = select(own.place).where(own.sender == sender, own.batch == batch, own.place == 0)
    return conn.execute(whole).first() is not None
