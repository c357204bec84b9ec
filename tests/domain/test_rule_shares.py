"""What each rule judges of a unit, and the share it gives (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.facts import Event, Verification
from lib.domain.indicators import NO_CASES
from lib.domain.line_parts import Share
from lib.domain.plan import RULE_KINDS, Indicator, Lateness, Part, Plan, Rule, Scheme, ShareMapping
from lib.domain.rule_shares import late_share, mapped_share
from tests.domain.cast import (
    HEADS_IN_COURT,
    PLAN,
    QUARTERLY,
    SCHEME,
    SERVICES_LINKED,
    STANDING,
    adjustment,
    entry,
    events,
    extension,
    facts,
    judged,
    reassignment,
    report,
    returned,
    scored,
    share_line,
    verdict,
    waiver,
)

HALF = Fraction(1, 2)


def share(rule: str, unit: str, period: str, close: str, **given: object) -> Share:
    plan = given.pop("plan", PLAN)
    scheme = given.pop("scheme", None)
    made = facts(plan=plan, **given)  # type: ignore[arg-type]
    return share_line(scored(period, close, made, plan=plan, scheme=scheme)[unit], rule)  # type: ignore[arg-type]


def settled(on: str, verified: str, **given: object) -> dict[str, object]:
    return {"reports": [report(on, **given)], "verifications": [verdict(verified)]}  # type: ignore[arg-type]


def seen(unit: str, period: str, close: str, **given: object) -> list[tuple[str, str | None, Fraction | None]]:
    """What `delivery` looks at: duty, period and share."""
    result = judged(period, close, facts(**given))  # type: ignore[arg-type]
    return [(*one.status.occurrence.key, one.share) for one in result.duties.get(unit, ())]


# Delivery: lateness


@pytest.mark.parametrize(
    ("late", "expected"),
    [(1, "9/10"), (5, "9/10"), (6, "8/10"), (10, "8/10"), (30, "4/10"), (35, "3/10"), (36, "3/10"), (400, "3/10")],
)
def test_every_five_days_begun_take_a_tenth_down_to_three_tenths(late: int, expected: str) -> None:
    assert late_share(late, Lateness()) == Fraction(expected)


@pytest.mark.parametrize(
    ("completed", "expected"), [("05-31", "1"), ("06-01", "9/10"), ("06-05", "9/10"), ("06-06", "8/10")]
)
def test_a_completion_is_judged_by_its_day(completed: str, expected: str) -> None:
    assert share("delivery", "qzfb", "2021H1", "07-15", **settled(completed, "07-01")).share == Fraction(expected)


def test_nothing_done_is_nothing() -> None:
    assert share("delivery", "qzfb", "2021H1", "07-15").share == 0


def test_a_late_standing_report_loses_a_tenth_at_once() -> None:
    given = settled("07-01", "07-02", duty=STANDING, period="2021Q2", kind="progress")
    assert share("delivery", "kgj", "2021Q3", "10-15", **given).share == Fraction(9, 10)


# Delivery: the window


@pytest.mark.parametrize(("due", "looked_at"), [("06-29", True), ("06-30", True), ("07-01", False)])
def test_an_occurrence_is_of_the_window_by_its_effective_due(due: str, looked_at: bool) -> None:
    assert bool(seen("qzfb", "2021H1", "07-15", changes=[extension("05-20", due)])) is looked_at


def test_an_effective_due_that_rolls_out_of_the_window_is_of_the_next() -> None:
    # 2021-07-31 is a Saturday: effectively 08-02.
    changes = [extension("05-20", "07-31")]
    assert [bool(seen("qzfb", period, "09-15", changes=changes)) for period in ("2021-07", "2021-08")] == [False, True]


def test_results_are_cumulative_within_the_year() -> None:
    assert [one[:2] for one in seen("qfy", "2021Q4", "12-31")] == [("D04-2", "2021Q2"), ("D04-2", "2021Q3")]


def test_a_due_day_of_last_year_is_looked_at_while_not_done() -> None:
    assert [one[:2] for one in seen("qzfb", "2022Q1", "2022-04-15")] == [("D03-1", None)]


@pytest.mark.parametrize(("completed", "expected"), [("12-31", []), ("2022-01-01", [Fraction(3, 10)])])
def test_a_due_day_of_last_year_is_looked_at_if_done_on_or_after_the_first_day(
    completed: str, expected: list[Fraction]
) -> None:
    given = settled(completed, "2022-02-01")
    assert [one[2] for one in seen("qzfb", "2022Q1", "2022-04-15", **given)] == expected


def test_what_was_completed_after_the_year_was_not_done_in_it() -> None:
    given = settled("2022-01-01", "2022-01-05")
    assert [one[2] for one in seen("qzfb", "2021", "2022-02-01", **given)] == [0]


# Delivery: the close


@pytest.mark.parametrize(("recorded", "expected"), [("07-14", 1), ("07-15", 1), ("07-16", 0)])
def test_a_report_recorded_after_the_close_is_not_seen(recorded: str, expected: int) -> None:
    given = settled("05-20", "05-25", recorded=recorded)
    assert share("delivery", "qzfb", "2021H1", "07-15", **given).share == expected


@pytest.mark.parametrize(("on", "expected"), [("06-30", Fraction(4, 10)), ("07-01", 0)])
def test_a_report_dated_after_the_period_is_not_seen(on: str, expected: Fraction) -> None:
    assert share("delivery", "qzfb", "2021H1", "07-15", **settled(on, "07-10")).share == expected


@pytest.mark.parametrize(("verified", "expected"), [("07-15", 1), ("07-16", None)])
def test_a_verdict_after_the_period_counts_up_to_the_close(verified: str, expected: int | None) -> None:
    assert share("delivery", "qzfb", "2021H1", "07-15", **settled("05-20", verified)).share == expected


def test_a_claim_in_time_and_undecided_is_left_out() -> None:
    found = seen("qzfb", "2021H1", "07-15", reports=[report("05-31")])
    assert found == [("D03-1", None, None)]


def test_a_late_claim_undecided_is_not_done() -> None:
    assert seen("qzfb", "2021H1", "07-15", reports=[report("06-01")]) == [("D03-1", None, 0)]


@pytest.mark.parametrize(("waived", "expected"), [("07-15", None), ("07-16", 0)])
def test_a_waiver_up_to_the_close_leaves_the_duty_out(waived: str, expected: int | None) -> None:
    assert seen("qzfb", "2021H1", "07-15", changes=[waiver(waived)]) == [("D03-1", None, expected)]


@pytest.mark.parametrize(("moved", "owner"), [("07-15", "sfj"), ("07-16", "qzfb")])
def test_a_duty_goes_to_its_owner_at_the_close(moved: str, owner: str) -> None:
    found = {
        unit: bool(seen(unit, "2021H1", "07-15", changes=[reassignment(moved, "sfj")])) for unit in ("qzfb", "sfj")
    }
    assert found == {unit: unit == owner for unit in found}


def test_a_draft_close_before_the_end_cuts_the_window() -> None:
    assert [bool(seen("qzfb", "2021H1", close)) for close in ("05-30", "05-31")] == [False, True]


def test_helpers_get_nothing_by_default() -> None:
    assert seen("sfj", "2021H1", "07-15") == []


def test_helpers_count_with_the_weight_of_the_setting() -> None:
    scheme = replace(SCHEME, helper_weight=HALF)
    changes = [reassignment("04-24", "kgj", duty=QUARTERLY, period="2021Q2")]
    given = facts(**settled("05-20", "05-25"), changes=changes)  # type: ignore[arg-type]
    # qzfb: its own done (weight 1) and, as a helper, kgj's 2021Q2 not done (weight ½).
    assert share_line(scored("2021Q3", "10-05", given, scheme=scheme)["qzfb"], "delivery").share == Fraction(2, 3)


# Target


def linked(numerator: int, on: str = "06-30") -> list[object]:
    return [entry(on, "2021Q2", numerator=str(numerator), denominator="9")]


@pytest.mark.parametrize(("numerator", "expected"), [(0, "0"), (6, "2/3"), (9, "1"), (10, "1")])
def test_target_is_the_attainment_of_the_owner(numerator: int, expected: str) -> None:
    assert share("target", "kgj", "2021H1", "07-15", entries=linked(numerator)).share == Fraction(expected)


def test_target_is_the_mean_over_the_unit_s_indicators() -> None:
    second = replace(SERVICES_LINKED, code="I16-2")
    plan = replace(PLAN, indicators=(SERVICES_LINKED, second))
    entries = [*linked(9), entry("06-30", "2021Q2", indicator="I16-2", numerator="3", denominator="9", number=302)]
    assert share("target", "kgj", "2021H1", "07-15", entries=entries, plan=plan).share == Fraction(2, 3)


def test_an_indicator_below_min_n_leaves_nothing_to_judge() -> None:
    entries = [entry("06-30", "2021Q2", numerator="4", denominator="4")]
    assert share("target", "kgj", "2021H1", "07-15", entries=entries).share is None


def test_an_indicator_that_is_not_scored_is_not_in_the_target() -> None:
    plan = replace(PLAN, indicators=(replace(SERVICES_LINKED, scored=False),))
    assert share("target", "kgj", "2021H1", "07-15", entries=linked(9), plan=plan).share is None


def test_an_indicator_named_by_a_rate_rule_but_not_scored_is_not_in_the_target() -> None:
    plan, scheme = _with_rate_rule(replace(SERVICES_LINKED, scored=False))
    assert share("target", "kgj", "2021H1", "07-15", entries=linked(9), plan=plan, scheme=scheme).share is None


@pytest.mark.parametrize(("on", "expected"), [("07-14", 1), ("07-15", 1), ("07-16", None)])
def test_entered_numbers_count_up_to_the_close(on: str, expected: int | None) -> None:
    assert share("target", "kgj", "2021H1", "07-15", entries=linked(9, on)).share == expected


def _hearings(unit: str, came: int, of: int, on: str, start: int = 1) -> list[Event]:
    found: list[Event] = []
    for n in range(of):
        cells = "负责人出庭=是 出庭职务=正职" if n < came else "负责人出庭=否"
        steps = (f"立案 {on} assignee={unit}", f"开庭 {on} {cells}")
        found += events("litigation", *steps, case=f"{unit}{start}-{n}", start=100 * start + 2 * n)
    return found


def test_of_each_every_unit_has_its_own_value_and_the_owner_the_whole() -> None:
    history = [*_hearings("sfj", 9, 10, "05-10"), *_hearings("qzfb", 0, 10, "05-10", 3)]
    found = {unit: share("target", unit, "2021H1", "07-15", history=history).share for unit in ("sfj", "qzfb", "kgj")}
    assert found == {"sfj": 1, "qzfb": HALF, "kgj": None}


def test_of_each_an_entered_indicator_without_units_scores_its_owner_on_the_whole() -> None:
    plan = replace(PLAN, indicators=(replace(SERVICES_LINKED, scored_for="each"),))
    assert share("target", "kgj", "2021H1", "07-15", entries=linked(6), plan=plan).share == Fraction(2, 3)


def test_of_each_an_entered_indicator_by_unit_scores_every_unit_on_its_own_value() -> None:
    indicator = replace(SERVICES_LINKED, scored_for="each", by_unit=True, owners=("kgj", "sfj"))
    plan = replace(PLAN, indicators=(indicator,))
    entries = [*linked(9), entry("06-30", "2021Q2", unit="sfj", numerator="3", denominator="9", number=302)]
    found = {
        unit: share("target", unit, "2021H1", "07-15", entries=entries, plan=plan).share for unit in ("kgj", "sfj")
    }
    assert found == {"kgj": 1, "sfj": Fraction(1, 3)}


def test_target_is_computed_over_the_days_of_the_window() -> None:
    history = [*_hearings("sfj", 10, 10, "04-23"), *_hearings("sfj", 0, 10, "04-24", 3)]
    assert share("target", "sfj", "2021Q2", "07-15", history=history).share == 0


# Flow


def _cases(count: int, *steps: str, recorded: str | None = None) -> list[Event]:
    return [
        one
        for n in range(count)
        for one in events("rescue", *steps, case=f"{n}号", start=10 * n + 1, recorded=recorded)
    ]


# 申请 on 05-06: five working days end on 05-12.


@pytest.mark.parametrize(("count", "expected"), [(4, None), (5, 1), (6, 1)])
def test_flow_needs_five_stays(count: int, expected: int | None) -> None:
    history = _cases(count, "申请 05-06", "办结 05-12 result=撤回")
    assert share("flow", "kgj", "2021H1", "07-15", history=history).share == expected


@pytest.mark.parametrize(("left", "expected"), [("05-11", 1), ("05-12", 1), ("05-13", 0)])
def test_a_stay_left_by_its_deadline_is_in_time(left: str, expected: int) -> None:
    history = _cases(5, "申请 05-06", f"办结 {left} result=撤回")
    assert share("flow", "kgj", "2021H1", "07-15", history=history).share == expected


@pytest.mark.parametrize(("entered", "expected"), [("06-22", 0), ("06-23", None), ("06-24", None)])
def test_an_open_stay_counts_only_with_a_deadline_before_the_end(entered: str, expected: int | None) -> None:
    # Five working days from 06-22, 06-23 and 06-24 end on 06-29, 06-30 and 07-01; the window on 06-30.
    history = _cases(5, f"申请 {entered}")
    assert share("flow", "kgj", "2021H1", "07-15", history=history).share == expected


@pytest.mark.parametrize(("left", "expected"), [("06-30", 0), ("07-01", 0)])
def test_a_stay_left_after_the_window_is_still_open_in_it(left: str, expected: int) -> None:
    history = _cases(5, "申请 05-06", f"办结 {left} result=撤回")
    assert share("flow", "kgj", "2021H1", "07-15", history=history).share == expected


@pytest.mark.parametrize(("left", "expected"), [("12-31", None), ("2022-01-01", 0)])
def test_a_stay_left_before_the_window_is_not_counted(left: str, expected: int | None) -> None:
    history = _cases(5, "申请 12-01", f"办结 {left} result=撤回")
    assert share("flow", "kgj", "2022Q1", "2022-04-15", history=history).share == expected


@pytest.mark.parametrize(("recorded", "expected"), [("07-15", 1), ("07-16", None)])
def test_events_recorded_after_the_close_are_not_seen(recorded: str, expected: int | None) -> None:
    history = _cases(5, "申请 05-06", "办结 05-12 result=撤回", recorded=recorded)
    assert share("flow", "kgj", "2021H1", "07-15", history=history).share == expected


def _disputes(*steps: str) -> list[Event]:
    lines = ("登记 05-06", "移送 05-07", "交办 05-10 assignee=sfj", *steps)
    return [one for n in range(5) for one in events("dispute", *lines, case=f"{n}号", start=10 * n + 1)]


@pytest.mark.parametrize(("back", "expected"), [("06-30", 0), ("07-01", 1)])
def test_a_return_within_the_window_takes_the_worker_s_stay(back: str, expected: int) -> None:
    history = _disputes("反馈 05-20", f"退回重办 {back}")
    assert share("flow", "sfj", "2021H1", "07-15", history=history).share == expected


def test_a_return_does_not_take_the_reviewer_s_stay() -> None:
    # qzfb: 已登记, 已移送 and 已反馈 (05-20 to 05-21), all in time.
    found = share("flow", "qzfb", "2021H1", "07-15", history=_disputes("反馈 05-20", "退回重办 05-21"))
    assert (found.share, found.inputs) == (1, {"按时": 15, "全部": 15})


def test_judicial_states_and_flows_are_in_no_rule() -> None:
    loans = [
        one
        for n in range(5)
        for one in events("npl", "委托 05-06", "启动清收 05-07", "移送执行 05-08", case=f"{n}号", start=10 * n + 1)
    ]
    history = [*loans, *_hearings("sfj", 1, 10, "05-10", 9)]
    assert share("flow", "qfy", "2022", "2023-01-15", history=history).share is None


def test_office_flows_are_in_response_and_not_in_flow() -> None:
    lines = ("签发 05-06 assignee=sfj", "签收 05-08")
    history = [one for n in range(5) for one in events("supervision_order", *lines, case=f"{n}号", start=10 * n + 1)]
    assert share("flow", "sfj", "2021H1", "07-15", history=history).share is None
    found = share("response", "sfj", "2021H1", "07-15", history=history)
    assert (found.share, found.inputs) == (0, {"按时": 0, "全部": 10})


def test_one_stay_is_enough_for_response() -> None:
    history = events("supervision_order", "签发 05-06 assignee=sfj", "签收 05-07", "反馈 05-13")
    assert share("response", "sfj", "2021Q2", "05-13", history=history).share == 1


def test_a_request_to_the_court_is_in_no_rule() -> None:
    history = events("cooperation_request", "请求 05-06 actor=qzfb assignee=qfy")
    assert share("response", "qfy", "2021", "2022-01-15", history=history).share is None


# Accuracy


def _claims(*verdicts: str, on: str = "06-01", kind: str = "completion") -> dict[str, object]:
    reports = [report("05-20", number=n, kind=kind) for n in range(1, len(verdicts) + 1)]
    made: list[Verification] = []
    for n, word in enumerate(verdicts, 1):
        made.append((verdict if word == "pass" else returned)(on, number=100 + n, of=n))
    return {"reports": reports, "verifications": made}


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["pass", "return"], None),
        (["pass", "pass", "return"], Fraction(2, 3)),
        (["return", "return", "return"], 0),
        (["pass", "pass", "pass", "pass"], 1),
    ],
)
def test_accuracy_is_one_less_the_returned_among_three_or_more_decided(
    verdicts: list[str], expected: Fraction | None
) -> None:
    assert share("accuracy", "qzfb", "2021H1", "07-15", **_claims(*verdicts)).share == expected


@pytest.mark.parametrize(("on", "expected"), [("06-30", 1), ("07-01", None)])
def test_accuracy_takes_verdicts_dated_in_the_window(on: str, expected: int | None) -> None:
    assert share("accuracy", "qzfb", "2021H1", "07-15", **_claims("pass", "pass", "pass", on=on)).share == expected


def test_accuracy_takes_completions_only() -> None:
    assert (
        share("accuracy", "qzfb", "2021H1", "07-15", **_claims("pass", "pass", "pass", kind="progress")).share is None
    )


def test_of_two_verdicts_on_one_report_accuracy_takes_the_later() -> None:
    given = _claims("return", "pass", "pass")
    later = verdict("06-10", number=199, of=1)
    verifications: list[Verification] = [*given["verifications"], later]  # type: ignore[misc]
    assert (
        share("accuracy", "qzfb", "2021H1", "07-15", reports=given["reports"], verifications=verifications).share == 1
    )


def test_accuracy_goes_to_the_unit_that_filed() -> None:
    given = _claims("pass", "pass", "pass")
    changes = [reassignment("06-20", "sfj")]
    found = {
        unit: share("accuracy", unit, "2021H1", "07-15", **given, changes=changes).share for unit in ("qzfb", "sfj")
    }
    assert found == {"qzfb": 1, "sfj": None}


# Reporting


def test_reporting_is_off_by_default() -> None:
    assert "reporting" not in [line.rule.code for line in scored("2021H1", "07-15", facts())["kgj"].lines]


def test_reporting_is_months_with_a_report_over_months_with_an_open_duty() -> None:
    rules = (Rule("reporting", "reporting", "信息报送", Decimal(10)),)
    reports = [report(on, number=n, duty=STANDING, kind="progress") for n, on in enumerate(("04-30", "06-01", "06-20"))]
    found = share("reporting", "kgj", "2021H1", "07-15", reports=reports, scheme=replace(SCHEME, rules=rules))
    assert found.share == Fraction(2, 3)


# Mapped rates and values


def _with_rate_rule(
    indicator: Indicator, kind: str = "rate", mapping: ShareMapping | None = None
) -> tuple[Plan, Scheme]:
    rule = Rule("linked", kind, "接入", Decimal(25), indicator=indicator.code, mapping=mapping)
    return replace(PLAN, indicators=(indicator,)), replace(SCHEME, rules=(*SCHEME.rules, rule))


def test_a_rate_rule_takes_the_value_of_its_indicator() -> None:
    plan, scheme = _with_rate_rule(replace(SERVICES_LINKED, scored=False))
    assert share("linked", "kgj", "2021H1", "07-15", entries=linked(6), plan=plan, scheme=scheme).share == Fraction(
        2, 3
    )


def test_a_rate_without_base_is_not_applicable() -> None:
    plan, scheme = _with_rate_rule(SERVICES_LINKED)
    assert share("linked", "kgj", "2021H1", "07-15", plan=plan, scheme=scheme).share is None


def test_a_value_rule_takes_points_off_for_a_number() -> None:
    number = replace(SERVICES_LINKED, shape="count", parts=(Part("次"),), has_denominator=False, scored=False)
    plan, scheme = _with_rate_rule(number, "value", ShareMapping("deduct", points_each=Fraction(2)))
    entries = [entry("06-30", "2021Q2", value="3")]
    found = share("linked", "kgj", "2021H1", "07-15", entries=entries, plan=plan, scheme=scheme)
    assert found.share == Fraction(19, 25)


FULL_AT_98 = ShareMapping("linear", zero_at=Fraction("0.48"), full_at=Fraction("0.98"), at_least=HALF)


@pytest.mark.parametrize(
    ("value", "points"),
    [("1", "25"), ("0.98", "25"), ("0.97", "24.5"), ("0.9", "21"), ("0.74", "13"), ("0.73", "12.5"), ("0.1", "12.5")],
)
def test_full_25_at_98_percent_half_a_point_off_per_percent_never_below_half(value: str, points: str) -> None:
    assert mapped_share(FULL_AT_98, Fraction(value), Fraction(25)) * 25 == Fraction(points)


def test_a_falling_line_is_full_at_the_lower_end() -> None:
    mapping = ShareMapping("linear", zero_at=Fraction(10), full_at=Fraction(0))
    assert [mapped_share(mapping, Fraction(one), Fraction(5)) for one in (0, 5, 10, 11)] == [1, HALF, 0, 0]


RISING_STEPS = ShareMapping(
    "steps", at_least=Fraction(1, 10), steps=((Fraction("0.8"), Fraction("0.6")), (Fraction("0.9"), Fraction(1)))
)


@pytest.mark.parametrize(
    ("value", "expected"), [("0.79", "0.1"), ("0.8", "0.6"), ("0.89", "0.6"), ("0.9", "1"), ("1", "1")]
)
def test_steps_give_the_share_of_the_highest_step_reached(value: str, expected: str) -> None:
    assert mapped_share(RISING_STEPS, Fraction(value), Fraction(10)) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("0", "1"), ("2", "1"), ("3", "0.5"), ("5", "0"), ("9", "0")])
def test_steps_may_fall(value: str, expected: str) -> None:
    # Complaints: none or few cost nothing, three half, five and more everything.
    steps = ((Fraction(0), Fraction(1)), (Fraction(3), HALF), (Fraction(5), Fraction(0)))
    assert mapped_share(ShareMapping("steps", steps=steps), Fraction(value), Fraction(10)) == Fraction(expected)


KEPT_BOUNDS = ShareMapping(
    "steps", at_least=Fraction(1, 5), steps=((Fraction("0.05"), Fraction(1)), (Fraction("0.1"), HALF)), up_to=True
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "1"), ("0.05", "1"), ("0.0501", "0.5"), ("0.1", "0.5"), ("0.1001", "0.2"), ("1", "0.2")],
)
def test_bounds_a_value_may_come_up_to_give_the_share_of_the_lowest_kept(value: str, expected: str) -> None:
    assert mapped_share(KEPT_BOUNDS, Fraction(value), Fraction(10)) == Fraction(expected)


@pytest.mark.parametrize(("value", "expected"), [("-0.1", "0.2"), ("0.1", "0.2"), ("0.5", "0.5"), ("1.2", "1")])
def test_share_is_the_value_itself_cut_to_its_bounds(value: str, expected: str) -> None:
    assert mapped_share(ShareMapping("share", at_least=Fraction(1, 5)), Fraction(value), Fraction(5)) == Fraction(
        expected
    )


@pytest.mark.parametrize(("value", "points"), [(0, 10), (1, 8), (2, 6), (3, 5), (9, 5)])
def test_points_taken_are_capped(value: int, points: int) -> None:
    mapping = ShareMapping("deduct", points_each=Fraction(2), cap=Fraction(5))
    assert mapped_share(mapping, Fraction(value), Fraction(10)) * 10 == points


@pytest.mark.parametrize(("value", "points"), [(4, 2), (5, 0), (6, 0)])
def test_points_taken_without_a_cap_end_at_nothing(value: int, points: int) -> None:
    assert mapped_share(ShareMapping("deduct", points_each=Fraction(2)), Fraction(value), Fraction(10)) * 10 == points


# Lines


def test_a_line_carries_its_formula_with_numbers_and_the_facts_it_rests_on() -> None:
    found = share("delivery", "qzfb", "2021H1", "07-15", **settled("05-20", "05-25"))
    assert (found.formula, found.facts) == ("各任务得分之和 1 ÷ 任务数 1", (1, 101))


def test_adjustments_do_not_touch_a_share() -> None:
    given = [adjustment("bonus", "3", period="2021H1", on="06-01")]
    assert share("delivery", "qzfb", "2021H1", "07-15", adjustments=given).share == 0


def test_no_hearing_in_the_window_is_nothing_to_judge() -> None:
    result = judged("2021H1", "07-15", facts())
    assert [one.note for one in result.readings["qzfb"] if one.indicator == HEADS_IN_COURT] == [NO_CASES]


def test_no_rule_kind_exists_for_what_may_not_be_scored() -> None:
    assert set(RULE_KINDS) == {"delivery", "target", "flow", "accuracy", "response", "reporting", "rate", "value"}
