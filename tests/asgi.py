"""Talks to an ASGI application as a server would, without a network."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Scope


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Echo:
    """An application that keeps the scope it was given and answers with `body`."""

    body: bytes = b'<html lang="en"></html>'
    kind: str = "text/html; charset=utf-8"
    scopes: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        headers = [
            (b"content-type", self.kind.encode()),
            (b"etag", b'"x"'),
            (b"content-length", str(len(self.body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def scope_of(path: str, method: str = "GET", *, kind: str = "http", scheme: str = "http", **headers: str) -> Scope:
    """A request's scope; header names are given with underscores."""
    named = {"host": "board.test", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return {
        "type": kind, "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "scheme": scheme, "root_path": "", "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("board.test", 80),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()],
    }  # fmt: skip


def messages(app: ASGIApp, scope: Scope, body: bytes = b"") -> list[Message]:
    """Everything the application sends for one request or hand-shake."""
    sent: list[Message] = []

    async def receive() -> Message:
        if scope["type"] == "websocket":
            return {"type": "websocket.connect"}
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    # in a thread of its own: Playwright keeps a loop running in the main one, all through the browser tests
    with ThreadPoolExecutor(1) as alone:
        alone.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    return sent


def ask(
    app: ASGIApp, path: str, method: str = "GET", body: bytes = b"", *, scheme: str = "http", **headers: str
) -> Answer:
    """One request and its answer."""
    start, *bodies = messages(app, scope_of(path, method, scheme=scheme, **headers), body)
    named = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], named, b"".join(part.get("body", b"") for part in bodies))
