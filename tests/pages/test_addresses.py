"""State in the address: what the controls of a page make of it shows another the very same page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Board
from tests.pages.words import shown

Tap = Callable[[AppTest], object]
# A run names its elements anew; the clock of a step goes on.
_NAMES = re.compile(r"\$\$ID-[0-9a-f]+|[0-9a-f]{32,64}")


def day(at: AppTest) -> object:
    return at.date_input(key="as-of-control").set_value(date(2022, 3, 31))


def picked(key: str, value: object) -> Tap:
    """A choice in a box or among pills."""

    def tap(at: AppTest) -> object:
        kind = next(one for one in ("selectbox", "button_group", "toggle", "date_input") if _has(at, one, key))
        return getattr(at, kind)(key=key).set_value(value)

    return tap


def _has(at: AppTest, kind: str, key: str) -> bool:
    return any(one.key == key for one in getattr(at, kind))


# Page → who, where it starts, and what is done there: each control of the page.
ACTS: dict[str, tuple[str, dict[str, str], Tap]] = {
    "overview/cockpit": ("leader", {}, day),
    "overview/changes since": ("leader", {}, picked("since-day", date(2022, 5, 31))),
    "overview/changes unit": ("leader", {}, picked("changes-unit", "kgj")),
    "overview/changes item": ("leader", {}, lambda at: at.selectbox(key="changes-item").select_index(0)),
    "duties/units": ("leader", {"unit": "kgj"}, day),
    "duties/items": ("leader", {"item": "10"}, day),
    "duties/disagreements": ("leader", {}, day),
    "duties/indicators": ("leader", {"indicator": "I04-1"}, picked("period-control", "2021H2")),
    "platforms/platforms": ("leader", {"flow": "rescue"}, day),
    "platforms/ledger flow": ("office", {}, picked("ledger-flow", "rescue")),
    "platforms/ledger state": ("office", {"flow": "rescue"}, picked("ledger-state", "谈判中")),
    "platforms/ledger holder": ("office", {}, picked("ledger-holder", "kgj")),
    "platforms/ledger due": ("office", {}, picked("ledger-due", "overdue")),
    "platforms/ledger standing": ("office", {}, picked("ledger-standing", "closed")),
    "appraisal/ranking": ("leader", {}, picked("period-control", "2021H2")),
    "appraisal/my_unit unit": ("leader", {}, picked("unit-control", "jrj")),
    "appraisal/my_unit period": ("leader", {"unit": "jrj"}, picked("period-control", "2021H2")),
    "appraisal/periods": ("leader", {"period": "2022H1"}, picked("part-control", "check")),
    "appraisal/radar": ("office", {}, picked("part-control", "entered")),
    "appraisal/rules": ("leader", {}, picked("part-control", "appraisal")),
    "office/reports": ("office", {}, picked("part-control", "judge")),
    "office/orders part": ("office", {}, picked("part-control", "hand")),
    "office/orders show": ("office", {"part": "hand"}, picked("orders-shown", "closed")),
    "office/orders grade": ("office", {"part": "drafts"}, picked("order-grade", "预警单")),
    "office/meeting": ("office", {}, lambda at: at.button(key="meeting-after").click()),
    "admin/audit account": ("audit_admin", {}, picked("trail-account", "office")),
    "admin/audit act": ("audit_admin", {}, picked("trail-act", "sign_in")),
    "admin/audit refused": ("audit_admin", {}, picked("trail-refused", True)),
    "admin/audit to": ("audit_admin", {}, picked("trail-to", date(2022, 1, 1))),
}


@pytest.mark.parametrize("what", ACTS)
def test_what_a_control_shows_another_sees_by_the_address(demo_board: Board, what: str) -> None:
    role, start, tap = ACTS[what]
    page = what.split()[0]
    sender = demo_board.page(demo_board.visit(role, **start), page)
    before = dict(sender.query_params)
    tap(sender)
    sender.run()
    assert not sender.exception
    assert dict(sender.query_params) != before
    other = demo_board.page(demo_board.visit(role, **_given(sender)), page)
    assert _given(other) == _given(sender)
    assert _said(other) == _said(sender)


def _given(at: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in at.query_params.items()}


def _said(at: AppTest) -> str:
    return _NAMES.sub("", shown(at))


@pytest.mark.parametrize("page", ["appraisal/my_unit", "office/reports"])
def test_the_own_unit_is_in_the_address(demo_board: Board, page: str) -> None:
    assert _given(demo_board.page(demo_board.visit("unit_clerk"), page))["unit"] == "kgj"


def test_the_day_of_the_last_visit_is_in_the_address(demo_board: Board) -> None:
    assert "since" in _given(demo_board.page(demo_board.visit("leader"), "overview/changes"))
