"""What would bring back most, and how sure a ranking is (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from lib.domain.doubt import crossings, weighed
from lib.domain.regain import Regain, regains
from tests.domain.cast import (
    ONCE,
    PLAN,
    QUARTERLY,
    STANDING,
    case_of,
    events,
    facts,
    judged,
    ranked,
    reassignment,
    report,
    returned,
    scored,
)
from tests.domain.kept import GIVEN, result


def regained(unit: str, period: str, close: str, given: object = None, *cases: object) -> dict[str, Regain]:
    made = given or facts()
    rows = list(ranked(scored(period, close, made), is_year=False).values())  # type: ignore[arg-type]
    found = regains(judged(period, close, made), rows, unit, cases)  # type: ignore[arg-type]
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    return {one.subject: one for one in found}


def test_an_overdue_duty_brings_what_a_completion_today_would() -> None:
    # due 05-31, settled on 06-30: thirty days late, four tenths of all there is.
    found = regained("qzfb", "2021H1", "06-30")
    assert found["duty:D03-1"].points == Decimal("40.00")
    assert found["duty:D03-1"].due.isoformat() == "2021-05-31"


def test_of_a_period_that_has_ended_its_last_day_counts() -> None:
    assert regained("qzfb", "2021Q2", "08-15")["duty:D03-1"].points == Decimal("40.00")


def test_a_late_claim_that_nobody_decided_gains_by_its_own_day() -> None:
    assert regained("qzfb", "2021H1", "06-30", facts([report("06-02")]))["duty:D03-1"].points == Decimal("90.00")


def test_a_claim_in_time_waits_for_others_and_is_not_listed() -> None:
    assert regained("qzfb", "2021H1", "06-30", facts([report("05-20")])) == {}


def test_a_returned_claim_is_open_again() -> None:
    given = facts([report("05-20")], [returned("05-25")])
    assert "duty:D03-1" in regained("qzfb", "2021H1", "06-30", given)


def test_a_stay_in_time_gains_and_one_past_its_deadline_does_not() -> None:
    five = [
        event
        for n in range(5)
        for event in events(
            "dispute", "登记 05-06", "移送 05-20", "交办 05-21 assignee=sfj", "反馈 06-28", case=f"{n}号"
        )
    ]
    soon, late = case_of("dispute", "登记 06-29"), case_of("dispute", "登记 05-06")
    found = regained("qzfb", "2021H1", "06-30", facts(history=five), soon, late)
    subjects = [one for one in found if one.startswith("stay:")]
    assert subjects == ["stay:dispute/1号/2021-06-29"]
    assert found[subjects[0]].points > 0


def test_another_units_stay_is_not_this_units() -> None:
    handed = case_of("dispute", "登记 06-25", "移送 06-28", "交办 06-29 assignee=sfj")
    assert regained("qzfb", "2021H1", "06-30", facts(), handed).keys() == {"duty:D03-1"}


def test_the_rank_after_is_among_the_league_as_it_is() -> None:
    given = facts(
        changes=[reassignment("05-01", "sfj", duty=QUARTERLY, period="2021Q2", number=9)],
        reports=[report("06-10", duty=STANDING, period="2021Q2", kind="progress")],
    )
    found = regained("qzfb", "2021H1", "06-30", given)
    assert found["duty:D03-1"].rank_after is not None
    assert regained("sfj", "2021Q3", "2021-12-31", given)["duty:D04-2.2021Q2"].rank_after is None


def test_a_unit_with_nothing_open_has_nothing_to_regain() -> None:
    assert regained("gsl", "2021H1", "06-30") == {}
    assert ONCE.owner == "qzfb"


# Doubt


def test_other_weights_give_other_totals_and_keep_the_shares() -> None:
    rows = result("2021H1", "07-15").rows
    options = {"is_year": False, "lights": {}, "years_failed_before": {}}
    same = {row.unit: row.score.total for row in weighed(PLAN, PLAN.scheme, rows, {}, **options)}  # type: ignore[arg-type]
    assert same == {row.unit: row.score.total for row in rows}
    moved = weighed(PLAN, PLAN.scheme, rows, {"delivery": Fraction(0)}, **options)  # type: ignore[arg-type]
    qzfb = next(row for row in moved if row.unit == "qzfb")
    assert next(line.points for line in qzfb.score.lines if line.rule.code == "delivery") == 0


def test_a_unit_that_a_fifth_of_a_weight_takes_over_the_line_is_named() -> None:
    rows = result("2021H1", "07-15", GIVEN).rows
    totals = {row.unit: row.score.total for row in rows if row.ranked}
    assert totals
    unit, total = max(totals.items(), key=lambda one: one[1] or Decimal(0))
    at_the_line = replace(
        PLAN.scheme, tiers={"default": tuple(replace(one, at_least=total) if one.name == "优秀" else one for one in PLAN.scheme.tiers["default"])}
    )  # fmt: skip
    found = crossings(PLAN, at_the_line, rows, lights={}, years_failed_before={})
    assert [one.actual for one in found if one.unit == unit] == ["表彰"]
    assert all(advice != "表彰" for one in found if one.unit == unit for _, _, advice in one.otherwise)


def test_a_safe_unit_crosses_no_line() -> None:
    rows = result("2021H1", "07-15", GIVEN).rows
    low = replace(
        PLAN.scheme,
        tiers={"default": tuple(replace(one, at_least=Decimal(0)) for one in PLAN.scheme.tiers["default"][:1])},
    )
    assert crossings(PLAN, low, rows, lights={}, years_failed_before={}) == []
