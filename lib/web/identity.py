"""Who stands behind a request: the cookie's session, looked up in time, told to the pages in headers."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import cookie_parser
from starlette.types import Scope

from lib.errors import Unavailable
from lib.security import gate
from lib.security.handshake import EDGE_HEADER, SECRET, SESSION_HEADER, USER_HEADER
from lib.security.sessions import Live, hashed

COOKIE = "board_session"
PREFIX = b"x-board-"

LOOK_UP_LIMIT_S = 2.0
WRITE_LIMIT_S = 20.0  # a sign-in may wait for another one's transaction, such as an import

_Found = TypeVar("_Found")
_lookers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="session-look-up")
_writers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="session-write")


async def in_time(act: Callable[[], _Found], *, writes: bool = False, pool: ThreadPoolExecutor | None = None) -> _Found:
    """Run database work beside the event loop; Unavailable when it takes too long.

    A pool of its own: a database that hangs occupies these threads, never those that serve files, and never
    the loop, on which every socket lives. `pool`: threads of the caller's own, so that slow work holds up nobody's
    sign-in.
    """
    usual, limit = (_writers, WRITE_LIMIT_S) if writes else (_lookers, LOOK_UP_LIMIT_S)
    try:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(pool or usual, act), limit)
    except TimeoutError as error:
        raise Unavailable("数据库没有及时回应：请稍后重试") from error


def cookie_of(scope: Scope) -> str | None:
    """The session cookie of a request, if it carries one."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            found = cookie_parser(value.decode("latin-1")).get(COOKIE)
            if found:
                return found
    return None


async def live_session(scope: Scope) -> Live | None:
    """The live session of the request's cookie; None for a stranger."""
    cookie = cookie_of(scope)
    return None if cookie is None else await in_time(lambda: gate.live_session(hashed(cookie)))


def without_claims(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers without any that only this edge may set, underscores for hyphens included."""
    return [(name, value) for name, value in headers if not name.lower().replace(b"_", b"-").startswith(PREFIX)]


def claims(session: Live | None) -> list[tuple[bytes, bytes]]:
    """The headers by which the pages know the viewer, with the edge's secret.

    A stranger's session is a fresh random word: two strangers are never the same one to Streamlit, so
    neither can resume the other's page by its session id, nor read the password being typed there.
    """
    user = "" if session is None else session.viewer.username
    session_id = f"stranger-{secrets.token_hex(16)}" if session is None else session.session_id
    told = {USER_HEADER: user, SESSION_HEADER: session_id, EDGE_HEADER: SECRET}
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in told.items()]
