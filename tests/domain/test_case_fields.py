"""What a form asks for an action follows from the flow's definition alone."""

from __future__ import annotations

import pytest

from lib.domain.case_fields import FormField, fields_of
from lib.domain.ledger import Case, action_of, court_codes, replay
from lib.domain.ledger_acts import allowed_actions, refused_cell
from tests.domain.cast import day
from tests.domain.cast import event as made
from tests.people import plan


def case(flow: str, *steps: str) -> Case:
    events = []
    for number, step in enumerate(steps):
        action, on, *rest = step.split()
        events.append(made(flow, action, on, number=number, seq=number, **dict(one.split("=", 1) for one in rest)))
    return replay(plan().flow[flow], events, court_codes(plan()))


def asked(flow: str, action: str, standing: Case | None = None) -> dict[str, FormField]:
    definition = plan().flow[flow]
    found = action_of(definition, action)
    assert found is not None
    return {field.name: field for field in fields_of(plan(), definition, standing, found)}


def test_registering_asks_for_the_attributes_no_later_action_asks_for() -> None:
    fields = asked("litigation", "立案")
    assert {"案由", "管理领域", "审级", "再次起诉", "承办单位"} <= set(fields)
    assert not {"负责人出庭", "出庭职务"} & set(fields)


def test_what_belongs_to_later_steps_may_be_given_at_a_registration_but_is_not_asked() -> None:
    fields = asked("litigation", "立案")
    assert [name for name, field in fields.items() if field.extra] == ["发言", "缺席事由", "败诉原因"]
    extras = {
        one.code for one in plan().flows for field in asked(one.code, one.register_action.name).values() if field.extra
    }
    assert extras == {"litigation"}


def test_the_unit_of_a_judicial_case_is_asked_for_as_the_agency_sued() -> None:
    assert asked("litigation", "立案")["承办单位"].label == "承办单位（涉诉机关）"
    assert asked("dispute", "登记")["承办单位"].label == "承办单位"


def test_a_hearing_asks_whether_the_head_came_and_says_when_the_post_is_needed() -> None:
    fields = asked("litigation", "开庭", case("litigation", "立案 05-06"))
    assert fields["负责人出庭"].required and not fields["负责人出庭"].extra
    assert fields["出庭职务"].note == "负责人出庭为“是”时必填"
    assert fields["案由"].extra


def test_handing_over_asks_for_nothing_but_a_remark_and_extras() -> None:
    fields = asked("dispute", "移送", case("dispute", "登记 05-06"))
    assert [name for name, field in fields.items() if not field.extra] == ["说明"]


def test_assigning_requires_a_unit() -> None:
    fields = asked("dispute", "交办", case("dispute", "登记 05-06", "移送 05-07"))
    assert fields["承办单位"].required
    assert ("zrzy", plan().unit["zrzy"].short) in fields["承办单位"].choices


def test_closing_offers_the_results_of_the_state_alone() -> None:
    opened = case("rescue", "申请 05-06", "组织谈判 05-07")
    assert [name for name, _ in asked("rescue", "办结", opened)["结果"].choices] == ["庭外和解", "撤回"]


def test_money_is_asked_where_it_comes_back_and_where_a_loan_is_registered() -> None:
    opened = case("npl", "委托 05-06", "启动清收 05-07")
    assert asked("npl", "回款", opened)["金额"].required
    loan = asked("npl", "委托")["金额"]
    assert (loan.label, loan.required) == ("贷款金额（万元）", False)
    assert "金额" not in asked("npl", "移送执行", opened)


def test_what_decides_the_holder_is_asked_until_it_is_known() -> None:
    assert asked("bankruptcy_matter", "提交")["事项类别"].required
    known = case("bankruptcy_matter", "提交 05-06 事项类别=职工安置")
    assert asked("bankruptcy_matter", "交办", known)["事项类别"].extra
    assert "承办单位" not in asked("bankruptcy_matter", "交办", known)


@pytest.mark.parametrize("action", ["催办", "中止", "恢复"])
def test_built_in_actions_ask_for_a_remark_alone(action: str) -> None:
    assert list(asked("rescue", action, case("rescue", "申请 05-06"))) == ["说明"]


def test_an_order_is_not_offered_to_the_court_and_a_letter_to_nobody_else() -> None:
    assert "qfy" not in dict(asked("supervision_order", "签发")["承办单位"].choices)
    assert set(dict(asked("court_letter", "发函")["承办单位"].choices)) == {"qfy", "qjcy"}


@pytest.mark.parametrize("flow", [one.code for one in plan().flows if not one.office])
def test_a_form_with_all_required_fields_filled_is_accepted(flow: str) -> None:
    """Every platform's registration and its next actions, filled as the form says, pass the rules."""
    definition = plan().flow[flow]
    standing: Case | None = None
    for number in range(4):
        names = [definition.register_action.name] if standing is None else allowed_actions(standing)
        action = action_of(definition, names[0])
        assert action is not None
        if standing is not None and names[0] not in definition.action:
            break
        event = _filled(flow, number, fields_of(plan(), definition, standing, action), names[0])
        assert refused_cell(plan(), definition, standing, event, day("12-31")) is None
        standing = replay(definition, [*(standing.events if standing else ()), event], court_codes(plan()))
        if standing.closed_on is not None:
            break


def _filled(flow: str, number: int, fields: tuple[FormField, ...], action: str):
    columns = {"操作单位": "actor", "承办单位": "assignee", "结果": "result", "金额": "amount", "说明": "text"}
    given = {}
    for field in fields:
        if field.required or (field.note and "必填" in field.note):
            value = field.choices[0][0] if field.choices else "12" if field.name == "金额" else "若干"
            given[columns.get(field.name, field.name)] = value
    return made(flow, action, "05-06", number=number, seq=number, **given)
