"""The commands that write: thin twins of the acts, with account, key, JSON and refusals as agreed."""

from __future__ import annotations

import getpass

import click
import pytest

from lib.cli.commands_page import PAGE, commands_page
from lib.cli.main import board
from lib.db.engine import open_engine, reading
from lib.db.queries.accounts import latest_audit_rows
from tests.cli.conftest import Terminal


def test_a_case_is_registered_moved_and_shown(terminal: Terminal) -> None:
    done = terminal.json("case", "register", "dispute", "--attr", "阶段=诉前")
    assert done == {
        "numbers": [1],
        "sentence": done["sentence"],
        "subject": done["subject"],
        "again": False,
    }
    no = done["subject"].removeprefix("行政争议化解 ")
    assert terminal.run("case", "act", "行政争议化解", no, "移送", "--seen", "1").exit_code == 0
    assert "已不是最新情况" in terminal.refused("case", "act", "dispute", no, "移送", "--seen", "1")[0]
    assert "已催办" in terminal.run("case", "urge", "dispute", no).output
    assert "已中止" in terminal.run("case", "pause", "dispute", no).output
    assert "已恢复" in terminal.run("case", "resume", "dispute", no).output
    shown = terminal.json("case", "show", "dispute", no)
    assert (shown["state"], shown["seen"], shown["allowed"]) == ("已移送", 5, ["交办", "催办", "中止"])
    assert "可办：交办、催办、中止" in terminal.run("case", "show", "dispute", no).output


def test_a_key_is_sent_twice(terminal: Terminal) -> None:
    first = terminal.json("case", "register", "dispute", "--key", "a")
    assert terminal.json("case", "register", "dispute", "--key", "a") == {**first, "again": True}
    assert "此前已办理" in terminal.run("case", "register", "dispute", "--key", "a").output
    assert "请求号" in terminal.refused("case", "register", "rescue", "--key", "a")[0]


def test_the_account_decides_and_the_system_user_is_in_the_trail(terminal: Terminal) -> None:
    made = terminal.run("user", "add", "kgj", "--display", "王科员", "--role", "unit_clerk", "--unit", "kgj")
    assert made.exit_code == 0
    assert "不能在此账号下登记" in terminal.refused("case", "register", "dispute", "--as", "kgj")[0]
    engine = open_engine()
    with reading(engine) as conn:
        (row,) = latest_audit_rows(conn, 1)
    engine.dispose()
    assert (row.account, row.act, row.os_user) == ("kgj", "register_case_refused", getpass.getuser())


def test_a_report_is_filed_verified_and_corrected(terminal: Terminal) -> None:
    words = ("report", "file", "D10-1", "kgj", "--kind", "申报完成", "--on", "2021-04-28")
    assert terminal.json(*words)["numbers"] == [1]
    assert "同样的填报" in terminal.refused(*words)[0]
    verdict = ("report", "verify", "1", "--verdict", "退回", "--reason", "缺")
    assert "已退回" in terminal.run(*verdict).output
    assert "已由" in terminal.refused(*verdict)[0]
    said = ("--reason", "录错", "--approver", "李明")
    assert terminal.json("correct", "replace", "1", "--set", "说明=已挂牌", *said)["numbers"] == [3, 4]
    assert terminal.json("correct", "void", "2", *said)["numbers"] == [5]


def test_the_office_acts_from_the_command_line(terminal: Terminal) -> None:
    said = ("--reason", "会签未完成", "--approver", "李明", "--on", "2021-05-06")
    day = ("--on", "2021-05-06")
    for words in (
        ("duty", "change", "D05-1", "--kind", "延期", "--new-due", "2021-05-31", *said),
        ("judge", "4", "--view", "有风险", "--reason", "慢", *day),
        ("adjust", "2021", "sfj", "--kind", "加分", "--points", "1.5", "--evidence", "纪要", *said),
        ("enter", "2021Q2", "zsj", "I16-1", "--numerator", "7", "--denominator", "9", "--evidence", "表", *day),
        ("order", "write", "kgj", "czj", "--grade", "提醒单", "--source", "计划", "--reason", "临期", *day),
        ("order", "letter", "qfy", "--reason", "白皮书", *day),
        ("request", "help", "kgj", "jrj", "--text", "派员", "--duty", "D10-1", *day),
        ("propose", "企业纾困", "--text", "拟开展", "--unit", "kgj", *day),
        ("extension", "apply", "D10-1", "--new-due", "2021-06-30", "--reason", "场地", *day),
        ("extension", "decide", "延期〔2021〕1号", "--approve", *day),
        ("instruction", "--leader", "张区长", "--written-on", "2021-05-05", "--matter", "从速", "--unit", "kgj", *day),
        ("decision", "kgj", "--meeting", "第一次会议", "--topic", "出庭", "--due", "2021-06-30", *day),
    ):
        result = terminal.run(*words)
        assert (result.exit_code, "已" in result.output) == (0, True), (words, result.output, result.exception)


@pytest.mark.parametrize(
    "words",
    [
        ("case", "register", "npl", "--amount", "十"), ("case", "register", "npl", "--on", "昨天"),
        ("case", "register", "npl", "--attr", "阶段"), ("report", "verify", "1"), ("judge", "4"),
        ("extension", "decide", "X"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_apart_from_a_refusal(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.run(*words).exit_code == 2


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command with its path."""
    if isinstance(command, click.Group):
        return [leaf for name, one in command.commands.items() for leaf in leaves(one, (*path, name))]
    return [(path, command)]


def test_the_page_of_commands_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page()


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in leaves(board)])
def test_every_command_has_its_line_and_its_help(terminal: Terminal, path: str) -> None:
    assert f"| `{path}" in PAGE.read_text(encoding="utf-8")
    shown = terminal.run(*path.split(), "--help")
    assert shown.exit_code == 0
    command = {" ".join(words): one for words, one in leaves(board)}[path]
    assert all(option in shown.output for one in command.params for option in one.opts if option.startswith("--"))
