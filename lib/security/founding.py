"""The first accounts of a database: the command line's own, and the cast of a demo."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from lib.db.accounts_tables import account, former_password
from lib.db.queries import accounts as queries
from lib.domain.plan import Unit
from lib.domain.rights import (
    AUDIT_ADMIN,
    COURT_CLERK,
    LEADER,
    OFFICE,
    OPERATOR,
    PLATFORM_CLERK,
    SEC_ADMIN,
    SYS_ADMIN,
    UNIT_CLERK,
    UNIT_HEAD,
    Viewer,
)
from lib.errors import Refused
from lib.security import audit, passwords
from lib.security.accounts import Draft, insert_account

OPERATOR_NAME = "operator"
OPERATOR_VIEWER = Viewer(OPERATOR_NAME, "命令行操作员", OPERATOR)

DEMO_CAST = (
    Draft("leader", "李副区长", LEADER),
    Draft("office", "赵主任", OFFICE, "qzfb"),
    Draft("head", "陈局长", UNIT_HEAD, "kgj"),
    Draft("clerk", "王科员", UNIT_CLERK, "kgj"),
    Draft("platform", "刘经办", PLATFORM_CLERK, "zzw"),
    Draft("court", "周法官", COURT_CLERK, "qfy"),
    Draft("sysadmin", "孙管理", SYS_ADMIN),
    Draft("secadmin", "吴管理", SEC_ADMIN),
    Draft("auditor", "郑审计", AUDIT_ADMIN),
)


def create_operator(conn: Connection, at: datetime) -> None:
    """The account under which commands act unless told otherwise; it has no password. Harmless if it is there."""
    if queries.account_named(conn, OPERATOR_NAME) is None:
        insert_account(conn, OPERATOR_NAME, Draft(OPERATOR_NAME, OPERATOR_VIEWER.name, OPERATOR), None, at)
        audit.record(conn, OPERATOR_NAME, "account_added", OPERATOR_NAME, "命令行操作员")


def create_demo_accounts(conn: Connection, units: Mapping[str, Unit], at: datetime) -> str:
    """One account for each role, all with one invented password, which is kept to be shown; that password."""
    password = f"Yanshi-{secrets.randbelow(900_000) + 100_000}"
    passwords.refuse_weak(password)
    stored = passwords.digest(password)
    for place, draft in enumerate(DEMO_CAST):
        kind = units[draft.unit_code].kind if draft.unit_code else None
        insert_account(conn, OPERATOR_NAME, draft, kind, at + timedelta(microseconds=place), demo=True)
        of_draft = account.c.username == draft.username
        conn.execute(update(account).where(of_draft).values(password_hash=stored, demo_password=password))
        conn.execute(insert(former_password).values(username=draft.username, password_hash=stored, set_at=at))
        audit.record(conn, OPERATOR_NAME, "account_added", draft.username, f"演示账号，{draft.display_name}")
    return password


def refuse_demo_accounts_on_real_facts(conn: Connection, *, facts_are_demo: bool) -> None:
    """Refused while demo accounts are in use beside facts that are not invented."""
    if facts_are_demo:
        return
    names = [row.username for row in queries.demo_accounts(conn)]
    if names:
        raise Refused(
            f"库中有真实数据，却仍启用演示账号：{'、'.join(names)}。请先用 python -m lib user disable 停用它们"
        )
