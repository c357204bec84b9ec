"""Empty spreadsheets to fill in: exact headers, drop-downs, and a sheet of notes that imports as nothing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS
from lib.domain.plan import PAUSE, RESUME, URGE, Flow, Plan
from lib.errors import Refused
from lib.intake.kinds import (
    NOTES,
    columns_of,
)

_LAST_ROW = 5000
_DAY_HEADERS = ("发生日期", "认定日期", "核实日期", "日期", "新期限")
_TIME_HEADERS = ("填报时间", "记录时间")
_NUMBER_HEADERS = ("完成比例", "金额(万元)", "分值", "分子", "分母", "数值")
TEXT_FORMAT, DAY_FORMAT, NUMBER_FORMAT = "@", "yyyy-mm-dd", "General"
_DAY_NOTE = "日期，如 2021-05-03、2021/5/3 或 2021年5月3日；年份写四位，不晚于今天"

_HEADER_NOTES: Mapping[str, str] = {
    "任务编号": "方案中的任务编号，如 D04-1",
    "责任单位": "填报单位：简称、全称或别名",
    "周期": "周期性任务填 2021Q3、2021H1、2021-07 或 2021；一次性任务留空",
    "类型": "从下拉列表选择",
    "完成比例": "0 到 100，可带 %；申报完成时为空或 100",
    "核实结果": "通过或退回；与核实日期、核实人同填或同空。由督导办公室填写",
    "认定日期": "只在核实通过时填写：不早于任务开始，不晚于核实日期。由督导办公室填写",
    "核实日期": "不早于发生日期。由督导办公室填写",
    "核实人": "由督导办公室填写",
    "填报时间": "如 2021-05-03 09:30，不早于发生日期。由督导办公室填写，平时留空",
    "记录时间": "如 2021-05-03 09:30，不早于日期。由督导办公室填写，平时留空",
    "台账": "台账名称",
    "编号": "案件编号；同一编号的各行按日期、再按行序办理，第一行必须是登记",
    "动作": "从下拉列表选择",
    "操作单位": "空即当前承办单位",
    "承办单位": "登记、交办等动作填写；其他动作留空",
    "结果": "办结类动作填写，其他动作留空",
    "金额(万元)": "不小于 0，只用半角数字和小数点",
    "新期限": "延期必填，其他类型留空；可以是将来的日期",
    "新责任单位": "改派必填，其他类型留空",
    "考核期": "2021Q3、2021H1 或 2021",
    "分值": "大于 0，最多两位小数；一票否决留空",
    "指标": "需填报的指标编号",
    "分子": "指标是比率时填分子和分母",
    "分母": "指标是比率时填分子和分母",
    "数值": "指标是单个数字时填写；比率另有公布值的，可填公布值供核对，不作计算",
}
_GENERAL_NOTES = (
    "第一行表头不要改动；列的先后可以调整。空行会跳过。",
    "文件中只要有一处不对，全部不入库；改正后整个文件重新导入即可，已入库的行会自动跳过。",
    "本页只作说明，导入时不读取。",
)


def template(kind: str, plan: Plan, flow: str | None = None) -> bytes:
    """An empty .xlsx of `kind`; of 台账流转 with the columns of `flow` (its code). Refused for anything else."""
    if kind not in KINDS:
        raise Refused(f"没有“{kind}”模板，可用的模板是{'、'.join(KINDS)}")
    if flow is not None and (kind != EVENTS or flow not in plan.flow):
        raise Refused(f"没有台账“{flow}”，方案中的台账是{'、'.join(one.code for one in plan.flows)}")
    chosen = plan.flow[flow] if flow else None
    headers = [column.header for column in columns_of(plan)[kind]]
    headers += [attribute.name for attribute in chosen.attributes] if chosen else []
    required = {column.header for column in columns_of(plan)[kind] if column.required}
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet, notes = book.add_worksheet(kind), book.add_worksheet(NOTES)
        formats = _Formats(book)
        _write_headers(sheet, headers, required, formats)
        _write_lists(sheet, notes, headers, _choices(kind, plan, chosen), formats)
        _write_notes(notes, headers, required)
    return written.getvalue()


class _Formats:
    """The looks of headers and columns. Text columns are text, or a spreadsheet turns 2021-07 into a date."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.required = book.add_format({"bold": True, "bg_color": "#D6E4F0", "border": 1, "text_wrap": True})
        self.optional = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True})
        self.text = book.add_format({"num_format": TEXT_FORMAT})
        self.day = book.add_format({"num_format": DAY_FORMAT})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.number = book.add_format({"num_format": NUMBER_FORMAT})

    def of(self, header: str) -> Format:
        """The look of a column's cells."""
        if header in _DAY_HEADERS:
            return self.day
        if header in _TIME_HEADERS:
            return self.time
        return self.number if header in _NUMBER_HEADERS else self.text


def _write_headers(sheet: Worksheet, headers: Sequence[str], required: Iterable[str], formats: _Formats) -> None:
    sheet.freeze_panes(1, 0)
    for at, header in enumerate(headers):
        sheet.set_column(at, at, max(12, 2 * len(header) + 4), formats.of(header))
        sheet.write_string(0, at, header, formats.required if header in required else formats.optional)
        sheet.write_comment(0, at, _note(header, header in required))


def _note(header: str, required: bool) -> str:
    note = _HEADER_NOTES.get(header) or (_DAY_NOTE if header in _DAY_HEADERS else "文字")
    return ("必填。" if required else "") + note


def _write_lists(
    sheet: Worksheet, notes: Worksheet, headers: Sequence[str], choices: Mapping[str, Sequence[str]], formats: _Formats
) -> None:
    """Drop-downs, their words in columns of the notes sheet: a list within a cell's rule ends at 255 signs."""
    for at, (header, words) in enumerate(choices.items(), start=3):
        notes.write_string(0, at, f"可选：{header}")
        for row, word in enumerate(words, start=1):
            notes.write_string(row, at, word, formats.text)
        if header not in headers or not words:
            continue
        column, letter = headers.index(header), xlsxwriter.utility.xl_col_to_name(at, True)
        source = f"='{NOTES}'!{letter}$2:{letter}${len(words) + 1}"
        warning = {"error_type": "warning", "error_title": "不在列表中", "error_message": "请从列表中选择"}
        sheet.data_validation(1, column, _LAST_ROW, column, {"validate": "list", "source": source, **warning})


def _choices(kind: str, plan: Plan, flow: Flow | None) -> dict[str, Sequence[str]]:
    """The words of every drop-down of a kind."""
    units = [unit.short for unit in plan.units]
    duties = [duty.code for duty in plan.deliverables]
    entered = [one.code for one in plan.indicators if one.source == "entered"]
    if kind == EVENTS:
        return _event_choices(plan, flow, units)
    choices: dict[str, dict[str, Sequence[str]]] = {
        REPORTS: {"任务编号": duties, "责任单位": units, "类型": [*REPORT_WORDS], "核实结果": [*VERDICT_WORDS]},
        CHANGES: {"任务编号": duties, "类型": [*CHANGE_WORDS], "新责任单位": units},
        ADJUSTMENTS: {"单位": units, "类型": [*ADJUSTMENT_WORDS]},
        ENTRIES: {"单位": units, "指标": entered},
    }
    return choices[kind]


def _event_choices(plan: Plan, flow: Flow | None, units: Sequence[str]) -> dict[str, Sequence[str]]:
    flows = [flow] if flow else list(plan.flows)
    actions = dict.fromkeys(name for one in flows for name in one.action)
    results = dict.fromkeys(result.name for one in flows for action in one.actions for result in action.results)
    return {
        "台账": [one.name for one in flows],
        "动作": [*actions, URGE, PAUSE, RESUME],
        "操作单位": units,
        "承办单位": units,
        "结果": [*results],
        **({one.name: one.choices for one in flow.attributes if one.choices} if flow else {}),
    }


def _write_notes(notes: Worksheet, headers: Sequence[str], required: Iterable[str]) -> None:
    notes.set_column(0, 0, 16)
    notes.set_column(1, 1, 70)
    notes.write_row(0, 0, [NOTES, "内容", " "])
    for row, header in enumerate(headers, start=1):
        notes.write_string(row, 0, header)
        notes.write_string(row, 1, _note(header, header in required))
    for row, note in enumerate(_GENERAL_NOTES, start=len(headers) + 1):
        notes.write_string(row, 1, note)
