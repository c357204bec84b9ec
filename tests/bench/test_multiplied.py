"""The large board of the growth bench is what acts would have made: its counts equal a rebuild from its facts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import select

from lib.db import count_tables, counting
from lib.db.engine import open_engine, writing
from lib.services.book import read_plan
from tests import demo
from tests.bench.growth import multiplied


def test_a_multiplied_board_counts_as_if_rebuilt(sqlite_template: Path, tmp_path: Path) -> None:
    demo.settle(sqlite_template, tmp_path / "small.db")
    large = multiplied(open_engine(f"sqlite:///{tmp_path / 'small.db'}"), tmp_path, 3)
    with writing(large) as conn:
        before = {table.name: sorted(map(str, conn.execute(select(table)))) for table in count_tables.COUNTS}
        counting.rebuild(conn, read_plan(large))
        assert {table.name: sorted(map(str, conn.execute(select(table)))) for table in count_tables.COUNTS} == before
    with sqlite3.connect(tmp_path / "small-times-3.db") as conn:
        assert conn.execute("SELECT COUNT(*) FROM case_head").fetchone()[0] >= 3 * demo.CASES
