"""Uploads tried and stored: what a page may say of them, and the marked workbook as far as its owner may have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine

from lib.commands.foresee import Foreseen
from lib.commands.record import KindCount, Progress, Recorded, unwatched
from lib.commands.reserved import closed_cases_of
from lib.domain.ledger import CaseKey
from lib.domain.plan import Plan
from lib.domain.rights import OPERATOR, Viewer
from lib.errors import Problem, Refused
from lib.intake.cells import Misread, read_key
from lib.intake.importing import File, import_files, read_files
from lib.intake.kinds import flow_reading
from lib.intake.report import Hidden, marked_workbook, unmarked
from lib.intake.rows import attempt
from lib.intake.sheets import RawSheet, Upload

MAX_FILES = 20
MAX_TOTAL_BYTES = 64 * 2**20
UPLOAD_LABEL = "选择 .xlsx 或 .csv 文件，可多选（每个不超过 50 MB，合计不超过 64 MB）"


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be stored, or what is wrong. `marked`: the workbook to hand back; `unmarked`: files not in it;
    `notices`: what is odd and refuses nothing."""

    kinds: tuple[KindCount, ...] = ()
    foreseen: Foreseen | None = None
    problems: tuple[Problem, ...] = ()
    marked: bytes | None = None
    unmarked: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def new(self) -> int:
        """Rows to store, verdicts of stored reports included."""
        return sum(kind.new + kind.verified for kind in self.kinds)

    @property
    def skipped(self) -> int:
        """Rows that are stored already."""
        return sum(kind.skipped for kind in self.kinds)

    @property
    def word(self) -> str:
        """The outcome in a word."""
        if self.problems:
            return "未通过"
        return "检查通过" if self.new else "已在库中" if self.skipped else "没有内容"

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        if self.problems:
            left_out = (
                f"；{'、'.join(self.unmarked)} 无法读取，未写入标注工作簿" if self.unmarked and self.marked else ""
            )
            return f"{len(self.problems)} 处问题，全部未入库：请改正后重新上传{left_out}"
        if self.new:
            known = f"，{self.skipped} 行已在库中将跳过" if self.skipped else ""
            return f"{self.new} 行可以入库{known}；尚未入库，请核对后点“入库”"
        return f"{self.skipped} 行都已在库中，没有新的内容，无需再入库" if self.skipped else "文件里只有表头，没有内容"


def print_of(uploads: Iterable[Upload]) -> str:
    """What tells these very files from all others: their names and bytes, in this order."""
    found = sha256()
    for one in uploads:
        found.update(f"{one.name}\0{len(one.content)}\0".encode())
        found.update(one.content)
    return found.hexdigest()


def tried(
    engine: Engine,
    plan: Plan,
    viewer: Viewer,
    uploads: Sequence[Upload],
    *,
    today: date,
    progress: Progress = unwatched,
) -> Trial:
    """Check the files as an import would, and store nothing."""
    try:
        require_bounds(uploads)
    except Refused as refused:
        return Trial(problems=refused.problems)
    try:
        done = import_files(engine, plan, viewer, uploads, today=today, dry_run=True, via="page", progress=progress)
    except Refused as refused:
        marked = marked_for(engine, plan, viewer, uploads, refused.problems)
        return Trial(problems=refused.problems, marked=marked, unmarked=tuple(unmarked(uploads)))
    return Trial(done.kinds, done.foreseen, notices=done.notices)


def stored(
    engine: Engine,
    plan: Plan,
    viewer: Viewer,
    uploads: Sequence[Upload],
    *,
    today: date,
    progress: Progress = unwatched,
) -> Recorded:
    """Check the files anew and store them in one transaction; rows stored already are counted and left alone."""
    require_bounds(uploads)
    return import_files(engine, plan, viewer, uploads, today=today, via="page", progress=progress)


def sentence(done: Recorded) -> str:
    """What was stored, in words; rows that were stored already are said to be."""
    if not done.new and not done.verified:
        return f"{done.skipped} 行此前都已入库，本次没有重复存入"
    parts = (("新增", done.new), ("补核实", done.verified), ("此前已在库中跳过", done.skipped))
    return f"{'，'.join(f'{word} {count} 行' for word, count in parts if count)}"


def require_bounds(uploads: Sequence[Upload]) -> None:
    """Refused where there are too many files, or too large together."""
    if len(uploads) > MAX_FILES:
        raise Refused(f"一次最多 {MAX_FILES} 个文件，现有 {len(uploads)} 个：请分次导入")
    if sum(len(one.content) for one in uploads) > MAX_TOTAL_BYTES:
        raise Refused(f"这些文件合计超过 {MAX_TOTAL_BYTES // 2**20} MB：请分次导入")


def marked_for(engine: Engine, plan: Plan, viewer: Viewer, files: Sequence[File], problems: Iterable[Problem]) -> bytes:
    """The marked workbook without rows the viewer may not be given: those of cases before a court.

    On the command line the file lies beside the workbook that is made of it, so the operator gets it whole.
    """
    if viewer.is_court or viewer.role == OPERATOR:
        return marked_workbook(files, problems)
    closed = closed_cases_of(engine, plan, read_files(plan, files))
    return marked_workbook(files, problems, _hidden(plan, closed))


def _hidden(plan: Plan, closed: frozenset[CaseKey]) -> Hidden:
    read_flow = flow_reading(plan)

    def hides(flow_cell: object, number_cell: object) -> bool:
        code, number = attempt(read_flow, flow_cell), attempt(read_key, number_cell)
        if code is None or isinstance(code, Misread):
            return False
        return plan.flow[code].judicial or (code, number) in closed

    def rows(sheet: RawSheet) -> Iterable[bool]:
        columns = dict(zip(sheet.headers, sheet.columns, strict=True))
        if "台账" not in columns or "编号" not in columns:
            return [False] * len(sheet.row_numbers)
        return [hides(*cells) for cells in zip(columns["台账"], columns["编号"], strict=True)]

    return rows
