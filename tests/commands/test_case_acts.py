"""Acts on cases: what they store and say, what they refuse, and that of two who act at once one is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.clock import now
from lib.commands.statements import EVENTS
from lib.db.engine import writing
from lib.domain.case_numbers import number_form
from lib.errors import NotAllowed, Refused
from lib.security.accounts import Draft, insert_account
from tests.commands.cast import CAST, case_of, events, move, refusal, register, stored, trail
from tests.intake.filled import csv_file, good, imported
from tests.people import plan

# --- what is stored and said --------------------------------------------------------------------


def test_a_case_goes_from_registering_to_its_end(engine: Engine) -> None:
    done = register(engine, "platform_qzfb", "dispute", attributes={"阶段": "诉前", "争议类型": " "})
    assert done.sentence == "已登记（编号 A1），请区政府办公室于5月10日前移送"
    assert done.numbers == (1,)
    assert move(engine, "platform_qzfb", "dispute", "移送").sentence == "已移送，请区政府办公室于5月8日前交办"
    said = move(engine, "platform_qzfb", "dispute", "交办", assignee="区自然资源局", seen=2).sentence
    assert said == "已交办，请区自然资源局于5月26日前反馈"
    assert move(engine, "clerk_zrzy", "dispute", "反馈").sentence == "已反馈，请区政府办公室于5月12日前办结"
    assert move(engine, "office", "dispute", "办结", result="化解成功").sentence == "已办结：化解成功"
    case = case_of(engine, "dispute")
    assert (case.state, case.outcome, case.attribute("阶段")) == ("已办结", "success", "诉前")
    assert [one.actor for one in case.events] == [None] * 5


def test_an_act_and_its_row_in_the_trail_name_the_facts(engine: Engine) -> None:
    register(engine, "platform_qzfb", "dispute")
    row = trail(engine)[0]
    assert (row.account, row.act, row.subject) == ("disputes", "register_case", "行政争议化解 A1")
    assert row.detail is not None
    assert row.detail.startswith("第1号事实：已登记")


def test_a_fault_between_the_facts_and_the_trail_stores_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as patch:
        patch.setattr("lib.security.audit.record", broken)
        with pytest.raises(RuntimeError):
            register(engine, "platform_qzfb", "dispute", key="k")
    assert (stored(engine), trail(engine)) == (0, [])
    assert register(engine, "platform_qzfb", "dispute", key="k").again is False


def test_a_unit_in_charge_acts_under_its_own_name_while_another_holds_the_case(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "platform_qzfb", "dispute")
    move(sqlite_engine, "platform_qzfb", "dispute", "移送")
    move(sqlite_engine, "platform_qzfb", "dispute", "交办", assignee="zrzy")
    move(sqlite_engine, "platform_qzfb", "dispute", "催办")
    assert events(sqlite_engine, "dispute")[-1].actor == "qzfb"


def test_the_clock_is_stopped_and_goes_on(engine: Engine) -> None:
    register(engine, "platform_qzfb", "dispute")
    assert move(engine, "office", "dispute", "中止").sentence == "已中止，恢复后接着计时"
    said = move(engine, "platform_qzfb", "dispute", "恢复", today=date(2021, 5, 10)).sentence
    assert said == "已恢复，请区政府办公室于5月14日前移送"


def test_a_return_and_a_reopening_go_back_to_who_worked(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "office", "supervision_order", None, assignee="kgj", attributes=ORDER)
    no = "山督〔2021〕1号"
    for who, action, fields in (
        ("clerk", "签收", {}), ("clerk", "反馈", {}), ("leader", "退回", {}), ("clerk", "反馈", {}),
        ("office", "销号", {"result": "完成"}), ("office", "回头看", {"text": "复查"}),
    ):  # fmt: skip
        move(sqlite_engine, who, "supervision_order", action, no, **fields)
    assert case_of(sqlite_engine, "supervision_order", no).holder == "kgj"
    assert "不能“回头看”" in refusal(sqlite_engine, move, "office", "supervision_order", "回头看", no, text="再查")


def test_money_that_came_back_twice_a_day_is_two_facts_and_a_sheet_of_both_adds_none(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "platform_jrj", "npl", "N1", amount=Decimal(100))
    move(sqlite_engine, "platform_jrj", "npl", "启动清收", "N1")
    for _ in range(2):
        move(sqlite_engine, "platform_jrj", "npl", "回款", "N1", amount=Decimal("10.0"))
    paid = good(EVENTS, 动作="回款", 金额="10")
    assert imported(sqlite_engine, csv_file(paid, paid)).skipped == 2
    assert imported(sqlite_engine, csv_file(good(EVENTS))).skipped == 1


# --- numbers ------------------------------------------------------------------------------------


def test_numbers_are_allotted_in_order_and_pass_over_those_taken(engine: Engine) -> None:
    order = {"assignee": "kgj", "attributes": ORDER}
    register(engine, "office", "supervision_order", "山督〔2021〕2号", **order)
    register(engine, "office", "supervision_order", "山督〔2020〕9号", **order)
    given = [register(engine, "office", "supervision_order", None, **order).subject for _ in range(3)]
    assert given == ["督办 山督〔2021〕1号", "督办 山督〔2021〕3号", "督办 山督〔2021〕4号"]


def test_a_refused_registration_takes_no_number(sqlite_engine: Engine) -> None:
    refusal(sqlite_engine, register, "office", "supervision_order", None, assignee="kgj", attributes={"等级": "甲"})
    done = register(sqlite_engine, "office", "supervision_order", None, assignee="kgj", attributes=ORDER)
    assert done.subject == "督办 山督〔2021〕1号"


def test_a_flow_without_a_form_numbers_by_its_name_and_a_court_by_its_own_rules() -> None:
    forms = {code: number_form(replace(plan().flow[code], number_format=None)) for code in ("dispute", "litigation")}
    assert forms == {"dispute": "行政争议化解〔{year}〕{n}号", "litigation": None}


def test_many_numbers_taken_at_once_are_passed_over(sqlite_engine: Engine) -> None:
    rows = [good(EVENTS, 台账="行政争议化解", 编号=f"行争〔2021〕{n}号", 动作="登记", 金额="") for n in range(1, 251)]
    imported(sqlite_engine, csv_file(*rows))
    assert register(sqlite_engine, "platform_qzfb", "dispute", None).subject.endswith("〔2021〕251号")


def test_of_two_who_register_one_number_the_second_is_told(engine: Engine) -> None:
    def once(_: int) -> str:
        try:
            return register(engine, "platform_qzfb", "dispute").sentence
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(once, range(8)))
    assert sum(one.startswith("已登记") for one in said) == 1
    assert sum("此编号已由disputes登记" in one for one in said) == 7
    assert stored(engine) == 1


# --- keys ---------------------------------------------------------------------------------------


def test_the_same_key_again_gets_the_first_answer_and_stores_nothing(engine: Engine) -> None:
    first = register(engine, "platform_qzfb", "dispute", key="a", amount=None, text="见附件")
    rows = len(trail(engine, 100))
    again = register(engine, "platform_qzfb", "dispute", key="a", text=" 见附件", today=date(2021, 5, 7))
    assert again == first._replace(again=True)
    assert (stored(engine), len(trail(engine, 100))) == (1, rows)


def test_the_same_key_with_other_content_is_refused(engine: Engine) -> None:
    register(engine, "platform_qzfb", "dispute", key="a")
    assert "已用于另一件事" in refusal(engine, register, "platform_qzfb", "dispute", "A2", key="a")
    assert "已用于另一件事" in refusal(engine, move, "platform_qzfb", "dispute", "移送", key="a")


def test_a_key_is_the_account_s_own(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "platform_qzfb", "dispute", key="a")
    assert register(sqlite_engine, "platform_jrj", "npl", key="a", amount=Decimal(1)).again is False


def test_a_refused_act_leaves_its_key_free(sqlite_engine: Engine) -> None:
    refusal(sqlite_engine, move, "platform_qzfb", "dispute", "移送", key="a")
    register(sqlite_engine, "platform_qzfb", "dispute")
    assert move(sqlite_engine, "platform_qzfb", "dispute", "移送", key="a").again is False


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "a\nb", "a\x00b"])
def test_a_key_is_a_line_of_at_most_a_hundred_signs(engine: Engine, key: str) -> None:
    assert "请求号" in refusal(engine, register, "platform_qzfb", "dispute", key=key)
    assert register(engine, "platform_qzfb", "dispute", key="号" * 100).again is False


def test_twenty_who_send_one_key_at_once_are_told_the_same(engine: Engine) -> None:
    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(lambda _: register(engine, "platform_qzfb", "dispute", None, key="a"), range(20)))
    assert {one._replace(again=False) for one in done} == {done[0]._replace(again=False)}
    assert sum(not one.again for one in done) == 1


# --- who moved first ----------------------------------------------------------------------------


def test_a_case_that_moved_on_is_told_with_who_did_what(engine: Engine) -> None:
    with writing(engine) as conn:
        insert_account(conn, "operator", Draft("disputes", "钱经办", "platform_clerk", "qzfb"), "government", now())
    register(engine, "platform_qzfb", "dispute")
    move(engine, "platform_qzfb", "dispute", "移送")
    said = refusal(engine, move, "office", "dispute", "移送", seen=1)
    assert "钱经办已办理“移送”（2021-05-06" in said
    assert "现为“已移送”，由区政府办公室承办" in said
    assert said.endswith("您现在可以：交办、催办、中止")


def test_of_twenty_who_act_on_what_they_saw_exactly_one_wins(engine: Engine) -> None:
    register(engine, "platform_qzfb", "dispute")

    def once(_: int) -> bool:
        try:
            move(engine, "platform_qzfb", "dispute", "催办", seen=1)
        except Refused as refused:
            assert "已不是最新情况" in str(refused)
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(once, range(20))) == 1
    assert len(events(engine, "dispute")) == 2


def test_who_may_not_see_a_case_learns_nothing_of_it(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "platform_qzfb", "dispute")
    unseen = refusal(sqlite_engine, move, "clerk", "dispute", "移送", seen=7)
    absent = refusal(sqlite_engine, move, "clerk", "dispute", "移送", "A9", seen=7)
    assert unseen == absent


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "fields", "told"),
    [
        ("办结", {"result": "化解成功"}, "不能“办结”"),
        ("飞", {}, "没有动作"),
        ("移送", {"occurred_on": date(2021, 5, 7)}, "不能登记将来的事"),
        ("移送", {"occurred_on": date(2021, 5, 4)}, "早于上一动作"),
        ("移送", {"result": "化解成功"}, "“结果”应为空"),
        ("移送", {"assignee": "kgj"}, "请留空或改正"),
        ("移送", {"assignee": "区科工局"}, "没有单位"),
        ("移送", {"attributes": {"甲": "乙"}}, "没有栏目“甲”"),
        ("移送", {"attributes": {"阶段": "庭后"}}, "只能是诉前、诉中"),
        ("移送", {"amount": Decimal(-1)}, "应不小于它"),
        ("移送", {"amount": Decimal("NaN")}, "不是数字"),
        ("移送", {"text": "a\x00"}, "控制字符"),
        ("移送", {"text": "长" * 5001}, "最多 5000 个"),
        ("登记", {}, "编号已登记"),
    ],
)
def test_what_the_rules_refuse_stores_nothing(
    sqlite_engine: Engine, action: str, fields: dict[str, Any], told: str
) -> None:
    register(sqlite_engine, "platform_qzfb", "dispute", occurred_on=date(2021, 5, 5))
    assert told in refusal(sqlite_engine, move, "platform_qzfb", "dispute", action, **fields)


def test_every_fault_of_the_fields_is_told_at_once(sqlite_engine: Engine) -> None:
    said = refusal(sqlite_engine, register, "platform_qzfb", "dispute", "x" * 101, assignee="甲", text="\x01")
    assert len(said.splitlines()) == 3


def test_an_unknown_flow_is_told_those_there_are(sqlite_engine: Engine) -> None:
    assert "可用：行政争议化解" in refusal(sqlite_engine, register, "operator", "disput")


@pytest.mark.parametrize("unit", ["qfy", "qjcy"])
def test_an_order_to_the_court_is_refused_naming_the_letter(sqlite_engine: Engine, unit: str) -> None:
    said = refusal(sqlite_engine, register, "office", "supervision_order", None, assignee=unit)
    assert "商请函" in said


def test_the_court_is_never_urged(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "office", "cooperation_request", actor="kgj", assignee="qfy", text="x")
    for who in ("office", "operator"):
        assert "不得催办法院" in refusal(sqlite_engine, move, who, "cooperation_request", "催办")


# --- the law ------------------------------------------------------------------------------------

ORDER = {"等级": "督办单", "事由": "逾期"}
OUTSIDE = [name for name, viewer in CAST.items() if not viewer.is_court and name != "operator"]


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_acts_on_a_case_before_the_court(sqlite_engine: Engine, who: str) -> None:
    register(sqlite_engine, "court", "litigation", "L1", assignee="kgj")
    register(sqlite_engine, "platform_jrj", "npl", "N1", amount=Decimal(100))
    move(sqlite_engine, "platform_jrj", "npl", "启动清收", "N1")
    assert move(sqlite_engine, "platform_jrj", "npl", "移送执行", "N1").sentence == "已移送执行，此后由区法院办理"
    for flow, case_no, actions in (
        ("litigation", "L1", ("开庭", "审结", "催办", "中止")), ("npl", "N1", ("回款", "办结", "催办", "中止")),
    ):  # fmt: skip
        for action in actions:
            said = refusal(sqlite_engine, move, who, flow, action, case_no, seen=1)
            assert said == refusal(sqlite_engine, move, who, flow, action, "Z9", seen=1)
    with pytest.raises(NotAllowed):
        register(sqlite_engine, who, "litigation", "L2")
    said = refusal(sqlite_engine, register, who, "npl", "N1", amount=Decimal(1))
    assert ("请换一个编号" in said) == (who in ("platform_jrj", "office", "office_qzfb"))
    assert "执行" not in said


@pytest.mark.parametrize(("who", "may"), [("court", True), ("operator", True), ("procurator", False)])
def test_the_court_that_holds_the_case_acts_on_it(sqlite_engine: Engine, who: str, may: bool) -> None:
    register(sqlite_engine, "platform_jrj", "npl", "N1", amount=Decimal(100))
    move(sqlite_engine, "platform_jrj", "npl", "启动清收", "N1")
    move(sqlite_engine, "platform_jrj", "npl", "移送执行", "N1")
    if may:
        move(sqlite_engine, who, "npl", "办结", "N1", result="全部收回")
    else:
        refusal(sqlite_engine, move, who, "npl", "办结", "N1", result="全部收回")


def test_the_trail_names_no_case_that_may_come_before_a_court(sqlite_engine: Engine) -> None:
    register(sqlite_engine, "court", "litigation", "豫行初1号")
    register(sqlite_engine, "platform_jrj", "npl", None, amount=Decimal(1))
    refusal(sqlite_engine, move, "court", "litigation", "开庭", "豫行初1号")
    refusal(sqlite_engine, move, "clerk", "litigation", "开庭", "豫行初1号")
    written = "".join(f"{row.subject}{row.detail}" for row in trail(sqlite_engine, 100))
    assert "豫行初" not in written
    assert "〔2021〕" not in written
    assert "第1号事实" in written
