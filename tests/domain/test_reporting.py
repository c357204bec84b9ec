"""Which occurrence a report belongs to, and what is refused (domain.md 2, contract.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from lib.domain.duties import DutyRecord, OccurrenceKey, duty_records
from lib.domain.facts import Change, Report, Verification
from lib.domain.plan import Deliverable
from lib.domain.reporting import named_occurrence, place_report
from lib.errors import Refused
from tests.domain.cast import (
    HALF_YEARLY,
    ONCE,
    PLAN,
    QUARTERLY,
    STANDING,
    day,
    extension,
    reassignment,
    report,
    verdict,
    waiver,
)


def records(*facts: Any) -> Mapping[OccurrenceKey, DutyRecord]:
    kinds = (Report, Verification, Change)
    return duty_records(*([one for one in facts if isinstance(one, kind)] for kind in kinds))  # type: ignore[arg-type]


def placed(
    duty: Deliverable, on: str, *facts: Any, unit: str | None = None, period: str | None = None, kind: str = "completion"
) -> str | None:  # fmt: skip
    return place_report(PLAN, records(*facts), duty, unit or duty.owner, period, day(on), kind).key[1]


def refusal(duty: Deliverable, on: str, *facts: Any, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        placed(duty, on, *facts, **given)
    return str(refused.value)


def done(period: str, on: str, verified: str, number: int = 1) -> tuple[Report, Verification]:
    return (
        report(on, duty=QUARTERLY, period=period, number=number),
        verdict(verified, of=number, number=100 + number),
    )


@pytest.mark.parametrize(("on", "period"), [("06-30", "2021Q2"), ("07-01", "2021Q3"), ("07-02", "2021Q3")])
def test_a_standing_report_without_period_belongs_to_the_quarter_of_its_date(on: str, period: str) -> None:
    assert placed(STANDING, on, kind="progress") == period


def test_a_standing_report_may_name_an_earlier_quarter() -> None:
    assert placed(STANDING, "07-05", period="2021Q2", kind="progress") == "2021Q2"


def test_a_recurring_report_without_period_belongs_to_the_earliest_due_not_done() -> None:
    assert placed(QUARTERLY, "07-05") == "2021Q2"


@pytest.mark.parametrize(("verified", "period"), [("07-04", "2021Q3"), ("07-05", "2021Q3"), ("07-06", "2021Q2")])
def test_an_occurrence_counts_as_done_by_verdicts_dated_on_or_before_the_report(verified: str, period: str) -> None:
    assert placed(QUARTERLY, "07-05", *done("2021Q2", "07-01", verified)) == period


@pytest.mark.parametrize(("waived", "period"), [("07-04", "2021Q3"), ("07-05", "2021Q3"), ("07-06", "2021Q2")])
def test_an_occurrence_waived_on_or_before_the_report_is_passed_over(waived: str, period: str) -> None:
    assert placed(QUARTERLY, "07-05", waiver(waived, duty=QUARTERLY, period="2021Q2")) == period


def test_a_claim_not_yet_verified_is_not_done() -> None:
    assert placed(QUARTERLY, "07-05", report("07-01", duty=QUARTERLY, period="2021Q2")) == "2021Q2"


def test_with_all_done_the_latest_due_takes_the_report() -> None:
    facts = (*done("2021Q2", "07-01", "07-02"), *done("2021Q3", "07-03", "07-04", number=2))
    assert placed(QUARTERLY, "07-05", *facts) == "2021Q3"


@pytest.mark.parametrize(("extended", "period"), [("07-04", "2021Q3"), ("07-05", "2021Q3"), ("07-06", "2021Q2")])
def test_the_due_compared_is_the_one_in_force_on_the_day_of_the_report(extended: str, period: str) -> None:
    given = extension(extended, "10-31", duty=QUARTERLY, period="2021Q2")
    assert placed(QUARTERLY, "07-05", given) == period


def test_dues_are_compared_before_they_roll_forward() -> None:
    # Both are effectively Monday 10-11; unrolled the third quarter's Sunday 10-10 is the earlier one.
    given = extension("07-04", "10-11", duty=QUARTERLY, period="2021Q2")
    assert placed(QUARTERLY, "07-05", given) == "2021Q3"


def test_only_occurrences_open_on_the_day_are_candidates() -> None:
    assert placed(QUARTERLY, "06-30", *done("2021Q2", "06-01", "06-02")) == "2021Q2"


def test_a_one_off_takes_every_report() -> None:
    assert placed(ONCE, "08-01") is None


@pytest.mark.parametrize("duty", [ONCE, QUARTERLY, STANDING])
def test_a_report_the_day_before_the_issue_is_refused(duty: Deliverable) -> None:
    assert "2021-04-24" in refusal(duty, "04-23")


@pytest.mark.parametrize("duty", [ONCE, QUARTERLY, STANDING])
def test_a_report_on_the_day_of_issue_is_accepted(duty: Deliverable) -> None:
    placed(duty, "04-24")


def test_a_report_the_day_before_the_named_occurrence_opens_is_refused() -> None:
    assert "2021-07-01 开始" in refusal(QUARTERLY, "06-30", period="2021Q3")


def test_a_report_on_the_day_the_named_occurrence_opens_is_accepted() -> None:
    assert placed(QUARTERLY, "07-01", period="2021Q3") == "2021Q3"


def test_a_period_on_a_one_off_is_refused() -> None:
    assert "一次性任务" in refusal(ONCE, "05-06", period="2021Q2")


@pytest.mark.parametrize("period", ["2021-05", "2021H1", "2021", "第二季度"])
def test_a_period_of_the_wrong_kind_is_refused_with_an_example(period: str) -> None:
    assert "2021Q3" in refusal(QUARTERLY, "05-06", period=period)


@pytest.mark.parametrize(("duty", "period"), [(HALF_YEARLY, "2021Q2"), (replace(QUARTERLY, every="month"), "2021Q2")])
def test_a_quarter_is_of_the_wrong_kind_for_other_rhythms(duty: Deliverable, period: str) -> None:
    assert "周期应写成" in refusal(duty, "05-06", period=period)


def test_a_period_before_the_issue_is_refused() -> None:
    assert "没有周期 2021Q1" in refusal(QUARTERLY, "05-06", period="2021Q1")


@pytest.mark.parametrize("unit", ["qfy", "sfj"])
def test_a_helper_may_report_progress(unit: str) -> None:
    placed(ONCE, "05-06", unit=unit, kind="progress")


@pytest.mark.parametrize("unit", ["qfy", "sfj"])
def test_a_helper_may_not_claim_completion(unit: str) -> None:
    assert "只能由责任单位" in refusal(ONCE, "05-06", unit=unit)


def test_a_unit_neither_owner_nor_helper_may_not_report_progress() -> None:
    assert "责任单位" in refusal(ONCE, "05-06", unit="jrj", kind="progress")


@pytest.mark.parametrize(("on", "owner"), [("05-09", "qzfb"), ("05-10", "jrj"), ("05-11", "jrj")])
def test_completion_is_by_the_owner_of_the_day(on: str, owner: str) -> None:
    placed(ONCE, on, reassignment("05-10", "jrj"), unit=owner)


@pytest.mark.parametrize(("on", "other"), [("05-09", "jrj"), ("05-10", "qzfb"), ("05-11", "qzfb")])
def test_completion_by_the_owner_of_another_day_is_refused(on: str, other: str) -> None:
    refusal(ONCE, on, reassignment("05-10", "jrj"), unit=other)


def test_a_former_owner_may_report_progress_as_a_helper() -> None:
    placed(ONCE, "05-10", reassignment("05-10", "jrj"), unit="qzfb", kind="progress")


def test_a_change_of_a_recurring_duty_must_name_its_period() -> None:
    with pytest.raises(Refused, match="请填写“周期”"):
        named_occurrence(PLAN, QUARTERLY, None, day("05-06"))


def test_every_refusal_names_the_column_to_look_at() -> None:
    with pytest.raises(Refused) as refused:
        placed(ONCE, "05-06", period="2021Q2")
    assert [one.place for one in refused.value.problems] == ["周期"]
