"""The audit trail: whatever is done to it behind its back is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.security import audit


@pytest.fixture
def trail(sqlite_engine: Engine) -> Engine:
    """Ten rows."""
    with writing(sqlite_engine) as conn:
        for number in range(10):
            audit.record(conn, "leader", "test", f"第 {number} 件", "详情" if number % 2 else None)
    return sqlite_engine


@contextmanager
def behind_its_back(engine: Engine) -> Iterator[Connection]:
    """A connection of someone who has first removed the guards."""
    with writing(engine) as conn:
        for verb in ("update", "delete", "insert"):
            conn.execute(text(f"DROP TRIGGER IF EXISTS guard_audit_row_{verb}"))
        yield conn


def findings(engine: Engine) -> dict[int, str]:
    with reading(engine) as conn:
        return {broken.seq: broken.finding for broken in audit.verify(conn)}


def test_an_untouched_trail_is_whole(trail: Engine) -> None:
    assert findings(trail) == {}


def test_a_changed_row_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(text("UPDATE audit_row SET account = 'office' WHERE seq = 4"))
    assert findings(trail) == {4: "第 4 行内容被改动"}


def test_a_removed_row_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(text("DELETE FROM audit_row WHERE seq IN (4, 5)"))
    assert findings(trail) == {4: "第 4 至 5 行被删除"}


def test_a_shortened_trail_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(text("DELETE FROM audit_row WHERE seq > 7"))
    assert findings(trail) == {8: "末尾第 8 至 10 行被删除"}


def test_an_emptied_trail_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(text("DELETE FROM audit_row"))
    assert findings(trail) == {1: "末尾第 1 至 10 行被删除"}


def test_a_row_put_at_the_end_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(
            text("INSERT INTO audit_row SELECT 11, at, account, os_user, act, subject, detail, row_hash, row_hash "
                 "FROM audit_row WHERE seq = 10")
        )  # fmt: skip
    assert set(findings(trail)) == {11}


def test_a_row_removed_and_the_rest_renumbered_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        conn.execute(text("DELETE FROM audit_row WHERE seq = 4"))
        for seq in range(5, 11):
            conn.execute(text("UPDATE audit_row SET seq = :new WHERE seq = :old"), {"new": seq - 1, "old": seq})
    assert 4 in findings(trail)


def test_a_replaced_row_with_a_right_hash_of_its_own_is_found(trail: Engine) -> None:
    with behind_its_back(trail) as conn:
        row = next(row for row in queries.audit_rows(conn) if row.seq == 4)
        forged = type(row)(
            row.seq, row.at, "office", row.os_user, row.act, row.subject, row.detail, row.previous_hash, ""
        )
        conn.execute(
            text("UPDATE audit_row SET account = 'office', row_hash = :hash WHERE seq = 4"),
            {"hash": audit.hash_of(forged)},
        )
    assert set(findings(trail)) == {5}


@pytest.mark.parametrize(
    "attack",
    ["UPDATE audit_row SET account = 'x'", "DELETE FROM audit_row",
     "INSERT OR REPLACE INTO audit_row SELECT * FROM audit_row WHERE seq = 1"],
)  # fmt: skip
def test_the_database_itself_refuses_to_rewrite_the_trail(trail: Engine, attack: str) -> None:
    with pytest.raises(DBAPIError, match="never changed"), writing(trail) as conn:
        conn.execute(text(attack))


def test_a_row_undone_with_its_transaction_leaves_the_chain_whole(engine: Engine) -> None:
    def act(fails: bool) -> None:
        with writing(engine) as conn:
            audit.record(conn, "leader", "test", "一件")
            if fails:
                raise KeyError("something else failed")

    act(False)
    with pytest.raises(KeyError):
        act(True)
    act(False)
    with reading(engine) as conn:
        assert audit.verify(conn) == []
        assert queries.count_audit_rows(conn) == 2


def test_names_no_database_can_store_are_recorded_all_the_same(engine: Engine) -> None:
    with writing(engine) as conn:
        audit.record(conn, "a\x00b" + "长" * 40, "sign_in_refused", "\ud800", "\x00")
        assert audit.verify(conn) == []
