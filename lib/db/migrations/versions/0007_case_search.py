"""An index for the cases a unit handles: its own page of the ledger reads no other unit's."""

from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_case_head_unit_closed_on_due_on", "case_head", ["unit", "closed_on", "due_on"])


def downgrade() -> None:
    op.drop_index("ix_case_head_unit_closed_on_due_on", "case_head")
