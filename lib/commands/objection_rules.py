"""What every answer to an objection meets, by whichever act it comes: who may give it, and the orders that wait for it."""

from __future__ import annotations

from lib.commands.act import Act
from lib.commands.check_events import standing_case
from lib.commands.period_acts import kept_result_of, period_life
from lib.db.queries import office_cases, periods
from lib.db.queries.stated import stated_events
from lib.domain.facts import CAUSE, Event
from lib.domain.ledger import Case
from lib.domain.ledger_acts import allowed_actions
from lib.domain.office_flows import APPRAISED, ORDER, RULE, SUBJECT
from lib.domain.period_life import OBJECTING, STATE_NAMES
from lib.domain.periods import Period
from lib.domain.plan import PAUSE, RESUME
from lib.domain.ranking import RankRow
from lib.domain.rulings import ADJUSTMENT, STAY, facts_judged, part_named, why_biased
from lib.errors import NotAllowed, Problem, Refused

_WAITS, _GOES_ON = "答复之前暂停计时", "已办结，恢复计时"


def require_objectable(act: Act, event: Event) -> None:
    """The result is being checked, approved or published, the unit has such a part, and it never objected to it before."""
    given, unit = event.attributes, event.assignee or ""
    period = _period(given.get(APPRAISED))
    life = period_life(act, period)
    if life.state not in OBJECTING:
        told = f"{period.name}现为“{STATE_NAMES[life.state]}”；结果交单位核对之后、锁定之前可以申诉"
        raise Refused([Problem(APPRAISED, told)])
    result = kept_result_of(act, life)
    row = result.row(unit) if result else None
    rule, subject = given.get(RULE, ""), given.get(SUBJECT, "")
    if row is None or not _is_there(act, row, rule, subject):
        raise Refused([Problem(SUBJECT, f"该单位的结果里没有“{rule}”的“{subject}”这一项；请从得分明细里选择")])
    for one in periods.objections(act.conn, period.code):
        if (one.unit, one.attributes.get(RULE), one.attributes.get(SUBJECT)) == (unit, rule, subject):
            told = f"对这一项已于 {one.registered_on} 提出申诉（{one.case_no}，现为“{one.state}”），不再重复受理"
            raise Refused([Problem(SUBJECT, told)])


def _period(written: str | None) -> Period:
    try:
        return Period.parse(written or "")
    except ValueError:
        raise Refused([Problem(APPRAISED, f"“{written or ''}”不是考核期，应写成 2021Q3、2021H1 或 2021")]) from None


def _is_there(act: Act, row: RankRow, rule: str, subject: str) -> bool:
    if rule == ADJUSTMENT:
        return subject in {f"{ADJUSTMENT}:{one.number}" for one in row.score.adjustments}
    line = next((one for one in row.score.lines if one.rule.code == rule), None)
    part = part_named(line, subject) if line else None
    return part is not None and (not subject.startswith(STAY) or _held(act, row.unit, subject))


def _held(act: Act, unit: str, subject: str) -> bool:
    """Whether the unit had such a stay: stay:dispute/争议〔2021〕3号/2021-05-03."""
    flow, _, rest = subject.removeprefix(STAY).partition("/")
    case_no, _, day = rest.rpartition("/")
    if flow not in act.plan.flow or act.plan.flow[flow].judicial:
        return False
    case = standing_case(act.plan, flow, stated_events(act.conn, flow, [case_no]))
    stays = case.stays if case else ()
    return any(one.holder == unit and one.entered_on.isoformat() == day and not one.judicial for one in stays)


def demand_unbiased(act: Act, objection: Case) -> None:
    """NotAllowed for the account that computed the result, or verified or scored the part objected to; for all but a
    leader where the office's own unit objects."""
    period = Period.parse(objection.attribute(APPRAISED) or "")
    result = kept_result_of(act, period_life(act, period))
    row = result.row(objection.unit) if result else None
    facts = facts_judged(row.score, objection.attribute(RULE) or "", objection.attribute(SUBJECT) or "") if row else ()
    computed, judged = periods.computed_by(act.conn, period.code), periods.judged_by(act.conn, facts)
    if told := why_biased(act.viewer, act.plan.unit[objection.unit], computed, judged):
        raise NotAllowed(told)


def pause_orders(act: Act, objection: Case) -> None:
    """Orders of the unit about the very thing objected to wait from today on."""
    for order in _orders_about(act, objection):
        if PAUSE in allowed_actions(order):
            _store(act, order, PAUSE, _said(objection, _WAITS))


def orders_waiting(act: Act, objection: Case) -> list[Case]:
    """The orders that wait for this objection, and for nothing else."""
    found = []
    for order in _orders_about(act, objection):
        last = next((one for one in reversed(order.events) if one.action in (PAUSE, RESUME)), None)
        if order.paused and last is not None and last.text == _said(objection, _WAITS):
            found.append(order)
    return found


def resume_orders(act: Act, objection: Case) -> None:
    """The orders that waited for this objection go on."""
    for order in orders_waiting(act, objection):
        _store(act, order, RESUME, _said(objection, _GOES_ON))


def _orders_about(act: Act, objection: Case) -> list[Case]:
    subject = objection.attribute(SUBJECT) or ""
    keys = office_cases.with_causes(act.conn, [ORDER], [subject]) if ORDER in act.plan.flow else []
    found = [standing_case(act.plan, flow, stated_events(act.conn, flow, [case_no])) for flow, case_no in keys]
    return [one for one in found if one is not None and one.attribute(CAUSE) == subject and one.unit == objection.unit]


def _said(objection: Case, words: str) -> str:
    return f"{objection.case_no}{words}"


def _store(act: Act, order: Case, action: str, text: str) -> None:
    today = act.caller.today
    act.store(Event(0, 0, ORDER, order.case_no, action, today, None, None, None, None, text, {}, today))
