"""Every business page × role: no judicial case number reaches a browser outside court and procuratorate."""

from __future__ import annotations

import pytest

from lib.domain.ledger import Case
from lib.services.book import open_book
from tests.demo import UNTIL
from tests.pages.conftest import Board
from tests.pages.words import sent
from tests.recount import cases_until

OPENED = {
    "overview/cockpit": ({},),
    "duties/units": ({}, {"unit": "kgj"}, {"unit": "qfy"}, {"unit": "jrj"}),
    "duties/items": ({}, {"item": "3"}, {"item": "4"}, {"item": "5"}, {"item": "6"}, {"item": "22"}, {"item": "25"}),
    "duties/indicators": ({}, {"indicator": "I03-3"}, {"indicator": "I04-1"}, {"indicator": "I10-2"}),
    "platforms/platforms": tuple(
        {"flow": flow}
        for flow in (
            "litigation",
            "procuratorate",
            "npl",
            "finance_mediation",
            "dispute",
            "supervision_order",
            "nonlit_enforcement",
            "control_request",
            "refusal_crime",
        )
    ),
    "office/orders": ({}, {"part": "hand"}, {"part": "papers"}),
    "office/meeting": ({}, {"unit": "jrj"}, {"unit": "qfy"}, {"unit": "qjcy"}, {"unit": "minutes"}),
    "platforms/ledger": (
        {},
        {"standing": "every"},
        {"flow": "litigation"},
        {"flow": "npl", "standing": "every", "leaf": "2"},
        {"overdue": "1"},
        {"holder": "qfy", "standing": "every"},
        {"urge": "1"},
        {"new": "1"},
    ),
    "appraisal/ranking": ({},),
    "appraisal/radar": ({}, {"load": "entered"}),
    "appraisal/my_unit": ({"unit": "kgj"}, {"unit": "jrj"}, {"unit": "qfy"}),
}


def judicial_numbers(board: Board) -> set[str]:
    with open_book(board.engine) as book:
        cases = cases_until(book, UNTIL)
    return {case.case_no for own in cases.values() for case in own if case.before_court}


@pytest.mark.parametrize("role", ["leader", "office", "unit_head", "unit_clerk", "platform_clerk"])
@pytest.mark.parametrize("page", OPENED)
def test_no_judicial_case_number_leaves_for_a_browser_outside_the_court(
    demo_board: Board, page: str, role: str
) -> None:
    numbers = judicial_numbers(demo_board)
    assert len(numbers) > 50
    at = demo_board.visit(role, page)
    for filters in OPENED[page]:
        for name, value in filters.items():
            at.query_params[name] = value
        words = sent(at.run())
        assert not at.exception
        assert not [number for number in numbers if number in words], filters


@pytest.mark.parametrize("role", ["office", "unit_clerk", "platform_clerk"])
def test_the_address_of_a_judicial_case_says_the_same_as_that_of_none(demo_board: Board, role: str) -> None:
    with open_book(demo_board.engine) as book:
        cases = cases_until(book, UNTIL)
    shown_of = []
    for flow, case_no in (("npl", "没有的编号"), *((flow, secret_of(cases, flow)) for flow in ("npl", "litigation"))):
        at = demo_board.visitor(role)
        at.query_params["of"], at.query_params["case"] = flow, case_no
        at = demo_board.page(at.run(), "platforms/ledger")
        assert not at.exception
        assert case_no not in sent(at)
        shown_of.append(([one.value for one in at.info], [one.value for one in at.warning], len(at.button)))
    assert shown_of[0] == shown_of[1] == shown_of[2]


def secret_of(cases: dict[str, list[Case]], flow: str) -> str:
    return next(case.case_no for case in cases[flow] if case.before_court)


@pytest.mark.parametrize("role", ["sys_admin", "sec_admin", "audit_admin"])
@pytest.mark.parametrize("page", OPENED)
def test_an_administrator_gets_no_business_data(demo_board: Board, page: str, role: str) -> None:
    words = sent(demo_board.visit(role, page))
    assert "数据截至" not in words and "快照" not in words


def test_the_court_opens_its_cases_by_number(demo_board: Board) -> None:
    at = demo_board.visit("court_clerk", "platforms/platforms")
    at.query_params["flow"] = "litigation"
    words = sent(at.run())
    assert [number for number in judicial_numbers(demo_board) if number in words]
