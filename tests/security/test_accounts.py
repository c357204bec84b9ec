"""Accounts: who may make, grant and change them, and what passwords may come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.domain.rights import LEADER, SEC_ADMIN, SYS_ADMIN, Viewer
from lib.errors import NotAllowed, Refused
from lib.security import accounts, audit, founding, sessions, signing_in
from lib.security.accounts import Draft
from tests import people

SYS = Viewer("sysadmin", "孙管理", SYS_ADMIN)
SEC = Viewer("secadmin", "吴管理", SEC_ADMIN)
HEAD = Viewer("leader", "李副区长", LEADER)
UNITS = people.plan().unit
OPERATOR = founding.OPERATOR_VIEWER


def test_a_new_account_waits_for_rights_and_has_to_change_its_password(engine: Engine, password: str) -> None:
    with writing(engine) as conn:
        first = accounts.add(conn, SYS, Draft("zhang", "张三"), {}, now())
    assert signing_in.attempt(engine, "zhang", first, now()) is None, "nothing is visible by default"
    with writing(engine) as conn:
        accounts.grant(conn, SEC, "zhang", "unit_clerk", "czj", UNITS, now())
    code = signing_in.attempt(engine, "zhang", first, now())
    assert code is not None
    with writing(engine) as conn:
        cookie = sessions.redeem_claim(conn, code, now())
        assert cookie is not None
        session = sessions.live(conn, sessions.hashed(cookie), now())
    assert session is not None and session.must_change
    assert (session.viewer.unit_code, session.viewer.unit_kind) == ("czj", UNITS["czj"].kind)


def test_a_list_is_made_whole_or_not_at_all_with_every_problem_named(engine: Engine, password: str) -> None:
    drafts = [
        Draft("good", "好人", "unit_clerk", "czj"),
        Draft("李四", "李四"),
        Draft("leader", "重名"),
        Draft("judge", "法官", "unit_clerk", "qfy"),
        Draft("nounit", "无单位", "unit_head"),
        Draft("wrong", "错", "king"),
    ]
    with pytest.raises(Refused) as refused, writing(engine) as conn:
        accounts.import_list(conn, OPERATOR, drafts, UNITS, now())
    assert {problem.place for problem in refused.value.problems} == {"李四", "leader", "judge", "nounit", "wrong"}
    with reading(engine) as conn:
        assert queries.account_named(conn, "good") is None


def test_three_administrators_are_three_people(engine: Engine, password: str) -> None:
    with pytest.raises(Refused, match="三人"), writing(engine) as conn:
        accounts.import_list(conn, OPERATOR, [Draft("second", "孙管理", SEC_ADMIN)], UNITS, now())


@pytest.mark.parametrize("actor", [HEAD, SEC])
def test_only_the_system_administrator_makes_accounts(engine: Engine, password: str, actor: Viewer) -> None:
    with pytest.raises(NotAllowed), writing(engine) as conn:
        accounts.add(conn, actor, Draft("zhang", "张三"), {}, now())


@pytest.mark.parametrize("actor", [HEAD, SYS])
def test_only_the_security_administrator_grants(engine: Engine, password: str, actor: Viewer) -> None:
    with pytest.raises(NotAllowed), writing(engine) as conn:
        accounts.grant(conn, actor, "clerk", LEADER, None, UNITS, now())


def test_nobody_grants_to_oneself(engine: Engine, password: str) -> None:
    with pytest.raises(NotAllowed), writing(engine) as conn:
        accounts.grant(conn, SEC, "secadmin", LEADER, None, UNITS, now())


def test_the_list_of_people_is_for_administrators(engine: Engine, password: str) -> None:
    with reading(engine) as conn:
        assert len(accounts.list_people(conn, SYS, now())) == 10
        with pytest.raises(NotAllowed):
            accounts.list_people(conn, HEAD, now())


def test_the_last_five_passwords_do_not_come_back_and_the_sixth_does(engine: Engine, password: str) -> None:
    for number in range(5):
        with writing(engine) as conn:
            accounts.change_own_password(conn, HEAD, f"Shan-yue{number}7", now())
    with pytest.raises(Refused, match="最近 5 次"), writing(engine) as conn:
        accounts.change_own_password(conn, HEAD, "Shan-yue07", now())
    with writing(engine) as conn:
        accounts.change_own_password(conn, HEAD, password, now())


def test_changing_the_password_keeps_this_session_and_ends_the_others(engine: Engine, password: str) -> None:
    here, there = (sessions.hashed(people.cookie_for(engine, "leader")) for _ in range(2))
    with writing(engine) as conn:
        accounts.change_own_password(conn, HEAD, "Shan-yue77", now(), session_id=here)
    with reading(engine) as conn:
        assert sessions.live(conn, here, now()) is not None
        assert sessions.live(conn, there, now()) is None


def test_a_password_of_ninety_days_has_to_be_changed(engine: Engine, password: str) -> None:
    late = now() + timedelta(days=90)
    cookie = people.cookie_for(engine, "leader", late)
    with reading(engine) as conn:
        session = sessions.live(conn, sessions.hashed(cookie), late)
    assert session is not None and session.must_change


def test_demo_accounts_beside_real_facts_are_refused_until_disabled(engine: Engine, password: str) -> None:
    with writing(engine) as conn:
        set_setting(conn, "demo", "no")
        founding.refuse_demo_accounts_on_real_facts(conn, facts_are_demo=True)
        with pytest.raises(Refused, match="leader"):
            founding.refuse_demo_accounts_on_real_facts(conn, facts_are_demo=False)
        for row in queries.demo_accounts(conn):
            accounts.disable(conn, OPERATOR, row.username, now())
        founding.refuse_demo_accounts_on_real_facts(conn, facts_are_demo=False)


def test_every_act_on_an_account_is_a_row_of_the_trail(engine: Engine, password: str) -> None:
    with writing(engine) as conn:
        before = queries.count_audit_rows(conn)
        accounts.add(conn, SYS, Draft("zhang", "张三"), {}, now())
        accounts.grant(conn, SEC, "zhang", LEADER, None, UNITS, now())
        accounts.give_new_password(conn, SYS, "zhang", now())
        accounts.disable(conn, SYS, "zhang", now())
        accounts.enable(conn, SYS, "zhang", now())
        accounts.unlock(conn, SEC, "zhang", now())
        assert queries.count_audit_rows(conn) == before + 6
        assert audit.verify(conn) == []
