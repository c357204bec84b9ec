"""An archive that is not whole, or a place that is not empty: a sentence, and nothing is changed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from lib.backup.copying import back_up
from lib.backup.restoring import restore
from lib.db import recording
from lib.db.dialects import WRITES
from lib.db.engine import open_engine, writing
from lib.db.facts import Origin
from lib.db.migrate import migrate
from lib.errors import Refused
from lib.evidence import files
from lib.security.founding import OPERATOR_VIEWER
from tests import people
from tests.backup.conftest import a_report, fill
from tests.evidence.samples import PDF

Members = dict[str, bytes]


@pytest.fixture
def archive(sqlite_engine: Engine, tmp_path: Path, evidence_folder: Callable[[str], Path]) -> Path:  # fmt: skip
    """A whole archive; the evidence folder is an empty one again."""
    fill(sqlite_engine)
    back_up(sqlite_engine, OPERATOR_VIEWER, tmp_path / "b.zip")
    evidence_folder("elsewhere")
    return tmp_path / "b.zip"


def remade(archive: Path, change: Callable[[Members], None]) -> Path:
    """The archive with its members changed, and no manifest put right."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    with zipfile.ZipFile(archive, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return archive


def manifest_changed(members: Members, **to: Any) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **to}).encode()


def forged(members: Members, table: str, old: bytes, new: bytes) -> None:
    """Rows changed and the manifest put right: what only the facts and the trail themselves can tell."""
    name = f"tables/{table}.jsonl"
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    told = json.loads(members["manifest.json"])
    for one in told["tables"]:
        if one["name"] == table:
            one.update(sha256=hashlib.sha256(members[name]).hexdigest(), rows=members[name].count(b"\n"))
    members["manifest.json"] = json.dumps(told).encode()


def swap(members: Members) -> None:
    first, second = "tables/report.jsonl", "tables/duty_change.jsonl"
    members[first], members[second] = members[second], members[first]


def swap_evidence(members: Members) -> None:
    first, second = (name for name in members if name.startswith("evidence/"))
    members[first], members[second] = members[second], members[first]


CHANGES: dict[str, tuple[Callable[[Members], None], str]] = {
    "members swapped": (swap, "摘要不符|已损坏"),
    "evidence swapped": (swap_evidence, "佐证 .* 已损坏"),
    "a row changed": (lambda m: m.update({"tables/report.jsonl": m["tables/report.jsonl"].replace("更正".encode(), "改写".encode())}), "摘要不符"),
    "a row lost": (lambda m: m.update({"tables/report.jsonl": m["tables/report.jsonl"].split(b"\n", 1)[1]}), "摘要不符"),
    "a member lost": (lambda m: m.pop("tables/report.jsonl") and None, "与清单不符"),
    "a member more": (lambda m: m.update({"../../evil": b"x"}), "与清单不符"),
    "no manifest": (lambda m: m.pop("manifest.json") and None, "不是看板的备份"),
    "a manifest of noise": (lambda m: m.update({"manifest.json": b"\xff{"}), "manifest.json 已损坏"),
    "a manifest that is a list": (lambda m: m.update({"manifest.json": b"[]"}), "manifest.json 已损坏"),
    "a manifest with more": (lambda m: manifest_changed(m, more=1), "manifest.json 已损坏"),
    "a newer form": (lambda m: manifest_changed(m, format=2), "先更新程序"),
    "a newer schema": (lambda m: manifest_changed(m, revision="9999"), "先更新程序"),
    "an older schema than its tables": (lambda m: manifest_changed(m, revision="0001"), "不符"),
    "another tail": (lambda m: manifest_changed(m, last_number=99), "链尾与清单不符"),
    "another plan": (lambda m: manifest_changed(m, plan_digest="ab"), "现行方案与清单不符"),
    "a trail rewritten": (lambda m: forged(m, "audit_row", "会议纪要".encode() if "会议纪要".encode() in m["tables/audit_row.jsonl"] else b"evidence_kept", b"nothing_kept"), "留痕的哈希链"),
    "a plan rewritten": (lambda m: forged(m, "plan_version", b"2021-04-24", b"2021-04-25"), "方案全文与摘要不符"),
    "a number skipped": (lambda m: forged(m, "judgement", b"[7,", b"[70,"), "编号"),
    "a number twice": (lambda m: forged(m, "judgement", b"[7,", b"[6,"), "编号"),
    "a fact citing another file": (lambda m: forged(m, "report", files.hash_of(PDF).encode(), b"ab" * 32), "佐证与登记不符"),
    "a verdict on no report": (lambda m: forged(m, "verification", b"[2,1,", b"[2,77,"), "约束|失去所指|编号"),
    "an unknown word": (lambda m: forged(m, "verification", b'"pass"', b'"maybe"'), "约束"),
    "a cell of another kind": (lambda m: forged(m, "report", b"[1,", b'["1",'), "已损坏"),
    "a cell too many": (lambda m: forged(m, "report", b"[1,", b"[1,1,"), "已损坏"),
}  # fmt: skip


def demand_untouched(place: Engine) -> None:
    with place.connect() as conn:
        assert inspect(conn).get_table_names() == []
    assert list(files.names()) == []


@pytest.mark.parametrize("case", CHANGES)
def test_a_damaged_or_forged_archive_is_refused_and_nothing_stays(case: str, archive: Path, empty_sqlite: Engine) -> None:  # fmt: skip
    change, words = CHANGES[case]
    with pytest.raises(Refused, match=words):
        restore(empty_sqlite, remade(archive, change))
    demand_untouched(empty_sqlite)


@pytest.mark.postgresql
@pytest.mark.parametrize("case", ["a row changed", "evidence swapped", "a trail rewritten", "a verdict on no report"])
def test_on_postgresql_too_nothing_stays(case: str, archive: Path, empty_postgresql: Engine) -> None:
    change, words = CHANGES[case]
    with pytest.raises(Refused, match=words):
        restore(empty_postgresql, remade(archive, change))
    demand_untouched(empty_postgresql)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_refused(share: float, archive: Path, empty_sqlite: Engine) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Refused, match="不完整"):
        restore(empty_sqlite, archive)
    demand_untouched(empty_sqlite)


def test_a_flipped_byte_is_refused_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    refused = 0
    for place in range(7, len(whole), len(whole) // 40):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        target = open_engine(f"sqlite:///{tmp_path / f'{place}.db'}")
        try:
            assert restore(target, archive).last_number == 9  # a date in the zip's own directory, say
        except Refused:
            refused += 1
            with target.connect() as conn:
                assert inspect(conn).get_table_names() == []
        target.dispose()
    assert refused > 20


def test_a_place_with_facts_is_refused(archive: Path, empty_sqlite: Engine, sqlite_engine: Engine) -> None:
    with pytest.raises(Refused, match="已有记录"):
        restore(sqlite_engine, archive)
    restore(empty_sqlite, archive)
    with pytest.raises(Refused, match="已有记录"):
        restore(empty_sqlite, archive)


def test_a_place_with_people_is_refused(archive: Path, empty_sqlite: Engine) -> None:
    migrate(empty_sqlite)
    people.found(empty_sqlite)
    with pytest.raises(Refused, match="已有"):
        restore(empty_sqlite, archive)
    with writing(empty_sqlite) as conn:
        assert recording.append(conn, people.plan(), [a_report("仍在")], Origin("clerk", "page")) == [1]


def with_a_table_of_another_system(engine: Engine) -> Engine:
    with engine.connect() as conn:
        conn.execution_options(**{WRITES: True})
        conn.exec_driver_sql("CREATE TABLE payroll (id INTEGER PRIMARY KEY)")
        conn.commit()
    return engine


def test_a_database_of_another_system_is_refused(archive: Path, empty_sqlite: Engine) -> None:
    with pytest.raises(Refused, match="payroll"):
        restore(with_a_table_of_another_system(empty_sqlite), archive)


def test_a_table_nobody_knows_is_not_left_out_in_silence(archive: Path, sqlite_engine: Engine) -> None:
    whole = archive.read_bytes()
    with pytest.raises(Refused, match="payroll"):
        back_up(with_a_table_of_another_system(sqlite_engine), OPERATOR_VIEWER, archive)
    assert archive.read_bytes() == whole


def test_a_strange_file_in_the_evidence_folder_is_refused(archive: Path, empty_sqlite: Engine, evidence_folder: Callable[[str], Path]) -> None:  # fmt: skip
    (evidence_folder("elsewhere")).mkdir(exist_ok=True)
    (files.folder() / "别人的.pdf").write_bytes(PDF)
    with pytest.raises(Refused, match=r"别人的\.pdf"):
        restore(empty_sqlite, archive)


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, empty_sqlite: Engine) -> None:
    (tmp_path / "board.db").write_bytes(b"SQLite format 3\x00" * 100)
    with pytest.raises(Refused, match="不是看板的备份"):
        restore(empty_sqlite, tmp_path / "board.db")
