"""A unit's objections to its result with their clock and answer, and what leaders decided on its years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.db.queries import periods
from lib.domain.appraisal import Score
from lib.domain.case_rights import allowed_to
from lib.domain.ledger import Case
from lib.domain.office_flows import ANSWER, APPEAL, APPRAISED, EVIDENCE, RULE, SUBJECT, WITHDRAW
from lib.domain.period_life import DECISIONS
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.rights import WATERFALL, Viewer, may
from lib.domain.rulings import ADJUSTMENT, OUTCOMES, STAY
from lib.services.book import Book
from lib.services.kept_results import kept, life, signatures
from lib.services.subjects import rule_title, stay_is_seen, subject_title, unnamed_stay


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection to one part of one line. `due_on`, `days_left`: of the stay it is in, None once closed.

    `subject` is empty where the part is a stay whose case is not for the viewer, or no part of any line. `result`: 采纳, 不采纳 or 撤回;
    `outcome`: what an accepted one made of the part; `seen`: number of its last event.
    """

    case_no: str
    rule: str
    rule_title: str
    subject: str
    title: str
    filed_on: date
    reason: str | None
    evidence: str | None
    state: str
    due_on: date | None
    days_left: int | None
    result: str
    closed_on: date | None
    answer: str | None
    outcome: str
    may_withdraw: bool
    seen: int


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What a leader decided on the recommendation of a year, with the tier and the league rank it rests on."""

    year: str
    tier: str | None
    league_rank: int | None
    recommendation: str
    decision: str
    reason: str
    decided_on: date


def objections_of(
    viewer: Viewer, book: Book, as_of: date, period: Period, unit: str, plan: Plan, score: Score | None = None
) -> tuple[ObjectionLine, ...]:
    """The objections of `unit` to its result of `period`, the open ones first, then the newest: for its own people,
    leader and office; nothing for others. `plan` and `score`: those of the result, for the words."""
    if not may(viewer, WATERFALL, unit):
        return ()
    outcomes = {one.case_no: OUTCOMES[one.outcome] for one in periods.rulings(book.conn, period.code)}
    own = [
        case for case in book.cases_of(APPEAL, as_of) if case.unit == unit and case.attribute(APPRAISED) == period.code
    ]
    own.sort(key=lambda one: (one.closed_on is not None, -one.registered_on.toordinal(), one.case_no))
    return tuple(_objection(viewer, book, plan, score, case, outcomes.get(case.case_no, ""), as_of) for case in own)


def _objection(
    viewer: Viewer, book: Book, plan: Plan, score: Score | None, case: Case, outcome: str, as_of: date
) -> ObjectionLine:
    rule, subject = case.attribute(RULE) or "", case.attribute(SUBJECT) or ""
    hidden = subject.startswith(STAY) and not stay_is_seen(viewer, book, subject)
    named = rule == ADJUSTMENT or rule in {one.code for one in plan.scheme.rules}
    due_on, last = case.due_on(book.plan.calendar, as_of), case.events[-1]
    return ObjectionLine(
        case.case_no,
        rule,
        rule_title(plan, rule),
        subject if named and not hidden else "",
        unnamed_stay(plan, subject) if hidden else subject_title(book, plan, subject, score),
        case.registered_on,
        case.events[0].text,
        case.attribute(EVIDENCE),
        case.state,
        due_on,
        (due_on - as_of).days if due_on else None,
        case.closing_result,
        case.closed_on,
        last.text if case.closed_on and last.action == ANSWER else None,
        outcome,
        WITHDRAW in allowed_to(viewer, case, book.plan),
        last.number,
    )


def decisions_of(viewer: Viewer, book: Book, as_of: date, unit: str) -> tuple[DecisionLine, ...]:
    """What was signed or declined for `unit` by `as_of`, the last year first: for its own people, leader and office."""
    if not may(viewer, WATERFALL, unit):
        return ()
    found = []
    for one in signatures(book):
        if one.unit != unit or one.occurred_on > as_of:
            continue
        year = Period.parse(one.period)
        result = kept(book, life(book, year))
        row = result.row(unit) if result else None
        found.append(
            DecisionLine(
                year.name,
                row.tier if row else None,
                row.league_rank if row else None,
                one.recommendation,
                DECISIONS[one.decision],
                one.reason,
                one.occurred_on,
            )
        )
    return tuple(sorted(found, key=lambda one: one.year, reverse=True))
