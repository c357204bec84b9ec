"""Units, items, cases and scores as far as each viewer may see them (domain.md 6)."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

import pytest

from lib.domain.periods import Period
from lib.errors import NotAllowed, Refused
from lib.services import duty_history, duty_views, item_views, my_unit, overview, platform_views, ranking_views
from lib.services.appraisal import appraisal
from lib.services.book import Book
from lib.services.status import status
from lib.services.waiting import brief_name, duty_key
from tests.demo import UNTIL, VIEWERS
from tests.recount import cases_until

PERIOD = Period.parse("2022H1")
UNITS = ("unit_head", "unit_clerk", "platform_clerk", "finance_clerk", "sued_agency", "court_clerk", "procurator")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sees_reasons_for_its_own_marks_alone(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    page = duty_views.units_page(viewer, book, UNTIL)
    reasoned = {unit.code for unit in page.units if unit.task_why is not None or unit.run_why is not None}
    assert reasoned <= {viewer.unit_code}


@pytest.mark.parametrize("name", ["leader", "office"])
def test_leader_and_office_see_the_reasons_of_every_unit(book: Book, name: str) -> None:
    page = duty_views.units_page(VIEWERS[name], book, UNTIL)
    assert all(unit.task_why and unit.run_why for unit in page.units)


def test_marks_are_the_same_whoever_looks(book: Book) -> None:
    seen = {
        tuple(
            sorted((unit.code, unit.task_mark, unit.run_mark) for unit in duty_views.units_page(one, book, UNTIL).units)
        )
        for one in VIEWERS.values()
    }
    assert len(seen) == 1


def test_the_units_stand_with_the_worst_light_first(book: Book) -> None:
    order = ["red", "yellow", "pending", "green", "blue", "none"]
    lights = [unit.light for unit in duty_views.units_page(VIEWERS["leader"], book, UNTIL).units]
    assert lights == sorted(lights, key=order.index)


@pytest.mark.parametrize("name", UNITS)
def test_another_units_duties_are_marks_without_state_or_completion(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    for unit in book.plan.unit:
        if unit == viewer.unit_code:
            continue
        page = duty_views.unit_page(viewer, book, UNTIL, unit)
        assert all(not duty.state and duty.completed_on is None and not duty.days_late for duty in page.owned)
        assert not page.late and not page.missed


@pytest.mark.parametrize("name", UNITS)
def test_reports_and_evidence_are_seen_by_their_own_unit(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    for duty in status(book, UNTIL).duties:
        page = duty_history.duty_page(viewer, book, UNTIL, duty_key(duty))
        assert duty.owner == viewer.unit_code or (not page.reports and not page.changes)


def test_the_office_sees_parties_masked_and_the_platforms_clerk_their_names(book: Book) -> None:
    office = platform_views.flow_page(VIEWERS["office"], book, UNTIL, "rescue")
    own = platform_views.flow_page(VIEWERS["unit_head"], book, UNTIL, "rescue")
    assert office.rows and own.rows
    assert all(row.attributes[0].endswith("※※") and len(row.attributes[0]) == 3 for row in office.rows)
    assert all("※" not in row.attributes[0] for row in own.rows)
    names = {case.attribute("企业") for case in cases_until(book, UNTIL)["rescue"]}
    assert {row.attributes[0] for row in own.rows} <= names


@pytest.mark.parametrize("flow", ["dispute", "nonlitigation", "rescue", "npl", "finance_mediation"])
def test_a_leader_sees_counts_and_no_case_row(book: Book, flow: str) -> None:
    page = platform_views.flow_page(VIEWERS["leader"], book, UNTIL, flow)
    assert page.rows == () and page.why_no_rows
    assert sum(one.open for one in page.holders) + sum(one.cases for one in page.way if one.judicial) == (
        page.line.count.open
    )


@pytest.mark.parametrize("flow", ["dispute", "nonlitigation", "rescue", "npl", "finance_mediation"])
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sees_rows_it_handles_or_holds_or_is_the_clerk_of(book: Book, name: str, flow: str) -> None:
    viewer = VIEWERS[name]
    page = platform_views.flow_page(viewer, book, UNTIL, flow)
    cases = {case.case_no: case for case in cases_until(book, UNTIL)[flow]}
    for row in page.rows:
        case = cases[row.case_no]
        clerk = viewer.role == "platform_clerk" and viewer.unit_code == case.flow.in_charge
        assert clerk or viewer.unit_code in (case.unit, case.holder)
    assert page.hidden == page.line.count.open - len(page.rows)


@pytest.mark.parametrize("flow", ["dispute", "nonlitigation", "rescue", "npl"])
@pytest.mark.parametrize("name", UNITS)
def test_on_the_way_of_a_case_a_unit_finds_itself_alone_among_the_holders(book: Book, name: str, flow: str) -> None:
    viewer = VIEWERS[name]
    way = platform_views.flow_page(viewer, book, UNTIL, flow).way
    held = {holder.name for step in way for holder in step.holders}
    clerk = viewer.role == "platform_clerk" and viewer.unit_code == book.plan.flow[flow].in_charge
    assert clerk or held <= {brief_name(book, viewer.unit_code or "")}
    worst = [one.worst for one in overview.cockpit(viewer, book, UNTIL, PERIOD).platforms if one.code == flow]
    assert clerk or {one.name for step in worst if step for one in step.holders} <= held


@pytest.mark.parametrize("flow", ["dispute", "nonlitigation", "rescue", "npl"])
def test_the_way_of_a_case_adds_up_to_what_is_open_and_overdue(book: Book, flow: str) -> None:
    page = platform_views.flow_page(VIEWERS["leader"], book, UNTIL, flow)
    waiting = [step for step in page.way if not step.final]
    assert sum(step.cases for step in waiting) == page.line.count.open
    assert sum(step.overdue for step in waiting) == page.line.count.overdue
    for step in (one for one in waiting if not one.judicial):
        assert sum(holder.cases or 0 for holder in step.holders) == step.cases
        assert sum(holder.overdue for holder in step.holders) == step.overdue
        days = sorted((UNTIL - case.stays[-1].entered_on).days for case in cases_until(book, UNTIL)[flow] if case.closed_on is None and case.state == step.name)  # fmt: skip
        assert (step.median_days, step.longest_days) == ((median(days), days[-1]) if days else (None, None))


def test_of_a_day_in_the_past_the_way_tells_the_mean_and_the_overdue_and_no_more(book: Book) -> None:
    page = platform_views.flow_page(VIEWERS["leader"], book, UNTIL - timedelta(days=60), "nonlitigation")
    assert not page.measured
    assert any(step.mean_days is not None for step in page.way)
    assert all(step.longest_days is None for step in page.way)
    assert all(holder.cases is None for step in page.way for holder in step.holders)


@pytest.mark.parametrize("name", UNITS)
def test_the_offices_own_flows_are_closed_to_units(book: Book, name: str) -> None:
    codes = {one.code for one in platform_views.flows_page(VIEWERS[name], book, UNTIL)}
    assert not codes & {"supervision_order", "cooperation_request"}
    with pytest.raises(NotAllowed):
        platform_views.flow_page(VIEWERS[name], book, UNTIL, "supervision_order")


@pytest.mark.parametrize("name", UNITS)
def test_the_draft_ranking_is_closed_to_units_and_says_what_would_stand_there(book: Book, name: str) -> None:
    page = ranking_views.ranking_page(VIEWERS[name], book, UNTIL, PERIOD)
    assert not page.leagues and not page.apart
    assert "尚未公示" in page.why_empty
    cockpit = overview.cockpit(VIEWERS[name], book, UNTIL, PERIOD)
    assert cockpit.top == cockpit.bottom == ()


def test_leader_and_office_see_the_ranks_that_the_appraisal_gives(book: Book) -> None:
    page = ranking_views.ranking_page(VIEWERS["leader"], book, UNTIL, PERIOD)
    shown = {row.unit: (row.league_rank, row.total) for league in page.leagues for row in league.rows}
    rows = appraisal(book, PERIOD, UNTIL).rows
    assert shown == {row.unit: (row.league_rank, row.score.total) for row in rows if row.ranked}
    assert not page.is_year and not any(row.recommendation for league in page.leagues for row in league.rows)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_opens_its_own_page_alone_and_waits_for_its_score(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    assert list(my_unit.unit_choices(viewer, book)) == [viewer.unit_code]
    page = my_unit.my_unit(viewer, book, UNTIL, PERIOD, viewer.unit_code or "")
    assert page.score.total is None and not page.score.steps
    assert "考核结果核对后可见" in page.score.why_hidden
    with pytest.raises(NotAllowed):
        my_unit.my_unit(viewer, book, UNTIL, PERIOD, "sfj")


def test_the_lines_of_a_score_and_its_adjustments_add_up_to_the_total(book: Book) -> None:
    for row in appraisal(book, PERIOD, UNTIL).rows:
        if row.unit not in my_unit.unit_choices(VIEWERS["leader"], book) or row.score.total is None:
            continue
        score = my_unit.my_unit(VIEWERS["leader"], book, UNTIL, PERIOD, row.unit).score
        points = sum(step.points for step in score.steps if step.points is not None)
        assert max(0, points + row.score.bonus - row.score.deduction) == score.total


def test_what_an_item_has_done_is_counted_for_those_who_see_its_duties(book: Book) -> None:
    lines = {one.no: one for one in item_views.items_page(VIEWERS["unit_head"], book, UNTIL)}
    assert lines["10"].total == 1
    assert lines["8"].total is None


def test_the_lanes_of_an_item_hold_every_due_day_the_viewer_sees(book: Book) -> None:
    for item in ("2", "7", "10"):
        page = item_views.item_page(VIEWERS["office"], book, UNTIL, item)
        drawn = sorted((one.day, one.mark) for lane in page.lanes for one in lane.milestones)
        assert drawn == sorted((one.effective_due, one.mark) for one in page.duties if one.effective_due)
        assert len(drawn) == len(page.duties)
        assert all([*lane.milestones] == sorted(lane.milestones, key=lambda one: one.day) for lane in page.lanes)
    own = item_views.item_page(VIEWERS["unit_head"], book, UNTIL, "10")
    assert [lane.owner_name for lane in own.lanes] == ["区科工信局"]
    assert "期限" in own.lanes[0].milestones[0].words
    assert item_views.item_page(VIEWERS["unit_head"], book, UNTIL, "8").lanes == ()


def test_the_voices_of_a_unit_and_of_the_office_are_not_for_other_units(book: Book) -> None:
    page = item_views.item_page(VIEWERS["unit_head"], book, UNTIL, "8")
    assert [voice.whose for voice in page.voices] == ["系统"]


def test_an_unknown_unit_item_duty_or_flow_is_refused_in_chinese(book: Book) -> None:
    leader = VIEWERS["leader"]
    for ask in (
        lambda: duty_views.unit_page(leader, book, UNTIL, "nobody"),
        lambda: item_views.item_page(leader, book, UNTIL, "99"),
        lambda: duty_history.duty_page(leader, book, UNTIL, "D99-1"),
        lambda: platform_views.flow_page(leader, book, UNTIL, "nothing"),
    ):
        with pytest.raises(Refused, match="没有"):
            ask()
