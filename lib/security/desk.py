"""The administrators' desk: each act on an account as one call, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from lib.clock import now
from lib.db.engine import reading
from lib.db.shared import board_engine
from lib.domain.plan import Unit
from lib.domain.rights import Viewer
from lib.security import accounts
from lib.security.accounts import Draft, Person
from lib.security.acting import acting


def people(viewer: Viewer) -> list[Person]:
    """Every account, by name."""
    with reading(board_engine()) as conn:
        return accounts.list_people(conn, viewer, now())


def _acting(viewer: Viewer, act: str, subject: str) -> AbstractContextManager[Connection]:
    return acting(board_engine(), viewer, act, subject)


def add(viewer: Viewer, username: str, display_name: str) -> str:
    """Make an account without rights; its first password."""
    draft = Draft(username.strip().lower(), display_name.strip())
    with _acting(viewer, "account_added", draft.username) as conn:
        return accounts.add(conn, viewer, draft, {}, now())


def give_new_password(viewer: Viewer, username: str) -> str:
    """A new password to hand over."""
    with _acting(viewer, "password_reset", username) as conn:
        return accounts.give_new_password(conn, viewer, username, now())


def set_in_use(viewer: Viewer, username: str, *, in_use: bool) -> None:
    """Disable an account, or put it back into use."""
    act = accounts.enable if in_use else accounts.disable
    with _acting(viewer, "account_enabled" if in_use else "account_disabled", username) as conn:
        act(conn, viewer, username, now())


def unlock(viewer: Viewer, username: str) -> None:
    """Lift a lock-out."""
    with _acting(viewer, "unlocked", username) as conn:
        accounts.unlock(conn, viewer, username, now())


def grant(viewer: Viewer, username: str, role: str | None, unit_code: str | None, units: Mapping[str, Unit]) -> None:
    """Give an account a role and a unit."""
    with _acting(viewer, "rights_changed", username) as conn:
        accounts.grant(conn, viewer, username, role, unit_code, units, now())
