"""What an objection could bring, what may be made of its part, and who does not answer it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from lib.domain.appraisal import Score
from lib.domain.results import Result, revised
from lib.domain.rights import LEADER, OFFICE, Viewer
from lib.domain.rulings import FULL, LEFT_OUT, SHARE, at_stake, facts_judged, outcomes_for, why_biased
from tests.domain.cast import PLAN, SCHEME
from tests.domain.kept import result, ruling

BEFORE: Result = result("2021H1", "07-15")


def score(unit: str) -> Score:
    row = BEFORE.row(unit)
    assert row is not None
    return row.score


@pytest.mark.parametrize(
    ("unit", "rule", "subject"),
    [
        ("qzfb", "delivery", "duty:D03-1"), ("qzfb", "flow", "stay:dispute/3号/2021-05-06"), ("kgj", "accuracy", "report:3"),
        ("kgj", "target", "indicator:I16-1"), ("qzfb", "adjustment", "adjustment:401"),
    ],
)  # fmt: skip
def test_the_stake_is_the_most_a_ruling_could_bring_the_total(unit: str, rule: str, subject: str) -> None:
    subjects = [f"adjustment:{one.number}" for one in score(unit).adjustments] if rule == "adjustment" else [subject]
    gains = []
    for outcome in outcomes_for(rule, subjects[0]):
        if outcome != SHARE:
            after = revised(PLAN, BEFORE, ruling(unit, rule, subjects[0], outcome)).row(unit)
            assert after is not None
            gains.append((after.score.total or Decimal(0)) - (score(unit).total or Decimal(0)))
    assert at_stake(SCHEME, score(unit), rule, subjects[0]) == max(gains) > 0


def test_nobody_gains_by_losing_a_bonus() -> None:
    assert at_stake(SCHEME, score("kgj"), "adjustment", "adjustment:402") == 0


@pytest.mark.parametrize("subject", ["duty:D99-1", "", "stay:dispute/9号/2021-05-06"])
def test_a_part_that_is_not_there_has_nothing_at_stake(subject: str) -> None:
    assert at_stake(SCHEME, score("kgj"), "delivery", subject) == 0


def test_what_may_be_made_of_a_part_depends_on_its_sort() -> None:
    assert outcomes_for("delivery", "duty:D03-1") == (FULL, LEFT_OUT, SHARE)
    assert outcomes_for("flow", "stay:dispute/3号/2021-05-06") == (FULL, LEFT_OUT)
    assert outcomes_for("adjustment", "adjustment:401") == (LEFT_OUT,)


def test_the_facts_judged_are_those_of_the_very_part() -> None:
    assert set(facts_judged(score("kgj"), "accuracy", "report:3")) == {3, 103}
    assert facts_judged(score("qzfb"), "flow", "stay:dispute/3号/2021-05-06") == ()
    assert facts_judged(score("kgj"), "adjustment", "adjustment:402") == (402,)
    assert facts_judged(score("kgj"), "nothing", "report:3") == ()


@pytest.mark.parametrize(
    ("account", "told"), [("a", "由您计算"), ("b", "由您核实或评分"), ("c", None), ("d", "由您核实或评分")]
)
@pytest.mark.parametrize("role", [OFFICE, LEADER])
def test_who_computed_verified_or_scored_does_not_answer(account: str, told: str | None, role: str) -> None:
    viewer = Viewer(account, "某人", role)
    found = why_biased(viewer, PLAN.unit["kgj"], "a", {"b", "d"})
    assert found is None if told is None else found is not None and told in found
    assert why_biased(Viewer("c", "某人", role), PLAN.unit["kgj"], None, ()) is None


@pytest.mark.parametrize(("role", "may"), [(OFFICE, False), (LEADER, True)])
def test_the_offices_own_unit_is_answered_by_a_leader(role: str, may: bool) -> None:
    own = replace(PLAN.unit["kgj"], office=True)
    assert (why_biased(Viewer("c", "某人", role), own, None, ()) is None) == may
