"""The life of appraisal periods: steps, rulings, signatures and kept results.

Written out rather than taken from lib.db.tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lib.db.period_tables  # noqa: F401  # registers the results as append-only before the guards are made
from lib.db.append_only import refuse_to_drop
from lib.db.types import Instant, Number

revision = "0008"
down_revision = "0007"

NAMES = ("period_step", "ruling", "signature", "period_result")


def needed(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def optional(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind)


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{table}_{name}")


def fact_table(name: str, own: list[Any], texts: tuple[str, ...], *more: Any) -> None:
    filled = " AND ".join(f"\"{one}\" <> ''" for one in (*texts, "account", "via", "source"))
    op.create_table(
        name,
        sa.Column("number", Number, nullable=False, autoincrement=False),
        *own,
        needed("position", Number), needed("generation", sa.Integer), optional("stated_at", Instant),
        needed("stored_at", Instant), needed("recorded_on", sa.Date), needed("account"), needed("via"),
        optional("source"),
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
        check(name, "no_empty_text", filled),
        *more,
    )  # fmt: skip
    op.create_index(f"ix_{name}_stored_at", name, ["stored_at"])


def upgrade() -> None:
    fact_table(
        "period_step",
        [
            needed("period"), needed("step"), optional("unit"), optional("close_on", sa.Date), optional("digest"),
            optional("text"), needed("occurred_on", sa.Date),
        ],
        ("period", "step", "unit", "digest", "text"),
        check(
            "period_step", "step_known",
            "step IN ('open', 'compute', 'check', 'confirm', 'approve', 'publish', 'revise', 'lock')",
        ),
    )  # fmt: skip
    op.create_index("ix_period_step_period", "period_step", ["period"])
    fact_table(
        "ruling",
        [
            needed("period"), needed("unit"), needed("rule"), needed("subject"), needed("outcome"), optional("share"),
            needed("case_no"), needed("reason"), needed("occurred_on", sa.Date),
        ],
        ("period", "unit", "rule", "subject", "outcome", "share", "case_no", "reason"),
        check("ruling", "outcome_known", "outcome IN ('full', 'left_out', 'share')"),
    )  # fmt: skip
    op.create_index("ix_ruling_period", "ruling", ["period"])
    fact_table(
        "signature",
        [
            needed("period"), needed("unit"), needed("recommendation"), needed("decision"), needed("reason"),
            needed("occurred_on", sa.Date),
        ],
        ("period", "unit", "recommendation", "decision", "reason"),
        check("signature", "decision_known", "decision IN ('signed', 'declined')"),
        sa.UniqueConstraint("period", "unit", name="uq_signature_period_unit"),
    )  # fmt: skip
    op.create_table(
        "period_result",
        sa.Column("number", Number, nullable=False, autoincrement=False),
        needed("period"), needed("version", sa.Integer), needed("digest"), needed("document"),
        sa.PrimaryKeyConstraint("number", name="pk_period_result"),
        sa.UniqueConstraint("period", "version", name="uq_period_result_period_version"),
        check(
            "period_result", "no_empty_text",
            '"period" <> \'\' AND "digest" <> \'\' AND "document" <> \'\'',
        ),
    )  # fmt: skip


def downgrade() -> None:
    refuse_to_drop(op.get_bind(), NAMES)
    for name in reversed(NAMES):
        op.drop_table(name)
