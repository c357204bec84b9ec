"""PostgreSQL only: the roles under which the board and other systems work, and what each may do.

Written for PostgreSQL 10 and its relatives. Rights follow from the lists of tables in the code: a table without
a decision has no rights here and fails a test (docs/adr/roles-and-views.md). Applying is idempotent: rights are
taken away first and given anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, text

from lib.db.all_tables import metadata
from lib.db.append_only import APPEND_ONLY
from lib.db.board import set_setting
from lib.db.count_tables import COUNTS
from lib.db.queries.board import setting
from lib.db.queries.inbox import senders
from lib.db.role_views import READ_VIEWS, SEND_VIEWS, create_statements, drop_statements
from lib.db.tables import FACTS

SETTING = "roles"  # the prefix under which roles were made for this database
LONGEST_PREFIX = 24

_APPENDED = ("SELECT", "INSERT")
_KEPT = ("SELECT", "INSERT", "UPDATE")
_RENEWED = ("SELECT", "INSERT", "UPDATE", "DELETE")

# Tables that are neither facts, derived, nor append-only: what the board itself may do with each.
_APP: Mapping[str, tuple[str, ...]] = {
    "chain_tail": ("SELECT", "UPDATE"),
    "board_setting": _KEPT,
    "account": _KEPT,
    "former_password": _RENEWED,
    "sign_in_session": _KEPT,
    "claim_code": _RENEWED,
    "inbox_sender": _KEPT,
    "number_series": _KEPT,
    "case_cause": _APPENDED,
}
# Besides facts and derived tables: what reading pages need, and what they never see.
_OPEN_TO_PAGES = frozenset(
    {
        "plan_version",
        "chain_tail",
        "board_setting",
        "evidence_file",
        "evidence_deposit",
        "evidence_use",
        "case_cause",
        "period_result",
    }
)
_CLOSED_TO_PAGES = frozenset(
    {
        "account", "former_password", "sign_in_session", "claim_code", "audit_row",
        "inbox_sender", "inbox_batch", "inbox_row", "inbox_answer", "act_key", "number_series",
    }
)  # fmt: skip
# Of a closed table pages may read these columns only: who recorded a fact is told by name.
_COLUMNS_FOR_PAGES: Mapping[str, tuple[str, ...]] = {"account": ("username", "display_name")}
# Tables that other systems read as they are, for they hold numbers only; facts they read through views, and the
# rest not at all.
_OPEN_TO_READERS = frozenset({"tally", "amount_tally", "measure_tally", "counts_head"})
_CLOSED_TO_READERS = _CLOSED_TO_PAGES | _OPEN_TO_PAGES | {"case_head", "late_span"}


class Roles(NamedTuple):
    """The names of the roles. `senders` is the group of the logins `<senders>_<system>`."""

    owner: str
    app: str
    page_reader: str
    reader: str
    senders: str

    @property
    def sender_prefix(self) -> str:
        """What stands before the name of a system in the name of its login."""
        return f"{self.senders}_"

    @property
    def working(self) -> tuple[str, ...]:
        """All but the owner."""
        return (self.app, self.page_reader, self.reader, self.senders)


class Login(NamedTuple):
    """A role that can sign in; `password` None: it keeps the one it has."""

    name: str
    password: str | None


class Standing(NamedTuple):
    """Under what the board works: may it do anything, or everything with its own tables."""

    role: str
    superuser: bool
    owner: bool


def roles_of(prefix: str) -> Roles:
    """The roles of a board; a prefix of its own lets two boards live on one server."""
    return Roles(*(f"{prefix}_{name}" for name in ("owner", "app", "page_reader", "reader", "sender")))


def app_rights(table: Table) -> tuple[str, ...] | None:
    """What the board may do with a table; None where that was not decided."""
    if table.name in APPEND_ONLY:
        return _APPENDED
    return _RENEWED if table in COUNTS else _APP.get(table.name)


def page_rights(table: Table) -> tuple[str, ...] | None:
    """What reading pages may do with a table; None where that was not decided."""
    if table.name in FACTS or table in COUNTS or table.name in _OPEN_TO_PAGES:
        return ("SELECT",)
    return () if table.name in _CLOSED_TO_PAGES else None


def reader_rights(table: Table) -> tuple[str, ...] | None:
    """What other systems may do with a table itself; None where that was not decided."""
    if table.name in _OPEN_TO_READERS:
        return ("SELECT",)
    return () if table.name in FACTS or table.name in _CLOSED_TO_READERS else None


def role_statements(roles: Roles, systems: Iterable[str]) -> Iterator[str]:
    """Make every role that is not there, without any power over the server."""
    powerless = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    logins = [roles.owner, roles.app, roles.page_reader, roles.reader, *(roles.sender_prefix + one for one in systems)]
    for name in (roles.senders, *logins):
        yield (
            f"DO $$BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{name}') "  # noqa: S608  # our own names
            f"THEN CREATE ROLE {name}; END IF; END$$"
        )
        yield f"ALTER ROLE {name} {'LOGIN' if name in logins else 'NOLOGIN'} {powerless}"
        if name.startswith(roles.sender_prefix):
            yield f"GRANT {roles.senders} TO {name}"


def place_statements(roles: Roles, database: str, schema: str) -> Iterator[str]:
    """Close database and schema to everybody else; only the owner makes anything in them."""
    everyone = ", ".join((roles.owner, *roles.working))
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everyone}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {', '.join(roles.working)}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {everyone}"
    yield f"GRANT CREATE ON SCHEMA {schema} TO {roles.owner}"


def grant_statements(roles: Roles, schema: str) -> Iterator[str]:
    """Give tables and guards to the owner; as the owner, make the views and give each role exactly its rights."""
    tables = metadata.sorted_tables
    for name in (*(table.name for table in tables), "alembic_version"):
        yield f"ALTER TABLE {name} OWNER TO {roles.owner}"
    yield f"ALTER FUNCTION guard_rows() OWNER TO {roles.owner}"
    yield from drop_statements()
    yield f"SET LOCAL ROLE {roles.owner}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {', '.join(roles.working)}"
    yield from create_statements(roles.sender_prefix)
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {roles.app}"
    yield f"GRANT SELECT ON alembic_version TO {roles.app}, {roles.page_reader}"
    for table in tables:
        for role, rights in _rights(roles, table):
            yield f"GRANT {', '.join(rights)} ON {table.name} TO {role}"
    for name, columns in _COLUMNS_FOR_PAGES.items():
        yield f"GRANT SELECT ({', '.join(columns)}) ON {name} TO {roles.page_reader}"
    yield f"GRANT SELECT ON {', '.join(READ_VIEWS)} TO {roles.reader}"
    yield f"GRANT SELECT ON {', '.join(SEND_VIEWS)} TO {roles.senders}"
    yield f"GRANT INSERT (batch, row_count) ON my_batch TO {roles.senders}"
    yield f"GRANT INSERT (batch, row_no, sheet, cells) ON my_row TO {roles.senders}"
    yield "RESET ROLE"


def _rights(roles: Roles, table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    decided = {roles.app: app_rights(table), roles.page_reader: page_rights(table), roles.reader: reader_rights(table)}
    for role, rights in decided.items():
        if rights is None:
            raise KeyError(f"nobody decided what {role} may do with {table.name}")
        if rights:
            yield role, rights


def all_statements(conn: Connection, prefix: str) -> list[str]:
    """Everything but the passwords, in order, for this database; to be run by an administrator of the server."""
    roles, systems = roles_of(prefix), [one.sender for one in senders(conn)]
    database, schema = conn.execute(text("SELECT current_database(), current_schema()")).one()
    quote = conn.dialect.identifier_preparer.quote
    return [
        *role_statements(roles, systems),
        *place_statements(roles, quote(database), quote(schema)),
        *grant_statements(roles, quote(schema)),
    ]


def create_roles(conn: Connection, prefix: str, given: Mapping[str, str]) -> list[Login]:
    """Make or renew the roles of this database inside its transaction; the logins, with new passwords.

    `given`: passwords by role; a new login without one gets one invented. Only what PostgreSQL makes of a
    password (SCRAM) is sent, so that none stands in a log of the server.
    """
    there = set(conn.execute(text("SELECT rolname FROM pg_roles")).scalars())
    _run(conn, all_statements(conn, prefix))
    logins = [Login(name, given.get(name) or _invented(name in there)) for name in _logins(conn, prefix)]
    for login in logins:
        if login.password is not None:
            _run(conn, [f"ALTER ROLE {login.name} PASSWORD '{_secret_of(conn, login.name, login.password)}'"])
    set_setting(conn, SETTING, prefix)
    return logins


def _logins(conn: Connection, prefix: str) -> Sequence[str]:
    roles = roles_of(prefix)
    return (*roles[:4], *(roles.sender_prefix + one.sender for one in senders(conn)))


def _invented(there: bool) -> str | None:
    return None if there else secrets.token_urlsafe(24)


def _secret_of(conn: Connection, role: str, password: str) -> str:
    driver = conn.connection.driver_connection
    encrypted: bytes = driver.pgconn.encrypt_password(password.encode(), role.encode())  # type: ignore[union-attr]
    return encrypted.decode()


def renew_rights(conn: Connection) -> None:
    """After a migration: views and rights anew, where roles were made for this database and are on this server."""
    prefix = setting(conn, SETTING)
    if prefix is None:
        return
    there = set(conn.execute(text("SELECT rolname FROM pg_roles")).scalars())
    if there.issuperset(roles_of(prefix)):
        schema = conn.execute(text("SELECT current_schema()")).scalar_one()
        _run(conn, grant_statements(roles_of(prefix), conn.dialect.identifier_preparer.quote(schema)))


def drop_views(conn: Connection) -> None:
    """Before a migration: no view stands in the way of a change to its table."""
    _run(conn, drop_statements())


def standing(conn: Connection) -> Standing:
    """Under what account this connection works."""
    asked = text(
        "SELECT current_user, rolsuper, EXISTS (SELECT 1 FROM pg_class WHERE relname = 'case_event' "
        "AND pg_table_is_visible(oid) AND pg_has_role(current_user, relowner, 'MEMBER')) "
        "FROM pg_roles WHERE rolname = current_user"
    )
    return Standing(*conn.execute(asked).one())


def _run(conn: Connection, statements: Iterable[str]) -> None:
    """As they stand: a colon in them is no parameter."""
    for statement in statements:
        conn.exec_driver_sql(statement)
