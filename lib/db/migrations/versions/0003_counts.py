"""Tables derived from the facts, and an index by which a close finds what was recorded after it.

The tables start empty: `init` rebuilds them after the migration.

Written out rather than taken from lib.db.count_tables: a released migration never changes when they do.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import lib.db.count_tables  # noqa: F401  # all tables are known when constraints are compared
from lib.db.types import Attributes, Exact, Number

revision = "0003"
down_revision = "0002"


def needed(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def optional(name: str, kind: Any = sa.Text) -> "sa.Column[Any]":
    return sa.Column(name, kind)


def key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def case_tables() -> None:
    op.create_table(
        "case_head",
        needed("flow"), needed("case_no"), needed("unit"), needed("registered_on", sa.Date), needed("state"),
        needed("holder"), needed("entered_on", sa.Date), needed("paused", sa.Boolean), optional("closed_on", sa.Date),
        optional("outcome"), optional("due_on", sa.Date), optional("pause_days", sa.Integer),
        needed("before_court", sa.Boolean), needed("last_number", Number), needed("last_on", sa.Date),
        needed("last_action"), optional("attributes", Attributes), optional("span_node", sa.Integer),
        key("case_head", "flow", "case_no"),
    )  # fmt: skip
    for columns in (
        ("flow", "closed_on", "due_on"), ("holder", "closed_on", "due_on"), ("flow", "registered_on"),
        ("flow", "span_node", "registered_on"), ("flow", "span_node", "closed_on"),
    ):  # fmt: skip
        op.create_index(f"ix_case_head_{'_'.join(columns)}", "case_head", list(columns))
    op.create_table(
        "late_span",
        needed("flow"), needed("case_no"), needed("from_on", sa.Date), optional("until_on", sa.Date), needed("unit"),
        needed("state"), needed("holder"), needed("judicial", sa.Boolean), needed("entered_on", sa.Date),
        optional("stay_due", sa.Date), optional("case_due", sa.Date), optional("stay_pause", sa.Integer),
        optional("case_pause", sa.Integer), needed("span_node", sa.Integer), needed("before_court", sa.Boolean),
        key("late_span", "flow", "case_no", "from_on"),
    )  # fmt: skip
    for end in ("from_on", "until_on"):
        op.create_index(f"ix_late_span_span_node_{end}", "late_span", ["span_node", end])
        op.create_index(f"ix_late_span_flow_span_node_{end}", "late_span", ["flow", "span_node", end])


def tally_tables() -> None:
    op.create_table(
        "tally",
        needed("kind"), needed("grain"), needed("day", sa.Date), needed("flow"), needed("key"), needed("n", Number),
        key("tally", "kind", "grain", "day", "flow", "key"),
    )  # fmt: skip
    op.create_table(
        "amount_tally",
        needed("kind"), needed("grain"), needed("day", sa.Date), needed("flow"), needed("amount", Exact),
        key("amount_tally", "kind", "grain", "day", "flow"),
    )  # fmt: skip
    op.create_table(
        "measure_tally",
        needed("indicator"), needed("first_on", sa.Date), needed("last_on", sa.Date), needed("unit"),
        needed("part", sa.Integer), needed("n", Number),
        key("measure_tally", "indicator", "first_on", "last_on", "unit", "part"),
    )  # fmt: skip
    op.create_table(
        "counts_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False), needed("rules"),
        key("counts_head", "id"),
    )  # fmt: skip


def upgrade() -> None:
    case_tables()
    tally_tables()
    op.create_index("ix_case_event_recorded_on_occurred_on", "case_event", ["recorded_on", "occurred_on"])


def downgrade() -> None:
    op.drop_index("ix_case_event_recorded_on_occurred_on", "case_event")
    for name in ("counts_head", "measure_tally", "amount_tally", "tally", "late_span", "case_head"):
        op.drop_table(name)
