"""Accounts, former passwords, sessions, one-time codes and the audit trail.

Written out rather than taken from lib.db.accounts_tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lib.db.accounts_tables  # noqa: F401  # registers the trail as append-only before the guards are made
from lib.db.append_only import refuse_to_drop
from lib.db.types import Instant, Number

revision = "0002"
down_revision = "0001"


def text(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text, nullable=False)


def text_or_null(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text)


def instant(name: str) -> "sa.Column[Any]":
    return sa.Column(name, Instant, nullable=False)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["username"], ["account.username"], name=f"fk_{table}_username")


def account_tables() -> None:
    op.create_table(
        "account",
        text("username"), text("display_name"), text_or_null("role"), text_or_null("unit_code"),
        text_or_null("unit_kind"), text_or_null("password_hash"),
        sa.Column("must_change", sa.Boolean, nullable=False),
        instant("changed_at"), sa.Column("disabled_at", Instant),
        sa.Column("failures", sa.Integer, nullable=False), sa.Column("locked_until", Instant),
        sa.Column("demo", sa.Boolean, nullable=False), text_or_null("demo_password"),
        instant("created_at"), text("created_by"),
        sa.PrimaryKeyConstraint("username", name="pk_account"),
        sa.CheckConstraint("failures >= 0", name="ck_account_failures_counted"),
        sa.CheckConstraint("demo OR demo_password IS NULL", name="ck_account_no_password_kept"),
    )  # fmt: skip
    op.create_table(
        "former_password",
        sa.Column("id", Number, nullable=False), text("username"), text("password_hash"), instant("set_at"),
        sa.PrimaryKeyConstraint("id", name="pk_former_password"),
        of_account("former_password"),
    )  # fmt: skip
    op.create_index("ix_former_password_username", "former_password", ["username"])


def session_tables() -> None:
    op.create_table(
        "sign_in_session",
        text("session_id"), text("username"), instant("created_at"), instant("acted_at"),
        sa.Column("ended_at", Instant), text_or_null("ended_because"),
        sa.PrimaryKeyConstraint("session_id", name="pk_sign_in_session"),
        of_account("sign_in_session"),
    )  # fmt: skip
    op.create_index("ix_sign_in_session_username", "sign_in_session", ["username"])
    op.create_table(
        "claim_code",
        text("code_hash"), text("username"), instant("expires_at"), sa.Column("used_at", Instant),
        sa.PrimaryKeyConstraint("code_hash", name="pk_claim_code"),
        of_account("claim_code"),
    )  # fmt: skip


def audit_table() -> None:
    op.create_table(
        "audit_row",
        sa.Column("seq", Number, nullable=False, autoincrement=False),
        text("at"), text("account"), text_or_null("os_user"), text("act"), text("subject"),
        text_or_null("detail"), text("previous_hash"), text("row_hash"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_row"),
    )  # fmt: skip
    op.create_index("ix_audit_row_account", "audit_row", ["account"])
    op.create_index("ix_audit_row_at", "audit_row", ["at"])


def upgrade() -> None:
    account_tables()
    session_tables()
    audit_table()


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), ["audit_row", "account"])
    for name in ("audit_row", "claim_code", "sign_in_session", "former_password", "account"):
        op.drop_table(name)
