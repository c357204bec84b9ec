"""Which tables an archive holds: all but what is derived and what must not outlive its browser."""

from __future__ import annotations

from sqlalchemy import Connection, Table, inspect

from lib.db import accounts_tables
from lib.db.all_tables import metadata
from lib.db.count_tables import COUNTS
from lib.errors import Refused

DERIVED = frozenset(table.name for table in COUNTS)
# A restored board is signed in to anew: a copied cookie or code is worth nothing on it.
NOT_KEPT = frozenset({accounts_tables.sign_in_session.name, accounts_tables.claim_code.name})
OF_MIGRATIONS = "alembic_version"


def kept_tables(conn: Connection) -> list[Table]:
    """The tables to archive, each after those it refers to; Refused for one this program does not know."""
    unknown = set(inspect(conn).get_table_names()) - set(metadata.tables) - {OF_MIGRATIONS}
    if unknown:
        # Of another system, or declared in a module that lib.db.all_tables does not import.
        raise Refused(f"库中有看板不认识的表（{'、'.join(sorted(unknown))}），不能保证备份完整：看板应有自己的库")
    return [table for table in metadata.sorted_tables if table.name not in DERIVED | NOT_KEPT]


def kept_names(standing: set[str]) -> set[str]:
    """Of the tables that stand in a database, the names of those an archive of it must hold."""
    return standing - DERIVED - NOT_KEPT - {OF_MIGRATIONS}
