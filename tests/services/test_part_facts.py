"""The facts behind a part: rows to whom they are rows, numbers to all others, and never a case before a court."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.db.engine import reading
from lib.db.queries.accounts import display_names
from lib.db.queries.cases import case_places
from lib.db.queries.late_and_open import cases_late_with
from lib.domain.case_rights import meets_courts
from lib.domain.rights import Viewer
from lib.services import my_unit, part_views
from lib.services.book import Book, open_book
from lib.services.part_facts import MOST_FACTS, PartFacts, part_facts
from lib.services.part_views import PartPage
from lib.services.regain_views import regain_page
from lib.services.score_views import score_page
from lib.services.subjects import stay_is_seen
from tests.appraised import CHECKED, ON, YEAR
from tests.commands.cast import CAST, caller, case_of, move, register
from tests.demo import OUTSIDE_COURT, VIEWERS
from tests.people import plan
from tests.recount import cases_until

# Those in charge of platforms and of judicial indicators, one that only handles, and the court.
UNITS = ("qzfb", "zzw", "jrj", "kgj", "qfy")
Seen = Callable[[str], list[PartPage]]


@pytest.fixture(scope="module")
def parts_of(appraised: Book) -> Seen:
    """Every part of a locked year and of a result with the units that a viewer may open, by the viewer's name."""

    @cache
    def opened(name: str) -> list[PartPage]:
        return list(_parts(VIEWERS[name], appraised))

    return opened


def _parts(viewer: Viewer, book: Book) -> Iterator[PartPage]:
    for period in (YEAR, CHECKED):
        for unit in UNITS:
            if unit not in my_unit.unit_choices(viewer, book):
                continue
            for step in score_page(viewer, book, ON, period, unit).steps:
                for part in step.parts:
                    page = part_views.part_page(viewer, book, ON, period, unit, step.code, part.subject)
                    assert page is not None
                    yield page


@pytest.mark.parametrize("name", OUTSIDE_COURT)
def test_no_case_that_is_or_was_before_a_court_is_named_outside_it(appraised: Book, parts_of: Seen, name: str) -> None:
    viewer = VIEWERS[name]
    made: list[object] = list(parts_of(name))
    for unit in my_unit.unit_choices(viewer, appraised):
        made += [score_page(viewer, appraised, ON, CHECKED, unit), regain_page(viewer, appraised, ON, unit)]
    words = "\n".join(map(repr, made))
    secret = {one.case_no for cases in cases_until(appraised, ON).values() for one in cases if one.before_court}
    assert len(secret) > 50
    assert not [number for number in secret if f"'{number}'" in words or f"/{number}/" in words]


@pytest.mark.parametrize("name", ["leader", "office", "unit_head", "platform_clerk", "court_clerk"])
def test_every_fact_of_a_part_is_a_row_or_a_number(parts_of: Seen, name: str) -> None:
    assert any(page.facts.total for page in parts_of(name))
    for page in parts_of(name):
        facts = page.facts
        assert facts.seen + facts.judicial + facts.hidden == facts.total == page.part.facts
        assert len(facts.lines) == min(facts.seen, MOST_FACTS)
        assert [one.number for one in facts.lines] == sorted(one.number for one in facts.lines)
        assert all(one.account_name and one.what and one.day for one in facts.lines)


def test_a_leader_is_given_no_event_and_a_unit_those_of_its_own_cases(parts_of: Seen) -> None:
    def events(name: str) -> int:
        return sum(one.kind == "流转" for page in parts_of(name) for one in page.facts.lines)

    assert events("leader") == 0
    assert events("office") > events("unit_head") > 0


def test_facts_of_judicial_cases_are_counted_apart(appraised: Book) -> None:
    """出庭应诉率 of the unit in charge rests on cases before the court."""
    page = part_views.part_page(VIEWERS["office"], appraised, ON, YEAR, "qzfb", "target", "indicator:I04-1")
    assert page is not None
    assert page.facts.judicial == page.facts.total > 0 and page.facts.lines == ()


def test_parties_are_masked_for_the_office_and_not_for_who_handles_the_case(appraised: Book, parts_of: Seen) -> None:
    names = {case.attribute("企业") or "" for case in cases_until(appraised, ON)["rescue"]} - {""}
    office, own = repr(parts_of("office")), repr(parts_of("unit_head"))
    assert names and not [name for name in names if name in office]
    assert [name for name in names if name in own]


@pytest.mark.parametrize("name", ["office", "unit_head", "leader"])
def test_the_stay_of_a_case_that_went_to_court_is_not_named(appraised: Book, name: str) -> None:
    case = next(one for one in cases_until(appraised, ON)["npl"] if one.before_court)
    assert not stay_is_seen(VIEWERS[name], appraised, f"stay:npl/{case.case_no}/{case.registered_on}")


# On both engines: what was corrected, and what was struck.


@pytest.fixture
def settled(founded_engine: Engine) -> Engine:
    engine = founded_engine
    register(engine, "office", "rescue", "救1号", attributes={"企业": "甲机械厂", "行业": "装备"}, text="甲机械厂申请")
    register(engine, "office", "npl", "收1号", attributes={"银行": "农商行", "对象": "企业"}, assignee="jrj")
    move(engine, "office", "npl", "启动清收", "收1号")
    return engine


def seen_by(engine: Engine, name: str) -> PartFacts:
    """What this member of the cast sees of all facts there are."""
    with open_book(engine) as book:
        return part_facts(CAST[name], book, plan(), range(1, book.edition.last_number + 1))


def test_a_corrected_fact_stays_in_the_list_and_says_so(settled: Engine) -> None:
    wrong = case_of(settled, "rescue", "救1号").events[0]
    correct_fact(
        settled,
        plan(),
        caller("office"),
        wrong.number,
        wrong._replace(text="甲机械厂重报"),
        reason="笔误",
        approver="李",
    )
    lines = [one for one in seen_by(settled, "head").lines if ("案号", "救1号") in one.what]
    assert [one.corrected for one in lines] == [True, False]
    assert ("企业", "甲机械厂") in lines[1].what and ("说明", "甲机械厂重报") in lines[1].what
    assert [one.account_name for one in lines] == ["dudao", "dudao"]
    masked = [one for one in seen_by(settled, "office").lines if ("案号", "救1号") in one.what]
    assert ("企业", "甲※※") in masked[1].what and ("说明", "甲※※重报") in masked[1].what
    assert not masked[0].opens and lines[0].opens


def test_a_struck_step_towards_a_court_is_a_number_outside_it(settled: Engine) -> None:
    step = case_of(settled, "npl", "收1号").events[-1]
    assert meets_courts(plan().flow["npl"])
    before = seen_by(settled, "platform_jrj")
    correct_fact(settled, plan(), caller("office"), step.number, None, reason="误录", approver="李")
    after = seen_by(settled, "platform_jrj")
    assert (before.seen, before.judicial) == (2, 0)
    assert (after.seen, after.judicial) == (1, 1)
    assert "启动清收" not in repr(after.lines)


def test_who_held_a_case_past_its_deadline_is_found_by_flow_and_days(settled: Engine) -> None:
    def found(holder: str, first: date, last: date) -> list[tuple[str, str]]:
        with reading(settled) as conn:
            return cases_late_with(conn, "rescue", holder, first, last, 10)

    due = date(2021, 5, 12)  # five working days from the 6th, Saturday the 8th one of them
    assert found("kgj", due, due) == []
    assert found("kgj", due, date(2021, 5, 13)) == [("rescue", "救1号")]
    assert found("jrj", due, date(2021, 12, 31)) == []


def test_places_and_names_are_found_where_there_are_any(settled: Engine) -> None:
    with reading(settled) as conn:
        places = case_places(conn, [("rescue", "救1号"), ("rescue", "无"), ("npl", "收1号")])
        assert {key: (one.unit, one.before_court) for key, one in places.items()} == {
            ("rescue", "救1号"): ("kgj", False),
            ("npl", "收1号"): ("jrj", False),
        }
        assert display_names(conn, ["leader", "nobody"]) == {"leader": "李副区长"}
        assert display_names(conn, []) == {}
