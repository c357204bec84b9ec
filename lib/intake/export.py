"""Facts out, on the same sheets on which they come in: what was exported can be imported elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from sqlalchemy import Engine
from xlsxwriter.worksheet import Worksheet

from lib.clock import SHANGHAI
from lib.commands.hand_out import Made, hand_out
from lib.commands.row_rights import importable_flows, importable_kinds
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, KINDS, REPORTS
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS
from lib.domain.inert import csv_bytes
from lib.domain.plan import Flow, Plan
from lib.domain.rights import Viewer, may_act
from lib.domain.wording import full_day
from lib.errors import NotAllowed, Refused
from lib.intake.cells import plain
from lib.intake.kinds import NOTES, columns_of
from lib.intake.template import DAY_FORMAT, NUMBER_FORMAT, TEXT_FORMAT, template
from lib.services import outgoing
from lib.services.outgoing import Outgoing, Span

XLSX, CSV = "xlsx", "csv"
FORMS = (XLSX, CSV)
_UNIT_HEADERS = ("责任单位", "操作单位", "承办单位", "新责任单位", "单位")
_KIND_WORDS: Mapping[str, Mapping[str, str]] = {
    kind: {code: word for word, code in words.items()}
    for kind, words in ((REPORTS, REPORT_WORDS), (CHANGES, CHANGE_WORDS), (ADJUSTMENTS, ADJUSTMENT_WORDS))
}
_VERDICTS = {code: word for word, code in VERDICT_WORDS.items()}
_READERS: Mapping[str, Callable[[Engine, Plan, Viewer, Span, date], Outgoing]] = {
    REPORTS: outgoing.outgoing_reports,
    CHANGES: outgoing.outgoing_changes,
    ADJUSTMENTS: outgoing.outgoing_adjustments,
    ENTRIES: outgoing.outgoing_entries,
}


class Asked(NamedTuple):
    """A sheet asked for: its kind, the flow of 台账流转, the days, and the form of the file."""

    kind: str
    flow: str | None = None
    first: date | None = None
    last: date | None = None
    form: str = XLSX

    @property
    def span(self) -> Span:
        """The days asked for."""
        return Span(self.first, self.last)


class _Sheet(NamedTuple):
    """A sheet ready to be written: headers, rows of words, dates and numbers, and what there is to say of it."""

    title: str
    headers: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    notes: tuple[tuple[str, str], ...]


def exportable_kinds(plan: Plan, viewer: Viewer) -> tuple[str, ...]:
    """Kinds of which the viewer may take rows out."""
    if not may_act(viewer, "export"):
        return ()
    closed = {
        ADJUSTMENTS: not outgoing.takes_out_adjustments(viewer),
        EVENTS: not outgoing.outgoing_flows(plan, viewer),
    }
    return tuple(kind for kind in KINDS if not closed.get(kind))


def exportable_flows(plan: Plan, viewer: Viewer) -> tuple[Flow, ...]:
    """Flows of which the viewer may take rows out, the own ones first."""
    return outgoing.outgoing_flows(plan, viewer) if may_act(viewer, "export") else ()


def export(
    engine: Engine, plan: Plan, viewer: Viewer, asked: Asked, *, today: date, os_user: str | None = None
) -> Made:
    """The file of what the viewer may see of a kind; the trail has its row before it is given."""

    def make() -> Made:
        flow = _flow_of(plan, viewer, asked)
        found = _read(engine, plan, viewer, asked, flow, today)
        sheet = _sheet(plan, asked, flow, found, today)
        content = csv_bytes(sheet.headers, map(_as_text, sheet.rows)) if asked.form == CSV else _workbook(sheet)
        words = "演示数据" if found.demo else ""
        name = "_".join(filter(None, (sheet.title, words, f"{today:%Y%m%d}")))
        return Made(
            f"{name}.{asked.form}", content, f"{len(sheet.rows)} 行，{_span(asked.span)}，快照 {found.snapshot}"
        )

    subject = f"{asked.kind} {asked.flow}" if asked.flow else asked.kind
    return hand_out(engine, viewer, subject, make, os_user=os_user)


def hand_out_template(
    engine: Engine, plan: Plan, viewer: Viewer, kind: str, flow: str | None = None, *, os_user: str | None = None
) -> Made:
    """An empty sheet to fill in, with its row in the trail."""

    def make() -> Made:
        if kind in KINDS and kind not in importable_kinds(plan, viewer):
            raise NotAllowed(f"{viewer.role_name}不能导入{kind}，不需要它的模板")
        if flow and flow in plan.flow and plan.flow[flow] not in importable_flows(plan, viewer):
            raise NotAllowed(f"您的账号不能导入台账“{plan.flow[flow].name}”，不需要它的模板")
        return Made(template_name(plan, kind, flow), template(kind, plan, flow), "空白模板，0 行")

    return hand_out(engine, viewer, f"模板：{kind} {flow or ''}".strip(), make, os_user=os_user)


def template_bytes(engine: Engine, plan: Plan, viewer: Viewer, kind: str, flow: str | None = None) -> bytes:
    """As `hand_out_template`, the file alone: made when a page's button for it is pressed."""
    return hand_out_template(engine, plan, viewer, kind, flow).content


def template_name(plan: Plan, kind: str, flow: str | None) -> str:
    """The file name of a template."""
    named = f"_{plan.flow[flow].name}" if flow and flow in plan.flow else ""
    return f"{kind}{named}_模板.xlsx"


def _flow_of(plan: Plan, viewer: Viewer, asked: Asked) -> Flow | None:
    """The flow of 台账流转, None of the other kinds; refused where the viewer sees no row of it."""
    if asked.kind not in KINDS or asked.form not in FORMS:
        raise Refused(f"没有“{asked.kind}”（{asked.form}）可导出：种类是{'、'.join(KINDS)}，格式是 xlsx、csv")
    if asked.kind not in exportable_kinds(plan, viewer):
        raise NotAllowed(f"{viewer.role_name}不能导出{asked.kind}")
    if asked.kind != EVENTS:
        if asked.flow is not None:
            raise Refused(f"{asked.kind}不分台账，请去掉台账“{asked.flow}”")
        return None
    if asked.flow is None or asked.flow not in plan.flow:
        raise Refused(f"请指明台账：{'、'.join(f'{one.code}（{one.name}）' for one in plan.flows)}")
    flow = plan.flow[asked.flow]
    if flow not in outgoing.outgoing_flows(plan, viewer):
        raise NotAllowed(f"{flow.name}是司法台账，法院、检察院以外只有数字，不能导出")
    return flow


def _read(engine: Engine, plan: Plan, viewer: Viewer, asked: Asked, flow: Flow | None, today: date) -> Outgoing:
    if flow is not None:
        return outgoing.outgoing_events(engine, plan, viewer, flow, asked.span, today)
    return _READERS[asked.kind](engine, plan, viewer, asked.span, today)


def _sheet(plan: Plan, asked: Asked, flow: Flow | None, found: Outgoing, today: date) -> _Sheet:
    own = tuple(column.header for column in columns_of(plan)[asked.kind])
    headers = own + (tuple(flow.attribute) if flow else ())
    rows = [
        (*(_word(plan, asked.kind, header, cell) for header, cell in zip(own, row, strict=False)), *row[len(own) :])
        for row in found.rows
    ]
    withheld = f"{found.withheld} 件曾进入司法环节，只显示数字，未导出" if found.withheld else "无"
    notes = (
        ("内容", f"{asked.kind}{f'：{flow.name}' if flow else ''}，{_span(asked.span)}，{len(rows)} 行"),
        ("数据截至", f"{full_day(today)}　快照 {found.snapshot}{'　演示数据' if found.demo else ''}"),
        ("未导出", withheld),
        ("再导入", "表头与导入模板一致，可在别处直接导入；本页只作说明，导入时不读取。"),
    )
    return _Sheet(f"{asked.kind}_{flow.name}" if flow else asked.kind, headers, rows, notes)


def _span(span: Span) -> str:
    if span.first is None and span.last is None:
        return "全部日期"
    return f"{span.first or '起始'} 至 {span.last or '今天'}"


def _word(plan: Plan, kind: str, header: str, cell: Any) -> Any:
    """A code as the word of its column in the contract; all else as it is."""
    if cell is None:
        return None
    if header in _UNIT_HEADERS:
        return plan.unit[cell].short if cell in plan.unit else cell
    if header == "台账":
        return plan.flow[cell].name
    if header == "类型":
        return _KIND_WORDS[kind][cell]
    return _VERDICTS[cell] if header == "核实结果" else cell


def _as_text(row: Sequence[Any]) -> list[object]:
    """The cells of a .csv row; the minus of a number is its own, not a text's."""
    return [_written(cell) for cell in row]


def _written(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return _Number(f"{plain(cell):f}") if isinstance(cell, Decimal) else cell


class _Number:
    """A number as its digits: not a text, so never guarded."""

    def __init__(self, digits: str) -> None:
        self._digits = digits

    def __str__(self) -> str:
        return self._digits


def _workbook(sheet: _Sheet) -> bytes:
    written = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        day, text = book.add_format({"num_format": DAY_FORMAT}), book.add_format({"num_format": TEXT_FORMAT})
        number, head = (
            book.add_format({"num_format": NUMBER_FORMAT}),
            book.add_format({"bold": True, "bg_color": "#F2F2F2"}),
        )
        out = book.add_worksheet(sheet.title[:31])
        out.freeze_panes(1, 0)
        for at, header in enumerate(sheet.headers):
            out.set_column(at, at, max(12, 2 * len(header) + 4))
            out.write_string(0, at, header, head)
        for place, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                _write(out, place, at, cell, day, text, number)
        _write_notes(book.add_worksheet(NOTES), sheet.notes)
    return written.getvalue()


def _write(out: Worksheet, row: int, at: int, cell: Any, day: Any, text: Any, number: Any) -> None:
    if isinstance(cell, Decimal):
        digits = f"{plain(cell):f}"
        if Decimal(format(float(cell), ".15g")) == cell:
            out.write_number(row, at, float(cell), number)
        else:  # more digits than a number cell holds
            out.write_string(row, at, digits, text)
    elif isinstance(cell, datetime):
        out.write_string(row, at, _written(cell), text)
    elif isinstance(cell, date):
        out.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001  cells have no zone
    elif cell is not None:
        out.write_string(row, at, cell, text)


def _write_notes(out: Worksheet, notes: Sequence[tuple[str, str]]) -> None:
    out.set_column(0, 0, 16)
    out.set_column(1, 1, 90)
    for row, cells in enumerate([(NOTES, "内容"), *notes]):
        for at, cell in enumerate(cells):
            out.write_string(row, at, cell)
