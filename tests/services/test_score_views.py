"""A score down to its facts: which result is shown to whom, bars and rows that add up, objections, versions, regain."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lib.domain.rights import Viewer
from lib.domain.waterfall import FULL, TOTAL
from lib.errors import NotAllowed
from lib.services import my_unit, part_views
from lib.services.appraisal import appraisal
from lib.services.book import Book
from lib.services.kept_results import kept, life
from lib.services.objection_views import decisions_of, objections_of
from lib.services.period_results import in_force
from lib.services.regain_views import regain_page
from lib.services.score_views import AFTER_CHECK, NO_ROW, ScorePage, score_page
from tests.appraised import CHECKED, COMPUTED, ON, YEAR
from tests.demo import UNTIL, VIEWERS

KGJ = ("unit_head", "unit_clerk")
OUTSIDERS = ("platform_clerk", "finance_clerk", "court_clerk", "procurator")


def score(book: Book, name: str, unit: str = "kgj", period: object = CHECKED) -> ScorePage:
    return score_page(VIEWERS[name], book, ON, period, unit)  # type: ignore[arg-type]


def units_with_lines(book: Book) -> list[str]:
    """Those that have a page of their own."""
    choices = my_unit.unit_choices(VIEWERS["office"], book)
    return [row.unit for row in in_force(book, CHECKED, ON).rows if row.score.total is not None and row.unit in choices]


# Which result is shown.


def test_a_unit_sees_its_lines_once_they_are_with_the_units_to_check(appraised: Book) -> None:
    row = in_force(appraised, CHECKED, ON).row("kgj")
    page = score(appraised, "unit_head")
    assert (page.total, page.state, page.version) == (row.score.total, "checked", 2)
    assert page.digest == life(appraised, CHECKED).digest and page.close_on == in_force(appraised, CHECKED, ON).close_on


@pytest.mark.parametrize("name", KGJ)
def test_a_computed_result_waits_for_the_check_before_its_unit_sees_it(appraised: Book, name: str) -> None:
    page = score(appraised, name, period=COMPUTED)
    assert page.why_hidden == AFTER_CHECK and page.total is None and page.digest is None
    assert not page.bars and not page.steps and not page.versions and page.league_rank is None


@pytest.mark.parametrize("name", ["leader", "office"])
def test_leader_and_office_see_it_when_it_is_computed_and_a_draft_before(appraised: Book, name: str) -> None:
    made = score(appraised, name, period=COMPUTED)
    assert (made.state, made.version) == ("computed", 1) and made.digest
    draft = score_page(VIEWERS[name], appraised, UNTIL, COMPUTED, "kgj")
    assert draft.digest is None and draft.total == appraisal(appraised, COMPUTED, UNTIL).row("kgj").score.total


def test_looked_at_the_day_before_the_check_a_unit_sees_nothing_yet(appraised: Book) -> None:
    page = score_page(VIEWERS["unit_head"], appraised, ON - timedelta(days=1), CHECKED, "kgj")
    assert page.why_hidden == AFTER_CHECK


def test_a_locked_year_is_seen_by_its_unit(appraised: Book) -> None:
    page = score(appraised, "unit_head", period=YEAR)
    assert page.state == "decided" and page.total == in_force(appraised, YEAR, ON).row("kgj").score.total
    assert page.failed and not page.may_object and page.checking is None


def test_the_court_sees_its_own_lines_alone(appraised: Book) -> None:
    assert score(appraised, "court_clerk", "qfy").total is not None
    with pytest.raises(NotAllowed):
        my_unit.my_unit(VIEWERS["court_clerk"], appraised, ON, CHECKED, "kgj")


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_part_of_another_unit_is_opened(appraised: Book, name: str) -> None:
    with pytest.raises(NotAllowed):
        part_views.part_page(VIEWERS[name], appraised, ON, CHECKED, "kgj", "flow", "flow:dispute")


@pytest.mark.parametrize("name", OUTSIDERS)
def test_another_unit_is_shown_neither_score_objections_regain_nor_decisions(appraised: Book, name: str) -> None:
    viewer = VIEWERS[name]
    page = score(appraised, name)
    assert page.why_hidden == AFTER_CHECK and not page.objections
    assert regain_page(viewer, appraised, ON, "kgj").lines == ()
    assert objections_of(viewer, appraised, ON, CHECKED, "kgj", appraised.plan) == ()
    assert decisions_of(viewer, appraised, ON, "kgj") == ()


def test_a_unit_that_the_result_does_not_know_is_told_so(appraised: Book) -> None:
    assert score(appraised, "office", "nobody").why_hidden == NO_ROW


# Bars and rows.


def test_the_bars_of_every_unit_add_up_to_its_total(appraised: Book) -> None:
    for period in (YEAR, CHECKED, COMPUTED):
        for row in in_force(appraised, period, ON).rows:
            page = score(appraised, "leader", row.unit, period)
            assert sum((bar.change for bar in page.bars), Decimal(0)) == (row.score.total or 0)
            if row.score.total is not None:
                assert (page.bars[0].kind, page.bars[-1].kind) == (FULL, TOTAL)
                assert page.bars[-1].after == row.score.total


def test_the_parts_of_every_line_cost_what_its_bar_takes(appraised: Book) -> None:
    for unit in units_with_lines(appraised):
        page = score(appraised, "office", unit)
        bars = {bar.code: bar.change for bar in page.bars if bar.code}
        for step in page.steps:
            costs = [part.cost for part in step.parts]
            assert sum(costs, Decimal(0)) == -bars[step.code] == (step.lost or 0)
            assert costs == sorted(costs, reverse=True)


def test_every_stay_not_in_time_is_listed_and_costs_its_part(appraised: Book) -> None:
    """But for cases that are or were before a court, which are a number."""
    listed = counted_only = 0
    for unit in units_with_lines(appraised):
        for step in score(appraised, "office", unit).steps:
            for part in step.parts:
                if not part.subject.startswith("flow:") or not part.cost:
                    continue
                page = part_views.part_page(VIEWERS["office"], appraised, ON, CHECKED, unit, step.code, part.subject)
                assert page is not None and len(page.stays) + page.more_stays == part.counted - part.earned
                costs = [line.part.cost for line in page.stays]
                if not page.facts.judicial:
                    assert page.more_stays == 0 and sum(costs, Decimal(0)) == part.cost
                assert all(line.stay.days_late > 0 or line.stay.returned_on for line in page.stays)
                listed, counted_only = listed + len(costs), counted_only + page.more_stays
    assert listed > 30 and counted_only > 0


def test_in_a_draft_stays_still_held_after_their_deadline_are_listed_and_no_facts(appraised: Book) -> None:
    draft = part_views.part_page(VIEWERS["office"], appraised, UNTIL, COMPUTED, "zzw", "flow", "flow:nonlitigation")
    assert draft is not None and draft.stays and draft.facts.total == 0 and draft.why_no_facts
    assert len(draft.stays) + draft.more_stays == draft.part.counted - draft.part.earned


def test_a_leader_is_given_the_number_of_stays_and_no_case(appraised: Book) -> None:
    page = part_views.part_page(VIEWERS["leader"], appraised, ON, CHECKED, "qzfb", "flow", "flow:dispute")
    assert page is not None and page.stays == () and page.more_stays == page.part.counted - page.part.earned > 0
    assert page.facts.lines == () and page.facts.hidden == page.facts.total > 0
    office = part_views.part_page(VIEWERS["office"], appraised, ON, CHECKED, "qzfb", "flow", "flow:dispute")
    assert office is not None and office.by_state == () and sum(one.count for one in page.by_state) == page.more_stays
    for one in page.by_state:
        days = [line.stay.days_late for line in office.stays if line.stay.state == one.state]
        assert (one.count, one.least_days, one.most_days) == (len(days), min(days), max(days))


def test_a_unit_sees_a_stay_whose_case_went_to_others_without_its_number(appraised: Book) -> None:
    """kgj hands disputes back to the office that runs them."""
    page = part_views.part_page(VIEWERS["unit_head"], appraised, ON, CHECKED, "kgj", "flow", "flow:dispute")
    assert page is not None and len(page.stays) == 2
    for line in page.stays:
        held = line.stay.case_no != ""
        assert (line.part.subject != "") == held
        assert held or (line.stay.facts == () and not line.part.may_object)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        ("flow", "flow:nothing"),
        ("nothing", "flow:dispute"),
        ("flow", "stay:dispute/没有/2022-01-01"),
        ("adjustment", "adjustment:1"),
        ("flow", ""),
    ],
)
def test_a_part_that_is_not_there_opens_nothing(appraised: Book, rule: str, subject: str) -> None:
    assert part_views.part_page(VIEWERS["office"], appraised, ON, CHECKED, "kgj", rule, subject) is None


def test_before_the_check_an_address_of_a_part_opens_nothing_for_the_unit(appraised: Book) -> None:
    for name, opens in (("unit_head", False), ("office", True)):
        page = part_views.part_page(VIEWERS[name], appraised, ON, COMPUTED, "kgj", "flow", "flow:dispute")
        assert (page is not None) is opens


# Objections, versions, checking, decisions.


def test_an_open_objection_has_its_clock_and_may_be_withdrawn_by_the_unit(appraised: Book) -> None:
    for name in (*KGJ, "office", "leader"):
        one, _ = score(appraised, name).objections
        assert (one.rule_title, one.title, one.state) == ("平台运行", "行政争议化解", "已申诉")
        assert one.due_on is not None and one.days_left == (one.due_on - ON).days
        assert one.may_withdraw is (name in KGJ)


def test_what_was_objected_to_shows_the_objection_in_place_of_the_way_to_object(appraised: Book) -> None:
    page = score(appraised, "unit_head")
    dispute = page.part("flow", "flow:dispute")
    assert dispute is not None and dispute.objection is not None and not dispute.may_object
    assert page.may_object and not score(appraised, "office").may_object
    (left,) = page.adjustments
    assert left.part.may_object and (left.part.title, left.part.cost) == ("扣分：会议缺席", Decimal(1))


def test_only_who_may_object_is_offered_to(appraised: Book) -> None:
    """The clerk of a platform sees the lines of the unit and speaks not for it."""
    viewer = VIEWERS["platform_clerk"]
    page = score_page(viewer, appraised, ON, CHECKED, "zzw")
    head = score_page(Viewer("x", "x", "unit_head", "zzw", "party"), appraised, ON, CHECKED, "zzw")
    assert page.total == head.total
    assert not any(part.may_object for step in page.steps for part in step.parts)
    offered = [part for step in head.steps for part in step.parts if part.may_object]
    assert offered and all(part.earned < part.counted for part in offered)


def test_an_upheld_objection_shows_both_versions_with_the_line_that_moved(appraised: Book) -> None:
    before, after = score(appraised, "unit_head").versions
    assert (before.version, after.version) == (1, 2)
    assert after.total == (before.total or 0) + 2
    assert [(one.rule, one.then, one.now) for one in after.moved] == [("加减分", Decimal(-3), Decimal(-1))]
    _, upheld = score(appraised, "unit_head").objections
    assert after.case_no == upheld.case_no and "材料属实" in after.why
    assert (upheld.result, upheld.outcome, upheld.answer) == ("采纳", "不计入", "材料属实")


def test_whose_lines_did_not_move_sees_one_version(appraised: Book) -> None:
    assert score_page(VIEWERS["platform_clerk"], appraised, ON, CHECKED, "zzw").versions == ()
    assert kept(appraised, life(appraised, CHECKED)) is not None


@pytest.mark.parametrize(
    ("name", "may"), [("unit_head", True), ("unit_clerk", False), ("office", False), ("leader", False)]
)
def test_the_head_alone_confirms_the_lines(appraised: Book, name: str, may: bool) -> None:
    checking = score(appraised, name).checking
    assert checking is not None and checking.may_confirm is may
    assert checking.until == life(appraised, CHECKED).check_until and checking.confirmed_on is None


@pytest.mark.parametrize("name", [*KGJ, "office", "leader"])
def test_what_was_signed_for_the_unit_stands_with_its_year(appraised: Book, name: str) -> None:
    (one,) = decisions_of(VIEWERS[name], appraised, ON, "kgj")
    assert (one.year, one.recommendation, one.decision, one.reason) == ("2021年", "约谈", "签署", "同意")
    assert (one.tier, one.league_rank) == ("不合格", 8)
    assert decisions_of(VIEWERS[name], appraised, ON - timedelta(days=1), "kgj") == ()


# Regain.


def test_a_unit_sees_gains_and_dues_of_the_running_year_and_no_rank(appraised: Book) -> None:
    own, office = (regain_page(VIEWERS[name], appraised, UNTIL, "jrj") for name in ("finance_clerk", "office"))
    assert own.lines and own.period.code == "2022" and own.rank is None and office.rank is not None
    assert all(one.rank_after is None for one in own.lines)
    assert [(one.title, one.points, one.due) for one in own.lines] == [
        (one.title, one.points, one.due) for one in office.lines
    ]
    assert [one.points for one in own.lines] == sorted((one.points for one in own.lines), reverse=True)


def test_leader_and_office_see_the_rank_it_would_lead_to(appraised: Book) -> None:
    for name in ("leader", "office"):
        page = regain_page(VIEWERS[name], appraised, UNTIL, "jrj")
        assert page.rank is not None and all(one.rank_after is not None for one in page.lines)


def test_stays_of_one_flow_are_one_line_without_their_cases(appraised: Book) -> None:
    for unit in units_with_lines(appraised):
        lines = regain_page(VIEWERS["leader"], appraised, UNTIL, unit).lines
        flows = [one.flow for one in lines if one.flow]
        assert len(flows) == len(set(flows))
        assert all((one.duty is None) != (one.flow is None) for one in lines)
        assert not any("〔" in one.title for one in lines)
