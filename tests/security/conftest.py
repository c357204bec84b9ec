"""Accounts at a cheap bcrypt cost: what is tested is what is done with them."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from lib.security import passwords
from tests import people


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least cost bcrypt knows."""
    monkeypatch.setattr(passwords, "COST", 4)
    passwords._dummy.cache_clear()


@pytest.fixture
def password(engine: Engine) -> str:
    """Settles the cast of a demo in `engine`; their password."""
    return people.found(engine)
