"""Windows, points, adjustments and totals of a period (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.appraisal import Score, appraisal_window, pointed, total_of
from lib.domain.facts import Adjustment
from lib.domain.line_parts import Share
from lib.domain.periods import Period
from lib.domain.plan import OWN_DAYS, Rule
from tests.domain.cast import PLAN, SCHEME, adjustment, day, entry, facts, report, scored, verdict

BONUS_OF_2021Q2 = {"period": "2021H1", "on": "06-01"}


def shares(*given: tuple[str, str | None]) -> list[tuple[Rule, Share]]:
    """Rules with a weight and a share (None: nothing to judge)."""
    return [
        (Rule(f"r{n}", "delivery", "", Decimal(weight)), Share(Fraction(one) if one else None, ""))
        for n, (weight, one) in enumerate(given)
    ]


def points(*given: tuple[str, str | None], normalise: bool = True) -> list[str | None]:
    lines = pointed(shares(*given), replace(SCHEME, normalise=normalise), {})
    return [None if line.points is None else str(line.points) for line in lines]


@pytest.mark.parametrize(("decimals", "expected"), [(0, "33"), (1, "33.3"), (2, "33.33"), (4, "33.3333")])
def test_a_scheme_says_its_decimals(decimals: int, expected: str) -> None:
    lines = pointed(shares(("1", "1"), ("2", "0")), replace(SCHEME, decimals=decimals), {})
    assert str(lines[0].points) == expected


def score(unit: str, *adjustments: Adjustment, close: str = "07-15") -> Score:
    """A score of 2021H1 with one duty done in time."""
    given = facts([report("05-20")], [verdict("05-25")], adjustments=adjustments)
    return scored("2021H1", close, given)[unit]


@pytest.mark.parametrize(
    ("period", "close", "first", "last"),
    [
        ("2021Q2", "07-15", "04-24", "06-30"),
        ("2021Q4", "2022-01-15", "04-24", "12-31"),
        ("2021", "2022-01-15", "04-24", "12-31"),
        ("2022Q2", "2022-07-15", "2022-01-01", "2022-06-30"),
        ("2022H2", "2023-01-15", "2022-01-01", "2022-12-31"),
    ],
)
def test_a_window_runs_from_january_or_the_issue_to_the_end(period: str, close: str, first: str, last: str) -> None:
    window = appraisal_window(PLAN, Period.parse(period), day(close))
    assert (window.first, window.last) == (day(first), day(last))


@pytest.mark.parametrize(("close", "last"), [("06-29", "06-29"), ("06-30", "06-30"), ("07-01", "06-30")])
def test_a_close_before_the_end_cuts_the_window(close: str, last: str) -> None:
    assert appraisal_window(PLAN, Period.parse("2021Q2"), day(close)).last == day(last)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2021-04", "04-24", "04-30"),
        ("2021-05", "05-01", "05-31"),
        ("2021Q3", "07-01", "09-30"),
        ("2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_a_scheme_may_look_at_the_periods_own_days(period: str, first: str, last: str) -> None:
    window = appraisal_window(PLAN, Period.parse(period), day("2023-01-15"), replace(SCHEME, window=OWN_DAYS))
    assert (window.first, window.last) == (day(first), day(last))


# Points


def test_points_are_the_share_of_a_hundred_over_the_applicable_weights() -> None:
    assert points(("45", "1"), ("25", "1/2"), ("20", None), ("5", None)) == ["64.29", "17.86", None, None]


def test_a_rule_with_nothing_to_judge_leaves_the_total() -> None:
    assert points(("45", "1"), ("55", None)) == ["100.00", None]


def test_without_normalising_points_are_weight_times_share() -> None:
    assert points(("45", "1"), ("25", "1/2"), ("20", None), normalise=False) == ["45.00", "12.50", None]


@pytest.mark.parametrize(
    ("share", "shown"), [("4/1000", "0.40"), ("5/100000", "0.01"), ("49/1000000", "0.00"), ("15/100000", "0.02")]
)
def test_points_round_half_up_at_the_third_place(share: str, shown: str) -> None:
    assert points(("100", share)) == [shown]


def test_each_rule_is_rounded_once_and_the_rows_add_up_to_the_total() -> None:
    lines = pointed(shares(("1", "1"), ("1", "1"), ("1", "1")), SCHEME, {})
    assert [str(line.points) for line in lines] == ["33.33"] * 3
    assert total_of(lines, Decimal(0), Decimal(0)) == Decimal("99.99")


# Totals


@pytest.mark.parametrize(("deduction", "total"), [("9.99", "0.01"), ("10", "0.00"), ("10.01", "0.00")])
def test_a_total_is_not_below_nothing(deduction: str, total: str) -> None:
    lines = pointed(shares(("10", "1")), replace(SCHEME, normalise=False), {})
    assert str(total_of(lines, Decimal(0), Decimal(deduction))) == total


def test_a_bonus_may_lift_a_total_above_a_hundred() -> None:
    assert score("qzfb", adjustment("bonus", "2.5", **BONUS_OF_2021Q2)).total == Decimal("102.50")


def test_there_is_no_total_where_no_rule_applies_whatever_the_bonus() -> None:
    found = score("gsl", adjustment("bonus", "2.5", unit="gsl", **BONUS_OF_2021Q2))
    assert (found.total, found.bonus) == (None, Decimal("2.5"))


@pytest.mark.parametrize(
    ("kind", "given", "counted"),
    [
        ("bonus", ["4.99"], "4.99"),
        ("bonus", ["5"], "5"),
        ("bonus", ["5.01"], "5"),
        ("bonus", ["3", "3"], "5"),
        ("deduction", ["9.99"], "9.99"),
        ("deduction", ["6", "4"], "10"),
        ("deduction", ["6", "4.01"], "10"),
    ],
)
def test_adjustments_are_added_and_then_cut(kind: str, given: list[str], counted: str) -> None:
    found = score("qzfb", *(adjustment(kind, one, number=n, **BONUS_OF_2021Q2) for n, one in enumerate(given)))
    assert getattr(found, kind) == Decimal(counted)


@pytest.mark.parametrize(("period", "bonus"), [("2021H1", 1), ("2021Q2", 0), ("2021", 0)])
def test_an_adjustment_counts_for_the_period_it_names(period: str, bonus: int) -> None:
    assert score("qzfb", adjustment("bonus", "1", period=period, on="06-01")).bonus == bonus


@pytest.mark.parametrize(("on", "bonus"), [("07-14", 1), ("07-15", 1), ("07-16", 0)])
def test_an_adjustment_counts_up_to_the_close(on: str, bonus: int) -> None:
    assert score("qzfb", adjustment("bonus", "1", period="2021H1", on=on)).bonus == bonus


def test_an_adjustment_counts_for_its_unit_only() -> None:
    assert score("kgj", adjustment("bonus", "1", **BONUS_OF_2021Q2)).bonus == 0


@pytest.mark.parametrize(("on", "count"), [("07-15", 1), ("07-16", 0)])
def test_a_veto_counts_up_to_the_close_and_takes_no_points(on: str, count: int) -> None:
    found = score("qzfb", adjustment("veto", None, period="2021H1", on=on))
    assert (len(found.vetoes), found.total) == (count, Decimal("100.00"))


# What eligibility looks at


def test_occurrences_are_counted_for_their_owner_only_even_if_helpers_weigh_as_much() -> None:
    scheme = replace(SCHEME, helper_weight=Fraction(1))
    found = scored("2021H1", "07-15", facts(), scheme=scheme)
    assert (found["qzfb"].looked_at, found["sfj"].looked_at) == (1, 0)


def test_applicable_weights_are_added_up() -> None:
    entries = [entry("06-30", "2021Q2", numerator="9", denominator="9")]
    # 2021Q2's standing duty is due in July, so of kgj only the indicator is judged.
    assert scored("2021H1", "07-15", facts(entries=entries))["kgj"].applicable_weight == 25


def test_every_unit_of_the_register_has_a_score_in_its_order() -> None:
    assert list(scored("2021H1", "07-15", facts())) == [unit.code for unit in PLAN.units]


def test_rules_without_weight_are_not_listed() -> None:
    assert [line.rule.code for line in score("qzfb").lines] == ["delivery", "target", "flow", "accuracy", "response"]
