"""The facts a viewer may take out, as rows of the five sheets: values by code, in the order of the contract's headers.

Rights are asked row by row. A case that is or ever was before a court goes to court people alone; for the
office the parties are masked, in the free text of their case too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine

from lib.db.engine import reading
from lib.db.queries import board, chain, facts
from lib.db.queries.outgoing import events_by_case, standing_facts
from lib.domain.facts import Adjustment, Change, Entry, Event, Report, Verification
from lib.domain.ledger import Case, court_codes, replay
from lib.domain.plan import Flow, Plan
from lib.domain.report_places import periods_to_write
from lib.domain.rights import DRAFT, FULL, MASKED, Viewer, case_grade, may
from lib.errors import Refused
from lib.services import sight
from lib.services.book import snapshot_id

MOST_ROWS = 300_000
Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Rows of one sheet. `withheld`: cases the viewer would see if they had never been before a court."""

    rows: tuple[Cells, ...]
    withheld: int
    snapshot: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None: no bound."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def outgoing_flows(plan: Plan, viewer: Viewer) -> tuple[Flow, ...]:
    """Flows of which the viewer may see rows; those the own unit is in charge of come first."""
    if not (viewer.is_court or viewer.unit_code or sight.sees_all_duties(viewer)):
        return ()
    shown = [flow for flow in plan.flows if viewer.is_court or not flow.judicial]
    return tuple(sorted(shown, key=lambda flow: flow.in_charge != viewer.unit_code))


def takes_out_adjustments(viewer: Viewer) -> bool:
    """考核加减分 go out to office and leader."""
    return may(viewer, DRAFT, None, least=FULL)


def outgoing_reports(engine: Engine, plan: Plan, viewer: Viewer, span: Span, today: date) -> Outgoing:
    """进展填报: all to office and leader, else the own unit's; of several verdicts on a report the one in force."""
    sight.require_business(viewer)
    with reading(engine) as conn:
        given: dict[int, Verification] = {one.report: one for one in facts.verifications(conn)}
        kept = [
            (report, stated_at)
            for report, stated_at in standing_facts(conn, Report, span.first, span.last)
            if sight.sees_reports(viewer, report.unit)
        ]
        changes = [change for change, _ in standing_facts(conn, Change) if _sees_change(plan, viewer, change)]
        periods = periods_to_write(plan, [(one, given.get(one.number)) for one, _ in kept], changes)
        rows = [
            _report_cells(report, period, given.get(report.number), stated_at)
            for (report, stated_at), period in zip(kept, periods, strict=True)
        ]
        return _outgoing(conn, plan, rows, today)


def _report_cells(one: Report, period: str | None, verdict: Verification | None, stated_at: datetime | None) -> Cells:
    given: Cells = (None, None, None, None)
    if verdict is not None:
        given = (verdict.verdict, verdict.accepted_on, verdict.verified_on, verdict.by or "督导办公室")
    return (
        one.deliverable, one.unit, period, one.occurred_on, one.kind, one.percent, one.text, one.evidence,
        *given, stated_at,
    )  # fmt: skip


def outgoing_changes(engine: Engine, plan: Plan, viewer: Viewer, span: Span, today: date) -> Outgoing:
    """任务调整: all to office and leader, else of duties the own unit has or is given."""
    sight.require_business(viewer)
    with reading(engine) as conn:
        rows = [
            (one.deliverable, one.period, one.kind, one.new_due, one.new_owner, one.reason, one.approver, one.occurred_on)
            for one, _ in standing_facts(conn, Change, span.first, span.last)
            if _sees_change(plan, viewer, one)
        ]  # fmt: skip
        return _outgoing(conn, plan, rows, today)


def _sees_change(plan: Plan, viewer: Viewer, change: Change) -> bool:
    owners = (plan.deliverable[change.deliverable].owner, change.new_owner)
    return any(sight.sees_duties(viewer, unit) for unit in owners if unit)


def outgoing_adjustments(engine: Engine, plan: Plan, viewer: Viewer, span: Span, today: date) -> Outgoing:
    """考核加减分: to office and leader."""
    sight.require_business(viewer)
    with reading(engine) as conn:
        rows = [
            (one.period, one.unit, one.kind, one.points, one.reason, one.evidence, one.approver, one.occurred_on)
            for one, _ in standing_facts(conn, Adjustment, span.first, span.last)
            if takes_out_adjustments(viewer)
        ]
        return _outgoing(conn, plan, rows, today)


def outgoing_entries(engine: Engine, plan: Plan, viewer: Viewer, span: Span, today: date) -> Outgoing:
    """指标填报: all to office and leader, else the own unit's."""
    sight.require_business(viewer)
    with reading(engine) as conn:
        rows = [
            (one.period, one.unit, one.indicator, one.numerator, one.denominator, one.value, one.evidence,
             one.occurred_on)
            for one, _ in standing_facts(conn, Entry, span.first, span.last)
            if sight.sees_reports(viewer, one.unit)
        ]  # fmt: skip
        return _outgoing(conn, plan, rows, today)


def outgoing_events(engine: Engine, plan: Plan, viewer: Viewer, flow: Flow, span: Span, today: date) -> Outgoing:
    """台账流转 of one flow: whole cases registered within `span`, as far as the viewer may see a row of each."""
    sight.require_business(viewer)
    rows: list[Cells] = []
    withheld, courts = 0, court_codes(plan)
    with reading(engine) as conn:
        with closing(events_by_case(conn, flow.code)) as stored:
            for _, stated in groupby(stored, key=lambda one: one[0].case_no):
                events = list(stated)
                if not span.holds(events[0][0].occurred_on):
                    continue
                case = replay(flow, [event for event, _ in events], courts)
                grade = sight.row_grade(viewer, case)
                if grade is None:
                    withheld += _would_see(viewer, case)
                    continue
                rows.extend(_event_cells(case, events, hide=grade == MASKED))
                _require_modest(rows)
        return _outgoing(conn, plan, rows, today, withheld)


def _would_see(viewer: Viewer, case: Case) -> bool:
    seen = case_grade(viewer, in_charge=case.flow.in_charge, handling=case.unit, holder=case.holder)
    return not case.flow.judicial and case.before_court and seen in (FULL, MASKED)


def _event_cells(case: Case, events: Sequence[tuple[Event, datetime | None]], *, hide: bool) -> Iterator[Cells]:
    stated = (pair for one, _ in events for pair in one.attributes.items())
    parties = sight.masks_of(case.flow, stated) if hide else {}
    for one, stated_at in events:
        attributes = {name: parties.get(value, value) for name, value in one.attributes.items()}
        yield (
            case.flow.code, one.case_no, one.action, one.occurred_on, one.actor, one.assignee, one.result, one.amount,
            sight.without(parties, one.text), stated_at, *(attributes.get(name) for name in case.flow.attribute),
        )  # fmt: skip


def _require_modest(rows: Sequence[Cells]) -> None:
    if len(rows) > MOST_ROWS:
        raise Refused(f"所选内容超过 {MOST_ROWS} 行，一个文件放不下：请缩小日期范围，分次导出")


def _outgoing(conn: Connection, plan: Plan, rows: Sequence[Cells], today: date, withheld: int = 0) -> Outgoing:
    _require_modest(rows)
    snapshot = snapshot_id(plan.digest, today, chain.last_number(conn))
    return Outgoing(tuple(rows), withheld, snapshot, board.is_demo(conn))
