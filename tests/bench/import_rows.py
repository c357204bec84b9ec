"""Importing ledger rows, against reading the same file and inserting it unchecked (quality.md, speed).

`python -m tests.bench.import_rows [--rows 100000] [--runs 3] [--format csv|xlsx]` prints a table of medians.
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from sqlalchemy import Engine, insert

from lib.clock import now, today
from lib.db.engine import open_engine, writing
from lib.db.migrate import migrate
from lib.db.tables import case_event
from lib.definitions import load
from lib.domain.plan import Plan
from lib.domain.rights import OPERATOR, Viewer
from lib.intake.importing import import_files

HEADERS = [
    "台账",
    "编号",
    "动作",
    "日期",
    "操作单位",
    "承办单位",
    "结果",
    "金额(万元)",
    "说明",
    "记录时间",
    "阶段",
    "争议类型",
]
STEPS = [("登记", 0), ("移送", 2), ("交办", 4), ("反馈", 12), ("办结", 15)]
OPERATOR_VIEWER = Viewer("operator", "操作员", OPERATOR)


def rows(count: int) -> Iterator[list[str]]:
    """Disputes of five events each."""
    for case in range(count // len(STEPS)):
        first = date(2021, 5, 6) + timedelta(days=case % 1500)
        for action, later in STEPS:
            day = first + timedelta(days=later)
            yield [
                "行政争议化解", f"ZY{case:06d}", action, f"{day}", "", "区公安局" if action in ("登记", "交办") else "",
                "化解成功" if action == "办结" else "", "", f"第{case}件{action}", f"{day} 09:{case % 60:02d}",
                "诉前" if action == "登记" else "", "",
            ]  # fmt: skip


def written(folder: Path, count: int, form: str) -> Path:
    """The file to import."""
    file = folder / f"rows.{form}"
    if form == "csv":
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([HEADERS, *rows(count)])
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("台账流转")
        for row in [HEADERS, *rows(count)]:
            sheet.append(row)
        book.save(file)
    return file


def plainly_read(file: Path) -> Iterator[list[str]]:
    """The rows as the library gives them."""
    if file.suffix == ".csv":
        yield from csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    else:
        sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
        yield from sheet.iter_rows(values_only=True)


def unchecked(engine: Engine, file: Path) -> None:
    """Read and bulk-insert, believing every cell."""
    found = plainly_read(file)
    headers, at, seq = next(found), now(), 0
    fields = ["flow", "case_no", "action", "occurred_on", "actor", "assignee", "result", "amount", "text"]
    ready = []
    for number, row in enumerate(found, start=1):
        cells = dict(zip(fields, (cell or None for cell in row), strict=False))
        seq = seq + 1 if cells["action"] != "登记" else 1
        cells.update(
            number=number, position=number, generation=0, seq=seq, occurrence_k=1, stored_at=at, stated_at=at,
            recorded_on=at.date(), account="operator", via="bench", source=f"{file.name}/{number}",
            occurred_on=date.fromisoformat(cells["occurred_on"]), attributes={headers[10]: row[10]} if row[10] else None,
        )  # fmt: skip
        ready.append(cells)
    with writing(engine) as conn:
        conn.execute(insert(case_event), ready)


def checked(plan: Plan) -> Callable[[Engine, Path], None]:
    """The real import."""
    return lambda engine, file: import_files(engine, plan, OPERATOR_VIEWER, [file], today=today()) and None


def seconds(act: Callable[[Engine, Path], None], file: Path) -> float:
    """One cold run into a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/board.db")
        migrate(engine)
        start = time.perf_counter()
        act(engine, file)
        passed = time.perf_counter() - start
        engine.dispose()
        return passed


def peak_bytes(act: Callable[[Engine, Path], None], file: Path) -> int:
    """The most memory Python held above the start, in one run."""
    tracemalloc.start()
    seconds(act, file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    """Print one line per way."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--rows", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--format", choices=["csv", "xlsx"], default="csv")
    ask.add_argument("--memory", action="store_true")
    asked = ask.parse_args()
    plan = load(Path("data/plan"))
    with tempfile.TemporaryDirectory() as folder:
        file = written(Path(folder), asked.rows, asked.format)
        plain, ours = (
            statistics.median(seconds(act, file) for _ in range(asked.runs)) for act in (unchecked, checked(plan))
        )
        sys.stdout.write(
            f"{asked.format} {asked.rows} rows, {file.stat().st_size / 1e6:.1f} MB, median of {asked.runs}" + "\n"
        )
        sys.stdout.write(f"unchecked {plain:.2f} s · import {ours:.2f} s · ratio {ours / plain:.2f} (goal 4)" + "\n")
        if asked.memory:
            peak = peak_bytes(checked(plan), file)
            sys.stdout.write(
                f"peak memory {peak / 1e6:.0f} MB = {peak / file.stat().st_size:.1f} × the file (goal 4)" + "\n"
            )


if __name__ == "__main__":
    main()
