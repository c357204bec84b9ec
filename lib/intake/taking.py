"""Taking what waits in the inbox: each batch in order, whole or not at all, by the rules of importing a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from lib import clock
from lib.commands import inbox
from lib.commands.inbox import AlreadyTaken, Answering
from lib.commands.record import in_order, record
from lib.commands.statements import SheetName
from lib.domain.inbox import Batch
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import Problem, Refused
from lib.intake.importing import raw_sheets
from lib.intake.inbox_rows import sent_rows, stated_batch
from lib.intake.rows import stated
from lib.services.book import read_plan

VIA = "interface"
MOST_CHARACTERS = 32 * 2**20


class Taken(NamedTuple):
    """One batch taken: `stored` False where it was refused; the sentence says how many rows or problems."""

    sender: str
    batch: str
    stored: bool
    sentence: str


def take(engine: Engine, *, today: date, os_user: str | None = None) -> list[Taken]:
    """Take every complete batch that waits, in the order in which they came; fit to be called by a timer.

    Each is its own transaction with facts, audit row and answers, so that a crash leaves the batch waiting and
    a second taking of the same one stores nothing.
    """
    plan = read_plan(engine)
    found = [_take(engine, plan, batch, today, os_user) for batch in inbox.waiting_batches(engine)]
    return [one for one in found if one is not None]


def _take(engine: Engine, plan: Plan, batch: Batch, today: date, os_user: str | None) -> Taken | None:
    try:
        viewer = inbox.viewer_of(engine, batch)
        if batch.characters > MOST_CHARACTERS:
            raise Refused(f"整批超过 {MOST_CHARACTERS // 2**20} 兆字，请分成几批")
    except Refused as refusal:
        inbox.refuse_batch(engine, batch, refusal, os_user=os_user)
        return Taken(batch.sender, batch.batch, False, str(refusal))
    return _recorded(engine, plan, batch, viewer, today, os_user)


def _recorded(
    engine: Engine, plan: Plan, batch: Batch, viewer: Viewer, today: date, os_user: str | None
) -> Taken | None:
    rows = inbox.rows_of(engine, batch)
    subject = inbox.subject_of(batch.sender, batch.batch)
    said = stated_batch(plan, SheetName(f"{batch.sender}/{batch.batch}"), rows, subject)
    answering = Answering(batch, [row.row_no for row in rows])
    try:
        recorded = record(
            engine, plan, viewer, said, today=today, via=VIA, os_user=os_user, sequel=answering
        )  # fmt: skip
    except AlreadyTaken:
        return None
    except Refused as refusal:
        return Taken(batch.sender, batch.batch, False, f"{len(refusal.problems)} 处问题，首处：{refusal.problems[0]}")
    words = f"入库 {recorded.new + recorded.verified} 行，重复跳过 {recorded.skipped} 行"
    return Taken(batch.sender, batch.batch, True, words)


class Put(NamedTuple):
    """A file laid in the inbox; `again`: the key was used before and nothing was put."""

    batch: str
    rows: int
    again: bool


def put_file(engine: Engine, viewer: Viewer, file: Path, sender: str, batch: str, *, os_user: str | None = None) -> Put:
    """Lay the rows of a file in the inbox of a sender; Refused with every problem of reading it."""
    plan = read_plan(engine)
    sheets, problems = raw_sheets([file])
    said = stated(plan, sheets, problems, file.name)
    told: list[Problem] = in_order(said.problems)
    rows = [] if told else sent_rows(plan, sheets)
    new = inbox.put_batch(engine, viewer, sender, batch, rows, told, at=clock.now(), os_user=os_user)
    return Put(batch, len(rows), not new)
