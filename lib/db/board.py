"""Storing plan versions and settings of the board, inside `writing`."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from lib import clock
from lib.db.board_tables import board_setting, plan_version
from lib.db.queries.board import setting


def store_plan(conn: Connection, code: str, version: str, digest: str, document: str, account: str) -> int:
    """Store a plan as the one in force and return its id; the plan already in force is not stored twice."""
    newest = select(plan_version.c.id, plan_version.c.digest).order_by(plan_version.c.id.desc()).limit(1)
    last = conn.execute(newest).first()
    if last is not None and last.digest == digest:
        return int(last.id)
    row_id = 1 if last is None else int(last.id) + 1
    row = {
        "id": row_id,
        "code": code,
        "version": version,
        "digest": digest,
        "document": document,
        "published_at": clock.now(),
        "account": account,
    }
    conn.execute(insert(plan_version), row)
    return row_id


def set_setting(conn: Connection, key: str, value: str) -> None:
    """Set one setting, in place of its former value."""
    if setting(conn, key) is None:
        conn.execute(insert(board_setting), {"key": key, "value": value})
    else:
        conn.execute(update(board_setting).where(board_setting.c.key == key).values(value=value))
