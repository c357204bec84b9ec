"""`case_head` filled plainly from the replayed ledger, for tests of what reads it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, Engine, delete, insert

from lib.db.count_tables import case_head
from lib.db.engine import writing
from lib.db.queries import facts
from lib.domain.ledger import Case, court_codes, replay
from lib.domain.plan import Plan


def refill(engine: Engine, plan: Plan) -> list[Case]:
    """Every case as all facts that stand leave it, one row each; the cases themselves."""
    with writing(engine) as conn:
        cases = _cases(conn, plan)
        conn.execute(delete(case_head))
        rows = [_row(plan, case) for case in cases]
        if rows:
            conn.execute(insert(case_head), rows)
    return cases


def _cases(conn: Connection, plan: Plan) -> list[Case]:
    histories: dict[tuple[str, str], list] = {}
    for event in facts.events(conn):
        histories.setdefault((event.flow, event.case_no), []).append(event)
    return [replay(plan.flow[flow], events, court_codes(plan)) for (flow, _), events in histories.items()]


def _row(plan: Plan, case: Case) -> dict[str, object]:
    due_on, pause_days = _due(plan, case)
    given = {one.name: case.attribute(one.name) for one in case.flow.attributes}
    return {
        "flow": case.flow.code,
        "case_no": case.case_no,
        "unit": case.unit,
        "registered_on": case.registered_on,
        "state": case.state,
        "holder": case.holder,
        "entered_on": case.stays[-1].entered_on if case.closed_on is None else case.closed_on,
        "paused": case.paused,
        "closed_on": case.closed_on,
        "outcome": case.outcome,
        "due_on": due_on,
        "pause_days": pause_days,
        "before_court": case.flow.judicial or any(stay.judicial for stay in case.stays),
        "last_number": case.events[-1].number,
        "last_on": case.events[-1].occurred_on,
        "last_action": case.events[-1].action,
        "attributes": {name: value for name, value in given.items() if value},
        "span_node": None,
    }


def _due(plan: Plan, case: Case) -> tuple[object, object]:
    """While paused the unrolled deadline moves with the day: counted on the day the pause began, where it is fixed."""
    stay = case.open_stay
    if stay is None:
        return None, None
    if not case.paused:
        day = case.events[-1].occurred_on
        dues = [one for one in (stay.deadline(plan.calendar, day), case.whole_deadline(plan.calendar, day)) if one]
        return min(dues, default=None), None
    since = stay.pauses[-1][0]
    ends = []
    for start, limit, pauses in (
        (stay.entered_on, stay.limit, stay.pauses),
        (case.registered_on, case.flow.limit, [pause for one in case.stays for pause in one.pauses]),
    ):
        if limit is not None:
            paused = sum((until - begun).days for begun, until in pauses if until is not None)
            ends.append(plan.calendar.end_of(start, limit) + timedelta(days=paused))
    return None, ((since - min(ends)).days if ends else None)
