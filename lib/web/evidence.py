"""The address of a file of evidence: for whoever may see a fact that uses it, never run, never kept by a cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lib.db.shared import board_engine
from lib.domain.evidence import suffixes_of
from lib.errors import Refused, Unavailable
from lib.evidence import Opened, open_file
from lib.evidence.kinds import KINDS
from lib.web.identity import in_time, live_session

# Enough for a PDF to be shown by the browser's own viewer (tried in Chromium 156), and nothing to run.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; sandbox"
_PRIVATE = {"cache-control": "private, no-store"}
_openers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="evidence")


async def evidence(request: Request) -> Response:
    """GET: the file whose hash is in the address; 401 to a stranger, 404 alike where it is unknown or closed.

    Always whole: parts of a file (Range) would be openings of their own in the trail.
    """
    try:
        session = await live_session(request.scope)
        if session is None or session.must_change:
            return _said(401, "请先登录")
        viewer, sha256 = session.viewer, request.path_params["sha256"]
        found = await in_time(lambda: open_file(board_engine(), viewer, sha256), writes=True, pool=_openers)
    except Refused as refused:
        return _said(404, str(refused))
    except Unavailable as error:
        return _said(503, str(error))
    return _handed_over(found, head=request.method == "HEAD")


def _handed_over(found: Opened, *, head: bool) -> Response:
    headers = {
        **_PRIVATE,
        "content-type": found.media_type,
        "content-length": str(len(found.content)),
        "content-disposition": disposition(found.name, found.media_type),
        "content-security-policy": POLICY,
        "cross-origin-resource-policy": "same-origin",
        "accept-ranges": "none",
    }
    return Response(b"" if head else found.content, headers=headers)


def disposition(name: str, media_type: str) -> str:
    """Inline for PDF and pictures, else to be saved; the name as RFC 5987 has it, with a plain one for old browsers."""
    way = "inline" if KINDS[media_type].inline else "attachment"
    plain = f"evidence.{(suffixes_of(name) or ('bin',))[-1]}".encode("ascii", "replace").decode().replace("?", "_")
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _said(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status, headers=_PRIVATE)
