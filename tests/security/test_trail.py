"""The audit trail: attacked in the database itself on both engines, anchored, turned over, taken out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text

from lib.db.append_only import rebuild_guards
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.db.queries import board
from lib.db.queries.accounts import AuditRow
from lib.domain.rights import AUDIT_ADMIN, OPERATOR, ROLES, SYS_ADMIN, Viewer
from lib.errors import NotAllowed, Refused
from lib.security import audit, trail
from lib.security.audit import GENESIS, Anchor
from lib.security.trail import Asked

AUDITOR = Viewer("auditor", "郑", AUDIT_ADMIN)
ROWS = 10


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Ten rows; the even ones refusals of the clerk."""
    with writing(engine) as conn:
        for number in range(1, ROWS + 1):
            account, act = ("clerk", "import_refused") if number % 2 == 0 else ("office", "import")
            audit.record(conn, account, act, f"第 {number} 件", "=1+1")
    return engine


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A connection of someone who owns the database: the guards are dropped, and put back when it is done."""
    with writing(engine) as conn:
        if engine.dialect.name == "sqlite":
            for verb in ("update", "delete", "insert"):
                conn.execute(text(f"DROP TRIGGER guard_audit_row_{verb}"))
        else:
            conn.execute(text("DROP TRIGGER guard_audit_row ON audit_row"))
        yield conn
        rebuild_guards(conn)


def run(*statements: str) -> Callable[[Connection], None]:
    def attack(conn: Connection) -> None:
        for statement in statements:
            conn.execute(text(statement))

    return attack


def written_anew(conn: Connection, first: int, *, tail: bool, cut: int = 0) -> None:
    """Rewrite the rows from `first` on, with hashes that hold; `tail`: the tail beside the trail too."""
    rows = list(queries.audit_rows(conn))
    previous = rows[first - 2].row_hash if first > 1 else GENESIS
    conn.execute(text("DELETE FROM audit_row WHERE seq >= :first"), {"first": first})
    kept = rows[first - 1 : len(rows) - cut]
    for row in kept:
        values = {name: getattr(row, name) for name in AuditRow.__slots__}
        values |= {"subject": "改写", "previous_hash": previous}
        previous = audit.hash_of(AuditRow(**values))
        values["row_hash"] = previous
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        conn.execute(text(f"INSERT INTO audit_row ({names}) VALUES ({marks})"), values)
    if tail:
        told = {"hash": previous, "rows": first - 1 + len(kept)}
        conn.execute(text("UPDATE chain_tail SET audit_hash = :hash, audit_rows = :rows"), told)


_SHIFTED = (
    "UPDATE audit_row SET seq = seq + 100 WHERE seq >= 5",
    "UPDATE audit_row SET seq = seq - 99 WHERE seq >= 100",
)
ATTACKS = {
    "changed account": (run("UPDATE audit_row SET account = 'office' WHERE seq = 4"), {4: "第 4 行内容被改动"}),
    "changed time": (run("UPDATE audit_row SET at = '2020' WHERE seq = 1"), {1: "第 1 行内容被改动"}),
    "changed detail": (run("UPDATE audit_row SET detail = NULL WHERE seq = 10"), {10: "第 10 行内容被改动"}),
    "removed first": (run("DELETE FROM audit_row WHERE seq = 1"), {1: "第 1 至 1 行被删除"}),
    "removed middle": (run("DELETE FROM audit_row WHERE seq IN (4, 5)"), {4: "第 4 至 5 行被删除"}),
    "removed tail": (run("DELETE FROM audit_row WHERE seq > 7"), {8: "末尾第 8 至 10 行被删除"}),
    "inserted before": (
        run("INSERT INTO audit_row SELECT 0, at, account, os_user, act, subject, detail, previous_hash, row_hash"
            " FROM audit_row WHERE seq = 3"),
        {0: "第 0 行内容被改动"},
    ),
    "inserted after": (
        run("INSERT INTO audit_row SELECT 11, at, account, os_user, act, subject, detail, row_hash, row_hash"
            " FROM audit_row WHERE seq = 10"),
        {11: "末尾第 11 至 11 行是后来插入的"},
    ),
    "inserted between": (
        run(*_SHIFTED, "INSERT INTO audit_row SELECT 5, at, account, os_user, act, subject, detail, row_hash, row_hash"
            " FROM audit_row WHERE seq = 4"),
        {5: "第 5 行内容被改动", 11: "末尾第 11 至 11 行是后来插入的"},
    ),
    "swapped": (
        run("UPDATE audit_row SET seq = 99 WHERE seq = 4", "UPDATE audit_row SET seq = 4 WHERE seq = 5",
            "UPDATE audit_row SET seq = 5 WHERE seq = 99"),
        {4: "第 4 行内容被改动", 5: "第 5 行内容被改动"},
    ),
    "rewritten from five": (lambda conn: written_anew(conn, 5, tail=False), {10: "链尾与最后一行不符"}),
    "rewritten and shortened": (
        lambda conn: written_anew(conn, 5, tail=False, cut=2), {9: "末尾第 9 至 10 行被删除"}
    ),
    "tail set back": (run("UPDATE chain_tail SET audit_rows = 8"), {9: "末尾第 9 至 10 行是后来插入的"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_whatever_is_done_to_the_trail_is_found_and_named(filled: Engine, name: str) -> None:
    attack, expected = ATTACKS[name]
    with unguarded(filled) as conn:
        attack(conn)
    found = trail.check(filled, AUDITOR, [])
    told = [(one.seq, one.finding) for one in found.broken]
    assert found.places == len(told)
    assert set(expected.items()) <= set(told)


@pytest.mark.parametrize(("first", "cut"), [(1, 0), (5, 0), (10, 0), (5, 3), (10, 1)])
def test_a_trail_rewritten_with_its_tail_is_found_by_an_anchor_alone(filled: Engine, first: int, cut: int) -> None:
    anchor = trail.anchor(filled, AUDITOR)
    with unguarded(filled) as conn:
        written_anew(conn, first, tail=True, cut=cut)
    with reading(filled) as conn:
        assert audit.verify(conn) == []
        [broken] = audit.verify(conn, [anchor])
    assert ("锚点记有 10 行" if cut else "与锚点不符") in broken.finding


def test_an_anchor_holds_as_the_trail_grows(filled: Engine) -> None:
    anchors = [Anchor.parse(str(trail.anchor(filled, AUDITOR)))]
    with writing(filled) as conn:
        audit.record(conn, "office", "import", "又一件")
        anchors.append(audit.anchor(conn))
    assert trail.check(filled, AUDITOR, anchors).places == 0


def test_the_anchor_of_an_empty_trail_holds(engine: Engine) -> None:
    empty = trail.anchor(engine, AUDITOR)
    assert empty == Anchor(0, GENESIS)
    with writing(engine) as conn:
        audit.record(conn, "office", "import", "一件")
    assert trail.check(engine, AUDITOR, [empty]).places == 0
    assert trail.check(engine, AUDITOR, [Anchor(0, "1" * 64)]).places == 1


@pytest.mark.parametrize("text_", ["", "12", "x:" + "0" * 64, "1:" + "0" * 63, "1:" + "g" * 64, "１:" + "0" * 64])
def test_what_is_no_anchor_is_refused(text_: str) -> None:
    with pytest.raises(Refused, match="行数:散列"):
        Anchor.parse(text_)


def test_a_check_leaves_a_row_and_its_day_and_tells_how_far_it_is(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_TOLD_EVERY", 4)
    seen: list[tuple[int, int]] = []
    found = trail.check(filled, AUDITOR, [], progress=lambda done, whole: seen.append((done, whole)))
    assert (found.rows, seen) == (ROWS, [(4, ROWS), (8, ROWS)])
    with reading(filled) as conn:
        [row] = queries.latest_audit_rows(conn, 1)
        assert (row.account, row.act, row.detail) == ("auditor", "audit_verified", "10 行，完整")
        assert str(board.setting(conn, trail.LAST_VERIFY)).endswith(" 10 行，完整")


def test_a_long_list_of_faults_is_cut_and_counted(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "LISTED", 3)
    with unguarded(filled) as conn:
        conn.execute(text("UPDATE audit_row SET account = 'x'"))
    found = trail.check(filled, AUDITOR, [])
    assert (len(found.broken), found.places) == (3, ROWS)


def test_pages_follow_one_another_without_gap_or_overlap(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE_ROWS", 4)
    first = trail.page(filled, AUDITOR, Asked())
    second = trail.page(filled, AUDITOR, Asked(), below=first.rows[-1].seq)
    third = trail.page(filled, AUDITOR, Asked(), below=second.rows[-1].seq)
    numbers = [row.seq for one in (first, second, third) for row in one.rows]
    assert numbers == list(range(ROWS, 0, -1))
    assert [(one.has_newer, one.has_older) for one in (first, second, third)] == [
        (False, True), (True, True), (True, False),
    ]  # fmt: skip
    assert trail.page(filled, AUDITOR, Asked(), above=third.rows[0].seq).rows == second.rows
    assert trail.page(filled, AUDITOR, Asked(), above=9).rows == first.rows


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Asked(account="clerk"), [10, 8, 6, 4, 2]),
        (Asked(act="import"), list(range(10, 0, -1))),
        (Asked(act="import", refusals_only=True), [10, 8, 6, 4, 2]),
        (Asked(account="office", refusals_only=True), []),
        (Asked(act="exported"), []),
    ],
)
def test_filters_choose_rows(filled: Engine, asked: Asked, numbers: list[int]) -> None:
    page = trail.page(filled, AUDITOR, asked)
    assert ([row.seq for row in page.rows], page.total) == (numbers, len(numbers))


def test_days_are_those_of_the_district(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    for number, at in enumerate(
        ("2022-03-01 15:59:59", "2022-03-01 16:00:00", "2022-03-02 15:59:59", "2022-03-02 16:00:00")
    ):
        monkeypatch.setattr(audit, "now", lambda at=at: datetime.fromisoformat(at).replace(tzinfo=UTC))
        with writing(engine) as conn:
            audit.record(conn, "office", "import", f"{number}")
    day = date(2022, 3, 2)
    assert [row.seq for row in trail.page(engine, AUDITOR, Asked(first_day=day, last_day=day)).rows] == [3, 2]


def test_the_trail_is_taken_out_as_filtered_and_that_leaves_a_row(filled: Engine) -> None:
    content = trail.taken_out(filled, AUDITOR, Asked(account="clerk"))
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(head) == trail.HEADERS
    assert [(row[0], row[4], row[5], row[7]) for row in rows] == [
        (f"{number}", "导入表格", "被拒绝", "\u3000=1+1") for number in (2, 4, 6, 8, 10)
    ]
    with reading(filled) as conn:
        [row] = queries.latest_audit_rows(conn, 1)
    assert (row.act, row.subject, row.detail) == ("exported", "审计留痕", "CSV，5 行，账号 clerk")


def test_a_trail_too_long_for_a_file_is_refused(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "MOST_ROWS", 5)
    with pytest.raises(Refused, match="缩小日期范围"):
        trail.taken_out(filled, AUDITOR, Asked())


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (AUDIT_ADMIN, OPERATOR)])
def test_nobody_else_reads_checks_or_takes_out_the_trail(filled: Engine, role: str) -> None:
    viewer = Viewer("x", "某", role, "kgj", "government")
    for ask in (
        lambda: trail.page(filled, viewer, Asked()),
        lambda: trail.row(filled, viewer, 1),
        lambda: trail.accounts(filled, viewer),
        lambda: trail.anchor(filled, viewer),
        lambda: trail.check(filled, viewer, []),
        lambda: trail.taken_out(filled, viewer, Asked()),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with reading(filled) as conn:
        acts = [row.act for row in queries.latest_audit_rows(conn, 2)]
    assert acts == ["exported_refused", "audit_verified_refused"]
    assert SYS_ADMIN in ROLES


def test_a_row_that_is_not_there_is_said_so(filled: Engine) -> None:
    assert trail.row(filled, AUDITOR, 3).subject == "第 3 件"
    with pytest.raises(Refused, match="没有第 99 行"):
        trail.row(filled, AUDITOR, 99)
