"""Issuing what was drafted: orders and letters in one transaction, each numbered, never twice for the same cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, registered
from lib.commands.check_events import standing_case
from lib.db.queries.acts import cases_about
from lib.db.queries.office_cases import among_courts
from lib.db.queries.stated import stated_events
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case
from lib.domain.order_drafts import OrderDraft
from lib.domain.order_rules import GRADES, LETTER
from lib.domain.plan import Plan
from lib.domain.written_numbers import case_numbers, court_numbers
from lib.errors import Problem, Refused

ORDERS, LETTERS = "supervision_order", "court_letter"
_MOST = 100


def issue_drafts(
    engine: Engine, plan: Plan, caller: Caller, drafts: Sequence[OrderDraft], *, occurred_on: date | None = None
) -> Done:
    """Issue all of these or none: an order each, or a letter (grade 商请函) to court or procuratorate.

    Refused where one of the cause has been issued already, where a text names a case of a court, where an
    order goes to a court or a letter elsewhere, and where there is nothing to issue. An empty cause is none.
    """

    def work(act: Act) -> str:
        act.demand("issue_order")
        _require_issuable(act, drafts)
        cases = [registered(act, _case_draft(act, one, occurred_on)) for one in drafts]
        act.subject = "、".join(case.case_no for case in cases)
        return _said(act.plan, drafts, cases)

    asked = {
        "occurred_on": occurred_on,
        "drafts": [[one.cause, one.unit, one.grade, one.source, one.reason, one.demand] for one in drafts],
    }
    return take(engine, plan, caller, "issue_order", f"督办 {len(drafts)} 份", asked, work)


def _require_issuable(act: Act, drafts: Sequence[OrderDraft]) -> None:
    if not 0 < len(drafts) <= _MOST:
        raise Refused(f"一次签发 1 至 {_MOST} 份；现为 {len(drafts)} 份，请重新选择")
    problems: list[Problem] = []
    causes = [one.cause for one in drafts if one.cause]
    for one in drafts:
        where = f"{one.grade} {act.plan.unit[one.unit].short if one.unit in act.plan.unit else one.unit}"
        problems += [Problem(where, sentence) for sentence in _faults(act, one, causes.count(one.cause))]
    if problems:
        raise Refused(problems)


def _faults(act: Act, one: OrderDraft, times: int) -> Iterable[str]:
    if one.grade not in (*GRADES, LETTER):
        yield f"没有等级“{one.grade}”，可用：{'、'.join((*GRADES, LETTER))}"
        return
    flow = LETTERS if one.grade == LETTER else ORDERS
    if flow not in act.plan.flow:
        yield f"方案没有“{one.grade}”的台账，不能签发"
        return
    if not one.reason.strip():
        yield "事由不能为空，请写明为什么现在发"
    if court_numbers(one.reason) or among_courts(act.conn, case_numbers(one.reason)):
        yield "事由里有法院、检察院的案号；司法案件只能用件数表述，请删去案号"
    if one.cause and times > 1:
        yield "同一事项在本次中选了两份，请只留一份"
    earlier = _issued_already(act, one)
    if earlier is not None:
        yield f"同一事项已于 {earlier.registered_on} 发出{_grade(earlier)}（{earlier.case_no}），不重复签发"


def _issued_already(act: Act, one: OrderDraft) -> Case | None:
    """The order of this grade or a graver one on the same cause, or the letter; open or closed, on any day."""
    if not one.cause:
        return None
    for flow in (ORDERS, LETTERS):
        for case_no in cases_about(act.conn, flow, one.cause) if flow in act.plan.flow else ():
            case = standing_case(act.plan, flow, stated_events(act.conn, flow, [case_no]))
            if case is not None and _rank(_grade(case)) >= _rank(one.grade):
                return case
    return None


def _grade(case: Case) -> str:
    return LETTER if case.flow.code == LETTERS else case.attribute("等级") or ""


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else 0


def _case_draft(act: Act, one: OrderDraft, on: date | None) -> CaseDraft:
    if one.grade == LETTER and not act.plan.unit[one.unit].is_court:
        raise Refused(f"商请函只发法院、检察院；对{act.plan.unit[one.unit].short}请发督办单")
    attributes = {"来源": one.source, "事由": one.reason.strip(), CAUSE: one.cause or None}
    if one.grade != LETTER:
        attributes["等级"] = one.grade
    flow = LETTERS if one.grade == LETTER else ORDERS
    return CaseDraft(flow, None, on, assignee=one.unit, text=one.demand or None, attributes=attributes)


def _said(plan: Plan, drafts: Sequence[OrderDraft], cases: Sequence[Case]) -> str:
    each = [
        f"{case.case_no}（{one.grade}，{plan.unit[one.unit].short}）" for one, case in zip(drafts, cases, strict=True)
    ]
    return f"已签发 {len(each)} 份：{'、'.join(each)}"
