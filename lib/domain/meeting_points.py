"""What a meeting has to settle with one unit: each point with its figures and one sentence that would settle it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from lib.domain import duties, marks
from lib.domain.duties import DutyStatus
from lib.domain.marks import LONG_OVERDUE_DAYS
from lib.domain.office_flows import DECISION
from lib.domain.order_findings import Finding, duty_cause
from lib.domain.order_rules import DUTY_DUE, DUTY_OVERDUE, STAYS_OVERDUE, TARGET_MISSED
from lib.domain.plan import Plan
from lib.domain.promises import OVERDUE, Promise, chain_about
from lib.domain.standing import Holding
from lib.domain.wording import short_day
from lib.domain.written import LONGEST_LINE

WHY_LATE = "，并说明逾期原因"

# Kind of finding → what a unit is asked to do, and what court and procuratorate are asked for.
ASKED = {
    DUTY_OVERDUE: ("完成“{duty}”并报送佐证", "商请研究推进“{duty}”"),
    DUTY_DUE: ("按期完成“{duty}”", "商请研究推进“{duty}”"),
    STAYS_OVERDUE: ("办结{flow}环节超期{late}件，逐件说明原因", "商请协调推进{flow}环节超期{late}件"),
    TARGET_MISSED: ("提出“{indicator}”的达标措施", "商请会商“{indicator}”有关情况"),
}
_OF_OFFICE = "反馈{flow}超期{late}件的办理情况"


class Point(NamedTuple):
    """One point of a unit. `cause`: what a decision on it is about; `finding`: under what an order is issued.

    `promise`: the open decision about it, if any: then it is settled, unless that is overdue, when a further
    decision is about that one.
    """

    cause: str
    finding: str
    mark: str
    title: str
    detail: str
    days: int
    suggestion: str
    promise: Promise | None = None

    @property
    def is_settled(self) -> bool:
        """Whether a decision on it runs and is not overdue: it is not taken twice."""
        return self.promise is not None and self.promise.outcome != OVERDUE


def points(
    plan: Plan,
    unit: str,
    found: Iterable[Finding],
    statuses: Iterable[DutyStatus],
    held: Iterable[Holding],
    red_targets: Collection[str],
    promises: Sequence[Promise],
    as_of: date,
) -> list[Point]:
    """The points of `unit` at `as_of`: overdue and near duties, what it holds late, missed targets, overdue promises.

    Red before yellow, the longest overdue first. `found`: the findings of that day; `red_targets`: the keys of
    targets missed by more than five points; `promises`: the decisions known on that day.
    """
    near = {duty_cause(one.occurrence) for one in statuses if one.state == duties.WARNING}
    own = [promise for promise in promises if promise.unit == unit]
    made = [
        _of_finding(plan, one, red_targets, as_of)
        for one in found
        if one.unit == unit and (one.kind != DUTY_DUE or one.cause in near)
    ]
    made += [_of_office(plan, one, as_of) for one in held if _is_office_work(plan, unit, one)]
    chains = [(point, chain_about(own, point.cause)) for point in made]
    told = {one.number for _, chain in chains for one in chain}
    chains += [
        (_of_promise(one, as_of), [one, *chain_about(own, one.key)])
        for one in own
        if one.outcome == OVERDUE and one.number not in told and not _follows(one, own)
    ]
    settled = [_settled(point, chain[-1]) if chain else point for point, chain in chains]
    return sorted(settled, key=lambda one: (marks.WORST_FIRST.index(one.mark), -one.days))


def _of_finding(plan: Plan, one: Finding, red_targets: Collection[str], as_of: date) -> Point:
    asked = ASKED[one.kind][plan.unit[one.unit].is_court].format_map(one.words)
    if one.kind in (DUTY_OVERDUE, DUTY_DUE):
        assert one.last_day is not None, one
        late = f"逾期{one.days}天" if one.days else one.words["left"]
        detail, mark = f"期限{short_day(one.last_day, as_of)}，{late}", marks.RED if one.days else marks.YELLOW
        title = one.words["duty"]
    elif one.kind == STAYS_OVERDUE:
        detail = _held_words(one.late, int(one.words["open"]), one.days)
        title, mark = one.words["flow"], _held_mark(one.days)
    else:
        title = f"{one.words['indicator']}（{one.words['period']}）"
        detail = f"{one.words['value']}，目标{one.words['target']}"
        mark = marks.RED if one.cause in red_targets else marks.YELLOW
    if plan.unit[one.unit].is_court and mark == marks.RED:
        mark = marks.YELLOW
    return Point(one.about, one.cause, mark, title, detail, one.days, asked[:LONGEST_LINE])


def _held_words(late: int, held: int, days: int) -> str:
    return f"环节超期{late}件／在办{held}件，最长{days}天"


def _held_mark(days: int) -> str:
    return marks.RED if days > LONG_OVERDUE_DAYS else marks.YELLOW


def _is_office_work(plan: Plan, unit: str, one: Holding) -> bool:
    """Late answers to orders and the like; late promises are points of their own."""
    return one.holder == unit and one.late > 0 and plan.flow[one.flow].office and one.flow != DECISION


def _of_office(plan: Plan, one: Holding, as_of: date) -> Point:
    flow = plan.flow[one.flow].name
    detail = _held_words(one.late, one.open, one.longest_days)
    asked = _OF_OFFICE.format(flow=flow, late=one.late)
    about = f"late:{one.flow}:{one.holder}"
    finding = f"{about}:{as_of:%Y-%m}"
    return Point(about, finding, _held_mark(one.longest_days), flow, detail, one.longest_days, asked)


def _of_promise(one: Promise, as_of: date) -> Point:
    """An overdue promise that no other point tells of."""
    detail = f"期限{short_day(one.due, as_of)}，逾期{one.days_late}天未落实"
    return Point(one.key, one.key, marks.RED, one.topic, detail, one.days_late, one.topic)


def _follows(one: Promise, promises: Sequence[Promise]) -> bool:
    """Whether it was decided on another of these that is still open."""
    return any(other.is_open and other.key == one.cause for other in promises)


def _settled(point: Point, last: Promise) -> Point:
    """The point with the last decision on it; where that is overdue, a further one is about that."""
    if last.outcome != OVERDUE:
        return point._replace(promise=last)
    return point._replace(promise=last, cause=last.key, suggestion=_why_late(point.suggestion))


def _why_late(asked: str) -> str:
    """The sentence with the reason of the delay asked for, once, and no longer than a line."""
    return f"{asked.removesuffix(WHY_LATE)[: LONGEST_LINE - len(WHY_LATE)]}{WHY_LATE}"
