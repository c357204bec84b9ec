"""The inbox from the command line: bound, put, taken, answered, watched; and roles where there are none."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.errors import Unavailable
from lib.intake.taking import Taken, take
from tests.cli.conftest import Terminal
from tests.cli.test_numbers_out import EVENTS


@pytest.fixture
def bank(terminal: Terminal) -> Terminal:
    """A board to which the system `bank` may send."""
    terminal.run("user", "add", "bank1", "--display", "银行系统", "--role", "platform_clerk", "--unit", "jrj")
    assert terminal.run("inbox", "bind", "bank", "--account", "bank1").exit_code == 0
    return terminal


def put(bank: Terminal, *rows: str) -> str:
    """Put rows under the key b1; what was said."""
    return bank.run("inbox", "put", bank.sheet("a.csv", EVENTS, *rows), "--sender", "bank", "--batch", "b1").stdout


def test_a_file_goes_through_the_inbox_and_is_answered(bank: Terminal) -> None:
    assert "已放入收件箱：1 行" in put(bank, "npl,N1,委托,2021-05-06,,,,100,,")
    assert "先前已放入" in put(bank, "npl,N1,委托,2021-05-06,,,,100,,")
    assert bank.json("inbox", "answers", "--sender", "bank", "--batch", "b1")["answers"] == []
    assert "已入库　bank/b1：入库 1 行" in bank.run("inbox", "take").stdout
    found = bank.json("inbox", "answers", "--sender", "bank", "--batch", "b1")["answers"]
    assert [(one["row_no"], one["state"], one["number"]) for one in found] == [(None, "已入库", None), (1, "已入库", 1)]
    assert "事实编号" in bank.run("inbox", "answers", "--sender", "bank", "--batch", "b1").stdout


def test_a_refused_batch_says_why(bank: Terminal) -> None:
    put(bank, "dispute,Z1,登记,2021-05-06,,区公安局,,,,")
    assert "已拒绝　bank/b1" in bank.run("inbox", "take").stdout
    assert (
        "您的账号只能导入本单位管理的台账" in bank.run("inbox", "answers", "--sender", "bank", "--batch", "b1").stdout
    )


def test_answers_to_a_batch_never_sent_are_refused(bank: Terminal) -> None:
    assert bank.refused("inbox", "answers", "--sender", "bank", "--batch", "x") == ["来源系统“bank”没有批次“x”"]


def test_watching_takes_again_and_again_and_outlives_a_database_that_is_away(
    bank: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[int] = []

    def nap(seconds: int) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            put(bank, "npl,N1,委托,2021-05-06,,,,100,,")
        elif len(naps) == 3:
            raise KeyboardInterrupt

    def take_unless_away(*engine: Engine, **options: Any) -> list[Taken]:
        if len(naps) == 1:
            raise Unavailable("数据库连接不上")
        return take(*engine, **options)

    monkeypatch.setattr(time, "sleep", nap)
    monkeypatch.setattr("lib.cli.inbox.take_waiting", take_unless_away)
    result = bank.run("inbox", "take", "--watch", "7")
    assert naps == [7, 7, 7]
    assert "数据库连接不上；7 秒后再试" in result.stderr and "已入库　bank/b1" in result.stdout


def test_roles_are_refused_on_sqlite_with_what_protects_there(terminal: Terminal) -> None:
    assert "文件权限" in terminal.refused("roles", "create")[0]
    assert "文件权限" in terminal.refused("roles", "create", "--print")[0]


@pytest.mark.parametrize(("mode", "word"), [(0o600, "不能读写"), (0o666, "应为 0600")])
def test_the_doctor_looks_at_who_may_open_the_file(terminal: Terminal, mode: int, word: str) -> None:
    (terminal.folder / "board.db").chmod(mode)
    line = next(one for one in terminal.run("doctor").stdout.splitlines() if "数据库权限" in one)
    assert word in line
