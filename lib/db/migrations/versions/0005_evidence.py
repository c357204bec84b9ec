"""Evidence: files under their hash, who brought them, which facts use them.

Written out rather than taken from lib.db.evidence_tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lib.db.evidence_tables  # noqa: F401  # registers them as append-only before the guards are made
from lib.db.append_only import refuse_to_drop
from lib.db.types import Instant, Number

revision = "0005"
down_revision = "0004"

TABLES = ("evidence_use", "evidence_deposit", "evidence_file")


def text(name: str, *, null: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text, nullable=null)


def instant(name: str) -> "sa.Column[Any]":
    return sa.Column(name, Instant, nullable=False)


def of_file(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["sha256"], ["evidence_file.sha256"], name=f"fk_{table}_sha256")


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        text("sha256"), text("media_type"), sa.Column("size", sa.Integer, nullable=False), text("name"),
        text("account"), text("unit", null=True), instant("stored_at"),
        sa.PrimaryKeyConstraint("sha256", name="pk_evidence_file"),
        sa.CheckConstraint("size > 0", name="ck_evidence_file_not_empty"),
    )  # fmt: skip
    op.create_table(
        "evidence_deposit",
        text("sha256"), text("account"), text("name"), text("unit", null=True), instant("stored_at"),
        sa.PrimaryKeyConstraint("sha256", "account", name="pk_evidence_deposit"), of_file("evidence_deposit"),
    )  # fmt: skip
    op.create_table(
        "evidence_use",
        text("sha256"), sa.Column("number", Number, nullable=False, autoincrement=False), text("kind"), text("account"),
        sa.PrimaryKeyConstraint("sha256", "number", name="pk_evidence_use"), of_file("evidence_use"),
    )  # fmt: skip
    op.create_index("ix_evidence_use_number", "evidence_use", ["number"])


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), TABLES)
    for name in TABLES:
        op.drop_table(name)
