"""Which rows an account may bring: whose reports, which flows, and the cells only the office may fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lib.commands.statements import (
    ADJUSTMENTS,
    CHANGES,
    ENTRIES,
    EVENTS,
    KINDS,
    REPORTS,
    EventStatement,
    ReportStatement,
    Stated,
)
from lib.domain.ledger_acts import Refusal
from lib.domain.office_flows import APPEAL
from lib.domain.plan import URGE, Flow, Plan
from lib.domain.rights import COURT_CLERK, OFFICE, OPERATOR, PLATFORM_CLERK, Viewer, may_act
from lib.errors import NotAllowed, Problem

_CASE_CLERKS = (PLATFORM_CLERK, COURT_CLERK)
_OFFICE_ONLY = "只能由督导办公室填写，请清空"
_NO_APPEAL = "申诉由单位在系统里提出、在“考核周期”页答复，答复会改变得分，不能导入；请删除此行"


def require_import(viewer: Viewer) -> None:
    """NotAllowed if the account may import nothing at all."""
    if not may_act(viewer, "import_sheets"):
        raise NotAllowed(f"{viewer.role_name}不能导入表格；请由填报员、平台经办人或督导办公室导入")


def importable_flows(plan: Plan, viewer: Viewer) -> tuple[Flow, ...]:
    """Flows of which the account may bring rows: all to the office, to clerks of a platform those their unit runs.

    Never objections: what they are about, who answers them and what follows is judged where they are made.
    """
    if not may_act(viewer, "import_sheets"):
        return ()
    flows = tuple(flow for flow in plan.flows if flow.code != APPEAL)
    if viewer.role in (OFFICE, OPERATOR):
        return flows
    return tuple(flow for flow in flows if viewer.role in _CASE_CLERKS and flow.in_charge == viewer.unit_code)


def importable_kinds(plan: Plan, viewer: Viewer) -> tuple[str, ...]:
    """Kinds of sheet of which the account may bring rows at all."""
    if not may_act(viewer, "import_sheets"):
        return ()
    allowed = {
        REPORTS: may_act(viewer, "file_report", viewer.unit_code),
        EVENTS: bool(importable_flows(plan, viewer)),
        CHANGES: may_act(viewer, "change_duty"),
        ADJUSTMENTS: may_act(viewer, "adjust_points"),
        ENTRIES: may_act(viewer, "enter_indicator", viewer.unit_code),
    }
    return tuple(kind for kind in KINDS if allowed[kind])


def may_move_courts(viewer: Viewer) -> bool:
    """Whether rows may go on with a case that is or was before a court: the office's, which bring what was on paper,
    and the court's; to the clerk of a platform such a case is a number."""
    return viewer.is_court or viewer.role in (OFFICE, OPERATOR)


def right_problems(plan: Plan, viewer: Viewer, stated: Stated) -> Iterator[Problem]:
    """Rows and cells the account has no right to bring."""
    for report in stated.reports:
        for refused in _report_refusals(plan, viewer, report):
            yield stated.origins.problem(report.origin, *refused)
    for event in _judged_events(viewer, stated):
        for refused in _event_refusals(plan, viewer, event):
            yield stated.origins.problem(event.origin, *refused)
    if not may_act(viewer, "change_duty"):
        for change in stated.changes:
            yield stated.origins.problem(change.origin, "任务编号", "任务调整只能由督导办公室导入，请删除此表")
    if not may_act(viewer, "adjust_points"):
        for adjustment in stated.adjustments:
            yield stated.origins.problem(adjustment.origin, "考核期", "考核加减分只能由督导办公室导入，请删除此表")
    for entry in stated.entries:
        if not may_act(viewer, "enter_indicator", entry.unit):
            yield stated.origins.problem(entry.origin, "单位", _own_unit_only(plan, viewer))


def _own_unit_only(plan: Plan, viewer: Viewer) -> str:
    own = plan.unit.get(viewer.unit_code or "")
    return f"您的账号只能填报本单位（{own.short if own else '未设单位'}）的数据"


def _report_refusals(plan: Plan, viewer: Viewer, report: ReportStatement) -> Iterator[Refusal]:
    if not may_act(viewer, "file_report", report.unit):
        yield Refusal("责任单位", _own_unit_only(plan, viewer))
    verdict = {
        "核实结果": report.verdict,
        "认定日期": report.accepted_on,
        "核实日期": report.verified_on,
        "核实人": report.verified_by,
    }
    past_times, verifies = may_act(viewer, "state_past_times"), may_act(viewer, "verify_report")
    if report.stated_at is not None and not past_times:
        yield Refusal("填报时间", _OFFICE_ONLY)
    for column, cell in verdict.items():
        if cell is not None and not (past_times and verifies):
            yield Refusal(column, _OFFICE_ONLY)
    if report.verified_by in (viewer.name, viewer.username) and report.unit == viewer.unit_code:
        yield Refusal("核实人", "不能核实本单位的申报，请由区领导核实")


def _judged_events(viewer: Viewer, stated: Stated) -> Iterable[EventStatement]:
    """Office and operator bring events of every flow but one, so theirs need not be looked at one by one."""
    if viewer.role in (OFFICE, OPERATOR):
        return (one for one in stated.events if one.flow == APPEAL)
    return stated.events


def _event_refusals(plan: Plan, viewer: Viewer, event: EventStatement) -> Iterator[Refusal]:
    """Clerks of a platform and of the court bring the flows their own unit is in charge of."""
    flow = plan.flow[event.flow]
    if flow.code == APPEAL:
        yield Refusal("台账", _NO_APPEAL)
    elif viewer.role not in _CASE_CLERKS:
        yield Refusal("台账", f"{viewer.role_name}不能导入台账；请在页面办理，或由平台经办人导入")
    elif flow.in_charge != viewer.unit_code:
        yield Refusal("台账", f"{flow.name}由{plan.unit[flow.in_charge].short}管理，您的账号只能导入本单位管理的台账")
    elif event.action == URGE and not may_act(viewer, "urge_case"):
        yield Refusal("动作", f"{viewer.role_name}不能催办")
    elif event.action in flow.action and not _may_take(flow.action[event.action].by, viewer):
        yield Refusal("动作", f"{flow.name}的“{event.action}”不由{viewer.role_name}办理")
    if event.stated_at is not None and not may_act(viewer, "state_past_times"):
        yield Refusal("记录时间", _OFFICE_ONLY)


def _may_take(by: tuple[str, ...], viewer: Viewer) -> bool:
    """The unit in charge may hold the case too; whether it does is judged with the case."""
    return "in_charge" in by or "holder" in by or ("court" in by and viewer.is_court)
