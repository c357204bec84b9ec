"""docs/interface.md is what happens: its examples are run as another system would, and its lists are the code's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from lib.commands.statements import KINDS
from lib.db.engine import PROJECT
from lib.db.role_views import READ_VIEWS, SEND_VIEWS
from lib.domain.inbox import ANSWER_STATES, LONGEST_CELLS, MOST_ROWS
from tests.db.roles_cast import ROLES, Logins, logins
from tests.intake.inboxes import taken

PAGE = (PROJECT / "docs" / "interface.md").read_text(encoding="utf-8")
SENDING, READING = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
[PROGRAM] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def statements(block: str) -> list[str]:
    """The statements of a block."""
    return [one for one in block.split(";\n") if one.strip()]


@pytest.fixture(scope="module")
def board(postgresql_admin: Engine, postgresql_template: str) -> Iterator[Logins]:
    with logins(postgresql_admin, postgresql_template) as made:
        yield made


def run_program(board: Logins) -> str:
    """What the example in Python prints."""
    environment = {**os.environ, "INBOX_URL": board.address(ROLES.sender_prefix + "bank"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.postgresql
def test_the_example_in_sql_is_sent_taken_and_answered_and_may_be_sent_again(board: Logins) -> None:
    *send, ask = statements(SENDING)
    engine = board.admin
    for _ in range(2):
        with board.of(ROLES.sender_prefix + "bank") as conn:
            for one in send:
                conn.exec_driver_sql(one)
            conn.commit()
        taken(engine)
    with board.of(ROLES.sender_prefix + "bank") as conn:
        found = conn.exec_driver_sql(ask).all()
    assert [row.state for row in found] == ["已入库"] * 3
    assert found[0].reason == "入库 2 行，重复跳过 0 行"


@pytest.mark.postgresql
def test_the_example_in_python_sends_a_batch_that_is_taken(board: Logins) -> None:
    assert run_program(board) == "", "no answer before it is taken"
    assert [(one.batch, one.stored) for one in taken(board.admin)] == [("2021-09-02/1", True)]


@pytest.mark.postgresql
def test_the_examples_of_reading_work_as_the_reader(board: Logins) -> None:
    with board.of(ROLES.reader) as conn:
        for one in statements(READING):
            assert conn.exec_driver_sql(one).all()


def test_the_page_names_every_view_kind_state_and_bound() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE)) | set(re.findall(r"\b(my_\w+)", PAGE))
    assert {*READ_VIEWS, *SEND_VIEWS} <= named
    assert [word for word in (*KINDS, *ANSWER_STATES) if word not in PAGE] == []
    assert f"{MOST_ROWS // 1000} 000 rows" in PAGE and f"{LONGEST_CELLS // 1000} 000 characters" in PAGE
