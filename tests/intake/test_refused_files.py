"""Files that cannot be read as such: a sentence says why and what to do, nothing is stored."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.statements import EVENTS, REPORTS
from lib.errors import Refused
from lib.intake import sheets, workbook
from lib.intake.importing import import_files
from lib.intake.sheets import Upload
from tests.intake.filled import OPERATOR_VIEWER, TODAY, book_of, csv_file, good, plan, problems_of, text_of, xlsx_file

GOOD_CSV = text_of([good(REPORTS)])
HEADERS = list(good(REPORTS))


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one part replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return written.getvalue()


BOOK = xlsx_file(good(REPORTS)).content
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
SHEET = "xl/worksheets/sheet1.xml"
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="999999999"><c r="A999999999"><v>1</v></c></row></sheetData></worksheet>'
)

FILES: list[tuple[str, bytes, str]] = [
    ("a.xls", b"\xd0\xcf\x11\xe0", ".xlsx 和 .csv"),
    ("a.txt", GOOD_CSV.encode(), ".xlsx 和 .csv"),
    ("a", GOOD_CSV.encode(), "无扩展名"),
    ("a.xlsx", b"", "已损坏"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "密码"),
    ("a.xlsx", GOOD_CSV.encode(), "已损坏"),
    ("a.xlsx", BOOK[: len(BOOK) // 2], "已损坏"),
    ("a.xlsx", BOOK.replace(b"PK\x01\x02", b"PK\x01\x03", 1), "已损坏"),
    ("a.xlsx", with_part(BOOK, SHEET, b"<worksheet"), "已损坏"),
    ("a.xlsx", with_part(BOOK, SHEET, LAUGHS), "已损坏"),
    ("a.xlsx", with_part(BOOK, SHEET, FAR), "1048576"),
    ("a.xlsx", with_part(BOOK, "[Content_Types].xml", b"<x/>"), "已损坏"),
    ("a.csv", b"", "没有表头"),
    ("a.csv", b"\n , \n", "没有表头"),
    ("a.csv", GOOD_CSV.encode("utf-16"), "UTF-16"),
    ("a.csv", BOOK, "不是文本文件"),
    ("a.csv", b"\xef\xbb\xbf" + GOOD_CSV.encode("gb18030"), "不是 UTF-8"),
    ("a.csv", GOOD_CSV.encode() + b"\xff\xff", "既不是 UTF-8 也不是 GB18030"),
    ("a.csv", GOOD_CSV.encode("big5", "replace"), "认不出表头"),
    ("a.csv", GOOD_CSV.replace("意见已印发", '"意见').encode(), "引号内结束"),
    ("a.csv", GOOD_CSV.replace("意见已印发", '"意见"已').encode(), "引号后面"),
    ("a.csv", GOOD_CSV.replace("意见已印发", "长" * 200_000).encode(), "131072"),
    ("a.csv", GOOD_CSV.replace(",", ";").encode(), "认不出表头"),
    ("a.csv", "姓名,电话\n张三,1\n".encode(), "认不出表头"),
    ("a.csv", GOOD_CSV.splitlines()[1].encode(), "认不出表头"),
    ("a.csv", (GOOD_CSV.rstrip() + ",x").encode(), "没有表头"),
]


@pytest.mark.parametrize(("name", "content", "words"), FILES)
def test_an_unreadable_file_is_told_in_a_sentence(sqlite_engine: Engine, name: str, content: bytes, words: str) -> None:
    told = problems_of(sqlite_engine, Upload(name, content))
    assert any(words in one.message for one in told), [str(one) for one in told]
    assert all(str(one).startswith(name) for one in told)


def headed(*lines: list[Any]) -> Upload:
    """A workbook with these lines in its one sheet."""
    return book_of({"表1": list(lines)})


@pytest.mark.parametrize(
    ("headers", "column", "words"),
    [
        ([*HEADERS, "备注"], "备注", "没有此列"),
        ([*HEADERS[:-1], "填报日期"], "填报日期", "“填报时间”"),
        (HEADERS[:-1], "填报时间", "缺少此列"),
        ([*HEADERS, "说明"], "说明", "两次"),
        ([one.replace("核实人", "核 实人") for one in HEADERS], "核 实人", "核实人"),
    ],
)
def test_a_wrong_header_is_told_by_name(sqlite_engine: Engine, headers: list[str], column: str, words: str) -> None:
    told = problems_of(sqlite_engine, headed(headers, [*good(REPORTS).values()]))
    assert any(one.column == column and words in one.message and one.row == 1 for one in told)


def test_an_attribute_no_flow_of_the_sheet_declares_is_told_by_name(sqlite_engine: Engine) -> None:
    told = problems_of(sqlite_engine, csv_file(good(EVENTS, 审级="")))
    assert [(one.column, one.row) for one in told] == [("审级", 1)]


def test_an_attribute_of_another_flow_of_the_sheet_is_refused_where_it_is_filled(sqlite_engine: Engine) -> None:
    suit = good(EVENTS, 台账="行政诉讼", 编号="L1", 动作="立案", 金额="", 审级="一审")
    assert problems_of(sqlite_engine, csv_file(suit, good(EVENTS, 审级="一审")))[0].column == "审级"


def test_cells_beside_the_table_are_refused(sqlite_engine: Engine) -> None:
    told = problems_of(sqlite_engine, headed(HEADERS, [*good(REPORTS).values(), None, "注"]))
    assert [(one.row, one.column) for one in told] == [(2, "O")]
    told = problems_of(sqlite_engine, headed([*HEADERS[:3], "", *HEADERS[3:]], ["D03-1", "", "", "x"]))
    assert told[0].column == "D"


def test_every_sheet_that_is_not_empty_must_be_recognised(sqlite_engine: Engine) -> None:
    rows = [HEADERS, [*good(REPORTS).values()]]
    told = problems_of(sqlite_engine, book_of({"表1": rows, "空": [], "备忘": [["下周开会"]]}))
    assert [one.where.sheet for one in told] == ["备忘"]


def test_a_workbook_of_empty_sheets_has_no_headers(sqlite_engine: Engine) -> None:
    assert "没有表头" in problems_of(sqlite_engine, book_of({"表1": [], "表2": []}))[0].message


def test_nothing_is_said_about_the_rules_while_a_file_is_unreadable(sqlite_engine: Engine) -> None:
    second = csv_file(good(EVENTS, 动作="启动清收"), name="b.csv")
    assert [one.where.file for one in problems_of(sqlite_engine, Upload("a.xlsx", b"x"), second)] == ["a.xlsx"]


def test_paths_that_cannot_be_read_are_told(sqlite_engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "夹.csv"
    folder.mkdir()
    with pytest.raises(Refused) as refused:
        paths = [tmp_path / "无.csv", folder]
        import_files(sqlite_engine, plan(), OPERATOR_VIEWER, paths, today=TODAY)
    assert ["不存在" in refused.value.problems[0].message, "文件夹" in refused.value.problems[1].message] == [
        True,
        True,
    ]


def test_no_file_at_all_is_refused(sqlite_engine: Engine) -> None:
    with pytest.raises(Refused, match="没有给出文件"):
        import_files(sqlite_engine, plan(), OPERATOR_VIEWER, [], today=TODAY)


def test_a_workbook_that_unpacks_too_large_is_not_read(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_part(BOOK, "xl/media/zeros.bin", b"\0" * 3_000_000)
    assert len(bomb) < 50_000
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1_000_000)
    assert "解压后超过" in problems_of(sqlite_engine, Upload("a.xlsx", bomb))[0].message


@pytest.mark.parametrize(("bound", "words"), [("MAX_FILE_BYTES", "MB"), ("MAX_ROWS", "行"), ("MAX_COLUMNS", "列")])
def test_bounds_on_bytes_rows_and_columns_hold(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, bound: str, words: str
) -> None:
    monkeypatch.setattr(sheets, bound, 2)
    monkeypatch.setattr("lib.intake.importing.MAX_FILE_BYTES", 2 if bound == "MAX_FILE_BYTES" else 10**6)
    told = problems_of(sqlite_engine, csv_file(*[good(EVENTS)] * 4))
    assert any("超过" in one.message and words in one.message for one in told)


def test_a_wrongly_declared_size_hides_no_row(sqlite_engine: Engine) -> None:
    two = xlsx_file(good(REPORTS), good(REPORTS, 发生日期="坏")).content
    sheet = zipfile.ZipFile(io.BytesIO(two)).read(SHEET)
    assert b'<dimension ref="A1:N3"' in sheet or b"<dimension" in sheet
    cut = with_part(two, SHEET, sheet.replace(b"A1:M3", b"A1:B2"))
    assert cut != two
    assert [one.row for one in problems_of(sqlite_engine, Upload("a.xlsx", cut))] == [3]
