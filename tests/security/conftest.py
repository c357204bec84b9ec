"""The accounts that are tested."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests import people


@pytest.fixture
def password(engine: Engine) -> str:
    """Settles the cast of a demo in `engine`; their password."""
    return people.found(engine)
