"""The same seed, plan, last day and size give the same facts; anything else gives others."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from lib.domain.plan import Plan
from lib.errors import Refused
from lib.simulation import Simulation, simulate
from tests.simulation.conftest import SEED, UNTIL


def test_the_same_run_has_the_same_digest(plan: Plan, small: Simulation) -> None:
    assert simulate(plan, until=UNTIL, seed=SEED, cases=2_000).digest() == small.digest()


def test_reading_the_cases_twice_gives_the_same_events(small: Simulation) -> None:
    assert list(small.events) == list(small.events)


@pytest.mark.parametrize(
    "other", [{"seed": 7}, {"cases": 2_001}, {"until": date(2026, 11, 23)}], ids=["seed", "cases", "until"]
)
def test_another_seed_size_or_day_gives_other_facts(plan: Plan, small: Simulation, other: dict[str, int]) -> None:
    wanted = {"until": UNTIL, "seed": SEED, "cases": 2_000, **other}
    assert simulate(plan, **wanted).digest() != small.digest()


def test_shares_of_the_flows_stay_the_same_at_any_size(plan: Plan) -> None:
    def shares(cases: int) -> dict[str, float]:
        counts = simulate(plan, until=UNTIL, seed=SEED, cases=cases).events.counts
        return {flow: sum(months.values()) / cases for flow, months in counts.items()}

    ordinary, large = shares(20_000), shares(1_000_000)
    assert ordinary == pytest.approx(large, abs=0.0005)


@pytest.mark.parametrize("cases", [0, 1, 137, 20_000])
def test_as_many_cases_begin_as_were_asked_for(plan: Plan, cases: int) -> None:
    assert len(simulate(plan, until=UNTIL, seed=SEED, cases=cases).events) == cases


def test_quarters_differ(small: Simulation) -> None:
    begun = Counter(
        (case[0].fact.occurred_on.year, (case[0].fact.occurred_on.month + 2) // 3) for case in small.events.by_case()
    )
    assert len({begun[2024, quarter] for quarter in (1, 2, 3, 4)}) > 2


def test_a_last_day_before_the_plan_is_refused(plan: Plan) -> None:
    with pytest.raises(Refused, match="应在方案印发日"):
        simulate(plan, until=plan.issued_on, seed=SEED)


@pytest.mark.parametrize("until", [date(2021, 4, 26), date(2021, 5, 3), date(2023, 2, 12), date(2027, 6, 30)])
def test_any_later_day_can_be_the_last(plan: Plan, until: date) -> None:
    made = simulate(plan, until=until, seed=SEED, cases=60)
    assert max(one.fact.occurred_on for one in made.events) <= until
    assert all(one.fact.occurred_on <= until for one in (*made.reports, *made.changes, *made.entries))
