"""Every role under its real login: what the board and other systems need is allowed, all else is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from lib.db import roles
from lib.db.all_tables import metadata
from lib.db.roles import app_rights, page_rights, reader_rights
from lib.db.tables import FACTS
from tests.db.roles_cast import PREFIX, ROLES, Logins, logins

pytestmark = pytest.mark.postgresql

OWNER, APP, PAGES, READER = ROLES.owner, ROLES.app, ROLES.page_reader, ROLES.reader
# By these words a parameter names a role: the names themselves differ from run to run.
BANK, COURT = ROLES.sender_prefix + "bank", ROLES.sender_prefix + "court"
WORKING = [pytest.param(APP, id="app"), pytest.param(PAGES, id="pages"), pytest.param(READER, id="reader"),
           pytest.param(BANK, id="sender")]  # fmt: skip
NOT_THE_BOARD, OUTSIDE = WORKING[1:], WORKING[2:]


@pytest.fixture(scope="module")
def board(postgresql_admin: Engine, postgresql_template: str) -> Iterator[Logins]:
    with logins(postgresql_admin, postgresql_template) as made:
        yield made


def attempt(board: Logins, role: str, statement: str) -> str:
    """done, or the word for why not: refused (no right), bounded (a rule of the table or view), absent."""
    words = {"42501": "refused", "44000": "bounded", "23514": "bounded", "23505": "bounded", "23503": "bounded",
             "42P01": "absent", "0A000": "bounded", "55000": "no place", "P0001": "bounded", "23502": "bounded"}  # fmt: skip
    with board.of(role) as conn:
        try:
            conn.exec_driver_sql(statement)
        except DBAPIError as error:
            return words.get(error.orig.sqlstate, f"{error.orig.sqlstate}: {error.orig}")  # type: ignore[union-attr]
    return "done"


# --- decisions -----------------------------------------------------------------------------------


def test_every_table_of_the_database_has_a_decision_for_every_role(postgresql_engine: Engine) -> None:
    present = set(inspect(postgresql_engine).get_table_names()) - {"alembic_version"}
    assert present == set(metadata.tables)
    undecided = [
        table.name
        for table in metadata.sorted_tables
        if None in (app_rights(table), page_rights(table), reader_rights(table))
    ]
    assert undecided == []


def test_a_table_nobody_decided_about_stops_the_making_of_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "_APP", {})
    with pytest.raises(KeyError, match="nobody decided"):
        list(roles.grant_statements(ROLES, "public"))


# --- what nobody but the owner may -----------------------------------------------------------------

FORBIDDEN_TO_ALL = [
    *(f"UPDATE {name} SET account = 'x'" for name in FACTS),
    *(f"DELETE FROM {name}" for name in FACTS),
    *(f"TRUNCATE {name} CASCADE" for name in ("report", "case_event", "audit_row", "inbox_batch", "case_head", "account")),
    "UPDATE audit_row SET detail = 'x'", "DELETE FROM audit_row",
    "UPDATE plan_version SET document = '{}'", "DELETE FROM plan_version",
    "UPDATE inbox_row SET cells = '{}'", "DELETE FROM inbox_batch", "UPDATE inbox_answer SET state = '已入库'",
    "UPDATE alembic_version SET version_num = '0'",
    "ALTER TABLE report ADD COLUMN x int", "ALTER TABLE report OWNER TO CURRENT_USER", "DROP TABLE report CASCADE",
    "ALTER TABLE report DISABLE TRIGGER ALL", "ALTER TABLE case_event DISABLE TRIGGER guard_case_event",
    "DROP TRIGGER guard_report ON report", "DROP FUNCTION guard_rows() CASCADE", "DROP VIEW read_event",
    "CREATE OR REPLACE FUNCTION guard_rows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE OR REPLACE VIEW read_event AS SELECT * FROM case_event",
    "CREATE TABLE mine (a int)", "CREATE TEMP TABLE mine (a int)", "CREATE SCHEMA mine", "CREATE ROLE mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE INDEX ON report (unit)",
    "SET ROLE {owner}", "GRANT {owner} TO CURRENT_USER", "SET session_replication_role = replica",
    "ALTER ROLE {owner} PASSWORD 'x'", "ALTER ROLE CURRENT_USER SUPERUSER", "ALTER ROLE CURRENT_USER CREATEROLE",
    "COPY report TO PROGRAM 'cat'", "COPY report FROM PROGRAM 'id'", "COPY report TO '/tmp/report'",
    "SELECT pg_read_file('PG_VERSION')", "SELECT * FROM pg_authid", "SELECT lo_import('/etc/passwd')",
    "DELETE FROM board_setting", "DELETE FROM account", "DELETE FROM sign_in_session", "DELETE FROM chain_tail",
    "INSERT INTO chain_tail SELECT * FROM chain_tail",
]  # fmt: skip


@pytest.mark.parametrize("role", WORKING)
@pytest.mark.parametrize("statement", FORBIDDEN_TO_ALL)
def test_no_working_role_may(board: Logins, role: str, statement: str) -> None:
    assert attempt(board, role, statement.replace("{owner}", OWNER)) == "refused"


@pytest.mark.parametrize("role", NOT_THE_BOARD)
def test_nobody_becomes_another(board: Logins, role: str) -> None:
    for other in {APP, OWNER, PAGES, READER, COURT, "pg_execute_server_program"} - {role}:
        assert attempt(board, role, f"SET ROLE {other}") == "refused"


CLOSED_OUTSIDE_THE_BOARD = [
    "SELECT role FROM account", "SELECT password_hash FROM account", "SELECT demo_password FROM account",
    "SELECT * FROM former_password", "SELECT * FROM sign_in_session", "SELECT * FROM claim_code",
    "SELECT * FROM audit_row", "SELECT * FROM inbox_sender", "SELECT * FROM inbox_batch", "SELECT * FROM inbox_row",
    "SELECT * FROM inbox_answer", "SELECT * FROM court_step", "COPY account TO STDOUT", "TABLE audit_row",
    "INSERT INTO report SELECT * FROM report", "UPDATE account SET role = 'office'",
    "UPDATE chain_tail SET last_number = 0", "UPDATE chain_tail SET audit_hash = NULL",
    "SELECT id FROM chain_tail FOR UPDATE", "INSERT INTO audit_row SELECT * FROM audit_row",
    "INSERT INTO inbox_batch VALUES ('bank', 'x', 1, now())", "INSERT INTO inbox_sender VALUES ('x', 'office', now(), 'x')",
    "INSERT INTO inbox_answer VALUES ('bank', 'old', 9, 1, NULL, '已入库', 1, NULL, now())",
    "INSERT INTO board_setting VALUES ('demo', 'no')", "UPDATE board_setting SET value = 'no'",
    "DELETE FROM case_head", "INSERT INTO tally VALUES ('k', 'd', '2021-01-01', 'npl', '-', 9)",
]  # fmt: skip


@pytest.mark.parametrize("role", NOT_THE_BOARD)
@pytest.mark.parametrize("statement", CLOSED_OUTSIDE_THE_BOARD)
def test_accounts_trail_inbox_and_every_write_are_closed_outside_the_board(
    board: Logins, role: str, statement: str
) -> None:
    assert attempt(board, role, statement) == "refused"


@pytest.mark.parametrize("role", OUTSIDE)
@pytest.mark.parametrize(
    "table", sorted({*FACTS, "case_head", "late_span", "plan_version", "chain_tail", "board_setting"})
)
def test_other_systems_read_no_table_with_rows_of_cases_or_people(board: Logins, role: str, table: str) -> None:
    assert attempt(board, role, f"SELECT * FROM {table}") == "refused"


# --- what each needs -------------------------------------------------------------------------------


def test_the_pages_read_facts_counts_and_plan(board: Logins) -> None:
    for name in (*FACTS, "case_head", "tally", "plan_version", "board_setting", "chain_tail", "alembic_version"):
        assert attempt(board, PAGES, f"SELECT * FROM {name}") == "done"


NAMES = "SELECT username, display_name FROM account"


@pytest.mark.parametrize("role", OUTSIDE)
def test_other_systems_are_not_told_who_has_an_account(board: Logins, role: str) -> None:
    assert attempt(board, role, NAMES) == "refused"


def test_the_pages_name_who_recorded_a_fact_and_read_no_more_of_an_account(board: Logins) -> None:
    assert attempt(board, PAGES, NAMES) == "done"
    assert attempt(board, PAGES, "SELECT * FROM account") == "refused"


def test_a_reader_reads_views_and_counts(board: Logins) -> None:
    for name in (*roles.READ_VIEWS, "tally", "amount_tally", "measure_tally", "counts_head"):
        assert attempt(board, READER, f"SELECT * FROM {name}") == "done"


@pytest.mark.parametrize("view", roles.READ_VIEWS)
@pytest.mark.parametrize("verb", ["INSERT INTO {0} SELECT * FROM {0}", "DELETE FROM {0}"])
def test_a_reader_writes_no_view(board: Logins, view: str, verb: str) -> None:
    assert attempt(board, READER, verb.format(view)) in ("refused", "no place")


SENT = [
    ("INSERT INTO my_batch (batch, row_count) VALUES ('n1', 1)", "done"),
    ("INSERT INTO my_batch (batch, row_count) VALUES ('old', 1)", "bounded"),
    ("INSERT INTO my_batch (batch, row_count) VALUES ('old', 1) ON CONFLICT DO NOTHING", "done"),
    ("INSERT INTO my_batch (batch, row_count) VALUES ('n1', 0)", "bounded"),
    ("INSERT INTO my_batch (batch, row_count) VALUES ('n1', 20001)", "bounded"),
    ("INSERT INTO my_batch (sender, batch, row_count) VALUES ('court', 'n1', 1)", "refused"),
    ("INSERT INTO my_batch (sender, batch, row_count) VALUES ('bank', 'n1', 1)", "refused"),
    ("INSERT INTO my_batch (batch, row_count, sent_at) VALUES ('n1', 1, '2021-01-01')", "refused"),
    ("INSERT INTO my_row (batch, row_no, sheet, cells) VALUES ('old', 2, '台账流转', '{}')", "bounded"),
    ("INSERT INTO my_row (batch, row_no, sheet, cells) VALUES ('old', 1, '台账流转', '{}')", "bounded"),
    ("INSERT INTO my_row (batch, row_no, sheet, cells) VALUES ('none', 1, '台账流转', '{}')", "bounded"),
    ("INSERT INTO my_row (sender, batch, row_no, sheet, cells) VALUES ('court', 'old', 2, 's', '{}')", "refused"),
    ("UPDATE my_batch SET row_count = 5", "refused"),
    ("UPDATE my_row SET cells = '{}'", "refused"),
    ("DELETE FROM my_batch", "refused"),
    ("DELETE FROM my_row", "refused"),
    ("INSERT INTO my_answer (batch, place, state, answered_at) VALUES ('n', 0, '已入库', now())", "refused"),
    ("SELECT * FROM my_batch", "done"),
    ("SELECT * FROM my_row", "done"),
    ("SELECT * FROM my_answer", "done"),
    ("SELECT * FROM read_event", "refused"),
    ("SELECT * FROM tally", "refused"),
]


@pytest.mark.parametrize(("statement", "outcome"), SENT)
def test_a_sender_brings_its_own_rows_and_nothing_else(board: Logins, statement: str, outcome: str) -> None:
    assert attempt(board, BANK, statement) == outcome


@pytest.mark.parametrize("view", ["my_batch", "my_row", "my_answer"])
def test_a_sender_sees_its_own_and_no_other_systems(board: Logins, view: str) -> None:
    seen = {}
    for role in (BANK, COURT):
        with board.of(role) as conn:
            conn.exec_driver_sql(f"SET ROLE {ROLES.senders}")
            seen[role] = conn.exec_driver_sql(f"SELECT count(*) FROM {view} WHERE batch = 'old'").scalar_one()
            if view != "my_answer":
                names = set(conn.exec_driver_sql(f"SELECT sender FROM {view}").scalars())
                assert names == {role.removeprefix(ROLES.sender_prefix)}
    assert seen[BANK] == seen[COURT] > 0
    for role in (APP, READER, PAGES):
        assert attempt(board, role, f"SELECT * FROM {view}") == "refused"


def test_the_server_says_when_and_by_whom_a_batch_was_sent(board: Logins) -> None:
    with board.of(BANK) as conn:
        conn.exec_driver_sql("INSERT INTO my_batch (batch, row_count) VALUES ('n1', 1)")
        found = conn.exec_driver_sql(
            "SELECT sender, now() - sent_at < '1 minute' FROM my_batch WHERE batch = 'n1'"
        ).one()
    assert tuple(found) == ("bank", True)


def test_no_condition_of_the_asker_is_tried_on_a_hidden_row(board: Logins) -> None:
    """A division by zero would tell that the row is there."""
    spy = "1 / (CASE WHEN case_no IN ('XZ1', 'NPL2') THEN 0 ELSE 1 END) = 1"
    assert attempt(board, READER, f"SELECT * FROM read_event WHERE {spy}") == "done"
    spy = "1 / (CASE WHEN sender = 'court' THEN 0 ELSE 1 END) = 1"
    assert attempt(board, BANK, f"SELECT * FROM my_batch WHERE {spy}") == "done"


# --- making them -----------------------------------------------------------------------------------


def test_passwords_are_kept_as_scram_and_logins_have_no_power(board: Logins) -> None:
    with board.admin.connect() as conn:
        found = conn.execute(
            text("SELECT rolname, rolpassword, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls, "
                 "rolcanlogin FROM pg_authid WHERE rolname LIKE :start"), {"start": f"{PREFIX}%"}
        ).all()  # fmt: skip
    assert len(found) == 7
    assert not any(row[2] for row in found)
    assert [row[0] for row in found if not row[3]] == [ROLES.senders]
    assert all(row[1].startswith("SCRAM-SHA-256$") for row in found if row[3])


def test_everything_belongs_to_the_owner(board: Logins) -> None:
    with board.admin.connect() as conn:
        owners = conn.execute(
            text("SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relkind IN ('r', 'v', 'S') "
                 "AND relnamespace = 'public'::regnamespace")
        ).scalars()  # fmt: skip
        assert set(owners) == {OWNER}
