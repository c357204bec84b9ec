"""The acts that are no facts of one person: sheets in and out, evidence, copies, the plan, accounts, the trail.

With `test_rights_of_acts` this is the table of domain.md 6 below the pages: who gets through is written here by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.backup.copying import back_up
from lib.clock import now
from lib.commands.founding import publish_plan, rebuild_counts
from lib.commands.inbox import bind_sender, put_batch
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.evidence import Upload, keep
from lib.intake.export import Asked, export, hand_out_template
from lib.security import accounts, trail
from lib.security.accounts import Draft
from lib.security.acting import acting
from tests.commands.cast import CAST, TODAY, stored
from tests.commands.cast import trail as latest
from tests.evidence.samples import PDF
from tests.intake.filled import csv_file, good, imported
from tests.people import plan

OFFICES = {"office", "office_qzfb", "operator"}
CLERKS = {"clerk", "clerk_zrzy", "clerk_qzfb", "platform_qzfb", "platform_jrj", "court", "procurator"}
UNITS = {"head", *CLERKS}
DUTY_OF = {"kgj": "D10-1", "qzfb": "D05-1", "jrj": "D06-1", "qfy": "D09-1", "ldxz": "DG1-1", "czj": "D11-1"}

Attack = Callable[[Engine, Viewer, Path], Any]


def sheet(kind: str, **cells: Any) -> Attack:
    return lambda engine, viewer, _: imported(engine, csv_file(good(kind, **cells)), viewer=viewer)


def own_report(engine: Engine, viewer: Viewer, _: Path) -> Any:
    unit = viewer.unit_code or "kgj"
    row = good(REPORTS, 任务编号=DUTY_OF.get(unit, "D10-1"), 责任单位=unit, 类型="进展", 发生日期="2021-05-06")
    return imported(engine, csv_file(row), viewer=viewer)


def taken_out(kind: str, flow: str | None = None) -> Attack:
    return lambda engine, viewer, _: export(engine, plan(), viewer, Asked(kind, flow), today=TODAY)


def account_made(engine: Engine, viewer: Viewer, _: Path) -> Any:
    with acting(engine, viewer, "account_added", "new") as conn:
        return accounts.add(conn, viewer, Draft("newone", "新人"), plan().unit, now())


def granted(engine: Engine, viewer: Viewer, _: Path) -> Any:
    with acting(engine, viewer, "rights_changed", "clerk") as conn:
        return accounts.grant(conn, viewer, "clerk", "office", "ldxz", plan().unit, now())


# Act: (the attack, who gets through).
TABLE: dict[str, tuple[Attack, set[str]]] = {
    "import of the own unit's reports": (own_report, {*CLERKS, *OFFICES}),
    "import of another unit's reports": (sheet(REPORTS, 责任单位="区财政局"), OFFICES),
    "import of verdicts": (sheet(REPORTS, 责任单位="区科工信局", 核实结果="通过", 核实日期="2021-04-29", 核实人="李"), OFFICES),
    "import of a finance flow": (sheet(EVENTS), {"platform_jrj", *OFFICES}),
    "import of a judicial flow": (sheet(EVENTS, 台账="行政诉讼", 动作="立案", 承办单位="区科工信局", 金额=""), {"court", *OFFICES}),
    "import of recording times": (sheet(EVENTS, 记录时间="2021-05-06 10:00"), OFFICES),
    "import of changes": (sheet(CHANGES), OFFICES),
    "import of adjustments": (sheet(ADJUSTMENTS), OFFICES),
    "import of another unit's numbers": (sheet(ENTRIES), OFFICES),
    "export of reports": (taken_out(REPORTS), {"leader", *UNITS, *OFFICES}),
    "export of adjustments": (taken_out(ADJUSTMENTS), {"leader", *OFFICES}),
    "export of a judicial flow": (taken_out(EVENTS, "litigation"), {"court", "procurator"}),
    "template of changes": (lambda e, viewer, _: hand_out_template(e, plan(), viewer, CHANGES), OFFICES),
    "evidence": (lambda e, viewer, _: keep(e, viewer, [Upload("纪要.pdf", PDF)]), {*UNITS, *OFFICES}),
    "backup": (lambda e, viewer, at: back_up(e, viewer, at / "board.zip"), {"operator"}),
    "plan": (lambda e, viewer, _: publish_plan(e, viewer, plan(), now()), OFFICES),
    "counts": (lambda e, viewer, _: rebuild_counts(e, viewer, plan()), {"operator"}),
    "sender": (lambda e, viewer, _: bind_sender(e, viewer, "oa", "clerk", now()), {"sec_admin", "operator"}),
    "inbox": (lambda e, viewer, _: put_batch(e, viewer, "oa", "b1", [], [], at=now()), {"operator"}),
    "account": (account_made, {"sys_admin", "operator"}),
    "rights": (granted, {"sec_admin", "operator"}),
    "trail": (lambda e, viewer, _: trail.taken_out(e, viewer, trail.Asked()), {"audit_admin", "operator"}),
    "check of the trail": (lambda e, viewer, _: trail.check(e, viewer, []), {"audit_admin", "operator"}),
}  # fmt: skip


@pytest.fixture
def board(founded_sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "evidence"))
    return founded_sqlite_engine


def stranger(viewer: Viewer) -> Viewer:
    """The same person under a name no demo account has, so that only role and unit decide."""
    return viewer if viewer.username == "operator" else Viewer(
        f"{viewer.username}_x", viewer.name, viewer.role, viewer.unit_code, viewer.unit_kind
    )  # fmt: skip


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("act", TABLE)
def test_who_gets_through_and_a_refusal_stores_its_row_alone(board: Engine, tmp_path: Path, act: str, who: str) -> None:
    attack, may = TABLE[act]
    viewer = stranger(CAST[who])
    if act == "inbox":
        bind_sender(board, CAST["operator"], "oa", "clerk", now())
    facts, rows = stored(board), len(latest(board, 1000))
    try:
        attack(board, viewer, tmp_path)
        allowed = True
    except NotAllowed:
        allowed = False
    except Refused:
        allowed = True
    assert allowed is (who in may)
    if not allowed:
        assert stored(board) == facts
        assert len(latest(board, 1000)) == rows + 1
        assert latest(board)[0].act.endswith("_refused") and latest(board)[0].account == viewer.username
