"""Burden: how much reporting is asked of each unit in a month (domain.md 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from lib.domain.duties import WAIVED, DutyStatus
from lib.domain.entered import periods_to_enter
from lib.domain.office_flows import DECISION, HELP, INSTRUCTION, LETTER, ORDER
from lib.domain.periods import Period
from lib.domain.plan import Plan

# Cases of these flows ask the unit they are addressed to (their 承办单位) for an answer.
ADDRESSED = (ORDER, LETTER, HELP, INSTRUCTION, DECISION)

UnitMonth = tuple[str, date]


def asked(plan: Plan, duties: Iterable[DutyStatus], months: Sequence[Period]) -> Counter[UnitMonth]:
    """Reports and numbers asked, by unit and first day of the month; orders come on top.

    A report for each occurrence the unit owns whose due, neither extended nor rolled forward, lies in the month
    (waived ones left out); a number for each entered indicator it owns and each period that ended with the month before.
    """
    starts = {month.start for month in months}
    found: Counter[UnitMonth] = Counter()
    for duty in duties:
        month = duty.occurrence.due.replace(day=1)
        if month in starts and duty.state != WAIVED:
            found[duty.owner, month] += 1
    entered = [one for one in plan.indicators if one.source == "entered"]
    for start in starts:
        ended = Period.of(plan.scheme.periods[0], start - timedelta(days=1))
        if ended.following.start != start:
            continue
        for indicator in entered:
            wanted = len(periods_to_enter(indicator, ended, plan.issued_on, plan.scheme.periods))
            for unit in indicator.owners if wanted else ():
                found[unit, start] += wanted
    return found
