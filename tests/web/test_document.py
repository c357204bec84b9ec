"""The document and its headers: Chinese, and closed to every other origin."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.web import document, identity
from lib.web.edge import Edge
from lib.web.scripts import NAME
from tests import people
from tests.asgi import Echo, ask

_spec = importlib.util.find_spec("streamlit")
assert _spec is not None and _spec.origin is not None
INDEX = (Path(_spec.origin).parent / "static" / "index.html").read_bytes()


@pytest.fixture
def echo() -> Echo:
    return Echo(INDEX)


def test_streamlits_document_becomes_chinese(edge: Edge) -> None:
    text = ask(edge, "/units").text
    assert '<html lang="zh-CN">' in text
    assert f"<title>{document.TITLE}</title>" in text
    assert "AI agents" not in text and "service-desc" not in text and "You need to enable" not in text
    assert text.count("<script") == INDEX.decode().count("<script") + 1


def test_the_boards_own_script_runs_before_streamlits_own(edge: Edge) -> None:
    text = ask(edge, "/units").text
    assert text.index(f'<script src="./{NAME}"></script>') < text.index('<script type="module"')


def test_the_length_told_is_the_length_sent_and_no_old_tag_is_kept(edge: Edge) -> None:
    answer = ask(edge, "/", if_none_match='"x"', accept_encoding="gzip")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers


def test_the_document_is_asked_for_whole_and_unpacked(edge: Edge, echo: Echo) -> None:
    ask(edge, "/", if_none_match='"x"', accept_encoding="gzip", range="bytes=0-1")
    names = {name for name, _ in echo.scopes[-1]["headers"]}
    assert names.isdisjoint({b"if-none-match", b"accept-encoding", b"range"})


def test_the_policy_names_the_hash_of_every_inline_script_and_no_foreign_origin(edge: Edge) -> None:
    answer = ask(edge, "/")
    policy = answer.headers["content-security-policy"]
    for script in re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "http" not in policy and "unsafe-eval" not in policy and "*" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


def test_every_answer_forbids_guessing_its_type_and_framing_elsewhere(edge: Edge) -> None:
    for path in ("/", "/_stcore/health", "/media/x", "/static/js/x.js"):
        headers = ask(edge, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_file_opened_by_itself_runs_nothing(edge: Edge, board: Engine) -> None:
    headers = ask(edge, "/media/x.svg", cookie=f"{identity.COOKIE}={people.cookie_for(board, 'leader')}").headers
    assert "sandbox" in headers["content-security-policy"]
    assert "no-store" in headers["cache-control"]


def test_scripts_pass_untouched(board: Engine) -> None:
    answer = ask(Edge(Echo(b"let x = 1", "text/javascript")), "/static/js/x.js")
    assert answer.body == b"let x = 1"
    assert answer.headers["etag"] == '"x"'
