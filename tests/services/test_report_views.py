"""What a unit has to report, what the office verifies, and by when, as far as each viewer may see it (domain.md 2, 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import writing
from lib.db.facts import Fact, Origin
from lib.domain.facts import COMPLETION, PASS, PROGRESS, RETURN, Entry, Event, Report, Verification
from lib.domain.rights import LEADER, OFFICE, Viewer
from lib.errors import NotAllowed, Refused
from lib.services import claim_views, office_views, report_views, request_views
from lib.services.book import Book, open_book
from lib.services.my_unit import my_unit
from lib.services.status import status
from lib.services.waiting import duty_key, waiting_for
from tests import people
from tests.demo import ADMINISTRATORS, UNTIL, VIEWERS

UNITS = ("unit_head", "unit_clerk", "platform_clerk", "finance_clerk", "sued_agency", "court_clerk", "procurator")
OFFICE_UNITS = {"qzfb", "ldxz"}
DUTY, DUE = (
    "D10-1",
    date(2021, 4, 30),
)  # of kgj, one-off; the holidays follow: five working days after 05-06 end on 05-12


def day(text: str) -> date:
    return date.fromisoformat(f"2021-{text}")


def report(
    on: str, *, kind: str = COMPLETION, duty: str = DUTY, unit: str = "kgj", period: str | None = None
) -> Report:
    percent = Decimal(60) if kind == PROGRESS else None
    return Report(0, duty, unit, period, period, day(on), kind, percent, "办结", "纪要", day(on))


def verdict(of: int, word: str, on: str, reason: str | None = None) -> Verification:
    return Verification(0, of, word, day(on), "赵主任", reason, None, day(on))


Booked = Callable[..., Book]


@pytest.fixture
def booked(founded_engine: Engine) -> Iterator[Booked]:
    """Makes a book of the repository's plan with these facts, stored in order: the first has number 1."""
    with ExitStack() as opened:

        def make(*facts: Fact) -> Book:
            with writing(founded_engine) as conn:
                for fact in facts:
                    recording.append(conn, people.plan(), [fact], Origin("operator", "import"))
            return opened.enter_context(open_book(founded_engine))

        yield make


# Rights


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sees_its_own_filing_and_no_other(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    own = report_views.filing_page(viewer, book, UNTIL, viewer.unit_code or "")
    assert own.may_file and all(one.owned for one in own.owned)
    for unit in set(book.plan.unit) - {viewer.unit_code}:
        with pytest.raises(NotAllowed):
            report_views.filing_page(viewer, book, UNTIL, unit)
        with pytest.raises(NotAllowed):
            request_views.requests_of(viewer, book, UNTIL, unit)


@pytest.mark.parametrize("name", UNITS)
def test_units_see_neither_the_queue_nor_a_claim_nor_the_offices_choices(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    claim = claim_views.queue(VIEWERS["office"], book, UNTIL).mine[0]
    for ask in (
        lambda: claim_views.queue(viewer, book, UNTIL),
        lambda: claim_views.claim_page(viewer, book, UNTIL, claim.key),
        lambda: office_views.office_choices(viewer, book, UNTIL),
        lambda: request_views.applications(viewer, book, UNTIL),
    ):
        with pytest.raises(NotAllowed):
            ask()


@pytest.mark.parametrize("viewer", ADMINISTRATORS, ids=lambda viewer: viewer.role)
def test_administrators_see_nothing_of_reports(book: Book, viewer: object) -> None:
    for ask in (
        lambda: report_views.filing_page(viewer, book, UNTIL, "kgj"),
        lambda: claim_views.queue(viewer, book, UNTIL),
        lambda: request_views.requests_of(viewer, book, UNTIL, "kgj"),
        lambda: office_views.parts(viewer, book, UNTIL),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_leader_may_look_at_a_units_filing_and_not_file(book: Book) -> None:
    assert not report_views.filing_page(VIEWERS["leader"], book, UNTIL, "kgj").may_file
    assert report_views.filing_page(VIEWERS["office"], book, UNTIL, "kgj").may_file


def test_a_helper_sees_the_light_of_a_duty_and_nothing_of_its_claims(book: Book) -> None:
    found = [one for name in UNITS for one in _filing(book, name).helped]
    assert found
    assert all(not one.state and one.claimed_on is None and one.waits_until is None for one in found)
    assert not any(one.owned for one in found)


def _filing(book: Book, name: str) -> report_views.FilingPage:
    return report_views.filing_page(VIEWERS[name], book, UNTIL, VIEWERS[name].unit_code or "")


# The queue and its clock


def test_claims_of_the_offices_own_units_wait_for_a_leader_and_all_others_for_the_office(book: Book) -> None:
    office = claim_views.queue(VIEWERS["office"], book, UNTIL)
    leader = claim_views.queue(VIEWERS["leader"], book, UNTIL)
    assert office.mine == leader.others and office.others == leader.mine
    assert leader.mine and {one.unit for one in leader.mine} <= OFFICE_UNITS
    assert office.mine and not {one.unit for one in office.mine} & OFFICE_UNITS
    assert {one.verifier for one in leader.mine} == {LEADER} and {one.verifier for one in office.mine} == {OFFICE}


def test_every_undecided_claim_is_in_the_queue_once(book: Book) -> None:
    waiting = [claim.report.number for duty in status(book, UNTIL).duties for claim in duty.undecided]
    assert sorted(one.number for one in claim_views.queue(VIEWERS["office"], book, UNTIL).all) == sorted(waiting)


def test_the_queue_begins_with_what_was_recorded_first_and_ends_with_what_is_settled(book: Book) -> None:
    found = claim_views.queue(VIEWERS["office"], book, UNTIL).mine
    assert [(one.settled, one.recorded_on, one.number) for one in found] == sorted(
        (one.settled, one.recorded_on, one.number) for one in found
    )


def test_no_clock_runs_for_a_claim_on_what_is_done_already(book: Book) -> None:
    found = claim_views.queue(VIEWERS["office"], book, UNTIL).all
    assert {(one.due_on is None, one.days_left is None) for one in found if one.settled} == {(True, True)}
    assert all(one.due_on is not None for one in found if not one.settled)


@pytest.mark.parametrize(("at", "left"), [("05-20", 7), ("05-27", 0), ("05-28", -1)])
def test_the_clock_runs_from_the_recording_of_the_report(sqlite_engine: Engine, at: str, left: int) -> None:
    people.found(sqlite_engine)
    stated = Origin("operator", "import", stated_at=_noon("05-20"))  # a Thursday: five working days end on 05-27
    with writing(sqlite_engine) as conn:
        recording.append(conn, people.plan(), [report("05-10")], stated)
    with open_book(sqlite_engine) as book:
        (line,) = claim_views.queue(VIEWERS["office"], book, day(at)).mine
    assert (line.recorded_on, line.due_on, line.days_left) == (day("05-20"), day("05-27"), left)


def _noon(on: str) -> datetime:

    return datetime.combine(day(on), time(4), UTC)


# One claim


def test_a_claim_opens_with_standard_history_and_outlook(booked: Booked) -> None:
    book = booked(report("04-26", kind=PROGRESS), report("04-28"))
    page = claim_views.claim_page(VIEWERS["office"], book, day("05-06"), DUTY)
    assert page.done_when == book.plan.deliverable[DUTY].done_when
    assert [one.kind for one in page.history.reports] == [COMPLETION, PROGRESS]
    assert (page.passed.state, page.passed.days_late, page.passed.share) == ("done", 0, 1)
    assert (page.returned.state, page.returned.effective_due) == ("warning", day("05-12"))
    assert page.accepted_from == book.plan.issued_on and page.why_not == ""


def test_a_late_claim_says_how_late_a_pass_would_be_and_what_it_would_count(booked: Booked) -> None:
    book = booked(report("05-07"))
    page = claim_views.claim_page(VIEWERS["office"], book, day("05-08"), DUTY)
    assert not page.line.claimed_in_time
    assert (page.passed.state, page.passed.days_late, str(page.passed.share)) == ("done_late", 7, "4/5")
    assert (page.returned.state, page.returned.effective_due) == ("overdue", DUE)


def test_the_office_is_told_that_a_leader_verifies_its_own_units_claims(book: Book) -> None:
    line = claim_views.queue(VIEWERS["leader"], book, UNTIL).mine[0]
    assert "由区领导核实" in claim_views.claim_page(VIEWERS["office"], book, UNTIL, line.key).why_not
    assert claim_views.claim_page(VIEWERS["leader"], book, UNTIL, line.key).why_not == ""


def test_a_claim_that_was_decided_meanwhile_is_refused_with_the_way_out(booked: Booked) -> None:
    book = booked(report("05-20"), verdict(1, PASS, "05-21"))
    with pytest.raises(Refused, match="可能已由他人核实或退回"):
        claim_views.claim_page(VIEWERS["office"], book, day("05-22"), DUTY)


def test_of_several_claims_on_one_duty_each_can_be_opened(booked: Booked) -> None:
    book = booked(report("05-20"), report("05-21"))
    pages = [claim_views.claim_page(VIEWERS["office"], book, day("05-22"), DUTY, number) for number in (None, 1, 2)]
    assert [page.line.number for page in pages] == [1, 1, 2]
    assert [one.number for one in pages[2].also] == [1]


# A unit's side


def test_duties_to_report_stand_by_effective_due_with_light_and_days_left(book: Book) -> None:
    for name in UNITS:
        page = _filing(book, name)
        dues = [one.effective_due for one in page.owned]
        assert dues == sorted(dues)
        assert all(one.days_left == (one.effective_due - UNTIL).days for one in page.owned)
        states = {duty_key(one): one.state for one in status(book, UNTIL).duties}
        assert all(one.state == states[one.key] and one.state in report_views.OPEN for one in page.owned)


def test_what_was_returned_stands_first_with_its_reason_and_new_due_until_it_is_claimed_again(booked: Booked) -> None:
    returned = (report("04-28"), verdict(1, RETURN, "05-06", "佐证不全"), report("05-07", kind=PROGRESS))
    book = booked(*returned)
    first, second = _filed(book, "05-08")
    assert (first.verdict, first.reason, first.again_by) == (RETURN, "佐证不全", day("05-12"))
    assert (second.kind, second.counts, second.again_by) == (PROGRESS, False, None)


def test_after_a_new_claim_the_returned_one_asks_for_nothing_more(booked: Booked) -> None:
    book = booked(report("04-28"), verdict(1, RETURN, "05-06", "佐证不全"), report("05-07"))
    newest, oldest = _filed(book, "05-08")
    assert (newest.counts, newest.verdict, newest.verifier) == (True, "", OFFICE)
    assert newest.verify_by is not None and oldest.again_by is None


def test_a_verdict_and_a_claim_dated_later_are_not_seen(booked: Booked) -> None:
    book = booked(report("04-28"), verdict(1, RETURN, "05-06", "佐证不全"))
    assert [one.verdict for one in _filed(book, "05-05")] == [""]
    assert _filed(book, "04-27") == ()


def _filed(book: Book, at: str) -> tuple[report_views.FiledLine, ...]:
    return report_views.filing_page(VIEWERS["unit_clerk"], book, day(at), "kgj").filed


def test_a_duty_waiting_for_its_verdict_says_until_when(booked: Booked) -> None:
    book = booked(report("04-28"))
    (duty,) = [one for one in _owned(book, "04-29") if one.key == DUTY]
    assert (duty.state, duty.claimed_on) == ("claimed", day("04-28"))
    assert duty.waits_until is not None


def _owned(book: Book, at: str) -> tuple[report_views.DutyToReport, ...]:
    return report_views.filing_page(VIEWERS["unit_clerk"], book, day(at), "kgj").owned


def test_a_done_duty_is_not_to_be_reported_on(booked: Booked) -> None:
    book = booked(report("05-20"), verdict(1, PASS, "05-21"))
    assert DUTY not in [one.key for one in _owned(book, "05-22")]
    assert DUTY in [one.key for one in _owned(book, "05-20")]


# Numbers


@pytest.mark.parametrize(
    ("at", "periods"),
    [
        ("2021-06-29", []),  # no quarter that touches the plan has ended
        ("2021-06-30", ["2021Q2", "2021H1"]),
        ("2021-09-30", ["2021Q3"]),
        ("2021-12-31", ["2021Q4", "2021H2", "2021"]),
    ],
)
def test_a_number_is_due_for_what_ended_last(book: Book, at: str, periods: list[str]) -> None:
    page = report_views.filing_page(VIEWERS["court_clerk"], book, date.fromisoformat(at), "qfy")
    assert [one.period.code for one in page.numbers if one.code == "I07-1"] == periods


def test_a_number_entered_is_shown_and_no_longer_lacks(booked: Booked) -> None:
    entry = Entry(0, "2021Q2", "qfy", "I07-1", None, None, Decimal(12), "统计表", day("07-02"), day("07-02"))
    book = booked(entry)
    page = report_views.filing_page(VIEWERS["court_clerk"], book, day("07-05"), "qfy")
    by_key = {one.key: one for one in page.numbers}
    assert by_key["I07-1.2021Q2"].entry is not None and by_key["I07-1.2021H1"].entry is None
    assert page.lacking == len(page.numbers) - 1 and page.numbers[-1].key == "I07-1.2021Q2"


@pytest.mark.parametrize("name", UNITS)
def test_only_the_owners_of_an_indicator_are_asked_for_it(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    assert all(viewer.unit_code in book.plan.indicator[one.code].owners for one in _filing(book, name).numbers)


# Requests


def _asks(on: str, case_no: str = "延期〔2021〕1号", unit: str = "kgj", duty: str = DUTY) -> Event:
    attributes = {"任务编号": duty, "新期限": "2021-06-30"}
    return Event(0, 0, "extension", case_no, "申请", day(on), unit, unit, None, None, "材料未齐", attributes, day(on))


def test_an_application_shows_duty_both_dues_reason_and_who_decides_by_when(booked: Booked) -> None:
    book = booked(_asks("05-20"))
    (line,) = request_views.applications(VIEWERS["office"], book, day("05-21"))
    assert (line.key, line.asked_due, line.due, line.reason) == (DUTY, day("06-30"), DUE, "材料未齐")
    assert (line.result, line.due_on, line.decider, line.may_decide) == ("", day("05-25"), OFFICE, True)
    assert (
        request_views.requests_of(VIEWERS["unit_clerk"], book, day("05-21"), "kgj").extensions[0].case_no
        == line.case_no
    )


def test_an_application_of_the_offices_own_unit_waits_for_a_leader(booked: Booked) -> None:
    book = booked(_asks("05-20", unit="qzfb", duty="D04-1"))
    at = day("05-21")
    office, leader = (request_views.applications(VIEWERS[name], book, at)[0] for name in ("office", "leader"))
    assert (office.decider, office.may_decide, leader.may_decide) == (LEADER, False, True)


def test_a_request_for_help_is_seen_by_who_asks_and_who_is_asked(booked: Booked) -> None:
    asked = Event(
        0, 0, "cooperation_request", "配合〔2021〕1号", "请求", day("05-20"), "kgj", "gsl", None, None, "请提供名单", {}, day("05-20")
    )  # fmt: skip
    book = booked(asked)
    ours = request_views.requests_of(VIEWERS["office"], book, day("05-21"), "kgj")
    theirs = request_views.requests_of(VIEWERS["office"], book, day("05-21"), "gsl")
    assert ours.asked == theirs.received and ours.received == theirs.asked == ()
    assert (ours.asked[0].helper_name, ours.asked[0].text, ours.asked[0].due_on) == (
        "区工商联",
        "请提供名单",
        day("06-03"),
    )


# What waits, and where it leads


@pytest.mark.parametrize("name", ["leader", "office"])
def test_what_the_viewer_decides_leads_to_its_claim_and_comes_first(book: Book, name: str) -> None:
    found = waiting_for(VIEWERS[name], book, status(book, UNTIL))
    claims = [one for one in found if one.kind == "核实"]
    assert claims and {(one.act, one.for_leader == (name == "leader")) for one in claims} <= {
        ("verify", True),
        ("", False),
    }
    assert [one.act == "" for one in claims] == sorted(one.act == "" for one in claims)


def test_an_application_waits_on_the_cockpit_of_who_decides_it(booked: Booked) -> None:
    book = booked(_asks("05-20"))
    found = status(book, day("05-22"))
    office, leader = (
        [one for one in waiting_for(VIEWERS[name], book, found) if one.application] for name in ("office", "leader")
    )
    assert [(one.kind, one.act, one.days) for one in office] == [("延期", "decide", 2)]
    assert [one.act for one in leader] == [""]


def test_a_units_own_duties_lead_to_their_form_and_its_cases_to_the_ledger(book: Book) -> None:
    found = waiting_for(VIEWERS["finance_clerk"], book, status(book, UNTIL))
    assert {(one.act, one.flow is not None) for one in found} == {("file", False), ("handle", True)}


@pytest.mark.parametrize("name", ["finance_clerk", "unit_clerk", "unit_head"])
def test_a_unit_is_told_how_many_open_cases_it_holds_in_each_flow(book: Book, name: str) -> None:
    viewer = VIEWERS[name]
    told = {one.flow: one.title for one in waiting_for(viewer, book, status(book, UNTIL)) if one.flow}
    holds = {
        flow.code: sum(
            one.closed_on is None and one.holder == viewer.unit_code for one in book.cases_of(flow.code, UNTIL)
        )
        for flow in book.plan.flows
        if not flow.judicial
    }
    assert told.keys() == {flow for flow, count in holds.items() if count}
    assert all(title.startswith(f"{book.plan.flow[flow].name} {holds[flow]} 件") for flow, title in told.items())


def test_what_a_unit_has_just_been_given_waits_without_being_late(booked: Booked) -> None:
    book = booked(
        Event(0, 0, "dispute", "争1号", "登记", day("05-06"), "qzfb", None, None, None, None, {}, day("05-06")),
        Event(0, 0, "dispute", "争1号", "移送", day("05-06"), "qzfb", None, None, None, None, {}, day("05-06")),
        Event(0, 0, "dispute", "争1号", "交办", day("05-07"), "qzfb", "gsl", None, None, None, {}, day("05-07")),
    )  # fmt: skip
    clerk = Viewer("gsl", "林科员", "unit_clerk", "gsl", "government")
    for as_of, title, late in (
        ("05-07", "行政争议化解 1 件", False),
        ("06-30", "行政争议化解 1 件，环节超期 1 件", True),
    ):
        [one] = [one for one in waiting_for(clerk, book, status(book, day(as_of))) if one.flow]
        assert (one.kind, one.title, one.act, one.days > 0) == ("办理", title, "handle", late)


def test_what_waits_for_a_verdict_says_by_how_much_its_limit_has_passed(book: Book) -> None:
    left: dict[str, list[int]] = {}
    for one in claim_views.queue(VIEWERS["office"], book, UNTIL).all:
        if one.days_left is not None:
            left.setdefault(one.key, []).append(one.days_left)
    waits = [one for one in waiting_for(VIEWERS["office"], book, status(book, UNTIL)) if one.kind == "核实"]
    assert {one.duty: one.overrun for one in waits} == {key: max(0, -min(days)) for key, days in left.items()}
    assert any(one.overrun for one in waits)


def test_a_head_reads_an_order_to_his_unit_in_his_own_unit_and_opens_no_counts_of_it(booked: Booked) -> None:
    """He has no ledger, and the counts of orders are for leader and office."""
    matter = "限期报送非诉讼服务数据"
    book = booked(
        Event(0, 0, "supervision_order", "督1号", "签发", day("05-06"), "ldxz", "gsl", None, None, None,
              {"等级": "督办单", "来源": "计划", "事由": matter}, day("05-06")),
        Event(0, 0, "dispute", "争1号", "登记", day("05-06"), "qzfb", None, None, None, None, {}, day("05-06")),
        Event(0, 0, "dispute", "争1号", "移送", day("05-06"), "qzfb", None, None, None, None, {}, day("05-06")),
        Event(0, 0, "dispute", "争1号", "交办", day("05-07"), "qzfb", "gsl", None, None, None, {}, day("05-07")),
    )  # fmt: skip
    head = Viewer("gslhead", "马局长", "unit_head", "gsl", "government")
    found = {one.flow: one.act for one in waiting_for(head, book, status(book, day("06-30"))) if one.flow}
    assert found == {"supervision_order": "own", "dispute": ""}
    cases = {one.flow: (one.about, one.counted) for one in my_unit(head, book, day("06-30"), None, "gsl").cases}
    assert cases == {"supervision_order": (matter, False), "dispute": ("", True)}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("leader", ["verify", "decide"]),
        ("office", ["verify", "decide", "change", "judge", "points", "file"]),
        *((name, ["file", "numbers", "extensions", "help"]) for name in UNITS),
    ],
)
def test_each_role_has_its_parts(book: Book, name: str, parts: list[str]) -> None:
    assert list(office_views.parts(VIEWERS[name], book, UNTIL)) == parts
