"""Acts of the office: orders never twice for the same thing, letters, help, extensions that change the duty."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands import meeting_acts
from lib.commands.case_acts import act_on_case, register_case
from lib.commands.correct import correct_fact
from lib.commands.duty_acts import change_duty
from lib.commands.office_acts import (
    OrderDraft,
    apply_for_extension,
    ask_for_help,
    decide_extension,
    issue_orders,
    propose_item,
    record_decision,
    record_instruction,
    send_letter,
)
from lib.db.engine import reading
from lib.db.queries import facts
from lib.errors import NotAllowed, Refused
from tests.commands.cast import CAST, TODAY, caller, case_of, events, move, refusal, stored, trail
from tests.people import plan

CAUSE = "duty:D04-2.2021Q3"
NOBODY = ["head", "clerk", "platform_jrj", "court", "procurator", "sys_admin", "sec_admin", "audit_admin"]


def order(unit: str = "kgj", grade: str = "提醒单", cause: str | None = CAUSE, **fields: Any) -> OrderDraft:
    """An order to issue."""
    return OrderDraft(unit, grade, "系统", fields.pop("reason", "任务临期"), cause=cause, **fields)


def issue(engine: Engine, who: str = "office", *drafts: OrderDraft, **fields: Any) -> Any:
    """Issue orders, one by default."""
    said = {name: fields.pop(name) for name in ("today", "key") if name in fields}
    return issue_orders(engine, plan(), caller(who, **said), drafts or (order(),), **fields)


def numbers_of(engine: Engine, flow: str = "supervision_order") -> list[str]:
    """Numbers of the cases of a flow."""
    with reading(engine) as conn:
        return list(dict.fromkeys(one.case_no for one in facts.events(conn, flow=flow)))


# --- orders -------------------------------------------------------------------------------------


def test_orders_are_issued_together_each_with_its_number(engine: Engine) -> None:
    done = issue(engine, "office", order(), order("区财政局", "督办单", None), order("zzw", "预警单", "late:zzw"))
    assert done.sentence == (
        "已签发 3 份：山督〔2021〕1号（提醒单，区科工信局）、山督〔2021〕2号（督办单，区财政局）、"
        "山督〔2021〕3号（预警单，区综治委）"
    )
    assert done.numbers == (1, 2, 3)
    first = case_of(engine, "supervision_order", "山督〔2021〕1号")
    assert (first.holder, first.attribute("起因"), first.attribute("来源")) == ("kgj", CAUSE, "系统")
    assert trail(engine)[0].subject == "山督〔2021〕1号、山督〔2021〕2号、山督〔2021〕3号"


def test_one_bad_order_issues_none(engine: Engine) -> None:
    said = refusal(engine, issue, "office", order(), order("qfy", cause=None), order(grade="急件", cause=None))
    assert "第2份 qfy 承办单位" in said
    assert "商请函" in said
    assert "第3份 kgj 等级" in said
    assert issue(engine).sentence.startswith("已签发 1 份：山督〔2021〕1号")


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        ("提醒单", "提醒单", False), ("提醒单", "预警单", True), ("提醒单", "督办单", True), ("预警单", "提醒单", False),
        ("督办单", "督办单", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("closed", [False, True])
def test_a_cause_has_one_order_of_a_grade_and_then_only_graver_ones(
    sqlite_engine: Engine, first: str, second: str, may: bool, closed: bool
) -> None:
    issue(sqlite_engine, "office", order(grade=first))
    if closed:
        for action, fields in (("签收", {}), ("反馈", {}), ("销号", {"result": "完成"})):
            move(sqlite_engine, "office", "supervision_order", action, "山督〔2021〕1号", **fields)
    if may:
        assert "2号" in issue(sqlite_engine, "office", order(grade=second)).sentence
    else:
        said = refusal(sqlite_engine, issue, "office", order(grade=second))
        assert f"{first}（山督〔2021〕1号" in said
        assert ("回头看" in said) is closed


def test_the_same_cause_twice_in_one_call_is_refused(sqlite_engine: Engine) -> None:
    assert "不再重复签发" in refusal(sqlite_engine, issue, "office", order(), order())


def test_of_twenty_who_issue_on_one_cause_at_once_one_does(engine: Engine) -> None:
    def once(_: int) -> bool:
        try:
            return bool(issue(engine))
        except Refused as refused:
            assert "不再重复签发" in str(refused)
            return False

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(once, range(20))) == 1
    assert numbers_of(engine) == ["山督〔2021〕1号"]


def test_a_key_sends_orders_once(engine: Engine) -> None:
    first = issue(engine, "office", order(cause=None), key="k")
    assert issue(engine, "office", order(cause=None), key="k") == first._replace(again=True)
    assert "已用于另一件事" in refusal(engine, issue, "office", order("czj", cause=None), key="k")


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (order(unit="甲"), "没有单位"), (order(unit=""), "承办单位"), (order(reason=" "), "事由"),
        (order(cause="x" * 101), "起因"), (order(text="\x00"), "控制字符"),
    ],
)  # fmt: skip
def test_an_order_with_a_bad_field_is_refused(sqlite_engine: Engine, draft: OrderDraft, told: str) -> None:
    assert told in refusal(sqlite_engine, issue, "office", draft)


def test_an_empty_or_endless_list_of_orders_is_refused(sqlite_engine: Engine) -> None:
    for count in (0, 201):
        with pytest.raises(Refused, match="一次签发"):
            issue_orders(sqlite_engine, plan(), caller("office"), [order(cause=None)] * count)
    assert stored(sqlite_engine) == 0


# --- letters, help, proposals, instructions, decisions ------------------------------------------


def test_a_letter_goes_to_the_court_and_to_nobody_else(engine: Engine) -> None:
    done = send_letter(
        engine, plan(), caller("office"), "区法院", reason="白皮书未报", source="计划", cause="duty:D02-1"
    )
    assert done.subject == "商请函 山商〔2021〕1号"
    assert done.sentence == "已发函（编号 山商〔2021〕1号），请区法院复函"
    said = refusal(engine, lambda e: send_letter(e, plan(), caller("office"), "kgj", reason="x"))
    assert "督办单" in said
    for who in ("office", "operator"):
        assert "不能“催办”" in refusal(engine, move, who, "court_letter", "催办", "山商〔2021〕1号")
    assert move(engine, "court", "court_letter", "复函", "山商〔2021〕1号", result="已办理").sentence.startswith(
        "已复函"
    )


def ask(engine: Engine, who: str = "clerk", asker: str = "kgj", helper: str = "jrj", **fields: Any) -> Any:
    """Ask another unit for help."""
    said = {"deliverable": "D10-1", "text": "派员参加", **fields}
    return ask_for_help(engine, plan(), caller(who), said.pop("deliverable"), asker, helper, **said)


def test_help_is_asked_and_given(engine: Engine) -> None:
    assert ask(engine).sentence == "已请求（编号 配合〔2021〕1号），请区金融工作局于5月19日前配合或拒绝"
    event = events(engine, "cooperation_request", "配合〔2021〕1号")[0]
    assert (event.actor, event.assignee, event.attributes) == ("kgj", "jrj", {"任务编号": "D10-1"})
    assert move(engine, "platform_jrj", "cooperation_request", "配合", "配合〔2021〕1号").sentence == "已配合"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"asker": "jrj"}, "本单位"), ({"helper": "kgj"}, "不能请本单位配合"), ({"text": ""}, "说明"),
        ({"deliverable": "D99-9"}, "没有任务"), ({"helper": ""}, "承办单位"), ({"who": "leader"}, "不能办理"),
    ],
)  # fmt: skip
def test_a_request_against_the_rules_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, ask, **fields)


def test_help_may_be_asked_of_the_court_without_a_deadline(sqlite_engine: Engine) -> None:
    assert ask(sqlite_engine, helper="qfy").sentence.endswith("，请区法院配合或拒绝")


def test_a_unit_proposes_and_a_leader_approves(engine: Engine) -> None:
    done = propose_item(
        engine, plan(), caller("clerk"), "企业纾困联动", text="拟于下半年开展", finish_on=date(2021, 9, 30)
    )
    no = done.subject.removeprefix("联动事项申报 ")
    assert case_of(engine, "proposal", no).unit == "kgj"
    move(engine, "office", "proposal", "报请审定", no)
    assert "由区领导办理" in refusal(engine, move, "office", "proposal", "同意", no)
    assert move(engine, "leader", "proposal", "同意", no).sentence == "已同意，请区科工信局于9月30日前办结"


def test_nobody_proposes_or_applies_for_another_unit(sqlite_engine: Engine) -> None:
    with pytest.raises(NotAllowed, match="只能为本单位"):
        propose_item(sqlite_engine, plan(), caller("clerk"), "甲", text="乙", unit="czj")
    with pytest.raises(NotAllowed, match="只能为本单位"):
        register_case(sqlite_engine, plan(), caller("clerk"), "appeal", None, assignee="czj")
    assert stored(sqlite_engine) == 0


def test_an_instruction_is_recorded_and_handed_on_at_once(engine: Engine) -> None:
    said = {"leader": "张区长", "written_on": date(2021, 5, 5), "matter": "从速办理"}
    done = record_instruction(engine, plan(), caller("office"), **said, unit="kgj")
    assert done.numbers == (1, 2)
    assert done.sentence == "已登记（编号 批示〔2021〕1号），已交办，请区科工信局于5月19日前反馈"
    assert case_of(engine, "instruction", "批示〔2021〕1号").holder == "kgj"
    assert record_instruction(engine, plan(), caller("office"), **said).numbers == (3,)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"written_on": date(2021, 5, 7)}, "晚于登记日期"), ({"leader": " "}, "批示领导"), ({"unit": "qfy"}, "商请函"),
        ({"unit": "甲"}, "没有单位"),
    ],
)  # fmt: skip
def test_an_instruction_against_the_rules_stores_nothing_of_it(
    sqlite_engine: Engine, fields: dict[str, Any], told: str
) -> None:
    said = {"leader": "张区长", "written_on": date(2021, 5, 5), "matter": "从速", **fields}
    assert told in refusal(sqlite_engine, lambda e: record_instruction(e, plan(), caller("office"), **said))


def test_a_decision_has_the_day_the_meeting_set(engine: Engine) -> None:
    said = {"meeting": "第一次联席会议", "topic": "出庭", "due": date(2021, 6, 30)}
    done = record_decision(engine, plan(), caller("office"), "区法院", **said)
    assert done.sentence.startswith("已议定（编号 议定〔2021〕1号）")
    done = record_decision(engine, plan(), caller("office"), "kgj", **said)
    assert done.sentence.endswith("请区科工信局于6月30日前反馈")
    late = {**said, "due": date(2021, 5, 5)}
    assert "早于议定" in refusal(engine, lambda e: record_decision(e, plan(), caller("office"), "kgj", **late))


def decide_on(engine: Engine, cause: str | None, unit: str = "kgj") -> Any:
    """A decision of a meeting about `cause`."""
    said = {"meeting": "例会", "topic": "按期通报", "due": date(2021, 5, 20), "cause": cause}
    return record_decision(engine, plan(), caller("office"), unit, **said)


def test_a_meeting_decides_once_on_a_cause_while_that_is_open(engine: Engine) -> None:
    decide_on(engine, CAUSE)
    told = refusal(engine, decide_on, CAUSE)
    assert "同一事项已于 2021-05-06 议定（议定〔2021〕1号，现为“办理中”）" in told and "就该件再作议定" in told
    decide_on(engine, "decision:议定〔2021〕1号")
    decide_on(engine, None)
    decide_on(engine, None)
    assert len(numbers_of(engine, "decision")) == 4


def test_what_was_decided_and_closed_may_be_decided_again(engine: Engine) -> None:
    decide_on(engine, CAUSE)
    move(engine, "office", "decision", "反馈", "议定〔2021〕1号")
    assert "“已反馈”" in refusal(engine, decide_on, CAUSE)
    move(engine, "office", "decision", "办结", "议定〔2021〕1号", result="未落实")
    assert decide_on(engine, CAUSE).sentence.startswith("已议定（编号 议定〔2021〕2号）")


def test_a_decision_voided_at_once_leaves_its_cause_free(engine: Engine) -> None:
    (number,) = decide_on(engine, CAUSE).numbers
    correct_fact(engine, plan(), caller("office"), number, None, reason="会上撤回", approver="王芳")
    assert decide_on(engine, CAUSE).sentence.startswith("已议定")


@pytest.mark.parametrize("who", NOBODY)
def test_what_only_the_office_sends_is_refused_to_all_others(sqlite_engine: Engine, who: str) -> None:
    acts: list[Any] = [
        lambda: issue(sqlite_engine, who),
        lambda: send_letter(sqlite_engine, plan(), caller(who), "qfy", reason="x"),
        lambda: record_instruction(sqlite_engine, plan(), caller(who), leader="张", written_on=TODAY, matter="x"),
        lambda: record_decision(sqlite_engine, plan(), caller(who), "kgj", meeting="x", topic="y"),
        lambda: meeting_acts.decide(
            sqlite_engine, plan(), caller(who), "kgj", meeting="x", topic="y", due=TODAY, ordered=True
        ),
        lambda: decide_extension(sqlite_engine, plan(), caller(who), "延期〔2021〕1号", seen=None, approved=True),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
        assert trail(sqlite_engine)[0].act.endswith("_refused")
    assert stored(sqlite_engine) == 0


# --- extensions ---------------------------------------------------------------------------------


def apply(engine: Engine, who: str = "clerk", duty: str = "D10-1", period: str | None = None, **fields: Any) -> Any:
    """Apply for a later due."""
    said = {"new_due": date(2021, 6, 30), "reason": "场地未落实", **fields}
    return apply_for_extension(engine, plan(), caller(who), duty, period, **said)


def decide(engine: Engine, who: str = "office", no: str = "延期〔2021〕1号", **fields: Any) -> Any:
    """Decide it."""
    return decide_extension(engine, plan(), caller(who), no, **{"approved": True, "seen": None, **fields})


def changes(engine: Engine) -> list[Any]:
    """The standing changes."""
    with reading(engine) as conn:
        return facts.changes(conn)


def test_an_approved_extension_changes_the_duty_in_the_same_act(engine: Engine) -> None:
    assert apply(engine).sentence == "已申请（编号 延期〔2021〕1号），请区府院联动工作领导小组办公室于5月10日前审批"
    done = decide(engine)
    assert done.sentence == "已审批：同意，D10-1 延期至 2021-06-30"
    assert done.numbers == (2, 3)
    (change,) = changes(engine)
    assert (change.kind, change.new_due, change.reason, change.approver, change.occurred_on) == (
        "extension", date(2021, 6, 30), "场地未落实", "王芳", TODAY,
    )  # fmt: skip


def test_a_fault_between_the_approval_and_the_change_stores_neither(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(engine)

    def broken(*_: object) -> str:
        raise RuntimeError("the machine stopped here")

    with monkeypatch.context() as patch:
        patch.setattr("lib.commands.extensions.changed", broken)
        with pytest.raises(RuntimeError):
            decide(engine)
    assert (stored(engine), changes(engine)) == (1, [])
    decide(engine)
    assert len(changes(engine)) == 1


def test_the_generic_action_approves_as_the_act_of_its_own_does(sqlite_engine: Engine) -> None:
    apply(sqlite_engine)
    act_on_case(
        sqlite_engine, plan(), caller("office"), "extension", "延期〔2021〕1号", "审批", seen=None, result="同意"
    )
    assert len(changes(sqlite_engine)) == 1


def test_a_declined_extension_changes_nothing_and_says_why(sqlite_engine: Engine) -> None:
    apply(sqlite_engine)
    assert "说明" in refusal(sqlite_engine, decide, approved=False)
    assert decide(sqlite_engine, approved=False, text="理由不足").sentence == "已审批：不同意"
    assert changes(sqlite_engine) == []
    assert "不能“审批”" in refusal(sqlite_engine, decide)


@pytest.mark.parametrize(("who", "duty", "unit"), [("clerk_qzfb", "D05-1", "qzfb"), ("operator", "DG1-1", "ldxz")])
def test_a_leader_decides_for_the_offices_own_units(sqlite_engine: Engine, who: str, duty: str, unit: str) -> None:
    apply(sqlite_engine, who, duty)
    for other in ("office", "office_qzfb", "operator"):
        assert "由区领导办理" in refusal(sqlite_engine, decide, other)
        assert "由区领导办理" in refusal(
            sqlite_engine, move, other, "extension", "审批", "延期〔2021〕1号", result="同意"
        )
    decide(sqlite_engine, "leader")
    assert changes(sqlite_engine)[0].approver == "李副区长"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"duty": "D99-1"}, "没有任务"), ({"duty": "D06-1"}, "责任单位是区金融工作局"), ({"period": "2021Q2"}, "一次性任务"),
        ({"new_due": date(2021, 4, 30)}, "应晚于现在的期限"), ({"reason": " "}, "说明"), ({"new_due": None}, "新期限"),
        ({"occurred_on": date(2021, 5, 7)}, "将来"),
    ],
)  # fmt: skip
def test_an_application_against_the_rules_is_refused(sqlite_engine: Engine, fields: dict[str, Any], told: str) -> None:
    assert told in refusal(sqlite_engine, apply, **fields)


def test_what_is_waived_is_not_extended(sqlite_engine: Engine) -> None:
    change_duty(
        sqlite_engine,
        plan(),
        caller("office"),
        "D10-1",
        None,
        kind="waiver",
        reason="并入",
        approver="李",
        occurred_on=TODAY,
    )
    assert "已完成或已核销" in refusal(sqlite_engine, apply)


def test_the_unit_that_applied_takes_it_back(sqlite_engine: Engine) -> None:
    apply(sqlite_engine)
    assert "没有此编号" in refusal(sqlite_engine, move, "clerk_zrzy", "extension", "撤回", "延期〔2021〕1号")
    assert (
        move(sqlite_engine, "clerk", "extension", "撤回", "延期〔2021〕1号", result="撤回").sentence == "已撤回：撤回"
    )
    assert CAST["clerk"].unit_code == case_of(sqlite_engine, "extension", "延期〔2021〕1号").unit


@pytest.mark.parametrize("text", ["督促（2021）豫0811行初15号", "请核对 豫行初〔2021〕7号 一案"])
def test_no_paper_of_the_office_names_a_case_of_a_court(sqlite_engine: Engine, text: str) -> None:
    register_case(sqlite_engine, plan(), caller("court"), "litigation", "豫行初〔2021〕7号", assignee="kgj")
    assert "只能用件数表述" in refusal(sqlite_engine, issue, "office", order(cause=None, reason=text))
    assert "只能用件数表述" in refusal(sqlite_engine, ask, text=text)
    issue(sqlite_engine, "office", order())
    move(sqlite_engine, "clerk", "supervision_order", "签收", "山督〔2021〕1号")
    said = refusal(sqlite_engine, move, "clerk", "supervision_order", "反馈", "山督〔2021〕1号", text=text)
    assert "只能用件数表述" in said


def test_a_cause_has_one_letter(sqlite_engine: Engine) -> None:
    said = {"reason": "白皮书未报", "cause": "duty:D02-1.2021H1"}
    send_letter(sqlite_engine, plan(), caller("office"), "qfy", **said)
    again = refusal(sqlite_engine, lambda e: send_letter(e, plan(), caller("office"), "qfy", **said))
    assert "不再重复发函" in again
