"""Locked means locked: late facts are drift beside the result, and a changed row or text is found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.commands.statements import REPORTS
from lib.db.facts import TABLE_OF
from lib.db.period_tables import period_result
from lib.domain.facts import Event, Report, Verification
from lib.domain.rulings import FULL
from lib.errors import Refused
from lib.intake.importing import import_files
from lib.services.book import open_book
from lib.services.period_results import Verified, verify
from tests.commands.cast import CAST, stored
from tests.intake.filled import csv_file, good
from tests.people import plan
from tests.period_world import (
    CLOSE,
    LOCKED_ON,
    QUARTER,
    WAY,
    YEAR,
    answered,
    by,
    event,
    objected,
    past_the_guards,
    settle,
    state,
    stated,
    take_step,
    taken_until,
    versions,
    year_taken_until,
)

SECRET = "（2021）豫0811行初15号"


def verified(engine: Engine, period: Any = QUARTER) -> Verified:
    with open_book(engine) as book:
        return verify(book, period)


@pytest.fixture
def locked(world: Engine) -> Engine:
    """The quarter locked, with an accepted objection in it."""
    taken_until(world, "check", way=[(step, "operator" if step == "compute" else who, day) for step, who, day in WAY])
    objected(world, "duty:D10-1")
    answered(world, outcome=FULL)
    for step, who, day in WAY[3:]:
        take_step(world, step, who, day)
    return world


def brought(engine: Engine, *rows: dict[str, Any]) -> tuple[int, ...]:
    """Import as the operator after the lock; the numbers of the new facts."""
    before = stored(engine)
    import_files(engine, plan(), CAST["operator"], [csv_file(*rows)], today=LOCKED_ON)
    return tuple(range(before + 1, stored(engine) + 1))


LATE_REPORT = good(
    REPORTS, 任务编号="D24-1", 责任单位="区财政局", 发生日期="2021-04-29", 核实结果="通过", 核实日期="2021-04-30", 核实人="王芳",
    填报时间="2021-04-29 10:00",
)  # fmt: skip


def test_a_result_just_computed_is_what_it_was(world: Engine) -> None:
    taken_until(world, "compute")
    found = verified(world)
    assert found.holds and not found.drift.any and found.digest == state(world).digest


def test_before_the_first_result_there_is_nothing_to_verify(world: Engine) -> None:
    with pytest.raises(Refused, match="还没有计算过的结果"):
        verified(world)
    take_step(world, "open", "office", CLOSE)
    with pytest.raises(Refused, match="还没有计算过的结果"):
        verified(world)


def test_late_facts_change_nothing_locked_and_are_the_drift(locked: Engine) -> None:
    digest = state(locked).digest
    numbers = brought(locked, LATE_REPORT)
    found = verified(locked)
    assert found.holds and found.digest == digest == state(locked).digest
    assert (found.drift.gone, found.drift.come) == ((), numbers)
    assert [one.unit for one in found.drift.units if one.total != one.total_now] == ["czj"]
    lines = {one.unit: [(line.rule, line.come) for line in one.lines] for one in found.drift.units}
    # Others only change places with it.
    assert lines.pop("czj")[0] == ("delivery", numbers) and not any(lines.values())
    assert state(locked).state == "locked" and len(versions(locked)) == 2


def test_facts_recorded_after_the_close_are_no_drift(locked: Engine) -> None:
    late = {**LATE_REPORT, "填报时间": "2021-07-06 10:00"}
    brought(locked, late)
    assert verified(locked).holds and not verified(locked).drift.any


def test_late_events_of_a_court_are_drift_by_their_numbers(world: Engine) -> None:
    """Five cases heard before the close and known after it: a line of the unit sued comes to be."""
    year_taken_until(world, "lock")
    before = stored(world)
    for n in range(5):
        heard = {"负责人出庭": "是", "出庭职务": "正职"}
        case_no = f"{SECRET[:-2]}{n}号"
        stated(world, date(2021, 6, 1), event("litigation", case_no, "立案", date(2021, 6, 1), "kgj"))
        stated(world, date(2021, 6, 9), event("litigation", case_no, "开庭", date(2021, 6, 9), **heard))
    found = verified(world, YEAR)
    assert found.holds and found.drift.come and set(found.drift.come) <= set(range(before + 1, before + 11))
    assert {one.unit for one in found.drift.units} >= {"kgj", "qzfb"}


def test_a_fact_corrected_after_the_lock_is_drift_and_the_result_stands(locked: Engine) -> None:
    (claim,) = (one for one in versions(locked)[-1].facts if is_report_of(locked, one, "D10-1"))
    correct_fact(locked, plan(), by("operator", LOCKED_ON), claim + 1, None, reason="误核", approver="李明")
    found = verified(locked)
    assert found.holds
    # Recorded after the close, so that the same close would not see it either.
    assert not found.drift.any


def is_report_of(engine: Engine, number: int, code: str) -> bool:
    with open_book(engine) as book:
        return any(one.number == number and one.deliverable == code for one in book.facts.reports)


REPORT, VERDICT, EVENT = (TABLE_OF[kind].name for kind in (Report, Verification, Event))
KEPT = period_result.name


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (f"UPDATE {REPORT} SET occurred_on = '2021-04-30' WHERE deliverable = 'D10-1'", {"facts", "replayed"}),
        (f"UPDATE {REPORT} SET text = '改过' WHERE deliverable = 'D10-1'", {"facts", "replayed"}),
        (f"DELETE FROM {VERDICT} WHERE verdict = 'return'", {"facts", "replayed"}),
        (f"UPDATE {EVENT} SET occurred_on = '2021-05-17' WHERE occurred_on = '2021-06-24'", {"facts", "replayed"}),
        (f"UPDATE {KEPT} SET document = replace(document, '按期完成', '按期 完成')", {"text"}),
    ],
)  # fmt: skip
def test_a_row_changed_past_the_guards_is_found(locked: Engine, statement: str, broken: set[str]) -> None:
    past_the_guards(locked, statement)
    found = verified(locked)
    checks = {name: getattr(found, name) for name in ("text", "rows", "facts", "replayed")}
    assert not found.holds and {name for name, right in checks.items() if not right} >= broken


def test_points_changed_in_the_kept_text_are_found(locked: Engine) -> None:
    past_the_guards(locked, f'UPDATE {KEPT} SET document = replace(document, \'"total":"100"\', \'"total":"101"\')')
    found = verified(locked)
    assert not (found.text or found.rows) and found.facts


def test_a_text_that_is_no_result_any_more_is_said_to_be_so(locked: Engine) -> None:
    past_the_guards(locked, f"UPDATE {KEPT} SET document = substr(document, 1, 200)")
    with pytest.raises(Refused, match="无法读取"):
        verified(locked)


def test_a_result_whose_text_was_changed_is_not_locked(world: Engine) -> None:
    taken_until(world, "publish")
    past_the_guards(world, f"UPDATE {KEPT} SET document = document || ' '")
    with pytest.raises(Refused, match="摘要不符"):
        take_step(world, "lock", "office", LOCKED_ON)


def test_a_digest_without_its_text_is_said_to_be_missing(locked: Engine) -> None:
    past_the_guards(locked, f"DELETE FROM {KEPT}")
    with pytest.raises(Refused, match="没有它的文本"):
        verified(locked)


def test_the_same_on_either_database(engine: Engine) -> None:
    """Text, ranks, facts and replay agree, before late facts and after."""
    settle(engine)
    year_taken_until(engine, "lock")
    assert verified(engine, YEAR).holds
    numbers = brought(engine, LATE_REPORT)
    found = verified(engine, YEAR)
    assert found.holds and found.drift.come == numbers


def test_what_happened_after_the_period_moves_no_later_close(locked: Engine) -> None:
    """An event dated after the period's end, stored late: neither result nor drift knows of it."""
    stated(locked, CLOSE, event("dispute", "争议〔2021〕1号", "办结", CLOSE)._replace(result="化解成功"))
    assert not verified(locked).drift.any
