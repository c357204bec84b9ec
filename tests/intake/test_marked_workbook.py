"""The workbook of what is wrong: a list, and the rows as they came with the bad cells marked."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest

from lib.commands.statements import EVENTS, REPORTS
from lib.errors import Problem, Refused
from lib.intake.importing import read_files
from lib.intake.report import COLUMN, LIST, marked_workbook
from lib.intake.template import template
from tests.intake.filled import csv_file, good, plan, xlsx_file


def test_bad_cells_are_coloured_and_explained_beside_their_row() -> None:
    file = xlsx_file(good(REPORTS), good(REPORTS, 发生日期="21-04-28", 说明="=1+1", 填报时间=datetime(2021, 5, 1, 9)))
    problems = read_files(plan(), [file]).problems
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook([file], problems)))
    listed = [[cell.value for cell in row] for row in book[LIST].iter_rows(min_row=2)]
    assert [row[:4] for row in listed] == [["a.xlsx", "表1", 3, "发生日期"]]
    sheet = book.worksheets[1]
    headers = [cell.value for cell in sheet[1]]
    bad = sheet.cell(3, headers.index("发生日期") + 1)
    assert (bad.value, bad.fill.fgColor.rgb) == ("21-04-28", "FFFFC7CE")
    assert bad.comment is not None
    assert "两位" in sheet.cell(3, headers.index(COLUMN) + 1).value
    assert sheet.cell(2, headers.index(COLUMN) + 1).value is None
    text = sheet.cell(3, headers.index("说明") + 1)
    assert (text.value, text.data_type) == ("=1+1", "s")


def test_problems_without_a_row_stand_in_the_list() -> None:
    file = csv_file(good(EVENTS))
    content = marked_workbook([file], [Problem("a.csv", "整个文件不对")])
    sheet = openpyxl.load_workbook(io.BytesIO(content))[LIST]
    assert [cell.value for cell in sheet[2]] == ["a.csv", None, None, None, "整个文件不对"]


def test_a_template_has_headers_lists_and_notes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(REPORTS, plan())))
    sheet = book[REPORTS]
    assert [cell.value for cell in sheet[1]] == list(good(REPORTS))
    assert all(cell.comment for cell in sheet[1])
    ruled = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation}
    assert ruled == {"A2", "B2", "E2", "I2"}


@pytest.mark.parametrize(("kind", "flow"), [("其他", None), (EVENTS, "nowhere"), (REPORTS, "npl")])
def test_no_template_is_made_of_what_does_not_exist(kind: str, flow: str | None) -> None:
    with pytest.raises(Refused):
        template(kind, plan(), flow)
