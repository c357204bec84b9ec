"""The session seen from the pages: what ends it is felt at the next click."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from lib.clock import now
from lib.db.accounts_tables import account, sign_in_session
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.domain.rights import SYS_ADMIN, Viewer
from lib.errors import Unavailable
from lib.security import accounts, gate
from tests.pages.conftest import Board

SYS = Viewer("sysadmin", "孙管理", SYS_ADMIN)
REFUSAL = "用户名或密码不正确，或账号已停用、已锁定。连续输错 5 次，账号锁定 30 分钟。"


def is_asked_to_sign_in(at: object) -> bool:
    return [one.label for one in at.text_input] == ["用户名", "密码"]  # type: ignore[attr-defined]


def test_a_disabled_accounts_next_click_is_refused(board: Board) -> None:
    at = board.visit("sec_admin", "admin/accounts")
    assert at.title[0].value == "账号"
    with writing(board.engine) as conn:
        accounts.disable(conn, SYS, "secadmin", now())
    at.run()
    assert is_asked_to_sign_in(at)
    assert not at.dataframe
    assert "登录已失效" in at.info[0].value


def test_half_an_hour_without_a_click_signs_out(board: Board) -> None:
    at = board.visit("sec_admin", "admin/accounts")
    with writing(board.engine) as conn:
        conn.execute(update(sign_in_session).values(acted_at=now() - timedelta(minutes=30)))
    assert is_asked_to_sign_in(at.run())


def test_a_click_is_noted_and_keeps_the_session(board: Board) -> None:
    at = board.visit("sec_admin", "admin/accounts")
    with writing(board.engine) as conn:
        conn.execute(update(sign_in_session).values(acted_at=now() - timedelta(minutes=20)))
    at.run()
    gate._notes.submit(int).result(10)
    with reading(board.engine) as conn:
        assert now() - queries.open_sessions(conn)["secadmin"] < timedelta(minutes=1)


def test_a_page_does_not_wait_for_anothers_transaction(board: Board) -> None:
    at = board.visit("sec_admin", "admin/accounts")
    with writing(board.engine) as conn:
        conn.execute(update(sign_in_session).values(acted_at=now() - timedelta(minutes=20)))
    with writing(board.engine):
        assert at.run(timeout=10).title[0].value == "账号"


def test_whoever_has_to_change_the_password_sees_nothing_else(board: Board) -> None:
    with writing(board.engine) as conn:
        conn.execute(update(account).where(account.c.username == "secadmin").values(must_change=True))
    assert board.visit("sec_admin", "admin/accounts").title[0].value == "修改密码"
    at = board.visit("sec_admin")
    assert at.title[0].value == "修改密码"
    assert not at.dataframe
    old, new, again = at.text_input
    old.input(board.password)
    new.input("Shan-yue77")
    again.input("Shan-yue77")
    at.button(key="FormSubmitter:password-保存新密码").click().run()
    assert "新密码已保存" in at.success[0].value
    assert board.page(at, "admin/accounts").title[0].value == "账号"


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", "Shan-yue77", "Shan-yue77", "原密码不正确"),
        ("", "short", "short", "至少 8 位"),
        ("", "Shan-yue77", "Shan-yue78", "不一致"),
        ("", "汉" * 30 + "Aa1", "汉" * 30 + "Aa1", "一个汉字占 3 字节"),
    ],
)
def test_a_refused_new_password_says_why(board: Board, old: str, new: str, again: str, told: str) -> None:
    at = board.visit("leader", "admin/password")
    for field, value in zip(at.text_input, (old or board.password, new, again), strict=True):
        field.input(value)
    at.button(key="FormSubmitter:password-保存新密码").click().run()
    assert told in at.error[0].value


@pytest.mark.parametrize("username", ["leader", "nobody"])
def test_the_answer_does_not_tell_whether_the_account_exists(board: Board, username: str) -> None:
    at = board.visit(None)
    name, word = at.text_input
    name.input(username)
    word.input("wrong")
    at.button[0].click().run()
    assert [one.value for one in at.error] == [REFUSAL]


def test_without_the_edge_nobody_can_sign_in(board: Board) -> None:
    at = board.visitor(None)
    at.user = {"email": "test@example.com"}
    at.run()
    assert not at.text_input
    assert "安全入口" in at.error[0].value


def test_a_database_that_is_away_is_told_in_chinese(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    at = board.visit("sec_admin", "admin/accounts")

    def away(session_id: str) -> None:
        raise Unavailable("请稍后重试。")

    monkeypatch.setattr(gate, "live_session", away)
    at.run()
    assert at.error[0].value == "数据库暂时不可用。请稍后重试。"
    assert not at.dataframe and not at.exception


def test_administrators_start_on_their_own_page(board: Board) -> None:
    at = board.visit("sys_admin")
    assert at.title[0].value == "开始使用"  # the board holds no fact yet: once a session
    assert board.page(at, "overview/cockpit").title[0].value == "账号"
    assert board.visit("sec_admin").title[0].value == "账号"


def test_a_refused_page_is_a_row_of_the_trail_once(board: Board) -> None:
    at = board.visit("office", "admin/accounts")
    at.run()
    with reading(board.engine) as conn:
        acts = [(row.account, row.act, row.subject) for row in queries.audit_rows(conn)]
    assert acts.count(("office", "page_refused", "账号")) == 1


def test_accounts_are_made_granted_and_refused_on_the_page(board: Board) -> None:
    system = board.visit("sys_admin", "admin/accounts")
    system.text_input[0].input("zhang.san")
    system.text_input[1].input("张三")
    system.button(key="FormSubmitter:add-建立").click().run()
    assert "zhang.san 的初始密码" in system.success[0].value
    system.text_input[0].input("zhang.san")
    system.text_input[1].input("张三")
    system.button(key="FormSubmitter:add-建立").click().run()
    assert "用户名已存在" in system.error[0].value
    security = board.visit("sec_admin", "admin/accounts")
    security.selectbox[0].select("zhang.san")
    security.selectbox[1].select("unit_clerk")
    security.button(key="FormSubmitter:grant-保存授权").click().run()
    assert "必须指明单位" in security.error[0].value
    security.selectbox[2].select("czj")
    security.button(key="FormSubmitter:grant-保存授权").click().run()
    assert "已保存" in security.success[0].value
    with reading(board.engine) as conn:
        row = queries.account_named(conn, "zhang.san")
        acts = [entry.act for entry in queries.audit_rows(conn) if entry.subject == "zhang.san"]
    assert row is not None and (row.role, row.unit_code) == ("unit_clerk", "czj")
    assert acts == ["account_added", "account_added_refused", "rights_changed_refused", "rights_changed"]


def _guarded_part() -> None:
    import streamlit as st

    from lib.shell.session import guarded

    @st.fragment
    @guarded
    def part() -> None:
        st.write("机密")

    part()


def test_a_fragment_is_drawn_for_the_signed_in_alone(board: Board) -> None:
    at = AppTest.from_function(_guarded_part)
    at.user = board.visitor("leader").user
    assert [one.value for one in at.run().markdown] == ["机密"]
    gate.sign_out(at.user["session"])
    at.run()
    assert not at.markdown
    assert at.error
