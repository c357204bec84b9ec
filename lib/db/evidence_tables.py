"""Tables of evidence: files as they came, who brought each, and which facts use them. The bytes lie in files."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Table, Text

from lib.db.append_only import APPEND_ONLY
from lib.db.tables import column, key_column, metadata
from lib.db.types import Instant, Number

evidence_file = Table(
    "evidence_file",
    metadata,
    key_column("sha256", Text, "文件散列", "SHA-256 of the bytes, in hex: where they lie in the evidence folder."),
    column("media_type", Text, "类型", "Media type, found by content when it came."),
    column("size", Integer, "字节数", "Size in bytes."),
    column("name", Text, "文件名", "Name it first came under, cleaned."),
    column("account", Text, "账号", "Account that brought it first."),
    column("unit", Text, "单位", "Unit of that account; null if it had none.", null=True),
    column("stored_at", Instant, "入库时间", "When it was stored (UTC)."),
    CheckConstraint("size > 0", name="not_empty"),
    comment="A file brought as evidence; its bytes lie outside the database under their hash.",
)

evidence_deposit = Table(
    "evidence_deposit",
    metadata,
    key_column("sha256", Text, "文件散列", "The file.", ForeignKey("evidence_file.sha256")),
    key_column("account", Text, "账号", "Account that brought it."),
    column("name", Text, "文件名", "Name it came under, cleaned."),
    column("unit", Text, "单位", "Unit of that account then; null if it had none.", null=True),
    column("stored_at", Instant, "入库时间", "When it was brought (UTC)."),
    comment="Who brought a file: knowing a hash is not having the file.",
)

evidence_use = Table(
    "evidence_use",
    metadata,
    key_column("sha256", Text, "文件散列", "The file.", ForeignKey("evidence_file.sha256")),
    key_column("number", Number, "事实", "Number of the fact whose text names it."),
    column("kind", Text, "事实种类", "Table of that fact."),
    column("account", Text, "账号", "Account that stated the fact."),
    Index(None, "number"),
    comment="Which fact uses which file, stored in the fact's own transaction.",
)

for _table in (evidence_file, evidence_deposit, evidence_use):
    APPEND_ONLY[_table.name] = "佐证只增不改"
