"""Facts are stored once, in order, digit for digit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from lib import clock
from lib.db import tables
from lib.db.engine import reading, writing
from lib.db.facts import Origin, append
from lib.db.queries import facts
from lib.db.queries.chain import fact_origin, last_number, last_occurred_on, last_stored_at, missing_numbers
from tests.db.cast import ADJUSTMENT, CHANGE, DAY, ENTRY, EVENT, JUDGEMENT, OFFICE, REPORT, one_of_each, verification


def test_numbers_run_over_all_kinds_without_gaps(engine: Engine) -> None:
    with writing(engine) as conn:
        assert append(conn, one_of_each(1), OFFICE) == [1, 2, 3, 4, 5, 6, 7]
        assert append(conn, [REPORT, EVENT], OFFICE) == [8, 9]
    with reading(engine) as conn:
        assert last_number(conn) == 9
        assert missing_numbers(conn) == 0


def test_a_rolled_back_act_leaves_no_gap(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as conn:
        append(conn, [REPORT], OFFICE)
        _ = 1 / 0
    with writing(engine) as conn:
        assert append(conn, [REPORT], OFFICE) == [1]


def test_every_kind_comes_back_as_it_went_in(engine: Engine) -> None:
    with writing(engine) as conn:
        append(conn, one_of_each(1), OFFICE)
    with reading(engine) as conn:
        today = clock.today()
        assert facts.reports(conn) == [REPORT._replace(number=1, recorded_on=today)]
        assert facts.verifications(conn) == [verification(1)._replace(number=2, recorded_on=today)]
        assert facts.changes(conn) == [CHANGE._replace(number=3, recorded_on=today)]
        assert facts.events(conn) == [EVENT._replace(number=4, seq=1, recorded_on=today)]
        assert facts.adjustments(conn) == [ADJUSTMENT._replace(number=5, recorded_on=today)]
        assert facts.entries(conn) == [ENTRY._replace(number=6, recorded_on=today)]
        assert facts.judgements(conn) == [JUDGEMENT._replace(number=7, recorded_on=today)]


@pytest.mark.parametrize("amount", ["0.1", "12.50", "99999999999999999999.123456789", "0", "1000"])
def test_decimals_are_exact_to_the_last_digit(engine: Engine, amount: str) -> None:
    with writing(engine) as conn:
        append(conn, [EVENT._replace(amount=Decimal(amount))], OFFICE)
    with reading(engine) as conn:
        assert str(facts.events(conn)[0].amount) == amount


def test_the_recorded_day_is_the_stated_one_in_shanghai(engine: Engine) -> None:
    late_evening = datetime(2021, 5, 6, 16, 30, tzinfo=UTC)
    with writing(engine) as conn:
        append(conn, [EVENT], Origin("zhang", "import", late_evening, "台账.xlsx/案件/3"))
    with reading(engine) as conn:
        assert facts.events(conn)[0].recorded_on == date(2021, 5, 7)
        [origin] = fact_origin(conn, [1, 99])
    assert (origin.account, origin.via, origin.source) == ("zhang", "import", "台账.xlsx/案件/3")
    assert origin.stated_at == late_evening
    assert ("金额(万元)", Decimal("12.50")) in origin.content


def test_the_trail_shows_a_nought_and_leaves_out_what_is_missing(engine: Engine) -> None:
    with writing(engine) as conn:
        append(conn, [EVENT._replace(amount=Decimal("0"), attributes={}, actor=None)], OFFICE)
    with reading(engine) as conn:
        [origin] = fact_origin(conn, [1])
    shown = dict(origin.content)
    assert shown["金额(万元)"] == 0
    assert not {"属性", "操作单位", "结果"} & set(shown)


def test_stored_at_never_goes_back_with_the_clock(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for moment in (noon, noon - timedelta(days=400), noon + timedelta(seconds=1)):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        with writing(engine) as conn:
            append(conn, [REPORT], OFFICE)
    with reading(engine) as conn:
        stored = conn.execute(select(tables.report.c.stored_at).order_by(tables.report.c.number)).scalars().all()
        assert last_stored_at(conn) == noon + timedelta(seconds=1)
    assert stored == [noon, noon, noon + timedelta(seconds=1)]


def test_events_without_seq_get_the_next_of_their_case(engine: Engine) -> None:
    other = EVENT._replace(case_no="2号")
    with writing(engine) as conn:
        append(conn, [EVENT, EVENT, other], OFFICE)
        append(conn, [EVENT, other, EVENT], OFFICE)
    with reading(engine) as conn:
        assert [one.seq for one in facts.events(conn, flow="npl", case_no=EVENT.case_no)] == [1, 2, 3, 4]
        assert [one.seq for one in facts.events(conn, flow="npl", case_no="2号")] == [1, 2]


def test_a_seq_is_given_once_in_a_case(engine: Engine) -> None:
    with writing(engine) as conn:
        append(conn, [EVENT._replace(seq=1)], OFFICE)
    with pytest.raises(IntegrityError), writing(engine) as conn:
        append(conn, [EVENT._replace(seq=1)], OFFICE)


def test_missing_is_null_and_never_the_empty_text(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as conn:
        append(conn, [REPORT._replace(text="")], OFFICE)


def test_a_verdict_needs_its_report(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as conn:
        append(conn, [verification(77)], OFFICE)


def test_facts_are_appended_under_the_write_lock_only(engine: Engine) -> None:
    with reading(engine) as conn, pytest.raises(RuntimeError):
        append(conn, [REPORT], OFFICE)


def test_events_come_by_day_and_within_it_by_seq(engine: Engine) -> None:
    next_day = DAY + timedelta(days=1)
    with writing(engine) as conn:
        append(
            conn, [EVENT._replace(occurred_on=next_day, seq=3), EVENT._replace(seq=2), EVENT._replace(seq=1)], OFFICE
        )
    with reading(engine) as conn:
        assert [one.seq for one in facts.events(conn)] == [1, 2, 3]
        assert [one.seq for one in facts.events(conn, until=DAY)] == [1, 2]
        assert last_occurred_on(conn) == next_day


def test_an_empty_board_has_no_last_day(engine: Engine) -> None:
    with reading(engine) as conn:
        assert last_occurred_on(conn) is None
        assert last_number(conn) == 0
        assert last_number(conn, clock.now()) == 0
        assert facts.events(conn) == []
