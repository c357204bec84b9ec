"""Every business page × role: no judicial case number reaches a browser outside court and procuratorate."""

from __future__ import annotations

import pytest

from lib.services.book import open_book
from tests.demo import UNTIL
from tests.pages.conftest import Board
from tests.pages.words import sent
from tests.recount import cases_until

OPENED = {
    "overview/cockpit": ({},),
    "duties/units": ({}, {"unit": "kgj"}, {"unit": "qfy"}, {"unit": "jrj"}),
    "duties/items": ({}, {"item": "3"}, {"item": "4"}, {"item": "5"}, {"item": "6"}, {"item": "22"}, {"item": "25"}),
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
    "appraisal/ranking": ({},),
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
