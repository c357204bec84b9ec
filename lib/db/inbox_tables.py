"""Tables of the inbox: what other systems of the district bring, and what became of each row.

A batch says how many rows it has and waits until they are all there; its rows are numbered from 1. All three
are append-only: nobody, the sender included, changes what was sent or answered. A batch waits while it has no
answer in place 0.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text

from lib.db.append_only import APPEND_ONLY
from lib.db.tables import column, key_column, metadata, one_of
from lib.db.types import Instant, Number
from lib.domain.inbox import ANSWER_STATES, LONGEST_CELLS, LONGEST_KEY, LONGEST_SENDER, MOST_ROWS

inbox_sender = Table(
    "inbox_sender",
    metadata,
    key_column("sender", Text, "来源系统", "Name of the other system: lower-case letters, digits and _."),
    column("account", Text, "账号", "Account as which its batches are taken.", ForeignKey("account.username")),
    column("bound_at", Instant, "绑定时间", "When it was last bound to the account."),
    column("bound_by", Text, "绑定人", "Account that bound it."),
    CheckConstraint(f"length(sender) BETWEEN 1 AND {LONGEST_SENDER}", name="sender_short"),
    comment="The other systems that may bring facts, each acting as one account.",
)

inbox_batch = Table(
    "inbox_batch",
    metadata,
    key_column("sender", Text, "来源系统", "Who sent it."),
    key_column("batch", Text, "批次", "The sender's own key: the same key is never taken twice."),
    column("row_count", Integer, "行数", "How many rows it has; it is taken once they are all there."),
    column("sent_at", Instant, "送达时间", "When the server received it (UTC)."),
    ForeignKeyConstraint(["sender"], ["inbox_sender.sender"]),
    CheckConstraint(f"length(batch) BETWEEN 1 AND {LONGEST_KEY}", name="batch_short"),
    CheckConstraint(f"row_count BETWEEN 1 AND {MOST_ROWS}", name="row_count_bounded"),
    Index(None, "sent_at"),
    comment="What one system sent as one act: stored whole or refused whole.",
)

inbox_row = Table(
    "inbox_row",
    metadata,
    key_column("sender", Text, "来源系统", "As in inbox_batch."),
    key_column("batch", Text, "批次", "As in inbox_batch."),
    key_column("row_no", Integer, "行号", "1, 2, 3 … up to the row_count of the batch."),
    column("sheet", Text, "表种", "Kind of sheet: 进展填报, 台账流转, 任务调整, 考核加减分 or 指标填报."),
    column(
        "cells", Text, "单元格", "JSON object of header to text, number or null; a header left out is an empty cell."
    ),
    ForeignKeyConstraint(["sender", "batch"], ["inbox_batch.sender", "inbox_batch.batch"], name="fk_inbox_row_batch"),
    CheckConstraint(f"row_no BETWEEN 1 AND {MOST_ROWS}", name="row_no_bounded"),
    CheckConstraint(f"length(sheet) <= {LONGEST_KEY}", name="sheet_short"),
    CheckConstraint(f"length(cells) <= {LONGEST_CELLS}", name="cells_short"),
    comment="One row of a batch, as sent.",
)

inbox_answer = Table(
    "inbox_answer",
    metadata,
    key_column("sender", Text, "来源系统", "As in inbox_batch."),
    key_column("batch", Text, "批次", "As in inbox_batch."),
    key_column("place", Integer, "序号", "0: the answer to the whole batch; then one by one, in the order of rows."),
    column("row_no", Integer, "行号", "The row answered; null where it is the batch.", null=True),
    column("header", Text, "列", "The column at fault; null where it is the row or nothing is.", null=True),
    column("state", Text, "结果", "已入库, 重复跳过 or 已拒绝."),
    column("number", Number, "事实编号", "Number of the fact the row became; null where it became none.", null=True),
    column("reason", Text, "说明", "What is wrong and what would be right; null where nothing is.", null=True),
    column("answered_at", Instant, "答复时间", "When it was answered (UTC)."),
    ForeignKeyConstraint(
        ["sender", "batch"], ["inbox_batch.sender", "inbox_batch.batch"], name="fk_inbox_answer_batch"
    ),
    one_of("state", *ANSWER_STATES),
    comment="What became of a batch and of each of its rows.",
)

# The sender's own words may be empty text: they are answered, not judged by a constraint.
for _table in (inbox_batch, inbox_row, inbox_answer):
    APPEND_ONLY[_table.name] = "收件箱只增不改"
