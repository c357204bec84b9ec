"""Objections to a result: a unit names one part of one line; somebody else than who scored or verified it answers.

An objection is a case of the flow 申诉. While it is open, orders about the same thing wait; what an accepted one
changes is a ruling, and the next version of the result.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, CaseMove, moved, registered
from lib.commands.check_duties import standing_records
from lib.commands.check_events import standing_case
from lib.commands.fields import Fields
from lib.commands.objection_rules import orders_waiting
from lib.commands.period_acts import keep_revised, kept_result_of, period_life
from lib.db.queries import board
from lib.db.queries.stated import stated_events
from lib.definitions import from_document
from lib.domain.duties import NOTHING_RECORDED, duty_status
from lib.domain.evidence import files_in, names_only, with_files
from lib.domain.facts import Ruling
from lib.domain.ledger import Case
from lib.domain.ledger_acts import allowed_actions
from lib.domain.office_flows import (
    ANSWER,
    APPEAL,
    APPRAISED,
    DISMISSED,
    EVIDENCE,
    RULE,
    SUBJECT,
    TAKE_UP,
    UPHELD,
)
from lib.domain.period_life import OBJECTING, STATE_NAMES
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.reporting import named_occurrence
from lib.domain.results import Result, revised
from lib.domain.rule_shares import late_share
from lib.domain.rulings import OUTCOMES, SHARE
from lib.domain.wording import points
from lib.errors import Problem, Refused

DUTY = "duty:"


def object_to_line(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    period: Period,
    unit: str,
    rule: str,
    subject: str,
    *,
    reason: str,
    evidence: str,
) -> Done:
    """A unit objects to one part (`subject`) of one line (`rule`) of its own result, with reason and evidence.

    Refused unless the result is being checked, approved or published; where there is no such part; where the
    unit objected to it before.
    """

    def work(act: Act) -> str:
        act.demand("object", unit)
        fields = Fields(plan)
        why, proof = fields.needed_text("理由", reason), fields.needed_text("佐证", evidence)
        fields.refuse()
        # Files stand in the text, by which a fact is tied to them; the attribute names what the evidence is.
        attributes = {APPRAISED: period.code, RULE: rule, SUBJECT: subject, EVIDENCE: names_only(proof)}
        text = with_files(why, files_in(proof))
        case = registered(act, CaseDraft(APPEAL, None, None, assignee=unit, text=text, attributes=attributes))
        act.subject = f"考核期 {period.code} {case.case_no}"
        waiting = len(orders_waiting(act, case))
        told = f"；同一事项的 {waiting} 件督办在答复之前暂停计时" if waiting else ""
        return f"{plan.unit[unit].short}对{period.name}结果提出申诉（{case.case_no}）{told}"

    asked = {
        "period": period.code,
        "unit": unit,
        "rule": rule,
        "subject": subject,
        "reason": reason,
        "evidence": evidence,
    }
    return take(engine, plan, caller, "object", f"考核期 {period.code}", asked, work)


def decide_objection(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    case_no: str,
    *,
    reason: str,
    outcome: str | None = None,
    share: Fraction | None = None,
    accepted_on: date | None = None,
) -> Done:
    """Answer an objection with the reason. `outcome` None: it is dismissed; else what is made of the part it names.

    Of SHARE either `share` itself, or of a duty `accepted_on`, the day on which it is held to be done. An upheld one
    makes the next version of the result, in which the one line differs. Not by who computed the result, or verified
    or scored the part.
    """

    def work(act: Act) -> str:
        act.demand("decide_objection")
        case = _objection(act, case_no)
        period = Period.parse(case.attribute(APPRAISED) or "")
        act.subject = f"考核期 {period.code} {case.case_no}"
        life = period_life(act, period)
        result = kept_result_of(act, life)
        if result is None or life.state not in OBJECTING:
            raise Refused(f"{period.name}现为“{STATE_NAMES[life.state]}”，不能再答复申诉")
        ruling = None if outcome is None else _ruling(act, case, result, outcome, share, accepted_on, reason)
        _answer(act, case, UPHELD if ruling else DISMISSED, reason)
        if ruling is None:
            return f"{case.case_no} 不采纳：{reason}"
        return _carry_out(act, result, ruling)

    asked = {
        "case_no": case_no,
        "reason": reason,
        "outcome": outcome,
        "share": str(share or ""),
        "accepted_on": accepted_on,
    }
    return take(engine, plan, caller, "decide_objection", f"申诉 {case_no}", asked, work)


def _objection(act: Act, case_no: str) -> Case:
    case = standing_case(act.plan, APPEAL, stated_events(act.conn, APPEAL, [case_no.strip()]))
    if case is None:
        raise Refused(f"没有编号为“{case_no}”的申诉；请核对编号")
    if case.closed_on is not None:
        raise Refused(f"{case.case_no} 已于 {case.closed_on} 办结（{case.events[-1].result}），不能再答复")
    return case


def _answer(act: Act, case: Case, result: str, reason: str) -> None:
    if TAKE_UP in allowed_actions(case):
        moved(act, CaseMove(APPEAL, case.case_no, TAKE_UP))
    moved(act, CaseMove(APPEAL, case.case_no, ANSWER, result=result, text=reason))


def _ruling(
    act: Act, case: Case, result: Result, outcome: str, share: Fraction | None, accepted_on: date | None, reason: str
) -> Ruling:
    fields = Fields(act.plan)
    why = fields.needed_text("理由", reason)
    if outcome not in OUTCOMES:
        fields.problems.append(Problem("改为", f"只能是{'、'.join(OUTCOMES.values())}"))
    subject = case.attribute(SUBJECT) or ""
    earned = None
    if outcome == SHARE:
        earned = _share_of_day(act, result, subject, accepted_on) if accepted_on else share
        if earned is None or not 0 <= earned <= 1:
            fields.problems.append(Problem("得分率", "应在 0% 到 100% 之间；任务也可以填认定的完成日期"))
    fields.refuse()
    today = act.caller.today
    return Ruling(
        0, result.period, case.unit, case.attribute(RULE) or "", subject, outcome,
        None if earned is None else str(earned), case.case_no, why, today, today,
    )  # fmt: skip


def _share_of_day(act: Act, result: Result, subject: str, accepted_on: date) -> Fraction | None:
    """What a duty earns that is held to be done on this day; None of anything but a duty."""
    if not subject.startswith(DUTY):
        return None
    code, _, period = subject.removeprefix(DUTY).partition(".")
    duty = act.plan.deliverable.get(code)
    if duty is None:
        return None
    occurrence = named_occurrence(act.plan, duty, period or None, result.last)
    if not occurrence.opens_on <= accepted_on <= result.last:
        told = f"认定的完成日期应在任务开始（{occurrence.opens_on}）到本期末（{result.last}）之间，现为 {accepted_on}"
        raise Refused([Problem("认定完成日期", told)])
    record = standing_records(act.conn, [code]).get(occurrence.key, NOTHING_RECORDED)
    due = duty_status(occurrence, record, result.last, act.plan.calendar).effective_due
    if accepted_on <= due:
        return Fraction(1)
    return late_share((accepted_on - due).days, act.plan.scheme.lateness)


def _carry_out(act: Act, result: Result, ruling: Ruling) -> str:
    plan = _plan_of(act, result)
    (number,) = act.store(ruling)
    ruling = ruling._replace(number=number)
    try:
        after = revised(plan, result, ruling)
    except ValueError:
        raise Refused([Problem("改为", "结果里的这一项不能这样改；请换一种改法，或不采纳")]) from None
    before_row, row = result.row(ruling.unit), after.row(ruling.unit)
    assert before_row is not None and row is not None, ruling
    text = f"{ruling.case_no}采纳：{OUTCOMES[ruling.outcome]}"
    digest = keep_revised(act, after, ruling.unit, text)
    moved_from, moved_to = points(before_row.score.total), points(row.score.total)
    return f"{text}；总分 {moved_from} → {moved_to}，第 {after.version} 版，摘要 {digest[:10]}，前一版保留"


def _plan_of(act: Act, result: Result) -> Plan:
    if result.plan == act.plan.digest:
        return act.plan
    document = board.plan_document(act.conn, result.plan)
    if document is None:
        raise Refused("结果所依据的方案版本不在数据库里，不能重算")
    return from_document(document)
