"""考核周期: every period of appraisal with where it stands; one with its life, what comes next, and what holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lib.db.queries import periods
from lib.domain.office_flows import APPRAISED
from lib.domain.period_life import CHECKED, DECIDED, LOCKED, PUBLISHED, Life
from lib.domain.period_life import DRAFT as PERIOD_DRAFT
from lib.domain.periods import APPRAISAL_KINDS, KINDS, Period, periods_since
from lib.domain.results import Result
from lib.domain.rights import DRAFT, FULL, Viewer, may, may_act
from lib.errors import NotAllowed, Refused
from lib.services import sight
from lib.services.appraisal import beside_the_score
from lib.services.book import Book
from lib.services.kept_results import kept, life, lives
from lib.services.period_results import compute
from lib.services.period_steps import Mark, NextStep, PastStep, Standing, marks, next_steps, past, unit_name
from lib.services.subjects import subject_title

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period in the list. `until`: the last day of checking or publicity while it runs; `objections`: those open;
    `running`: its last day is still to come."""

    code: str
    name: str
    is_year: bool
    running: bool
    state: str
    version: int
    close_on: date | None
    until: date | None
    objections: int
    digest: str | None

    @property
    def in_hand(self) -> bool:
        """Whether it was opened and is not at its end: a year has its end with the last signature, others with the lock."""
        ends = (PERIOD_DRAFT, DECIDED) if self.is_year else (PERIOD_DRAFT, LOCKED)
        return self.state not in ends


@dataclass(frozen=True, slots=True)
class UndecidedClaim:
    """A claim without a verdict at the close; `decided`: it has one by now, and a new computation would count it."""

    number: int
    key: str
    title: str
    unit_name: str
    decided: bool


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """One period: its line in the list, its life, what comes next. `asked`: how many units a check waits for;
    `unconfirmed`: those that have not confirmed; `undecided`: claims that keep it from the public; `unsigned`:
    recommendations of a locked year without a leader's word."""

    line: PeriodLine
    marks: tuple[Mark, ...]
    past: tuple[PastStep, ...]
    steps: tuple[NextStep, ...]
    asked: int
    unconfirmed: tuple[str, ...]
    undecided: tuple[UndecidedClaim, ...]
    unsigned: int
    ended_on: date


def require_appraisers(viewer: Viewer) -> None:
    """Refuse whoever does not see the drafts of all units: leader and office alone do."""
    sight.require_business(viewer)
    if not may(viewer, DRAFT, None, least=FULL):
        raise NotAllowed(f"{viewer.role_name}不办理考核周期；本单位的得分和申诉在“我的单位”里")


def periods_page(viewer: Viewer, book: Book, as_of: date) -> tuple[PeriodLine, ...]:
    """Every quarter, half and year that has begun by `as_of` or was ever opened, the newest first."""
    require_appraisers(viewer)
    begun = [one for kind in APPRAISAL_KINDS for one in periods_since(kind, book.plan.issued_on, as_of)]
    wanted = {one.code: one for one in (*begun, *map(Period.parse, lives(book)))}
    found, waiting = lives(book, *wanted.values()), _open_objections(book)
    ordered = sorted(wanted.values(), key=lambda one: (one.end, KINDS[one.kind]), reverse=True)
    return tuple(_line(one, found[one.code], waiting, as_of) for one in ordered)


def period_page(viewer: Viewer, book: Book, today: date, period: Period) -> PeriodPage:
    """One period as it stands, by every step taken; `today` decides what is too early."""
    require_appraisers(viewer)
    found = life(book, period)
    result, waiting = kept(book, found), _open_objections(book)
    asked = result.asked(book.plan) if result else ()
    unconfirmed = [unit for unit in asked if unit not in found.confirmed]
    locked = found.has_reached(LOCKED)
    held = Standing(len(result.undecided) if result else 0, waiting[period.code], len(unconfirmed))
    return PeriodPage(
        _line(period, found, waiting, today),
        tuple(marks(book, period, found, today)),
        past(book, period),
        next_steps(viewer, book, period, found, held, today),
        len(asked),
        tuple(unit_name(book, unit) for unit in unconfirmed),
        tuple(_undecided(book, result)) if result and not locked else (),
        _unsigned(book, result) if result and locked else 0,
        period.end,
    )


def computed(viewer: Viewer, book: Book, period: Period, close_on: date, told: Told) -> Result:
    """The next version of a period's result, for who may run periods; `told` hears how far it is."""
    require_appraisers(viewer)
    if not may_act(viewer, "run_period"):
        raise NotAllowed(f"{viewer.role_name}不计算考核结果；由督导办公室计算")
    if close_on < period.end:
        raise Refused(f"收件截止日 {close_on} 早于本期最后一天（{period.end}），请改为当天或以后")
    told("亮灯和往年结果", 0, 3)
    beside = beside_the_score(book, period, close_on)
    told("逐项计分", 1, 3)
    version = life(book, period).version + 1
    made = compute(book, period, close_on, version, periods.rulings(book.conn, period.code), beside)
    told("保存", 2, 3)
    return made


def _line(period: Period, found: Life, waiting: Counter[str], as_of: date) -> PeriodLine:
    return PeriodLine(
        period.code,
        period.name,
        period.kind == "year",
        as_of < period.end,
        found.state,
        found.version,
        found.close_on,
        {CHECKED: found.check_until, PUBLISHED: found.public_until}.get(found.state),
        waiting[period.code],
        found.digest,
    )


def _open_objections(book: Book) -> Counter[str]:
    """How many objections wait for an answer, by period."""
    known = periods.objections(book.conn)
    return Counter(one.attributes.get(APPRAISED, "") for one in known if one.closed_on is None)


def _undecided(book: Book, result: Result) -> Iterator[UndecidedClaim]:
    """Claims corrected away since are left out: a new computation has none of them."""
    verdicts = {one.report for one in book.facts.verifications}
    for report in (one for one in book.facts.reports if one.number in result.undecided):
        key = ".".join(filter(None, (report.deliverable, report.period)))
        title = subject_title(book, book.plan, f"duty:{key}")
        yield UndecidedClaim(report.number, key, title, unit_name(book, report.unit), report.number in verdicts)


def _unsigned(book: Book, result: Result) -> int:
    if Period.parse(result.period).kind != "year":
        return 0
    signed = {one.unit for one in periods.signatures(book.conn, result.period)}
    return sum(row.recommendation is not None and row.unit not in signed for row in result.rows)
