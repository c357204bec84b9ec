"""The results of appraisal periods as they were computed: one row a version, never changed."""

from __future__ import annotations

from sqlalchemy import Integer, Table, Text, UniqueConstraint

from lib.db.append_only import APPEND_ONLY
from lib.db.tables import column, key_column, metadata, no_empty_text
from lib.db.types import Number

_COLUMNS = [
    key_column("number", Number, "事实编号", "Number of the step that made it (compute or revise)."),
    column("period", Text, "考核期", "Period."),
    column("version", Integer, "版本", "1 for the first result of the period."),
    column("digest", Text, "摘要", "SHA-256 of the document."),
    column("document", Text, "结果", "The result as canonical JSON: plan, close, facts used, every line, ranks."),
]

period_result = Table(
    "period_result",
    metadata,
    *_COLUMNS,
    no_empty_text(_COLUMNS),
    UniqueConstraint("period", "version"),
    comment="Results of appraisal periods; what was locked is read from here and from nowhere else.",
)

APPEND_ONLY[period_result.name] = "考核结果的每个版本都要留存"
