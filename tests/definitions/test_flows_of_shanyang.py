"""The flows of data/plan played whole: from the registering row to each result, and what is refused on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lib.definitions import load
from lib.domain.ledger import Case, advanced, court_codes, opened
from lib.domain.ledger_acts import Refusal, allowed_actions, refused_cell
from lib.domain.plan import BEFORE_FEEDBACK, Plan
from tests.domain.cast import events

TODAY = date(2021, 12, 31)
REVIEW = "提请 05-06 assignee=zjj 文件名称=办法"
GIVEN = (REVIEW, "组织论证 05-07", "出具意见 05-20")
RULED = ("受理 05-06 assignee=cgj", "裁定 05-20", "实施 05-21")
MATTER = ("提交 05-06 事项类别=职工安置", "交办 05-07", "反馈 05-20")
ASKED = "申请 05-06 assignee=kgj 任务编号=D21-1 新期限=2021-06-30 text=系统未到位"
PROPOSED = ("申报 05-06 assignee=zsj 事项名称=快办 text=拟开展 计划完成日期=2021-07-01", "报请审定 05-10")
OBJECTED = "申诉 07-20 assignee=kgj 考核期=2021Q2 规则=delivery 对象=duty:D10-1 佐证=回执 text=已按期"
WRITTEN = "登记 05-06 批示领导=区长 批示日期=2021-05-05 事由=安置"
DECIDED = "议定 05-06 assignee=jrj 会议=联席会议 议题=清收 期限=2021-05-20"
CONTROL = "请求协控 05-06 协控对象=被执行人"
CRIME = ("移送 05-06", "立案 05-10", "移送起诉 06-10", "提起公诉 07-10")
LETTER = "发函 05-06 assignee=qfy 事由=通报数据"

# Flow → whole cases: steps, then the class of the closing.
WHOLE: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "review": [
        ((*GIVEN, "办结 05-25 result=采纳"), "success"),
        ((*GIVEN, "办结 05-25 result=部分采纳"), "neutral"),
        ((*GIVEN, "办结 05-25 result=未采纳"), "failure"),
        ((*GIVEN[:2], "办结 05-20 result=无修改意见"), "success"),
        ((REVIEW, "办结 05-07 result=撤回"), "neutral"),
    ],
    "nonlit_enforcement": [
        ((*RULED, "办结 06-30 result=实施完毕"), "success"),
        ((*RULED, "办结 06-30 result=未能实施"), "failure"),
        ((*RULED, "办结 06-30 result=终结执行"), "neutral"),
        ((*RULED[:2], "办结 05-21 result=撤回申请"), "neutral"),
        ((*RULED[:1], "办结 05-21 result=不准予执行"), "neutral"),
    ],
    "bankruptcy_matter": [
        ((*MATTER, "退回重办 05-21", "反馈 05-25", "办结 05-26 result=已解决"), "success"),
        ((*MATTER, "办结 05-26 result=未解决"), "failure"),
        ((*MATTER[:1], "办结 05-07 result=撤回"), "neutral"),
    ],
    "reception": [
        (("接访 05-06 接访点=院长接访点", "办结 05-06 result=当场答复"), "success"),
        (("接访 05-06 接访点=院长接访点", "委派 05-07 assignee=zzw", "办结 05-20 result=化解成功"), "success"),
        (("接访 05-06 接访点=院长接访点", "委派 05-07 assignee=zzw", "办结 05-20 result=未化解"), "failure"),
        (("接访 05-06 接访点=司法局信访局接访点", "办结 05-07 result=转法定程序"), "neutral"),
    ],
    "control_request": [
        ((CONTROL, "签收 05-06", "查获 05-12", "办结 05-13 result=已移交处置"), "success"),
        ((CONTROL, "签收 05-06", "办结 05-27 result=未查获"), "failure"),
        ((CONTROL, "撤销 05-07 result=撤销协控"), "neutral"),
    ],
    "refusal_crime": [
        ((*CRIME, "办结 08-10 result=判决有罪"), "success"),
        ((*CRIME, "办结 08-10 result=判决无罪"), "failure"),
        ((*CRIME[:3], "办结 08-10 result=不起诉"), "neutral"),
        ((*CRIME[:2], "办结 08-10 result=撤销案件"), "neutral"),
        ((*CRIME[:2], "办结 08-10 result=履行后终结"), "neutral"),
        ((*CRIME[:1], "办结 05-10 result=不予立案"), "failure"),
    ],
    "proposal": [
        ((*PROPOSED, "同意 05-20", "办结 06-30 result=实施完毕"), "success"),
        ((*PROPOSED, "同意 05-20", "办结 06-30 result=终止"), "neutral"),
        ((*PROPOSED, "不同意 05-20 result=不同意 text=暂缓"), "failure"),
        ((*PROPOSED, "撤回 05-11 result=撤回"), "neutral"),
    ],
    "extension": [
        ((ASKED, "审批 05-07 result=同意"), "success"),
        ((ASKED, "审批 05-07 result=不同意"), "failure"),
        ((ASKED, "撤回 05-07 result=撤回"), "neutral"),
    ],
    "appeal": [
        ((OBJECTED, "受理 07-21", "答复 07-23 result=采纳 text=属实"), "success"),
        ((OBJECTED, "受理 07-21", "答复 07-23 result=不采纳 text=不属实"), "failure"),
        ((OBJECTED, "受理 07-21", "撤回 07-22 result=撤回"), "neutral"),
    ],
    "instruction": [
        ((WRITTEN, "交办 05-06 assignee=rsj", "反馈 05-10", "退回 05-11", "反馈 05-12", "办结 05-13 result=已落实"), "success"),
        ((WRITTEN, "交办 05-06 assignee=rsj", "反馈 05-10", "办结 05-13 result=未落实"), "failure"),
        ((WRITTEN, "办结 05-06 result=存档"), "neutral"),
    ],
    "decision": [
        ((DECIDED, "反馈 05-18", "退回 05-19", "反馈 05-20", "办结 05-21 result=已落实"), "success"),
        ((DECIDED, "反馈 05-18", "办结 05-21 result=未落实"), "failure"),
        ((DECIDED, "反馈 05-18", "办结 05-21 result=取消"), "neutral"),
    ],
    "court_letter": [
        ((LETTER, "复函 06-10 result=已办理"), "success"),
        ((LETTER, "复函 06-10 result=说明情况"), "neutral"),
        ((LETTER, "撤函 05-07 result=撤回"), "neutral"),
    ],
}  # fmt: skip
CASES = [(flow, steps, outcome) for flow, cases in WHOLE.items() for steps, outcome in cases]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load(Path(__file__).parents[2] / "data" / "plan")


def played(plan: Plan, flow: str, *steps: str) -> Case:
    """The case that `steps` make; every one must be allowed."""
    case, refused = stopped(plan, flow, *steps)
    assert refused is None and case is not None, refused
    return case


def stopped(plan: Plan, flow: str, *steps: str) -> tuple[Case | None, Refusal | None]:
    """The case up to the first step that is refused, and why."""
    case: Case | None = None
    for event in events(flow, *steps):
        refused = refused_cell(plan, plan.flow[flow], case, event, TODAY)
        if refused is not None:
            return case, refused
        case = advanced(case, event, court_codes(plan)) if case else opened(plan.flow[flow], event, court_codes(plan))
    return case, None


def refusal(plan: Plan, flow: str, *steps: str) -> Refusal:
    _, refused = stopped(plan, flow, *steps)
    assert refused is not None
    return refused


@pytest.mark.parametrize(("flow", "steps", "outcome"), CASES, ids=[f"{one[0]} {one[1][-1]}" for one in CASES])
def test_a_whole_case_ends_with_its_result(plan: Plan, flow: str, steps: tuple[str, ...], outcome: str) -> None:
    case = played(plan, flow, *steps)
    assert (case.flow.state[case.state].final, case.outcome) == (True, outcome)
    assert case.closed_on == case.events[-1].occurred_on


def test_the_cases_above_take_every_result_and_every_action(plan: Plan) -> None:
    for code, cases in WHOLE.items():
        taken = [event for steps, _ in cases for event in events(code, *steps)]
        assert {event.action for event in taken} == set(plan.flow[code].action), code
        results = {result.name for action in plan.flow[code].actions for result in action.results}
        assert {event.result for event in taken if event.result} == results, code
    assert [flow.code for flow in plan.flows][9:] == list(WHOLE)


@pytest.mark.parametrize(
    ("kind", "holder"),
    [
        ("信访稳定", "xfj"),
        ("职工安置", "rsj"),
        ("资产盘活", "kgj"),
        ("工商注销", "scj"),
        ("税务减免", "qzfb"),
        ("信用修复", "fgw"),
    ],
)
def test_a_matter_of_a_bankruptcy_goes_to_the_unit_of_its_kind(plan: Plan, kind: str, holder: str) -> None:
    case = played(plan, "bankruptcy_matter", f"提交 05-06 事项类别={kind}", "交办 05-07")
    assert (case.holder, case.unit) == (holder, "qzfb")


def test_a_kind_set_right_on_the_row_decides_and_returns_go_to_the_worker(plan: Plan) -> None:
    sent = ("提交 05-06 事项类别=职工安置", "交办 05-07 事项类别=工商注销")
    assert played(plan, "bankruptcy_matter", *sent).holder == "scj"
    assert played(plan, "bankruptcy_matter", *sent, "反馈 05-10", "退回重办 05-11").holder == "scj"


def test_a_unit_written_beside_the_kind_must_agree_with_it(plan: Plan) -> None:
    first = "提交 05-06 事项类别=职工安置"
    refused = refusal(plan, "bankruptcy_matter", first, "交办 05-07 assignee=xfj")
    assert (refused.column, "区人社局" in refused.sentence) == ("承办单位", True)
    assert played(plan, "bankruptcy_matter", first, "交办 05-07 assignee=rsj").holder == "rsj"
    assert refusal(plan, "bankruptcy_matter", first, "交办 05-07 事项类别=搬迁").column == "事项类别"


def test_work_comes_back_to_the_handling_unit(plan: Plan) -> None:
    assert played(plan, "review", *GIVEN).holder == "zjj"
    assert played(plan, "nonlit_enforcement", *RULED).holder == "cgj"
    assert played(plan, "proposal", *PROPOSED, "同意 05-20").holder == "zsj"
    assert played(plan, "extension", ASKED).holder == "ldxz"


def test_a_stay_ends_on_the_day_the_meeting_set_or_by_the_limit(plan: Plan) -> None:
    def deadline(step: str) -> date | None:
        return played(plan, "decision", step).stays[-1].deadline(plan.calendar, TODAY)

    assert deadline(DECIDED) == date(2021, 5, 20)
    assert deadline(DECIDED.replace("2021-05-20", "2021-05-22")) == date(2021, 5, 24)  # a Saturday rolls forward
    assert deadline(DECIDED.replace(" 期限=2021-05-20", "")) == date(2021, 5, 19)  # ten working days
    assert deadline(DECIDED.replace("2021-05-20", "2021-04-30")) == date(2021, 5, 6)  # never before it began


def test_a_pause_moves_the_day_the_meeting_set(plan: Plan) -> None:
    case = played(plan, "decision", DECIDED, "中止 05-10", "恢复 05-17")
    assert case.stays[-1].deadline(plan.calendar, TODAY) == date(2021, 5, 27)


def test_work_given_back_has_the_limit_of_returns_and_not_the_meetings_day(plan: Plan) -> None:
    case = played(plan, "decision", DECIDED, "反馈 05-10", "退回 05-11")
    assert case.stays[-1].deadline(plan.calendar, TODAY) == date(2021, 5, 14)


def test_a_decision_taken_on_by_the_court_has_no_deadline(plan: Plan) -> None:
    case = played(plan, "decision", DECIDED.replace("jrj", "qfy"))
    assert case.stays[-1].deadline(plan.calendar, TODAY) is None


@pytest.mark.parametrize("unit", ["zsj", "ldxz", "zrzy", "gaj"])
def test_a_letter_to_anybody_but_court_and_procuratorate_is_refused(plan: Plan, unit: str) -> None:
    refused = refusal(plan, "court_letter", LETTER.replace("qfy", unit))
    assert refused.column == "承办单位"
    assert "商请函只发给法院、检察院，对其他单位应发督办单" in refused.sentence


@pytest.mark.parametrize("unit", ["qfy", "qjcy"])
def test_a_letter_has_no_deadline_and_is_not_urged(plan: Plan, unit: str) -> None:
    case = played(plan, "court_letter", LETTER.replace("qfy", unit))
    assert (case.holder, case.stays[-1].limit) == (unit, None)
    assert allowed_actions(case) == ["复函", "撤函", "中止"]
    assert refusal(plan, "court_letter", LETTER, "催办 05-07").column == "动作"


def test_an_order_or_an_instruction_to_a_court_is_refused_for_a_letter(plan: Plan) -> None:
    order = refusal(plan, "supervision_order", "签发 05-06 assignee=qfy")
    handed = refusal(plan, "instruction", WRITTEN, "交办 05-06 assignee=qjcy")
    assert order.column == handed.column == "承办单位"
    assert "应发商请函，不发督办单" in order.sentence
    assert "应发商请函，不发批示件" in handed.sentence


@pytest.mark.parametrize(
    ("flow", "steps"),
    [
        ("nonlit_enforcement", RULED[:1]),
        ("nonlit_enforcement", RULED[:2]),
        ("control_request", (CONTROL, "签收 05-06", "查获 05-12")),
        *(("refusal_crime", CRIME[:count]) for count in (1, 2, 3, 4)),
    ],
)
def test_nobody_is_urged_in_a_judicial_state(plan: Plan, flow: str, steps: tuple[str, ...]) -> None:
    case = played(plan, flow, *steps)
    assert case.stays[-1].judicial
    assert refusal(plan, flow, *steps, "催办 09-01").column == "动作"


def test_the_agency_and_the_police_may_be_urged_and_are_counted(plan: Plan) -> None:
    carrying_out = played(plan, "nonlit_enforcement", *RULED, "催办 06-01")
    looking = played(plan, "control_request", CONTROL, "签收 05-06", "催办 05-10")
    assert [(one.stays[-1].holder, one.stays[-1].judicial) for one in (carrying_out, looking)] == [
        ("cgj", False),
        ("gaj", False),
    ]


@pytest.mark.parametrize("name", ["任务编号", "新期限"])
def test_an_application_for_an_extension_names_the_duty_and_the_new_due(plan: Plan, name: str) -> None:
    given = " ".join(word for word in ASKED.split() if not word.startswith(f"{name}="))
    assert refusal(plan, "extension", given).column == name


@pytest.mark.parametrize("written", ["下周", "2021-6-30", "20210630", "2021-02-30"])
def test_a_new_due_that_is_no_date_is_refused(plan: Plan, written: str) -> None:
    refused = refusal(plan, "extension", ASKED.replace("2021-06-30", written))
    assert (refused.column, "应是日期" in refused.sentence) == ("新期限", True)


def test_only_an_open_objection_can_be_withdrawn_and_only_one_under_review_answered(plan: Plan) -> None:
    assert refusal(plan, "appeal", OBJECTED, "答复 07-21 result=采纳 text=属实").column == "动作"
    answered = (OBJECTED, "受理 07-21", "答复 07-23 result=采纳 text=属实")
    assert refusal(plan, "appeal", *answered, "撤回 07-24 result=撤回").column == "动作"


def test_every_flow_numbers_its_cases_anew_each_year_in_a_form_of_its_own(plan: Plan) -> None:
    forms = [flow.number_format or "" for flow in plan.flows]
    assert len(set(forms)) == len(plan.flows) == 21
    assert all("{year}" in form and "{n}" in form for form in forms)


def test_judicial_acts_are_the_courts_alone(plan: Plan) -> None:
    for code in ("litigation", "procuratorate", "refusal_crime", "nonlit_enforcement"):
        assert {action.by for action in plan.flow[code].actions} == {("court",)}, code


def test_what_the_leading_group_decides_is_a_leaders_act(plan: Plan) -> None:
    assert [plan.flow["proposal"].action[name].by for name in ("同意", "不同意")] == [("leader",), ("leader",)]


def test_office_flows_serve_no_item_and_only_two_are_judged_by_response(plan: Plan) -> None:
    office = [flow for flow in plan.flows if flow.office]
    assert [flow.items for flow in office] == [()] * len(office) and len(office) == 8
    rules = {rule.code: rule.flows for rule in plan.scheme.rules}
    assert rules["response"] == ("supervision_order", "cooperation_request")


def test_work_is_given_back_only_in_flows_with_a_limit_for_it(plan: Plan) -> None:
    returning = [
        flow for flow in plan.flows if any(one.holder == BEFORE_FEEDBACK and one.returns for one in flow.actions)
    ]
    assert all(flow.limit_on_return for flow in returning)
    assert len(returning) == 5


def test_names_of_parties_are_masked(plan: Plan) -> None:
    masked = {(flow.code, one.name) for flow in plan.flows for one in flow.attributes if one.masked}
    assert masked == {
        ("rescue", "企业"),
        ("nonlit_enforcement", "被执行人"),
        ("bankruptcy_matter", "破产企业"),
        ("reception", "来访人"),
        ("control_request", "姓名或车牌"),
        ("refusal_crime", "被执行人"),
    }
