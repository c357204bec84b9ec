"""Filled-in sheets for the tests of importing: a good row of every kind, and files made of rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Engine

from lib.commands.record import Recorded
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS, RowProblem
from lib.db.engine import reading
from lib.db.queries.chain import last_number
from lib.definitions import load
from lib.domain.plan import Plan
from lib.domain.rights import OFFICE, OPERATOR, Viewer
from lib.errors import Refused
from lib.intake.importing import import_files
from lib.intake.sheets import Upload

TODAY = date(2021, 9, 1)
OPERATOR_VIEWER = Viewer("operator", "命令行", OPERATOR)
OFFICE_VIEWER = Viewer("dudao", "王芳", OFFICE, "ldxz", "government")

Cells = Mapping[str, Any]

GOOD: Mapping[str, Mapping[str, Any]] = {
    REPORTS: {
        "任务编号": "D03-1", "责任单位": "区政府办公室", "周期": "", "发生日期": "2021-04-28", "类型": "申报完成",
        "完成比例": "", "说明": "意见已印发", "佐证": "文件1号", "核实结果": "", "认定日期": "", "核实日期": "",
        "核实人": "", "填报时间": "",
    },
    EVENTS: {
        "台账": "不良贷款清收", "编号": "N1", "动作": "委托", "日期": "2021-05-06", "操作单位": "", "承办单位": "",
        "结果": "", "金额(万元)": "100", "说明": "", "记录时间": "",
    },
    CHANGES: {
        "任务编号": "D05-1", "周期": "", "类型": "延期", "新期限": "2021-05-31", "新责任单位": "",
        "事由": "会签未完成", "批准人": "李明", "日期": "2021-04-27",
    },
    ADJUSTMENTS: {
        "考核期": "2021", "单位": "区司法局", "类型": "加分", "分值": "1.5", "事由": "受表彰", "佐证": "会议纪要",
        "批准人": "李明", "日期": "2021-08-30",
    },
    ENTRIES: {
        "考核期": "2021Q3", "单位": "区政数局", "指标": "I16-1", "分子": "7", "分母": "9", "数值": "",
        "佐证": "统计表", "日期": "2021-08-31",
    },
}  # fmt: skip
VERIFIED = {"核实结果": "通过", "核实日期": "2021-04-29", "核实人": "李明"}


@cache
def plan() -> Plan:
    """The plan of the district."""
    return load(Path(__file__).parents[2] / "data" / "plan")


def good(kind: str, **cells: Any) -> dict[str, Any]:
    """A row that is accepted, with some cells changed; 金额 stands for 金额(万元)."""
    changed = {{"金额": "金额(万元)"}.get(name, name): cell for name, cell in cells.items()}
    return {**GOOD[kind], **changed}


def headers_of(rows: Iterable[Cells]) -> list[str]:
    """The headers of all rows, in order."""
    return list(dict.fromkeys(header for row in rows for header in row))


def text_of(rows: list[dict[str, Any]]) -> str:
    """The rows as .csv text."""
    written = io.StringIO()
    out = csv.DictWriter(written, headers_of(rows), restval="")
    out.writeheader()
    out.writerows(rows)
    return written.getvalue()


def csv_file(*rows: dict[str, Any], name: str = "a.csv", encoding: str = "utf-8") -> Upload:
    """A .csv of these rows."""
    return Upload(name, text_of(list(rows)).encode(encoding))


def book_of(sheets: Mapping[str, list[list[Any]]], name: str = "a.xlsx") -> Upload:
    """A workbook of these sheets, each a list of lines with the headers first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    written = io.BytesIO()
    book.save(written)
    return Upload(name, written.getvalue())


def xlsx_file(*rows: dict[str, Any], name: str = "a.xlsx", sheet: str = "表1") -> Upload:
    """A workbook of one sheet; empty texts are empty cells, a formula is a text with a leading =."""
    headers = headers_of(rows)
    lines = [[None if row.get(header, "") == "" else row[header] for header in headers] for row in rows]
    return book_of({sheet: [headers, *lines]}, name)


def imported(engine: Engine, *files: Upload, viewer: Viewer = OPERATOR_VIEWER, **options: Any) -> Recorded:
    """Import as of TODAY."""
    return import_files(engine, plan(), viewer, list(files), **{"today": TODAY, **options})


def problems_of(engine: Engine, *files: Upload, **options: Any) -> list[RowProblem]:
    """The problems of a refused import, after which nothing more is stored than before."""
    before = stored_count(engine)
    try:
        imported(engine, *files, **options)
    except Refused as refused:
        assert stored_count(engine) == before
        return list(refused.problems)  # type: ignore[arg-type]
    raise AssertionError("the import was not refused")


def stored_count(engine: Engine) -> int:
    """How many facts are stored."""
    with reading(engine) as conn:
        return last_number(conn)
