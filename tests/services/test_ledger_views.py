"""台账 × every role: which cases are found, in which order, how late; nothing beyond the rights of domain.md 6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.db.engine import open_engine, reading
from lib.db.queries import facts
from lib.domain.case_rights import allowed_to, sees_case
from lib.domain.ledger import Case, Ledger
from lib.domain.plan import URGE, Plan
from lib.domain.rights import MASKED, UNIT_CLERK, Viewer, case_grade
from lib.errors import NotAllowed
from lib.services import case_views, ledger_views
from lib.services.case_views import NOT_THERE, case_page
from lib.services.ledger_views import CLOSED, EVERY, OPEN, OVERDUE, SOON, LedgerRow, Wanted, ledger_list
from tests import demo
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS
from tests.people import plan
from tests.services.test_secrecy import JUDICIAL_FLOWS, JUDICIAL_STATES

NAMES = list(VIEWERS)


@dataclass(frozen=True)
class Book:
    """The demo until 30 June 2022, and every case of it replayed from its events."""

    engine: Engine
    plan: Plan
    cases: dict[tuple[str, str], Case]


@pytest.fixture(scope="module")
def book(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    file = tmp_path_factory.mktemp("ledger") / "board.db"
    demo.settle(sqlite_template, file)
    engine = open_engine(f"sqlite:///{file}")
    with reading(engine) as conn:
        events = facts.events(conn)
    ledger = Ledger(plan(), events)
    cases = {(flow, case.case_no): case for flow in plan().flow for case in ledger.cases(flow, UNTIL)}
    yield Book(engine, plan(), cases)
    engine.dispose()


def all_cases(book: Book) -> dict[tuple[str, str], Case]:
    return book.cases


def may_have(viewer: Viewer, case: Case) -> bool:
    """Whether the table of rights gives the viewer a row of this case, in the words of domain.md 6."""
    before_court = case.flow.code in JUDICIAL_FLOWS or any(
        (case.flow.code, stay.state) in JUDICIAL_STATES for stay in case.stays
    )
    if viewer.is_court:
        return case.flow.code in JUDICIAL_FLOWS or viewer.unit_code in (case.flow.in_charge, case.holder)
    if before_court or viewer.role == "leader":
        return False
    if viewer.role == "office":
        return True
    clerk = viewer.role == "platform_clerk" and viewer.unit_code == case.flow.in_charge
    return clerk or viewer.unit_code in (case.unit, case.holder)


def found(book: Book, viewer: Viewer, as_of: date = UNTIL, **wanted: object) -> list[LedgerRow]:
    """Every row, page after page."""
    rows: list[LedgerRow] = []
    for page in range(1, 100):
        listed = ledger_list(viewer, book.engine, book.plan, as_of, Wanted(page=page, **wanted))  # type: ignore[arg-type]
        rows += listed.rows
        if not listed.has_next:
            return rows
    raise AssertionError("no end of pages")


def keys(rows: list[LedgerRow]) -> list[tuple[str, str]]:
    return [(row.flow, row.case_no) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_viewer_finds_the_cases_of_the_table_each_once_and_no_other(book: Book, name: str) -> None:
    due = {key for key, case in all_cases(book).items() if may_have(VIEWERS[name], case)}
    given = keys(found(book, VIEWERS[name], standing=EVERY))
    assert len(given) == len(set(given))
    assert set(given) == due


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("standing", [OPEN, CLOSED])
def test_open_and_closed_cases_are_told_apart(book: Book, name: str, standing: str) -> None:
    cases = all_cases(book)
    wanted = {
        key
        for key, one in cases.items()
        if may_have(VIEWERS[name], one) and (one.closed_on is None) == (standing == OPEN)
    }
    assert set(keys(found(book, VIEWERS[name], standing=standing))) == wanted


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", [0, 1, 3, 30])
def test_what_is_overdue_is_what_the_case_itself_says(book: Book, name: str, days: int) -> None:
    as_of, viewer = UNTIL + timedelta(days=days), VIEWERS[name]
    cases = {key: case for key, case in all_cases(book).items() if may_have(viewer, case)}
    late = {key for key, case in cases.items() if case.is_overdue(book.plan.calendar, as_of)}
    assert set(keys(found(book, viewer, as_of, due=OVERDUE))) == late
    shown = {(row.flow, row.case_no) for row in found(book, viewer, as_of) if row.days_late}
    assert shown == late


@pytest.mark.parametrize("name", ["office", "platform_clerk", "court_clerk"])
def test_what_is_due_within_a_week_is_neither_late_nor_later(book: Book, name: str) -> None:
    soon = {
        (row.flow, row.case_no)
        for row in found(book, VIEWERS[name])
        if row.deadline and UNTIL <= row.deadline <= UNTIL + timedelta(days=7)
    }
    assert set(keys(found(book, VIEWERS[name], due=SOON))) == soon
    assert soon or name == "court_clerk"


def test_the_latest_stand_first_then_the_nearest_deadline_then_the_closed_last_first(book: Book) -> None:
    rows = found(book, VIEWERS["office"], standing=EVERY)
    closed = [row.closed_on is not None for row in rows]
    assert closed == sorted(closed)
    deadlines = [row.deadline or date.max for row in rows if row.closed_on is None]
    assert deadlines == sorted(deadlines)
    ends = [row.closed_on for row in rows if row.closed_on is not None]
    assert ends == sorted(ends, reverse=True)


def test_more_than_two_hundred_are_not_counted(book: Book) -> None:
    listed = ledger_list(VIEWERS["office"], book.engine, book.plan, UNTIL, Wanted(standing=EVERY))
    assert (listed.found, listed.more, len(listed.rows)) == (200, True, 50)
    few = ledger_list(VIEWERS["office"], book.engine, book.plan, UNTIL, Wanted(flow="rescue", standing=EVERY))
    assert not few.more and few.found == len(few.rows)


@pytest.mark.parametrize(
    ("field", "of"),
    [("flow", lambda one: one.flow.code), ("state", lambda one: one.state), ("holder", lambda one: one.holder)],
)
@pytest.mark.parametrize("name", ["office", "platform_clerk", "unit_clerk", "court_clerk"])
def test_each_filter_leaves_what_it_names(book: Book, name: str, field: str, of: object) -> None:
    viewer = VIEWERS[name]
    mine = {key: case for key, case in all_cases(book).items() if may_have(viewer, case)}
    for value in {of(case) for case in mine.values()}:  # type: ignore[operator]
        expected = {key for key, case in mine.items() if of(case) == value}  # type: ignore[operator]
        assert set(keys(found(book, viewer, standing=EVERY, **{field: value}))) == expected


def test_part_of_a_number_finds_its_cases(book: Book) -> None:
    rows = found(book, VIEWERS["office"], word="挽救〔2022", standing=EVERY)
    assert rows and all(row.case_no.startswith("挽救〔2022") for row in rows)


def test_a_party_is_found_by_who_may_read_it_and_by_nobody_else(book: Book) -> None:
    case = next(one for one in all_cases(book).values() if one.flow.code == "rescue")
    party = case.attribute("企业")
    assert party
    clerk = VIEWERS["unit_clerk"]
    assert (clerk.unit_code, clerk.role) == ("kgj", UNIT_CLERK)
    assert ("rescue", case.case_no) in keys(found(book, clerk, word=party[1:4], standing=EVERY))
    for name in ("office", "leader", "platform_clerk", "finance_clerk", "court_clerk"):
        assert not found(book, VIEWERS[name], word=party, standing=EVERY), name


def test_the_name_of_a_column_is_no_word_of_a_case(book: Book) -> None:
    rows = found(book, VIEWERS["unit_clerk"], word="职工人数", standing=EVERY)
    assert rows == []


@pytest.mark.parametrize("word", ["%", "_", "\\", '"', "{", "' OR 1=1 --"])
def test_a_sign_of_the_database_is_a_word_like_any_other(book: Book, word: str) -> None:
    assert found(book, VIEWERS["office"], word=word, standing=EVERY) == []


def test_the_office_is_shown_parties_masked(book: Book) -> None:
    rows = found(book, VIEWERS["office"], flow="rescue", standing=EVERY)
    assert rows and all(dict(row.words)["企业"].endswith("※※") for row in rows)
    clear = found(book, VIEWERS["unit_clerk"], flow="rescue", standing=EVERY)
    assert clear and not any("※" in text for row in clear for _, text in row.words)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_opens_for_who_may_know_of_it_and_is_refused_in_the_same_words_to_all_others(
    book: Book, name: str
) -> None:
    viewer = VIEWERS[name]
    for (flow, case_no), case in list(all_cases(book).items())[::7]:
        if sees_case(viewer, case):
            page = case_page(viewer, book.engine, book.plan, UNTIL, flow, case_no)
            assert (page.state, page.holder, page.is_overdue) == (
                case.state,
                case.holder,
                case.is_overdue(book.plan.calendar, UNTIL),
            )
            assert [form.name for form in page.actions] == allowed_to(viewer, case, book.plan)
        else:
            assert said(book, viewer, flow, case_no) == NOT_THERE
    assert said(book, viewer, "rescue", "没有的编号") == NOT_THERE
    assert said(book, viewer, "no_flow", "1号") == NOT_THERE


def said(book: Book, viewer: Viewer, flow: str, case_no: str) -> str:
    with pytest.raises(NotAllowed) as refused:
        case_page(viewer, book.engine, book.plan, UNTIL, flow, case_no)
    return str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_list_opens(book: Book, name: str) -> None:
    viewer, cases = VIEWERS[name], all_cases(book)
    assert all(sees_case(viewer, cases[key]) for key in keys(found(book, viewer, standing=EVERY)))


@pytest.mark.parametrize("name", NAMES)
def test_what_the_list_lets_one_urge_is_what_the_case_allows(book: Book, name: str) -> None:
    viewer, cases = VIEWERS[name], all_cases(book)
    for row in found(book, viewer):
        case = cases[row.flow, row.case_no]
        allowed = bool(row.days_late) and not row.paused and URGE in allowed_to(viewer, case, book.plan)
        assert row.may_urge == allowed
        assert row.seen == case.events[-1].number


def test_the_stays_of_a_time_line_are_the_stays_of_the_case(book: Book) -> None:
    viewer = VIEWERS["office"]
    for (flow, case_no), case in all_cases(book).items():
        if not may_have(viewer, case):
            continue
        page = case_page(viewer, book.engine, book.plan, UNTIL, flow, case_no)
        lines = [step.stay for step in page.steps if step.stay is not None]
        assert [(one.state, one.entered_on, one.left_on) for one in lines] == [
            (stay.state, stay.entered_on, stay.left_on) for stay in case.stays
        ]
        assert [one.in_time for one in lines] == [stay.in_time(book.plan.calendar, UNTIL) for stay in case.stays]
        assert [step.action for step in page.steps] == [event.action for event in case.events]


def test_masks_hold_in_the_time_line_too(book: Book) -> None:
    for words in _words_of(book, "office", "rescue"):
        assert all(text.endswith("※※") for name, text in words if name == "企业")
    assert any("企业" in dict(words) for words in _words_of(book, "office", "rescue"))


def _words_of(book: Book, name: str, flow: str) -> Iterator[tuple[tuple[str, str], ...]]:
    for row in found(book, VIEWERS[name], flow=flow, standing=EVERY):
        page = case_page(VIEWERS[name], book.engine, book.plan, UNTIL, flow, row.case_no)
        yield page.words
        yield from (step.words for step in page.steps)


@pytest.mark.parametrize("viewer", ADMINISTRATORS, ids=lambda viewer: viewer.role)
def test_an_administrator_reads_no_ledger(book: Book, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        ledger_list(viewer, book.engine, book.plan, UNTIL, Wanted())
    with pytest.raises(NotAllowed):
        case_page(viewer, book.engine, book.plan, UNTIL, "rescue", "挽救〔2022〕1号")
    with pytest.raises(NotAllowed):
        case_views.registering(viewer, book.plan)


def test_cases_are_registered_by_those_in_charge_and_office_flows_on_pages_of_their_own(book: Book) -> None:
    flows = {
        name: [form.flow for form in case_views.registering(viewer, book.plan)] for name, viewer in VIEWERS.items()
    }
    assert "litigation" in flows["court_clerk"] and "npl" not in flows["court_clerk"]
    assert {"npl", "finance_mediation"} <= set(flows["finance_clerk"]) and "dispute" not in flows["finance_clerk"]
    assert "procuratorate" in flows["procurator"] and "litigation" not in flows["procurator"]
    assert not {book.plan.flow[flow].office for own in flows.values() for flow in own} & {True}
    assert not JUDICIAL_FLOWS & set(flows["office"])


def test_the_office_sees_masked_wherever_it_sees(book: Book) -> None:
    office = VIEWERS["office"]
    grades = {case_grade(office, in_charge=one.in_charge, handling=None, holder="qzfb") for one in book.plan.flows}
    assert grades == {MASKED}


def test_an_empty_list_says_what_would_stand_there(book: Book) -> None:
    agency = VIEWERS["sued_agency"]
    assert "交给本单位办理" in ledger_list(agency, book.engine, book.plan, UNTIL, Wanted()).why_empty
    nothing = ledger_list(VIEWERS["office"], book.engine, book.plan, UNTIL, Wanted(word="没有这个词"))
    assert "没有符合条件" in nothing.why_empty
    assert ledger_views.late_to_urge(agency, book.engine, book.plan, UNTIL, Wanted()) == ()
