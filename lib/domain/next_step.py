"""What is to be done next with a case, by whom and until when, in words."""

from __future__ import annotations

from datetime import date

from lib.domain.ledger import Case
from lib.domain.plan import Plan
from lib.domain.wording import short_day


def next_step(plan: Plan, case: Case, as_of: date) -> str | None:
    """请区政府办公室于5月8日前交办; None of a closed case.

    The day is the earlier of the stay's and the whole deadline; a judicial stay is told without one.
    """
    stay = case.open_stay
    if stay is None:
        return None
    who = plan.unit[case.holder].short
    if stay.judicial:
        return f"此后由{who}办理"
    if case.paused:
        return "恢复后接着计时"
    deadline = case.earlier_deadline(plan.calendar, as_of)
    if deadline is None:
        return f"请{who}{_verbs(case)}"
    late = "（已逾期）" if deadline < as_of else ""
    return f"请{who}于{short_day(deadline, as_of)}前{_verbs(case)}{late}"


def _verbs(case: Case) -> str:
    """The actions by which its holder takes the case on from its state: 分派或办结."""
    own = {"holder", "court"} | ({"in_charge", "office", "leader"} if case.holder == case.flow.in_charge else set())
    actions = [one for one in case.flow.actions if case.state in one.origins and not one.returns]
    actions = [one for one in actions if own.intersection(one.by)] or actions
    onward = [one.name for one in actions if one.to not in (None, case.state)] or [one.name for one in actions]
    return "或".join(filter(None, ["、".join(onward[:-1]), *onward[-1:]]))


def how_it_stands(plan: Plan, case: Case) -> str:
    """现为“已移送”，由区政府办公室承办; with 已中止计时 or the end where it applies."""
    if case.closed_on is not None:
        return f"已于 {case.closed_on} 结束（{case.state}）"
    paused = "（已中止计时）" if case.paused else ""
    return f"现为“{case.state}”{paused}，由{plan.unit[case.holder].short}承办"
