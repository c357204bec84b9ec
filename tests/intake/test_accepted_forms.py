"""Every accepted form of file and cell, and what is stored of it."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.db.engine import reading
from lib.db.queries import facts
from lib.domain.facts import Event, Report
from lib.intake.cells import (
    read_amount,
    read_date,
    read_instant,
    read_number,
    read_percent,
    read_period_text,
    read_text,
)
from lib.intake.sheets import Upload
from lib.intake.template import template
from tests.intake.filled import book_of, csv_file, good, imported, plan, text_of, xlsx_file


def reports(engine: Engine) -> list[Report]:
    """Stored reports."""
    with reading(engine) as conn:
        return facts.reports(conn)


def events(engine: Engine) -> list[Event]:
    """Stored events."""
    with reading(engine) as conn:
        return facts.events(conn)


DAY = date(2021, 5, 3)


@pytest.mark.parametrize(
    "raw", ["2021-05-03", "2021/5/3", "2021年5月3日", "2021-5-3", " 2021年05月03日 ", datetime(2021, 5, 3)]
)
def test_a_date_is_read_in_each_of_its_forms(raw: Any) -> None:
    assert read_date(raw) == DAY


@pytest.mark.parametrize(
    "raw", ["2021-05-03 09:30", "2021/5/3 9:30:00", "2021年5月3日 09:30", datetime(2021, 5, 3, 9, 30)]
)
def test_a_time_is_of_shanghai(raw: Any) -> None:
    instant = read_instant(raw)
    assert instant is not None
    assert instant.isoformat() == "2021-05-03T01:30:00+00:00"


@pytest.mark.parametrize(
    ("raw", "number"),
    [("12.50", "12.5"), ("+3", "3"), ("-0.5", "-0.5"), (100, "100"), (0.1 + 0.2, "0.3"), (" 7 ", "7"), ("007", "7")],
)
def test_a_number_is_read_digit_for_digit(raw: Any, number: str) -> None:
    assert f"{read_number(raw):f}" == number


@pytest.mark.parametrize(("raw", "number"), [("60", 60), ("60%", 60), ("60 %", 60), (60, 60), ("0.5", Decimal("0.5"))])
def test_a_percentage_may_have_its_sign(raw: Any, number: Any) -> None:
    assert read_percent(raw) == number


@pytest.mark.parametrize(
    ("raw", "text"),
    [(2021, "2021"), (2021.0, "2021"), (3.5, "3.5"), (" 甲\r\n乙　", "甲\n乙"), ("=SUM(A1)", "=SUM(A1)"), ("+1", "+1"),
     ("-x", "-x"), ("@我", "@我"), ("", None), ("　", None), (datetime(2021, 5, 3), "2021-05-03")],
)  # fmt: skip
def test_text_is_trimmed_and_leading_signs_are_text(raw: Any, text: str | None) -> None:
    assert read_text(raw) == text


@pytest.mark.parametrize(("raw", "text"), [(2021, "2021"), ("2021Q3", "2021Q3"), (datetime(2021, 7, 1), "2021-07")])
def test_a_period_that_the_spreadsheet_changed_is_read_back(raw: Any, text: str) -> None:
    assert read_period_text(raw) == text


@pytest.mark.parametrize("raw", [None, "", " ", "　"])
def test_an_empty_cell_is_nothing(raw: Any) -> None:
    assert [read(raw) for read in (read_date, read_instant, read_number, read_amount, read_percent)] == [None] * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_each_encoding(sqlite_engine: Engine, encoding: str) -> None:
    assert imported(sqlite_engine, csv_file(good(REPORTS, 说明="𠮷祥、印发"), encoding=encoding)).new == 1
    assert reports(sqlite_engine)[0].text == "𠮷祥、印发"


def test_blank_rows_are_skipped_and_columns_stand_in_any_order(sqlite_engine: Engine) -> None:
    turned = dict(reversed(good(REPORTS).items()))
    lines = text_of([turned]).splitlines()
    assert (
        imported(sqlite_engine, Upload("A.CSV", "\n".join(["", lines[0], " ,,", lines[1], "", ""]).encode())).new == 1
    )


def test_text_cells_keep_commas_quotes_and_line_breaks(sqlite_engine: Engine) -> None:
    said = '甲，"乙",丙\n丁'
    imported(sqlite_engine, csv_file(good(REPORTS, 说明=said, 佐证="=HYPERLINK(1)")))
    assert [(one.text, one.evidence) for one in reports(sqlite_engine)] == [(said, "=HYPERLINK(1)")]


def test_a_formula_in_a_text_column_is_its_text(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, xlsx_file(good(REPORTS, 说明="=1+1")))
    assert reports(sqlite_engine)[0].text == "=1+1"


def test_number_cells_in_text_columns_are_text(sqlite_engine: Engine) -> None:
    year = xlsx_file(good(REPORTS, 任务编号="D14-2", 责任单位="区财政局", 周期=2021, 发生日期=datetime(2021, 6, 1)))
    case = xlsx_file(good(EVENTS, 编号=20210007, 日期=datetime(2021, 5, 6), 金额=12.5), name="b.xlsx")
    imported(sqlite_engine, year, case)
    assert [one.period for one in reports(sqlite_engine)] == ["2021"]
    assert [(one.case_no, one.amount) for one in events(sqlite_engine)] == [("20210007", Decimal("12.5"))]


def test_a_cell_shown_as_a_percentage_is_one(sqlite_engine: Engine) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    row = good(REPORTS, 类型="进展", 完成比例=0.6)
    sheet.append(list(row))
    sheet.append([cell or None for cell in row.values()])
    sheet.cell(2, list(row).index("完成比例") + 1).number_format = "0%"
    written = io.BytesIO()
    book.save(written)
    imported(sqlite_engine, Upload("a.xlsx", written.getvalue()))
    assert reports(sqlite_engine)[0].percent == 60


def test_a_workbook_may_hold_every_kind_beside_empty_sheets(engine: Engine) -> None:
    sheets = {kind: [list(good(kind)), [cell or None for cell in good(kind).values()]] for kind in KINDS}
    assert imported(engine, book_of({**sheets, "空": []})).new == 5
    with reading(engine) as conn:
        assert [one.new_due for one in facts.changes(conn)] == [date(2021, 5, 31)]
        assert [one.points for one in facts.adjustments(conn)] == [Decimal("1.5")]
        assert [(one.unit, one.numerator, one.denominator) for one in facts.entries(conn)] == [("zsj", 7, 9)]


def test_units_are_known_by_every_name(sqlite_engine: Engine) -> None:
    names = ["qzfb", "区政府办公室", "政府办公室"]
    days = ["2021-04-26", "2021-04-27", "2021-04-28"]
    rows = [good(REPORTS, 责任单位=name, 发生日期=day) for name, day in zip(names, days, strict=True)]
    imported(sqlite_engine, csv_file(*rows))
    assert {one.unit for one in reports(sqlite_engine)} == {"qzfb"}


def test_attributes_of_several_flows_stand_in_one_sheet(sqlite_engine: Engine) -> None:
    suit = good(EVENTS, 台账="litigation", 编号="L1", 动作="立案", 日期="2020-01-05", 金额="", 审级="一审", 案由="处罚")
    loan = good(EVENTS, 对象="企业")
    imported(sqlite_engine, csv_file(suit, loan))
    assert {one.flow: dict(one.attributes) for one in events(sqlite_engine)} == {
        "litigation": {"审级": "一审", "案由": "处罚"},
        "npl": {"对象": "企业"},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_headers_without_rows_are_accepted(sqlite_engine: Engine, kind: str) -> None:
    assert imported(sqlite_engine, csv_file(good(kind))).new == 1
    only = text_of([good(kind)]).splitlines()[0]
    assert imported(sqlite_engine, Upload("b.csv", only.encode())).new == 0


@pytest.mark.parametrize(
    ("kind", "flow"), [*((kind, None) for kind in KINDS), *((EVENTS, one.code) for one in plan().flows)]
)
def test_an_empty_template_imports_as_nothing(sqlite_engine: Engine, kind: str, flow: str | None) -> None:
    assert imported(sqlite_engine, Upload("t.xlsx", template(kind, plan(), flow))).new == 0


def test_a_filled_template_imports(sqlite_engine: Engine) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(EVENTS, plan(), "npl")))
    sheet = book[EVENTS]
    headers = [cell.value for cell in sheet[1]]
    assert headers[-2:] == ["银行", "对象"]
    sheet.append([good(EVENTS, 银行="工行").get(header) or None for header in headers])
    written = io.BytesIO()
    book.save(written)
    assert imported(sqlite_engine, Upload("t.xlsx", written.getvalue())).new == 1


def test_a_change_of_a_recurring_duty_names_its_period(sqlite_engine: Engine) -> None:
    change = good(CHANGES, 任务编号="D04-2", 周期="2021Q3", 类型="核销", 新期限="", 日期="2021-08-01")
    assert imported(sqlite_engine, csv_file(change)).new == 1


def test_a_veto_has_no_points_and_a_plain_number_no_fraction(sqlite_engine: Engine) -> None:
    veto = csv_file(good(ADJUSTMENTS, 类型="一票否决", 分值=""), name="v.csv")
    plain = csv_file(good(ENTRIES, 指标="I07-1", 单位="区法院", 分子="", 分母="", 数值="12"), name="e.csv")
    assert imported(sqlite_engine, veto, plain).new == 2


ASKED = {
    "台账": "延期申请",
    "编号": "E1",
    "动作": "申请",
    "承办单位": "区政数局",
    "金额": "",
    "说明": "未到位",
    "任务编号": "D21-1",
}


@pytest.mark.parametrize("written", ["2021-06-30", "2021/6/30", "2021年6月30日", datetime(2021, 6, 30)])
def test_a_date_among_the_attributes_is_read_in_each_of_its_forms(sqlite_engine: Engine, written: Any) -> None:
    row = good(EVENTS, **ASKED, 新期限=written)
    imported(sqlite_engine, xlsx_file(row))
    assert events(sqlite_engine)[0].attributes == {"任务编号": "D21-1", "新期限": "2021-06-30"}
