"""The address of a file: for whom, with which headers, and never more than the file itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Origin
from lib.domain.evidence import with_files
from lib.domain.facts import Report
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.evidence import Upload, files, keep
from lib.web.edge import Edge
from lib.web.evidence import disposition
from lib.web.identity import COOKIE
from tests import people
from tests.asgi import Answer, ask
from tests.evidence.samples import HONEST, PDF, docx

CLERK = Viewer("clerk", "王科员", UNIT_CLERK, "kgj", "government")


@pytest.fixture
def used(board: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash of a PDF that a report of 区科工信局 uses."""
    monkeypatch.setenv("EVIDENCE_DIR", str(tmp_path / "evidence"))
    (kept,) = keep(board, CLERK, [Upload("会议 纪要.pdf", PDF)])
    day = date(2021, 5, 6)
    fact = Report(0, "D10-1", "kgj", None, None, day, "progress", None, "x", with_files(None, [kept.named]), day)
    with writing(board) as conn:
        recording.append(conn, people.plan(), [fact], Origin("clerk", "page"))
    return kept.sha256


def asked(edge: Edge, board: Engine, who: str, path: str, method: str = "GET", **headers: str) -> Answer:
    return ask(edge, path, method, cookie=f"{COOKIE}={people.cookie_for(board, who)}", **headers)


@pytest.mark.parametrize("base", ["", "/duban", "/a/b"])
def test_who_may_gets_the_file_under_any_base_path(own_routes: Edge, board: Engine, used: str, base: str) -> None:
    answer = asked(own_routes, board, "clerk", f"{base}/evidence/{used}")
    assert (answer.status, answer.body) == (200, PDF)


def test_the_headers_keep_the_file_from_running_and_from_caches(own_routes: Edge, board: Engine, used: str) -> None:
    headers = asked(own_routes, board, "office", f"/evidence/{used}").headers
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and policy.endswith("; sandbox") and "script-src" not in policy
    assert headers["content-disposition"].startswith('inline; filename="evidence.pdf"; filename*=UTF-8')
    assert unquote(headers["content-disposition"].rsplit("'", 1)[1]) == "会议 纪要.pdf"


@pytest.mark.parametrize("name", HONEST)
def test_only_pdf_and_pictures_are_shown_all_else_is_saved(name: str) -> None:
    media_type = HONEST[name][1]
    shown = media_type in ("application/pdf", "image/png", "image/jpeg")
    assert disposition(name, media_type).startswith("inline; " if shown else "attachment; ")


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nset-cookie: x.pdf", "a'b.pdf", "文；件.pdf", "a.p漢f"])
def test_a_name_cannot_leave_its_header(name: str) -> None:
    made = disposition(name, "application/pdf")
    assert made.isascii() and "\r" not in made and "\n" not in made and made.count('"') == 2
    assert unquote(made.split("UTF-8''")[1]) == name


def test_a_stranger_gets_401_whether_the_file_exists_or_not(own_routes: Edge, board: Engine, used: str) -> None:
    answers = [ask(own_routes, f"/evidence/{sha256}") for sha256 in (used, "ab" * 32)]
    answers += [ask(own_routes, f"/evidence/{used}", cookie=f"{COOKIE}=forged", x_board_user="leader")]
    assert {(one.status, one.text) for one in answers} == {(401, "请先登录")}


def test_closed_and_unknown_answer_alike(own_routes: Edge, board: Engine, used: str) -> None:
    answers = [
        asked(own_routes, board, "platform", f"/evidence/{sha256}")
        for sha256 in (used, "ab" * 32, "A" * 64, "x", "..%2f..%2fboard.db")
    ]
    assert len({(one.status, one.text, tuple(sorted(one.headers.items()))) for one in answers}) == 1
    assert answers[0].status == 404


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor", "court"])
def test_administrators_and_other_units_get_404(own_routes: Edge, board: Engine, used: str, who: str) -> None:
    assert asked(own_routes, board, who, f"/evidence/{used}").status == 404


def test_head_tells_the_size_and_sends_nothing(own_routes: Edge, board: Engine, used: str) -> None:
    answer = asked(own_routes, board, "clerk", f"/evidence/{used}", "HEAD")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", str(len(PDF)))
    assert asked(own_routes, board, "platform", f"/evidence/{used}", "HEAD").status == 404
    assert ask(own_routes, f"/evidence/{used}", "HEAD").status == 401


@pytest.mark.parametrize("wanted", ["bytes=0-3", "bytes=-1", "bytes=0-0,5-9", "bytes=99999999-"])
def test_a_part_is_answered_with_the_whole(own_routes: Edge, board: Engine, used: str, wanted: str) -> None:
    answer = asked(own_routes, board, "clerk", f"/evidence/{used}", range=wanted)
    assert (answer.status, answer.body) == (200, PDF)
    assert asked(own_routes, board, "platform", f"/evidence/{used}", range=wanted).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written_at_the_address(own_routes: Edge, board: Engine, used: str, method: str) -> None:
    assert asked(own_routes, board, "clerk", f"/evidence/{used}", method).status == 405
    assert files.read(used) == PDF


def test_an_upload_not_used_yet_is_its_bringers_alone(own_routes: Edge, board: Engine, used: str) -> None:
    (kept,) = keep(board, CLERK, [Upload("办法.docx", docx())])
    answer = asked(own_routes, board, "clerk", f"/evidence/{kept.sha256}")
    assert answer.status == 200 and answer.headers["content-disposition"].startswith("attachment;")
    for who in ("head", "office", "leader"):
        assert asked(own_routes, board, who, f"/evidence/{kept.sha256}").status == 404


def test_a_lost_file_is_said_to_be_lost(own_routes: Edge, board: Engine, used: str) -> None:
    files.path_of(used).unlink()
    answer = asked(own_routes, board, "clerk", f"/evidence/{used}")
    assert answer.status == 503 and "备份" in answer.text


def test_while_the_database_is_away_it_says_so(own_routes: Edge, board: Engine, used: str, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    cookie = people.cookie_for(board, "clerk")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/board.db")
    assert ask(own_routes, f"/evidence/{used}", cookie=f"{COOKIE}={cookie}").status == 503
