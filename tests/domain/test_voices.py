"""Where the system's mark, the owner's claim and the office's judgement disagree (lib.domain.voices)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lib.domain.duties import DutyRecord
from lib.domain.facts import Report, Verification
from lib.domain.voices import all_say_done, disagreements, last_said, says_done
from tests.domain.cast import STANDING, reassignment, report, returned, status_at, verdict, waiver


@pytest.mark.parametrize("mark", ["red", "yellow"])
def test_a_mark_of_trouble_disagrees_with_an_owner_or_an_office_that_sees_none(mark: str) -> None:
    assert disagreements(mark, True, None) == ("system_unit",)
    assert disagreements(mark, None, "on_track") == ("system_office",)
    assert disagreements(mark, True, "on_track") == ("system_unit", "system_office")
    assert disagreements(mark, False, "at_risk") == disagreements(mark, None, "off_track") == ()


@pytest.mark.parametrize("mark", ["pending", "green", "none"])
def test_a_quiet_mark_disagrees_with_an_office_that_sees_trouble(mark: str) -> None:
    assert disagreements(mark, None, "at_risk") == disagreements(mark, False, "off_track") == ("system_office",)
    assert disagreements(mark, True, "on_track") == disagreements(mark, False, "on_track") == ()


def test_a_blue_mark_disagrees_with_an_owner_that_is_not_done() -> None:
    assert disagreements("blue", False, None) == ("system_unit",)
    assert disagreements("blue", True, None) == disagreements("blue", None, "on_track") == ()


@pytest.mark.parametrize("view", ["at_risk", "off_track"])
def test_an_owner_that_is_done_disagrees_with_an_office_that_sees_trouble(view: str) -> None:
    assert disagreements("red", True, view) == ("system_unit", "unit_office")
    assert disagreements("blue", True, view) == ("system_office", "unit_office")


def test_a_silent_voice_disagrees_with_nobody() -> None:
    assert all(disagreements(mark, None, None) == () for mark in ("red", "yellow", "pending", "green", "blue", "none"))


def said_done(said: Report, *facts: Verification) -> bool | None:
    return says_done(status_at("06-10", said, *facts), said)


@pytest.mark.parametrize(("percent", "done"), [("99", False), ("99.9", False), ("100", True), (None, None)])
def test_progress_of_a_hundred_percent_says_done(percent: str | None, done: bool | None) -> None:
    progress = report("05-20", kind="progress")._replace(percent=Decimal(percent) if percent else None)
    assert said_done(progress) is done


def test_a_completion_says_done_until_it_is_returned() -> None:
    assert said_done(report("05-20")) is True
    assert said_done(report("05-20"), verdict("05-25")) is True
    assert said_done(report("05-20"), returned("05-25")) is None


def test_progress_of_a_standing_duty_says_neither() -> None:
    own = report("05-20", duty=STANDING, kind="progress", period="2021Q2")._replace(percent=Decimal(60))
    assert says_done(status_at("06-10", own, duty=STANDING, period="2021Q2"), own) is None


def test_the_last_word_is_the_owners_latest_report_up_to_the_day() -> None:
    first, later = report("05-20", number=1), report("06-11", number=2)
    helper = report("05-25", number=3, unit="sfj")
    record = DutyRecord((first, later, helper))
    assert last_said(status_at("06-10", first, later, helper), record) == first
    assert last_said(status_at("06-11", first, later, helper), record) == later
    assert last_said(status_at("05-19", first, later, helper), record) is None


def test_after_a_change_of_hands_the_new_owner_speaks() -> None:
    first, change = report("05-20"), reassignment("05-25", "sfj")
    assert last_said(status_at("05-26", first, change), DutyRecord((first,), (), (change,))) is None


def test_all_duties_of_an_item_say_done_but_for_those_waived() -> None:
    running, gone = status_at("05-10"), status_at("05-10", waiver("05-09"))
    assert all_say_done([(running, True), (running, True)]) is True
    assert all_say_done([(running, True), (running, None)]) is None
    assert all_say_done([(running, True), (running, False)]) is None
    assert all_say_done([(running, True), (gone, None)]) is True
    assert all_say_done([(gone, None)]) is None
    assert all_say_done([]) is None
