"""Putting a file in the inbox, binding systems to accounts, and a taking that is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from lib.clock import now
from lib.commands import inbox
from lib.commands.statements import ENTRIES, EVENTS, REPORTS
from lib.db import tables
from lib.db.engine import reading
from lib.db.inbox_tables import inbox_answer
from lib.db.queries import accounts, facts
from lib.domain.inbox import STORED
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Refused
from lib.intake.taking import put_file
from lib.security import audit
from lib.security.founding import OPERATOR_VIEWER
from tests.intake.filled import VERIFIED, csv_file, good, stored_count, xlsx_file
from tests.intake.inboxes import answered, settled, states, taken

CLERK = Viewer("clerk", "王科员", "unit_clerk", "kgj", "government")


@pytest.fixture
def board(founded_sqlite_engine: Engine) -> Engine:
    return settled(founded_sqlite_engine)


def written(folder: Path, upload: Any) -> Path:
    """The file on a disk."""
    file = folder / upload.name
    file.write_bytes(upload.content)
    return file


def put(engine: Engine, file: Path, *, viewer: Viewer = OPERATOR_VIEWER, sender: str = "office_system") -> bool:
    """Put a file under the key b1; whether it was new."""
    return not put_file(engine, viewer, file, sender, "b1").again


def test_a_file_put_in_is_taken_as_if_it_had_been_sent(board: Engine, tmp_path: Path) -> None:
    assert put(board, written(tmp_path, csv_file(good(EVENTS), good(EVENTS, 编号="N2"))))
    taken(board)
    assert states(board, "b1") == [(None, STORED, None), (1, STORED, 1), (2, STORED, 2)]


def test_date_and_number_cells_of_a_workbook_mean_the_same_in_the_inbox(board: Engine, tmp_path: Path) -> None:
    cells = {"日期": datetime(2021, 5, 6), "金额": 12.5, "记录时间": datetime(2021, 5, 6)}
    assert put(board, written(tmp_path, xlsx_file(good(EVENTS, **cells))))
    taken(board)
    with reading(board) as conn:
        found = conn.execute(select(tables.case_event)).one()
    assert (found.occurred_on, str(found.amount), found.recorded_on) == (date(2021, 5, 6), "12.5", date(2021, 5, 6))


def test_a_period_that_a_spreadsheet_made_a_date_stays_a_period(board: Engine, tmp_path: Path) -> None:
    cells = {"考核期": datetime(2021, 7, 1), "指标": "I07-1", "单位": "区法院", "分子": "", "分母": "", "数值": 3}
    assert put(board, written(tmp_path, xlsx_file(good(ENTRIES, **cells))))
    taken(board)
    assert [one.reason for one in answered(board, "b1")] == ["入库 1 行，重复跳过 0 行", None]
    with reading(board) as conn:
        assert [one.period for one in facts.entries(conn)] == ["2021-07"]


def test_a_key_is_put_once(board: Engine, tmp_path: Path) -> None:
    file = written(tmp_path, csv_file(good(REPORTS, **VERIFIED)))
    assert [put(board, file), put(board, file)] == [True, False]


def test_a_file_with_unreadable_cells_is_not_put_and_leaves_a_row_in_the_trail(board: Engine, tmp_path: Path) -> None:
    file = written(tmp_path, csv_file(good(EVENTS, 金额="很多"), good(EVENTS, 日期="昨天")))
    with pytest.raises(Refused) as refused:
        put(board, file)
    assert len(refused.value.problems) == 2
    with reading(board) as conn:
        assert accounts.latest_audit_rows(conn, 1)[0].act == "inbox_put_refused"
    assert taken(board) == []


@pytest.mark.parametrize(("viewer", "sender"), [(OPERATOR_VIEWER, "nobody"), (CLERK, "office_system")])
def test_nobody_puts_for_a_system_that_is_not_theirs(
    board: Engine, tmp_path: Path, viewer: Viewer, sender: str
) -> None:
    with pytest.raises(Refused):
        put(board, written(tmp_path, csv_file(good(EVENTS))), viewer=viewer, sender=sender)
    assert taken(board) == []


def test_an_account_puts_and_reads_for_the_system_bound_to_it(board: Engine, tmp_path: Path) -> None:
    file = written(tmp_path, csv_file(good(REPORTS, 责任单位="kgj", 任务编号="D10-1", 类型="进展")))
    assert put(board, file, viewer=CLERK, sender="unit_system")
    assert [one.stored for one in taken(board)] == [True]
    assert inbox.answers_to(board, CLERK, "unit_system", "b1")[0].state == STORED
    with pytest.raises(NotAllowed):
        inbox.answers_to(board, CLERK, "office_system", "b1")


@pytest.mark.parametrize("account", ["operator", "leader", "sysadmin", "head", "nobody"])
def test_a_system_is_bound_only_to_an_account_that_may_import(board: Engine, account: str) -> None:
    with pytest.raises(Refused):
        inbox.bind_sender(board, OPERATOR_VIEWER, "other", account, now())


@pytest.mark.parametrize("sender", ["", "Bank", "银行", "9bank", "a b", "x; DROP TABLE report", "a" * 25])
def test_a_system_has_a_plain_name(board: Engine, sender: str) -> None:
    with pytest.raises(Refused, match="来源系统名"):
        inbox.bind_sender(board, OPERATOR_VIEWER, sender, "office", now())


def test_only_who_manages_rights_binds_a_system(board: Engine) -> None:
    with pytest.raises(NotAllowed):
        inbox.bind_sender(board, CLERK, "other", "clerk", now())
    with reading(board) as conn:
        assert accounts.latest_audit_rows(conn, 1)[0].act == "sender_bound_refused"


_STREAM = """
import sys
from lib.db.engine import open_engine
from tests.intake.inboxes import row, send, taken
engine = open_engine(sys.argv[1])
print("ready", flush=True)
for number in range(10_000):
    send(engine, f"{sys.argv[2]}-{number}", *(row("台账流转", 编号=f"N{sys.argv[2]}-{number}-{k}") for k in range(40)))
    taken(engine)
"""


def test_a_taking_killed_at_any_moment_leaves_batches_whole(board: Engine) -> None:
    for round_ in range(4):
        command = [sys.executable, "-c", _STREAM, str(board.url), str(round_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0.2, 1.0))
            process.kill()
    before = stored_count(board)
    with reading(board) as conn:
        whole = conn.execute(select(func.count()).where(inbox_answer.c.place == 0)).scalar_one()
        told = conn.execute(select(func.count()).where(inbox_answer.c.number.is_not(None))).scalar_one()
        assert (before, told) == (whole * 40, whole * 40) and audit.verify(conn) == []
    waiting = len(taken(board))
    assert stored_count(board) == before + 40 * waiting
