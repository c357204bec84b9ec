"""The board's own addresses: the cookie is claimed once, handed back, and never readable to scripts."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.db.engine import reading, writing
from lib.security import sessions
from lib.web import identity
from lib.web.edge import Edge
from tests import people
from tests.asgi import ask


def code_for(board: Engine, username: str = "leader") -> bytes:
    with writing(board) as conn:
        return json.dumps({"code": sessions.issue_claim(conn, username, now())}).encode()


def is_live(board: Engine, cookie: str) -> bool:
    with reading(board) as conn:
        return sessions.live(conn, sessions.hashed(cookie), now()) is not None


def cookie_in(set_cookie: str) -> str:
    return set_cookie.split(";")[0].split("=", 1)[1]


def test_a_code_becomes_a_cookie_no_script_can_read(own_routes: Edge, board: Engine) -> None:
    answer = ask(own_routes, "/session/claim", "POST", code_for(board))
    assert answer.status == 204
    parts = answer.headers["set-cookie"].lower()
    assert "httponly" in parts and "samesite=strict" in parts and "path=/" in parts and "secure" not in parts
    assert is_live(board, cookie_in(answer.headers["set-cookie"]))


def test_the_cookie_is_secure_under_https(own_routes: Edge, board: Engine) -> None:
    answer = ask(own_routes, "/duban/session/claim", "POST", code_for(board), scheme="https")
    assert "; secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"]


def test_a_code_is_worth_one_cookie(own_routes: Edge, board: Engine) -> None:
    code = code_for(board)
    assert ask(own_routes, "/session/claim", "POST", code).status == 204
    second = ask(own_routes, "/session/claim", "POST", code)
    assert second.status == 403
    assert "set-cookie" not in second.headers


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"code": 7}', b"\xff", b'{"code": "' + b"x" * 2000 + b'"}'])
def test_nonsense_is_refused(own_routes: Edge, body: bytes) -> None:
    assert ask(own_routes, "/session/claim", "POST", body).status == 400


def test_another_sites_page_can_neither_sign_in_nor_out(own_routes: Edge, board: Engine) -> None:
    for path in ("/session/claim", "/session/end"):
        assert ask(own_routes, path, "POST", code_for(board), origin="https://evil.example").status == 403
    assert ask(own_routes, "/session/claim", "POST", code_for(board), origin="http://board.test").status == 204


def test_signing_in_again_ends_the_session_held_before(own_routes: Edge, board: Engine) -> None:
    before = people.cookie_for(board, "office")
    ask(own_routes, "/session/claim", "POST", code_for(board), cookie=f"{identity.COOKIE}={before}")
    assert not is_live(board, before)


def test_ending_kills_the_session_and_takes_the_cookie_back(own_routes: Edge, board: Engine) -> None:
    cookie = people.cookie_for(board, "office")
    answer = ask(own_routes, "/session/end", "POST", cookie=f"{identity.COOKIE}={cookie}")
    assert answer.status == 204
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert not is_live(board, cookie)


def test_a_link_cannot_sign_anyone_out(own_routes: Edge) -> None:
    assert ask(own_routes, "/session/end").status == 405


def test_health_follows_the_database(own_routes: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(own_routes, "/healthz").status == 200
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/board.db")
    assert ask(own_routes, "/healthz").status == 503


def test_a_claim_while_the_database_is_away_says_so(own_routes: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/board.db")
    answer = ask(own_routes, "/session/claim", "POST", b'{"code": "x"}')
    assert answer.status == 503
    assert "数据库" in json.loads(answer.text)["message"]
