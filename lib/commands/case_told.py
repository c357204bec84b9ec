"""What is told about a case: how an act on it went on, and why one was refused, as far as the account may know."""

from __future__ import annotations

from lib.clock import SHANGHAI
from lib.commands.act import Act
from lib.db.queries.acts import event_recorder
from lib.domain.case_rights import allowed_to, meets_courts, sees_case, who_may
from lib.domain.ledger import Case
from lib.domain.next_step import how_it_stands, next_step
from lib.domain.plan import URGE, Flow, Plan


def subject_of(plan: Plan, flow: str, case_no: str | None) -> str:
    """The case as the trail and the answer name it."""
    found = plan.flow.get(flow)
    return f"{found.name if found else flow} {case_no or '（新编号）'}"


def unnamed_of(plan: Plan, flow: str, case_no: str | None) -> tuple[str, ...]:
    """The number of a case that is or may come before a court stays out of the trail."""
    found = next((one for one in plan.flows if flow in (one.code, one.name)), None)
    secret = case_no is not None and case_no.strip() and (found is None or meets_courts(found))
    return (case_no.strip(),) if case_no is not None and secret else ()


def registered_said(act: Act, case: Case) -> str:
    """已登记（编号…），请…于…前移送."""
    return f"已{case.events[0].action}（编号 {case.case_no}）{_and_then(act, case)}"


def moved_said(act: Act, case: Case) -> str:
    """已移送，请…于…前交办; of a closing the result."""
    event = case.events[-1]
    result = f"：{event.result}" if event.result else ""
    return f"已{event.action}{result}{_and_then(act, case)}"


def _and_then(act: Act, case: Case) -> str:
    following = next_step(act.plan, case, act.caller.today)
    return f"，{following}" if following else ""


def no_register(act: Act, flow: Flow) -> str:
    who = act.plan.unit[flow.in_charge].short
    return f"{act.viewer.role_name}不能在此账号下登记{flow.name}；由{who}的经办人登记"


def number_taken(act: Act, case: Case) -> str:
    if not sees_case(act.viewer, case):
        return "此编号已被使用，请换一个编号"
    who = event_recorder(act.conn, case.events[0].number).name
    return f"此编号已由{who}登记（{case.registered_on}），{how_it_stands(act.plan, case)}；请核对或换一个编号"


def moved_on(act: Act, case: Case) -> str:
    """Who did what when, what the state is now, and what may be done now."""
    event = case.events[-1]
    recorder = event_recorder(act.conn, event.number)
    at = recorder.stored_at.astimezone(SHANGHAI)
    done = f"{recorder.name}已办理“{event.action}”（{event.occurred_on}，{at:%m-%d %H:%M} 记录）"
    return f"{case.flow.name} {case.case_no}：您看到的已不是最新情况。{done}，{_now(act, case)}"


def _now(act: Act, case: Case) -> str:
    words = "、".join(allowed_to(act.viewer, case, act.plan)) or "无"
    return f"{how_it_stands(act.plan, case)}；您现在可以：{words}"


def no_move(act: Act, case: Case, action: str) -> str:
    if action == URGE and act.plan.unit[case.holder].is_court:
        return f"{case.flow.name} {case.case_no}：不得催办法院、检察院；需要协调的，请发商请函"
    return f"{case.flow.name} {case.case_no}：“{action}”由{who_may(act.plan, case, action)}办理，{_now(act, case)}"
