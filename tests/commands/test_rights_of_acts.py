"""Every member of the cast × every act × own and other unit, below the page: who gets through is this table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.correct import correct_fact
from lib.commands.duty_acts import adjust_points, change_duty, enter_number, file_report, judge_item, verify_report
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
from lib.domain.rights import ACTS
from lib.errors import NotAllowed, Refused
from tests.commands.cast import CAST, TODAY, caller, move, register, stored, trail
from tests.people import plan

DUTIES = {"kgj": "D10-1", "qzfb": "D05-1", "jrj": "D06-1", "qfy": "D09-1", "ldxz": "DG1-1", "czj": "D11-1"}
FLOWS = {"qzfb": "dispute", "jrj": "npl", "kgj": "rescue", "qfy": "litigation", "qjcy": "procuratorate"}

Attack = Callable[[Engine, str, str], Any]


def _report(engine: Engine, who: str, unit: str) -> Any:
    said: dict[str, Any] = {"kind": "progress", "occurred_on": TODAY}
    return file_report(engine, plan(), caller(who), DUTIES.get(unit, "D10-1"), unit, **said)


def _verify(engine: Engine, who: str, unit: str) -> Any:
    number = _report(engine, "operator", unit).numbers[0]
    return verify_report(engine, plan(), caller(who), number, verdict="pass")


def _change(engine: Engine, who: str, unit: str) -> Any:
    said: dict[str, Any] = {"kind": "waiver", "reason": "并入", "approver": "李"}
    return change_duty(engine, plan(), caller(who), DUTIES.get(unit, "D10-1"), None, **said)


def _adjust(engine: Engine, who: str, unit: str) -> Any:
    said: dict[str, Any] = {"kind": "bonus", "points": Decimal(1), "reason": "x", "evidence": "x", "approver": "李"}
    return adjust_points(engine, plan(), caller(who), "2021", unit, **said)


def _help(engine: Engine, who: str, unit: str) -> Any:
    return ask_for_help(engine, plan(), caller(who), None, unit, "czj", text="x")


def _held(engine: Engine, who: str, unit: str) -> Any:
    register(engine, "operator", "cooperation_request", actor="czj", assignee=unit, text="x")
    return move(engine, who, "cooperation_request", "配合")


def _platform(action: str) -> Attack:
    def attack(engine: Engine, who: str, unit: str) -> Any:
        flow = FLOWS.get(unit, "dispute")
        fields: dict[str, Any] = {"amount": Decimal(1)} if flow == "npl" else {}
        register(engine, "operator", flow, **fields)
        return move(engine, who, flow, action)

    return attack


def _extension(engine: Engine, who: str, unit: str) -> Any:
    said: dict[str, Any] = {"new_due": date(2021, 6, 30), "reason": "x"}
    return apply_for_extension(engine, plan(), caller(who), DUTIES.get(unit, "D10-1"), None, **said)


def _decide(engine: Engine, who: str, unit: str) -> Any:
    _extension(engine, "operator", unit)
    return decide_extension(engine, plan(), caller(who), "延期〔2021〕1号", seen=None, approved=True)


def _correct(engine: Engine, who: str, unit: str) -> Any:
    _report(engine, "operator", unit)
    return correct_fact(engine, plan(), caller(who), stored(engine), None, reason="x", approver="李")


def _correct_court(engine: Engine, who: str, unit: str) -> Any:
    register(engine, "operator", "litigation", "L1", assignee="kgj")
    return correct_fact(engine, plan(), caller(who), 1, None, reason="x", approver="李")


OFFICES = {"office", "office_qzfb", "operator"}
CLERKS = {"clerk", "clerk_qzfb", "clerk_zrzy", "platform_qzfb", "platform_jrj", "court", "procurator"}
UNITS = {"head", *CLERKS}
SIGNING = {*OFFICES, "leader"}

URGING = _platform("催办")

# Act: (the attack, who gets through for the own unit, who for another's).
TABLE: dict[str, tuple[Attack, set[str], set[str]]] = {
    "file_report": (_report, {*UNITS, *OFFICES}, OFFICES),
    "verify_report": (_verify, {"leader", "operator"}, SIGNING),
    "change_duty": (_change, OFFICES, OFFICES),
    "judge_item": (lambda e, who, _: judge_item(e, plan(), caller(who), "4", view="at_risk", reason="x"), OFFICES, OFFICES),
    "enter_indicator": (
        lambda e, who, unit: enter_number(e, plan(), caller(who), "2021Q2", unit, "I16-1", value=Decimal(1), evidence="x"),
        {*UNITS, *OFFICES}, OFFICES,
    ),
    "adjust_points": (_adjust, OFFICES, OFFICES),
    "register_case": (
        lambda e, who, unit: register(e, who, FLOWS.get(unit, "dispute"), amount=Decimal(1)),
        {"platform_qzfb", "platform_jrj", "court", "procurator", *OFFICES}, OFFICES,
    ),
    "move_case": (_held, {*CLERKS, *OFFICES}, OFFICES),
    # 催办 and 中止: of a flow the own unit is in charge of. A procuratorate's flow is judicial: never urged.
    "urge_case": (URGING, {"platform_qzfb", "platform_jrj", *OFFICES}, OFFICES),
    "pause_case": (_platform("中止"), {"platform_qzfb", "platform_jrj", "court", "procurator", *OFFICES}, OFFICES),
    "issue_order": (
        lambda e, who, unit: issue_orders(e, plan(), caller(who), [OrderDraft(unit, "提醒单", "系统", "x")]), SIGNING, SIGNING,
    ),
    "send_letter": (lambda e, who, _: send_letter(e, plan(), caller(who), "qfy", reason="x"), SIGNING, SIGNING),
    "ask_for_help": (_help, {*UNITS, *OFFICES}, OFFICES),
    "propose_item": (
        lambda e, who, unit: propose_item(e, plan(), caller(who), "x", text="x", unit=unit), {*UNITS, *OFFICES}, OFFICES,
    ),
    # Whose duty it is, is a rule and no right: another's clerk is refused by that.
    "apply_for_extension": (_extension, {*UNITS, *OFFICES}, {*UNITS, *OFFICES}),
    "decide_extension": (_decide, {"leader", "operator"}, SIGNING),
    "record_instruction": (
        lambda e, who, _: record_instruction(e, plan(), caller(who), leader="x", written_on=TODAY, matter="x"),
        OFFICES, OFFICES,
    ),
    "record_decision": (
        lambda e, who, unit: record_decision(e, plan(), caller(who), unit, meeting="x", topic="x"), OFFICES, OFFICES,
    ),
    "correct_fact": (_correct, OFFICES, OFFICES),
    "correct_fact of the court": (_correct_court, {"court", "operator"}, {"court", "operator"}),
}  # fmt: skip


def gets_through(engine: Engine, attack: Attack, who: str, unit: str) -> bool:
    """Whether the right is there; what the rules say beyond it does not count, but that a court is never urged."""
    try:
        attack(engine, who, unit)
    except NotAllowed:
        assert trail(engine)[0].act.endswith("_refused")
        assert trail(engine)[0].account == CAST[who].username
        return False
    except Refused:
        return attack is not URGING
    return True


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("act", TABLE)
def test_who_may_take_an_act_for_the_own_unit(sqlite_engine: Engine, act: str, who: str) -> None:
    attack, own, _ = TABLE[act]
    unit = CAST[who].unit_code or "kgj"
    if unit not in DUTIES and attack in (_verify, _correct, _decide):
        unit = "czj"
    assert gets_through(sqlite_engine, attack, who, unit) is (who in own)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("act", TABLE)
def test_who_may_take_an_act_for_another_unit(sqlite_engine: Engine, act: str, who: str) -> None:
    attack, _, other = TABLE[act]
    unit = "jrj" if CAST[who].unit_code != "jrj" else "kgj"
    assert gets_through(sqlite_engine, attack, who, unit) is (who in other)


def test_every_act_of_the_commands_is_in_the_table_of_rights_and_here() -> None:
    elsewhere = {
        "state_past_times", "import_sheets", "keep_minutes", "run_period", "approve_result", "sign_recommendation", "confirm_lines",
        "object", "decide_objection", "rebuild_counts", "publish_plan", "export", "keep_evidence", "back_up", "watch_health", "manage_accounts", "manage_rights", "read_audit",
    }  # fmt: skip
    assert {act for act in TABLE if " " not in act} == set(ACTS) - elsewhere
