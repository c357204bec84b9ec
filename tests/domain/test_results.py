"""Kept results: points and ranks follow from the parts, a ruling moves one line, drift names what moved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.appraisal import Score
from lib.domain.canonical import Numbers
from lib.domain.results import Result, drift, rederived, revised
from tests.domain.cast import PLAN, adjustment, report, verdict
from tests.domain.kept import GIVEN, result, ruling

BEFORE = result("2021H1", "07-15")


def score(of: Result, unit: str) -> Score:
    row = of.row(unit)
    assert row is not None
    return row.score


def line(of: Result, unit: str, rule: str) -> tuple[Fraction | None, Decimal | None]:
    found = next(one for one in score(of, unit).lines if one.rule.code == rule)
    return found.share.share, found.points


def test_the_small_district_is_as_meant() -> None:
    assert line(BEFORE, "qzfb", "delivery")[0] == Fraction(4, 5)
    assert line(BEFORE, "qzfb", "flow")[0] == Fraction(3, 10)
    assert line(BEFORE, "kgj", "accuracy")[0] == Fraction(1, 3)
    assert line(BEFORE, "kgj", "target")[0] == Fraction(2, 3)
    assert score(BEFORE, "qzfb").deduction == 2


def test_everything_follows_from_the_kept_parts() -> None:
    assert rederived(PLAN, BEFORE) == BEFORE.rows


def test_a_changed_total_does_not_follow() -> None:
    first, *others = BEFORE.rows
    forged = replace(first, score=replace(first.score, total=Decimal("99.99")))
    assert rederived(PLAN, replace(BEFORE, rows=(forged, *others))) != (forged, *others)


@pytest.mark.parametrize(
    ("unit", "rule", "subject", "outcome", "given", "share"),
    [
        ("qzfb", "delivery", "duty:D03-1", "full", None, "1"),
        ("qzfb", "delivery", "duty:D03-1", "left_out", None, None),
        ("qzfb", "delivery", "duty:D03-1", "share", "9/10", "9/10"),
        ("qzfb", "flow", "stay:dispute/3号/2021-05-06", "full", None, "2/5"),
        ("qzfb", "flow", "stay:dispute/3号/2021-05-06", "left_out", None, "1/3"),
        ("kgj", "accuracy", "report:3", "full", None, "2/3"),
        ("kgj", "accuracy", "report:3", "left_out", None, None),
        ("kgj", "target", "indicator:I16-1", "share", "1", "1"),
    ],
)
def test_a_ruling_moves_the_line_it_names(
    unit: str, rule: str, subject: str, outcome: str, given: str | None, share: str | None
) -> None:
    after = revised(PLAN, BEFORE, ruling(unit, rule, subject, outcome, given))
    assert line(after, unit, rule)[0] == (None if share is None else Fraction(share))
    for row in BEFORE.rows:
        for one in row.score.lines:
            if (row.unit, one.rule.code) != (unit, rule):
                assert line(after, row.unit, one.rule.code)[0] == one.share.share
        if row.unit != unit:
            assert score(after, row.unit) == row.score
    assert after.version == BEFORE.version + 1
    assert len(after.rulings) == 1


def test_a_cancelled_deduction_comes_back_to_the_total() -> None:
    after = revised(PLAN, BEFORE, ruling("qzfb", "adjustment", "adjustment:401", "left_out"))
    assert (score(after, "qzfb").total or 0) - (score(BEFORE, "qzfb").total or 0) == 2
    assert score(after, "qzfb").lines == score(BEFORE, "qzfb").lines


def test_a_cancelled_veto_puts_the_unit_back() -> None:
    given = GIVEN.__class__(
        **{**GIVEN.__dict__, "adjustments": [adjustment("veto", None, period="2021H1", on="06-01")]}
    )
    vetoed = result("2021H1", "07-15", given)
    row, after = (
        vetoed.row("qzfb"),
        revised(PLAN, vetoed, ruling("qzfb", "adjustment", "adjustment:401", "left_out")).row("qzfb"),
    )
    assert row is not None and row.reason == "一票否决"
    assert after is not None and after.reason != "一票否决"


@pytest.mark.parametrize(
    ("unit", "rule", "subject", "outcome", "share"),
    [
        ("qzfb", "delivery", "duty:D99-9", "full", None),
        ("qzfb", "nothing", "duty:D03-1", "full", None),
        ("sfj", "delivery", "duty:D03-1", "full", None),
        ("qzfb", "delivery", "duty:D03-1", "share", "3/2"),
        ("qzfb", "flow", "stay:dispute/3号/2021-05-06", "share", "1/2"),
        ("qzfb", "adjustment", "adjustment:999", "left_out", None),
        ("qzfb", "adjustment", "adjustment:401", "full", None),
    ],
)
def test_what_is_not_there_cannot_be_ruled(unit: str, rule: str, subject: str, outcome: str, share: str | None) -> None:
    with pytest.raises(ValueError):
        revised(PLAN, BEFORE, ruling(unit, rule, subject, outcome, share))


def test_the_same_facts_do_not_drift() -> None:
    assert not drift(BEFORE, result("2021H1", "07-15")).any


def test_drift_names_the_new_facts_and_the_units_they_move() -> None:
    later = replace(
        GIVEN,
        reports=[*GIVEN.reports, report("05-20", number=50, recorded="06-01")],
        verifications=[*GIVEN.verifications, verdict("05-25", number=51, of=50)],
    )
    now = result("2021H1", "07-15", later)
    found = drift(BEFORE, now)
    assert found.come == Numbers.of([50, 51])
    assert [(one.unit, [moved.rule for moved in one.lines]) for one in found.units if one.lines] == [
        ("qzfb", ["delivery", "accuracy"])
    ]
    assert found.units[0].total_now is not None and found.units[0].total is not None
    assert found.units[0].total_now > found.units[0].total


def test_drift_names_an_adjustment_that_is_gone() -> None:
    now = result("2021H1", "07-15", replace(GIVEN, adjustments=GIVEN.adjustments[1:]))
    found = drift(BEFORE, now)
    assert (found.gone, found.come) == (Numbers.of([401]), Numbers())
    assert [line.rule for line in found.units[0].lines] == ["adjustment"]
