"""Corrections: what remains must have been possible, and old files do not bring back what was voided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.act import Caller, Done
from lib.commands.correct import correct_fact, replace_cells
from lib.commands.office_acts import apply_for_extension, decide_extension
from lib.commands.statements import CHANGES, EVENTS, REPORTS
from lib.db.engine import reading
from lib.db.facts import Fact
from lib.db.queries import accounts, facts
from lib.db.queries.stated import stated_fact
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.errors import NotAllowed, Refused
from tests.commands.cast import caller, refusal, register, trail
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
    said = {"reason": "录入有误", "approver": "李明", **options}
    return correct_fact(engine, plan(), Caller(OFFICE_VIEWER, TODAY), number, replacement, **said).numbers[-1]


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
    assert (last.account, last.act) == ("dudao", "correct_fact")


@pytest.mark.parametrize("number", [1, 2])
def test_an_event_that_later_ones_rest_on_cannot_be_voided(engine: Engine, number: int) -> None:
    imported(engine, csv_file(*CASE))
    with pytest.raises(Refused, match=r"不能这样更正|不能作废登记"):
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
        correct_fact(sqlite_engine, plan(), Caller(clerk, TODAY), 1, None, reason="错", approver="李明")
    with pytest.raises(Refused, match="理由"):
        corrected(sqlite_engine, 1, None, reason=" ")
    with pytest.raises(Refused, match="没有第 9 号"):
        corrected(sqlite_engine, 9, None)


# --- through the frame --------------------------------------------------------------------------


def undo(engine: Engine, who: str, number: int, **options: Any) -> Done:
    """Void as this member of the cast."""
    said = {"reason": "录入有误", "approver": "李明", **options}
    return correct_fact(engine, plan(), caller(who, today=TODAY, key=said.pop("key", None)), number, None, **said)


def put(engine: Engine, number: int, who: str = "office", **cells: str | None) -> Done:
    """Replace cells as this member of the cast."""
    said = {"reason": "录入有误", "approver": "李明"}
    return replace_cells(engine, plan(), caller(who, today=TODAY), number, cells, **said)


def test_a_correction_is_an_act_with_its_numbers_and_its_key(engine: Engine) -> None:
    imported(engine, csv_file(*CASE))
    done = undo(engine, "office", 3, key="k")
    assert (done.numbers, done.sentence) == ((4,), "已作废第 3 号事实：录入有误")
    assert undo(engine, "office", 3, key="k") == done._replace(again=True)
    assert put(engine, 2, 说明="补充").numbers == (5, 6)
    assert trail(engine)[0].detail == "第5–6号事实：已更正第 2 号事实：录入有误"


def test_a_registration_with_later_events_says_in_which_order_to_void(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(*CASE))
    assert "登记之后还有 2 条流转" in refusal(sqlite_engine, undo, "office", 1)
    for number in (3, 2, 1):
        undo(sqlite_engine, "office", number)
    assert actions(sqlite_engine) == []
    register(sqlite_engine, "platform_jrj", "npl", "N1", amount=Decimal(1))


def test_a_report_is_not_voided_under_its_verdict(engine: Engine) -> None:
    imported(engine, csv_file(good(REPORTS, 任务编号="D10-1", 责任单位="区科工信局", **VERIFIED)))
    assert "请先作废核实" in refusal(engine, undo, "office", 1)
    assert "不能改任务" in refusal(engine, put, 1, 任务编号="D11-1", 责任单位="czj")
    put(engine, 1, 说明="改")
    assert "请先作废核实" in refusal(engine, undo, "office", 3)
    undo(engine, "office", 2)
    undo(engine, "office", 3)
    with reading(engine) as conn:
        assert (facts.reports(conn), facts.verifications(conn)) == ([], [])


def test_the_office_does_not_undo_a_leaders_verdict_on_it(sqlite_engine: Engine) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS, **VERIFIED)))
    for who in ("office", "office_qzfb"):
        assert "由区领导改判" in refusal(sqlite_engine, undo, who, 2)
        assert "由区领导改判" in refusal(sqlite_engine, put, 2, who, 核实结果="退回")


def test_an_approval_rests_under_the_change_it_made(sqlite_engine: Engine) -> None:
    said = {"new_due": date(2021, 10, 30), "reason": "场地"}
    apply_for_extension(sqlite_engine, plan(), caller("clerk", today=TODAY), "D10-1", None, **said)
    decide_extension(sqlite_engine, plan(), caller("office", today=TODAY), "延期〔2021〕1号", seen=None, approved=True)
    assert "请先作废该调整" in refusal(sqlite_engine, undo, "office", 2)
    undo(sqlite_engine, "office", 3)
    undo(sqlite_engine, "office", 2)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, "请写明要更正的栏目"), ({"颜色": "红"}, "可更正的是"), ({"日期": "昨天"}, "不是日期"), ({"日期": ""}, "必须填写"),
        ({"金额(万元)": "十"}, "不是数字"), ({"金额(万元)": "NaN"}, "不是数字"), ({"承办单位": "甲"}, "没有单位"),
        ({"对象": "个人"}, "只能是公职人员"), ({"动作": "回款"}, "不能这样更正"), ({"编号": "N2"}, "没有此栏目"),
    ],
)  # fmt: skip
def test_cells_that_cannot_stand_are_refused(sqlite_engine: Engine, cells: dict[str, str], told: str) -> None:
    imported(sqlite_engine, csv_file(*CASE))
    assert told in refusal(sqlite_engine, put, 1, **cells)


def test_cells_are_replaced_and_emptied(engine: Engine) -> None:
    imported(engine, csv_file({**CASE[0], "对象": "企业", "银行": "甲"}), csv_file(good(REPORTS), name="b.csv"))
    put(engine, 2, **{"对象": None, "银行": "乙", "金额(万元)": "120"})
    with reading(engine) as conn:
        (event,) = facts.events(conn)
    assert (event.attributes, event.amount) == ({"银行": "乙"}, Decimal(120))


@pytest.mark.parametrize("who", ["leader", "head", "clerk", "platform_jrj", "sys_admin", "sec_admin", "audit_admin"])
def test_nobody_but_the_office_corrects(sqlite_engine: Engine, who: str) -> None:
    imported(sqlite_engine, csv_file(good(REPORTS)))
    with pytest.raises(NotAllowed):
        undo(sqlite_engine, who, 1)


def test_facts_of_the_court_are_corrected_by_its_own_clerk_and_named_to_nobody(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "court", "litigation", "豫行初1号", assignee="kgj")
    imported(sqlite_engine, csv_file(*CASE, good(EVENTS, 动作="移送执行", 日期="2021-05-09", 金额="")))
    imported(sqlite_engine, csv_file(good(REPORTS)))
    for number in (1, 2, 5):
        for who in ("office", "office_qzfb", "procurator"):
            said = refusal(sqlite_engine, undo, who, number)
            assert said == refusal(sqlite_engine, undo, who, 99).replace("99", str(number))
    assert "无权更正" in refusal(sqlite_engine, undo, "court", 6)
    put(sqlite_engine, 1, "court", 案由="行政处罚")
    undo(sqlite_engine, "court", 5)
    assert "豫行初" not in "".join(f"{row.subject}{row.detail}" for row in trail(sqlite_engine, 100))
