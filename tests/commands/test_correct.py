"""Corrections: what remains must have been possible, and old files do not bring back what was voided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.commands.statements import CHANGES, EVENTS, REPORTS
from lib.db.engine import reading
from lib.db.facts import Fact
from lib.db.queries import accounts, facts
from lib.db.queries.stated import stated_fact
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.errors import NotAllowed, Refused
from tests.intake.filled import OFFICE_VIEWER, TODAY, VERIFIED, csv_file, good, imported, plan, stored_count

CASE = [
    good(EVENTS),
    good(EVENTS, 动作="启动清收", 日期="2021-05-07", 金额=""),
    good(EVENTS, 动作="回款", 日期="2021-05-08", 金额="10"),
]


def fact(engine: Engine, number: int) -> Any:
    """The stored fact with this number."""
    with reading(engine) as conn:
        found = stated_fact(conn, number)
    assert found is not None
    return found.fact


def corrected(engine: Engine, number: int, replacement: Fact | None, **options: Any) -> int:
    """Correct as the office."""
    said = {"reason": "录入有误", "approver": "李明", "today": TODAY, **options}
    return correct_fact(engine, plan(), OFFICE_VIEWER, number, replacement, **said)


def actions(engine: Engine) -> list[tuple[str, date]]:
    """The standing events."""
    with reading(engine) as conn:
        return [(one.action, one.occurred_on) for one in facts.events(conn)]


def test_a_voided_event_leaves_the_others_standing(engine: Engine) -> None:
    imported(engine, csv_file(*CASE))
    corrected(engine, 3, None)
    assert [action for action, _ in actions(engine)] == ["委托", "启动清收"]
    with reading(engine) as conn:
        last = list(accounts.audit_rows(conn))[-1]
    assert (last.account, last.act) == ("dudao", "correct")


@pytest.mark.parametrize("number", [1, 2])
def test_an_event_that_later_ones_rest_on_cannot_be_voided(engine: Engine, number: int) -> None:
    imported(engine, csv_file(*CASE))
    with pytest.raises(Refused, match="不能这样更正"):
        corrected(engine, number, None)
    assert (len(actions(engine)), stored_count(engine)) == (3, 3)


def test_an_event_cannot_be_moved_behind_the_next(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(*CASE))
    second = fact(sqlite_engine, 2)
    with pytest.raises(Refused):
        corrected(sqlite_engine, 2, second._replace(occurred_on=date(2021, 5, 9)))
    corrected(sqlite_engine, 2, second._replace(occurred_on=date(2021, 5, 6)))
    assert actions(sqlite_engine)[1] == ("启动清收", date(2021, 5, 6))


def test_an_old_file_does_not_bring_back_what_was_voided(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(*CASE))
    corrected(sqlite_engine, 3, None)
    assert imported(sqlite_engine, csv_file(*CASE)).skipped == 3
    assert len(actions(sqlite_engine)) == 2
    assert imported(sqlite_engine, csv_file({**CASE[2], "金额(万元)": "12"})).new == 1


def test_an_old_and_a_corrected_file_are_both_known_after_a_replacement(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(*CASE))
    corrected(sqlite_engine, 3, fact(sqlite_engine, 3)._replace(amount=Decimal(12)))
    assert imported(sqlite_engine, csv_file(*CASE)).skipped == 3
    assert imported(sqlite_engine, csv_file({**CASE[2], "金额(万元)": "12"})).skipped == 1


def test_a_report_replaced_keeps_its_verdict_only_if_the_dates_fit(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS, **VERIFIED)))
    report = fact(sqlite_engine, 1)
    with pytest.raises(Refused, match="核实日期"):
        corrected(sqlite_engine, 1, report._replace(occurred_on=date(2021, 4, 30)))
    corrected(sqlite_engine, 1, report._replace(text="改"))
    assert imported(sqlite_engine, csv_file(good(REPORTS, **VERIFIED))).skipped == 1


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (good(REPORTS), {"unit": "qfy"}),
        (good(REPORTS), {"occurred_on": date(2021, 9, 2)}),
        (good(REPORTS), {"period": "2021Q2"}),
        (good(CHANGES), {"new_due": None}),
        (good(CHANGES), {"occurred_on": date(2021, 4, 1)}),
    ],
)
def test_a_replacement_that_no_sheet_could_bring_is_refused(
    sqlite_engine: Engine, row: dict[str, Any], change: dict[str, Any]
) -> None:
    imported(sqlite_engine, csv_file(row))
    with pytest.raises(Refused):
        corrected(sqlite_engine, 1, fact(sqlite_engine, 1)._replace(**change))
    assert stored_count(sqlite_engine) == 1


def test_only_the_office_corrects_and_says_why(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS)))
    clerk = Viewer("zfb", "赵", UNIT_CLERK, "qzfb", "government")
    with pytest.raises(NotAllowed):
        correct_fact(sqlite_engine, plan(), clerk, 1, None, reason="错", approver="李明", today=TODAY)
    with pytest.raises(Refused, match="理由"):
        corrected(sqlite_engine, 1, None, reason=" ")
    with pytest.raises(Refused, match="没有第 9 号"):
        corrected(sqlite_engine, 9, None)
