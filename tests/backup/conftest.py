"""A board with a row in every table an archive holds, and empty places to restore it to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Origin
from lib.domain.evidence import with_files
from lib.domain.facts import Report
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.evidence import Upload, keep
from lib.security import sessions
from tests import people
from tests.db.cast import ADJUSTMENT, CHANGE, ENTRY, EVENT, JUDGEMENT, verification
from tests.evidence.samples import PDF, picture

CLERK = Viewer("clerk", "王科员", UNIT_CLERK, "kgj", "government")
DAY = date(2021, 5, 6)
PLACES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def a_report(text: str, evidence: str | None = None) -> Report:
    return Report(0, "D10-1", "kgj", None, None, DAY, "progress", None, text, evidence, DAY)


def fill(engine: Engine) -> None:
    """Facts of every kind, a correction, evidence used and unused, a session and a code."""
    people.found(engine)
    used, _ = keep(engine, CLERK, [Upload("纪要.pdf", PDF), Upload("照片.png", picture("PNG"))])
    report = a_report("已办\n“第一步”\t𠮷", with_files(None, [used.named]))
    event = EVENT._replace(assignee="jrj", actor="jrj", action="委托")
    facts = [report, verification(1), CHANGE, event, ADJUSTMENT, ENTRY, JUDGEMENT]
    with writing(engine) as conn:
        recording.append(conn, people.plan(), facts, Origin("clerk", "page"))
        origin = Origin("office", "page", stated_at=now(), source="表.xlsx")
        better = report._replace(text="更正")
        recording.correct(conn, people.plan(), 1, better, reason="笔误", approver="赵", origin=origin)
        sessions.open_session(conn, "leader", now())
        sessions.issue_claim(conn, "office", now())


@pytest.fixture
def evidence_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes the folder of this name the evidence folder."""

    def use(name: str) -> Path:
        monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / name))
        return tmp_path / name

    use("evidence")
    return use


@pytest.fixture
def board(engine: Engine, evidence_folder: object) -> Engine:
    """A filled board, on either engine."""
    fill(engine)
    return engine


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Engine:
    """A database before its first migration, on either engine."""
    fresh: Engine = request.getfixturevalue(f"empty_{request.param}")
    return fresh
