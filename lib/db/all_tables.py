"""Every module with tables, imported in one place: whoever asks for `metadata` here has all of them."""

from __future__ import annotations

from lib.db import accounts_tables, board_tables, count_tables, inbox_tables  # noqa: F401  # they add their tables
from lib.db.tables import metadata

__all__ = ["metadata"]
