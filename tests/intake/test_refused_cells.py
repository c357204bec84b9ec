"""Every bad cell is refused with file, sheet, row, column and what would be right; nothing is stored."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS
from tests.intake.filled import VERIFIED, csv_file, good, problems_of, xlsx_file

V = VERIFIED
REASSIGN = {"类型": "改派", "新期限": "", "新责任单位": "区司法局"}

# kind, changed cells, column of the problem, words of what is wrong or would be right
BAD: list[tuple[str, dict[str, Any], str, str]] = [
    # empty where something must stand
    (REPORTS, {"任务编号": ""}, "任务编号", "必须填写"),
    (REPORTS, {"责任单位": "  "}, "责任单位", "必须填写"),
    (REPORTS, {"发生日期": ""}, "发生日期", "必须填写"),
    (REPORTS, {"类型": ""}, "类型", "必须填写"),
    (EVENTS, {"台账": ""}, "台账", "必须填写"),
    (EVENTS, {"编号": ""}, "编号", "必须填写"),
    (EVENTS, {"动作": ""}, "动作", "必须填写"),
    (CHANGES, {"事由": ""}, "事由", "必须填写"),
    (CHANGES, {"批准人": ""}, "批准人", "必须填写"),
    (CHANGES, {"日期": ""}, "日期", "必须填写"),
    (ADJUSTMENTS, {"批准人": ""}, "批准人", "必须填写"),
    (ADJUSTMENTS, {"佐证": ""}, "佐证", "须有佐证"),
    (ENTRIES, {"佐证": ""}, "佐证", "须有佐证"),
    # names and codes
    (REPORTS, {"责任单位": "区政府办公厅"}, "责任单位", "区政府办公室"),
    (REPORTS, {"任务编号": "D99-1"}, "任务编号", "最接近的是"),
    (EVENTS, {"台账": "不良货款清收"}, "台账", "不良贷款清收"),
    (EVENTS, {"动作": "受理"}, "动作", "委托"),
    (EVENTS, {"承办单位": "火星局"}, "承办单位", "没有单位"),
    (ENTRIES, {"指标": "I99-1"}, "指标", "最接近的是"),
    (ENTRIES, {"指标": "I03-1", "单位": "区政府办公室"}, "指标", "由台账算出"),
    (REPORTS, {"类型": "完成"}, "类型", "进展、申报完成"),
    (REPORTS, {**V, "核实结果": "同意"}, "核实结果", "通过、退回"),
    (CHANGES, {"类型": "撤销"}, "类型", "延期、核销、改派"),
    (ADJUSTMENTS, {"类型": "奖励"}, "类型", "加分、扣分、一票否决"),
    # dates and times
    (REPORTS, {"发生日期": "21-04-28"}, "发生日期", "两位"),
    (REPORTS, {"发生日期": "2021.04.28"}, "发生日期", "2021-05-03"),
    (REPORTS, {"发生日期": "2021-4/28"}, "发生日期", "不是日期"),
    (REPORTS, {"发生日期": "２０２１-04-28"}, "发生日期", "不是日期"),
    (REPORTS, {"发生日期": "2021-02-30"}, "发生日期", "没有"),
    (REPORTS, {"发生日期": "2021-04-28 09:00"}, "发生日期", "不是日期"),
    (REPORTS, {"发生日期": 44314}, "发生日期", "是数字"),
    (REPORTS, {"发生日期": datetime(2021, 4, 28, 9, 30)}, "发生日期", "只填日期"),
    (REPORTS, {"发生日期": time(9, 30)}, "发生日期", "请改为"),
    (REPORTS, {"发生日期": True}, "发生日期", "请改为"),
    (REPORTS, {"发生日期": "1021-04-28"}, "发生日期", "年份"),
    (REPORTS, {"发生日期": "2021-09-02"}, "发生日期", "之后"),
    (REPORTS, {"发生日期": "2021-04-23"}, "发生日期", "早于"),
    (REPORTS, {"填报时间": "2021-04-28"}, "填报时间", "09:30"),
    (REPORTS, {"填报时间": "2021-04-28 25:00"}, "填报时间", "没有"),
    (REPORTS, {"填报时间": "21-04-28 09:00"}, "填报时间", "两位"),
    (REPORTS, {"填报时间": "2021-04-27 09:00"}, "填报时间", "早于"),
    (REPORTS, {"填报时间": "2021-09-02 00:00"}, "填报时间", "之后"),
    (EVENTS, {"记录时间": "2021-05-05 23:59"}, "记录时间", "早于"),
    (EVENTS, {"日期": "2021-04-23"}, "日期", "早于方案印发日"),
    (EVENTS, {"日期": "2021-09-02"}, "日期", "之后"),
    (CHANGES, {"日期": "2021-04-23"}, "日期", "早于"),
    (CHANGES, {"日期": "2021-09-02"}, "日期", "之后"),
    (CHANGES, {"新期限": "待定"}, "新期限", "不是日期"),
    (ADJUSTMENTS, {"日期": "2021-09-02"}, "日期", "之后"),
    (ENTRIES, {"日期": "2021-09-02"}, "日期", "之后"),
    # numbers
    (EVENTS, {"金额": "1,000"}, "金额(万元)", "半角"),
    (EVENTS, {"金额": "１００"}, "金额(万元)", "半角"),
    (EVENTS, {"金额": "1e3"}, "金额(万元)", "半角"),
    (EVENTS, {"金额": "100万"}, "金额(万元)", "不是数字"),
    (EVENTS, {"金额": "-5"}, "金额(万元)", "不小于 0"),
    (EVENTS, {"金额": -5}, "金额(万元)", "不小于 0"),
    (EVENTS, {"金额": 10**16}, "金额(万元)", "太大"),
    (EVENTS, {"金额": "1" * 30}, "金额(万元)", "不是数字"),
    (EVENTS, {"金额": "="}, "金额(万元)", "公式"),
    (EVENTS, {"金额": datetime(2021, 5, 3)}, "金额(万元)", "不是数字"),
    (EVENTS, {"编号": 12345678901234567}, "编号", "15 位"),
    (EVENTS, {"编号": datetime(2021, 5, 1)}, "编号", "文本格式"),
    (EVENTS, {"编号": "N" * 101}, "编号", "100"),
    (REPORTS, {"完成比例": "101"}, "完成比例", "0 到 100"),
    (REPORTS, {"完成比例": "%"}, "完成比例", "不是数字"),
    (REPORTS, {"完成比例": "90"}, "完成比例", "应为空或 100"),
    (REPORTS, {"类型": "进展", "完成比例": "-1"}, "完成比例", "0 到 100"),
    (ADJUSTMENTS, {"分值": "0"}, "分值", "大于 0"),
    (ADJUSTMENTS, {"分值": "-1"}, "分值", "大于 0"),
    (ADJUSTMENTS, {"分值": "1.234"}, "分值", "两位小数"),
    (ADJUSTMENTS, {"分值": ""}, "分值", "须填写"),
    (ADJUSTMENTS, {"类型": "一票否决"}, "分值", "应为空"),
    (ENTRIES, {"分母": ""}, "分母", "分子和分母"),
    (ENTRIES, {"数值": "78%"}, "数值", "不是数字"),
    (ENTRIES, {"数值": "-0.78"}, "数值", "小于 0"),
    (ENTRIES, {"单位": "区司法局"}, "单位", "区政数局"),
    # formulas, errors, signs nobody sees
    (EVENTS, {"金额": "=1+1"}, "金额(万元)", "公式"),
    (REPORTS, {"发生日期": "=TODAY()"}, "发生日期", "公式"),
    (REPORTS, {"完成比例": "=50+50"}, "完成比例", "公式"),
    (REPORTS, {"填报时间": "=NOW()"}, "填报时间", "公式"),
    (EVENTS, {"结果": "#N/A"}, "结果", "#N/A"),
    (EVENTS, {"说明": "长" * 5001}, "说明", "5000"),
    # periods
    (REPORTS, {"周期": "2021Q2"}, "周期", "一次性"),
    (REPORTS, {"任务编号": "D04-2", "周期": "2021H1"}, "周期", "2021Q3"),
    (REPORTS, {"任务编号": "D04-2", "周期": "2021年三季度"}, "周期", "2021Q3"),
    (REPORTS, {"任务编号": "D04-2", "周期": "2020Q4"}, "周期", "印发"),
    (REPORTS, {"任务编号": "D04-2", "周期": "9998Q4"}, "发生日期", "开始"),
    (REPORTS, {"任务编号": "D04-2", "周期": "2021Q3"}, "发生日期", "2021-07-01"),
    (CHANGES, {"任务编号": "D04-2"}, "周期", "请填写"),
    (CHANGES, {"周期": "2021Q2"}, "周期", "一次性"),
    (CHANGES, {"任务编号": "D04-2", "周期": "2021Q4", "日期": "2021-08-01"}, "日期", "早于开始日"),
    (ADJUSTMENTS, {"考核期": "2021-07"}, "考核期", "2021Q3"),
    (ADJUSTMENTS, {"考核期": "2021Q5"}, "考核期", "应写成"),
    (ENTRIES, {"考核期": "9998Q4"}, "考核期", "年份"),
    # who may report
    (REPORTS, {"责任单位": "区法院"}, "责任单位", "只能由责任单位"),
    (REPORTS, {"责任单位": "区财政局", "类型": "进展"}, "责任单位", "进展由"),
    # cells that stand together
    (REPORTS, {"核实结果": "通过"}, "核实日期", "同时填写"),
    (REPORTS, {"核实日期": "2021-04-29"}, "核实结果", "同时填写"),
    (REPORTS, {**V, "核实人": ""}, "核实人", "同时填写"),
    (REPORTS, {"认定日期": "2021-04-28"}, "认定日期", "通过"),
    (REPORTS, {**V, "核实结果": "退回", "认定日期": "2021-04-28"}, "认定日期", "通过"),
    (REPORTS, {**V, "核实日期": "2021-04-27"}, "核实日期", "早于"),
    (REPORTS, {**V, "核实日期": "2021-09-02"}, "核实日期", "之后"),
    (REPORTS, {**V, "认定日期": "2021-04-30"}, "认定日期", "晚于"),
    (REPORTS, {**V, "认定日期": "2021-04-23"}, "认定日期", "早于"),
    (CHANGES, {"新期限": ""}, "新期限", "须填写"),
    (CHANGES, {"新责任单位": "区司法局"}, "新责任单位", "应为空"),
    (CHANGES, {**REASSIGN, "新责任单位": ""}, "新责任单位", "须填写"),
    (CHANGES, {**REASSIGN, "新期限": "2021-05-31"}, "新期限", "应为空"),
    (CHANGES, {"类型": "核销"}, "新期限", "应为空"),
    # the ledger
    (EVENTS, {"动作": "启动清收"}, "动作", "尚未登记"),
    (EVENTS, {"结果": "全部收回"}, "结果", "应为空"),
    (EVENTS, {"台账": "行政诉讼", "动作": "立案", "审级": "四审"}, "审级", "一审、二审、再审"),
    (EVENTS, {"台账": "督办", "动作": "签发", "等级": "督办单"}, "承办单位", "须填写"),
    (EVENTS, {"台账": "督办", "动作": "签发", "承办单位": "区法院"}, "承办单位", "商请函"),
    (EVENTS, {"台账": "配合请求", "动作": "请求", "承办单位": "区司法局"}, "操作单位", "须填写"),
]


@pytest.mark.parametrize(("kind", "cells", "column", "words"), BAD)
def test_a_bad_cell_of_a_workbook_is_told_with_its_place(
    sqlite_engine: Engine, kind: str, cells: dict[str, Any], column: str, words: str
) -> None:
    told = problems_of(sqlite_engine, xlsx_file(good(kind, **cells), name="坏.xlsx", sheet="表甲"))
    found = [one for one in told if one.column == column and words in one.message]
    assert found, [str(one) for one in told]
    assert str(found[0]).startswith(f"坏.xlsx 工作表“表甲” 第2行“{column}”列：")


TEXTS = [case for case in BAD if all(isinstance(cell, str) for cell in case[1].values()) and "#N/A" not in str(case)]


@pytest.mark.parametrize(("kind", "cells", "column", "words"), TEXTS)
def test_a_bad_cell_of_a_csv_is_told_with_its_place(
    sqlite_engine: Engine, kind: str, cells: dict[str, Any], column: str, words: str
) -> None:
    told = problems_of(sqlite_engine, csv_file(good(kind, **cells), name="坏.csv"))
    found = [one for one in told if one.column == column and words in one.message]
    assert found, [str(one) for one in told]
    assert str(found[0]).startswith(f"坏.csv 第2行“{column}”列：")


def test_every_problem_of_every_file_is_told_in_their_order(sqlite_engine: Engine) -> None:
    first = csv_file(good(REPORTS, 发生日期="x", 类型="y"), good(REPORTS, 责任单位="z"), name="一.csv")
    second = xlsx_file(good(EVENTS, 编号="", 金额="-1"), name="二.xlsx")
    told = problems_of(sqlite_engine, first, second)
    assert [(one.where.file, one.row, one.column) for one in told] == [
        ("一.csv", 2, "发生日期"),
        ("一.csv", 2, "类型"),
        ("一.csv", 3, "责任单位"),
        ("二.xlsx", 2, "编号"),
        ("二.xlsx", 2, "金额(万元)"),
    ]


def test_the_other_rows_of_a_case_are_not_blamed_for_its_refused_row(sqlite_engine: Engine) -> None:
    rows = [
        good(EVENTS, 日期="21-05-06"),
        good(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额=""),
        good(EVENTS, 编号="N2", 动作="启动清收", 日期="2021-05-07"),
        good(EVENTS, 编号="N2", 动作="回款", 日期="2021-05-08"),
    ]
    told = problems_of(sqlite_engine, csv_file(*rows))
    assert [(one.row, one.column) for one in told] == [(2, "日期"), (4, "动作")]


def test_reports_are_not_blamed_for_an_unreadable_reassignment_of_their_duty(sqlite_engine: Engine) -> None:
    change = csv_file(good(CHANGES, 任务编号="D03-1", 类型="改派", 新期限="", 新责任单位="区司发局"), name="调.csv")
    report = csv_file(good(REPORTS, 责任单位="区司法局"), name="报.csv")
    assert [one.where.file for one in problems_of(sqlite_engine, report, change)] == ["调.csv"]
