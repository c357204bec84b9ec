"""Recording what sheets state: every row checked, then all stored in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol

from sqlalchemy import Connection, Engine

from lib.commands.check_duties import Duties, checked_duties, verification_of
from lib.commands.check_events import Events, Reach, checked_events
from lib.commands.check_numbers import checked_adjustments, checked_entries, quoted_doubts
from lib.commands.extensions import unchanged
from lib.commands.foresee import Foreseen, NewRows, foreseen
from lib.commands.matching import Row, Sorted
from lib.commands.row_rights import may_move_courts, require_import, right_problems
from lib.commands.statements import (
    ADJUSTMENTS,
    CHANGES,
    ENTRIES,
    EVENTS,
    REPORTS,
    Origins,
    RowProblem,
    Stated,
)
from lib.db import recording
from lib.db.engine import reading, writing
from lib.db.facts import Fact, Origin
from lib.db.queries.chain import last_number
from lib.domain.facts import Adjustment, Entry
from lib.domain.plan import Plan
from lib.domain.rights import Viewer
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit
from lib.security.acting import require_in_force

# (what is being done, how much is done, how much there is)
Progress = Callable[[str, int, int], None]
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class KindCount:
    """Rows of one kind: stored, skipped because they were stored already, verdicts gained by stored reports."""

    kind: str
    new: int = 0
    skipped: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one command stored, or (`dry_run`) would store; every kind is listed. `foreseen`: of a dry run only.

    `notices`: what is odd about new rows without refusing them, a quoted rate that its numbers do not give.
    """

    kinds: tuple[KindCount, ...]
    dry_run: bool
    last_number: int
    foreseen: Foreseen | None = None
    notices: tuple[Problem, ...] = ()

    @property
    def new(self) -> int:
        """Rows stored."""
        return sum(kind.new for kind in self.kinds)

    @property
    def skipped(self) -> int:
        """Rows that were stored already."""
        return sum(kind.skipped for kind in self.kinds)

    @property
    def verified(self) -> int:
        """Stored reports that gained a verdict."""
        return sum(kind.verified for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Checked:
    """Everything that passed, and the number of the last fact it was checked against."""

    duties: Duties
    events: Events
    adjustments: Sorted[Adjustment]
    entries: Sorted[Entry]
    after: int

    def counts(self) -> tuple[KindCount, ...]:
        duties = self.duties
        return (
            KindCount(REPORTS, len(duties.reports), duties.skipped, len(duties.gained)),
            KindCount(EVENTS, len(self.events.new), self.events.skipped),
            KindCount(CHANGES, len(duties.changes.new), duties.changes.skipped),
            KindCount(ADJUSTMENTS, len(self.adjustments.new), self.adjustments.skipped),
            KindCount(ENTRIES, len(self.entries.new), self.entries.skipped),
        )

    def notices(self, origins: Origins) -> tuple[Problem, ...]:
        return quoted_doubts(self.entries.new, origins)


class Sequel(Protocol):
    """What else is written in the transaction that stores the rows, or in the one that notes their refusal."""

    def stored(self, conn: Connection, numbers: Mapping[int, int]) -> None:
        """After the rows were stored. `numbers`: origin of each row that became a fact to the fact's number."""

    def refused(self, conn: Connection, refusal: Refused) -> None:
        """After the refusal was noted; nothing was stored."""


def unwatched(what: str, done: int, whole: int) -> None:
    """Nobody watches."""


def record(
    engine: Engine,
    plan: Plan,
    viewer: Viewer,
    stated: Stated,
    *,
    today: date,
    dry_run: bool = False,
    via: str = "import",
    os_user: str | None = None,
    progress: Progress = unwatched,
    sequel: Sequel | None = None,
) -> Recorded:
    """Check every row, then store the new ones with one audit row; Refused with every problem, nothing stored.

    The rows are checked outside the write lock; inside it they are checked again only if another
    act was stored meanwhile. A refusal leaves a row in the trail; of a dry run only one for want of a right. What
    `sequel` writes stands or falls with the rows.
    """
    try:
        require_import(viewer)
        with reading(engine) as conn:
            checked = _checked(conn, plan, viewer, stated, today, progress)
        if dry_run:
            new = NewRows(checked.duties, checked.events, checked.adjustments, checked.entries)
            seen = foreseen(plan, viewer, new, stated.origins)
            return Recorded(checked.counts(), True, checked.after, seen, checked.notices(stated.origins))
        with writing(engine) as conn:
            require_in_force(conn, viewer)
            if last_number(conn) != checked.after:
                checked = _checked(conn, plan, viewer, stated, today, progress)
            return _stored(conn, plan, viewer, stated, checked, today, via, os_user, progress, sequel)
    except Refused as refused:
        if not dry_run or isinstance(refused, NotAllowed):
            _audit_refusal(engine, viewer, stated, refused, os_user, sequel)
        raise


def _checked(conn: Connection, plan: Plan, viewer: Viewer, stated: Stated, today: date, progress: Progress) -> _Checked:
    """Everything that may be stored; Refused with the problems of reading and rules together.

    Rows beyond the account's rights are refused before any is compared with what is stored: a
    conflict quotes the stored row, which may be another unit's.
    """
    told = list(stated.problems)
    if beyond := list(right_problems(plan, viewer, stated)):
        raise NotAllowed(in_order([*told, *beyond]))
    if not stated.whole:
        raise Refused(in_order(told))
    rows = len(stated.events)
    checked = _Checked(
        checked_duties(conn, plan, stated, today, told),
        checked_events(
            conn,
            plan,
            stated,
            today,
            told,
            lambda done: progress("核对", min(done, rows), rows),
            Reach(sees_courts=viewer.is_court, moves_courts=may_move_courts(viewer)),
        ),
        checked_adjustments(conn, stated, today, told),
        checked_entries(conn, plan, stated, today, told),
        last_number(conn),
    )
    changes = (row.fact for row in checked.duties.changes.new)
    told += unchanged(conn, checked.events, changes, stated.origins)
    if told:
        raise Refused(in_order(told))
    return checked


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of files, sheets and rows; those of whole files first."""
    return sorted(problems, key=lambda one: one.order if isinstance(one, RowProblem) else -1)


def _stored(
    conn: Connection,
    plan: Plan,
    viewer: Viewer,
    stated: Stated,
    checked: _Checked,
    today: date,
    via: str,
    os_user: str | None,
    progress: Progress,
    sequel: Sequel | None,
) -> Recorded:
    """Append what is new, one row of the audit trail, and the sequel."""
    counts = checked.counts()
    whole, done = sum(kind.new + kind.verified for kind in counts), 0
    origin_of = _Origins(viewer, via, stated)
    numbers: dict[int, int] = {}
    for part in _parts(_reports_first(conn, plan, checked, today, origin_of, numbers)):
        given = recording.append(conn, plan, [row.fact for row in part], [origin_of(row) for row in part])
        if sequel is not None:
            for row, number in zip(part, given, strict=True):
                numbers.setdefault(row.origin, number)
        done += len(part)
        progress("入库", min(done, whole), whole)
    audit.record(conn, viewer.username, "import", stated.subject, _said(counts), os_user=os_user)
    if sequel is not None:
        sequel.stored(conn, numbers)
    return Recorded(counts, False, last_number(conn), None, checked.notices(stated.origins))


class _Origins:
    """Where each row comes from, as stored with its fact."""

    def __init__(self, viewer: Viewer, via: str, stated: Stated) -> None:
        self._account, self._via, self._source = viewer.username, via, stated.origins.source

    def __call__(self, row: Row[Fact]) -> Origin:
        return Origin(self._account, self._via, row.stated_at, self._source(row.origin), row.k)


def _reports_first(
    conn: Connection, plan: Plan, checked: _Checked, today: date, origin_of: _Origins, numbers: dict[int, int]
) -> Iterator[Row[Fact]]:
    """Append the reports, for verdicts need their numbers; then every other row to append, verdicts first."""
    duties = checked.duties
    reports = [one.row for one in duties.reports]
    given = recording.append(conn, plan, [row.fact for row in reports], [origin_of(row) for row in reports])
    for one, number in zip(duties.reports, given, strict=True):
        numbers[one.row.origin] = number
        if one.verdict:
            yield Row(verification_of(one.verdict, number), one.row.origin, one.row.stated_at)
    for gained in duties.gained:
        yield Row(verification_of(gained.verdict, gained.report.number), gained.origin, gained.stated_at)
    yield from duties.changes.new
    yield from (event.row(today) for event in checked.events.new)
    yield from checked.adjustments.new
    yield from checked.entries.new


def _parts(rows: Iterator[Row[Fact]]) -> Iterator[list[Row[Fact]]]:
    while part := list(islice(rows, _AT_ONCE)):
        yield part


def _said(counts: Sequence[KindCount]) -> str:
    """The counts as one line, kinds without rows left out."""
    return (
        "；".join(
            f"{kind.kind} 新增{kind.new} 跳过{kind.skipped}" + (f" 补核实{kind.verified}" if kind.verified else "")
            for kind in counts
            if kind.new or kind.skipped or kind.verified
        )
        or "0 行"
    )


def _audit_refusal(
    engine: Engine, viewer: Viewer, stated: Stated, refused: Refused, os_user: str | None, sequel: Sequel | None
) -> None:
    """Where the first problem is, not what stands there: the trail's reader sees no business data."""
    first = refused.problems[0]
    with writing(engine) as conn:
        detail = f"{len(refused.problems)} 处问题，首处：{first.place or first.message}"
        audit.record(conn, viewer.username, "import_refused", stated.subject, detail[:500], os_user=os_user)
        if sequel is not None:
            sequel.refused(conn, refused)
