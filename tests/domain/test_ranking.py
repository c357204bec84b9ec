"""Who is ranked, ranks, spans, tiers and recommendations (domain.md 5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.domain.appraisal import Score, pointed, total_of
from lib.domain.line_parts import Share
from lib.domain.plan import Plan, Scheme, Tier, Unit
from lib.domain.ranking import RankRow, competition_ranks, failed_units, league_ranks, ranking, tier_of, why_unranked
from tests.domain.cast import PLAN, SCHEME, TIERS, adjustment, plan_with, ranked

# Districts with as many units as a test needs: each in charge of no platform, so eligible by what it is given.
VETO = adjustment("veto", None)


def score(
    unit: str, total: str = "95", *, delivery: bool = True, looked_at: int = 2, stays: int = 0, veto: bool = False
) -> Score:  # fmt: skip
    """A score of one line, `delivery`, worth `total` points, or of no line."""
    share = Share(Fraction(total) / 100 if delivery else None, "")
    lines = pointed([(SCHEME.rules[0], share)], SCHEME, {})
    none = Decimal(0)
    vetoes = (VETO,) if veto else ()
    return Score(unit, lines, none, none, vetoes, vetoes, total_of(lines, none, none), looked_at, stays)


def district(**leagues: int) -> Plan:
    """A plan with so many ranked units a league, named `lead1`, `lead2` …; no flows."""
    units = tuple(
        Unit(f"{league}{n}", "", "", "government", league=league, ranked=True)
        for league, count in leagues.items()
        for n in range(1, count + 1)
    )
    return plan_with(units=units, flows=())


def table(plan: Plan, *totals: str, lights: dict[str, str] | None = None, is_year: bool = True) -> dict[str, RankRow]:
    codes = [unit.code for unit in plan.units]
    given = {code: score(code, total) for code, total in zip(codes, totals, strict=True)}
    return ranked(given, plan=plan, lights=lights or {}, is_year=is_year)


# Eligibility


@pytest.mark.parametrize(("looked_at", "reason"), [(1, "考核任务不足，单列"), (2, None), (3, None)])
def test_two_occurrences_are_enough(looked_at: int, reason: str | None) -> None:
    assert why_unranked(PLAN, SCHEME, score("sfj", looked_at=looked_at)) == reason


@pytest.mark.parametrize(("stays", "reason"), [(4, "考核任务不足，单列"), (5, None), (6, None)])
def test_five_stays_are_enough(stays: int, reason: str | None) -> None:
    assert why_unranked(PLAN, SCHEME, score("sfj", looked_at=0, stays=stays)) == reason


def test_being_in_charge_of_a_platform_is_enough() -> None:
    assert why_unranked(PLAN, SCHEME, score("jrj", looked_at=0)) is None


def test_being_in_charge_of_a_flow_that_is_no_platform_is_not_enough() -> None:
    flows = tuple(replace(flow, platform=False) for flow in PLAN.flows)
    assert why_unranked(plan_with(flows=flows), SCHEME, score("jrj", looked_at=0)) == "考核任务不足，单列"


@pytest.mark.parametrize(
    ("weight", "reason"), [("39", "考核任务不足，单列"), ("39.99", "考核任务不足，单列"), ("40", None)]
)
def test_applicable_weights_must_reach_forty(weight: str, reason: str | None) -> None:
    one = score("sfj")
    rule = replace(SCHEME.rules[0], weight=Decimal(weight))
    lines = tuple(replace(line, rule=rule) for line in one.lines)
    assert why_unranked(PLAN, SCHEME, replace(one, lines=lines)) == reason


def test_without_any_applicable_rule_a_unit_is_listed_apart() -> None:
    assert why_unranked(PLAN, SCHEME, score("jrj", delivery=False)) == "考核任务不足，单列"


@pytest.mark.parametrize("unit", ["qfy", "qjcy", "ldxz", "zrzy"])
def test_units_outside_the_ranking_are_for_reference(unit: str) -> None:
    assert why_unranked(PLAN, SCHEME, score(unit)) == "参考不排名"


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (score("qfy", veto=True, delivery=False), "参考不排名"),
        (score("sfj", veto=True, delivery=False, looked_at=0), "一票否决"),
        (score("sfj", delivery=False, looked_at=0), "考核任务不足，单列"),
    ],
)
def test_reasons_are_given_in_their_order(one: Score, reason: str) -> None:
    assert why_unranked(PLAN, SCHEME, one) == reason


# Ranks


def test_equal_totals_share_a_rank_and_the_next_is_skipped() -> None:
    totals = {"a": Decimal("90"), "b": Decimal("80.00"), "c": Decimal("80"), "d": Decimal("70")}
    assert competition_ranks(totals) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_three_at_the_top_are_all_first() -> None:
    assert competition_ranks({one: Decimal(1) for one in "abc"}) == {"a": 1, "b": 1, "c": 1}


def test_ranks_of_nobody_are_none() -> None:
    assert (competition_ranks({}), league_ranks({}, {})) == ({}, {})


def test_ranks_are_within_the_league_and_over_all() -> None:
    found = table(district(lead=2, joint=2), "70", "90", "80", "60")
    assert {unit: (row.rank, row.league_rank) for unit, row in found.items()} == {
        "lead2": (1, 1),
        "joint1": (2, 1),
        "lead1": (3, 2),
        "joint2": (4, 2),
    }


def test_rows_come_by_rank_then_register_and_the_others_after_them() -> None:
    given = {
        "qzfb": score("qzfb", "80"),
        "jrj": score("jrj", "90", veto=True),
        "kgj": score("kgj", "80"),
        "sfj": score("sfj", "90", looked_at=0),
        "gsl": score("gsl", "95"),
        "qfy": score("qfy", "99"),
    }
    assert list(ranked(given)) == ["gsl", "qzfb", "kgj", "jrj", "sfj", "qfy"]


def test_a_unit_not_ranked_takes_no_rank_from_the_others() -> None:
    found = ranked({"qzfb": score("qzfb", "80"), "jrj": score("jrj", "90", veto=True), "qfy": score("qfy", "99")})
    assert (found["qzfb"].rank, found["qzfb"].league_rank) == (1, 1)


def test_a_unit_not_ranked_has_neither_rank_nor_span_nor_tier() -> None:
    row = ranked({"sfj": score("sfj", looked_at=0)})["sfj"]
    assert (row.ranked, row.rank, row.league_rank, row.league_low, row.league_high, row.tier, row.recommendation) == (
        False, None, None, None, None, None, None,
    )  # fmt: skip


# Doubt


def two_lines(unit: str, delivery: str, target: str) -> Score:
    shares = [(SCHEME.rules[0], Share(Fraction(delivery), "")), (SCHEME.rules[1], Share(Fraction(target), ""))]
    lines, none = pointed(shares, SCHEME, {}), Decimal(0)
    return Score(unit, lines, none, none, (), (), total_of(lines, none, none), 2, 0)


def test_a_lead_that_hangs_on_a_weight_has_a_span() -> None:
    # 45 : 25 gives 64.29 and 62.50; with 0.8 or 1.2 on a weight the order turns.
    given = {"qzfb": two_lines("qzfb", "1", "0"), "jrj": two_lines("jrj", "0.5", "0.85")}
    found = ranked(given)
    assert {unit: (row.league_rank, row.league_low, row.league_high) for unit, row in found.items()} == {
        "qzfb": (1, 1, 2),
        "jrj": (2, 1, 2),
    }


def test_a_lead_in_every_rule_has_no_span() -> None:
    found = ranked({"qzfb": two_lines("qzfb", "1", "1"), "jrj": two_lines("jrj", "0.9", "0.9")})
    assert [(row.league_low, row.league_high) for row in found.values()] == [(1, 1), (2, 2)]


def test_spans_are_of_the_ranked_units_only() -> None:
    given = {"qzfb": two_lines("qzfb", "0.5", "0.5"), "qfy": two_lines("qfy", "1", "1")}
    assert (ranked(given)["qzfb"].league_low, ranked(given)["qzfb"].league_high) == (1, 1)


# Tiers


@pytest.mark.parametrize(
    ("total", "tier"),
    [
        ("105", "优秀"),
        ("90.00", "优秀"),
        ("89.99", "良好"),
        ("80", "良好"),
        ("79.99", "合格"),
        ("60", "合格"),
        ("59.99", "不合格"),
        ("0", "不合格"),
    ],
)
def test_a_tier_begins_at_its_line(total: str, tier: str) -> None:
    assert tier_of(SCHEME, "lead", Decimal(total)) == tier


OWN_TIERS = {
    "default": (Tier("A", Decimal(50)), Tier("B", Decimal(0))),
    "joint": (Tier("甲", Decimal(80)), Tier("乙", Decimal(0))),
}


def test_where_leagues_name_their_tiers_differently_each_one_s_highest_and_lowest_count() -> None:
    scheme = replace(SCHEME, tiers=OWN_TIERS, commend_tier=None, ladder_tier=None, commend_share=Fraction(1))
    plan = replace(district(lead=2, joint=2), scheme=scheme)
    found = table(plan, "50", "49.99", "80", "79.99")
    assert {unit: row.recommendation for unit, row in found.items()} == {
        "lead1": "表彰", "lead2": "约谈", "joint1": "表彰", "joint2": "约谈",
    }  # fmt: skip
    assert failed_units(scheme, list(found.values())) == {"lead2", "joint2"}


def test_a_scheme_without_commendation_and_ladder_recommends_nothing_and_a_veto_still_has_the_lowest_tier() -> None:
    scheme = replace(SCHEME, ladder=(), commend_share=Fraction(0))
    plan = replace(district(lead=3), scheme=scheme)
    given = {"lead1": score("lead1", "99"), "lead2": score("lead2", "1"), "lead3": score("lead3", "80", veto=True)}
    found = ranked(given, plan=plan)
    assert [row.recommendation for row in found.values()] == [None, None, None]
    assert [row.tier for row in found.values()] == ["优秀", "不合格", "不合格"]


def test_who_has_too_little_is_listed_apart_in_the_words_of_the_scheme() -> None:
    scheme = replace(SCHEME, apart="本月无来件")
    assert why_unranked(PLAN, scheme, score("sfj", looked_at=0)) == "本月无来件"


def test_a_league_may_have_tiers_of_its_own() -> None:
    scheme = replace(SCHEME, tiers={"default": TIERS, "joint": (Tier("优秀", Decimal(85)), Tier("不合格", Decimal(0)))})
    assert [tier_of(scheme, league, Decimal(85)) for league in ("lead", "joint")] == ["良好", "优秀"]


def test_a_veto_makes_the_tier_the_lowest_and_leaves_the_total_to_be_seen() -> None:
    row = ranked({"qzfb": score("qzfb", "95", veto=True)})["qzfb"]
    assert (row.reason, row.rank, row.tier, row.score.total) == ("一票否决", None, "不合格", Decimal("95.00"))


# Commendation


@pytest.mark.parametrize(("units", "commended"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_the_best_fifth_of_a_league_is_commended_rounded_up(units: int, commended: int) -> None:
    totals = [str(100 - n) for n in range(min(units, 10))] + ["90"] * (units - 10)
    found = table(district(lead=units), *totals)
    assert [row.recommendation for row in found.values()].count("表彰") == commended


def test_ties_at_the_line_are_all_commended() -> None:
    found = table(district(lead=5), "95", "95", "95", "94", "93")
    assert [row.recommendation for row in found.values()] == ["表彰"] * 3 + [None] * 2


def test_the_line_counts_the_ranked_units_of_the_league_only() -> None:
    found = table(district(lead=5, joint=5), *["95", "94", "93", "92", "91"] * 2)
    assert [unit for unit, row in found.items() if row.recommendation] == ["lead1", "joint1"]


def test_the_best_of_a_league_below_the_top_tier_is_not_commended() -> None:
    assert table(district(lead=2), "89.99", "80")["lead1"].recommendation is None


@pytest.mark.parametrize(
    ("light", "advice"), [("red", None), ("yellow", "表彰"), ("pending", "表彰"), ("none", "表彰")]
)
def test_a_red_light_at_the_close_is_not_commended(light: str, advice: str | None) -> None:
    assert table(district(lead=1), "95", lights={"lead1": light})["lead1"].recommendation == advice


def test_a_red_light_does_not_pass_the_commendation_on() -> None:
    found = table(district(lead=2), "95", "94", lights={"lead1": "red"})
    assert [row.recommendation for row in found.values()] == [None, None]


# Ladder


@pytest.mark.parametrize(
    ("failed_before", "advice"), [(0, "约谈"), (1, "通报批评"), (2, "提请追责问责"), (3, "提请追责问责")]
)
def test_the_ladder_climbs_with_every_year_running(failed_before: int, advice: str) -> None:
    found = ranked({"sfj": score("sfj", "50")}, failed={"sfj": failed_before})
    assert found["sfj"].recommendation == advice


@pytest.mark.parametrize(("total", "advice"), [("59.99", "约谈"), ("60", None)])
def test_the_ladder_begins_below_sixty(total: str, advice: str | None) -> None:
    found = ranked({"sfj": score("sfj", total), "jrj": score("jrj", "70")})
    assert found["sfj"].recommendation == advice


def test_a_veto_climbs_the_ladder_whatever_the_total() -> None:
    assert ranked({"sfj": score("sfj", "99", veto=True)})["sfj"].recommendation == "约谈"


def test_a_veto_climbs_the_ladder_even_with_too_little_to_judge() -> None:
    assert ranked({"gsl": score("gsl", delivery=False, looked_at=0, veto=True)})["gsl"].recommendation == "约谈"


def test_a_unit_for_reference_never_climbs_the_ladder() -> None:
    row = ranked({"qfy": score("qfy", "10", veto=True)})["qfy"]
    assert (row.recommendation, row.tier) == (None, None)


@pytest.mark.parametrize("total", ["95", "50"])
def test_only_a_year_recommends(total: str) -> None:
    assert table(district(lead=1), total, is_year=False)["lead1"].recommendation is None


def test_failed_units_are_those_below_the_line_and_those_vetoed() -> None:
    given = {"qzfb": score("qzfb", "59"), "jrj": score("jrj", "99", veto=True), "sfj": score("sfj", "60")}
    rows = ranking(PLAN, SCHEME, given, is_year=True, lights={}, years_failed_before={})
    assert failed_units(SCHEME, rows) == {"qzfb", "jrj"}


def test_a_scheme_may_ask_for_less() -> None:
    scheme: Scheme = replace(SCHEME, least_occurrences=1)
    assert why_unranked(PLAN, scheme, score("sfj", looked_at=1)) is None
