"""The three years of the fourth district hold what they were written for, so that agreeing on them proves something."""

from datetime import date

import pytest

from . import calculation as calc
from . import districts

TODAY = date(2026, 11, 22)


def day(text):
    return date.fromisoformat(text)


@pytest.fixture(scope="module")
def facts():
    district = districts.fourth_district()
    return calc.read(district.sheets, TODAY, district.revisions)


def ranked(facts, period, on):
    return {row["unit"]: row for row in calc.rank(facts, period, day(on))["rows"]}


def share_of(rows, unit, rule):
    return next(line["share"] for line in rows[unit]["lines"] if line["rule"] == rule)


def test_the_years_lead_to_the_last_rung(facts):
    closes = [("2021", "2022-01-20"), ("2022", "2023-01-20"), ("2023", "2024-01-20")]
    rows = [ranked(facts, *close) for close in closes]
    assert [one["sfj"]["recommendation"] for one in rows] == ["约谈", "通报批评", "提请追责问责"]
    assert [one["jrj"]["recommendation"] for one in rows] == ["约谈", None, "约谈"]
    assert [one["wgl"]["recommendation"] for one in rows] == [None, "约谈", "通报批评"]
    # What kgj did in 2021 was recorded in 2023: by then there was no year before to count.
    assert [ranked(facts, "2022", on)["kgj"]["recommendation"] for on in ("2023-01-20", "2023-07-19")] == [
        "通报批评",
        "约谈",
    ]


def test_the_years_hold_a_tie_at_the_line_and_a_light_that_turned_red(facts):
    first, later = (ranked(facts, "2022", on) for on in ("2023-01-20", "2023-07-19"))
    lead = [row for row in first.values() if row["league"] == "lead" and row["ranked"]]
    assert len(lead) == 7  # the line is ceil(1.4) = 2
    assert [(row["unit"], row["league_rank"]) for row in lead if row["recommendation"] == "表彰"] == [
        ("czj", 1),
        ("zsj", 2),
        ("scj", 2),
    ]
    assert (later["zsj"]["score"], later["zsj"]["recommendation"]) == (100, None)


def test_the_years_hold_samples_just_too_small_caps_and_the_floor(facts):
    before, after = ranked(facts, "2021Q3", "2021-10-20"), ranked(facts, "2021Q4", "2022-01-20")
    for unit in ("swj", "slzx"):
        assert (before[unit]["score"], before[unit]["reason"]) == (None, "考核任务不足，单列")
        assert (after[unit]["score"], after[unit]["league_rank"]) == (100, 1)
    assert (share_of(after, "fgw", "target"), share_of(after, "fgw", "flow")) == (None, 1)
    seen = calc.cut(facts, "2022", day("2023-01-20"))
    assert [calc.accuracy_counts(seen, unit) for unit in ("scj", "czj")] == [(2, 2), (3, 3)]
    assert before["qzfb"]["bonus"] == 5
    floor = ranked(facts, "2023Q1", "2023-04-20")["sfj"]
    assert (floor["deduction"], floor["score"]) == (10, 0)
    closes = [(f"{year}Q{quarter}", f"{year}-12-31") for year in (2021, 2022, 2023) for quarter in (2, 3, 4)]
    spans = [row for close in closes for row in ranked(facts, *close).values() if row["ranked"]]
    assert any(row["league_low"] < row["league_rank"] for row in spans)
    assert any(row["league_rank"] < row["league_high"] for row in spans)


def test_the_years_hold_duties_that_a_later_close_sees_otherwise(facts):
    year, later = (calc.cut(facts, "2021", day(on)) for on in ("2022-01-20", "2022-07-19"))

    def state(seen, code, label=""):
        return next(
            (one["state"], one["owner"], one["due"].year)
            for one in seen["judged"]
            if one["occurrence"]["code"] == code and one["occurrence"]["label"] == label
        )

    assert [state(seen, "D04-1") for seen in (year, later)] == [("overdue", "qzfb", 2021), ("waived", "qzfb", 2021)]
    assert [state(seen, "D13-2") for seen in (year, later)] == [("overdue", "zzw", 2021), ("overdue", "zzw", 2022)]
    assert [state(seen, "D13-3", "2021Q3")[0] for seen in (year, later)] == ["done", "overdue"]
    half = [calc.cut(facts, "2021Q2", day(on)) for on in ("2021-06-30", "2021-07-20", "2022-01-16")]
    assert [state(seen, "D05-1")[1] for seen in half] == ["qzfb", "fgw", "fgw"]
    assert [state(seen, "D25-1")[0] for seen in half] == ["overdue", "overdue", "done"]
    assert [state(calc.cut(facts, "2022", day(on)), "D08-1", "2022H1")[0] for on in ("2023-01-20", "2023-07-19")] == [
        "done_late",
        "done",
    ]
