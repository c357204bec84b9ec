"""Objections: one part of the own line, once, at its time; answered by who neither computed, verified nor scored; an
accepted one moves that line and nothing else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.commands.statements import EVENTS
from lib.domain.appraisal import Score
from lib.domain.plan import PAUSE, RESUME
from lib.domain.ranking import RankRow
from lib.domain.results import Result
from lib.domain.rights import UNIT_CLERK, Viewer
from lib.domain.rulings import FULL, LEFT_OUT, SHARE
from lib.errors import NotAllowed, Refused
from lib.intake.importing import import_files
from tests.commands.cast import CAST, case_of, events, move, refusal, register, stored, trail
from tests.intake.filled import csv_file, good
from tests.people import plan
from tests.period_world import (
    APPROVED_ON,
    CHECK_UNTIL,
    CLOSE,
    LOCKED_ON,
    ORDER_NO,
    WAY,
    answered,
    by,
    head_of,
    objected,
    settle,
    state,
    take_step,
    taken_until,
    versions,
)

OWN, NO = "duty:D10-1", "申诉〔2021〕1号"
LATE_STAY = "stay:dispute/争议〔2021〕5号/2021-05-10"
JRJ, CZJ = head_of("jrj"), head_of("czj")


@pytest.fixture
def checked(world: Engine) -> Engine:
    """The quarter, computed by the operator and sent to the units."""
    taken_until(world, "check", way=[(step, "operator" if step == "compute" else who, day) for step, who, day in WAY])
    return world


# Who may object, to what, when


def test_a_unit_objects_and_the_case_says_to_what(checked: Engine) -> None:
    done = objected(checked, OWN, reason="完成日期认定有误", evidence="收文登记")
    assert done.sentence.startswith(f"区科工信局对2021年第二季度结果提出申诉（{NO}）")
    case = case_of(checked, "appeal", NO)
    assert (case.unit, case.state, case.registered_on) == ("kgj", "已申诉", CLOSE)
    assert [case.attribute(name) for name in ("考核期", "规则", "对象", "佐证")] == [
        "2021Q2", "delivery", OWN, "收文登记",
    ]  # fmt: skip
    assert trail(checked)[0].act == "object"


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        ("delivery", "duty:D06-1"), ("delivery", "duty:D99-1"), ("delivery", ""), ("flow", "flow:dispute"),
        ("target", "indicator:I16-1"), ("accuracy", "report:3"), ("adjustment", "adjustment:13"), ("nothing", OWN),
        ("flow", LATE_STAY), ("response", OWN),
    ],
)  # fmt: skip
def test_a_part_the_unit_does_not_have_is_no_ground(checked: Engine, rule: str, subject: str) -> None:
    told = refusal(checked, lambda e: objected(e, subject, rule))
    assert "没有" in told or "对象" in told


def test_each_sort_of_part_can_be_objected_to_by_whose_it_is(checked: Engine) -> None:
    bonus = next(row for row in versions(checked)[0].rows if row.unit == "jrj").score.adjustments[0]
    report = next(one for one in line(versions(checked)[0], "jrj", "accuracy").parts if one.lost)
    grounds = [
        (JRJ, "adjustment", f"adjustment:{bonus.number}"), (JRJ, "accuracy", report.subject),
        (JRJ, "delivery", "duty:D08-1.2021H1"), (CZJ, "flow", LATE_STAY), (CZJ, "flow", "flow:dispute"),
    ]  # fmt: skip
    for who, rule, subject in grounds:
        objected(checked, subject, rule, who)
    told = refusal(checked, lambda e: objected(e, "stay:dispute/争议〔2021〕5号/2021-05-11", "flow", CZJ))
    assert "没有" in told


def test_a_part_is_objected_to_once_whatever_became_of_it(checked: Engine) -> None:
    objected(checked, OWN)
    assert NO in refusal(checked, lambda e: objected(e, OWN, who="head"))
    answered(checked)
    assert "不再重复受理" in refusal(checked, lambda e: objected(e, OWN))


@pytest.mark.parametrize("last", ["open", "compute", "lock"])
def test_nobody_objects_before_the_check_or_after_the_lock(world: Engine, last: str) -> None:
    taken_until(world, last)
    told = refusal(world, lambda e: objected(e, OWN, today=LOCKED_ON))
    assert "交单位核对之后、锁定之前" in told


@pytest.mark.parametrize("last", ["check", "approve", "publish"])
def test_from_the_check_to_the_lock_a_unit_may_object(world: Engine, last: str) -> None:
    taken_until(world, last)
    objected(world, OWN, today=APPROVED_ON)


def test_nobody_objects_for_another_unit(checked: Engine) -> None:
    with pytest.raises(NotAllowed, match="只能为本单位"):
        objected(checked, "duty:D24-1", unit="czj")
    with pytest.raises(NotAllowed):
        move_register(checked, "clerk", "czj", "duty:D24-1")
    for who in CAST:
        if who in ("head", "clerk", "clerk_zrzy", "clerk_qzfb", "court", "procurator"):
            continue
        with pytest.raises(NotAllowed):
            objected(checked, OWN, who=who, unit="kgj")
        assert trail(checked)[0].act == "object_refused"
    assert events(checked, "appeal", NO) == []


def move_register(engine: Engine, who: str, unit: str | None, subject: str, **more: str) -> Any:
    """By the general act."""
    attributes = {"考核期": "2021Q2", "规则": "delivery", "对象": subject, "佐证": "文件", **more}
    return register(engine, who, "appeal", None, today=CLOSE, assignee=unit, text="认定有误", attributes=attributes)


def test_the_general_act_meets_the_same_rules(checked: Engine) -> None:
    assert "没有" in refusal(checked, lambda e: move_register(e, "clerk", "kgj", "duty:D06-1"))
    assert "不是考核期" in refusal(checked, lambda e: move_register(e, "clerk", "kgj", OWN, 考核期="第二季度"))
    with pytest.raises(NotAllowed):
        move_register(checked, "office", "kgj", OWN)
    move_register(checked, "clerk", "kgj", OWN)
    assert "不再重复受理" in refusal(checked, lambda e: objected(e, OWN))


@pytest.mark.parametrize(("said", "told"), [({"reason": " "}, "说明|理由"), ({"evidence": ""}, "佐证")])
def test_an_objection_gives_its_reason_and_evidence(checked: Engine, said: dict[str, str], told: str) -> None:
    assert re.search(told, refusal(checked, lambda e: objected(e, OWN, **said)))


# Orders about the same thing


def paused_and_resumed(engine: Engine) -> list[tuple[str, date, str | None]]:
    """What the objection did to the order about the same duty."""
    found = events(engine, "supervision_order", ORDER_NO)
    return [(one.action, one.occurred_on, one.text) for one in found if one.action in (PAUSE, RESUME)]


def test_an_order_about_the_same_thing_waits_and_goes_on_with_as_many_days_more(checked: Engine) -> None:
    before = case_of(checked, "supervision_order", ORDER_NO).stays[-1].deadline(plan().calendar, CLOSE)
    done = objected(checked, OWN)
    assert "1 件督办在答复之前暂停计时" in done.sentence
    assert case_of(checked, "supervision_order", ORDER_NO).paused
    answered(checked, today=CHECK_UNTIL)
    assert paused_and_resumed(checked) == [
        (PAUSE, CLOSE, f"{NO}答复之前暂停计时"), (RESUME, CHECK_UNTIL, f"{NO}已办结，恢复计时"),
    ]  # fmt: skip
    order = case_of(checked, "supervision_order", ORDER_NO)
    after = order.stays[-1].deadline(plan().calendar, CHECK_UNTIL)
    assert before is not None and after is not None and (after - before).days >= 3 and not order.paused


def test_an_order_goes_on_when_the_objection_is_withdrawn(checked: Engine) -> None:
    objected(checked, OWN)
    move(checked, "clerk", "appeal", "撤回", NO, today=CHECK_UNTIL, result="撤回")
    assert [one[0] for one in paused_and_resumed(checked)] == [PAUSE, RESUME]
    assert not case_of(checked, "supervision_order", ORDER_NO).paused


def test_an_order_about_something_else_does_not_wait(checked: Engine) -> None:
    objected(checked, "flow:dispute", "flow", CZJ)
    assert paused_and_resumed(checked) == []


def test_an_order_the_office_paused_itself_stays_paused(checked: Engine) -> None:
    move(checked, "office", "supervision_order", PAUSE, ORDER_NO, today=CLOSE)
    objected(checked, OWN)
    answered(checked)
    assert case_of(checked, "supervision_order", ORDER_NO).paused and len(paused_and_resumed(checked)) == 1


# Who answers


def test_only_office_and_leader_answer(checked: Engine) -> None:
    objected(checked, OWN)
    before = stored(checked)
    for who in CAST:
        if who in ("leader", "office", "office_qzfb"):
            continue
        with pytest.raises(NotAllowed):
            answered(checked, who)
        assert trail(checked)[0].act == "decide_objection_refused"
    assert stored(checked) == before


def by_the_general_act(engine: Engine, who: str) -> Any:
    if case_of(engine, "appeal", NO).state == "已申诉":
        move(engine, "leader", "appeal", "受理", NO, today=CLOSE)
    return move(engine, who, "appeal", "答复", NO, today=CLOSE, result="不采纳", text="经复核")


@pytest.mark.parametrize("answer", [answered, by_the_general_act])
def test_who_verified_the_part_does_not_answer(checked: Engine, answer: Any) -> None:
    objected(checked, OWN)
    with pytest.raises(NotAllowed, match="由您核实或评分"):
        answer(checked, "office")
    answer(checked, "office_qzfb")


@pytest.mark.parametrize("answer", [answered, by_the_general_act])
def test_who_gave_the_points_does_not_answer(checked: Engine, answer: Any) -> None:
    bonus = next(row for row in versions(checked)[0].rows if row.unit == "jrj").score.adjustments[0]
    objected(checked, f"adjustment:{bonus.number}", "adjustment", JRJ)
    with pytest.raises(NotAllowed, match="由您核实或评分"):
        answer(checked, "office_qzfb")
    answer(checked, "office")


@pytest.mark.parametrize("answer", [answered, by_the_general_act])
def test_who_computed_the_result_does_not_answer(world: Engine, answer: Any) -> None:
    way = [(step, "office_qzfb" if step == "compute" else who, day) for step, who, day in WAY]
    taken_until(world, "check", way=way)
    objected(world, "flow:dispute", "flow", CZJ)
    with pytest.raises(NotAllowed, match="由您计算"):
        answer(world, "office_qzfb")
    answer(world, "office")


@pytest.mark.parametrize("answer", [answered, by_the_general_act])
def test_the_offices_own_unit_is_answered_by_a_leader(checked: Engine, answer: Any) -> None:
    objected(checked, "duty:D05-1", who=head_of("qzfb"))
    for who in ("office", "office_qzfb"):
        with pytest.raises(NotAllowed, match="由区领导答复"):
            answer(checked, who)
    answer(checked, "leader")


@pytest.mark.parametrize("written", ["采纳", " 采纳 "])
def test_the_general_act_upholds_nothing(checked: Engine, written: str) -> None:
    objected(checked, OWN)
    move(checked, "leader", "appeal", "受理", NO, today=CLOSE)
    told = refusal(
        checked,
        lambda e: move(e, "leader", "appeal", "答复", NO, today=CLOSE, result=written, text="同意"),
    )
    assert "要写明怎样改" in told


def sheet_row(action: str, **cells: str) -> dict[str, Any]:
    return good(EVENTS, 台账="申诉", 编号=NO, 动作=action, 日期="2021-07-05", 金额="", 说明="同意", **cells)


@pytest.mark.parametrize("who", ["office", "operator"])
def test_no_sheet_brings_an_objection_or_its_answer(checked: Engine, who: str) -> None:
    def bring(engine: Engine, *rows: dict[str, Any]) -> Any:
        return import_files(engine, plan(), CAST[who], [csv_file(*rows)], today=CLOSE)

    said = {"承办单位": "区科工信局", "考核期": "2021Q2", "规则": "delivery", "对象": OWN, "佐证": "文件"}
    with pytest.raises(Refused, match="申诉"):
        bring(checked, sheet_row("申诉", **said))
    objected(checked, OWN)
    with pytest.raises(Refused, match="申诉"):
        bring(checked, sheet_row("受理"), sheet_row("答复", 结果="采纳"))
    assert case_of(checked, "appeal", NO).state == "已申诉"


def test_an_objection_and_its_answer_are_not_corrected_away(checked: Engine) -> None:
    objected(checked, OWN)
    answered(checked, outcome=FULL)
    for one in reversed(events(checked, "appeal", NO)):
        told = refusal(
            checked, correct_fact, plan(), by("office", CLOSE), one.number, None, reason="重来", approver="李明"
        )
        assert "申诉" in told


# What an answer brings about


def row_of(result: Result, unit: str) -> RankRow:
    found = result.row(unit)
    assert found is not None
    return found


def line(result: Result, unit: str, rule: str) -> Any:
    return next(one.share for one in row_of(result, unit).score.lines if one.rule.code == rule)


def lines_but(score: Score, rule: str) -> list[Any]:
    return [(one.rule.code, one.share) for one in score.lines if one.rule.code != rule]


def test_a_dismissed_objection_changes_nothing(checked: Engine) -> None:
    objected(checked, OWN)
    assert answered(checked, reason="佐证不足").sentence == f"{NO} 不采纳：佐证不足"
    assert state(checked).version == 1
    case = case_of(checked, "appeal", NO)
    assert (case.state, case.events[-1].result) == ("已答复", "不采纳")


CHANGED = [
    (JRJ, "delivery", "duty:D08-1.2021H1", {"outcome": LEFT_OUT}, Fraction(1)),
    (JRJ, "delivery", "duty:D08-1.2021H1", {"outcome": FULL}, Fraction(1)),
    (JRJ, "delivery", "duty:D08-1.2021H1", {"outcome": SHARE, "share": Fraction(1, 2)}, Fraction(5, 6)),
    (JRJ, "delivery", "duty:D08-1.2021H1", {"outcome": SHARE, "accepted_on": date(2021, 6, 30)}, Fraction(4, 5)),
    (CZJ, "flow", LATE_STAY, {"outcome": FULL}, Fraction(5, 6)),
    (CZJ, "flow", LATE_STAY, {"outcome": LEFT_OUT}, Fraction(4, 5)),
    (CZJ, "flow", "flow:dispute", {"outcome": LEFT_OUT}, None),
    (CZJ, "delivery", "duty:D24-1", {"outcome": SHARE, "accepted_on": date(2021, 5, 4)}, Fraction(9, 20)),
]  # fmt: skip


@pytest.mark.parametrize(("who", "rule", "subject", "said", "share"), CHANGED)
def test_an_accepted_objection_moves_the_line_it_names_and_no_other(
    checked: Engine, who: Viewer, rule: str, subject: str, said: dict[str, Any], share: Fraction | None
) -> None:
    objected(checked, subject, rule, who)
    done = answered(checked, **said)
    before, after = versions(checked)
    unit = who.unit_code or ""
    assert line(after, unit, rule).share == share
    assert lines_but(row_of(after, unit).score, rule) == lines_but(row_of(before, unit).score, rule)
    assert row_of(after, unit).score.adjustments == row_of(before, unit).score.adjustments
    for row in before.rows:
        if row.unit != unit:
            assert row_of(after, row.unit).score == row.score, "the score of another unit moved"
    kept = [one for one in line(after, unit, rule).parts if one.subject.split(":")[0] != "stay"]
    changed = [one for one in kept if one not in line(before, unit, rule).parts]
    assert len(changed) == 1 and NO in changed[0].why
    assert (before.version, after.version, after.seen) == (1, 2, before.seen)
    assert [one.case_no for one in after.rulings] == [NO] and "前一版保留" in done.sentence


def test_ranks_follow_an_accepted_objection_and_state_and_confirmations_stay(checked: Engine) -> None:
    take_step(checked, "confirm", "head", CLOSE)
    objected(checked, "duty:D08-1.2021H1", who=JRJ)
    answered(checked, outcome=LEFT_OUT)
    before, after = versions(checked)
    assert [(row.unit, row.league_rank) for row in before.rows[:2]] == [("kgj", 1), ("jrj", 2)]
    assert [(row.unit, row.league_rank) for row in after.rows[:2]] == [("jrj", 1), ("kgj", 2)]
    assert row_of(after, "jrj").score.total == Decimal("98.67")
    life = state(checked)
    assert (life.state, life.version, life.confirmed) == ("checked", 2, {"kgj"})


def test_an_accepted_objection_to_points_takes_them_out(checked: Engine) -> None:
    bonus = row_of(versions(checked)[0], "jrj").score.adjustments[0]
    objected(checked, f"adjustment:{bonus.number}", "adjustment", JRJ)
    told = refusal(checked, lambda e: answered(e, outcome=FULL))
    assert "不能这样改" in told
    answered(checked, outcome=LEFT_OUT)
    before, after = versions(checked)
    assert row_of(before, "jrj").score.bonus == 2 and row_of(after, "jrj").score.bonus == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"outcome": "better"}, "改为"), ({"outcome": SHARE}, "得分率"), ({"outcome": SHARE, "share": Fraction(3, 2)}, "得分率"),
        ({"outcome": SHARE, "share": Fraction(-1, 2)}, "得分率"), ({"outcome": FULL, "reason": " "}, "理由"), ({"reason": ""}, "说明"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_say_what_changes_is_refused(checked: Engine, said: dict[str, Any], told: str) -> None:
    objected(checked, OWN)
    assert told in refusal(checked, lambda e: answered(e, **said))
    assert case_of(checked, "appeal", NO).state == "已申诉" and state(checked).version == 1


@pytest.mark.parametrize(("day", "may"), [(23, False), (24, True)])
def test_a_duty_is_held_to_be_done_on_a_day_it_was_open(checked: Engine, day: int, may: bool) -> None:
    objected(checked, "duty:D24-1", who=CZJ)
    if may:
        answered(checked, outcome=SHARE, accepted_on=date(2021, 4, day))
    else:
        told = refusal(checked, lambda e: answered(e, outcome=SHARE, accepted_on=date(2021, 4, day)))
        assert "2021-04-24" in told and "2021-06-30" in told


def test_a_duty_is_not_held_to_be_done_after_the_period(checked: Engine) -> None:
    objected(checked, "duty:D24-1", who=CZJ)
    told = refusal(checked, lambda e: answered(e, outcome=SHARE, accepted_on=date(2021, 7, 1)))
    assert "认定的完成日期" in told


def test_a_stay_earns_no_share_of_its_own(checked: Engine) -> None:
    objected(checked, LATE_STAY, "flow", CZJ)
    assert "不能这样改" in refusal(checked, lambda e: answered(e, outcome=SHARE, share=Fraction(1, 2)))


def test_an_objection_is_answered_once(checked: Engine) -> None:
    objected(checked, OWN)
    answered(checked, outcome=FULL)
    assert "已于 2021-07-05 办结（采纳）" in refusal(checked, lambda e: answered(e))
    assert state(checked).version == 2


def test_accepted_objections_stay_in_a_later_computation(checked: Engine) -> None:
    objected(checked, OWN)
    answered(checked, outcome=FULL)
    take_step(checked, "compute", "operator", CHECK_UNTIL)
    after = versions(checked)[2]
    assert line(after, "kgj", "delivery").share == 1 and [one.case_no for one in after.rulings] == [NO]


def test_two_objections_are_two_versions_one_upon_the_other(engine: Engine) -> None:
    settle(engine)
    taken_until(engine, "check", way=[(step, "operator" if step == "compute" else who, day) for step, who, day in WAY])
    objected(engine, OWN)
    objected(engine, LATE_STAY, "flow", CZJ)
    answered(engine, outcome=FULL)
    answered(engine, case_no="申诉〔2021〕2号", outcome=FULL)
    results = versions(engine)
    assert [len(one.rulings) for one in results] == [0, 1, 2]
    assert line(results[2], "kgj", "delivery").share == 1 and line(results[2], "czj", "flow").share == Fraction(5, 6)
    take_step(engine, "approve", "leader", APPROVED_ON)
    assert state(engine).digest == state(engine).last("revise").digest  # type: ignore[union-attr]


def test_a_locked_result_is_not_answered_about_any_more(checked: Engine) -> None:
    objected(checked, OWN)
    take_step(checked, "compute", "operator", CHECK_UNTIL)
    told = refusal(checked, lambda e: answered(e, outcome=FULL))
    assert "现为“已计算”，不能再答复申诉" in told


def test_a_clerk_of_a_court_objects_to_the_courts_lines(checked: Engine) -> None:
    objected(checked, "duty:D09-1", who="court")
    assert case_of(checked, "appeal", NO).unit == "qfy"


def test_a_unit_that_is_not_in_the_result_has_nothing_to_object_to(checked: Engine) -> None:
    stranger = Viewer("wgl", "吴科员", UNIT_CLERK, "wgl", "government")
    assert "没有" in refusal(checked, lambda e: objected(e, "duty:D08-1.2021H1", who=stranger))
