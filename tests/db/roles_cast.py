"""A PostgreSQL board with roles of its own and real logins, made once for the tests that try them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from lib.clock import now
from lib.commands import inbox
from lib.commands.roles import create_roles
from lib.db import counting, facts, role_views
from lib.db.engine import open_engine, writing
from lib.db.inbox import put_batch
from lib.db.roles import roles_of
from lib.domain.facts import Event
from lib.domain.inbox import SentRow
from lib.intake.taking import take
from lib.security.founding import OPERATOR_VIEWER
from tests import people
from tests.db.cast import OFFICE, UNREAD, one_of_each

PREFIX = f"t{os.getpid()}"
ROLES = roles_of(PREFIX)
SENDERS = {"bank": "office", "court": "court"}
DAY = date(2021, 5, 6)


def event(flow: str, case_no: str, action: str, **cells: object) -> Event:
    """One action on one case."""
    drafted = Event(0, 0, flow, case_no, action, DAY, None, None, None, None, "当事人张三", {}, UNREAD)
    return drafted._replace(**cells)  # type: ignore[arg-type]


# What must not come back to another system, and what must: NPL3 was taken before the court by mistake.
SECRET = ("XZ1", "JC1", "NPL2", "NPL3", "FM1")
EVENTS = [
    event("npl", "NPL1", "委托", attributes={"银行": "工行", "对象": "企业"}),
    event("rescue", "JY1", "申请", attributes={"企业": "某某公司", "行业": "制造"}),
    event("rescue", "JY2", "申请", attributes={"企业": "某某公司"}),
    event("litigation", "XZ1", "立案", assignee="zrzy", attributes={"案由": "处罚"}),
    event("procuratorate", "JC1", "受理"),
    event("npl", "NPL2", "委托"),
    event("npl", "NPL2", "启动清收"),
    event("npl", "NPL2", "移送执行"),
    event("npl", "NPL2", "办结", result="全部收回"),
    event("npl", "NPL3", "委托"),
    event("npl", "NPL3", "启动清收"),
    event("npl", "NPL3", "移送执行"),
    event("finance_mediation", "FM1", "受理"),
    event("finance_mediation", "FM1", "分派"),
    event("finance_mediation", "FM1", "调解成功"),
]


@dataclass
class Logins:
    """The board's database; `of` gives a connection of a real login, undone at the end."""

    admin: Engine
    passwords: dict[str, str]
    opened: dict[str, Engine] = field(default_factory=dict)

    def address(self, role: str) -> str:
        """The address under which that role signs in."""
        url = self.admin.url.set(username=role, password=self.passwords[role])
        return url.render_as_string(hide_password=False)

    @contextmanager
    def of(self, role: str) -> Iterator[Connection]:
        """A connection of this role."""
        if role not in self.opened:
            self.opened[role] = create_engine(make_url(self.address(role)).set(drivername="postgresql+psycopg"))
        with self.opened[role].connect() as conn:
            yield conn
            conn.rollback()


@contextmanager
def logins(admin: Engine, template: str) -> Iterator[Logins]:
    """A board with facts of every kind, secret cases, two systems with batches, and the roles."""
    name = f"board_roles_{os.getpid()}"
    _outside(admin, f"CREATE DATABASE {name} TEMPLATE {template}")
    engine = open_engine(admin.url.set(database=name).render_as_string(hide_password=False))
    _fill(engine)
    made = create_roles(engine, OPERATOR_VIEWER, PREFIX, {})
    board = Logins(engine, {one.name: one.password or "" for one in made})
    yield board
    for opened in (engine, *board.opened.values()):
        opened.dispose()
    _outside(admin, f"DROP DATABASE {name} WITH (FORCE)")
    for role in (*ROLES, *(ROLES.sender_prefix + one for one in SENDERS)):
        _outside(admin, f"DROP ROLE IF EXISTS {role}")


def _outside(admin: Engine, statement: str) -> None:
    with admin.connect() as conn:
        conn.execute(text(statement))


def _fill(engine: Engine) -> None:
    people.found(engine)
    with writing(engine) as conn:
        facts.append(conn, [*(one for one in one_of_each(1) if not isinstance(one, Event)), *EVENTS], OFFICE)
        for word, replacement in (("FM1", None), ("NPL3", None), ("NPL1", event("npl", "NPL1", "委托"))):
            number = conn.execute(
                text("SELECT max(number) FROM case_event WHERE case_no = :case"), {"case": word}
            ).scalar_one()
            facts.correct(conn, number, replacement, reason=f"误登{word}", approver="张", origin=OFFICE)
        counting.rebuild(conn, people.plan())
    for sender, account in SENDERS.items():
        inbox.bind_sender(engine, OPERATOR_VIEWER, sender, account, now())
        with writing(engine) as conn:
            put_batch(conn, sender, "old", [SentRow(1, "台账流转", "{}")], now())
    take(engine, today=DAY)


assert set(role_views.VIEW_OF) >= {"case_event", "correction"}
