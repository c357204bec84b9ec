"""Indexes for the search of the ledger: by deadline over all flows, and the cases a unit handles."""

from alembic import op

revision = "0006"
down_revision = "0005"

INDEXES = (("unit", "closed_on", "due_on"), ("closed_on", "due_on"))


def upgrade() -> None:
    for columns in INDEXES:
        op.create_index(f"ix_case_head_{'_'.join(columns)}", "case_head", list(columns))


def downgrade() -> None:
    for columns in INDEXES:
        op.drop_index(f"ix_case_head_{'_'.join(columns)}", "case_head")
