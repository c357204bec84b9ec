"""Importing files: read, understood, checked and stored as one act; the one entry for command line and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from lib.commands.record import Progress, Recorded, record, unwatched
from lib.commands.statements import RowProblem, SheetName, Stated
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import Problem
from lib.intake.delimited import delimited_sheets
from lib.intake.rows import stated
from lib.intake.sheets import MAX_FILE_BYTES, RawSheet, Unreadable, Upload, received
from lib.intake.workbook import workbook_sheets

File = Path | Upload


def import_files(
    engine: Engine,
    plan: Plan,
    viewer: Viewer,
    files: Sequence[File],
    *,
    today: date,
    dry_run: bool = False,
    via: str = "import",
    os_user: str | None = None,
    progress: Progress = unwatched,
) -> Recorded:
    """Store what the files state, all or nothing; Refused with every problem, in the order of the files.

    `today` is the Shanghai day: nothing may be dated after it.
    """
    said = read_files(plan, files, progress)
    return record(engine, plan, viewer, said, today=today, dry_run=dry_run, via=via, os_user=os_user, progress=progress)


def read_files(plan: Plan, files: Sequence[File], progress: Progress = unwatched) -> Stated:
    """What the files state, with every problem found in reading them."""
    sheets, problems = raw_sheets(files, progress)
    return stated(plan, sheets, problems, "、".join(file.name for file in files))


def raw_sheets(files: Iterable[File], progress: Progress = unwatched) -> tuple[list[RawSheet], list[Problem]]:
    """The sheets of all files, and what is wrong with the files."""
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    listed = list(files)
    for done, file in enumerate(listed):
        progress("读取", done, len(listed))
        try:
            found = _sheets_of(file, problems)
            sheets.extend(found)
            if not found and not problems:
                raise Unreadable("没有表头：第一行应是模板的表头")
        except Unreadable as unreadable:
            problems.append(RowProblem.at(SheetName(file.name), None, None, str(unreadable)))
    if not listed:
        problems.append(Problem("", "没有给出文件，请给出 .xlsx 或 .csv 文件"))
    return sheets, problems


def _sheets_of(file: File, problems: list[Problem]) -> list[RawSheet]:
    kind = Path(file.name).suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise Unreadable(f"只收 .xlsx 和 .csv 文件，不收“{kind or '无扩展名'}”：请另存后再导入")
    upload = file if isinstance(file, Upload) else received(file)
    if len(upload.content) > MAX_FILE_BYTES:
        raise Unreadable(f"文件超过 {MAX_FILE_BYTES // 2**20} MB，请分成几个文件")
    return workbook_sheets(upload, problems) if kind == ".xlsx" else delimited_sheets(upload, problems)
