"""What would bring back most: each open duty or stay of a unit, and what its settling would do (domain.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lib.domain.appraisal import Score, ScoreLine, rescored
from lib.domain.calendar import WorkCalendar
from lib.domain.duties import DutyStatus
from lib.domain.ledger import Case
from lib.domain.line_parts import LinePart, line_share
from lib.domain.plan import Plan, Rule, Scheme
from lib.domain.ranking import RankRow, competition_ranks
from lib.domain.rule_shares import Judged, JudgedDuty, duty_subject, late_share, rule_flows
from lib.domain.rulings import FLOW, STAY

STAY_RULES = ("flow", "response")


@dataclass(frozen=True, slots=True)
class Regain:
    """One thing to settle: what it is, since when or by when, the points the total would gain, the league rank then."""

    subject: str
    due: date
    points: Decimal
    rank_after: int | None


def regains(judged: Judged, rows: Sequence[RankRow], unit: str, cases: Sequence[Case]) -> list[Regain]:
    """What the total of `unit` would gain by each, alone, settled on the last day that counts, largest first.

    That day is the window's last: today while the period runs, its end afterwards. A duty claimed and not decided
    in time waits for others and is not listed; one claimed late gains by the day it was claimed. `cases`: open ones
    that the unit holds; a stay past its deadline gains nothing any more. Only what gains is listed.
    """
    row = next(one for one in rows if one.unit == unit)
    found = [_regain(judged, rows, row, subject, due, change) for subject, due, change in _duties(judged, unit)]
    of_flow: dict[str, Regain] = {}  # every stay of a flow brings the same
    for flow, subject, due in _stays(judged, unit, cases):
        if flow not in of_flow:
            of_flow[flow] = _regain(judged, rows, row, subject, due, _left(flow, judged.plan))
        found.append(replace(of_flow[flow], subject=subject, due=due))
    return sorted((one for one in found if one.points > 0), key=lambda one: (-one.points, one.due, one.subject))


_Change = Callable[[Rule, Sequence[LinePart]], Sequence[LinePart]]


def _duties(judged: Judged, unit: str) -> Iterator[tuple[str, date, _Change]]:
    for one in judged.duties.get(unit, ()):
        if one.share == 0 and one.weight > 0:
            subject = duty_subject(one.status)
            yield subject, one.status.effective_due, _settled(subject, one, judged)


def _settled(subject: str, duty: JudgedDuty, judged: Judged) -> _Change:
    late = (_done_on(duty.status, judged.window.last) - duty.status.effective_due).days
    share = Fraction(1) if late <= 0 else late_share(late, judged.scheme.lateness)

    def change(_rule: Rule, parts: Sequence[LinePart]) -> Sequence[LinePart]:
        return [replace(one, earned=one.counted * share) if one.subject == subject else one for one in parts]

    return change


def _done_on(status: DutyStatus, last: date) -> date:
    """The day it would be done: that of the earliest claim nobody decided, else the last that counts."""
    return min((claim.report.occurred_on for claim in status.undecided), default=last)


def _stays(judged: Judged, unit: str, cases: Sequence[Case]) -> Iterator[tuple[str, str, date]]:
    """Flow, subject and deadline of each stay that can still end in time."""
    last = judged.window.last
    for case in cases:
        deadline = _deadline(case, unit, judged.plan.calendar, last)
        if deadline is not None and deadline >= last:
            subject = f"{STAY}{case.flow.code}/{case.case_no}/{case.stays[-1].entered_on}"
            yield case.flow.code, subject, deadline


def _deadline(case: Case, unit: str, calendar: WorkCalendar, last: date) -> date | None:
    """The deadline of the stay that the unit holds now; None where it holds none that counts."""
    stay = case.open_stay
    if stay is None or stay.judicial or stay.holder != unit:
        return None
    return stay.deadline(calendar, last)


def _left(flow: str, plan: Plan) -> _Change:
    def change(rule: Rule, parts: Sequence[LinePart]) -> Sequence[LinePart]:
        if rule.kind not in STAY_RULES or flow not in rule_flows(rule, plan):
            return parts
        one = Fraction(1)
        subject = FLOW + flow
        if any(part.subject == subject for part in parts):
            return [
                replace(part, counted=part.counted + one, earned=part.earned + one) if part.subject == subject else part
                for part in parts
            ]
        return [*parts, LinePart(subject, one, one, "")]

    return change


def _regain(judged: Judged, rows: Sequence[RankRow], row: RankRow, subject: str, due: date, change: _Change) -> Regain:
    after = _changed(judged.scheme, row.score, change)
    gained = (after.total or Decimal(0)) - (row.score.total or Decimal(0))
    return Regain(subject, due, gained, _rank_with(rows, row, after.total))


def _changed(scheme: Scheme, score: Score, change: _Change) -> Score:
    lines = [_line(line, change) for line in score.lines]
    return rescored(scheme, score, lines)


def _line(line: ScoreLine, change: _Change) -> ScoreLine:
    parts = change(line.rule, line.share.parts)
    return line if parts is line.share.parts else replace(line, share=line_share(line.rule, parts))


def _rank_with(rows: Sequence[RankRow], row: RankRow, total: Decimal | None) -> int | None:
    """The league rank with this total, everybody else as they are; None for a unit that is not ranked."""
    if not row.ranked or total is None:
        return None
    totals: Mapping[str, Decimal] = {
        one.unit: one.score.total or Decimal(0) for one in rows if one.ranked and one.league == row.league
    }
    return competition_ranks({**totals, row.unit: total})[row.unit]
