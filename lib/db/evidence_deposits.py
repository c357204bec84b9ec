"""Noting files of evidence as they are brought, inside `writing`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from lib.db.evidence_tables import evidence_deposit, evidence_file
from lib.db.queries import evidence as queries


def deposit(
    conn: Connection, sha256: str, media_type: str, size: int, name: str, account: str, unit: str | None, at: datetime
) -> bool:
    """Note that this account brought this file; False if it had brought it before."""
    if queries.deposit_of(conn, sha256, account) is not None:
        return False
    who = {"sha256": sha256, "name": name, "account": account, "unit": unit, "stored_at": at}
    if queries.file_with_hash(conn, sha256) is None:
        conn.execute(insert(evidence_file), {**who, "media_type": media_type, "size": size})
    conn.execute(insert(evidence_deposit), who)
    return True
