"""Issuing supervision orders: one or many in one transaction, each numbered, never twice for the same cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, registered
from lib.commands.check_events import standing_case
from lib.commands.fields import Fields, flow_named
from lib.db.queries.acts import cases_about
from lib.db.queries.stated import stated_events
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case
from lib.domain.office_flows import GRADE, LETTER, MATTER, ORDER, SOURCE
from lib.domain.plan import Plan
from lib.errors import NotAllowed, Problem, Refused

MOST_AT_ONCE = 200


class OrderDraft(NamedTuple):
    """An order to issue: to whom, 提醒单, 预警单 or 督办单, why, what is asked.

    `cause` is the key of what it is about, such as duty:D04-2.2021Q3; None: about nothing that has a key.
    """

    unit: str
    grade: str
    source: str
    reason: str
    text: str | None = None
    cause: str | None = None


def issue_orders(
    engine: Engine, plan: Plan, caller: Caller, drafts: Sequence[OrderDraft], *, occurred_on: date | None = None
) -> Done:
    """Issue all of these orders, each with its number, or none.

    Refused for a cause that has an order of that grade or a graver one, open or closed; a graver order on
    the same cause is issued though the lesser one is open. To court or procuratorate: a 商请函 instead.
    """

    def work(act: Act) -> str:
        act.demand("issue_order")
        if not 0 < len(drafts) <= MOST_AT_ONCE:
            raise Refused(f"一次签发 1 至 {MOST_AT_ONCE} 份；现为 {len(drafts)} 份")
        cases = issued(act, drafts, occurred_on)
        act.subject = "、".join(case.case_no for case in cases)
        each = (f"{case.case_no}（{case.attribute(GRADE)}，{plan.unit[case.unit].short}）" for case in cases)
        return f"已签发 {len(cases)} 份：{'、'.join(each)}"

    asked = {"occurred_on": occurred_on, "drafts": [one._asdict() for one in drafts]}
    return take(engine, plan, caller, "issue_order", f"督办 {len(drafts)} 份", asked, work)


def issued(act: Act, drafts: Sequence[OrderDraft], occurred_on: date | None) -> list[Case]:
    """Every order registered; else Refused with what is wrong in each, by its place."""
    cases, problems = [], []
    for place, one in enumerate(drafts, 1):
        try:
            cases.append(_one_issued(act, one, occurred_on))
        except NotAllowed:
            raise
        except Refused as refused:
            where = f"第{place}份 {one.unit} " if len(drafts) > 1 else ""
            problems += [Problem(f"{where}{each.place}".strip(), each.message) for each in refused.problems]
    if problems:
        raise Refused(problems)
    return cases


def _one_issued(act: Act, one: OrderDraft, occurred_on: date | None) -> Case:
    fields = Fields(act.plan)
    grade = fields.word(GRADE, one.grade, flow_named(act.plan, ORDER).attribute[GRADE].choices)
    fields.needed_line(MATTER, one.reason)
    cause = fields.line(CAUSE, one.cause)
    unit = fields.needed_unit("承办单位", one.unit)
    fields.refuse()
    _refuse_second(act, grade, cause)
    attributes = {GRADE: grade, SOURCE: one.source, MATTER: one.reason, CAUSE: cause}
    return registered(act, CaseDraft(ORDER, None, occurred_on, assignee=unit, text=one.text, attributes=attributes))


def _refuse_second(act: Act, grade: str, cause: str | None) -> None:
    """Never twice for the same cause: only a graver order follows an order, whether that is open or closed."""
    grades = act.plan.flow[ORDER].attribute[GRADE].choices
    for case_no in cases_about(act.conn, ORDER, cause) if cause else ():
        case = standing_case(act.plan, ORDER, stated_events(act.conn, ORDER, [case_no]))
        if case is None or case.events[0].attributes.get(CAUSE) != cause:
            continue
        issued = case.attribute(GRADE)
        if issued in grades and grades.index(issued) >= grades.index(grade):
            graver = "" if issued == grade else "更高等级的"
            told = f"同一起因已于 {case.registered_on} 发出{graver}{issued}（{case.case_no}，现为“{case.state}”）"
            way_out = "已销号的可“回头看”" if case.closed_on else "请催办该件，或发更高等级的督办"
            raise Refused([Problem(CAUSE, f"{told}，不再重复签发；{way_out}")])


def require_first_letter(act: Act, cause: str | None) -> None:
    """Court and procuratorate get one letter a cause, whatever became of it."""
    for case_no in cases_about(act.conn, LETTER, cause) if cause else ():
        case = standing_case(act.plan, LETTER, stated_events(act.conn, LETTER, [case_no]))
        if case is not None and case.events[0].attributes.get(CAUSE) == cause:
            told = f"同一事项已于 {case.registered_on} 发出商请函（{case.case_no}，现为“{case.state}”），不再重复发函"
            raise Refused([Problem(CAUSE, told)])
