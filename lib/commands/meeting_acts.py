"""What a meeting does on the spot: a decision, with the order that follows from it where that is wanted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from lib.commands.act import Act, Caller, Done, take
from lib.commands.case_acts import CaseDraft, registered
from lib.commands.case_told import registered_said, subject_of
from lib.commands.order_issue import OrderDraft, issued_said, registering_order
from lib.domain.facts import CAUSE
from lib.domain.office_flows import DECISION, DUE, MEETING, TOPIC
from lib.domain.order_rules import ORDER
from lib.domain.plan import Plan

SOURCE = "会议"


def decide(
    engine: Engine,
    plan: Plan,
    caller: Caller,
    unit: str,
    *,
    meeting: str,
    topic: str,
    due: date,
    cause: str | None = None,
    ordered: bool = False,
    order_cause: str | None = None,
    occurred_on: date | None = None,
) -> Done:
    """Record what a meeting decided and, `ordered`, issue it as a 督办单 in the same transaction.

    Refused, both, where either is: an open decision on the cause, an order on `order_cause`, an order to a court.
    """
    attributes = {MEETING: meeting, TOPIC: topic, DUE: due.isoformat(), CAUSE: cause}
    draft = CaseDraft(DECISION, None, occurred_on, assignee=unit, attributes=attributes)
    order = OrderDraft(unit, ORDER, SOURCE, topic, f"请于{due.month}月{due.day}日前办理并反馈结果。", order_cause)

    def work(act: Act) -> str:
        act.demand("record_decision")
        case = registered(act, draft)
        act.subject = subject_of(plan, DECISION, case.case_no)
        said = registered_said(act, case)
        if not ordered:
            return said
        act.demand("issue_order")
        return f"{said}；{issued_said(plan, [registered(act, registering_order(order, occurred_on))])}"

    asked = {**draft._asdict(), "ordered": ordered, "order": order._asdict() if ordered else None}
    return take(engine, plan, caller, "record_decision", subject_of(plan, DECISION, None), asked, work)
