"""What the edge tells the pages about a visitor, and the secret beside which alone they believe it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

# Headers that only the edge sets → the keys under which Streamlit shows them (server.trustedUserHeaders).
USER_HEADER, SESSION_HEADER, EDGE_HEADER = "x-board-user", "x-board-session", "x-board-edge"
TRUSTED_HEADERS: Mapping[str, str] = {USER_HEADER: "username", SESSION_HEADER: "session", EDGE_HEADER: "edge"}

# Made anew in each process, never stored or sent to a browser.
SECRET = secrets.token_urlsafe(32)


def vouched_session(told: Mapping[str, object]) -> str | None:
    """The session id the edge of this process vouched for; None if it did not, or for a stranger."""
    edge, username, session = (told.get(key) for key in ("edge", "username", "session"))
    if not isinstance(edge, str) or not hmac.compare_digest(edge.encode(), SECRET.encode()):
        return None
    return session if isinstance(session, str) and username else None


def is_vouched(told: Mapping[str, object]) -> bool:
    """Whether the visitor came through the edge of this process at all."""
    edge = told.get("edge")
    return isinstance(edge, str) and hmac.compare_digest(edge.encode(), SECRET.encode())
