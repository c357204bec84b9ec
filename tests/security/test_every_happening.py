"""Every kind of happening leaves its row in the trail, and every act has its Chinese word."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.commands.act import Caller
from lib.commands.correct import correct_fact
from lib.commands.founding import publish_plan
from lib.db.engine import reading, writing
from lib.db.queries import accounts as queries
from lib.domain.rights import OFFICE, SEC_ADMIN, SYS_ADMIN, UNIT_CLERK, Viewer
from lib.domain.trail_words import ACT_WORDS, REFUSED, act_word, is_refusal
from lib.errors import Refused
from lib.intake.export import Asked, export
from lib.security import accounts, sessions, signing_in, trail
from lib.security.accounts import Draft
from lib.security.acting import acting
from tests import people
from tests.intake.filled import csv_file, good, imported

LIB = Path(people.PROJECT / "lib")
SYSTEM, SECURITY = Viewer("sysadmin", "孙", SYS_ADMIN), Viewer("secadmin", "吴", SEC_ADMIN)
OFFICE_VIEWER, CLERK = (
    Viewer("office", "赵", OFFICE, "qzfb", "government"),
    Viewer("clerk", "王", UNIT_CLERK, "kgj", "government"),
)
TODAY = date(2022, 7, 1)
_RECORDERS = {"record": 2, "acting": 2, "in_trail": 2, "_acting": 1}


def acts_of(source: str) -> set[str]:
    """Acts written as constants in calls that record a row, or that name the act of a transaction."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = _RECORDERS.get(name)
            if place is not None and len(node.args) > place:
                found |= {
                    one.value
                    for one in ast.walk(node.args[place])
                    if isinstance(one, ast.Constant) and type(one.value) is str
                }
    return found


def test_every_act_the_code_records_has_a_word() -> None:
    acts = {act for file in LIB.rglob("*.py") for act in acts_of(file.read_text(encoding="utf-8"))}
    bare = {act.removesuffix(REFUSED) for act in acts if act.isidentifier() and act.strip("_") not in ("", "refused")}
    assert len(bare) > 15
    assert bare - set(ACT_WORDS) == set()


def test_an_act_without_a_word_would_be_found() -> None:
    assert acts_of('audit.record(conn, name, "new_act", x)\nwith acting(e, v, "b" if c else "d", s): ...') == {
        "new_act",
        "b",
        "d",
    }


def test_every_word_stands_for_one_act() -> None:
    assert len(set(ACT_WORDS.values())) == len(ACT_WORDS)
    assert (act_word("import_refused"), act_word("of_a_later_version")) == ("导入表格", "of_a_later_version")
    assert (is_refusal("import_refused"), is_refusal("import")) == (True, False)


def _refused(act: Callable[[], object]) -> None:
    with pytest.raises(Refused):
        act()


def _signs_in(engine: Engine, password: str) -> None:
    code = signing_in.attempt(engine, "office", password, now())
    with writing(engine) as conn:
        assert code and sessions.redeem_claim(conn, code, now())


def _signs_out(engine: Engine, _: str) -> None:
    cookie = people.cookie_for(engine, "office")
    with writing(engine) as conn:
        sessions.end(conn, sessions.hashed(cookie), "退出登录", now())


def _guesses(engine: Engine, _: str) -> None:
    for _ in range(5):
        signing_in.attempt(engine, "office", "wrong", now())


def _uses_a_code_again(engine: Engine, _: str) -> None:
    with writing(engine) as conn:
        sessions.redeem_claim(conn, "spent", now())


def _account(act: Callable[..., object], *words: object, by: Viewer = SYSTEM) -> Callable[[Engine, str], None]:
    def happens(engine: Engine, _: str) -> None:
        with writing(engine) as conn:
            act(conn, by, *words, now())

    return happens


def _imports(engine: Engine, _: str) -> None:
    imported(engine, csv_file(good("进展填报")))


def _corrects(engine: Engine, _: str) -> None:
    _imports(engine, "")
    correct_fact(engine, people.plan(), Caller(OFFICE_VIEWER, TODAY), 1, None, reason="误填", approver="李")


def _corrects_without_right(engine: Engine, _: str) -> None:
    _refused(lambda: correct_fact(engine, people.plan(), Caller(CLERK, TODAY), 1, None, reason="x", approver="x"))


def _is_refused_an_act(engine: Engine, _: str) -> None:
    def grants() -> None:
        with acting(engine, CLERK, "rights_changed", "clerk") as conn:
            accounts.grant(conn, CLERK, "office", SYS_ADMIN, None, {}, now())

    _refused(grants)


HAPPENINGS: dict[str, tuple[Callable[[Engine, str], None], set[str]]] = {
    "signs in": (_signs_in, {"sign_in", "session_opened"}),
    "signs out": (_signs_out, {"session_opened", "session_ended"}),
    "guesses": (_guesses, {"sign_in_refused", "locked"}),
    "tries an unknown name": (
        lambda engine, _: signing_in.attempt(engine, "nobody", "x", now()) and None, {"sign_in_refused"}
    ),
    "uses a code again": (_uses_a_code_again, {"claim_refused"}),
    "adds an account": (_account(accounts.add, Draft("neu", "新"), {}), {"account_added"}),
    "disables": (_account(accounts.disable, "clerk"), {"account_disabled"}),
    "enables": (_account(accounts.enable, "clerk"), {"account_enabled"}),
    "resets a password": (_account(accounts.give_new_password, "clerk"), {"password_reset"}),
    "unlocks": (_account(accounts.unlock, "clerk", by=SECURITY), {"unlocked"}),
    "changes rights": (_account(accounts.grant, "clerk", None, None, {}, by=SECURITY), {"rights_changed"}),
    "imports": (_imports, {"import"}),
    "imports what is wrong": (
        lambda engine, _: _refused(lambda: imported(engine, csv_file(good("进展填报", 类型="其他")))), {"import_refused"}
    ),
    "tries what it has no right to": (
        lambda engine, _: _refused(lambda: imported(engine, csv_file(good("任务调整")), viewer=CLERK, dry_run=True)),
        {"import_refused"},
    ),
    "corrects": (_corrects, {"import", "correct_fact"}),
    "corrects without the right": (_corrects_without_right, {"correct_fact_refused"}),
    "exports": (
        lambda engine, _: export(engine, people.plan(), OFFICE_VIEWER, Asked("进展填报"), today=TODAY) and None, {"exported"}
    ),
    "exports without the right": (
        lambda engine, _: _refused(lambda: export(engine, people.plan(), CLERK, Asked("考核加减分"), today=TODAY)),
        {"exported_refused"},
    ),
    "publishes without the right": (
        lambda engine, _: _refused(lambda: publish_plan(engine, CLERK, people.plan(), now())), {"plan_published_refused"}
    ),
    "is refused an act": (_is_refused_an_act, {"rights_changed_refused"}),
    "reads the trail out without the right": (
        lambda engine, _: _refused(lambda: trail.taken_out(engine, SYSTEM, trail.Asked())), {"exported_refused"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HAPPENINGS)
def test_each_happening_leaves_its_row(engine: Engine, password: str, name: str) -> None:
    happens, expected = HAPPENINGS[name]
    with reading(engine) as conn:
        before = queries.count_audit_rows(conn)
    happens(engine, password)
    with reading(engine) as conn:
        rows = queries.latest_audit_rows(conn, queries.count_audit_rows(conn) - before)
    assert {row.act for row in rows} == expected
