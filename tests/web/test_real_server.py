"""The real server spoken to without a browser: no session is taken over, and the sockets know who is there."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from lib.db.board import set_setting
from lib.db.engine import writing
from lib.web.identity import COOKIE
from tests import people
from tests.serving import Served, serving


@pytest.fixture
def served(board: Engine, tmp_path: Path) -> Iterator[Served]:
    with serving(str(board.url), tmp_path / "server.log") as running:
        yield running


def socket_of(served: Served, cookie: str | None = None, resume: str | None = None, **headers: str) -> ClientConnection:
    """A socket as the front end opens it; `resume` is a session id it claims to continue."""
    protocols = ["streamlit", "token", *([resume] if resume else [])]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if cookie is not None:
        named["cookie"] = f"{COOKIE}={cookie}"
    return connect(
        f"ws://{served.host}/_stcore/stream",
        additional_headers=named,
        subprotocols=[Subprotocol(one) for one in protocols],
        max_size=None,
        proxy=None,
    )


def run(socket: ClientConnection) -> tuple[str, str]:
    """One run of the script: the id of its session, and all words it drew.

    A resumed socket may first be sent the end of the run before it, left over when its own socket closed:
    the run asked for here begins with its `new_session`, as it does for the front end.
    """
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    socket.send(asked.SerializeToString())
    session_id, drawn = "", []
    while True:
        data = socket.recv(timeout=30)
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        if message.HasField("new_session"):
            session_id = message.new_session.initialize.session_id
        drawn.append(str(message))
        if session_id and message.HasField("script_finished"):
            return session_id, " ".join(drawn)


def test_a_live_session_is_not_taken_over_by_its_id(served: Served, board: Engine) -> None:
    with socket_of(served, people.cookie_for(board, "office")) as mine:
        wanted, _ = run(mine)
        for cookie in (None, "forged", people.cookie_for(board, "leader"), people.cookie_for(board, "office")):
            with socket_of(served, cookie, resume=wanted) as theirs:
                assert run(theirs)[0] != wanted
        assert run(mine)[0] == wanted, "and it goes on undisturbed"


def test_a_closed_session_is_resumed_by_its_own_cookie_alone(served: Served, board: Engine) -> None:
    cookie = people.cookie_for(board, "office")
    with socket_of(served, cookie) as mine:
        wanted, _ = run(mine)
    with socket_of(served, resume=wanted) as theirs:
        assert run(theirs)[0] != wanted
    with socket_of(served, cookie, resume=wanted) as again:
        assert run(again)[0] == wanted


def test_a_stranger_cannot_resume_a_strangers_session(served: Served) -> None:
    with socket_of(served) as mine:
        wanted, _ = run(mine)
        with socket_of(served, resume=wanted) as theirs:
            assert run(theirs)[0] != wanted


def test_forged_headers_draw_the_sign_in(served: Served, board: Engine) -> None:
    stored = "1" * 64
    with socket_of(served, x_board_user="leader", x_board_session=stored, x_board_edge="guess") as socket:
        drawn = run(socket)[1]
    assert "sign-in-card" in drawn and "viewer-menu" not in drawn
    with socket_of(served, people.cookie_for(board, "office")) as socket:
        assert "viewer-menu" in run(socket)[1], "the same look would show a viewer"


def test_a_foreign_origin_gets_no_socket(served: Served, board: Engine) -> None:
    with pytest.raises(WebSocketException):
        socket_of(served, people.cookie_for(board, "office"), origin="https://evil.example").recv(timeout=5)


@pytest.mark.parametrize("path", ["media/x.png", "_stcore/metrics", "_stcore/agent/openapi.json", "duban/media/x.png"])
def test_strangers_get_no_files_from_the_real_server(served: Served, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{served.url}/{path}")
    assert refused.value.code in (401, 404)
    refused.value.close()


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", ["favicon.ico", "pages/none.js", "static/none.js"])
def test_a_file_that_is_not_there_is_not_found(served: Served, path: str, encoding: str) -> None:
    asked = urllib.request.Request(f"{served.url}/{path}", headers={"Accept-Encoding": encoding})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    assert (refused.value.code, refused.value.read()) == (404, b"Not Found")
    assert refused.value.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in served.log.read_text()
    refused.value.close()


def test_serve_from_another_folder_is_behind_the_same_edge(board: Engine, tmp_path: Path) -> None:
    with (
        serving(str(board.url), tmp_path / "log", start=("-m", "lib", "serve"), cwd=tmp_path) as served,
        socket_of(served, people.cookie_for(board, "office")) as socket,
    ):
        assert "viewer-menu" in run(socket)[1]


def test_streamlit_run_from_another_folder_lets_nobody_in_unasked(board: Engine, tmp_path: Path) -> None:
    """Without the project's configuration the pages hear nothing from the edge: closed, not open."""
    start = ("-m", "streamlit", "run", str(people.PROJECT / "app.py"), "--server.headless", "true")
    with (
        serving(str(board.url), tmp_path / "log", start=start, cwd=tmp_path) as served,
        socket_of(served, x_board_user="leader") as socket,
    ):
        assert "viewer-menu" not in run(socket)[1]


def test_demo_accounts_beside_real_facts_stop_the_start(board: Engine, tmp_path: Path) -> None:
    with writing(board) as conn:
        set_setting(conn, "demo", "no")
    with pytest.raises(RuntimeError, match="演示账号"), serving(str(board.url), tmp_path / "log"):
        pass
