"""The waterfall of a score: bars that add up to the total, and the points each part cost (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.appraisal import Score, pointed, total_of
from lib.domain.line_parts import LinePart, Share
from lib.domain.plan import Rule
from lib.domain.waterfall import (
    BONUS,
    DEDUCTION,
    FULL,
    LEAST,
    NOT_JUDGED,
    ROUNDING,
    RULE,
    TOTAL,
    Bar,
    apportioned,
    full_points,
    part_costs,
    waterfall,
)
from tests.domain.cast import SCHEME

PLAIN = replace(SCHEME, normalise=False)
MANY = settings(max_examples=200, deadline=None, derandomize=True)
WEIGHTS = st.decimals(0, 50, places=1).filter(lambda weight: weight > 0)
SHARES = st.none() | st.fractions(0, 1, max_denominator=40)
POINTS = st.decimals(0, 10, places=2)


def score_of(*rules: tuple[str, str | None], bonus: str = "0", deduction: str = "0", normalise: bool = True) -> Score:
    """A score of (weight, share) each; share None: not applicable."""
    scheme = SCHEME if normalise else PLAIN
    lines = pointed(
        [
            (Rule(f"r{place}", "delivery", "", Decimal(weight)), Share(None if share is None else Fraction(share), ""))
            for place, (weight, share) in enumerate(rules)
        ],
        scheme,
        {},
    )
    up, down = Decimal(bonus), Decimal(deduction)
    return Score("kgj", lines, up, down, total=total_of(lines, up, down))


def bars(score: Score, *, normalise: bool = True) -> list[tuple[str, str, str]]:
    """(kind, change, after) of each bar."""
    return [(one.kind, str(one.change), str(one.after)) for one in waterfall(SCHEME if normalise else PLAIN, score)]


def test_each_rule_takes_what_it_lost_and_the_last_bar_is_the_total() -> None:
    score = score_of(("60", "1"), ("40", "1/2"), bonus="1.5", deduction="3")
    assert bars(score) == [
        (FULL, "100.00", "100.00"),
        (RULE, "0.00", "100.00"),
        (RULE, "-20.00", "80.00"),
        (BONUS, "1.5", "81.50"),
        (DEDUCTION, "-3", "78.50"),
        (TOTAL, "0.00", "78.50"),
    ]


def test_a_rule_not_applicable_stands_as_a_bar_that_takes_nothing() -> None:
    assert bars(score_of(("60", "1/2"), ("40", None))) == [
        (FULL, "100.00", "100.00"),
        (RULE, "-50.00", "50.00"),
        (NOT_JUDGED, "0.00", "50.00"),
        (TOTAL, "0.00", "50.00"),
    ]


def test_where_the_scheme_does_not_normalise_its_weight_leaves_the_sum_of_all() -> None:
    assert bars(score_of(("60", "1/2"), ("30", None), normalise=False), normalise=False) == [
        (FULL, "90.00", "90.00"),
        (RULE, "-30.00", "60.00"),
        (NOT_JUDGED, "-30.00", "30.00"),
        (TOTAL, "0.00", "30.00"),
    ]


def test_what_rounding_the_full_points_adds_is_a_bar_of_its_own() -> None:
    """20 + 5 + 5: full points 66.67 + 16.67 + 16.67 = 100.01."""
    assert bars(score_of(("20", "1"), ("5", "1"), ("5", "1"))) == [
        (FULL, "100.00", "100.00"),
        (ROUNDING, "0.01", "100.01"),
        (RULE, "0.00", "100.01"),
        (RULE, "0.00", "100.01"),
        (RULE, "0.00", "100.01"),
        (TOTAL, "0.00", "100.01"),
    ]


@pytest.mark.parametrize(
    ("deduction", "tail"),
    [
        ("9.99", [(DEDUCTION, "-9.99", "0.01"), (TOTAL, "0.00", "0.01")]),
        ("10.00", [(DEDUCTION, "-10.00", "0.00"), (TOTAL, "0.00", "0.00")]),
        ("10.01", [(DEDUCTION, "-10.01", "-0.01"), (LEAST, "0.01", "0.00"), (TOTAL, "0.00", "0.00")]),
    ],
)
def test_a_sum_below_zero_is_lifted_to_zero_by_a_bar(deduction: str, tail: list[tuple[str, str, str]]) -> None:
    assert bars(score_of(("100", "1/10"), deduction=deduction))[2:] == tail


def test_a_unit_without_any_applicable_rule_has_no_bars() -> None:
    assert waterfall(SCHEME, score_of(("60", None), ("40", None))) == ()


@MANY
@given(st.lists(st.tuples(WEIGHTS, SHARES), min_size=1, max_size=7), POINTS, POINTS, st.booleans())
def test_the_bars_add_up_to_the_total_exactly(
    rules: list[tuple[Decimal, Fraction | None]], bonus: Decimal, deduction: Decimal, normalise: bool
) -> None:
    score = score_of(
        *((str(weight), None if share is None else str(share)) for weight, share in rules),
        bonus=str(bonus), deduction=str(deduction), normalise=normalise,
    )  # fmt: skip
    found = waterfall(SCHEME if normalise else PLAIN, score)
    if score.total is None:
        assert found == ()
        return
    assert sum((one.change for one in found), Decimal(0)) == score.total == found[-1].after
    assert all(one.change <= 0 for one in found if one.kind in (RULE, NOT_JUDGED, DEDUCTION))
    assert [one.code for one in found if one.kind in (RULE, NOT_JUDGED)] == [line.rule.code for line in score.lines]
    assert _joined(found)


def _joined(found: tuple[Bar, ...]) -> bool:
    """Each bar begins where the one before it ends."""
    return all(later.before == earlier.after for earlier, later in pairwise(found))


def test_each_part_costs_its_share_of_what_the_line_lost() -> None:
    parts = tuple(
        LinePart(f"duty:D{place}", Fraction(counted), Fraction(earned), "")
        for place, (counted, earned) in enumerate([(1, 1), (1, 0), (0, 0), (1, "7/10")])
    )
    share = Share(Fraction(17, 30), "", {}, parts)
    score = score_of(("45", "17/30"), ("55", "1"))
    line = replace(score.lines[0], share=share)
    # 45 × 1 ÷ 3 and 45 × 0.3 ÷ 3; what is left out costs nothing.
    assert part_costs(line, full_points(SCHEME, score)["r0"]) == [
        Decimal("0.00"), Decimal("15.00"), Decimal("0.00"), Decimal("4.50"),
    ]  # fmt: skip


def test_equal_parts_of_an_uneven_loss_differ_by_a_cent_at_most() -> None:
    assert apportioned(Decimal("10.00"), [Fraction(1)] * 3) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_a_scheme_of_four_decimals_shares_out_to_four() -> None:
    assert apportioned(Decimal("1.0001"), [Fraction(1)] * 2, 4) == [Decimal("0.5001"), Decimal("0.5000")]
    finer = replace(SCHEME, decimals=4)
    lines = pointed([(Rule(f"r{n}", "delivery", "", Decimal(1)), Share(Fraction(1), "")) for n in range(3)], finer, {})
    score = Score("kgj", lines, total=total_of(lines, Decimal(0), Decimal(0)))
    found = waterfall(finer, score)
    assert [str(one.change) for one in found[:2]] == ["100.00", "-0.0001"]
    assert sum(one.change for one in found) == score.total == Decimal("99.9999")


@MANY
@given(st.decimals(0, 100, places=2), st.lists(st.fractions(0, 5, max_denominator=20), max_size=9))
def test_what_is_apportioned_adds_up_and_no_row_is_off_by_a_cent(whole: Decimal, weights: list[Fraction]) -> None:
    found = apportioned(whole, weights)
    over = sum(weights)
    if not over:
        assert not any(found)
        return
    assert sum(found) == whole
    for got, weight in zip(found, weights, strict=True):
        assert abs(Fraction(got) - Fraction(whole) * weight / over) < Fraction(1, 100)
        assert weight or not got
