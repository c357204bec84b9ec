"""What is amiss on a day, as grounds of orders: duties near or past their due, late holdings, missed targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from lib.domain import duties
from lib.domain.duties import DutyStatus, Occurrence
from lib.domain.indicators import RED
from lib.domain.order_rules import DUTY_DUE, DUTY_OVERDUE, STAYS_OVERDUE, TARGET_MISSED
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.standing import Holding
from lib.domain.wording import full_day

OPEN_STATES = (duties.OVERDUE, duties.WARNING, duties.RUNNING)
Pairs = tuple[tuple[str, str], ...]


class Missed(NamedTuple):
    """A scored indicator that missed its target in a quarter that ended, with the unit that answers for it."""

    indicator: str
    unit: str
    period: str
    value: str
    target: str
    colour: str = RED

    @property
    def cause(self) -> str:
        """Its key: target:I10-1:kgj:2021Q2."""
        return f"target:{self.indicator}:{self.unit}:{self.period}"


class Finding(NamedTuple):
    """Something amiss with one unit.

    `cause` is its key: duty:D04-2.2021Q3, late:dispute:gaj:2021-06, target:I10-1:kgj:2021Q2; `about` the same
    without the month of a holding. `kind` is the cause of rules it may reach. `days`: beyond its due; `late`:
    cases past their deadline; `last_day`: until when a duty is in time. `words` go into sentences.
    """

    cause: str
    about: str
    kind: str
    unit: str
    item: str | None
    words: Mapping[str, str]
    facts: Pairs = ()
    days: int = 0
    late: int = 0
    last_day: date | None = None


def findings(
    plan: Plan, statuses: Iterable[DutyStatus], holdings: Iterable[Holding], missed: Iterable[Missed], as_of: date
) -> Iterator[Finding]:
    """Every ground at `as_of`: nothing of duties done, waived or claimed, nothing of office flows."""
    for status in statuses:
        if status.state in OPEN_STATES and not status.undecided:
            yield _of_duty(plan, status)
    for one in holdings:
        if one.late and not plan.flow[one.flow].office:
            yield _of_holding(plan, one, as_of)
    for miss in missed:
        yield _of_missed(plan, miss)


def duty_cause(occurrence: Occurrence) -> str:
    """The key of a duty as what something is about: duty:D24-1, duty:D04-2.2021Q3."""
    code, which = occurrence.key
    return f"duty:{code}.{which}" if which else f"duty:{code}"


def _of_duty(plan: Plan, status: DutyStatus) -> Finding:
    """A duty open and not claimed. A standing one is in time to its quarter's end; after it, its due counts."""
    occurrence, deliverable = status.occurrence, status.occurrence.deliverable
    overdue = max(0, (status.as_of - status.effective_due).days)
    in_time = status.as_of <= status.last_day_in_time
    last_day = status.last_day_in_time if in_time else status.effective_due
    left = plan.calendar.working_days(status.as_of, last_day)
    period = f"（{occurrence.period.name}）" if occurrence.period else ""
    words = {
        "unit": plan.unit[status.owner].short,
        "duty": f"{deliverable.title}{period}",
        "item": deliverable.item,
        "due": full_day(last_day),
        "days": str(overdue),
        "left": f"还有{left}个工作日到期" if left else "今天到期",
    }
    term = f"已逾期{overdue}天" if overdue else words["left"]
    cause = duty_cause(occurrence)
    kind = DUTY_OVERDUE if overdue else DUTY_DUE
    facts = (("任务", words["duty"]), ("期限", f"{words['due']}，{term}"))
    return Finding(
        cause, cause, kind, status.owner, deliverable.item, words, facts, days=overdue, last_day=last_day
    )  # fmt: skip


def _of_holding(plan: Plan, one: Holding, as_of: date) -> Finding:
    """What a unit holds past its deadline in a flow: one cause a month."""
    flow, about = plan.flow[one.flow], f"late:{one.flow}:{one.holder}"
    words = {
        "unit": plan.unit[one.holder].short,
        "flow": flow.name,
        "open": str(one.open),
        "late": str(one.late),
        "days": str(one.longest_days),
    }
    facts = (("台账", flow.name), ("环节超期", f"{one.late}件／在办{one.open}件，最长{one.longest_days}天"))
    item = flow.items[0] if flow.items else None
    return Finding(
        f"{about}:{as_of:%Y-%m}", about, STAYS_OVERDUE, one.holder, item, words, facts,
        days=one.longest_days, late=one.late,
    )  # fmt: skip


def _of_missed(plan: Plan, one: Missed) -> Finding:
    indicator, period = plan.indicator[one.indicator], Period.parse(one.period).name
    words = {
        "unit": plan.unit[one.unit].short,
        "indicator": indicator.title,
        "period": period,
        "value": one.value,
        "target": one.target,
    }
    facts = (("指标", f"{indicator.title}（{period}）"), ("数值", f"{one.value}，目标{one.target}"))
    return Finding(one.cause, one.cause, TARGET_MISSED, one.unit, indicator.item, words, facts)
