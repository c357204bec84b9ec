"""Judicial cases are numbers outside court and procuratorate: asked of every view and every viewer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lib.domain.ledger import Case
from lib.domain.periods import Period
from lib.domain.rights import LEADER, OFFICE, Viewer
from lib.errors import NotAllowed
from lib.services import (
    duty_history,
    duty_views,
    indicator_views,
    item_views,
    meeting_units,
    meeting_views,
    my_unit,
    overview,
    platform_views,
    radar_views,
    ranking_views,
)
from lib.services.book import Book
from lib.services.status import status
from lib.services.waiting import duty_key
from tests.demo import ADMINISTRATORS, OUTSIDE_COURT, UNTIL, VIEWERS
from tests.recount import cases_until

PERIOD = Period.parse("2022H1")


def everything(viewer: Viewer, book: Book) -> Iterator[object]:
    """Every record any page can ask for; what is refused is left out."""
    yield overview.cockpit(viewer, book, UNTIL, PERIOD)
    yield duty_views.units_page(viewer, book, UNTIL)
    yield item_views.items_page(viewer, book, UNTIL)
    yield platform_views.flows_page(viewer, book, UNTIL)
    yield ranking_views.ranking_page(viewer, book, UNTIL, PERIOD)
    for unit in book.plan.unit:
        yield duty_views.unit_page(viewer, book, UNTIL, unit)
        try:
            yield my_unit.my_unit(viewer, book, UNTIL, PERIOD, unit)
        except NotAllowed:
            continue
    if viewer.role == "office":
        yield radar_views.radar_page(viewer, book, UNTIL, PERIOD)
    if viewer.role in (LEADER, OFFICE):
        yield meeting_views.meeting(viewer, book, UNTIL)
        yield from (meeting_units.unit_screen(viewer, book, UNTIL, unit) for unit in book.plan.unit)
    for item in book.plan.item:
        yield item_views.item_page(viewer, book, UNTIL, item)
    for duty in status(book, UNTIL).duties:
        yield duty_history.duty_page(viewer, book, UNTIL, duty_key(duty))
    yield indicator_views.indicators_page(viewer, book, UNTIL, PERIOD)
    for code in book.plan.indicator:
        yield indicator_views.indicator_page(viewer, book, UNTIL, PERIOD, code)
    for flow in book.plan.flow:
        try:
            yield platform_views.flow_page(viewer, book, UNTIL, flow)
        except NotAllowed:
            continue


def judicial_cases(book: Book) -> list[Case]:
    return [case for cases in cases_until(book, UNTIL).values() for case in cases if case.before_court]


def said(viewer: Viewer, book: Book) -> str:
    return "\n".join(map(repr, everything(viewer, book)))


def test_the_demo_has_cases_before_the_court_in_every_judicial_flow_and_state(book: Book) -> None:
    flows = {case.flow.code for case in judicial_cases(book)}
    assert flows == {
        "litigation", "procuratorate", "refusal_crime", "npl", "finance_mediation", "nonlit_enforcement",
        "control_request",
    }  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_nobody_outside_the_court_is_given_a_judicial_case_number(book: Book, name: str) -> None:
    words = said(VIEWERS[name], book)
    numbers = {case.case_no for case in judicial_cases(book)}
    assert not [number for number in numbers if f"'{number}'" in words]


@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_nobody_outside_the_court_is_given_what_only_judicial_cases_say(book: Book, name: str) -> None:
    """Attributes such as the agency's head who came, the court's own words."""
    cases = cases_until(book, UNTIL)["litigation"]
    texts = {event.text for case in cases for event in case.events if event.text}
    words = said(VIEWERS[name], book)
    assert not [text for text in texts if text in words]


def test_the_court_sees_its_own_cases_as_rows(book: Book) -> None:
    page = platform_views.flow_page(VIEWERS["court_clerk"], book, UNTIL, "litigation")
    waiting = [case for case in cases_until(book, UNTIL)["litigation"] if case.closed_on is None]
    assert {row.case_no for row in page.rows} == {case.case_no for case in waiting}


def test_the_numbers_of_a_judicial_flow_are_the_same_for_all(book: Book) -> None:
    pages = [platform_views.flow_page(VIEWERS[name], book, UNTIL, "litigation") for name in VIEWERS]
    assert len({repr((page.line.count, page.way, page.ages, page.months)) for page in pages}) == 1


def test_a_unit_sees_of_a_judicial_flow_by_agency_its_own_number_alone(book: Book) -> None:
    page = platform_views.flow_page(VIEWERS["sued_agency"], book, UNTIL, "litigation")
    assert {one.unit for one in page.holders} <= {"zrzy"}


def test_a_stay_before_the_court_is_with_no_holder_on_screen(book: Book) -> None:
    for name in OUTSIDE_COURT:
        page = platform_views.flow_page(VIEWERS[name], book, UNTIL, "npl")
        assert "qfy" not in {one.unit for one in page.holders}
        assert not any(step.holders for step in page.way if step.judicial)


@pytest.mark.parametrize("viewer", ADMINISTRATORS, ids=lambda viewer: viewer.role)
def test_an_administrator_is_refused_every_view(book: Book, viewer: Viewer) -> None:
    asked = [
        lambda: overview.cockpit(viewer, book, UNTIL, PERIOD),
        lambda: duty_views.units_page(viewer, book, UNTIL),
        lambda: duty_views.unit_page(viewer, book, UNTIL, "kgj"),
        lambda: duty_history.duty_page(viewer, book, UNTIL, "D10-1"),
        lambda: item_views.items_page(viewer, book, UNTIL),
        lambda: item_views.item_page(viewer, book, UNTIL, "10"),
        lambda: indicator_views.indicators_page(viewer, book, UNTIL, PERIOD),
        lambda: indicator_views.indicator_page(viewer, book, UNTIL, PERIOD, "I04-1"),
        lambda: platform_views.flows_page(viewer, book, UNTIL),
        lambda: platform_views.flow_page(viewer, book, UNTIL, "rescue"),
        lambda: ranking_views.ranking_page(viewer, book, UNTIL, PERIOD),
        lambda: radar_views.radar_page(viewer, book, UNTIL, PERIOD),
        lambda: meeting_views.meeting(viewer, book, UNTIL),
        lambda: meeting_units.unit_screen(viewer, book, UNTIL, "kgj"),
        lambda: my_unit.unit_choices(viewer, book),
        lambda: my_unit.my_unit(viewer, book, UNTIL, PERIOD, "kgj"),
    ]
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()


def test_a_unit_role_without_its_unit_is_refused(book: Book) -> None:
    with pytest.raises(NotAllowed):
        overview.cockpit(Viewer("x", "无单位", "unit_head"), book, UNTIL, PERIOD)
