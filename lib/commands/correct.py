"""Correcting a stored fact: taken out, or replaced by another; both stay stored (domain.md 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.after_correction import require_possible, standing_report
from lib.commands.changed_cells import changed_fact
from lib.commands.check_events import standing_case
from lib.commands.extensions import is_brought_about
from lib.commands.fields import Fields
from lib.db import recording
from lib.db.facts import Fact, Origin
from lib.db.queries.stated import (
    StatedFact,
    stated_changes,
    stated_events,
    stated_fact,
    stated_reports,
    stated_verifications,
)
from lib.domain.case_rights import is_court_clerk_of, meets_courts
from lib.domain.facts import Event, Report, Verification
from lib.domain.ledger import Case
from lib.domain.office_flows import APPEAL, DUTY, EXTENSION
from lib.domain.plan import SUCCESS, Plan
from lib.domain.rights import COURT_CLERK, OPERATOR
from lib.domain.verifying import may_verify
from lib.errors import NotAllowed, Refused

Choice = Callable[[Act, Fact], Fact | None]


def correct_fact(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    number: int,
    replacement: Fact | None,
    *,
    reason: str,
    approver: str,
) -> Done:
    """Void fact `number` (replacement None), or put `replacement` in its place.

    Refused where the replacement is not admitted, or where what remains could not have happened: later
    events of the case, or a verdict that no longer fits its report. `Done.numbers` ends with the correction's.
    """
    asked = {"number": number, "replacement": _said(replacement), "reason": reason, "approver": approver}
    return _take(engine, plan, caller, number, lambda _act, _old: replacement, asked, reason, approver)


def replace_cells(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    number: int,
    cells: Mapping[str, str | None],
    *,
    reason: str,
    approver: str,
) -> Done:
    """Replace fact `number` by itself with other cells: column of its sheet → what should stand there, as written."""
    asked = {"number": number, "cells": cells, "reason": reason, "approver": approver}

    def choose(act: Act, old: Fact) -> Fact:
        return changed_fact(act.plan, old, cells)

    return _take(engine, plan, caller, number, choose, asked, reason, approver)


def _take(
    engine: Engine, plan: Plan, caller: Caller, number: int, choose: Choice, asked: Mapping[str, object], reason: str,
    approver: str,
) -> Done:  # fmt: skip
    def work(act: Act) -> str:
        act.demand("correct_fact")
        fields = Fields(plan)
        why, who = fields.needed_text("理由", reason), fields.needed_line("批准人", approver)
        fields.refuse()
        old = _correctable(act, number)
        replacement = choose(act, old.fact)
        _require_whole(act, old, replacement)
        origin = Origin(act.viewer.username, caller.via, occurrence_k=old.k)
        made = recording.correct(act.conn, plan, number, replacement, reason=why, approver=who, origin=origin)
        require_possible(act, old.fact if replacement is None else replacement, made - 1 if replacement else None)
        act.numbers += [made - 1, made] if replacement else [made]
        return f"已{'更正' if replacement else '作废'}第 {number} 号事实：{why}"

    return take(engine, plan, caller, "correct_fact", f"第 {number} 号事实", asked, work)


def _correctable(act: Act, number: int) -> StatedFact[Fact]:
    """The fact, if this account may correct it; whether one it may not see is there is not told."""
    found = stated_fact(act.conn, number)
    unknown = f"没有第 {number} 号事实，或您的账号无权更正；请核对编号"
    if found is None or not _may_correct(act, found.fact):
        raise NotAllowed(unknown)
    if isinstance(found.fact, Verification):
        _require_may_judge(act, found.fact)
    return found


def _may_correct(act: Act, fact: Fact) -> bool:
    """Events of judicial cases are for the court's clerk, all else for the office."""
    if act.viewer.role == OPERATOR:
        return True
    if not isinstance(fact, Event):
        return act.viewer.role != COURT_CLERK
    flow = act.plan.flow[fact.flow]
    case = _case_of(act, fact)
    secret = case.before_court if case else meets_courts(flow)
    if not secret:
        return act.viewer.role != COURT_CLERK
    return is_court_clerk_of(act.viewer, flow, case)


def _case_of(act: Act, event: Event) -> Case | None:
    if meets_courts(act.plan.flow[event.flow]):
        act.unnamed.append(event.case_no)
    return standing_case(act.plan, event.flow, stated_events(act.conn, event.flow, [event.case_no]))


def _require_may_judge(act: Act, verdict: Verification) -> None:
    """Nobody undoes a verdict on the own unit; on the office's own units only a leader judges anew."""
    report = standing_report(act, verdict.report)
    if report is None or act.viewer.role == OPERATOR:
        return
    if not may_verify(act.viewer, act.plan, report.unit):
        raise NotAllowed(f"{act.plan.unit[report.unit].short}的核实不能这样更正；由区领导改判")


def _require_whole(act: Act, old: StatedFact[Fact], replacement: Fact | None) -> None:
    """What hangs on the fact goes first: a verdict before its report, the later events before the first."""
    fact = old.fact
    if isinstance(fact, Report):
        _require_no_verdict(act, old, replacement)
    elif isinstance(fact, Verification):
        if isinstance(replacement, Verification) and replacement.report != fact.report:
            raise Refused("更正不能把核实移到另一条填报；请作废后重新核实")
    elif isinstance(fact, Event):
        if fact.flow == APPEAL:
            # Results were made of it, and orders waited for it: none of that can be taken back.
            raise Refused("申诉及其答复不能更正：单位可以撤回未答复的申诉；已答复的，结果的各个版本都以它为据")
        case = _case_of(act, fact)
        if case is not None:
            _require_first_kept(case, fact, replacement)
            _require_no_change(act, case, fact)


def _require_no_verdict(act: Act, old: StatedFact[Fact], replacement: Fact | None) -> None:
    report = old.fact
    assert isinstance(report, Report), report
    same_place = [one.fact.number for one in _reports_in_place(act, old)]
    verdicts = [one.fact.number for one in stated_verifications(act.conn, same_place) if one.stands]
    if not verdicts:
        return
    if replacement is None:
        raise Refused(f"该填报已有核实（第 {verdicts[-1]} 号），不能作废；请先作废核实")
    moved = ("deliverable", "unit", "period", "kind")
    if any(getattr(report, name) != getattr(replacement, name, None) for name in moved):
        raise Refused(f"该填报已有核实（第 {verdicts[-1]} 号），不能改任务、单位、周期和类型；请先作废核实")


def _reports_in_place(act: Act, old: StatedFact[Fact]) -> list[StatedFact[Report]]:
    """The report and those it was replaced by or replaces."""
    assert isinstance(old.fact, Report), old
    return [one for one in stated_reports(act.conn, [old.fact.deliverable]) if one.position == old.position]


def _require_first_kept(case: Case, event: Event, replacement: Fact | None) -> None:
    later = len(case.events) - 1
    if replacement is None and later and event.number == case.events[0].number:
        raise Refused(f"该件登记之后还有 {later} 条流转，不能作废登记；请自后向前逐条作废，或改用更正")


def _require_no_change(act: Act, case: Case, event: Event) -> None:
    """An approved extension rests on its approval: the change of the duty is voided first."""
    if case.flow.code != EXTENSION or case.outcome != SUCCESS or event.number != case.events[-1].number:
        return
    for one in stated_changes(act.conn, [case.attribute(DUTY) or ""]):
        if one.stands and is_brought_about(case, one.fact):
            raise Refused(f"该审批已延长任务期限（第 {one.fact.number} 号任务调整）；请先作废该调整")


def _said(fact: Fact | None) -> dict[str, object] | None:
    return None if fact is None else {"kind": type(fact).__name__, **fact._asdict()}
