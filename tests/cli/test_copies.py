"""backup, restore and what doctor says of them, as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.db.board import set_setting
from lib.db.engine import open_engine, writing
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.evidence import Upload, files, keep
from tests.cli.conftest import Terminal
from tests.evidence.samples import PDF

REPORT = (
    "任务编号,责任单位,周期,发生日期,类型,完成比例,说明,佐证,核实结果,认定日期,核实日期,核实人,填报时间",
    "D10-1,kgj,,2021-05-06,进展,,已挂牌,,,,,,",
)


@pytest.fixture(autouse=True)
def evidence_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "evidence"))


def test_a_board_is_copied_and_put_back_elsewhere(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    sheet = terminal.sheet("r.csv", *REPORT)
    assert terminal.run("import", sheet).exit_code == 0
    keep(open_engine(), Viewer("clerk", "王", UNIT_CLERK, "kgj", "government"), [Upload("a.pdf", PDF)])
    before = terminal.json("status", "--as-of", "2021-06-01")
    made = terminal.run("backup", str(tmp_path / "b.zip"))
    assert made.exit_code == 0 and "1 个佐证文件，到第 1 号事实" in made.stdout
    assert "正常　备份" in terminal.run("doctor").stdout
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "other"))
    found = terminal.run("restore", str(tmp_path / "b.zip"))
    assert found.exit_code == 0, found.output
    assert made.stdout.split("清单摘要 ")[1][:64] == found.stdout.split("清单摘要 ")[1][:64]
    after = terminal.json("status", "--as-of", "2021-06-01")
    assert json.dumps(after) == json.dumps(before)
    assert terminal.run("audit", "verify").exit_code == 0


def test_a_restore_over_a_board_with_facts_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    sheet = terminal.sheet("r.csv", *REPORT)
    assert terminal.run("import", sheet).exit_code == 0
    terminal.run("backup", str(tmp_path / "b.zip"))
    assert "备份只恢复到空的库" in terminal.refused("restore", str(tmp_path / "b.zip"))[0]


def test_a_backup_into_a_folder_that_is_not_there_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    assert "写不进去" in terminal.refused("backup", str(tmp_path / "nowhere" / "b.zip"))[0]


def test_doctor_minds_an_old_backup_and_lost_evidence(terminal: Terminal) -> None:
    assert "还没有备份过" in terminal.run("doctor").stdout
    (kept,) = keep(open_engine(), Viewer("clerk", "王", UNIT_CLERK, "kgj", "government"), [Upload("a.pdf", PDF)])
    with writing(open_engine()) as conn:
        set_setting(conn, "last_backup", "2021-05-06T00:00:00+00:00")
    files.path_of(kept.sha256).unlink()
    (files.folder() / "strange.txt").write_text("x")
    told = terminal.run("doctor")
    assert told.exit_code == 1
    assert "问题　备份：最近一次在 2021-05-06" in told.stdout
    assert "问题　佐证文件：缺失或损坏 1 个" in told.stdout
    assert "注意　佐证文件夹：有 1 个未登记的文件，如 strange.txt" in told.stdout
