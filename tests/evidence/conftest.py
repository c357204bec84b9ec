"""A settled board with a folder for evidence, on either engine, and files as people of it bring them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from lib.db.accounts_tables import audit_row
from lib.db.engine import reading


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The evidence folder."""
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "evidence"))
    return tmp_path / "evidence"


@pytest.fixture
def board(founded_engine: Engine, folder: Path) -> Engine:
    """The plan and the cast, without facts."""
    return founded_engine


def trail(board: Engine) -> list[tuple[str, str]]:
    """(account, act) of the rows about evidence."""
    rows = select(audit_row.c.account, audit_row.c.act).where(audit_row.c.act.startswith("evidence"))
    with reading(board) as conn:
        return [(row.account, row.act) for row in conn.execute(rows.order_by(audit_row.c.seq))]
