"""Burden: what is asked of a unit in a month (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.burden import asked
from lib.domain.calendar import Duration
from lib.domain.duties import duty_records, duty_statuses
from lib.domain.entered import periods_to_enter
from lib.domain.facts import Change
from lib.domain.periods import Period
from lib.domain.plan import Deliverable, Indicator, Part, Plan
from tests.domain.cast import ISSUED, PLAN, day

AS_OF = date(2022, 1, 20)
MONTHLY = Deliverable("D1", "3", "月报", "", "sfj", every="month", due_after=Duration(5))
ONCE = Deliverable("D2", "3", "方案", "", "kgj", due=day("05-30"))  # a Sunday: in time until 31 May
ENTERED = Indicator("I1", "3", "数", "count", "entered", (Part("数"),), owners=("kgj", "jrj"))
WINTER = [Period.parse(code) for code in ("2021-05", "2021-12", "2022-01", "2022-02")]


def plan(*deliverables: Deliverable, indicators: tuple[Indicator, ...] = ()) -> Plan:
    return replace(PLAN, deliverables=deliverables, indicators=indicators)


def found(given: Plan, *changes: Change) -> dict[tuple[str, str], int]:
    duties = duty_statuses(given, duty_records([], [], changes), AS_OF)
    return {(unit, month.isoformat()): n for (unit, month), n in asked(given, duties, WINTER).items()}


def change(kind: str, **given: object) -> Change:
    fields: dict[str, object] = {"new_due": None, "new_owner": None, **given}
    return Change(
        1, "D2", None, kind, reason="", approver="", occurred_on=day("05-02"), recorded_on=day("05-02"), **fields
    )  # type: ignore[arg-type]


def test_a_report_is_asked_in_the_month_in_which_its_due_lies() -> None:
    assert found(plan(MONTHLY, ONCE)) == {
        ("kgj", "2021-05-01"): 1,
        ("sfj", "2021-05-01"): 1,
        ("sfj", "2021-12-01"): 1,
        ("sfj", "2022-01-01"): 1,
        ("sfj", "2022-02-01"): 1,  # of January, which is running
    }


def test_an_extension_moves_nothing_a_waiver_takes_it_away_and_it_is_asked_of_the_owner_of_now() -> None:
    assert found(plan(ONCE), change("extension", new_due=date(2022, 1, 10))) == {("kgj", "2021-05-01"): 1}
    assert found(plan(ONCE), change("waiver")) == {}
    assert found(plan(ONCE), change("reassignment", new_owner="jrj")) == {("jrj", "2021-05-01"): 1}


def test_numbers_are_asked_in_the_month_after_their_periods_end() -> None:
    by_period = found(plan(indicators=(ENTERED,)))
    assert by_period == {("kgj", "2022-01-01"): 3, ("jrj", "2022-01-01"): 3}  # quarter, half and year ended together
    latest = found(plan(indicators=(replace(ENTERED, window="latest"),)))
    assert latest == {("kgj", "2022-01-01"): 1, ("jrj", "2022-01-01"): 1}
    assert found(plan(indicators=(replace(ENTERED, source="ledger"),))) == {}


@pytest.mark.parametrize(
    ("quarter", "window", "codes"),
    [
        ("2021Q3", "period", ["2021Q3"]),
        ("2021Q2", "period", ["2021Q2", "2021H1"]),
        ("2021Q4", "period", ["2021Q4", "2021H2", "2021"]),
        ("2021Q4", "latest", ["2021Q4"]),
        ("2021Q1", "period", []),  # ended before the plan was issued
    ],
)
def test_each_period_that_ends_wants_a_number_of_its_own(quarter: str, window: str, codes: list[str]) -> None:
    wanted = periods_to_enter(replace(ENTERED, window=window), Period.parse(quarter), ISSUED)
    assert [one.code for one in wanted] == codes
