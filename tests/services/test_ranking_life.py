"""What the ranking shows of a result in each state, to whom: drafts to leader and office, the published table to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.commands import period_acts
from lib.commands.act import Caller
from lib.db.engine import open_engine
from lib.domain.period_life import STATES
from lib.domain.periods import Period
from lib.domain.rights import OPERATOR, Viewer
from lib.errors import NotAllowed
from lib.services import overview, ranking_views
from lib.services.book import Book, open_book, read_plan
from lib.services.kept_results import life
from lib.services.period_results import compute, in_force, verify
from tests import demo
from tests.demo import UNTIL, VIEWERS

PERIOD = Period.parse("2021")
OTHERS = [name for name in VIEWERS if name not in ("leader", "office")]
STEPS = {
    "checked": period_acts.send_to_check,
    "approved": period_acts.approve_result,
    "published": period_acts.publish_result,
    "locked": period_acts.lock_result,
}


@pytest.fixture(scope="module")
def taken(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo with the year 2021 opened and computed; the tests below take it on, in their order."""
    file = tmp_path_factory.mktemp("life") / "board.db"
    demo.settle(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    plan, caller = read_plan(engine), Caller(Viewer("operator", "操作员", OPERATOR), UNTIL)
    period_acts.open_period(engine, plan, caller, PERIOD)
    with open_book(engine) as book:
        result = compute(book, PERIOD, UNTIL, 1)
    period_acts.keep_computed(engine, plan, caller, result)
    yield engine
    engine.dispose()


@contextmanager
def brought_to(engine: Engine, state: str) -> Iterator[Book]:
    plan, caller = read_plan(engine), Caller(Viewer("operator", "操作员", OPERATOR), UNTIL)
    with open_book(engine) as book:
        at = STATES.index(life(book, PERIOD).state)
    for step in STATES[at + 1 : STATES.index(state) + 1]:
        STEPS[step](engine, plan, caller, PERIOD)
    with open_book(engine) as book:
        yield book


@pytest.mark.parametrize("state", ["computed", "checked", "approved"])
def test_until_it_is_published_only_leader_and_office_see_the_result(taken: Engine, state: str) -> None:
    with brought_to(taken, state) as book:
        assert ranking_views.ranking_page(VIEWERS["leader"], book, UNTIL, PERIOD).state == state
        for name in OTHERS:
            page = ranking_views.ranking_page(VIEWERS[name], book, UNTIL, PERIOD)
            assert not page.leagues
            assert "尚未公示" in page.why_empty


def test_what_is_kept_is_what_the_draft_of_its_close_was(taken: Engine) -> None:
    with brought_to(taken, "approved") as book:
        kept, draft = in_force(book, PERIOD, UNTIL), in_force(book, Period.parse("2022H1"), UNTIL)
        assert kept.digest is not None and draft.digest is None
        assert {row.unit: row.score.total for row in kept.rows} == {
            row.unit: row.score.total for row in compute(book, PERIOD, UNTIL, 1).rows
        }


@pytest.mark.parametrize("name", OTHERS)
def test_the_published_table_is_for_all_and_holds_no_line_of_another_unit(taken: Engine, name: str) -> None:
    with brought_to(taken, "published") as book:
        page = ranking_views.ranking_page(VIEWERS[name], book, UNTIL, PERIOD)
        whole = ranking_views.ranking_page(VIEWERS["office"], book, UNTIL, PERIOD)
        shown = {row.unit: (row.league_rank, row.total, row.tier) for one in page.leagues for row in one.rows}
        assert shown == {row.unit: (row.league_rank, row.total, row.tier) for one in whole.leagues for row in one.rows}
        rows = [row for one in page.leagues for row in one.rows] + list(page.apart)
        assert all((row.points, row.low, row.high, row.recommendation) == ((), None, None, None) for row in rows)
        assert (page.rules, page.crossings, page.whole) == ((), (), False)
        cockpit = overview.cockpit(VIEWERS[name], book, UNTIL, PERIOD)
        assert cockpit.top and cockpit.league_standing == "公示中"


def test_leader_and_office_see_how_sure_the_places_are(taken: Engine) -> None:
    with brought_to(taken, "published") as book:
        page = ranking_views.ranking_page(VIEWERS["leader"], book, UNTIL, PERIOD)
        rows = [row for one in page.leagues for row in one.rows]
        assert rows
        assert all((row.low or 0) <= (row.league_rank or 0) <= (row.high or 0) for row in rows)


def test_other_weights_are_tried_and_nothing_is_kept(taken: Engine) -> None:
    with brought_to(taken, "published") as book:
        page = ranking_views.ranking_page(VIEWERS["office"], book, UNTIL, PERIOD)
        same = ranking_views.what_if(VIEWERS["office"], book, UNTIL, PERIOD, page.weights)
        assert all(one.total == one.total_then for rows in same.values() for one in rows)
        only = tuple(Decimal(100 if place == 0 else 0) for place, _ in enumerate(page.weights))
        moved = ranking_views.what_if(VIEWERS["office"], book, UNTIL, PERIOD, only)
        assert any(one.total != one.total_then for rows in moved.values() for one in rows)
        assert ranking_views.ranking_page(VIEWERS["office"], book, UNTIL, PERIOD) == page


@pytest.mark.parametrize("name", OTHERS)
def test_weights_are_tried_by_leader_and_office_alone(taken: Engine, name: str) -> None:
    with brought_to(taken, "published") as book:
        count = len(ranking_views.ranking_page(VIEWERS["office"], book, UNTIL, PERIOD).weights)
        with pytest.raises(NotAllowed):
            ranking_views.what_if(VIEWERS[name], book, UNTIL, PERIOD, (Decimal(1),) * count)


def test_looked_at_on_the_day_before_it_is_a_draft(taken: Engine) -> None:
    with brought_to(taken, "published") as book:
        before = UNTIL.replace(day=29)
        assert ranking_views.ranking_page(VIEWERS["office"], book, before, PERIOD).state == "draft"
        assert overview.cockpit(VIEWERS["office"], book, before, PERIOD).league_standing == "草稿"


def test_a_locked_result_holds_and_shows_no_drift_where_nothing_came_later(taken: Engine) -> None:
    with brought_to(taken, "locked") as book:
        found = verify(book, PERIOD)
        assert found.holds
        assert not found.drift.any
