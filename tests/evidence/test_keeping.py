"""Files are kept whole, once, under their hash and nothing else; every refusal is in the trail."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.db.engine import reading
from lib.db.queries import evidence as queries
from lib.domain.rights import AUDIT_ADMIN, LEADER, UNIT_CLERK, Viewer
from lib.errors import NotAllowed, Refused, Unavailable
from lib.evidence import Upload, files, keep
from tests.evidence.conftest import trail
from tests.evidence.samples import HONEST, PDF, picture

CLERK = Viewer("clerk", "王科员", UNIT_CLERK, "kgj", "government")
OTHER = Viewer("platform", "刘经办", "platform_clerk", "zzw", "party")


def lying(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_a_kept_file_lies_read_only_under_its_hash(board: Engine, folder: Path) -> None:
    (kept,) = keep(board, CLERK, [Upload("../../会议纪要.pdf", PDF)])
    assert (kept.name, kept.media_type, kept.size) == ("会议纪要.pdf", "application/pdf", len(PDF))
    assert lying(folder) == [f"{kept.sha256[:2]}/{kept.sha256}"]
    target = files.path_of(kept.sha256)
    assert target.read_bytes() == PDF
    assert stat.S_IMODE(target.stat().st_mode) == 0o440
    assert trail(board) == [("clerk", "evidence_kept")]


def test_every_honest_kind_is_kept(board: Engine, folder: Path) -> None:
    kept = keep(board, CLERK, [Upload(name, content) for name, (content, _) in HONEST.items()])
    assert {one.sha256 for one in kept} == {files.hash_of(content) for content, _ in HONEST.values()}


def test_the_same_bytes_are_stored_once_and_noted_for_each_who_brings_them(board: Engine, folder: Path) -> None:
    first = keep(board, CLERK, [Upload("a.pdf", PDF), Upload("b.pdf", PDF)])
    again = keep(board, CLERK, [Upload("a.pdf", PDF)])
    other = keep(board, OTHER, [Upload("c.pdf", PDF)])
    assert len(first) == 1 and first == again and len(lying(folder)) == 1
    with reading(board) as conn:
        stored = queries.file_with_hash(conn, first[0].sha256)
        brought = queries.deposit_of(conn, first[0].sha256, "platform")
    assert stored is not None and (stored.account, stored.unit, stored.name) == ("clerk", "kgj", "a.pdf")
    assert brought == ("c.pdf", "zzw") and other[0].name == "c.pdf"
    assert trail(board) == [("clerk", "evidence_kept"), ("platform", "evidence_kept")]


def test_one_bad_file_keeps_none_and_every_bad_one_is_named(board: Engine, folder: Path) -> None:
    with pytest.raises(Refused) as caught:
        keep(board, CLERK, [Upload("好.pdf", PDF), Upload("坏.pdf", b"<html>"), Upload("空.png", b"")])
    assert [problem.place for problem in caught.value.problems] == ["佐证“坏.pdf”", "佐证“空.png”"]
    assert lying(folder) == []
    assert trail(board) == [("clerk", "evidence_kept_refused")]


def test_an_act_has_a_whole_size_and_a_number_of_files(board: Engine, folder: Path) -> None:
    with pytest.raises(Refused, match="60 MB"):
        keep(board, CLERK, [Upload(f"{k}.pdf", PDF + bytes(16 * 2**20)) for k in range(4)])
    with pytest.raises(Refused, match="20 个"):
        keep(board, CLERK, [Upload(f"{k}.pdf", PDF) for k in range(21)])
    assert lying(folder) == []


@pytest.mark.parametrize("role", [LEADER, AUDIT_ADMIN, "sys_admin", ""])
def test_who_files_nothing_brings_nothing(board: Engine, folder: Path, role: str) -> None:
    with pytest.raises(NotAllowed):
        keep(board, Viewer("x", "x", role or "sec_admin"), [Upload("a.pdf", PDF)])
    assert trail(board) == [("x", "evidence_kept_refused")]


def test_a_damaged_file_is_put_right_when_it_is_brought_again(board: Engine, folder: Path) -> None:
    (kept,) = keep(board, CLERK, [Upload("a.pdf", PDF)])
    target = files.path_of(kept.sha256)
    target.chmod(0o600)
    target.write_bytes(b"rotten")
    assert files.read(kept.sha256) is None
    keep(board, CLERK, [Upload("a.pdf", PDF)])
    assert files.read(kept.sha256) == PDF


def test_a_write_that_breaks_off_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unavailable, match="磁盘已满"):
        files.write(PDF)
    assert lying(folder) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(Unavailable, match="佐证文件夹不可写"):
        files.write(picture("PNG"))


@pytest.mark.parametrize("wrong", ["../" + "a" * 64, "A" * 64, "", "a" * 63, "/etc/passwd"])
def test_what_is_no_hash_has_no_path(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        files.path_of(wrong)
