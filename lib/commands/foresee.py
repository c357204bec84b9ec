"""What an import would add, before it is stored: the new rows its owner may see, and what they would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from lib.commands.check_duties import Duties
from lib.commands.check_events import AcceptedEvent, Events
from lib.commands.matching import Sorted
from lib.commands.statements import ADJUSTMENTS, CHANGES, ENTRIES, EVENTS, REPORTS, Origins
from lib.domain.facts import (
    BONUS,
    COMPLETION,
    DEDUCTION,
    EXTENSION,
    PASS,
    REASSIGNMENT,
    VETO,
    WAIVER,
    Adjustment,
    Entry,
)
from lib.domain.plan import URGE, Flow, Plan
from lib.domain.rights import Viewer

SHOWN_ROWS = 200


class NewRow(NamedTuple):
    """A row that would be stored: where it stands in the files, its day, unit, and what it says."""

    kind: str
    place: str
    occurred_on: date
    subject: str
    unit: str
    words: str


class Foreseen(NamedTuple):
    """The first rows in the order of the kinds, how many are kept back as judicial, and a line for each kind."""

    rows: tuple[NewRow, ...]
    kept_back: int
    effects: tuple[tuple[str, str], ...]


class NewRows(NamedTuple):
    """Everything that passed the checks."""

    duties: Duties
    events: Events
    adjustments: Sorted[Adjustment]
    entries: Sorted[Entry]


_ADJUSTMENTS = {BONUS: "加分", DEDUCTION: "扣分", VETO: "一票否决"}
_CHANGES = {EXTENSION: "延期", WAIVER: "核销", REASSIGNMENT: "改派"}


def foreseen(plan: Plan, viewer: Viewer, new: NewRows, origins: Origins) -> Foreseen:
    """The new rows as words; those of cases before a court are counted, and shown to court people alone."""
    seen = [one for one in new.events.new if viewer.is_court or not _is_closed(plan, new.events, one)]
    rows = (*_duty_rows(plan, new, origins), *_event_rows(plan, seen, origins), *_number_rows(plan, new, origins))
    effects = ((REPORTS, _reports_move(new)), (EVENTS, _events_move(plan, new.events)), (CHANGES, _changes_move(new)),
               (ADJUSTMENTS, _adjustments_move(new)), (ENTRIES, _entries_move(new)))  # fmt: skip
    return Foreseen(
        tuple(islice(rows, SHOWN_ROWS)),
        len(new.events.new) - len(seen),
        tuple((kind, words) for kind, words in effects if words),
    )


def _is_closed(plan: Plan, events: Events, one: AcceptedEvent) -> bool:
    statement = one.statement
    return plan.flow[statement.flow].judicial or (statement.flow, statement.case_no) in events.before_court


def _short(plan: Plan, unit: str | None) -> str:
    return plan.unit[unit].short if unit is not None and unit in plan.unit else ""


def _joined(*words: str | None) -> str:
    return "，".join(filter(None, words))


def _duty_rows(plan: Plan, new: NewRows, origins: Origins) -> Iterator[NewRow]:
    for one in islice(new.duties.reports, SHOWN_ROWS):
        fact, verdict = one.row.fact, one.verdict
        kind = "申报完成" if fact.kind == COMPLETION else "进展"
        percent = f"{fact.percent:f}%" if fact.percent is not None else None
        given = ("核实通过" if verdict.verdict == PASS else "核实退回") if verdict else None
        subject = f"{fact.deliverable} {fact.period or ''}".strip()
        yield NewRow(
            REPORTS, origins.row_word(one.row.origin), fact.occurred_on, subject, _short(plan, fact.unit),
            _joined(kind, percent, given, fact.text),
        )  # fmt: skip
    for gained in islice(new.duties.gained, SHOWN_ROWS):
        fact = gained.report
        words = "补核实：通过" if gained.verdict.verdict == PASS else "补核实：退回"
        subject = f"{fact.deliverable} {fact.period or ''}".strip()
        yield NewRow(
            REPORTS,
            origins.row_word(gained.origin),
            gained.verdict.verified_on,
            subject,
            _short(plan, fact.unit),
            words,
        )
    for row in islice(new.duties.changes.new, SHOWN_ROWS):
        change = row.fact
        to = f"至 {change.new_due}" if change.new_due else _short(plan, change.new_owner)
        unit = _short(plan, plan.deliverable[change.deliverable].owner)
        subject = f"{change.deliverable} {change.period or ''}".strip()
        words = _joined(f"{_CHANGES[change.kind]}{to}", change.reason)
        yield NewRow(CHANGES, origins.row_word(row.origin), change.occurred_on, subject, unit, words)


def _event_rows(plan: Plan, events: list[AcceptedEvent], origins: Origins) -> Iterator[NewRow]:
    for one in islice(events, SHOWN_ROWS):
        said = one.statement
        flow = plan.flow[said.flow]
        amount = f"{said.amount:f} 万元" if said.amount is not None else None
        unit = _short(plan, said.assignee or said.actor or flow.in_charge)
        yield NewRow(
            EVENTS, origins.row_word(said.origin), said.occurred_on, f"{flow.name} {said.case_no}", unit,
            _joined(said.action, said.result, amount, said.text),
        )  # fmt: skip


def _number_rows(plan: Plan, new: NewRows, origins: Origins) -> Iterator[NewRow]:
    for row in islice(new.adjustments.new, SHOWN_ROWS):
        points = f"{_ADJUSTMENTS[row.fact.kind]}{f' {row.fact.points:f}' if row.fact.points is not None else ''}"
        yield NewRow(
            ADJUSTMENTS, origins.row_word(row.origin), row.fact.occurred_on, row.fact.period,
            _short(plan, row.fact.unit), _joined(points, row.fact.reason),
        )  # fmt: skip
    for entry in islice(new.entries.new, SHOWN_ROWS):
        fact = entry.fact
        number = f"{fact.numerator}/{fact.denominator}" if fact.denominator is not None else f"{fact.value}"
        subject = f"{fact.indicator} {fact.period}"
        yield NewRow(
            ENTRIES, origins.row_word(entry.origin), fact.occurred_on, subject, _short(plan, fact.unit),
            _joined(plan.indicator[fact.indicator].title, number),
        )  # fmt: skip


def _reports_move(new: NewRows) -> str:
    reports, gained = new.duties.reports, new.duties.gained
    verdicts = [one.verdict.verdict for one in reports if one.verdict] + [one.verdict.verdict for one in gained]
    waiting = sum(1 for one in reports if one.row.fact.kind == COMPLETION and one.verdict is None)
    passed = verdicts.count(PASS)
    duties = {one.row.fact.deliverable for one in reports} | {one.report.deliverable for one in gained}
    parts = (
        ("申报完成待核实", waiting), ("核实通过", passed), ("核实退回", len(verdicts) - passed),
        ("进展", sum(1 for one in reports if one.row.fact.kind != COMPLETION)),
    )  # fmt: skip
    return _counted(f"涉及 {len(duties)} 项任务", parts) if duties else ""


def _events_move(plan: Plan, events: Events) -> str:
    """Cases registered, actions that close one, and urgings, flow by flow: numbers, so of judicial flows too."""
    by_flow: dict[str, Counter[str]] = {}
    for one in events.new:
        flow = plan.flow[one.statement.flow]
        by_flow.setdefault(flow.code, Counter())[_step(flow, one.statement.action)] += 1
    return "；".join(_counted(plan.flow[code].name, steps.items()) for code, steps in by_flow.items())


def _step(flow: Flow, name: str) -> str:
    action = flow.action.get(name)
    if name == URGE:
        return "催办"
    if action is not None and action is flow.register_action:
        return "登记"
    return "办结" if action is not None and action.to and flow.state[action.to].final else "其他流转"


def _changes_move(new: NewRows) -> str:
    kinds = Counter(_CHANGES[row.fact.kind] for row in new.duties.changes.new)
    duties = {row.fact.deliverable for row in new.duties.changes.new}
    return _counted(f"涉及 {len(duties)} 项任务", kinds.items()) if duties else ""


def _adjustments_move(new: NewRows) -> str:
    kinds = Counter(_ADJUSTMENTS[row.fact.kind] for row in new.adjustments.new)
    units = {row.fact.unit for row in new.adjustments.new}
    return _counted(f"涉及 {len(units)} 个单位", kinds.items()) if units else ""


def _entries_move(new: NewRows) -> str:
    entries = [row.fact for row in new.entries.new]
    indicators, units = {one.indicator for one in entries}, {one.unit for one in entries}
    return f"涉及 {len(indicators)} 项指标、{len(units)} 个单位" if entries else ""


def _counted(what: str, parts: Iterable[tuple[str, int]]) -> str:
    words = [f"{name} {count}" for name, count in parts if count]
    return f"{what}：{'，'.join(words)}" if words else what
