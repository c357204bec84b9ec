"""Tables that are not facts: the tail of the chain (the one write lock), plan versions, settings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Integer, Table, Text

from lib.db.tables import column, key_column, metadata
from lib.db.types import Instant, Number

chain_tail = Table(
    "chain_tail",
    metadata,
    key_column("id", Integer, "编号", "Always 1: the table has one row, and whoever writes locks it."),
    column("last_number", Number, "末号", "Number of the last fact stored; 0 before the first."),
    column("last_stored_at", Instant, "末次入库", "stored_at of the last fact; null before the first.", null=True),
    column("audit_hash", Text, "留痕链尾", "Hash of the last row of the audit trail; null before it.", null=True),
    column("audit_rows", Number, "留痕行数", "Rows of the audit trail."),
    CheckConstraint("id = 1", name="one_row"),
    comment="Where the chain of facts and of the audit trail ends; its row is the write lock.",
)

plan_version = Table(
    "plan_version",
    metadata,
    key_column("id", Integer, "编号", "1, 2, 3 in the order of publishing; the highest is in force."),
    column("code", Text, "方案代码", "Code of the plan."),
    column("version", Text, "版本", "Version as the plan names it."),
    column("digest", Text, "摘要", "SHA-256 of the canonical JSON of the plan, in hex."),
    column("document", Text, "全文", "The canonical JSON itself."),
    column("published_at", Instant, "发布时间", "When the server stored it (UTC)."),
    column("account", Text, "账号", "Account that published it."),
    Index(None, "digest"),
    comment="Every plan ever published, whole; append-only.",
)

board_setting = Table(
    "board_setting",
    metadata,
    key_column("key", Text, "键", "Name of the setting, such as demo."),
    column("value", Text, "值", "Its value, such as yes."),
    comment="Settings of this board that belong to its rows, not to the machine it runs on.",
)
