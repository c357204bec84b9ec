"""The inbox of other systems: who may send, what waits, and answers that stand or fall with the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Engine

from lib import clock
from lib.commands.statements import Origins, RowProblem
from lib.db import inbox
from lib.db.engine import reading, writing
from lib.db.queries import accounts
from lib.db.queries import inbox as queries
from lib.domain.inbox import (
    LONGEST_CELLS,
    LONGEST_KEY,
    LONGEST_SENDER,
    MOST_ROWS,
    REFUSED,
    SKIPPED,
    STORED,
    Answer,
    Batch,
    SentRow,
)
from lib.domain.rights import OPERATOR, Viewer, may_act
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit
from lib.security.acting import acting

MOST_ANSWERS = 1_000
_SENDER = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_SENDER - 1}}}")


class AlreadyTaken(Exception):
    """Another taking answered the batch meanwhile: nothing is to be stored."""


def subject_of(sender: str, batch: str) -> str:
    """A batch as the trail names it."""
    return f"收件箱 {sender}/{batch}"


def bind_sender(engine: Engine, viewer: Viewer, sender: str, username: str, at: datetime) -> None:
    """Let a system send, its batches being taken as that account; a further binding takes the place of the first."""
    with acting(engine, viewer, "sender_bound", sender) as conn:
        if not may_act(viewer, "manage_rights"):
            raise NotAllowed(f"{viewer.role_name}不能绑定来源系统；请由安全管理员办理")
        if not _SENDER.fullmatch(sender):
            raise Refused(f"来源系统名须以小写字母开头，只含小写字母、数字和 _，最多 {LONGEST_SENDER} 位")
        bound = _viewer(conn, username)
        if bound.role == OPERATOR or not may_act(bound, "import_sheets"):
            raise Refused(f"账号“{username}”（{bound.role_name}）不能导入表格，不能绑定来源系统")
        inbox.bind_sender(conn, sender, username, viewer.username, at)
        audit.record(conn, viewer.username, "sender_bound", sender, f"以账号 {username} 办理")


def put_batch(
    engine: Engine,
    viewer: Viewer,
    sender: str,
    batch: str,
    rows: Sequence[SentRow],
    problems: Sequence[Problem],
    *,
    at: datetime,
    os_user: str | None = None,
) -> bool:
    """Lay rows of a file in the inbox, for a system that cannot reach it; False where the key was used before.

    `problems`: what is wrong with the file; then nothing is put.
    """
    with acting(engine, viewer, "inbox_put", subject_of(sender, batch)) as conn:
        bound = {one.sender: one.account for one in queries.senders(conn)}
        if sender not in bound:
            raise Refused(f"没有来源系统“{sender}”：请先用 python -m lib inbox bind 绑定账号")
        if viewer.role != OPERATOR and viewer.username != bound[sender]:
            raise NotAllowed(f"来源系统“{sender}”绑定的不是您的账号，不能代它送数")
        if told := list(problems) or list(_size_problems(batch, rows)):
            raise Refused(told)
        if queries.is_sent(conn, sender, batch):
            return False
        inbox.put_batch(conn, sender, batch, rows, at)
        audit.record(conn, viewer.username, "inbox_put", subject_of(sender, batch), f"{len(rows)} 行", os_user=os_user)
    return True


def _size_problems(batch: str, rows: Sequence[SentRow]) -> Iterator[Problem]:
    if not 1 <= len(batch) <= LONGEST_KEY:
        yield Problem("", f"批次须为 1 至 {LONGEST_KEY} 个字")
    if not 1 <= len(rows) <= MOST_ROWS:
        yield Problem("", f"共 {len(rows)} 行，一批须为 1 至 {MOST_ROWS} 行，请分成几个文件")
    for row in rows:
        if len(row.cells) > LONGEST_CELLS:
            yield Problem(f"第{row.row_no}行", f"各格合计超过 {LONGEST_CELLS} 个字，请缩短说明")


def waiting_batches(engine: Engine) -> list[Batch]:
    """Complete batches not taken yet, in the order in which they came."""
    with reading(engine) as conn:
        return queries.waiting_batches(conn)


def rows_of(engine: Engine, batch: Batch) -> list[SentRow]:
    """The rows of a batch by number."""
    with reading(engine) as conn:
        return list(queries.sent_rows(conn, batch.sender, batch.batch))


def answers_to(engine: Engine, viewer: Viewer, sender: str, batch: str) -> list[Answer]:
    """What became of a batch; empty while it waits. Refused to accounts the system is not bound to."""
    with reading(engine) as conn:
        bound = {one.sender: one.account for one in queries.senders(conn)}
        if viewer.role != OPERATOR and viewer.username != bound.get(sender):
            raise NotAllowed(f"来源系统“{sender}”绑定的不是您的账号，不能查看它的答复")
        if not queries.is_sent(conn, sender, batch):
            raise Refused(f"来源系统“{sender}”没有批次“{batch}”")
        return queries.answers(conn, sender, batch)


def viewer_of(engine: Engine, batch: Batch) -> Viewer:
    """The account as which the batch is taken; Refused where it is disabled or has no role."""
    with reading(engine) as conn:
        return _viewer(conn, batch.account)


def _viewer(conn: Connection, username: str) -> Viewer:
    row = accounts.account_named(conn, username)
    if row is None or row.disabled_at is not None or row.role is None:
        raise Refused(f"账号“{username}”不存在、已停用或尚未授权，不能以它办理")
    return Viewer(row.username, row.display_name, row.role, row.unit_code, row.unit_kind)


def refuse_batch(engine: Engine, batch: Batch, refusal: Refused, *, os_user: str | None = None) -> None:
    """Answer a batch that does not come so far as to be judged by its rows."""
    with writing(engine) as conn:
        subject = subject_of(batch.sender, batch.batch)
        audit.record(conn, batch.account, "import_refused", subject, str(refusal)[:500], os_user=os_user)
        Answering(batch, ()).refused(conn, refusal)


_Told = tuple[int | None, str | None, str, int | None, str | None]  # row, header, state, number, reason


class Answering:
    """The sequel of recording a batch: its answers, in the very transaction that stores or refuses it."""

    def __init__(self, batch: Batch, row_numbers: Sequence[int]) -> None:
        self._batch, self._row_numbers = batch, row_numbers

    def stored(self, conn: Connection, numbers: Mapping[int, int]) -> None:
        """Every row: the number of the fact it became, or that it was there already."""
        became = {Origins.row(origin): number for origin, number in numbers.items()}
        whole = f"入库 {len(became)} 行，重复跳过 {len(self._row_numbers) - len(became)} 行"
        told: list[_Told] = [(None, None, STORED, None, whole)]
        for row in self._row_numbers:
            number = became.get(row)
            told.append((row, None, STORED if number else SKIPPED, number, None))
        self._answer(conn, told)

    def refused(self, conn: Connection, refusal: Refused) -> None:
        """Every problem with its row and column, as far as they are not too many."""
        count = len(refusal.problems)
        more = f"，只列前 {MOST_ANSWERS} 处" if count > MOST_ANSWERS else ""
        told: list[_Told] = [(None, None, REFUSED, None, f"{count} 处问题，整批未入库{more}")]
        for problem in islice(refusal.problems, MOST_ANSWERS):
            row, header = (problem.row, problem.column) if isinstance(problem, RowProblem) else (None, None)
            told.append((row, header, REFUSED, None, problem.message))
        self._answer(conn, told)

    def _answer(self, conn: Connection, told: Sequence[_Told]) -> None:
        sender, batch, at = self._batch.sender, self._batch.batch, clock.now()
        if queries.is_answered(conn, sender, batch):
            raise AlreadyTaken(subject_of(sender, batch))
        inbox.answer_batch(
            conn,
            sender,
            batch,
            [
                Answer(place, row, _clean(header), state, number, _clean(reason), at)
                for place, (row, header, state, number, reason) in enumerate(told)
            ],
        )


def _clean(text: str | None) -> str | None:
    """Senders' words come back in headers and reasons: without what a database cannot store."""
    return None if text is None else audit.printable(text)
