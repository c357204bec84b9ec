"""Signing in: one answer for all refusals, a lock counted in the database, sessions that die when told."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from lib.clock import now
from lib.db.accounts_tables import account
from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.domain.rights import SEC_ADMIN, SYS_ADMIN, Viewer
from lib.security import accounts, passwords, sessions, signing_in
from tests import people

SYS = Viewer("sysadmin", "孙管理", SYS_ADMIN)
SEC = Viewer("secadmin", "吴管理", SEC_ADMIN)


def signed_in(engine: Engine, username: str, password: str, at: datetime) -> str:
    code = signing_in.attempt(engine, username, password, at)
    assert code is not None
    with writing(engine) as conn:
        cookie = sessions.redeem_claim(conn, code, at)
    assert cookie is not None
    return cookie


def is_live(engine: Engine, cookie: str, at: datetime) -> bool:
    with reading(engine) as conn:
        return sessions.live(conn, sessions.hashed(cookie), at) is not None


def test_the_right_password_opens_a_session(engine: Engine, password: str) -> None:
    cookie = signed_in(engine, "Leader ", password, now())
    with reading(engine) as conn:
        session = sessions.live(conn, sessions.hashed(cookie), now())
    assert session is not None
    assert (session.viewer.name, session.viewer.role, session.must_change) == ("李副区长", "leader", False)


def test_the_fifth_failure_locks_for_thirty_minutes(engine: Engine, password: str) -> None:
    start = now()
    for _ in range(4):
        assert signing_in.attempt(engine, "leader", "wrong", start) is None
    assert signing_in.attempt(engine, "leader", password, start) is not None, "four failures lock nothing"
    for _ in range(5):
        signing_in.attempt(engine, "leader", "wrong", start)
    assert signing_in.attempt(engine, "leader", password, start + timedelta(minutes=29, seconds=59)) is None
    assert signing_in.attempt(engine, "leader", password, start + timedelta(minutes=30)) is not None


def test_failures_while_locked_do_not_lengthen_the_lock(engine: Engine, password: str) -> None:
    start = now()
    for minute in range(9):
        signing_in.attempt(engine, "leader", "wrong", start + timedelta(minutes=minute if minute > 4 else 0))
    assert signing_in.attempt(engine, "leader", password, start + timedelta(minutes=30)) is not None


FAIL = """
import sys
from lib.clock import now
from lib.db.engine import open_engine
from lib.security import signing_in
engine = open_engine(sys.argv[1])
for _ in range(int(sys.argv[2])):
    signing_in.attempt(engine, "leader", "wrong", now())
"""


def test_the_lock_is_counted_across_processes(engine: Engine, password: str) -> None:
    url = engine.url.render_as_string(hide_password=False)
    others = [subprocess.Popen([sys.executable, "-c", FAIL, url, str(times)], cwd=people.PROJECT) for times in (2, 3)]
    assert [other.wait() for other in others] == [0, 0]
    assert signing_in.attempt(engine, "leader", password, now()) is None


def test_a_security_administrator_lifts_a_lock(engine: Engine, password: str) -> None:
    for _ in range(5):
        signing_in.attempt(engine, "leader", "wrong", now())
    with writing(engine) as conn:
        accounts.unlock(conn, SEC, "leader", now())
    assert signing_in.attempt(engine, "leader", password, now()) is not None


def test_an_unknown_account_is_checked_as_long_as_a_known_one(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: one bcrypt check of the same cost and one row in the trail either way."""
    people.found(sqlite_engine)
    checked: list[str] = []
    real = passwords.bcrypt.checkpw

    def counting(given: bytes, stored: bytes) -> bool:
        checked.append(stored.decode()[:7])
        return real(given, stored)

    monkeypatch.setattr(passwords.bcrypt, "checkpw", counting)
    rows = []
    for name in ("leader", "nobody"):
        with reading(sqlite_engine) as conn:
            before = queries.count_audit_rows(conn)
        assert signing_in.attempt(sqlite_engine, name, "wrong", now()) is None
        with reading(sqlite_engine) as conn:
            rows.append(queries.count_audit_rows(conn) - before)
    assert checked[0] == checked[1] and len(checked) == 2
    assert rows == [1, 1]


def test_a_claim_code_works_once(engine: Engine, password: str) -> None:
    code = signing_in.attempt(engine, "leader", password, now())
    assert code is not None
    with writing(engine) as conn:
        assert sessions.redeem_claim(conn, code, now()) is not None
        assert sessions.redeem_claim(conn, code, now()) is None


def test_a_claim_code_is_dead_after_thirty_seconds(engine: Engine, password: str) -> None:
    at = now()
    code = signing_in.attempt(engine, "leader", password, at)
    assert code is not None
    with writing(engine) as conn:
        assert sessions.redeem_claim(conn, code, at + timedelta(seconds=31)) is None


def test_a_session_dies_after_thirty_idle_minutes(engine: Engine, password: str) -> None:
    at = now()
    cookie = signed_in(engine, "leader", password, at)
    assert is_live(engine, cookie, at + timedelta(minutes=29, seconds=59))
    assert not is_live(engine, cookie, at + timedelta(minutes=30))


def test_a_session_in_use_dies_after_twelve_hours(engine: Engine, password: str) -> None:
    at = now()
    cookie = signed_in(engine, "leader", password, at)
    for minutes in range(20, 721, 20):
        if is_live(engine, cookie, at + timedelta(minutes=minutes)):
            with writing(engine) as conn:
                sessions.note_action(conn, sessions.hashed(cookie), at + timedelta(minutes=minutes))
    assert is_live(engine, cookie, at + timedelta(hours=12) - timedelta(seconds=1))
    assert not is_live(engine, cookie, at + timedelta(hours=12))


def test_signing_out_kills_the_session(engine: Engine, password: str) -> None:
    cookie = signed_in(engine, "leader", password, now())
    with writing(engine) as conn:
        sessions.end(conn, sessions.hashed(cookie), "退出登录", now())
    assert not is_live(engine, cookie, now())


@pytest.mark.parametrize("act", ["disable", "reset", "grant"])
def test_what_an_administrator_does_to_an_account_ends_its_sessions(engine: Engine, password: str, act: str) -> None:
    cookie = signed_in(engine, "clerk", password, now())
    with writing(engine) as conn:
        if act == "disable":
            accounts.disable(conn, SYS, "clerk", now())
        elif act == "reset":
            accounts.give_new_password(conn, SYS, "clerk", now())
        else:
            accounts.grant(conn, SEC, "clerk", "unit_clerk", "czj", people.plan().unit, now())
    assert not is_live(engine, cookie, now())


def test_a_disabled_account_cannot_sign_in(engine: Engine, password: str) -> None:
    with writing(engine) as conn:
        accounts.disable(conn, SYS, "clerk", now())
    assert signing_in.attempt(engine, "clerk", password, now()) is None


def test_a_session_stays_dead_when_its_account_comes_back_into_use(engine: Engine, password: str) -> None:
    cookie = signed_in(engine, "clerk", password, now())
    with writing(engine) as conn:
        accounts.disable(conn, SYS, "clerk", now())
        accounts.enable(conn, SYS, "clerk", now())
    assert not is_live(engine, cookie, now())


@pytest.mark.parametrize("taken", [{"disabled_at": now()}, {"role": None}])
def test_a_session_does_not_outlive_what_its_account_had(
    engine: Engine, password: str, taken: dict[str, datetime | None]
) -> None:
    cookie = signed_in(engine, "clerk", password, now())
    with writing(engine) as conn:
        conn.execute(update(account).where(account.c.username == "clerk").values(**taken))
    assert not is_live(engine, cookie, now())


def test_the_operator_cannot_sign_in(engine: Engine, password: str) -> None:
    assert signing_in.attempt(engine, "operator", "", now()) is None


def test_demo_accounts_cannot_sign_in_beside_real_facts(engine: Engine, password: str) -> None:
    with writing(engine) as conn:
        set_setting(conn, "demo", "no")
    assert signing_in.attempt(engine, "leader", password, now()) is None
