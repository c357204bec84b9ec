"""What cases of the office's own flows ask for beyond their flow: by whichever act they are registered or decided.

Each of these flows has an act of its own; who comes by the general one (`register_case`, `act_on_case`) meets the
same right and the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from lib.commands.act import Act
from lib.commands.check_events import standing_case
from lib.commands.extensions import require_extendable
from lib.commands.fields import MISSING
from lib.commands.objection_rules import demand_unbiased, require_objectable
from lib.db.queries.acts import cases_about
from lib.db.queries.office_cases import among_courts
from lib.db.queries.stated import stated_events
from lib.domain.facts import CAUSE, Event
from lib.domain.ledger import Case
from lib.domain.office_flows import (
    ANSWER,
    APPEAL,
    DECIDE,
    DECISION,
    DUE,
    DUTY,
    EXTENSION,
    GRADE,
    HELP,
    INSTRUCTION,
    LETTER,
    MATTER,
    ORDER,
    PROPOSAL,
    WRITTEN_ON,
)
from lib.domain.plan import FAILURE, Flow
from lib.domain.written_numbers import case_numbers, court_numbers
from lib.errors import Problem, Refused

# The right to register a case of the flow, as the table of rights names it.
REGISTERING: Mapping[str, str] = MappingProxyType(
    {
        ORDER: "issue_order",
        LETTER: "send_letter",
        HELP: "ask_for_help",
        PROPOSAL: "propose_item",
        EXTENSION: "apply_for_extension",
        INSTRUCTION: "record_instruction",
        DECISION: "record_decision",
        APPEAL: "object",
    }
)


def demand_registering(act: Act, flow: Flow) -> None:
    """NotAllowed unless the account has the right to the act of this flow, where it has one."""
    if flow.code in REGISTERING:
        act.demand(REGISTERING[flow.code])


def require_registrable(act: Act, event: Event) -> None:
    """Refused where a rule of the flow's own act forbids this registration."""
    for rule in _RULES.get(event.flow, ()):
        rule(act, event)


def require_decidable(act: Act, case: Case, event: Event) -> None:
    """An application for a later due is declined with the reason, and by who has the right to decide it; an objection is
    answered by who neither scored nor verified."""
    if case.flow.code == APPEAL and event.action == ANSWER:
        act.demand("decide_objection")
        demand_unbiased(act, case)
    if case.flow.code != EXTENSION or event.action != DECIDE:
        return
    act.demand("decide_extension")
    chosen = next((one for one in case.flow.action[DECIDE].results if one.name == event.result), None)
    if chosen is not None and chosen.outcome == FAILURE and event.text is None:
        raise Refused([Problem("说明", MISSING)])


def require_no_court_number(act: Act, flow: Flow, event: Event) -> None:
    """Papers of the office go to many hands: a case of a court is a number of cases in them, never a case number."""
    if not flow.office:
        return
    for column, text in {"说明": event.text, **event.attributes}.items():
        if text and (court_numbers(text) or among_courts(act.conn, case_numbers(text))):
            raise Refused([Problem(column, "其中有法院、检察院的案号；司法案件只能用件数表述，请删去案号")])


def _whole_order(act: Act, event: Event) -> None:
    missing = [name for name in (GRADE, MATTER) if name not in event.attributes]
    if missing:
        raise Refused([Problem(name, MISSING) for name in missing])


def _second_order(act: Act, event: Event) -> None:
    """Never twice for the same cause: only a graver order follows an order, whether that is open or closed."""
    grades = act.plan.flow[ORDER].attribute[GRADE].choices
    for case in _cases_about(act, event):
        issued = case.attribute(GRADE)
        if issued in grades and grades.index(issued) >= grades.index(event.attributes[GRADE]):
            graver = "" if issued == event.attributes[GRADE] else "更高等级的"
            told = f"同一起因已于 {case.registered_on} 发出{graver}{issued}（{case.case_no}，现为“{case.state}”）"
            way_out = "已销号的可“回头看”" if case.closed_on else "请催办该件，或发更高等级的督办"
            raise Refused([Problem(CAUSE, f"{told}，不再重复签发；{way_out}")])


def _second_letter(act: Act, event: Event) -> None:
    """A second letter on the same cause is refused, whatever became of the first."""
    for case in _cases_about(act, event):
        told = f"同一事项已于 {case.registered_on} 发出商请函（{case.case_no}，现为“{case.state}”），不再重复发函"
        raise Refused([Problem(CAUSE, told)])


def _second_decision(act: Act, event: Event) -> None:
    """What a meeting decided is not decided again while it is open; where it is overdue, on that itself."""
    for case in _cases_about(act, event):
        if case.closed_on is None:
            told = f"同一事项已于 {case.registered_on} 议定（{case.case_no}，现为“{case.state}”）"
            raise Refused([Problem(CAUSE, f"{told}，不再重复议定；请先办结该件，或就该件再作议定")])


def _cases_about(act: Act, event: Event) -> list[Case]:
    """The standing cases of the flow that name the cause of this one."""
    cause = event.attributes.get(CAUSE)
    numbers = cases_about(act.conn, event.flow, cause) if cause else ()
    found = (standing_case(act.plan, event.flow, stated_events(act.conn, event.flow, [one])) for one in numbers)
    return [case for case in found if case is not None and case.attribute(CAUSE) == cause]


def _help_of_another(act: Act, event: Event) -> None:
    problems = [] if event.text else [Problem("说明", MISSING)]
    duty = event.attributes.get(DUTY)
    if duty is not None and duty not in act.plan.deliverable:
        problems.append(Problem(DUTY, f"没有任务“{duty}”"))
    if event.actor == event.assignee:
        problems.append(Problem("承办单位", "不能请本单位配合，请选择另一单位"))
    if problems:
        raise Refused(problems)


def _written_before(act: Act, event: Event) -> None:
    written = event.attributes[WRITTEN_ON]
    if date.fromisoformat(written) > event.occurred_on:
        raise Refused([Problem(WRITTEN_ON, f"批示日期 {written} 晚于登记日期，应不晚于它")])


def _due_after(act: Act, event: Event) -> None:
    due = event.attributes.get(DUE)
    if due is not None and date.fromisoformat(due) < event.occurred_on:
        raise Refused([Problem(DUE, f"期限 {due} 早于议定的日期，应不早于它")])


_RULES: Mapping[str, tuple[Callable[[Act, Event], None], ...]] = MappingProxyType(
    {
        ORDER: (_whole_order, _second_order),
        LETTER: (_second_letter,),
        HELP: (_help_of_another,),
        EXTENSION: (require_extendable,),
        INSTRUCTION: (_written_before,),
        DECISION: (_due_after, _second_decision),
        APPEAL: (require_objectable,),
    }
)
