"""Where a backup may be restored: an empty place, no fact, nobody but the operator, no strange file."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, Table, inspect, select

from lib.backup import choice
from lib.db.accounts_tables import account
from lib.db.board_tables import board_setting, chain_tail, plan_version
from lib.db.tables import metadata
from lib.domain.rights import OPERATOR
from lib.errors import Refused
from lib.evidence import files

# What `init` fills; all else must be without rows.
_FOUNDED = {chain_tail.name, plan_version.name, board_setting.name, account.name, "audit_row"}


def demand_empty(conn: Connection) -> None:
    """Refused where anything stands that a restored board would push aside."""
    standing = set(inspect(conn).get_table_names()) - {choice.OF_MIGRATIONS}
    strange = standing - set(metadata.tables)
    if strange:
        raise Refused(f"库中有不属于看板的表（{'、'.join(sorted(strange))}）：请恢复到一个空的库")
    filled = [name for name in sorted(standing - _FOUNDED - choice.DERIVED) if _has_rows(conn, metadata.tables[name])]
    if filled:
        raise Refused(f"库中已有记录（{'、'.join(filled)}）：备份只恢复到空的库，请另设 DATABASE_URL")
    if account.name in standing:
        role = account.c.role
        people = conn.execute(select(account.c.username).where(role.is_(None) | (role != OPERATOR)).limit(1)).first()
        if people is not None:
            raise Refused("库中已有账号：备份只恢复到空的库，请另设 DATABASE_URL")


def _has_rows(conn: Connection, table: Table) -> bool:
    first = next(iter(table.primary_key.columns))
    return conn.execute(select(first).limit(1)).first() is not None


def clear(conn: Connection) -> None:
    """Drop every table of the empty place: the archive brings the schema of its own day."""
    found = MetaData()
    found.reflect(conn)
    found.drop_all(conn)


def demand_no_strange_files(known: Iterable[str]) -> None:
    """Refused where the evidence folder holds a file that is not of these hashes."""
    expected = {f"{sha256[:2]}/{sha256}" for sha256 in known}
    strange = next((name for name in files.names() if name not in expected), None)
    if strange is not None:
        raise Refused(f"佐证文件夹 {files.folder()} 里已有别的文件（{strange}）：请先移走，或另设 EVIDENCE_DIR")
