"""The plan in data/plan: as many of everything as the register has, and the words of the source."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from lib.definitions import load
from lib.definitions.contradictions import written_day
from lib.domain.calendar import Duration
from lib.domain.plan import Plan

FOLDER = Path(__file__).parents[2] / "data" / "plan"
SOURCE = (Path(__file__).parent / "source_plan.txt").read_text(encoding="utf-8")
MAIN_FLOWS = [
    "dispute",
    "litigation",
    "procuratorate",
    "nonlitigation",
    "rescue",
    "npl",
    "finance_mediation",
    "supervision_order",
    "cooperation_request",
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(FOLDER)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_plan_has_25_items_and_5_guarantees(plan: Plan) -> None:
    assert [item.no for item in plan.items] == [*map(str, range(1, 26)), "G1", "G2", "G3", "G4", "G5"]


def test_the_register_is_complete(plan: Plan) -> None:
    assert (len(plan.units), len(plan.deliverables), len(plan.indicators)) == (34, 39, 27)
    assert [flow.code for flow in plan.flows][: len(MAIN_FLOWS)] == MAIN_FLOWS


def test_every_clause_stands_word_for_word_in_the_source(plan: Plan) -> None:
    source = squeezed(SOURCE)
    assert [item.no for item in plan.items if squeezed(item.clause) not in source] == []


def test_every_spelling_and_open_end_stands_in_the_source(plan: Plan) -> None:
    source = squeezed(SOURCE)
    words = {word for item in plan.items for word in item.spellings}
    words |= {item.open_ended for item in plan.items if item.open_ended}
    assert {word for word in words if word not in source} == set()


def test_named_units_are_those_spelled_in_the_clause(plan: Plan) -> None:
    for item in plan.items:
        spelled = {code for word, code in item.spellings.items() if word in item.clause}
        assert spelled == set(item.named), item.no


def test_listed_units_are_those_spelled_in_the_item(plan: Plan) -> None:
    for item in plan.items:
        assert set(item.members) <= set(item.spellings.values()), item.no


def test_leads_are_those_of_the_register(plan: Plan) -> None:
    leads = "sfj qfy qzfb qzfb qzfb jrj qfy jrj qfy kgj czj qfy zzw sfj - zsj zsj zsj scj qfy zsj qfy qfy czj jrj"
    assert [item.lead or "-" for item in plan.items[:25]] == leads.split()
    assert {item.lead for item in plan.items[25:]} == {"ldxz"}


def test_one_off_dues_are_those_of_their_items(plan: Plan) -> None:
    for one in plan.deliverables:
        stated = written_day(plan.item[one.item].due_text)
        assert one.due in (None, stated) or one.assumed, one.code


def test_leagues_are_those_of_the_register(plan: Plan) -> None:
    by_league = {league: {unit.code for unit in plan.units if unit.league == league} for league in plan.scheme.leagues}
    assert by_league["lead"] == {"qzfb", "zzw", "jrj", "kgj", "czj", "zsj", "sfj", "scj"}
    assert by_league["joint"] == {"gsl", "wgl", "gaj", "xfj", "slzx", "fgw", "rsj", "swj"}
    assert all(unit.ranked == (unit.league is not None) for unit in plan.units)


def test_units_that_own_deliverables_are_ranked_leads_or_court_or_office(plan: Plan) -> None:
    owners = {one.owner for one in plan.deliverables}
    assert owners == {"qzfb", "zzw", "jrj", "kgj", "czj", "zsj", "sfj", "scj", "qfy", "ldxz"}


def test_the_white_paper_is_due_as_the_plan_says(plan: Plan) -> None:
    paper = plan.deliverable["D02-1"]
    assert (paper.every, paper.first_due, str(paper.due_after)) == ("half", date(2021, 7, 10), "10d")


def test_a_standing_duty_is_quarterly_with_ten_days(plan: Plan) -> None:
    standing = [one for one in plan.deliverables if one.standing]
    assert [one.code for one in standing] == ["D01-1", "D14-1", "DG3-1"]
    assert {(one.every, one.due_after) for one in standing} == {("quarter", Duration(10))}


def test_scored_indicators_are_those_of_the_register(plan: Plan) -> None:
    scored = [one.code for one in plan.indicators if one.scored]
    assert scored == ["I04-1", "I10-1", "I10-2", "I13-1", "I16-1"]


def test_targets_are_exact(plan: Plan) -> None:
    falling, split = plan.indicator["I03-1"].parts[0], plan.indicator["I13-1"].parts
    assert (falling.at_least, falling.target, falling.floor) == (False, Fraction(-1, 5), Fraction(0))
    assert [part.target for part in split] == [Fraction(7, 10), Fraction(1, 5), Fraction(1, 10)]
    assert [part.floor for part in split] == [0, 0, 1]


def test_entered_indicators_belong_to_the_lead_of_their_item(plan: Plan) -> None:
    assert plan.indicator["I07-1"].owners == ("qfy",)
    assert plan.indicator["I21-2"].owners == ("zsj",)


def test_states_held_by_the_court_are_judicial(plan: Plan) -> None:
    judicial = {(flow.code, state.name) for flow in plan.flows for state in flow.states if state.judicial}
    assert judicial == {
        ("npl", "执行中"),
        ("finance_mediation", "待确认"),
        ("nonlit_enforcement", "已受理"),
        ("nonlit_enforcement", "已裁定"),
        ("control_request", "待处置"),
    }
    assert [flow.code for flow in plan.flows if flow.judicial] == ["litigation", "procuratorate", "refusal_crime"]


def test_limits_are_those_of_the_register(plan: Plan) -> None:
    limits = {
        code: [str(state.limit or "-") for state in plan.flow[code].states] + [str(plan.flow[code].limit or "-")]
        for code in MAIN_FLOWS
    }
    assert limits == {
        "dispute": ["3wd", "2wd", "15wd", "5wd", "-", "60d"],
        "litigation": ["-", "-", "-", "183d"],
        "procuratorate": ["-", "-", "90d"],
        "nonlitigation": ["2wd", "20wd", "-", "30d"],
        "rescue": ["5wd", "60d", "183d", "183d", "-", "-"],
        "npl": ["5wd", "90d", "180d", "-", "365d"],
        "finance_mediation": ["2wd", "20wd", "5wd", "-", "30d"],
        "supervision_order": ["1wd", "5wd", "3wd", "-", "-"],
        "cooperation_request": ["10wd", "-", "-", "-"],
    }


def test_every_limit_is_marked_as_an_assumption(plan: Plan) -> None:
    for flow in plan.flows:
        assert not flow.limit or flow.assumed, flow.code
        assert [state.name for state in flow.states if state.limit and not state.assumed] == [], flow.code


def test_the_five_key_platforms_are_marked(plan: Plan) -> None:
    platforms = {flow.code for flow in plan.flows if flow.platform}
    assert platforms == {"dispute", "nonlitigation", "rescue", "npl", "finance_mediation"}


def test_the_calendar_knows_the_make_up_saturday_of_may_2021(plan: Plan) -> None:
    assert plan.calendar.years == (2020, 2021, 2022, 2023, 2024, 2025, 2026)
    assert plan.calendar.end_of(date(2021, 4, 30), Duration.parse("3wd")) == date(2021, 5, 8)
    assert plan.calendar.roll_forward(date(2021, 5, 30)) == date(2021, 5, 31)


def test_the_scheme_has_the_weights_of_the_domain(plan: Plan) -> None:
    weights = {rule.code: int(rule.weight) for rule in plan.scheme.rules}
    assert weights == {"delivery": 45, "target": 25, "flow": 20, "accuracy": 5, "response": 5, "reporting": 0}
    assert [tier.name for tier in plan.scheme.tiers_of("lead")] == ["优秀", "良好", "合格", "不合格"]
