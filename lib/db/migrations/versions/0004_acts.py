"""Keys of acts, running numbers of cases, and the causes of orders."""

import sqlalchemy as sa
from alembic import op

import lib.db.act_tables  # noqa: F401  # all tables are known when constraints are compared
from lib.db.append_only import refuse_to_drop
from lib.db.types import Instant, Number

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    filled = " AND ".join(f"\"{name}\" <> ''" for name in ("account", "key", "act", "subject", "digest", "sentence"))
    op.create_table(
        "act_key",
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("first_number", Number),
        sa.Column("last_number", Number),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("account", "key", name="pk_act_key"),
        sa.CheckConstraint(filled, name="ck_act_key_no_empty_text"),
    )
    op.create_table(
        "number_series",
        sa.Column("flow", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("last", Number, nullable=False),
        sa.PrimaryKeyConstraint("flow", "year", name="pk_number_series"),
    )
    op.create_table(
        "case_cause",
        sa.Column("number", Number, nullable=False, autoincrement=False),
        sa.Column("flow", sa.Text, nullable=False),
        sa.Column("case_no", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_case_cause"),
    )
    op.create_index("ix_case_cause_flow_cause", "case_cause", ["flow", "cause"])


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), ["act_key"])
    for name in ("case_cause", "number_series", "act_key"):
        op.drop_table(name)
