"""The administrators' desk: each act on an account as one call, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping

from lib.clock import now
from lib.db.engine import reading, writing
from lib.db.shared import board_engine
from lib.domain.plan import Unit
from lib.domain.rights import Viewer
from lib.security import accounts
from lib.security.accounts import Draft, Person


def people(viewer: Viewer) -> list[Person]:
    """Every account, by name."""
    with reading(board_engine()) as conn:
        return accounts.list_people(conn, viewer, now())


def add(viewer: Viewer, username: str, display_name: str) -> str:
    """Make an account without rights; its first password."""
    draft = Draft(username.strip().lower(), display_name.strip())
    with writing(board_engine()) as conn:
        return accounts.add(conn, viewer, draft, {}, now())


def give_new_password(viewer: Viewer, username: str) -> str:
    """A new password to hand over."""
    with writing(board_engine()) as conn:
        return accounts.give_new_password(conn, viewer, username, now())


def set_in_use(viewer: Viewer, username: str, *, in_use: bool) -> None:
    """Disable an account, or put it back into use."""
    act = accounts.enable if in_use else accounts.disable
    with writing(board_engine()) as conn:
        act(conn, viewer, username, now())


def unlock(viewer: Viewer, username: str) -> None:
    """Lift a lock-out."""
    with writing(board_engine()) as conn:
        accounts.unlock(conn, viewer, username, now())


def grant(viewer: Viewer, username: str, role: str | None, unit_code: str | None, units: Mapping[str, Unit]) -> None:
    """Give an account a role and a unit."""
    with writing(board_engine()) as conn:
        accounts.grant(conn, viewer, username, role, unit_code, units, now())
