"""The board works under its least accounts: importing, signing in, pages, inbox, a further plan, the doctor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.commands.doctor import findings
from lib.commands.founding import prepare, publish_plan
from lib.commands.roles import create_roles
from lib.db.engine import open_engine, open_read_engine, reading, writing
from lib.db.migrate import verify_guards
from lib.db.queries import accounts
from lib.errors import Refused, Unavailable
from lib.security import accounts as people_acts
from lib.security import audit, sessions, signing_in
from lib.security.accounts import Draft
from lib.security.founding import OPERATOR_VIEWER
from lib.services import my_unit, overview
from lib.services.book import open_book
from lib.services.part_facts import part_facts
from tests import people
from tests.db.roles_cast import PREFIX, ROLES, Logins, logins
from tests.intake.filled import OFFICE_VIEWER, csv_file, good, imported
from tests.intake.inboxes import taken

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def board(postgresql_admin: Engine, postgresql_template: str) -> Iterator[Logins]:
    with logins(postgresql_admin, postgresql_template) as made:
        yield made


@pytest.fixture
def app(board: Logins) -> Iterator[Engine]:
    opened = open_engine(board.address(ROLES.app))
    yield opened
    opened.dispose()


@pytest.fixture
def pages(board: Logins) -> Iterator[Engine]:
    opened = open_read_engine(board.address(ROLES.page_reader))
    yield opened
    opened.dispose()


def test_sheets_are_imported_and_refusals_noted(app: Engine) -> None:
    assert imported(app, csv_file(good("台账流转", 编号="W1"))).new == 1
    with pytest.raises(Refused):
        imported(app, csv_file(good("台账流转", 编号="W2", 金额="x")))
    with reading(app) as conn:
        assert accounts.latest_audit_rows(conn, 1)[0].act == "import_refused"
        assert audit.verify(conn) == []


def test_people_sign_in_change_passwords_and_are_managed(board: Logins, app: Engine) -> None:
    with writing(app) as conn:
        password = people_acts.add(
            conn, OPERATOR_VIEWER, Draft("newclerk", "新人", "unit_clerk", "kgj"), people.plan().unit, now()
        )
    code = signing_in.attempt(app, "newclerk", password, now())
    assert code is not None and signing_in.attempt(app, "newclerk", "wrong", now()) is None
    with writing(app) as conn:
        cookie = sessions.redeem_claim(conn, code, now())
        assert cookie is not None
        sessions.note_action(conn, sessions.hashed(cookie), now())
        session = sessions.live(conn, sessions.hashed(cookie), now())
        assert session is not None
        people_acts.change_own_password(conn, session.viewer, "Ganzhou-77-Feng", now(), session_id=session.session_id)
        people_acts.disable(conn, OPERATOR_VIEWER, "newclerk", now())


def test_pages_are_served_by_the_account_that_can_only_read(pages: Engine) -> None:
    verify_guards(pages)
    with open_book(pages) as book:
        assert book.edition.last_number > 0
        assert overview.cockpit(OFFICE_VIEWER, book, date(2021, 9, 30), None)
        assert my_unit.my_unit(OFFICE_VIEWER, book, date(2021, 9, 30), None, "kgj")
        told = part_facts(OFFICE_VIEWER, book, people.plan(), range(1, book.edition.last_number + 1))
        assert told.lines and told.lines[0].account_name
    with pytest.raises(Unavailable, match="没有此项权限"), writing(pages):
        pass


def test_the_inbox_is_taken(board: Logins, app: Engine) -> None:
    with board.opened.setdefault("sender", open_engine(board.address(f"{ROLES.senders}_bank"))).begin() as conn:
        conn.exec_driver_sql("INSERT INTO my_batch (batch, row_count) VALUES ('real', 1)")
        conn.exec_driver_sql("INSERT INTO my_row (batch, row_no, sheet, cells) VALUES ('real', 1, '台账流转', "
                             "'{\"台账\": \"npl\", \"编号\": \"R1\", \"动作\": \"委托\", \"日期\": \"2021-05-06\", "
                             "\"金额(万元)\": 10}')")  # fmt: skip
    assert [(one.batch, one.stored) for one in taken(app)] == [("real", True)]
    with board.of(f"{ROLES.senders}_bank") as conn:
        found = conn.exec_driver_sql("SELECT state, number IS NOT NULL FROM my_answer WHERE batch = 'real'").all()
    assert [tuple(row) for row in found] == [("已入库", False), ("已入库", True)]


def test_a_plan_is_published_and_the_schema_found_in_place(app: Engine) -> None:
    prepare(app, now())
    assert publish_plan(app, OPERATOR_VIEWER, replace(people.plan(), digest="0" * 64), now()).new, "counts are rebuilt"
    assert publish_plan(app, OPERATOR_VIEWER, people.plan(), now()).new
    verify_guards(app)


@pytest.mark.parametrize("account", ["app", "page_reader"])
def test_a_working_account_makes_no_roles(board: Logins, account: str) -> None:
    opened = open_engine(board.address(f"{PREFIX}_{account}"))
    with pytest.raises((Refused, Unavailable)):
        create_roles(opened, OPERATOR_VIEWER, PREFIX, {})
    opened.dispose()


def test_the_doctor_tells_an_account_that_can_do_too_much(board: Logins, app: Engine) -> None:
    def said(engine: Engine) -> str:
        return next(f"{one.well} {one.sentence}" for one in findings(engine) if one.name == "数据库权限")

    owner = open_engine(board.address(ROLES.owner))
    assert said(app) == f"True 以 {ROLES.app} 运行，不能改表、停触发器"
    assert said(owner).startswith("False") and "所有者" in said(owner)
    assert said(board.admin).startswith("False") and "超级用户" in said(board.admin)
    owner.dispose()
