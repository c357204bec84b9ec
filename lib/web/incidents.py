"""Errors nobody foresaw: the log gets all of it under a number, the reader gets the number."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

log = logging.getLogger("board.incident")

_tellers: list[Callable[[str], None]] = []


def tell_with(teller: Callable[[str], None]) -> None:
    """Let `teller` show a reader the number of an incident; the room that draws registers itself here."""
    _tellers[:] = [teller]


def report(error: Exception) -> bool:
    """Log an error under a new number and show the number; True: nothing else is shown."""
    number = note(error)
    for teller in _tellers:
        teller(number)
    return True


def note(error: BaseException) -> str:
    """Log an error under a new number."""
    number = secrets.token_hex(4)
    log.error("incident %s", number, exc_info=error)
    return number
