"""Every module with tables, imported in one place: whoever asks for `metadata` here has all of them."""

from __future__ import annotations

from lib.db import (  # noqa: F401  # they add their tables
    accounts_tables,
    act_tables,
    board_tables,
    count_tables,
    evidence_tables,
    inbox_tables,
    period_tables,
)
from lib.db.tables import metadata

__all__ = ["metadata"]
