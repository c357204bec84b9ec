"""The facts, the tail of the chain, plan versions and settings.

Written out rather than taken from lib.db.tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from lib.db.append_only import refuse_to_drop
from lib.db.types import Attributes, Exact, Instant, Number

revision = "0001"
down_revision = None

FACTS = (
    "report", "verification", "duty_change", "case_event", "adjustment", "entered_number", "judgement",
    "correction",
)  # fmt: skip


def text(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text, nullable=False)


def text_or_null(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text)


def day(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Date, nullable=False)


def exact(name: str) -> "sa.Column[Any]":
    return sa.Column(name, Exact)


def fact_table(name: str, *own: SchemaItem, place: bool = True) -> None:
    columns = [c for c in own if isinstance(c, sa.Column)]
    constraints = [c for c in own if not isinstance(c, sa.Column)]
    if place:
        columns += [
            sa.Column("position", Number, nullable=False),
            sa.Column("generation", sa.Integer, nullable=False),
        ]
    columns += [
        sa.Column("stated_at", Instant),
        sa.Column("stored_at", Instant, nullable=False),
        day("recorded_on"),
        text("account"),
        text("via"),
        text_or_null("source"),
    ]
    words = [c.name for c in columns if isinstance(c.type, sa.Text | Attributes)]
    op.create_table(
        name,
        sa.Column("number", Number, nullable=False, autoincrement=False),
        *columns,
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
        sa.CheckConstraint(" AND ".join(f"\"{word}\" <> ''" for word in words), name=f"ck_{name}_no_empty_text"),
        *constraints,
    )
    op.create_index(f"ix_{name}_stored_at", name, ["stored_at"])


def known(table: str, column: str, *words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}_known")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def duty_tables() -> None:
    fact_table(
        "report",
        text("deliverable"), text("unit"), text_or_null("period"), text_or_null("period_written"),
        day("occurred_on"), text("kind"), exact("percent"), text_or_null("text"), text_or_null("evidence"),
        known("report", "kind", "progress", "completion"),
    )  # fmt: skip
    index("report", "position")
    index("report", "deliverable", "unit", "occurred_on")
    index("report", "occurred_on")
    fact_table(
        "verification",
        sa.Column("report", Number, nullable=False),
        text("verdict"), day("verified_on"), text_or_null("by"), text_or_null("reason"),
        sa.Column("accepted_on", sa.Date),
        sa.ForeignKeyConstraint(["report"], ["report.number"], name="fk_verification_report"),
        known("verification", "verdict", "pass", "return"),
    )  # fmt: skip
    index("verification", "report")
    index("verification", "verified_on")
    fact_table(
        "duty_change",
        text("deliverable"), text_or_null("period"), text("kind"), sa.Column("new_due", sa.Date),
        text_or_null("new_owner"), text("reason"), text("approver"), day("occurred_on"),
        known("duty_change", "kind", "extension", "waiver", "reassignment"),
    )  # fmt: skip
    index("duty_change", "deliverable")
    index("duty_change", "occurred_on")


def ledger_table() -> None:
    fact_table(
        "case_event",
        sa.Column("seq", sa.Integer, nullable=False),
        text("flow"), text("case_no"), text("action"), day("occurred_on"), text_or_null("actor"),
        text_or_null("assignee"), text_or_null("result"), exact("amount"), text_or_null("text"),
        sa.Column("attributes", Attributes), sa.Column("occurrence_k", sa.Integer, nullable=False),
        sa.UniqueConstraint(
            "flow", "case_no", "seq", "generation", name="uq_case_event_flow_case_no_seq_generation"
        ),
    )  # fmt: skip
    index("case_event", "occurred_on")


def appraisal_tables() -> None:
    fact_table(
        "adjustment",
        text("period"), text("unit"), text("kind"), exact("points"), text("reason"), text_or_null("evidence"),
        text("approver"), day("occurred_on"), known("adjustment", "kind", "bonus", "deduction", "veto"),
    )  # fmt: skip
    index("adjustment", "occurred_on")
    fact_table(
        "entered_number",
        text("period"), text("unit"), text("indicator"), exact("numerator"), exact("denominator"),
        exact("value"), text_or_null("evidence"), day("occurred_on"),
    )  # fmt: skip
    index("entered_number", "occurred_on")
    fact_table(
        "judgement",
        text("item"), text("view"), text("reason"), day("occurred_on"),
        known("judgement", "view", "on_track", "at_risk", "off_track"),
    )  # fmt: skip
    index("judgement", "occurred_on")


def correction_table() -> None:
    fact_table(
        "correction",
        sa.Column("corrects", Number, nullable=False), text("kind"), sa.Column("replacement", Number),
        text("reason"), text("approver"),
        sa.UniqueConstraint("corrects", name="uq_correction_corrects"),
        sa.UniqueConstraint("replacement", name="uq_correction_replacement"),
        place=False,
    )  # fmt: skip


def board_tables() -> None:
    tail = op.create_table(
        "chain_tail",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("last_number", Number, nullable=False),
        sa.Column("last_stored_at", Instant),
        text_or_null("audit_hash"),
        sa.Column("audit_rows", Number, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_tail"),
        sa.CheckConstraint("id = 1", name="ck_chain_tail_one_row"),
    )
    op.bulk_insert(tail, [{"id": 1, "last_number": 0, "audit_rows": 0}])
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        text("code"), text("version"), text("digest"), text("document"),
        sa.Column("published_at", Instant, nullable=False), text("account"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_version"),
    )  # fmt: skip
    index("plan_version", "digest")
    op.create_table(
        "board_setting", text("key"), text("value"), sa.PrimaryKeyConstraint("key", name="pk_board_setting")
    )


def upgrade() -> None:
    duty_tables()
    ledger_table()
    appraisal_tables()
    correction_table()
    board_tables()


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), [*FACTS, "plan_version"])
    for name in ("board_setting", "plan_version", "chain_tail", *reversed(FACTS)):
        op.drop_table(name)
