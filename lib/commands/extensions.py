"""What an application for a later due asks of a duty, and what its approval brings about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from lib.commands.act import Act
from lib.commands.check_duties import standing_records
from lib.commands.check_events import Events
from lib.commands.duty_changes import changed
from lib.commands.one_row import ROW
from lib.commands.statements import ChangeStatement, Origins
from lib.db.queries.stated import stated_changes
from lib.domain.duties import NOTHING_RECORDED, WAIVED, DutyStatus, duty_status
from lib.domain.facts import EXTENSION as EXTENDED
from lib.domain.facts import Change, Event
from lib.domain.ledger import Case
from lib.domain.office_flows import DUTY, NEW_DUE, PERIOD
from lib.domain.reporting import named_occurrence
from lib.errors import Problem, Refused


def duty_applied_for(act: Act, code: str | None, period: str | None, day: date) -> DutyStatus:
    """The duty on that day; Refused where there is none, or it is not open yet."""
    duty = act.plan.deliverable.get(code or "")
    if duty is None:
        raise Refused([Problem(DUTY, f"没有任务“{code or ''}”，请填写任务编号，如 {next(iter(act.plan.deliverable))}")])
    occurrence = named_occurrence(act.plan, duty, period, day)
    record = standing_records(act.conn, [duty.code]).get(occurrence.key, NOTHING_RECORDED)
    return duty_status(occurrence, record, day, act.plan.calendar)


def require_extendable(act: Act, application: Event) -> None:
    """The duty is the applicant's, is still to be done, and the new due is later than the one in force."""
    given = application.attributes
    status = duty_applied_for(act, given.get(DUTY), given.get(PERIOD), application.occurred_on)
    if application.assignee != status.owner:
        owner = act.plan.unit[status.owner].short
        raise Refused([Problem("承办单位", f"任务 {given.get(DUTY)} 的责任单位是{owner}，延期由它申请")])
    if status.completion is not None or status.state == WAIVED:
        raise Refused([Problem(DUTY, f"任务 {given.get(DUTY)} 已完成或已核销，不用延期")])
    new_due = given.get(NEW_DUE)
    if new_due is not None and date.fromisoformat(new_due) <= status.due:
        raise Refused([Problem(NEW_DUE, f"新期限 {new_due} 应晚于现在的期限 {status.due}")])


def carry_out(act: Act, approved: Case) -> str:
    """The change of the duty that the approval is, in the same transaction; the sentence to tell."""
    application, approval = approved.events[0], approved.events[-1]
    statement = ChangeStatement(
        ROW,
        approved.attribute(DUTY) or "",
        approved.attribute(PERIOD),
        EXTENDED,
        _new_due(approved),
        None,
        application.text or approved.case_no,
        act.viewer.name,
        approval.occurred_on,
    )
    return changed(act, statement)


def is_brought_about(approved: Case, change: Change) -> bool:
    """Whether this change of a duty is the one that the approval stands for."""
    approval = approved.events[-1]
    return (change.deliverable, change.kind, change.occurred_on, change.new_due) == (
        approved.attribute(DUTY), EXTENDED, approval.occurred_on, _new_due(approved),
    )  # fmt: skip


def unchanged(conn: Connection, events: Events, brought: Iterable[Change], origins: Origins) -> Iterator[Problem]:
    """Rows that approve a later due while the duty keeps its old one: neither stored nor brought with them."""
    new = list(brought)
    stored = stated_changes(conn, {case.attribute(DUTY) or "" for _, case in events.approved})
    changes = [*new, *(one.fact for one in stored if one.stands)]
    for row, case in events.approved:
        if not any(is_brought_about(case, change) for change in changes):
            told = (
                f"同意延期须有对应的任务调整（任务 {case.attribute(DUTY)}，延期至 {case.attribute(NEW_DUE)}，"
                f"日期 {row.occurred_on}）；请在同一次导入中附上，或在页面审批"
            )
            yield origins.problem(row.origin, "结果", told)


def _new_due(case: Case) -> date | None:
    written = case.attribute(NEW_DUE)
    return date.fromisoformat(written) if written else None
