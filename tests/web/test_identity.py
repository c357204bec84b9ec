"""Identity at the edge: what visitors claim is stripped, what the edge knows is told, strangers get no files."""

from __future__ import annotations

import time
from urllib.parse import unquote

import pytest
from sqlalchemy import Engine
from starlette.types import Scope

from lib.clock import now
from lib.db.engine import writing
from lib.domain.rights import SYS_ADMIN, Viewer
from lib.errors import Unavailable
from lib.security import accounts, gate, sessions
from lib.security.handshake import SECRET, is_vouched, vouched_session
from lib.web import identity
from lib.web.edge import Edge, area_of
from tests import people
from tests.asgi import Echo, ask, messages, scope_of

STREAM = "/_stcore/stream"


def told(scope: Scope) -> dict[str, list[str]]:
    """What the application behind the edge sees in identity headers, doubled ones included."""
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        if b"board" in name.lower() and name != b"cookie":
            found.setdefault(name.decode().lower(), []).append(value.decode())
    return found


def shaken(edge: Edge, echo: Echo, **headers: str) -> dict[str, list[str]]:
    messages(edge, scope_of(STREAM, kind="websocket", **headers))
    return told(echo.scopes[-1])


def test_a_forged_identity_header_does_not_arrive(edge: Edge, echo: Echo) -> None:
    seen = shaken(edge, echo, x_board_user="leader", x_board_session="abc", x_board_edge=SECRET)
    assert seen["x-board-user"] == [""]
    assert seen["x-board-session"][0].startswith("stranger-")
    assert seen["x-board-edge"] == [SECRET]


@pytest.mark.parametrize("name", [b"X-Board-User", b"x_board_user", b"X-BOARD_user"])
def test_a_forged_header_does_not_arrive_in_any_spelling(edge: Edge, echo: Echo, name: bytes) -> None:
    for kind in ("websocket", "http"):
        scope = scope_of(STREAM, kind=kind)
        scope["headers"].append((name, b"leader"))
        messages(edge, scope)
        assert "leader" not in str(told(echo.scopes[-1]))


def test_the_cookie_of_a_live_session_is_told_as_its_account(edge: Edge, echo: Echo, board: Engine) -> None:
    cookie = people.cookie_for(board, "office")
    seen = shaken(edge, echo, cookie=f"other=1; {identity.COOKIE}={cookie}", x_board_user="leader")
    assert seen["x-board-user"] == ["office"]
    assert seen["x-board-session"] == [sessions.hashed(cookie)]


def test_a_cookie_replayed_after_sign_out_is_a_stranger(edge: Edge, echo: Echo, board: Engine) -> None:
    cookie = people.cookie_for(board, "office")
    gate.sign_out(sessions.hashed(cookie))
    assert shaken(edge, echo, cookie=f"{identity.COOKIE}={cookie}")["x-board-user"] == [""]


def test_the_stored_hash_is_no_cookie(edge: Edge, echo: Echo, board: Engine) -> None:
    stored = sessions.hashed(people.cookie_for(board, "office"))
    assert shaken(edge, echo, cookie=f"{identity.COOKIE}={stored}")["x-board-user"] == [""]


def test_a_disabled_accounts_cookie_is_a_stranger(edge: Edge, echo: Echo, board: Engine) -> None:
    cookie = people.cookie_for(board, "office")
    with writing(board) as conn:
        accounts.disable(conn, Viewer("sysadmin", "孙管理", SYS_ADMIN), "office", now())
    assert shaken(edge, echo, cookie=f"{identity.COOKIE}={cookie}")["x-board-user"] == [""]


def test_two_strangers_are_never_the_same_one(edge: Edge, echo: Echo) -> None:
    assert shaken(edge, echo)["x-board-session"] != shaken(edge, echo)["x-board-session"]


def test_a_foreign_page_gets_no_socket(edge: Edge, echo: Echo) -> None:
    sent = messages(edge, scope_of(STREAM, kind="websocket", origin="https://evil.example"))
    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert not echo.scopes


def test_a_slow_database_turns_the_socket_away_instead_of_taking_one_for_a_stranger(
    edge: Edge, echo: Echo, board: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(session_id: str) -> None:
        time.sleep(0.3)

    monkeypatch.setattr(gate, "live_session", slow)
    monkeypatch.setattr(identity, "LOOK_UP_LIMIT_S", 0.05)
    sent = messages(edge, scope_of(STREAM, kind="websocket", cookie=f"{identity.COOKIE}=x"))
    assert sent == [{"type": "websocket.close", "code": 1013}]
    assert not echo.scopes


GUARDED = ["/media/abc.png", "/duban/media/abc.png", "/_stcore/metrics", "/_stcore/upload_file/s/f",
           "/_stcore/script-health-check", "/duban/_stcore/upload_file/s/f", "/MEDIA/x", "//media//x"]  # fmt: skip


@pytest.mark.parametrize("path", GUARDED)
def test_a_stranger_gets_no_file_and_no_figures(edge: Edge, echo: Echo, path: str) -> None:
    assert ask(edge, path).status == 401
    assert ask(edge, path, "PUT", cookie=f"{identity.COOKIE}=forged").status == 401
    assert not echo.scopes


@pytest.mark.parametrize("path", GUARDED)
def test_a_viewer_gets_files(edge: Edge, board: Engine, path: str) -> None:
    assert ask(edge, path, cookie=f"{identity.COOKIE}={people.cookie_for(board, 'leader')}").status == 200


def test_files_are_refused_while_the_database_is_away(edge: Edge, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(session_id: str) -> None:
        raise Unavailable("数据库连接不上")

    monkeypatch.setattr(gate, "live_session", away)
    assert ask(edge, "/media/a.png", cookie=f"{identity.COOKIE}=x").status == 503
    assert not echo.scopes


def test_the_agent_interface_does_not_exist(edge: Edge, echo: Echo, board: Engine) -> None:
    cookie = f"{identity.COOKIE}={people.cookie_for(board, 'leader')}"
    for path in ("/_stcore/agent/interact", "/_stcore/agent/mcp", "/duban/_stcore/agent/openapi.json"):
        assert ask(edge, path, "POST", cookie=cookie).status == 404


@pytest.mark.parametrize("path", ["/", "/units", "/static/media/font.woff2", "/_stcore/health", "/_stcore/host-config"])
def test_what_the_sign_in_page_needs_is_open(edge: Edge, echo: Echo, path: str) -> None:
    echo.kind = "font/woff2" if path.endswith("woff2") else echo.kind
    assert ask(edge, path).status == 200


def test_an_encoded_path_is_guarded_as_the_server_decodes_it() -> None:
    assert area_of(unquote("/%6dedia/x"))[0] == "media"


def test_pages_believe_the_headers_only_beside_the_secret() -> None:
    claimed = {"username": "leader", "session": "abc"}
    assert vouched_session({**claimed, "edge": SECRET}) == "abc"
    for edge in (None, "", "guess", SECRET + "x", SECRET[:-1]):
        assert vouched_session({**claimed, "edge": edge}) is None
        assert not is_vouched({"edge": edge})
    assert vouched_session({"username": "", "session": "stranger-1", "edge": SECRET}) is None
    assert vouched_session({"email": "test@example.com"}) is None, "the test person of AppTest is a stranger"
