"""How many cases of which flow begin in which month; the shares of the flows stay the same at any size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from lib.domain.periods import Period, periods_since
from lib.domain.plan import Flow, Plan
from lib.simulation.climate import SEASON

HISTORY_FROM = date(2020, 1, 1)

# Cases a year of a run of ordinary size; growth is the last year's count over the first one's.
_YEARLY: Mapping[str, tuple[float, float]] = {
    "dispute": (265, 1.35),
    "litigation": (232, 0.78),
    "procuratorate": (38, 1.25),
    "nonlitigation": (2360, 1.45),
    "rescue": (15, 1.3),
    "npl": (150, 1.2),
    "finance_mediation": (345, 1.3),
    "supervision_order": (56, 1.0),
    "cooperation_request": (92, 1.15),
}
# Flows with fewer cases, counted apart so that they change nothing in those above.
_YEARLY_BESIDE: Mapping[str, tuple[float, float]] = {
    "review": (11, 1.1),
    "nonlit_enforcement": (32, 1.2),
    "bankruptcy_matter": (13, 1.3),
    "reception": (34, 1.1),
    "control_request": (30, 1.2),
    "refusal_crime": (5, 1.2),
    "proposal": (6, 1.1),
    "extension": (8, 0.9),
    "appeal": (0, 1.0),  # an objection names a part of a result; it comes with the life of a period, not by chance
    "instruction": (18, 1.1),
    "decision": (16.7, 1.2),
    "court_letter": (8, 1.0),
}
_YEARLY_ELSEWHERE = (70.0, 1.1)

Month = Period


def first_day(plan: Plan, flow: Flow) -> date:
    """The first day on which a case of `flow` may begin."""
    return HISTORY_FROM if flow.history else plan.issued_on + timedelta(days=10)


def months(plan: Plan, until: date) -> Iterator[Month]:
    """Every month from the beginning of the history, in order."""
    return periods_since("month", min(HISTORY_FROM, plan.issued_on), until)


def cases_by_month(plan: Plan, until: date, seed: int, cases: int) -> dict[str, dict[Month, int]]:
    """Flow → month → how many cases begin in it; they add up to `cases`."""
    wanted = {flow.code: _expected(plan, flow, until, seed) for flow in plan.flows}
    beside = {code: months for code, months in wanted.items() if code in _YEARLY_BESIDE}
    most = {code: months for code, months in wanted.items() if code not in beside}
    apart = round(cases * _whole(beside) / (_whole(wanted) or 1.0)) if most else cases
    counts = _rounded(most, (cases - apart) / (_whole(most) or 1.0))
    return counts | _rounded(beside, apart / (_whole(beside) or 1.0))


def _whole(wanted: Mapping[str, Mapping[Month, float]]) -> float:
    return sum(sum(months.values()) for months in wanted.values())


def _expected(plan: Plan, flow: Flow, until: date, seed: int) -> dict[Month, float]:
    """What each month would bring, not yet rounded: growth × season × chance, and the part of the month there is."""
    yearly, growth = {**_YEARLY, **_YEARLY_BESIDE}.get(flow.code, _YEARLY_ELSEWHERE)
    rng = Random(f"{seed}/volume/{flow.code}")  # noqa: S311 - an invented district, not a secret
    begins = first_day(plan, flow)
    expected: dict[Month, float] = {}
    for month in months(plan, until):
        chance = rng.uniform(0.88, 1.12)
        first, last = max(month.start, begins), min(month.end, until)
        if first > last:
            continue
        part = ((last - first).days + 1) / ((month.end - month.start).days + 1)
        along = (month.start - begins).days / max(365, (until - begins).days)
        trend = 1 + (growth - 1) * (along - 0.5) * 2 / (1 + growth)
        expected[month] = yearly / 12 * SEASON[month.start.month - 1] * trend * chance * part
    return expected


def _rounded(wanted: Mapping[str, Mapping[Month, float]], scale: float) -> dict[str, dict[Month, int]]:
    """Whole numbers of which every running total is the rounded running total of what is wanted."""
    counts: dict[str, dict[Month, int]] = {}
    reached, counted = 0.0, 0
    for flow, expected in wanted.items():
        counts[flow] = {}
        for month, number in expected.items():
            reached += number * scale
            counts[flow][month] = round(reached) - counted
            counted = round(reached)
    return counts
