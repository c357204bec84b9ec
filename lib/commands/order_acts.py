"""Issuing what was drafted: orders and letters in one transaction, each numbered, never twice for the same cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft
from lib.commands.order_issue import all_registered, issued_said, require_few
from lib.domain.facts import CAUSE
from lib.domain.office_flows import GRADE, MATTER, ORDER, SOURCE
from lib.domain.office_flows import LETTER as LETTERS
from lib.domain.order_drafts import OrderDraft, matter_and_text
from lib.domain.order_rules import LETTER
from lib.domain.plan import Plan
from lib.errors import Problem, Refused


def issue_drafts(
    engine: Engine, plan: Plan, caller: Caller, drafts: Sequence[OrderDraft], *, occurred_on: date | None = None
) -> Done:
    """Issue all of these or none: an order each, or a letter (grade 商请函) to court or procuratorate.

    Refused where one of the cause has been issued already, where a reason names a case of a court, where an
    order goes to a court or a letter elsewhere, and where there is nothing to issue. An empty cause is none.
    """

    def work(act: Act) -> str:
        for right in sorted({"send_letter" if one.grade == LETTER else "issue_order" for one in drafts}):
            act.demand(right)
        require_few(len(drafts))
        _require_once_each(drafts)
        cases = all_registered(act, [_registering(one, occurred_on) for one in drafts])
        act.subject = "、".join(case.case_no for case in cases)
        return issued_said(plan, cases)

    asked = {
        "occurred_on": occurred_on,
        "drafts": [[one.cause, one.unit, one.grade, one.source, one.reason, one.demand] for one in drafts],
    }
    return take(engine, plan, caller, "issue_order", f"督办 {len(drafts)} 份", asked, work)


def _registering(one: OrderDraft, on: date | None) -> CaseDraft:
    matter, text = matter_and_text(one)
    attributes = {SOURCE: one.source, MATTER: matter, CAUSE: one.cause or None}
    if one.grade == LETTER:
        return CaseDraft(LETTERS, None, on, assignee=one.unit, text=text, attributes=attributes)
    return CaseDraft(ORDER, None, on, assignee=one.unit, text=text, attributes={GRADE: one.grade, **attributes})


def _require_once_each(drafts: Sequence[OrderDraft]) -> None:
    causes = [one.cause for one in drafts if one.cause]
    twice = [place for place, one in enumerate(drafts, 1) if causes.count(one.cause) > 1]
    if twice:
        raise Refused([Problem(f"第{place}份", "同一事项在本次中选了两份，请只留一份") for place in twice])
