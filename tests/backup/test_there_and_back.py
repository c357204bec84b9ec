"""What was backed up stands again, digest for digest, on either engine, from either, while writers go on."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from lib.backup import choice
from lib.backup.copying import back_up
from lib.backup.restoring import restore
from lib.clock import now
from lib.db import counting, recording
from lib.db.accounts_tables import audit_row, claim_code, former_password, sign_in_session
from lib.db.append_only import APPEND_ONLY
from lib.db.count_tables import case_head
from lib.db.engine import reading, writing
from lib.db.facts import Origin
from lib.db.migrate import migrate, newest_revision, schema_revision, verify_guards
from lib.db.queries import chain
from lib.db.tables import metadata
from lib.domain.rights import SYS_ADMIN, Viewer
from lib.errors import NotAllowed, Unavailable
from lib.evidence import files, open_file
from lib.security import audit
from lib.security.founding import OPERATOR_VIEWER, create_operator
from tests import people
from tests.backup.conftest import CLERK, a_report
from tests.evidence.samples import PDF

# Nobody on this board sent a key, numbered a case, or lay rows in the inbox.
LEFT_EMPTY = {
    "act_key", "period_step", "ruling", "signature", "period_result", "number_series", "case_cause", "inbox_sender", "inbox_batch", "inbox_row", "inbox_answer",
}  # fmt: skip
CHANGED_BY_THE_ACTS = {"audit_row", "chain_tail", "board_setting"}


def manifest_of(archive: Path) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as opened:
        found: dict[str, Any] = json.loads(opened.read("manifest.json"))
        return found


def lines_of(archive: Path, table: str) -> list[bytes]:
    with zipfile.ZipFile(archive) as opened:
        return sorted(opened.read(f"tables/{table}.jsonl").splitlines())


def test_every_table_comes_back_row_for_row(
    board: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]
) -> None:
    made = back_up(board, OPERATOR_VIEWER, tmp_path / "first.zip")
    lying = sorted(files.names())
    evidence_folder("elsewhere")
    found = restore(place, tmp_path / "first.zip")
    back_up(place, OPERATOR_VIEWER, tmp_path / "second.zip")
    first, second = manifest_of(tmp_path / "first.zip"), manifest_of(tmp_path / "second.zip")
    for table in first["tables"]:
        if table["name"] not in CHANGED_BY_THE_ACTS:
            # by line, not by digest: text keys sort differently on the two engines
            ours, theirs = (lines_of(tmp_path / f"{name}.zip", table["name"]) for name in ("first", "second"))
            assert ours == theirs, table["name"]
            assert ours or table["name"] in LEFT_EMPTY, table["name"]
    assert second["last_number"] == first["last_number"] == made.last_number == found.last_number == 9
    assert second["plan_digest"] == first["plan_digest"]
    trails = [set(lines_of(tmp_path / f"{name}.zip", "audit_row")) for name in ("first", "second")]
    assert trails[0] < trails[1]
    assert sorted(files.names()) == lying and found.files == 2
    assert found.digest == made.digest


def test_the_restored_board_is_guarded_whole_and_goes_on(board: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip")
    with reading(board) as conn:
        heads = conn.execute(select(case_head).order_by(case_head.c.flow, case_head.c.case_no)).all()
    evidence_folder("elsewhere")
    restore(place, tmp_path / "b.zip", os_user="root")
    verify_guards(place)
    with reading(place) as conn:
        assert audit.verify(conn) == []
        assert conn.execute(select(audit_row.c.act).order_by(audit_row.c.seq.desc()).limit(1)).scalar() == "restored"
        assert counting.are_current(conn, people.plan())
        assert conn.execute(select(case_head).order_by(case_head.c.flow, case_head.c.case_no)).all() == heads != []
    assert open_file(place, CLERK, files.hash_of(PDF)).content == PDF
    with writing(place) as conn:
        assert recording.append(conn, people.plan(), [a_report("其后")], Origin("clerk", "page")) == [10]
        conn.execute(former_password.insert(), {"username": "clerk", "password_hash": "x", "set_at": now()})


def test_sessions_codes_and_derived_tables_stay_behind(board: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip")
    told = manifest_of(tmp_path / "b.zip")
    assert {"sign_in_session", "claim_code", "case_head", "tally"} <= set(told["left_out"])
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not any(name in member for member in archive.namelist() for name in told["left_out"])
    evidence_folder("elsewhere")
    restore(place, tmp_path / "b.zip")
    with reading(place) as conn:
        for table in (sign_in_session, claim_code):
            assert conn.execute(select(func.count()).select_from(table)).scalar() == 0


def test_every_table_is_archived_derived_or_left_behind_on_purpose(sqlite_engine: Engine) -> None:
    with reading(sqlite_engine) as conn:
        kept = {table.name for table in choice.kept_tables(conn)}
    assert kept | choice.DERIVED | choice.NOT_KEPT == set(metadata.tables)
    assert set(APPEND_ONLY) <= kept


def test_the_archive_is_for_its_owner_alone_and_the_act_is_in_the_trail(board: Engine, tmp_path: Path) -> None:
    made = back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip", os_user="root")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    with reading(board) as conn:
        row = conn.execute(select(audit_row).order_by(audit_row.c.seq.desc()).limit(1)).one()
    assert (row.account, row.act, row.subject, row.os_user) == ("operator", "backed_up", "b.zip", "root")
    assert made.digest in row.detail


def test_a_backup_taken_while_others_write_holds_one_instant(
    board: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("lib.backup.copying._AT_ONCE", 5)
    stop, count = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with writing(board) as conn:
                recording.append(conn, people.plan(), [a_report(f"第{count[0]}次")], Origin("clerk", "page"))
                audit.record(conn, "clerk", "filed", "D10-1")
            count[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(board, OPERATOR_VIEWER, tmp_path / f"{k}.zip") for k in range(3)]
    finally:
        stop.set()
        writer.join()
    assert made[0].last_number < made[2].last_number < 9 + count[0] + 1
    evidence_folder("elsewhere")
    restore(place, tmp_path / "2.zip")
    with reading(place) as conn:
        assert chain.last_number(conn) == made[2].last_number
        assert audit.verify(conn) == []


def test_a_place_that_was_only_founded_is_empty(board: Engine, sqlite_engine: Engine, empty_sqlite: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip")
    evidence_folder("elsewhere")
    migrate(empty_sqlite)
    with writing(empty_sqlite) as conn:
        create_operator(conn, now())
    restore(empty_sqlite, tmp_path / "b.zip")
    verify_guards(empty_sqlite)


def as_of_revision(archive: Path, revision: str, without: tuple[str, ...]) -> None:
    """What a program of that revision would have written: without the tables that came later."""
    with zipfile.ZipFile(archive) as opened:
        told = json.loads(opened.read("manifest.json"))
        members = {name: opened.read(name) for name in opened.namelist() if name != "manifest.json"}
    told["revision"] = revision
    told["tables"] = [table for table in told["tables"] if table["name"] not in without]
    with zipfile.ZipFile(archive, "w") as made:
        for name, content in members.items():
            if name.removeprefix("tables/").removesuffix(".jsonl") not in without:
                made.writestr(name, content)
        made.writestr("manifest.json", json.dumps(told))


def test_an_archive_of_an_older_schema_is_migrated(engine: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    people.found(engine)
    with writing(engine) as conn:
        recording.append(conn, people.plan(), [a_report("从前")], Origin("clerk", "page"))
    back_up(engine, OPERATOR_VIEWER, tmp_path / "b.zip")
    later = {*LEFT_EMPTY, "evidence_file", "evidence_deposit", "evidence_use"}
    as_of_revision(tmp_path / "b.zip", "0002", tuple(later))
    restore(place, tmp_path / "b.zip")
    verify_guards(place)
    with reading(place) as conn:
        assert (schema_revision(conn), chain.last_number(conn)) == (newest_revision(), 1)


def test_lost_evidence_is_named_and_does_not_stop_a_backup(board: Engine, place: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    files.path_of(files.hash_of(PDF)).unlink()
    assert back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip").missing == (files.hash_of(PDF),)
    evidence_folder("elsewhere")
    assert restore(place, tmp_path / "b.zip").missing == (files.hash_of(PDF),)


def test_only_the_operator_backs_up(board: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        back_up(board, Viewer("sysadmin", "孙", SYS_ADMIN), tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_a_backup_that_breaks_off_leaves_the_one_before(board: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    (tmp_path / "b.zip").write_bytes(b"before")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lib.backup.rows.written", full)
    with pytest.raises(Unavailable, match="未留下文件"):
        back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_the_newest_schema_is_in_the_manifest(board: Engine, tmp_path: Path) -> None:
    back_up(board, OPERATOR_VIEWER, tmp_path / "b.zip")
    with reading(board) as conn:
        assert manifest_of(tmp_path / "b.zip")["revision"] == schema_revision(conn) == newest_revision()
