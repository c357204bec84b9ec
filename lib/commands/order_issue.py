"""Issuing supervision orders: one or many in one transaction, each numbered, never twice for the same cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, registered
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case
from lib.domain.office_flows import GRADE, MATTER, ORDER, SOURCE
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
        require_few(len(drafts))
        cases = all_registered(act, [registering_order(one, occurred_on) for one in drafts])
        act.subject = "、".join(case.case_no for case in cases)
        return issued_said(plan, cases)

    asked = {"occurred_on": occurred_on, "drafts": [one._asdict() for one in drafts]}
    return take(engine, plan, caller, "issue_order", f"督办 {len(drafts)} 份", asked, work)


def all_registered(act: Act, drafts: Sequence[CaseDraft]) -> list[Case]:
    """Every one registered; else Refused with what is wrong in each, by its place."""
    cases, problems = [], []
    for place, one in enumerate(drafts, 1):
        try:
            cases.append(registered(act, one))
        except NotAllowed:
            raise
        except Refused as refused:
            where = f"第{place}份 {one.assignee} " if len(drafts) > 1 else ""
            problems += [Problem(f"{where}{each.place}".strip(), each.message) for each in refused.problems]
    if problems:
        raise Refused(problems)
    return cases


def require_few(count: int) -> None:
    """Refused unless it is as many as are issued at once."""
    if not 0 < count <= MOST_AT_ONCE:
        raise Refused(f"一次签发 1 至 {MOST_AT_ONCE} 份；现为 {count} 份，请重新选择")


def issued_said(plan: Plan, cases: Sequence[Case]) -> str:
    """已签发 2 份：山督〔2021〕1号（预警单，区财政局）、…"""
    each = (f"{one.case_no}（{one.attribute(GRADE) or one.flow.name}，{plan.unit[one.unit].short}）" for one in cases)
    return f"已签发 {len(cases)} 份：{'、'.join(each)}"


def registering_order(one: OrderDraft, occurred_on: date | None) -> CaseDraft:
    """The case that issuing this order opens."""
    attributes = {GRADE: one.grade, SOURCE: one.source, MATTER: one.reason, CAUSE: one.cause}
    return CaseDraft(ORDER, None, occurred_on, assignee=one.unit, text=one.text, attributes=attributes)
