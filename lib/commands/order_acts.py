"""Issuing what was drafted: orders and letters in one transaction, each numbered, never twice for the same cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, registered
from lib.commands.fields import Fields
from lib.commands.order_issue import MOST_AT_ONCE, require_first_letter
from lib.commands.order_issue import OrderDraft as Order
from lib.commands.order_issue import issued as orders_issued
from lib.db.queries.office_cases import among_courts
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case
from lib.domain.office_flows import LETTER as LETTERS
from lib.domain.office_flows import MATTER, SOURCE
from lib.domain.order_drafts import OrderDraft, matter_and_text
from lib.domain.order_rules import LETTER
from lib.domain.plan import Plan
from lib.domain.written_numbers import case_numbers, court_numbers
from lib.errors import Problem, Refused


def issue_drafts(
    engine: Engine, plan: Plan, caller: Caller, drafts: Sequence[OrderDraft], *, occurred_on: date | None = None
) -> Done:
    """Issue all of these or none: an order each, or a letter (grade 商请函) to court or procuratorate.

    Refused where one of the cause has been issued already, where a reason names a case of a court, where an
    order goes to a court or a letter elsewhere, and where there is nothing to issue. An empty cause is none.
    """
    letters = [one for one in drafts if one.grade == LETTER]
    orders = [one for one in drafts if one.grade != LETTER]

    def work(act: Act) -> str:
        if orders or not letters:
            act.demand("issue_order")
        if letters:
            act.demand("send_letter")
        _require_issuable(act, drafts)
        cases = orders_issued(act, [_order(one) for one in orders], occurred_on)
        cases += [_letter_sent(act, one, occurred_on) for one in letters]
        act.subject = "、".join(case.case_no for case in cases)
        each = "、".join(_said(plan, one, case) for one, case in zip([*orders, *letters], cases, strict=True))
        return f"已签发 {len(cases)} 份：{each}"

    asked = {
        "occurred_on": occurred_on,
        "drafts": [[one.cause, one.unit, one.grade, one.source, one.reason, one.demand] for one in drafts],
    }
    return take(engine, plan, caller, "issue_order", f"督办 {len(drafts)} 份", asked, work)


def _said(plan: Plan, one: OrderDraft, case: Case) -> str:
    return f"{case.case_no}（{one.grade}，{plan.unit[case.unit].short}）"


def _order(one: OrderDraft) -> Order:
    matter, text = matter_and_text(one)
    return Order(one.unit, one.grade, one.source, matter, text, one.cause or None)


def _require_issuable(act: Act, drafts: Sequence[OrderDraft]) -> None:
    """As many as go at once, each cause once, and no case of a court named."""
    if not 0 < len(drafts) <= MOST_AT_ONCE:
        raise Refused(f"一次签发 1 至 {MOST_AT_ONCE} 份；现为 {len(drafts)} 份，请重新选择")
    causes = [one.cause for one in drafts if one.cause]
    problems = []
    for place, one in enumerate(drafts, 1):
        where = f"第{place}份 {one.grade}"
        if court_numbers(one.reason) or among_courts(act.conn, case_numbers(one.reason)):
            problems.append(Problem(where, "事由里有法院、检察院的案号；司法案件只能用件数表述，请删去案号"))
        if causes.count(one.cause) > 1:
            problems.append(Problem(where, "同一事项在本次中选了两份，请只留一份"))
    if problems:
        raise Refused(problems)


def _letter_sent(act: Act, one: OrderDraft, on: date | None) -> Case:
    """Register a letter; a second one on the same cause is refused, whatever became of the first."""
    fields = Fields(act.plan)
    matter, text = matter_and_text(one)
    fields.needed_line(MATTER, matter)
    unit = fields.needed_unit("发往", one.unit)
    fields.refuse()
    require_first_letter(act, one.cause or None)
    attributes = {SOURCE: one.source, MATTER: matter, CAUSE: one.cause or None}
    return registered(act, CaseDraft(LETTERS, None, on, assignee=unit, text=text, attributes=attributes))
