"""The life of a period: which step when, and which days it lies open (domain.md 5, Life)."""

from __future__ import annotations

import pytest

from lib.domain.facts import PeriodStep
from lib.domain.period_life import FROM, LOCK, STATES, Life, life_of, never, too_early
from tests.domain.cast import CALENDAR, SCHEME, day

WHOLE = ("open 07-01", "compute 07-12", "check 07-12", "approve 07-16", "publish 07-16", "lock 07-26")


def steps(*written: str) -> list[PeriodStep]:
    """From lines like `check 07-12` or `confirm 07-13 sfj`."""
    found = []
    for number, line in enumerate(written, 1):
        step, on, *unit = line.split()
        made = step in ("compute", "revise")
        found.append(
            PeriodStep(
                number, "2021Q2", step, unit[0] if unit else None, day(on) if made else None,
                f"digest{number}" if made else None, None, day(on), day(on),
            )
        )  # fmt: skip
    return found


def life(*written: str) -> Life:
    return life_of("2021Q2", steps(*written), SCHEME, CALENDAR)


@pytest.mark.parametrize(("count", "state"), list(enumerate(STATES[:-1])))
def test_each_step_leads_to_its_state(count: int, state: str) -> None:
    assert life(*WHOLE[:count]).state == state


def test_steps_of_another_period_are_not_of_this_one() -> None:
    assert life_of("2021Q3", steps(*WHOLE), SCHEME, CALENDAR).state == "draft"


def test_units_check_for_three_working_days_and_the_public_for_five() -> None:
    found = life(*WHOLE)
    assert (found.check_until, found.public_until) == (day("07-15"), day("07-23"))


def test_the_days_run_from_the_last_check() -> None:
    found = life(*WHOLE[:3], "compute 07-13", "check 07-14")
    assert found.check_until == day("07-19")


def test_a_new_computation_has_to_be_confirmed_again() -> None:
    assert life(*WHOLE[:3], "confirm 07-13 sfj").confirmed == {"sfj"}
    again = life(*WHOLE[:3], "confirm 07-13 sfj", "compute 07-14")
    assert (again.state, again.confirmed, again.version) == ("computed", frozenset(), 2)


def test_an_accepted_objection_makes_a_version_and_leaves_the_state() -> None:
    found = life(*WHOLE[:5], "revise 07-19 sfj")
    assert (found.state, found.version, found.digest) == ("published", 2, "digest6")


@pytest.mark.parametrize("step", FROM)
@pytest.mark.parametrize("count", range(len(WHOLE) + 1))
def test_a_step_is_taken_from_its_states_only(step: str, count: int) -> None:
    found = life(*WHOLE[:count])
    assert bool(list(never(found, step))) == (found.state not in FROM[step])


def test_claims_without_a_verdict_keep_a_result_from_the_public() -> None:
    assert ["2 件申报" in one for one in never(life(*WHOLE[:4]), "publish", undecided=2)] == [True]


@pytest.mark.parametrize(("step", "count"), [("approve", 3), ("lock", 5)])
def test_open_objections_hold_approval_and_lock(step: str, count: int) -> None:
    assert not list(never(life(*WHOLE[:count]), step))
    assert ["1 件申诉" in one for one in never(life(*WHOLE[:count]), step, objections=1)] == [True]


@pytest.mark.parametrize(("today", "early"), [("07-14", True), ("07-15", True), ("07-16", False)])
def test_the_last_day_of_checking_is_still_the_units(today: str, early: bool) -> None:
    assert bool(too_early(life(*WHOLE[:3]), "approve", day(today))) == early


def test_checking_ends_when_all_have_confirmed() -> None:
    assert too_early(life(*WHOLE[:3]), "approve", day("07-13"), unconfirmed=0) is None


@pytest.mark.parametrize(("today", "early"), [("07-23", True), ("07-24", False)])
def test_the_last_day_of_publicity_is_still_the_publics(today: str, early: bool) -> None:
    assert bool(too_early(life(*WHOLE[:5]), LOCK, day(today))) == early


def test_a_later_state_has_reached_the_earlier_ones() -> None:
    published = life(*WHOLE[:5])
    assert [published.has_reached(one) for one in ("checked", "published", "locked")] == [True, True, False]
