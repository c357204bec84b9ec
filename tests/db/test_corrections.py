"""Corrections: what was voided does not come back, what was replaced comes in the same place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from lib import clock
from lib.db.engine import reading, writing
from lib.db.facts import Fact, Origin, append, correct
from lib.db.queries import facts
from lib.db.queries.chain import fact_origin, last_number, last_occurred_on
from lib.errors import Refused
from tests.db.cast import CHANGE, DAY, EVENT, OFFICE, REPORT, one_of_each, verification

START = datetime(2021, 6, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_day_an_act(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each look at the clock is a day later: the first act is stored on 2021-06-01."""
    days = iter(range(1000))
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(days=next(days)))
    return


def store(engine: Engine, *drafts: Fact) -> None:
    """In one act each."""
    for draft in drafts:
        with writing(engine) as conn:
            append(conn, [draft], OFFICE)


def amend(engine: Engine, number: int, replacement: Fact | None, origin: Origin = OFFICE) -> int:
    with writing(engine) as conn:
        return correct(conn, number, replacement, reason="笔误", approver="李", origin=origin)


def instant(day: int) -> datetime:
    """Just after the act of 2021-06-`day`."""
    return START + timedelta(days=day - 1, hours=1)


def texts(engine: Engine, known_at: datetime | None = None, until: date | None = None) -> list[str | None]:
    with reading(engine) as conn:
        return [one.text for one in facts.reports(conn, known_at, corrections_recorded_until=until)]


def test_a_voided_fact_does_not_come_back(engine: Engine) -> None:
    store(engine, REPORT, REPORT._replace(text="二"))
    amend(engine, 1, None)
    assert texts(engine) == ["二"]


@pytest.mark.parametrize("number", range(1, 8))
def test_a_fact_of_every_kind_can_be_voided(engine: Engine, number: int) -> None:
    with writing(engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    amend(engine, number, None)
    with reading(engine) as conn:
        left = [
            one.number
            for read in (facts.reports, facts.verifications, facts.changes, facts.events, facts.adjustments,
                         facts.entries, facts.judgements)
            for one in read(conn)
        ]  # fmt: skip
    gone = {1, 2} if number == 1 else {number}  # a verdict goes with its report
    assert set(left) == set(range(1, 8)) - gone


def test_a_replacement_comes_in_the_place_of_what_it_replaces(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"), REPORT._replace(text="二"), REPORT._replace(text="三"))
    amend(engine, 2, REPORT._replace(text="二改"))
    assert texts(engine) == ["一", "二改", "三"]


def test_a_replaced_event_keeps_its_seq(engine: Engine) -> None:
    store(engine, EVENT._replace(text="一"), EVENT._replace(text="二"), EVENT._replace(text="三"))
    amend(engine, 2, EVENT._replace(text="二改", seq=9))
    with reading(engine) as conn:
        assert [(one.seq, one.text) for one in facts.events(conn)] == [(1, "一"), (2, "二改"), (3, "三")]


def test_a_seq_given_to_a_voided_event_is_not_given_again(engine: Engine) -> None:
    store(engine, EVENT, EVENT)
    amend(engine, 2, None)
    store(engine, EVENT)
    with reading(engine) as conn:
        assert [one.seq for one in facts.events(conn)] == [1, 3]


def test_a_replacement_is_corrected_in_turn(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"))
    amend(engine, 1, REPORT._replace(text="二"))
    amend(engine, 2, REPORT._replace(text="三"))
    assert texts(engine) == ["三"]
    amend(engine, 4, None)
    assert texts(engine) == []


def test_known_at_sees_each_state_of_a_chain(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"))
    amend(engine, 1, REPORT._replace(text="二"))
    amend(engine, 2, REPORT._replace(text="三"))
    amend(engine, 4, None)
    seen = [texts(engine, instant(day)) for day in range(0, 5)]
    assert seen == [[], ["一"], ["二"], ["三"], []]


def test_a_close_does_not_see_corrections_recorded_after_it(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"))
    amend(engine, 1, REPORT._replace(text="二"))
    amend(engine, 2, None)
    seen = [texts(engine, until=date(2021, 6, day)) for day in (1, 2, 3)]
    assert seen == [["一"], ["二"], []]


def test_a_later_link_of_a_chain_never_takes_effect_before_an_earlier_one(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"))
    amend(engine, 1, REPORT._replace(text="二"))
    amend(engine, 2, REPORT._replace(text="三"), Origin("zhang", "import", stated_at=START))
    assert texts(engine, until=date(2021, 6, 1)) == ["一"]
    assert texts(engine, until=date(2021, 6, 2)) == ["三"]


def test_known_at_and_a_close_hold_together(engine: Engine) -> None:
    store(engine, REPORT._replace(text="一"))
    amend(engine, 1, REPORT._replace(text="二"))
    assert texts(engine, instant(2), date(2021, 6, 1)) == ["一"]
    assert texts(engine, instant(1), date(2021, 6, 2)) == ["一"]


def test_a_verdict_follows_the_report_to_its_replacement(engine: Engine) -> None:
    store(engine, REPORT, verification(1))
    correction = amend(engine, 1, REPORT._replace(text="改"))
    with reading(engine) as conn:
        assert [one.report for one in facts.verifications(conn)] == [correction - 1]
        assert [one.report for one in facts.verifications(conn, instant(2))] == [1]
    amend(engine, correction - 1, None)
    with reading(engine) as conn:
        assert facts.verifications(conn) == []


def test_a_fact_is_corrected_once(engine: Engine) -> None:
    store(engine, REPORT)
    amend(engine, 1, REPORT._replace(text="二"))
    with pytest.raises(Refused, match="第 1 号事实已更正过"):
        amend(engine, 1, None)


@pytest.mark.parametrize("number", [3, 99])
def test_only_a_fact_that_is_there_is_corrected(engine: Engine, number: int) -> None:
    store(engine, REPORT)
    amend(engine, 1, REPORT._replace(text="二"))  # 2 the replacement, 3 the correction
    with pytest.raises(Refused, match=f"没有第 {number} 号事实"):
        amend(engine, number, None)


def test_a_replacement_is_of_the_same_kind_and_case(engine: Engine) -> None:
    store(engine, EVENT)
    with pytest.raises(Refused, match="同一种类"):
        amend(engine, 1, CHANGE)
    with pytest.raises(Refused, match="台账或编号"):
        amend(engine, 1, EVENT._replace(case_no="2号"))


def test_the_trail_shows_both_the_corrected_and_its_replacement(engine: Engine) -> None:
    store(engine, REPORT)
    amend(engine, 1, REPORT._replace(text="二"))
    with reading(engine) as conn:
        trail = fact_origin(conn, [1, 2, 3])
    assert [(one.number, one.kind, one.corrected_by) for one in trail] == [
        (1, "report", 3), (2, "report", None), (3, "correction", None),
    ]  # fmt: skip


def test_the_last_day_is_that_of_facts_that_stand(engine: Engine) -> None:
    store(engine, REPORT, REPORT._replace(occurred_on=date(2031, 1, 1)))
    amend(engine, 2, None)
    with reading(engine) as conn:
        assert last_occurred_on(conn) == DAY


def test_the_last_number_counts_what_was_stored_by_then(engine: Engine) -> None:
    store(engine, REPORT, EVENT)
    amend(engine, 1, None)
    with reading(engine) as conn:
        assert [last_number(conn, instant(day)) for day in range(0, 4)] == [0, 1, 2, 3]
        assert last_number(conn) == 3
