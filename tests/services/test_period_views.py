"""考核周期 as records: where each period stands, what comes next, objections with their worth, drift, decisions; rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.domain.rights import Viewer
from lib.domain.rulings import FULL, LEFT_OUT, SHARE
from lib.errors import NotAllowed, Refused
from lib.services.book import open_book
from lib.services.period_checks import Checked, checked
from lib.services.period_decisions import DecisionsPage, decisions_page
from lib.services.period_objections import ObjectionPage, objection_page, objections_page
from lib.services.period_views import PeriodPage, computed, period_page, periods_page
from lib.services.status import status
from lib.services.waiting import waiting_for
from tests.commands.cast import CAST, move
from tests.period_world import (
    APPROVED_ON,
    CHECK_UNTIL,
    CLOSE,
    LOCKED_ON,
    QUARTER,
    WAY,
    YEAR,
    YEAR_LOCKED_ON,
    answered,
    claimed,
    dispute,
    event,
    head_of,
    objected,
    stated,
    take_step,
    taken_until,
    year_taken_until,
)

NO = "申诉〔2021〕1号"
JRJ, CZJ = head_of("jrj"), head_of("czj")
LATE_STAY = "stay:dispute/争议〔2021〕5号/2021-05-10"
AS_OPERATOR = [(step, "operator" if step == "compute" else who, day) for step, who, day in WAY]


def silent(_what: str, _done: int, _whole: int) -> None:
    """Nobody listens."""


def page(engine: Engine, who: str = "office", today: date = CLOSE, period: Any = QUARTER) -> PeriodPage:
    with open_book(engine) as book:
        return period_page(CAST[who], book, today, period)


def objection(engine: Engine, who: str = "leader", case_no: str = NO, today: date = CLOSE) -> ObjectionPage:
    with open_book(engine) as book:
        return objection_page(CAST[who], book, today, QUARTER, case_no)


def check(engine: Engine, who: str = "office", period: Any = QUARTER) -> Checked:
    with open_book(engine) as book:
        return checked(CAST[who], book, period)


def decisions(engine: Engine, who: str = "leader", today: date = YEAR_LOCKED_ON) -> DecisionsPage:
    with open_book(engine) as book:
        return decisions_page(CAST[who], book, today, YEAR)


# Rights


ASKED: list[Callable[[Viewer, Any], Any]] = [
    lambda viewer, book: periods_page(viewer, book, CLOSE),
    lambda viewer, book: period_page(viewer, book, CLOSE, QUARTER),
    lambda viewer, book: computed(viewer, book, QUARTER, CLOSE, silent),
    lambda viewer, book: objections_page(viewer, book, CLOSE, QUARTER),
    lambda viewer, book: objection_page(viewer, book, CLOSE, QUARTER, NO),
    lambda viewer, book: checked(viewer, book, QUARTER),
    lambda viewer, book: decisions_page(viewer, book, CLOSE, YEAR),
]


@pytest.mark.parametrize("place", range(len(ASKED)))
def test_units_courts_and_administrators_are_told_nothing(world: Engine, place: int) -> None:
    taken_until(world, "check")
    objected(world, "duty:D10-1")
    with open_book(world) as book:
        for who in CAST:
            if who in ("leader", "office", "office_qzfb", "operator"):
                continue
            with pytest.raises(NotAllowed):
                ASKED[place](CAST[who], book)


def test_a_leader_computes_nothing(world: Engine) -> None:
    with open_book(world) as book, pytest.raises(NotAllowed, match="由督导办公室计算"):
        computed(CAST["leader"], book, QUARTER, CLOSE, silent)


# The list and the life


def test_every_period_begun_is_listed_the_newest_first(world: Engine) -> None:
    take_step(world, "open", "office", QUARTER.end)
    with open_book(world) as book:
        lines = periods_page(CAST["leader"], book, date(2021, 7, 1))
    assert [one.code for one in lines] == ["2021", "2021H2", "2021Q3", "2021H1", "2021Q2"]
    assert [one.state for one in lines] == ["draft", "draft", "draft", "draft", "open"]
    assert [one.running for one in lines] == [True, True, True, False, False]
    assert [one.in_hand for one in lines] == [False, False, False, False, True]


def test_a_period_not_begun_yet_is_not_listed(world: Engine) -> None:
    with open_book(world) as book:
        lines = periods_page(CAST["office"], book, date(2021, 6, 30))
    assert [one.code for one in lines] == ["2021", "2021H1", "2021Q2"]


@pytest.mark.parametrize(
    ("last", "today", "office", "leader"),
    [
        (None, CLOSE, ["open"], []), ("open", CLOSE, ["compute"], []), ("compute", CLOSE, ["check", "compute"], []),
        ("check", CHECK_UNTIL, ["compute"], []), ("check", APPROVED_ON, ["compute"], ["approve"]),
        ("approve", APPROVED_ON, ["publish", "compute"], []), ("publish", APPROVED_ON, [], []),
        ("publish", LOCKED_ON, ["lock"], []), ("lock", LOCKED_ON, [], []),
    ],
)  # fmt: skip
def test_who_may_take_which_step_when(
    world: Engine, last: str | None, today: date, office: list[str], leader: list[str]
) -> None:
    if last:
        taken_until(world, last)
    found = {who: [one.step for one in page(world, who, today).steps if one.may] for who in ("office", "leader")}
    assert found == {"office": office, "leader": leader}


def test_what_holds_the_approval_is_said_with_names(world: Engine) -> None:
    taken_until(world, "check")
    take_step(world, "confirm", "head", CLOSE)
    objected(world, "duty:D10-1")
    found = page(world, "leader")
    (approve,) = (one for one in found.steps if one.step == "approve")
    assert approve.by == "区领导" and not approve.may
    assert any("1 件申诉" in one for one in approve.why_not) and any("6 个单位" in one for one in approve.why_not)
    assert found.asked == 7 and "区科工信局" not in found.unconfirmed and "区财政局" in found.unconfirmed
    assert found.line.objections == 1 and found.line.until == CHECK_UNTIL


def test_a_running_period_says_from_when_it_can_be_computed(world: Engine) -> None:
    take_step(world, "open", "office", QUARTER.end)
    (compute,) = page(world, today=date(2021, 6, 29)).steps
    assert "6月30日" in compute.why_not[0] and not compute.may


def test_claims_without_a_verdict_are_named_until_the_result_is_computed_anew(world: Engine) -> None:
    number = claimed(world, "D13-1", "zzw", date(2021, 4, 29), None)
    taken_until(world, "approve")
    found = page(world, today=APPROVED_ON)
    (claim,) = found.undecided
    assert (claim.number, claim.key, claim.unit_name, claim.decided) == (number, "D13-1", "区综治委", False)
    assert "1 件申报没有核实结论" in found.steps[0].why_not[0] and not found.steps[0].may
    assert [one.step for one in found.steps if one.may] == ["compute"]


def test_the_line_says_who_when_and_what_was_early(world: Engine) -> None:
    taken_until(world, "check")
    take_step(world, "approve", "operator", CHECK_UNTIL, text="会议已定")
    marks = {one.name: one for one in page(world).marks}
    assert [one.standing for one in marks.values()] == ["done", "done", "done", "done", "next", "later"]
    assert marks["计算"].notes[:2] == ("第 1 版", "收件截至 7月5日") and "核对到 7月8日" in marks["单位核对"].notes
    assert marks["审定"].early and "会议已定" in marks["审定"].notes[-1] and not marks["打开"].early
    past = page(world).past
    assert [one.name for one in past] == ["打开", "计算", "交单位核对", "审定"] and past[-1].early


def test_a_step_undone_by_a_later_computation_is_not_on_the_line(world: Engine) -> None:
    taken_until(world, "approve")
    take_step(world, "compute", "office", APPROVED_ON)
    marks = [(one.name, one.standing) for one in page(world, today=APPROVED_ON).marks]
    assert marks[1:4] == [("计算", "done"), ("单位核对", "next"), ("审定", "later")]


def test_computing_tells_how_far_it_is(world: Engine) -> None:
    take_step(world, "open", "office", CLOSE)
    told: list[tuple[str, int, int]] = []
    with open_book(world) as book:
        made = computed(CAST["office"], book, QUARTER, CLOSE, lambda *said: told.append(said))
        with pytest.raises(Refused, match="早于本期最后一天"):
            computed(CAST["office"], book, QUARTER, date(2021, 6, 29), silent)
    assert made.version == 1 and [one[1] for one in told] == [0, 1, 2]


# Objections


def test_objections_are_listed_with_their_worth_open_ones_first(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D10-1")
    objected(world, "duty:D08-1.2021H1", who=JRJ)
    answered(world)
    with open_book(world) as book:
        lines = objections_page(CAST["leader"], book, CHECK_UNTIL, QUARTER)
    assert [(one.case_no, one.state) for one in lines] == [("申诉〔2021〕2号", "已申诉"), (NO, "已答复")]
    first, second = lines
    assert (first.unit_name, first.rule, first.stake) == ("区金融工作局", "任务落实", Decimal("30.00"))
    assert (first.due_on, first.days_left) == (date(2021, 7, 7), -1)
    assert (second.result, second.stake, second.days_left) == ("不采纳", None, None)


def test_an_objection_is_opened_with_what_is_said_and_what_may_be_made_of_it(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D10-1", reason="完成日期认定有误", evidence="收文登记")
    found = objection(world)
    assert "逾期 3 天完成" in found.why and "完成日期认定有误" in (found.reason or "") and found.evidence == "收文登记"
    assert (found.outcomes, found.of_duty, found.why_not) == ((FULL, LEFT_OUT, SHARE), True, "")
    assert found.may_take_up and not found.versions
    with open_book(world) as book, pytest.raises(Refused, match="没有编号"):
        objection_page(CAST["leader"], book, CLOSE, QUARTER, "申诉〔2021〕9号")


def test_who_may_not_answer_is_told_so_before(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D10-1")
    assert "由您核实或评分" in objection(world, "office").why_not
    assert objection(world, "office_qzfb").why_not == "" == objection(world, "leader").why_not
    take_step(world, "compute", "office_qzfb", CLOSE)
    assert "交单位核对之后" in objection(world, "office_qzfb").why_not
    take_step(world, "check", "office", CLOSE)
    assert "由您计算" in objection(world, "office_qzfb").why_not


def test_both_versions_stand_side_by_side_with_everyone_who_moved(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D08-1.2021H1", who=JRJ)
    answered(world, outcome=LEFT_OUT, reason="核对无误")
    found = objection(world)
    assert (found.outcome, found.answer, found.answered_by) == ("不计入", "核对无误", "leader")
    both = found.versions
    assert both is not None and (both.before, both.after) == (1, 2)
    assert (both.share, both.share_now) == (Fraction(2, 3), Fraction(1))
    assert (both.points, both.points_now) == (Decimal("60.00"), Decimal("90.00"))
    assert [(one.name, one.own, one.rank, one.rank_now, one.tier_now) for one in both.units] == [
        ("区金融工作局", True, 2, 1, "优秀"), ("区科工信局", False, 1, 2, "优秀"),
    ]  # fmt: skip


def test_of_two_accepted_objections_each_shows_its_own_versions(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D10-1")
    objected(world, LATE_STAY, "flow", CZJ)
    answered(world, case_no="申诉〔2021〕2号", outcome=FULL)
    answered(world, outcome=FULL)
    first, second = objection(world, case_no="申诉〔2021〕2号").versions, objection(world).versions
    assert first and second and (first.before, first.after, second.before, second.after) == (1, 2, 2, 3)
    assert first.share_now == Fraction(5, 6) and second.share_now == 1


def test_a_leader_is_not_told_the_case_behind_a_stay(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, LATE_STAY, "flow", CZJ)
    assert "争议〔2021〕5号" in objection(world, "office").line.part
    leaders = objection(world, "leader").line.part
    assert "争议〔2021〕5号" not in leaders and "2021年5月10日" in leaders


def test_a_withdrawn_objection_has_no_answer_and_no_clock(world: Engine) -> None:
    taken_until(world, "check", way=AS_OPERATOR)
    objected(world, "duty:D10-1")
    move(world, "clerk", "appeal", "撤回", NO, today=CLOSE, result="撤回")
    found = objection(world)
    assert (found.line.result, found.answer, found.line.days_left, found.why_not) == ("撤回", None, None, "")


# Checking


def test_a_check_says_four_times_that_it_holds(world: Engine) -> None:
    taken_until(world, "lock")
    found = check(world)
    assert found.holds and len(found.checks) == 4 and found.locked and not found.drifted


SECRET = "（2021）豫0811行初15号"


def test_facts_of_courts_are_drift_as_a_count_and_no_more(world: Engine) -> None:
    year_taken_until(world, "lock")
    for n in range(5):
        heard = {"负责人出庭": "是", "出庭职务": "正职"}
        case_no = f"{SECRET}之{n}"
        stated(world, date(2021, 6, 1), event("litigation", case_no, "立案", date(2021, 6, 1), "kgj"), account="court")
        stated(
            world, date(2021, 6, 9), event("litigation", case_no, "开庭", date(2021, 6, 9), **heard), account="court"
        )
    for who in ("office", "leader"):
        found = check(world, who, YEAR)
        assert found.drifted and found.facts == () and [words for words, _ in found.counted] == ["新增：司法案件的流转"]
        assert SECRET not in str(asdict(found)) and "court" not in str(asdict(found))
        assert {one.name for one in found.units} >= {"区科工信局"}


def test_a_leader_counts_cases_the_office_names(world: Engine) -> None:
    taken_until(world, "lock")
    dispute(world, "争议〔2021〕7号", late=True)
    office, leader = check(world, "office"), check(world, "leader")
    assert office.facts and all("争议〔2021〕7号" in one.about for one in office.facts) and not office.counted
    assert leader.facts == () and leader.counted == (("新增：行政争议化解的流转", len(office.facts)),)
    assert [one.name for one in leader.units] == [one.name for one in office.units]
    assert "平台运行" in {one.rules for one in leader.units}


# Decisions


def test_a_year_recommends_with_its_grounds_and_waits_for_the_lock(world: Engine) -> None:
    year_taken_until(world, "publish")
    found = decisions(world)
    assert found.rows and not found.may_sign and "锁定之后" in found.why_not
    take_step(world, "lock", "office", YEAR_LOCKED_ON, YEAR)
    found = decisions(world)
    assert found.may_sign and not found.why_not
    assert not decisions(world, "office").may_sign and "区领导" in decisions(world, "office").why_not
    worst = found.rows[-1]
    assert (worst.recommendation, worst.tier, worst.years) == ("约谈", "不合格", 1)
    assert worst.rank and worst.ranked_in_league >= worst.rank and worst.light
    assert {one.cells for one in found.history} == {("约谈（未签署）",)}


def test_a_signed_recommendation_says_by_whom_when_and_why(world: Engine) -> None:
    year_taken_until(world, "lock")
    take_step(world, "sign", "leader", YEAR_LOCKED_ON, YEAR, unit="zzw", reason="经会议研究")
    found = decisions(world)
    row = next(one for one in found.rows if one.unit == "zzw")
    assert row.decision is not None
    assert (row.decision.word, row.decision.on, row.decision.reason) == ("签署", YEAR_LOCKED_ON, "经会议研究")
    assert page(world, today=YEAR_LOCKED_ON, period=YEAR).unsigned == len(found.rows) - 1
    assert ("约谈（签署）",) in {one.cells for one in found.history}


def test_a_quarter_recommends_nothing_and_says_so(world: Engine) -> None:
    taken_until(world, "lock")
    with open_book(world) as book:
        found = decisions_page(CAST["leader"], book, LOCKED_ON, QUARTER)
    assert not found.rows and "年度结果" in found.why_empty


# What waits on the front page


def _waits_for_a_leader(engine: Engine, on: date) -> list[tuple[str, bool]]:
    with open_book(engine) as book:
        found = waiting_for(CAST["leader"], book, status(book, on))
        return [(one.kind, one.for_leader) for one in found if one.period == QUARTER.code]


def test_a_result_waits_for_its_approval_once_nothing_holds_it(world: Engine) -> None:
    """Not while units check it, nor while an objection waits for its answer: a leader is not sent where he may not act."""
    taken_until(world, "check", way=AS_OPERATOR)
    assert _waits_for_a_leader(world, CHECK_UNTIL) == []
    assert _waits_for_a_leader(world, APPROVED_ON) == [("审定", True)]
    objected(world, "duty:D10-1")
    assert _waits_for_a_leader(world, APPROVED_ON) == [("申诉", False)]
    answered(world, outcome=FULL)
    assert _waits_for_a_leader(world, APPROVED_ON) == [("审定", True)]
