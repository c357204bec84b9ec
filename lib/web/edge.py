"""The edge: strips what visitors claim to be, says who they are, guards files, and sends the headers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.db.engine import reading
from lib.db.queries.board import is_demo
from lib.db.shared import board_engine
from lib.errors import Unavailable
from lib.security import founding, passwords
from lib.web import document, incidents
from lib.web.identity import claims, in_time, live_session, without_claims
from lib.web.routes import is_same_origin, routes

log = logging.getLogger("board.edge")

_OPEN = ("health", "host-config", "stream")  # of /_stcore/: what a visitor needs before signing in
_NOT_FOUND = PlainTextResponse("Not Found", 404)
_ASKS_AGAIN = {b"if-none-match", b"if-modified-since", b"accept-encoding", b"range"}


@cache
def options() -> dict[str, Any]:
    """What `st.App` is given; made once, for app.py runs anew at every click."""
    return {
        "middleware": [Middleware(Edge)],
        "routes": routes(),
        "lifespan": lifespan,
        "on_script_error": incidents.report,
    }


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Before the first visitor: demo accounts beside real facts stop the start; a missing database does not."""
    try:
        await in_time(_look_at_accounts)
    except Unavailable as error:
        log.warning("database: %s", error)
    await in_time(passwords.prepare)
    yield


def _look_at_accounts() -> None:
    with reading(board_engine()) as conn:
        founding.refuse_demo_accounts_on_real_facts(conn, facts_are_demo=is_demo(conn))


class Edge:
    """The middleware every request and every socket passes first."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The hand-shake: the identity is fixed here for the life of the socket."""
        headers = dict(scope["headers"])
        origin, host = (headers.get(name, b"").decode("latin-1") for name in (b"origin", b"host"))
        if not is_same_origin(origin or None, host):
            await _turn_away(receive, send, 1008)
            return
        try:
            session = await live_session(scope)
        except Unavailable as error:
            # Not taken for a stranger: the browser tries again by itself and finds its place.
            log.warning("hand-shake: %s", error)
            await _turn_away(receive, send, 1013)
            return
        await self.app({**scope, "headers": without_claims(scope["headers"]) + claims(session)}, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await _refusal(scope)
        scope = {**scope, "headers": without_claims(scope["headers"])}
        dressed = Dressed(send, scope)
        if refusal is not None:
            await refusal(scope, receive, dressed)
            return
        if is_document(scope):
            scope["extensions"] = {}  # the body must pass here, not be sent from its file
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in _ASKS_AGAIN]
        await self.app(scope, receive, dressed)


async def _refusal(scope: Scope) -> PlainTextResponse | None:
    """The answer to a request that may not pass; None where it may."""
    area, inner = area_of(scope["path"])
    if area == "agent":
        return _NOT_FOUND
    if area is None or inner in _OPEN:
        return None
    try:
        session = await live_session(scope)
    except Unavailable as error:
        return PlainTextResponse(str(error), 503)
    return None if session is not None else PlainTextResponse("请先登录", 401)


def area_of(path: str) -> tuple[str | None, str]:
    """Which guarded area of the server a path lies in (media, _stcore, agent), under any base path.

    What lies below `static` are Streamlit's own scripts and fonts, one folder of which is named media too.
    """
    parts = [part for part in path.lower().split("/") if part]
    for place, part in enumerate(parts):
        inner = "/".join(parts[place + 1 :])
        if part == "static":
            break
        if part == "_stcore":
            return ("agent" if inner.startswith("agent") else part), inner
        if part == "media":
            return part, inner
    return None, ""


def is_document(scope: Scope) -> bool:
    """Whether the request may be answered with the HTML document: a page's address has no dot and no area."""
    last = scope["path"].rsplit("/", 1)[-1]
    named = "." not in last or last == "index.html"
    return scope["method"] in ("GET", "HEAD") and named and area_of(scope["path"])[0] is None


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


async def _turn_away(receive: Receive, send: Send, code: int) -> None:
    await receive()
    await send({"type": "websocket.close", "code": code})


class Dressed:
    """A response on its way out: security headers on all, the document made Chinese."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self._send = send
        self._scope = scope
        self._start: Message | None = None
        self._body = bytearray()
        self._is_missing = False

    async def __call__(self, message: Message) -> None:
        if self._is_missing:
            return  # answered already
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in document.SECURITY_HEADERS:
            headers[name.decode()] = value.decode()
        if self._scope["scheme"] == "https":
            headers[document.HTTPS_ONLY[0].decode()] = document.HTTPS_ONLY[1].decode()
        area = area_of(self._scope["path"])[0]
        if headers.get("content-type", "").startswith("text/html") and area is None:
            if is_document(self._scope):
                self._start = message  # held back until the body is known
            else:  # Streamlit answers every unknown name with its document, also one that asks for a file
                self._is_missing = True
                await _NOT_FOUND(self._scope, _nothing_more, Dressed(self._send, self._scope))
            return
        if area == "media":
            headers["content-security-policy"] = document.MEDIA_POLICY
            headers["cache-control"] = "private, no-store"
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        html = document.chinese(bytes(self._body))
        headers = MutableHeaders(scope=start)
        headers["content-security-policy"] = document.policy(html)
        headers["cache-control"] = "no-cache"
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        if self._scope["method"] != "HEAD":
            headers["content-length"] = str(len(html))
        else:
            html = b""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": html})
