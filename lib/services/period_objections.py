"""The objections of a period, for who answers them: what is objected to, what it is worth, who may answer; and of an
accepted one both versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from lib.db.queries import periods
from lib.db.queries.cases import case_trail
from lib.domain.case_rights import allowed_to
from lib.domain.facts import Ruling
from lib.domain.ledger import Case
from lib.domain.office_flows import ANSWER, APPEAL, APPRAISED, EVIDENCE, RULE, SUBJECT, TAKE_UP
from lib.domain.period_life import COMPUTE, OBJECTING, REVISE, STATE_NAMES, Life
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.ranking import RankRow
from lib.domain.results import Result, drift
from lib.domain.rights import Viewer, may_act
from lib.domain.rulings import (
    ADJUSTMENT,
    OUTCOMES,
    SHARE,
    STAY,
    at_stake,
    facts_judged,
    outcomes_for,
    part_named,
    why_biased,
)
from lib.domain.wording import percent
from lib.errors import Refused
from lib.services.book import Book
from lib.services.kept_results import kept, life, result_with
from lib.services.period_steps import unit_name
from lib.services.period_views import require_appraisers
from lib.services.subjects import rule_title, stay_is_seen, subject_title, unnamed_stay


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection in the list. `part`: what it is about in words; `stake`: the points it could bring, None once it is
    closed; `due_on`, `days_left`: its clock, None once closed; `result`: 采纳, 不采纳 or 撤回."""

    case_no: str
    unit: str
    unit_name: str
    rule: str
    part: str
    stake: Decimal | None
    filed_on: date
    state: str
    due_on: date | None
    days_left: int | None
    result: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class MovedUnit:
    """A unit of which total, league rank or tier differ between two versions; `own`: the one that objected."""

    name: str
    own: bool
    total: Decimal | None
    total_now: Decimal | None
    rank: int | None
    rank_now: int | None
    tier: str | None
    tier_now: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """What an accepted objection made: the version before and the one after; share and points of the line it names (None
    of bonus and deduction), and every unit that moved."""

    before: int
    after: int
    digest: str
    share: Fraction | None
    share_now: Fraction | None
    points: Decimal | None
    points_now: Decimal | None
    units: tuple[MovedUnit, ...]


@dataclass(frozen=True, slots=True)
class ObjectionPage:
    """One objection. `why`: what the result says of the part; `outcomes`: what may be made of it; `of_duty`: a day of
    completion may be named; `why_not`: why this viewer does not answer, empty: may; `answered_by`, `answer`: who said
    what; `outcome`: what an accepted one made of the part."""

    line: ObjectionLine
    why: str
    reason: str | None
    evidence: str | None
    outcomes: tuple[str, ...]
    of_duty: bool
    why_not: str
    may_take_up: bool
    seen: int
    answered_by: str
    answer: str | None
    outcome: str
    versions: Versions | None


def objections_page(viewer: Viewer, book: Book, today: date, period: Period) -> tuple[ObjectionLine, ...]:
    """Every objection to the period's result: open ones first, the nearest deadline first; then the newest."""
    require_appraisers(viewer)
    result = kept(book, life(book, period))
    lines = [_line(viewer, book, result, one, today) for one in _cases(book, today, period)]
    return tuple(sorted(lines, key=_urgency))


def objection_page(viewer: Viewer, book: Book, today: date, period: Period, case_no: str) -> ObjectionPage:
    """One of them; Refused where the period has none by this number."""
    require_appraisers(viewer)
    case = next((one for one in _cases(book, today, period) if one.case_no == case_no), None)
    if case is None:
        raise Refused(f"{period.name}没有编号为“{case_no}”的申诉")
    found = life(book, period)
    result = kept(book, found)
    rule, subject = case.attribute(RULE) or "", case.attribute(SUBJECT) or ""
    ruling = next((one for one in periods.rulings(book.conn, period.code) if one.case_no == case_no), None)
    closing = case.events[-1] if case.closed_on else None
    return ObjectionPage(
        _line(viewer, book, result, case, today),
        _why(result, case, rule, subject),
        case.events[0].text,
        case.attribute(EVIDENCE),
        outcomes_for(rule, subject),
        subject.startswith("duty:"),
        "" if closing else _why_not(viewer, book, found, result, case),
        not closing and TAKE_UP in allowed_to(viewer, case, book.plan),
        case.events[-1].number,
        _account_name(book, case) if closing else "",
        closing.text if closing and closing.action == ANSWER else None,
        _outcome(ruling) if ruling else "",
        _versions(book, found, ruling) if ruling else None,
    )


def _cases(book: Book, today: date, period: Period) -> list[Case]:
    return [one for one in book.cases_of(APPEAL, today) if one.attribute(APPRAISED) == period.code]


def _urgency(one: ObjectionLine) -> tuple[bool, int, str]:
    closed = one.closed_on is not None
    day = one.filed_on.toordinal()
    return closed, -day if closed else (one.due_on or date.max).toordinal(), one.case_no


def _line(viewer: Viewer, book: Book, result: Result | None, case: Case, today: date) -> ObjectionLine:
    rule, subject = case.attribute(RULE) or "", case.attribute(SUBJECT) or ""
    row = result.row(case.unit) if result else None
    plan = book.plan_with(result.plan) if result else book.plan
    due_on = case.due_on(book.plan.calendar, today)
    return ObjectionLine(
        case.case_no,
        case.unit,
        unit_name(book, case.unit),
        rule_title(plan, rule),
        _part(viewer, book, plan, row, subject),
        at_stake(plan.scheme, row.score, rule, subject) if row and case.open_stay else None,
        case.registered_on,
        case.state,
        due_on,
        (due_on - today).days if due_on else None,
        case.closing_result,
        case.closed_on,
    )


def _part(viewer: Viewer, book: Book, plan: Plan, row: RankRow | None, subject: str) -> str:
    """The part in words, as the plan of the result calls it; of a stay without its case, where the viewer is given no row of that."""
    if subject.startswith(STAY) and not stay_is_seen(viewer, book, subject):
        return unnamed_stay(plan, subject)
    return subject_title(book, plan, subject, row.score if row else None)


def _why(result: Result | None, case: Case, rule: str, subject: str) -> str:
    """What the result in force says of the part."""
    row = result.row(case.unit) if result else None
    line = next((one for one in row.score.lines if one.rule.code == rule), None) if row else None
    part = part_named(line, subject) if line else None
    return part.why if part else ""


def _why_not(viewer: Viewer, book: Book, found: Life, result: Result | None, case: Case) -> str:
    """Why this viewer does not answer now, said before the form is filled in; the command asks the same."""
    if not may_act(viewer, "decide_objection"):
        return f"{viewer.role_name}不答复申诉"
    if found.state not in OBJECTING:
        return f"本期现为“{STATE_NAMES[found.state]}”，交单位核对之后才能答复"
    row = result.row(case.unit) if result else None
    facts = facts_judged(row.score, case.attribute(RULE) or "", case.attribute(SUBJECT) or "") if row else ()
    computed, judged = periods.computed_by(book.conn, found.period), periods.judged_by(book.conn, facts)
    return why_biased(viewer, book.plan.unit[case.unit], computed, judged) or ""


def _account_name(book: Book, case: Case) -> str:
    """Who took the last step on the case."""
    last = case_trail(book.conn, APPEAL, case.case_no)[-1]
    return last.account_name or last.account


def _outcome(ruling: Ruling) -> str:
    share = f"（{percent(Fraction(ruling.share))}）" if ruling.outcome == SHARE and ruling.share else ""
    return f"{OUTCOMES[ruling.outcome]}{share}"


def _versions(book: Book, found: Life, ruling: Ruling) -> Versions | None:
    """The version the ruling made and the one it was made of; None where a text is missing."""
    made = [one for one in found.steps if one.step in (COMPUTE, REVISE)]
    place = next((at for at, one in enumerate(made) if one.step == REVISE and one.number > ruling.number), None)
    if not place:
        return None
    before, after = (result_with(book, made[at].digest or "") for at in (place - 1, place))
    if before is None or after is None:
        return None
    own, own_now = (_shown_line(one, ruling) for one in (before, after))
    return Versions(
        before.version,
        after.version,
        made[place].digest or "",
        own.share,
        own_now.share,
        own.points,
        own_now.points,
        tuple(_moved(book, before, after, ruling.unit)),
    )


class _Line(NamedTuple):
    share: Fraction | None
    points: Decimal | None


def _shown_line(result: Result, ruling: Ruling) -> _Line:
    """Share and points of the line a ruling names; of bonus and deduction what they add."""
    row = result.row(ruling.unit)
    if row is None:
        return _Line(None, None)
    if ruling.rule == ADJUSTMENT:
        return _Line(None, row.score.bonus - row.score.deduction)
    line = next((one for one in row.score.lines if one.rule.code == ruling.rule), None)
    return _Line(line.share.share, line.points) if line else _Line(None, None)


def _moved(book: Book, before: Result, after: Result, own: str) -> list[MovedUnit]:
    """The unit that objected first, then the others by their place after."""
    named = {one.unit for one in drift(before, after).units}
    rows = [(row, after.row(row.unit)) for row in before.rows if row.unit in named or row.unit == own]
    found = [_moved_unit(book, row, now, own) for row, now in rows if now is not None and _differs(row, now, own)]
    return sorted(found, key=lambda one: (not one.own, one.rank_now or 0))


def _differs(then: RankRow, now: RankRow, own: str) -> bool:
    def shown(row: RankRow) -> tuple[object, ...]:
        return row.score.total, row.league_rank, row.tier

    return then.unit == own or shown(then) != shown(now)


def _moved_unit(book: Book, then: RankRow, now: RankRow, own: str) -> MovedUnit:
    return MovedUnit(
        unit_name(book, then.unit),
        then.unit == own,
        then.score.total,
        now.score.total,
        then.league_rank,
        now.league_rank,
        then.tier,
        now.tier,
    )
