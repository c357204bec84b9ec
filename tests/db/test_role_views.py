"""What other systems read: no row of a case that is or ever was before a court, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from lib.clock import now
from lib.commands.roles import create_roles
from lib.db.board import store_plan
from lib.db.engine import open_engine, writing
from lib.db.migrate import downgrade, migrate
from lib.db.role_views import READ_VIEWS, VIEW_OF
from lib.db.tables import FACTS, OF_RESULTS
from lib.security.founding import OPERATOR_VIEWER, create_operator
from tests.db.roles_cast import PREFIX, ROLES, SECRET, Logins, logins

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def board(postgresql_admin: Engine, postgresql_template: str) -> Iterator[Logins]:
    with logins(postgresql_admin, postgresql_template) as made:
        yield made


def read(board: Logins, query: str) -> list[dict[str, Any]]:
    """The rows a reader gets."""
    with board.of(ROLES.reader) as conn:
        return [dict(row) for row in conn.exec_driver_sql(query).mappings()]


def test_every_kind_of_fact_has_a_view_but_what_was_done_with_results() -> None:
    assert set(VIEW_OF) == set(FACTS) - set(OF_RESULTS)


@pytest.mark.parametrize("view", READ_VIEWS)
def test_no_view_holds_a_word_of_a_secret_case_or_a_party(board: Logins, view: str) -> None:
    said = str(read(board, f"SELECT * FROM {view}"))
    assert [
        word for word in (*SECRET, "某某公司", "当事人", "zhang") if f"'{word}" in said or f"误登{word}" in said
    ] == []
    assert [
        column for row in read(board, f"SELECT * FROM {view}") for column in row if column in ("account", "source")
    ] == []


def test_cases_that_never_saw_a_court_are_read_with_what_is_not_masked(board: Logins) -> None:
    asked = "SELECT * FROM read_event WHERE number NOT IN (SELECT corrects FROM read_correction)"
    found = {row["case_no"]: row["attributes"] for row in read(board, asked)}
    assert found == {"NPL1": None, "JY1": '{"行业": "制造"}', "JY2": None}
    first = read(board, "SELECT attributes FROM read_event WHERE case_no = 'NPL1' AND generation = 0")
    assert first == [{"attributes": '{"对象": "企业", "银行": "工行"}'}]


def test_open_cases_are_read_with_their_state(board: Logins) -> None:
    found = {row["case_no"]: (row["state"], row["attributes"]) for row in read(board, "SELECT * FROM read_case")}
    assert found == {"NPL1": ("已委托", None), "JY1": ("已申请", '{"行业": "制造"}'), "JY2": ("已申请", None)}


def test_a_correction_of_a_secret_case_is_not_read_and_another_is(board: Logins) -> None:
    assert [row["reason"] for row in read(board, "SELECT * FROM read_correction")] == ["误登NPL1"]


def test_secret_cases_are_counted(board: Logins) -> None:
    counts = {(row["flow"], row["action"]): row["n"] for row in read(board, "SELECT * FROM read_flow_count")}
    assert (counts["litigation", "立案"], counts["npl", "移送执行"], counts["npl", "委托"]) == (1, 1, 3)
    assert ("finance_mediation", "调解成功") not in counts, "what was voided is not counted"


def test_facts_are_followed_by_their_number(board: Logins) -> None:
    last = read(board, "SELECT last_number FROM read_chain")[0]["last_number"]
    assert read(board, f"SELECT * FROM read_report WHERE number > {last}") == []
    assert [row["number"] for row in read(board, "SELECT number FROM read_report WHERE number > 0")] == [1]


def test_a_plan_that_calls_a_state_judicial_hides_its_cases_at_once_and_for_good(board: Logins) -> None:
    """No view is made anew: it asks the plans themselves, all that were ever published."""
    state = '{"flows":[{"code":"rescue","states":[{"name":"x","judicial":true}],"actions":[{"name":"申请","to":"x"}]}]}'
    with board.admin.connect() as conn:
        conn.execute(
            text(
                "INSERT INTO plan_version VALUES (90, 'c', '9', 'd9', :doc, now(), 'x'), (91, 'c', '10', 'd10', '{}', now(), 'x')"
            ),
            {"doc": state},
        )
        conn.exec_driver_sql(f"SET LOCAL ROLE {ROLES.reader}")
        found = set(conn.exec_driver_sql("SELECT DISTINCT flow FROM read_event").scalars())
        conn.rollback()
    assert found == {"npl"}


# --- migrations ----------------------------------------------------------------------------------


@pytest.fixture
def ruled(postgresql_engine: Engine) -> Iterator[Engine]:
    """A database of its own with roles."""
    with writing(postgresql_engine) as conn:
        store_plan(conn, "p", "1", "d", "{}", "x")
        create_operator(conn, now())
    create_roles(postgresql_engine, OPERATOR_VIEWER, f"{PREFIX}m", {f"{PREFIX}m_owner": "long-enough-word"})
    yield postgresql_engine
    roles = [f"{PREFIX}m_{name}" for name in ("owner", "app", "page_reader", "reader", "sender")]
    with postgresql_engine.begin() as conn:
        conn.exec_driver_sql(f"DROP OWNED BY {', '.join(roles)} CASCADE")
        for role in roles:
            conn.exec_driver_sql(f"DROP ROLE {role}")


def signed_in(engine: Engine, name: str) -> Engine:
    url = engine.url.set(username=f"{PREFIX}m_{name}", password="long-enough-word")
    return open_engine(url.render_as_string(hide_password=False))


def test_the_owner_migrates_back_and_forth_and_rights_stand_again(ruled: Engine) -> None:
    owner = signed_in(ruled, "owner")
    with ruled.begin() as conn:
        conn.exec_driver_sql("DROP TRIGGER guard_report ON report")
    migrate(owner)
    downgrade(owner, "0003")
    migrate(owner)
    owner.dispose()
    reader = signed_in(ruled, "reader")
    with reader.connect() as conn:
        assert conn.exec_driver_sql("SELECT * FROM read_event").all() == []
    reader.dispose()


def test_the_board_itself_finds_nothing_to_migrate_and_touches_nothing(ruled: Engine) -> None:
    app = signed_in(ruled, "app")
    migrate(app)
    app.dispose()


def test_roles_are_renewed_and_a_wider_right_is_taken_back(ruled: Engine) -> None:
    with ruled.begin() as conn:
        conn.exec_driver_sql(f"GRANT ALL ON account TO {PREFIX}m_reader")
        conn.exec_driver_sql(f"GRANT UPDATE (text) ON report TO {PREFIX}m_app")
    made = create_roles(ruled, OPERATOR_VIEWER, f"{PREFIX}m", {})
    assert {one.password for one in made} == {None}, "passwords stay"
    with ruled.connect() as conn:
        asked = text(
            "SELECT has_table_privilege(:reader, 'account', 'SELECT'), has_column_privilege(:app, 'report', 'text', 'UPDATE')"
        )
        found = conn.execute(asked, {"reader": f"{PREFIX}m_reader", "app": f"{PREFIX}m_app"}).one()
    assert tuple(found) == (False, False)
