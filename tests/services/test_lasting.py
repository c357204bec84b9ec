"""What a book keeps over later editions is what it would make now, whatever was stored in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from lib.db import recording
from lib.db.engine import open_engine, reading, writing
from lib.db.facts import Fact, Origin
from lib.db.queries import board, chain
from lib.db.queries.facts import reports
from lib.db.tables import case_event
from lib.domain.facts import Change, Event, PeriodStep, Report, Signature
from lib.domain.office_flows import APPEAL, EXTENSION
from lib.domain.period_life import SIGNED
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.services import book as books
from lib.services import duty_views, my_unit, overview, platform_views
from lib.services.appraisal import appraisal
from lib.services.book import Book, LastMade, open_book, read_edition
from lib.services.platforms import platform_counts
from lib.services.status import Status, status
from tests import demo, people

QUARTER, TODAY = Period.parse("2022Q1"), demo.UNTIL
FLOWS = ("dispute", "litigation", "nonlitigation")
UNIT = demo.VIEWERS["unit_head"].unit_code or ""
OFFICE = Origin("office", "page")
Write = Callable[[Connection, Plan], None]


def stated(*facts: Fact) -> Write:
    """These facts are stored."""
    return lambda conn, plan: recording.append(conn, plan, facts, OFFICE) and None


def registered(day: date, flow: str = "dispute", unit: str | None = None, **attributes: str) -> Write:
    """A case of that day comes in."""
    action = people.plan().flow[flow].register_action.name
    return stated(Event(0, 0, flow, f"新{day}", action, day, None, unit, None, None, None, attributes, day))


def stepped(*steps: str) -> Write:
    """The quarter takes these steps today."""
    return stated(*(PeriodStep(0, QUARTER.code, one, None, TODAY, "0" * 64, None, TODAY, TODAY) for one in steps))


def voided(conn: Connection, plan: Plan) -> None:
    """An event of the quarter is taken out today."""
    dated = case_event.c.occurred_on.between(QUARTER.start, QUARTER.end)
    number = conn.execute(select(case_event.c.number).where(dated).limit(1)).scalar_one()
    recording.correct(conn, plan, number, None, reason="误", approver="李", origin=OFFICE)


def told(conn: Connection, plan: Plan) -> None:
    """A unit says today that a duty is done."""
    known = next(one for one in reports(conn) if one.kind == "completion")
    recording.append(conn, plan, [known._replace(number=0, occurred_on=TODAY, recorded_on=TODAY)], OFFICE)


def newest_voided(conn: Connection, plan: Plan) -> None:
    """Of the facts dated last the one is taken out."""
    number = conn.execute(select(case_event.c.number).order_by(case_event.c.occurred_on.desc()).limit(1)).scalar_one()
    recording.correct(conn, plan, number, None, reason="误", approver="李", origin=OFFICE)


# Each changes something the pages show.
WRITES: dict[str, Write] = {
    "a case": registered(TODAY),
    "a case of another flow": registered(TODAY, "litigation", UNIT),
    "a case of the past": registered(QUARTER.start),
    "an event voided": voided,
    "a duty waived": stated(Change(0, "D08-1", "2021H2", "waiver", None, None, "已调整", "李", TODAY, TODAY)),
    "an application": registered(TODAY, EXTENSION, UNIT, 任务编号="D04-1", 新期限="2022-09-30"),
    "an objection": registered(TODAY, APPEAL, UNIT, 考核期=QUARTER.code, 规则="delivery", 对象="duty:D04-1"),
    "a period for the leader": stepped("open", "compute", "check"),
    "a signature": stated(Signature(0, "2021", UNIT, "表彰", SIGNED, "属实", TODAY, TODAY)),
}


@pytest.fixture
def engine(demo_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(demo_file, tmp_path / "board.db")
    made = open_engine(f"sqlite:///{tmp_path / 'board.db'}")
    yield made
    made.dispose()


def pages(engine: Engine, names: Iterable[str] = demo.VIEWERS) -> dict[str, object]:
    """What some of the viewers see of the board and of three flows, one after the other."""
    found: dict[str, object] = {}
    with open_book(engine) as book:
        for name in names:
            viewer = demo.VIEWERS[name]
            found[f"{name} cockpit"] = overview.cockpit(viewer, book, TODAY, QUARTER)
            found[f"{name} flows"] = platform_views.flows_page(viewer, book, TODAY)
            for flow in FLOWS:
                found[f"{name} {flow}"] = platform_views.flow_page(viewer, book, TODAY, flow)
            found[f"{name} units"] = duty_views.units_page(viewer, book, TODAY)
            if UNIT in my_unit.unit_choices(viewer, book):
                found[f"{name} unit"] = my_unit.my_unit(viewer, book, TODAY, QUARTER, UNIT)
    return found


def shown(engine: Engine) -> tuple[object, object, Status]:
    """A quarter that has ended, a year that has not, and the lights of today."""
    with open_book(engine) as book:
        return (
            appraisal(book, QUARTER, TODAY),
            appraisal(book, Period.parse("2022"), TODAY),
            status(book, TODAY),
        )


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_shelves", "_lasting", "_duties", "_recounts", "_reached", "_newer"):
        monkeypatch.setattr(books, name, LastMade(512))


@pytest.mark.parametrize(
    ("write", "lasts"),
    [
        (registered(TODAY), (True, False)),
        (registered(QUARTER.end + timedelta(days=1)), (True, False)),
        (registered(QUARTER.end), (False, False)),
        (registered(QUARTER.start), (False, False)),
        (registered(TODAY + timedelta(days=365)), (True, True)),
        (voided, (False, False)),
        (told, (False, False)),
    ],
)
def test_a_result_lasts_until_something_it_looks_at_is_stored(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, write: Write, lasts: tuple[bool, bool]
) -> None:
    before = shown(engine)
    with writing(engine) as conn:
        write(conn, people.plan())
    after = shown(engine)
    assert (after[0] is before[0], after[1] is before[1]) == lasts
    forget(monkeypatch)
    assert shown(engine) == after


def test_one_fact_after_another_is_noticed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found to hold is held against the facts since then, not since it was made."""
    for write in (registered(TODAY), registered(QUARTER.end), registered(TODAY + timedelta(days=1)), voided, told):
        shown(engine)
        with writing(engine) as conn:
            write(conn, people.plan())
    after = shown(engine)
    forget(monkeypatch)
    assert shown(engine) == after


def test_where_more_was_stored_than_is_looked_at_it_is_made_anew(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_FEW", 2)
    first = shown(engine)[0]
    with writing(engine) as conn:
        registered(TODAY)(conn, people.plan())
        registered(TODAY + timedelta(days=1))(conn, people.plan())
    assert shown(engine)[0] is not first


def test_an_older_edition_is_not_given_what_was_made_of_later_facts(engine: Engine) -> None:
    """A transaction that began before a write does not see what was made after it."""
    with open_book(engine) as old:
        with writing(engine) as conn:
            registered(QUARTER.end)(conn, people.plan())
        later = shown(engine)[0]
        assert appraisal(old, QUARTER, TODAY) is not later


def test_an_event_touches_its_own_flow_alone(engine: Engine) -> None:
    with open_book(engine) as book:
        before = {one.flow.code: one for one in platform_counts(book, QUARTER.start, TODAY)}
    with writing(engine) as conn:
        registered(TODAY)(conn, people.plan())
    with open_book(engine) as book:
        after = {one.flow.code: one for one in platform_counts(book, QUARTER.start, TODAY)}
    assert {code for code in before if after[code] is not before[code]} == {"dispute"}
    assert after["dispute"].registered == before["dispute"].registered + 1


def test_pages_after_a_write_are_those_of_a_board_that_kept_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One write after another, each seen by the process that kept something and by one that has just begun."""
    names = ["leader", "court_clerk", "unit_head"]
    before = pages(engine, names)
    for what, write in WRITES.items():
        with writing(engine) as conn:
            write(conn, people.plan())
        after = pages(engine, names)
        with monkeypatch.context() as anew:
            forget(anew)
            assert pages(engine, names) == after, what
        assert after != before, f"{what} changes nothing"
        before = after


def test_how_far_the_facts_reach_is_what_a_new_process_finds(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was stored since the last look: events, other facts, corrections, one or several."""
    late = registered(TODAY + timedelta(days=3))
    days = set()
    for writes in ([registered(TODAY)], [late], [newest_voided], [told, registered(QUARTER.end)], [late, told, voided]):
        with writing(engine) as conn:
            for write in writes:
                write(conn, people.plan())
        found = read_edition(engine)
        days.add(found.last_on)
        with monkeypatch.context() as anew:
            forget(anew)
            assert read_edition(engine) == found
    assert days == {TODAY, TODAY + timedelta(days=3)}


def test_both_engines_carry_the_last_look_forward(founded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """From no fact at all: what is kept is what a new process finds, after each write."""

    def seen() -> object:
        with open_book(founded_engine) as book:
            return book.edition, platform_counts(book, QUARTER.start, TODAY), status(book, TODAY).units

    seen()
    claim = Report(0, "D10-1", UNIT, None, None, TODAY, "completion", None, "已办结", "文件", TODAY)
    for write in (registered(QUARTER.end), registered(TODAY, "nonlitigation"), stated(claim), newest_voided):
        with writing(founded_engine) as conn:
            write(conn, people.plan())
        kept = seen()
        with monkeypatch.context() as anew:
            forget(anew)
            assert seen() == kept


def test_an_older_transaction_still_sees_how_far_its_own_facts_reach(engine: Engine) -> None:
    with reading(engine) as conn:
        before = board.now_shown(conn)
        with writing(engine) as other:
            registered(TODAY + timedelta(days=3))(other, people.plan())
        assert read_edition(engine).last_on == TODAY + timedelta(days=3)
        old = books._edition(conn, engine, None)
        assert (old.last_number, old.last_on) == (before.last_number, TODAY)
    assert read_edition(engine).last_on == TODAY + timedelta(days=3)


def test_after_an_act_a_page_asks_about_its_flow_alone(engine: Engine) -> None:
    """Few questions, for each costs more than what the database does for it."""
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    def questions(page: Callable[[Book], object]) -> int:
        with open_book(engine) as book:
            page(book)
            with writing(engine) as conn:
                registered(TODAY)(conn, people.plan())
        asked.clear()
        with open_book(engine) as book:
            page(book)
        return sum(one.startswith("SELECT") for one in asked)

    leader = demo.VIEWERS["leader"]
    assert questions(lambda book: overview.cockpit(leader, book, TODAY, QUARTER)) <= 8
    assert questions(lambda book: platform_views.flows_page(leader, book, TODAY)) <= 7
    assert questions(lambda book: duty_views.units_page(leader, book, TODAY)) <= 4


def test_what_was_kept_for_one_viewer_shows_another_nothing_more(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The court sees rows of cases before it, the office none: whoever came first."""
    together = pages(engine)
    forget(monkeypatch)
    backwards = pages(engine, reversed(list(demo.VIEWERS)))
    for name in demo.VIEWERS:
        forget(monkeypatch)
        alone = pages(engine, [name])
        assert {key: together[key] for key in alone} == alone == {key: backwards[key] for key in alone}
