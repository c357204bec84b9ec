"""The tables whose rows are never changed or removed, and the guards in the database that see to it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, inspect, select

from lib.db import board_tables, tables
from lib.db.dialects import guarded_tables, rebuild_guard
from lib.errors import Refused, Unavailable

# Table name to the reason shown when its guard is missing; other modules add their own tables.
APPEND_ONLY: dict[str, str] = {
    **dict.fromkeys(tables.FACTS, "事实只增不改"),
    board_tables.plan_version.name: "方案的每个版本都要留存",
}


def rebuild_guards(conn: Connection) -> None:
    """Create every guard anew; tables that a later migration will make are passed over."""
    present = set(inspect(conn).get_table_names())
    for name in sorted(present.intersection(APPEND_ONLY)):
        rebuild_guard(conn, tables.metadata.tables[name])


def missing_guards(conn: Connection) -> list[str]:
    """Append-only tables whose guards are not exactly the expected ones, sorted by name."""
    standing = guarded_tables(conn, [tables.metadata.tables[name] for name in APPEND_ONLY])
    return sorted(set(APPEND_ONLY) - standing)


def demand_guards(conn: Connection) -> None:
    """Unavailable, naming the tables, unless every guard stands."""
    missing = missing_guards(conn)
    if missing:
        named = "、".join(f"{name}（{APPEND_ONLY[name]}）" for name in missing)
        raise Unavailable(f"数据库缺少防改触发器：{named}。请运行 python -m lib init 重建后再启动")


def refuse_to_drop(conn: Connection, names: Iterable[str]) -> None:
    """For downgrades: Refused if one of these tables holds a row."""
    filled = [
        name
        for name in names
        if conn.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar_one()
    ]
    if filled:
        raise Refused(f"表 {'、'.join(filled)} 中已有记录，降级会丢失事实，不予执行；请先备份并另建空库")
