"""The rules for orders from values whose structure has been proved."""

from __future__ import annotations

from lib.definitions.build_plan import Values, duration
from lib.domain.calendar import Duration
from lib.domain.order_rules import DEMAND, OrderRule, OrderRules


def orders_of(values: Values | None) -> OrderRules | None:
    """The rules for orders; none where the plan has no such section."""
    if values is None:
        return None
    return OrderRules(
        rules=tuple(_rule_of(one) for one in values["rules"]),
        demand=values.get("demand", DEMAND),
        look_back=Duration.parse(values.get("look_back", "30d")),
        assumed=values.get("assumed"),
    )


def _rule_of(values: Values) -> OrderRule:
    return OrderRule(
        code=values["code"],
        cause=values["cause"],
        grade=values["grade"],
        source=values["source"],
        answer=Duration.parse(values["answer"]),
        reason=values["reason"],
        letter=values.get("letter"),
        within=duration(values.get("within")),
        days=values.get("days", 1),
        cases=values.get("cases", 1),
        older_than=duration(values.get("older_than")),
        times=values.get("times", 2),
        assumed=values.get("assumed"),
    )
