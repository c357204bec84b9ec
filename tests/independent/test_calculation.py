"""Checks of the slow calculation against numbers worked out on paper from the rules."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from . import calculation as calc
from . import districts, special_cases, validity
from .book import CASE_HEADERS, Book

TODAY = date(2026, 11, 1)


def day(text):
    return date.fromisoformat(text)


def facts_of(*writers):
    book = Book("试算", 1, date(2022, 12, 31))
    for write in writers:
        write(book)
    return calc.read(book.sheets, TODAY)


def duty(facts, code, label, on):
    reports = [one for one in facts["reports"] if one["date"] <= day(on)]
    occurrence = next(one for one in calc.occurrences_of(code, day(on)) if one["label"] == label)
    return calc.judge(facts, occurrence, reports, day(on))


def stays_of(facts, flow, index, on):
    case = calc.walk_all(calc.events_up_to(facts["cases"], day(on)))[flow][index]
    return [
        (stay["holder"], calc.stay_deadline(stay, day(on)), stay["left"], stay["returned"]) for stay in case["stays"]
    ]


def indicator(facts, period, code, unit=None):
    rows = calc.indicators(facts, period)["indicators"]
    return next(row for row in rows if row["code"] == code and row["unit"] == unit)


def test_working_days_and_rolling():
    assert calc.plus_limit(day("2021-04-30"), "3wd") == day("2021-05-08")
    assert calc.roll(day("2021-05-30")) == day("2021-05-31")
    assert calc.last_quarter_ended_before(day("2021-12-31")) == "2021Q3"
    assert calc.last_quarter_ended_before(day("2022-01-01")) == "2021Q4"


@pytest.mark.parametrize(
    ("on", "state"),
    [("2021-04-27", "running"), ("2021-04-28", "warning"), ("2021-04-30", "warning"), ("2021-05-01", "overdue")],
)
def test_a_duty_of_one_week_warns_two_days_before(on, state):
    assert duty(facts_of(), "D03-1", "", on)["state"] == state


def test_two_returns_give_five_days_each_and_a_late_claim_none():
    facts = facts_of(special_cases.returns)
    assert duty(facts, "D10-1", "", "2021-05-06")["due"] == day("2021-05-12")
    judged = duty(facts, "D10-1", "", "2021-05-24")
    assert (judged["due"], judged["state"], judged["days_late"]) == (day("2021-05-20"), "done_late", 1)
    judged = duty(facts, "D17-1", "", "2021-05-11")
    assert (judged["due"], judged["days_late"]) == (day("2021-04-30"), 10)


def test_delivery_scores():
    seen = calc.cut(facts_of(special_cases.returns), "2021Q2", day("2021-07-15"))
    assert calc.delivery_share(seen, "kgj") == Fraction(9, 10)
    # zsj: D16-1 and D21-1 never (0), D17-1 ten days late (0.8), D18-1 forty-one days late (0.3)
    assert calc.delivery_share(seen, "zsj") == Fraction(11, 40)


def test_standing_duty_late_by_at_least_a_day():
    facts = facts_of(special_cases.changes)
    assert duty(facts, "D14-1", "2021Q2", "2021-07-05")["state"] == "warning"
    judged = duty(facts, "D14-1", "2021Q2", "2021-07-09")
    assert (judged["due"], judged["state"], judged["days_late"]) == (day("2021-07-12"), "done_late", 1)
    judged = duty(facts, "D14-1", "2021Q3", "2021-08-20")
    assert (judged["owner"], judged["state"]) == ("xfj", "done")
    assert duty(facts, "D14-1", "2021Q4", "2021-12-31")["state"] == "running"
    assert duty(facts, "D14-1", "2021Q4", "2022-01-08")["state"] == "done_late"


def test_extensions_reassignment_waiver():
    facts = facts_of(special_cases.changes)
    assert duty(facts, "D19-2", "", "2021-05-05")["due"] == day("2021-05-10")
    assert duty(facts, "D19-2", "", "2021-05-08")["state"] == "warning"
    assert duty(facts, "D19-2", "", "2021-05-09")["state"] == "overdue"
    assert duty(facts, "D19-2", "", "2021-05-12")["days_late"] == 2
    assert (duty(facts, "D19-1", "", "2021-05-31")["owner"], duty(facts, "D19-1", "", "2021-06-01")["owner"]) == (
        "scj",
        "zsj",
    )
    assert duty(facts, "D06-1", "", "2021-08-31")["state"] == "done"
    assert duty(facts, "D06-1", "", "2021-09-01")["state"] == "waived"


def test_reports_without_a_period_find_their_occurrence():
    facts = facts_of(special_cases.attribution)
    labels = {}
    for report in facts["reports"]:
        labels.setdefault(report["code"], []).append(report["occurrence"])
    assert labels["D13-3"] == ["2021Q2", "2021Q2", "2021Q3", "2021Q3", "2021Q4"]
    assert labels["D08-1"] == ["2021H1", "2021H1", "2021H2", "2021H2"]
    assert labels["D04-2"] == ["2021Q3", "2021Q2", "2021Q2"]


def test_stays_of_a_returned_dispute():
    facts = facts_of(special_cases.dispute_limits)
    assert stays_of(facts, "dispute", 0, "2021-12-31") == [
        ("qzfb", day("2021-05-08"), day("2021-05-08"), False),
        ("qzfb", day("2021-05-11"), day("2021-05-08"), False),
        ("zrzy", day("2021-05-28"), day("2021-05-28"), True),
        ("qzfb", day("2021-06-04"), day("2021-06-04"), False),
        ("zrzy", day("2021-06-11"), day("2021-06-11"), False),
        ("qzfb", day("2021-06-21"), day("2021-06-22"), False),
    ]
    seen = calc.cut(facts, "2021Q2", day("2021-07-15"))
    assert calc.stay_counts(seen, "zrzy", office=False) == (1, 2)


def test_whole_limit_rolls_over_the_holiday():
    row = next(
        row
        for row in calc.platforms(facts_of(special_cases.dispute_limits), day("2021-10-01"), day("2021-10-31"))["flows"]
        if row["code"] == "dispute"
    )
    assert (row["closed"], row["on_time_rate"], row["median_days"]) == (2, 0.5, 66.5)


def test_a_case_stops_at_the_first_event_recorded_after_the_close():
    facts = facts_of(special_cases.dispute_limits)
    kept = calc.events_up_to(facts["cases"], day("2021-06-30"), day("2021-07-20"))["dispute"]
    assert [len(events) for events in kept.values()] == [7, 2, 3, 1]


def test_a_pause_still_running_moves_the_deadline():
    facts = facts_of(special_cases.dispute_pauses)
    assert stays_of(facts, "dispute", 1, "2021-12-31")[-1][1] == day("2022-01-14")
    row = next(
        row for row in calc.platforms(facts, day("2021-07-01"), day("2021-07-01"))["flows"] if row["code"] == "dispute"
    )
    assert (row["urged"], row["open"], row["closed"], row["success_rate"]) == (2, 2, 0, None)


def test_appearance_by_case():
    facts = facts_of(special_cases.appearances)
    whole = indicator(facts, "2021Q2", "I04-1")
    assert (whole["numerator"], whole["denominator"], whole["value"], whole["colour"]) == (15, 20, 0.75, "red")
    zrzy = indicator(facts, "2021Q2", "I04-1", "zrzy")
    assert (zrzy["numerator"], zrzy["denominator"], zrzy["attainment"]) == (4, 5, 0.888889)
    assert (round(zrzy["low"], 4), round(zrzy["high"], 4)) == (0.3755, 0.9638)
    later = indicator(facts, "2021Q3", "I04-1", "zrzy")
    assert (later["numerator"], later["denominator"], later["met"], later["colour"]) == (2, 2, True, None)


def test_loss_rate_and_cases_against_last_year():
    facts = facts_of(special_cases.appearances)
    # 2021Q2: 8 closed (3 of zrzy, 5 of gaj), none lost; 2020Q2: 3 closed, all lost
    falling = indicator(facts, "2021Q2", "I03-3")
    assert (falling["numerator"], falling["denominator"], falling["value"], falling["met"]) == (0, 8, -1, True)
    assert (falling["colour"], falling["attainment"], falling["target"]) == (None, None, None)
    filed = indicator(facts, "2021Q2", "I03-1")
    assert (filed["numerator"], filed["denominator"], filed["value"], filed["met"]) == (20, 6, 2.333333, False)
    assert (filed["colour"], filed["attainment"], filed["low"]) == ("red", 0, None)


def test_reorganisations_and_their_duration():
    facts = facts_of(special_cases.proceedings)
    row = indicator(facts, "2021", "I10-2")
    assert (row["numerator"], row["denominator"], row["colour"], row["attainment"]) == (6, 8, "red", 0.75)
    assert indicator(facts, "2021Q4", "I10-2")["colour"] is None
    assert indicator(facts, "2021", "I10-1")["value"] == 0.857143


def test_split_of_settlements():
    row = indicator(facts_of(special_cases.settlements), "2021Q2", "I13-1")
    assert (row["numerator"], row["denominator"], row["value"]) == ([6, 1, 1], 8, [0.75, 0.125, 0.125])
    assert (row["met"], row["colour"], row["attainment"]) == (False, "red", 0.865741)
    empty = indicator(facts_of(), "2021Q2", "I13-1")
    assert (empty["numerator"], empty["denominator"], empty["value"], empty["target"]) == (
        [0, 0, 0],
        0,
        None,
        [0.7, 0.2, 0.1],
    )


def test_order_returned_and_looked_at_again():
    facts = facts_of(special_cases.office_flows)
    mine = [stay for stay in stays_of(facts, "supervision_order", 0, "2021-12-31") if stay[0] == "jrj"]
    assert [stay[1] for stay in mine] == [
        day("2021-05-06"),
        day("2021-05-12"),
        day("2021-05-19"),
        day("2021-06-28"),
        day("2021-07-02"),
    ]
    assert [stay[3] for stay in mine] == [False, True, False, True, False]
    seen = calc.cut(facts, "2021Q3", day("2021-10-15"))
    assert calc.stay_counts(seen, "jrj", office=True) == (3, 5)
    assert calc.stay_counts(seen, "qfy", office=True) == (0, 0)
    # the order to zsj was never signed for; the tenth working day after 05-06 is 05-19 (05-08 is worked)
    assert calc.stay_counts(seen, "zsj", office=True) == (0, 1)
    assert calc.stay_counts(seen, "wgl", office=True) == (1, 1)
    assert calc.stay_counts(seen, "slzx", office=True) == (0, 1)


def test_money_and_judicial_states():
    facts = facts_of(special_cases.money)
    row = next(
        row for row in calc.platforms(facts, day("2021-06-15"), day("2021-06-15"))["flows"] if row["code"] == "npl"
    )
    assert (row["amount_recovered"], row["amount_in"], row["by_state"]["执行中"]) == (6, 0, 1)
    seen = calc.cut(facts, "2021Q3", day("2021-10-15"))
    # npl: late, in time; in time, in time; mediation: 06-03 in time twice over (06-10), 06-04, 06-11, 06-07, 07-05
    assert calc.stay_counts(seen, "jrj", office=False) == (9, 10)
    assert calc.stay_counts(seen, "qfy", office=False) == (0, 0)


def test_points_total_and_rank():
    shares = {"delivery": Fraction(1, 2), "target": None, "flow": None, "accuracy": Fraction(1), "response": None}
    points = calc.points_of(shares, calc.reg.SCHEME)
    assert points == {"delivery": Decimal("45.00"), "accuracy": Decimal("10.00")}
    assert calc.total_of(points, Decimal(5), Decimal("1.5")) == Decimal("58.50")
    assert [calc.place(score, [9, 8, 8, 5]) for score in (9, 8, 8, 5)] == [1, 2, 2, 4]
    assert calc.round_half_up(Fraction(5, 1000), 2) == Decimal("0.01")


def test_caps_vetoes_and_the_ladder():
    facts = facts_of(special_cases.adjustments_2021, special_cases.adjustments_2022)
    assert calc.adjustments_of(facts, "qzfb", "2021Q2", day("2021-07-17"))[0] == 3
    assert calc.adjustments_of(facts, "qzfb", "2021Q2", day("2021-07-18"))[0] == 5
    assert calc.adjustments_of(facts, "jrj", "2021Q2", day("2021-07-18"))[1] == 10
    first = {row["unit"]: row for row in calc.rank(facts, "2021", day("2022-01-20"))["rows"]}
    second = {row["unit"]: row for row in calc.rank(facts, "2022", day("2023-01-20"))["rows"]}
    assert [first["scj"][name] for name in ("reason", "tier", "recommendation")] == ["一票否决", "不合格", "约谈"]
    assert second["scj"]["recommendation"] == "通报批评"
    assert (first["qfy"]["tier"], first["qfy"]["recommendation"]) == (None, None)


def test_court_is_never_red_and_marks_order():
    rows = {row["code"]: row for row in calc.status(facts_of(), day("2021-05-06"))["units"]}
    assert (rows["qfy"]["task_mark"], rows["qfy"]["light"]) == ("yellow", "yellow")
    assert rows["qzfb"]["task_mark"] == "red"
    assert (rows["qfy"]["overdue"], rows["qfy"]["owned"]) == (6, 10)


def test_sixteen_days_past_a_deadline_is_red():
    facts = facts_of(special_cases.dispute_limits)
    gaj = {
        on: next(row for row in calc.status(facts, day(on))["units"] if row["code"] == "gaj")["run_mark"]
        for on in ("2021-06-02", "2021-06-03", "2021-06-17", "2021-06-18", "2021-07-20")
    }
    assert list(gaj.values()) == ["green", "yellow", "yellow", "red", "none"]


def test_districts_are_valid_and_the_same_at_every_call():
    once, again = districts.districts(), districts.districts()
    assert [one.sheets for one in once] == [one.sheets for one in again]
    assert [validity.problems(one.sheets) for one in once] == [[], [], [], []]


def test_csv_files(tmp_path):
    written = districts.write_csv(tmp_path)
    assert sorted(written) == sorted(["甲区", "乙区", "丙区", "丁区"])
    path = next(path for path in written["甲区"] if path.name == "台账流转-配合请求.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == CASE_HEADERS
