"""The secrecy of judicial cases by the words of the plan itself, so that no view is judged by its own ruler."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from lib.db.engine import open_engine
from lib.domain.ledger import Case
from lib.domain.periods import Period
from lib.domain.rights import Viewer
from lib.errors import NotAllowed
from lib.services import my_unit, platform_views
from lib.services.book import Book
from lib.services.case_rows import CaseRow
from lib.services.case_views import case_page
from lib.services.ledger_views import EVERY, Wanted, ledger_list
from tests.demo import OUTSIDE_COURT, UNTIL, VIEWERS
from tests.recount import cases_until

JUDICIAL_FLOWS = {"litigation", "procuratorate", "refusal_crime"}
JUDICIAL_STATES = {
    ("npl", "执行中"),
    ("finance_mediation", "待确认"),
    ("nonlit_enforcement", "已受理"),
    ("nonlit_enforcement", "已裁定"),
    ("control_request", "待处置"),
}
# Days on which cases wait in every judicial flow and state between them; on the last day of the demo few do.
DAYS = (date(2021, 9, 30), date(2022, 3, 31), date(2021, 11, 15), date(2022, 6, 13), date(2022, 6, 22), UNTIL)
PERIOD = Period.parse("2022Q1")


def is_secret(case: Case) -> bool:
    """Of a judicial flow, or in a judicial state on the day it was replayed to."""
    return case.flow.code in JUDICIAL_FLOWS or (case.flow.code, case.state) in JUDICIAL_STATES


def is_due(case: Case) -> bool:
    """Open and never before a court: one that came back stays a number, for its row would tell of the court."""
    if case.closed_on is not None or case.flow.code in JUDICIAL_FLOWS:
        return False
    return not any((case.flow.code, stay.state) in JUDICIAL_STATES for stay in case.stays)


def rows(name: str, book: Book, day: date) -> Iterator[tuple[str, CaseRow]]:
    """Every case row that a viewer is given on `day`, by flow."""
    viewer = VIEWERS[name]
    for flow in book.plan.flow:
        try:
            page = platform_views.flow_page(viewer, book, day, flow)
        except NotAllowed:
            continue
        yield from ((flow, row) for row in page.rows)
    for unit in my_unit.unit_choices(viewer, book):
        page_of_unit = my_unit.my_unit(viewer, book, day, PERIOD if day >= PERIOD.end else None, unit)
        yield from ((line.flow, line.row) for line in page_of_unit.cases)


def cases_by_key(book: Book, day: date) -> dict[tuple[str, str], Case]:
    return {(flow, case.case_no): case for flow, own in cases_until(book, day).items() for case in own}


def test_the_plan_calls_judicial_what_these_tests_call_judicial(book: Book) -> None:
    assert {flow.code for flow in book.plan.flows if flow.judicial} == JUDICIAL_FLOWS
    states = {(flow.code, state.name) for flow in book.plan.flows for state in flow.states if state.judicial}
    assert states == JUDICIAL_STATES


def test_there_are_open_cases_to_hide_in_every_judicial_flow_and_state(book: Book) -> None:
    every = [case for day in DAYS for case in cases_by_key(book, day).values()]
    waiting = [case for case in every if case.closed_on is None and is_secret(case)]
    assert {case.flow.code for case in waiting} == JUDICIAL_FLOWS | {flow for flow, _ in JUDICIAL_STATES}


def test_there_are_open_cases_that_left_the_court_and_are_still_hidden(book: Book) -> None:
    back = [case for case in cases_by_key(book, UNTIL).values() if case.closed_on is None and not is_due(case)]
    assert "nonlit_enforcement" in {case.flow.code for case in back if not is_secret(case)}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_no_row_outside_the_court_is_a_secret_case(book: Book, name: str, day: date) -> None:
    cases = cases_by_key(book, day)
    assert not [row.case_no for flow, row in rows(name, book, day) if is_secret(cases[flow, row.case_no])]


@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_setting_the_date_back_names_no_case_that_came_before_a_court_later(book: Book, name: str) -> None:
    later = {key for key, case in cases_by_key(book, UNTIL).items() if not is_due(case) and case.closed_on is None}
    before = {key for key, case in cases_by_key(book, DAYS[1]).items() if is_due(case)}
    assert later & before
    assert not {(flow, row.case_no) for flow, row in rows(name, book, DAYS[1])} & later


def test_leaders_are_given_no_row_at_all(book: Book) -> None:
    assert not list(rows("leader", book, UNTIL))


def test_the_office_is_given_every_other_row_with_masked_words(book: Book) -> None:
    given = {(flow, row.case_no) for flow, row in rows("office", book, UNTIL)}
    assert given == {key for key, case in cases_by_key(book, UNTIL).items() if is_due(case)}
    for flow, row in rows("office", book, UNTIL):
        attributes = zip(book.plan.flow[flow].attributes, row.attributes, strict=True)
        assert all(text.endswith("※※") for attribute, text in attributes if attribute.masked and text)


@pytest.mark.parametrize("name", ["platform_clerk", "finance_clerk"])
def test_the_platforms_clerk_is_given_all_rows_never_before_a_court(book: Book, name: str) -> None:
    unit = VIEWERS[name].unit_code
    own = [flow.code for flow in book.plan.flows if flow.in_charge == unit and not (flow.judicial or flow.office)]
    given = {(flow, row.case_no) for flow, row in rows(name, book, UNTIL)}
    due = {key for key, case in cases_by_key(book, UNTIL).items() if key[0] in own and is_due(case)}
    assert due and {key for key in given if key[0] in own} == due


@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_the_ledger_finds_and_opens_no_case_that_is_or_was_before_a_court(
    book: Book, engine_of_book: Engine, name: str
) -> None:
    viewer, engine = VIEWERS[name], engine_of_book
    hidden = {key: case for key, case in cases_by_key(book, UNTIL).items() if is_or_was_before_a_court(case)}
    assert len(hidden) > 100
    for word in ("", *(case_no for _, case_no in list(hidden)[::9])):
        listed = ledger_list(viewer, engine, book.plan, UNTIL, Wanted(standing=EVERY, word=word))
        assert not {(row.flow, row.case_no) for row in listed.rows} & set(hidden)
    unknown = refused(viewer, book, engine, "npl", "没有这个编号")
    for flow, case_no in list(hidden)[::5]:
        assert refused(viewer, book, engine, flow, case_no) == unknown


@pytest.fixture(scope="module")
def engine_of_book(book: Book) -> Iterator[Engine]:
    engine = open_engine(book.edition.address)
    yield engine
    engine.dispose()


def refused(viewer: Viewer, book: Book, engine: Engine, flow: str, case_no: str) -> str:
    with pytest.raises(NotAllowed) as told:
        case_page(viewer, engine, book.plan, UNTIL, flow, case_no)
    return str(told.value)


def is_or_was_before_a_court(case: Case) -> bool:
    return case.flow.code in JUDICIAL_FLOWS or any((case.flow.code, one.state) in JUDICIAL_STATES for one in case.stays)
