"""The inbox of other systems: senders, batches, rows and answers.

Written out rather than taken from lib.db.inbox_tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lib.db.inbox_tables  # noqa: F401  # registers the inbox as append-only before the guards are made
from lib.db.append_only import refuse_to_drop
from lib.db.types import Instant, Number

revision = "0007"
down_revision = "0006"


def needed(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False, autoincrement=False if kind is sa.Integer else "auto")


def optional(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind)


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def of_batch(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["sender", "batch"], ["inbox_batch.sender", "inbox_batch.batch"], name=f"fk_{table}_batch"
    )


def sent_tables() -> None:
    op.create_table(
        "inbox_sender",
        needed("sender"), needed("account"), needed("bound_at", Instant), needed("bound_by"),
        sa.PrimaryKeyConstraint("sender", name="pk_inbox_sender"),
        sa.ForeignKeyConstraint(["account"], ["account.username"], name="fk_inbox_sender_account"),
        check("inbox_sender", "sender_short", "length(sender) BETWEEN 1 AND 24"),
    )  # fmt: skip
    op.create_table(
        "inbox_batch",
        needed("sender"), needed("batch"), needed("row_count", sa.Integer), needed("sent_at", Instant),
        sa.PrimaryKeyConstraint("sender", "batch", name="pk_inbox_batch"),
        sa.ForeignKeyConstraint(["sender"], ["inbox_sender.sender"], name="fk_inbox_batch_sender"),
        check("inbox_batch", "batch_short", "length(batch) BETWEEN 1 AND 100"),
        check("inbox_batch", "row_count_bounded", "row_count BETWEEN 1 AND 20000"),
    )  # fmt: skip
    op.create_index("ix_inbox_batch_sent_at", "inbox_batch", ["sent_at"])
    op.create_table(
        "inbox_row",
        needed("sender"), needed("batch"), needed("row_no", sa.Integer), needed("sheet"), needed("cells"),
        sa.PrimaryKeyConstraint("sender", "batch", "row_no", name="pk_inbox_row"),
        of_batch("inbox_row"),
        check("inbox_row", "row_no_bounded", "row_no BETWEEN 1 AND 20000"),
        check("inbox_row", "sheet_short", "length(sheet) <= 100"),
        check("inbox_row", "cells_short", "length(cells) <= 20000"),
    )  # fmt: skip


def answer_table() -> None:
    op.create_table(
        "inbox_answer",
        needed("sender"), needed("batch"), needed("place", sa.Integer), optional("row_no", sa.Integer),
        optional("header"), needed("state"), optional("number", Number), optional("reason"),
        needed("answered_at", Instant),
        sa.PrimaryKeyConstraint("sender", "batch", "place", name="pk_inbox_answer"),
        of_batch("inbox_answer"),
        check("inbox_answer", "state_known", "state IN ('已入库', '重复跳过', '已拒绝')"),
    )  # fmt: skip


def upgrade() -> None:
    sent_tables()
    answer_table()


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), ["inbox_batch"])
    for name in ("inbox_answer", "inbox_row", "inbox_batch", "inbox_sender"):
        op.drop_table(name)
