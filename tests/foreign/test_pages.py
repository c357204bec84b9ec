"""The pages on boards of other cities, which lack items, flows, leagues, a court and an office unit of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st

from lib.clock import now
from lib.db.engine import open_engine, writing
from lib.domain.rights import LEADER, OFFICE, UNIT_CLERK
from lib.security import passwords
from lib.security.accounts import Draft, insert_account
from lib.security.founding import OPERATOR_NAME
from lib.services.book import read_plan
from lib.shell import navigation
from tests.foreign.conftest import City
from tests.pages.conftest import USERNAMES, Board
from tests.pages.words import shown

Publish = Callable[[Path | str], City]
Opened = Callable[[Path | str], tuple[City, Board]]
ROLES = (LEADER, OFFICE, UNIT_CLERK)


@pytest.fixture
def opened(city: Publish, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Publishes a plan and lets leader, office and a clerk of the first ranked unit in."""
    monkeypatch.setattr(passwords, "COST", 4)
    monkeypatch.delenv("DATABASE_READ_URL", raising=False)
    with _forgetting():
        yield lambda name: _opened(city(name))


@contextmanager
def _forgetting() -> Iterator[None]:
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def _opened(board: City) -> tuple[City, Board]:
    engine = open_engine()
    unit = next(one for one in read_plan(engine).units if one.ranked)
    with writing(engine) as conn:
        for role in ROLES:
            own = unit if role == UNIT_CLERK else None
            draft = Draft(USERNAMES[role], role, role, own.code if own else None)
            insert_account(conn, OPERATOR_NAME, draft, own.kind if own else None, now())
    return board, Board(engine, "")


@pytest.mark.parametrize("name", ["hanzhong", "town", "hotline"])
def test_every_page_opens_on_a_plan_that_lacks_what_other_plans_have(opened: Opened, name: str) -> None:
    """Entered numbers alone, duties alone, a flow alone; nothing stored yet. The office opens what it may, and a clerk
    its own pages."""
    _, board = opened(name)
    pages = [(OFFICE, entry.file) for entry in navigation.entries() if OFFICE in entry.roles]
    for role, page in (*pages, (UNIT_CLERK, "appraisal/my_unit"), (UNIT_CLERK, "office/reports")):
        at = board.visit(role, page)
        assert not at.exception and not at.error, (role, page)


def test_a_months_ranking_stands_on_the_pages_with_the_words_of_its_formula(
    opened: Opened,
) -> None:
    city, board = opened("hanzhong")
    city.enter(
        "2022-08,汉台区,done,91,96,94.9,通报,2022-09-05", "2022-08,汉台区,overdue,,,0,通报,2022-09-05",
        "2022-08,洋县,done,0,0,,通报,2022-09-05", "2022-08,洋县,overdue,,,0,通报,2022-09-05",
    )  # fmt: skip
    ranking = shown(board.visit("leader", "appraisal/ranking"))
    assert "市长信箱办理计分办法　2022年8月　收件截至 2022年9月5日" in ranking
    assert "汉台区133.40" in ranking
    assert "洋县10.00本月无承办件，单列" in ranking
    assert "南郑区—本月无承办件，单列" in ranking, "who has no number at all is listed too"
    assert "不适用的规则显示“—”，不得分" in ranking
    assert "方案没有列出联动事项" in shown(board.visit("leader", "duties/items"))
    assert "方案没有台账" in shown(board.visit("leader", "platforms/platforms"))
    cockpit = shown(board.visit("leader", "overview/cockpit"))
    assert "方案没有列出联动事项" in cockpit
    assert "2022年8月　草稿" in cockpit
    told = "公布值 94.9 与两数不符：91 ÷ 96 = 94.79%，按后者计"
    assert told in shown(board.visit("leader", "duties/indicators", indicator="done"))
    asked = shown(board.visit("unit_clerk", "office/reports", queue="numbers", as_of="2022-09-30"))
    assert "超时未办2022年9月" in asked.replace("\n", ""), "a scheme by the month asks for the month's numbers"
    mine = shown(board.visit("office", "appraisal/my_unit", unit="u01"))
    assert "办结率 91 ÷ 96 = 0.9479，折算 0.9358" in mine


def test_units_without_a_league_compete_in_one_table(opened: Opened) -> None:
    _, board = opened("mediation")
    at = board.visit("leader", "appraisal/ranking", period="2024Q2", as_of="2024-07-31")
    assert [one.value for one in at.subheader] == ["全部单位", "单列"]
    assert "本组没有可排名的单位：本季度无案件" in shown(at)
    units = next(box for box in board.visit("leader", "appraisal/my_unit").selectbox if box.label == "单位")
    assert "南桥街道" in units.options, "a ranked body without a part in any duty has a page of its own"
