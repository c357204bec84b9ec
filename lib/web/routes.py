"""The board's own addresses: claim and end a session, evidence, health, the mark in the browser's tab, its script."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from lib.clock import now
from lib.db.engine import reading, writing
from lib.db.queries.accounts import audit_tail
from lib.db.shared import board_engine
from lib.errors import Unavailable
from lib.security import gate, sessions
from lib.web import document, scripts
from lib.web.evidence import evidence
from lib.web.identity import COOKIE, cookie_of, in_time

_MOST_BYTES = 1000


async def claim(request: Request) -> Response:
    """POST {"code"}: a one-time code against the cookie of a new session; a session held before ends."""
    if not is_same_origin(request.headers.get("origin"), request.headers.get("host")):
        return _refusal(403, "来源不符")
    code = _code_in(await request.body())
    if code is None:
        return _refusal(400, "请求格式不符")
    before = cookie_of(request.scope)
    try:
        cookie = await in_time(lambda: _redeem(code, before), writes=True)
    except Unavailable as error:
        return _refusal(503, str(error))
    if cookie is None:
        return _refusal(403, "登录凭据已失效，请重新登录")
    response = Response(status_code=204, headers={"cache-control": "no-store"})
    _set_cookie(request, response, cookie, int(sessions.ABSOLUTE.total_seconds()))
    return response


def _code_in(body: bytes) -> str | None:
    if len(body) > _MOST_BYTES:
        return None
    try:
        code = json.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, str) else None


def _redeem(code: str, before: str | None) -> str | None:
    with writing(board_engine()) as conn:
        cookie = sessions.redeem_claim(conn, code, now())
        if cookie is not None and before is not None:
            sessions.end(conn, sessions.hashed(before), "同一浏览器重新登录", now())
        return cookie


async def end(request: Request) -> Response:
    """POST: end the session of the cookie and take the cookie back."""
    if not is_same_origin(request.headers.get("origin"), request.headers.get("host")):
        return _refusal(403, "来源不符")
    cookie = cookie_of(request.scope)
    if cookie is not None:
        try:
            await in_time(lambda: gate.sign_out(sessions.hashed(cookie)), writes=True)
        except Unavailable as error:
            return _refusal(503, str(error))
    response = Response(status_code=204, headers={"cache-control": "no-store"})
    _set_cookie(request, response, "", 0)
    return response


def _set_cookie(request: Request, response: Response, value: str, seconds: int) -> None:
    # Strict: no other site's link or form carries it. Secure only under HTTPS, or a plain intranet has no sign-in.
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, value, max_age=seconds, path="/", httponly=True, samesite="strict", secure=secure)


def is_same_origin(origin: str | None, host: str | None) -> bool:
    """Whether a request comes from a page of ours; programs other than browsers send no Origin."""
    return origin is None or urlsplit(origin).netloc == host


async def health(request: Request) -> Response:
    """GET: 200 while the database answers within two seconds, else 503; says nothing more."""
    try:
        await in_time(_read_tail)
    except Unavailable:
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


def _read_tail() -> None:
    with reading(board_engine()) as conn:
        audit_tail(conn)


async def favicon(request: Request) -> Response:
    """GET: the mark of the board."""
    kept = {"cache-control": "public, max-age=86400"}
    return Response(document.FAVICON, media_type="image/svg+xml", headers=kept)


async def script(request: Request) -> Response:
    """GET: the board's own script, under the name of its content."""
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(scripts.SCRIPT, media_type="text/javascript", headers=kept)


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status_code=status, headers={"cache-control": "no-store"})


def routes() -> list[BaseRoute]:
    """Each address at the root and under any base path (server.baseUrlPath)."""
    ours = (
        ("/session/claim", claim, "POST"),
        ("/session/end", end, "POST"),
        ("/evidence/{sha256}", evidence, "GET"),
        ("/healthz", health, "GET"),
        ("/favicon.svg", favicon, "GET"),
        (f"/{scripts.NAME}", script, "GET"),
    )
    return [
        Route(prefix + path, endpoint, methods=[method])
        for path, endpoint, method in ours
        for prefix in ("", "/{base:path}")
    ]
