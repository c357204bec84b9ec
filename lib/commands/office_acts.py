"""Acts of the office and to it: orders, letters, requests for help, proposals, extensions, instructions, decisions.

Each is a case of its flow, registered and moved as every other; here are the words and checks of each.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, CaseMove, moved, registered
from lib.commands.case_told import moved_said, registered_said, subject_of
from lib.commands.extensions import duty_applied_for
from lib.commands.order_issue import OrderDraft, issue_orders
from lib.domain.facts import CAUSE
from lib.domain.office_flows import (
    DECIDE,
    DECISION,
    DUE,
    DUTY,
    EXTENSION,
    HELP,
    INSTRUCTION,
    LETTER,
    MATTER,
    MEETING,
    NEW_DUE,
    PERIOD,
    PROPOSAL,
    SOURCE,
    TOPIC,
    WRITTEN_ON,
)
from lib.domain.plan import Plan
from lib.domain.rights import UNIT_ROLES

__all__ = [
    "OrderDraft", "apply_for_extension", "ask_for_help", "decide_extension", "issue_orders", "propose_item",
    "record_decision", "record_instruction", "send_letter",
]  # fmt: skip


def send_letter(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    unit: str,
    *,
    reason: str,
    source: str | None = None,
    text: str | None = None,
    cause: str | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Send a 商请函 to court or procuratorate, one a cause: no limit, no urging; to others an order is sent instead."""
    attributes = {SOURCE: source, MATTER: reason, CAUSE: cause}
    draft = CaseDraft(LETTER, None, occurred_on, assignee=unit, text=text, attributes=attributes)
    return _take_registered(engine, plan, caller, "send_letter", draft)


def ask_for_help(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    deliverable: str | None,
    asker: str,
    helper: str,
    *,
    text: str,
    occurred_on: date | None = None,
) -> Done:
    """A unit asks another for help, with a duty (`deliverable`) or in general: 配合请求."""
    draft = CaseDraft(HELP, None, occurred_on, actor=asker, assignee=helper, text=text, attributes={DUTY: deliverable})
    return _take_registered(engine, plan, caller, "ask_for_help", draft)


def propose_item(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    title: str,
    *,
    text: str,
    unit: str | None = None,
    partners: str | None = None,
    finish_on: date | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Propose a linkage item (联动事项申报) for `unit` (None: the account's own); a leader approves it."""
    attributes = {"事项名称": title, "配合单位": partners, "计划完成日期": _iso(finish_on)}
    draft = CaseDraft(
        PROPOSAL, None, occurred_on, assignee=unit or caller.viewer.unit_code, text=text, attributes=attributes
    )
    return _take_registered(engine, plan, caller, "propose_item", draft)


def apply_for_extension(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    deliverable: str,
    period: str | None,
    *,
    new_due: date,
    reason: str,
    occurred_on: date | None = None,
) -> Done:
    """Apply for a later due of a duty: by its owner, or by the office for the owner."""
    attributes = {DUTY: deliverable, PERIOD: period, NEW_DUE: _iso(new_due)}
    draft = CaseDraft(EXTENSION, None, occurred_on, text=reason, attributes=attributes)

    def work(act: Act) -> str:
        act.demand("apply_for_extension")
        day = occurred_on or caller.today
        unit = act.viewer.unit_code
        if act.viewer.role not in UNIT_ROLES:
            unit = duty_applied_for(act, deliverable, period, day).owner
        return _registered(act, draft._replace(assignee=unit))

    return take(
        engine, plan, caller, "apply_for_extension", f"{deliverable} {period or ''}".strip(), draft._asdict(), work
    )


def decide_extension(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    case_no: str,
    *,
    approved: bool,
    seen: int | None,
    text: str | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Approve an application for a later due, which extends the duty at once, or decline it with the reason.

    Those of the office's own units a leader decides.
    """
    move = CaseMove(EXTENSION, case_no, DECIDE, occurred_on, seen, result="同意" if approved else "不同意", text=text)

    def work(act: Act) -> str:
        act.demand("decide_extension")
        case = moved(act, move)
        until = f"，{case.attribute(DUTY)} 延期至 {case.attribute(NEW_DUE)}" if approved else ""
        return f"{moved_said(act, case)}{until}"

    asked = {name: value for name, value in move._asdict().items() if name != "seen"}
    return take(engine, plan, caller, "decide_extension", subject_of(plan, EXTENSION, case_no), asked, work)


def record_instruction(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    *,
    leader: str,
    written_on: date,
    matter: str,
    text: str | None = None,
    unit: str | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Record what a leader wrote on a paper (批示件) and, with `unit`, hand it to that unit at once."""
    attributes = {"批示领导": leader, WRITTEN_ON: _iso(written_on), MATTER: matter}
    draft = CaseDraft(INSTRUCTION, None, occurred_on, text=text, attributes=attributes)

    def work(act: Act) -> str:
        act.demand("record_instruction")
        case = registered(act, draft)
        act.subject = subject_of(plan, INSTRUCTION, case.case_no)
        if unit is None:
            return registered_said(act, case)
        seen = case.events[-1].number
        given = moved(act, CaseMove(INSTRUCTION, case.case_no, "交办", occurred_on, seen, assignee=unit))
        return f"已登记（编号 {case.case_no}），{moved_said(act, given)}"

    asked = {**draft._asdict(), "unit": unit}
    return take(engine, plan, caller, "record_instruction", subject_of(plan, INSTRUCTION, None), asked, work)


def record_decision(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    unit: str,
    *,
    meeting: str,
    topic: str,
    due: date | None = None,
    text: str | None = None,
    cause: str | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Record what a meeting decided: the unit that took it on, and by when (议定事项).

    `cause` is the key of what it is about; refused while a decision about the same is open.
    """
    attributes = {MEETING: meeting, TOPIC: topic, DUE: _iso(due), CAUSE: cause}
    draft = CaseDraft(DECISION, None, occurred_on, assignee=unit, text=text, attributes=attributes)
    return _take_registered(engine, plan, caller, "record_decision", draft)


def _take_registered(engine: Engine, plan: Plan, caller: Caller, act: str, draft: CaseDraft) -> Done:
    """One case registered as an act of its own name."""

    def work(under_way: Act) -> str:
        under_way.demand(act)
        return _registered(under_way, draft)

    return take(engine, plan, caller, act, subject_of(plan, draft.flow, None), draft._asdict(), work)


def _registered(act: Act, draft: CaseDraft) -> str:
    case = registered(act, draft)
    act.subject = subject_of(act.plan, case.flow.code, case.case_no)
    return registered_said(act, case)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
