"""Reading pages can run under a PostgreSQL account that can only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from lib.db.engine import open_read_engine, reading, writing
from lib.db.facts import append
from lib.db.migrate import verify_guards
from lib.db.queries import facts
from lib.errors import Unavailable
from tests.db.cast import OFFICE, REPORT

pytestmark = pytest.mark.postgresql


@pytest.fixture
def reader(postgresql_engine: Engine) -> Iterator[Engine]:
    """The same database as a role that may select and nothing else."""
    role = f"reader_of_{postgresql_engine.url.database}"
    with postgresql_engine.begin() as conn:
        conn.execute(text(f"CREATE ROLE {role}"))
        conn.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
    address = postgresql_engine.url.update_query_dict({"options": f"-c role={role}"})
    opened = open_read_engine(address.render_as_string(hide_password=False))
    yield opened
    opened.dispose()
    with postgresql_engine.begin() as conn:
        conn.execute(text(f"DROP OWNED BY {role}"))
        conn.execute(text(f"DROP ROLE {role}"))


def test_the_reader_sees_the_facts_and_the_guards(postgresql_engine: Engine, reader: Engine) -> None:
    with writing(postgresql_engine) as conn:
        append(conn, [REPORT], OFFICE)
    with reading(reader) as conn:
        assert len(facts.reports(conn)) == 1
    verify_guards(reader)


def test_the_reader_cannot_write(reader: Engine) -> None:
    with pytest.raises(Unavailable, match="没有此项权限"), writing(reader):
        pass
