"""台账: the cases a viewer may see, searched and ordered by lateness, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, Engine

from lib.db.engine import reading
from lib.db.queries.cases import (
    ENDED,
    PAUSED,
    RUNNING,
    UNTIMED,
    CaseSearch,
    Scope,
    case_heads,
)
from lib.domain.case_counts import CaseHead
from lib.domain.case_dues import due_at, least_pause_due_by
from lib.domain.facts import CAUSE
from lib.domain.plan import Flow, Plan
from lib.domain.rights import COURT_CLERK, OFFICE, OPERATOR, PLATFORM_CLERK, Viewer, may_act
from lib.services import sight

OPEN, CLOSED, EVERY = "open", "closed", "every"
OVERDUE, SOON = "overdue", "soon"
PAGE_ROWS = 50
COUNTED = 200  # more are found, but not counted
WORD_ROWS = 1_000  # rows that hold a word are looked at one by one up to here
SOON_DAYS = 7
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks for; `standing` is OPEN, CLOSED or EVERY, `due` OVERDUE, SOON or empty, `page` from 1."""

    flow: str | None = None
    state: str | None = None
    holder: str | None = None
    standing: str = OPEN
    due: str = ""
    word: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A case in the list: where it stands, with whom, until when; `words` are its attributes in the order of the flow.

    `deadline` is the earlier of the stay's and the whole one; `seen` the number of its last event.
    """

    flow: str
    flow_name: str
    case_no: str
    state: str
    holder_name: str
    unit_name: str
    registered_on: date
    waits_days: int
    deadline: date | None
    days_late: int
    paused: bool
    closed_on: date | None
    words: tuple[tuple[str, str], ...]
    seen: int
    may_urge: bool


@dataclass(frozen=True, slots=True)
class LedgerList:
    """One page of the cases found; `found` counts to COUNTED, `more` says whether there are more than counted.

    `cut`: the word was too common for all its cases to be looked at. `why_empty`: what would stand here,
    and who has to do what; empty where there are rows.
    """

    rows: tuple[LedgerRow, ...]
    found: int
    more: bool
    page: int
    has_next: bool
    cut: bool
    why_empty: str

    @property
    def may_urge(self) -> bool:
        """Whether any case on this page may be urged."""
        return any(row.may_urge for row in self.rows)


def flow_choices(viewer: Viewer, plan: Plan) -> dict[str, str]:
    """Flows of which the viewer may be given cases, by code: the name on screen."""
    scope = sight.case_scope(viewer, plan)
    return {code: plan.flow[code].name for code in plan.flow if code in scope.whole or code in scope.own}


def ledger_list(viewer: Viewer, engine: Engine, plan: Plan, as_of: date, wanted: Wanted) -> LedgerList:
    """The cases asked for, as all facts leave them, late ones first; deadlines as counted on `as_of`."""
    sight.require_business(viewer)
    scope, search = sight.case_scope(viewer, plan), _search(plan, as_of, wanted)
    first = (wanted.page - 1) * PAGE_ROWS
    needed = WORD_ROWS if wanted.word else max(COUNTED, first + PAGE_ROWS) + 1
    with reading(engine) as conn:
        heads = _ordered(conn, scope, search, plan, as_of, wanted.standing, needed)
    cut = bool(wanted.word) and len(heads) >= WORD_ROWS
    if wanted.word:
        heads = [head for head in heads if _says(viewer, plan.flow[head.flow], head, wanted.word)]
    shown = heads[first : first + PAGE_ROWS]
    return LedgerList(
        tuple(_row(viewer, plan, head, as_of) for head in shown),
        min(len(heads), COUNTED),
        len(heads) > COUNTED,
        wanted.page,
        len(heads) > first + PAGE_ROWS,
        cut,
        "" if shown else _why_empty(viewer, wanted),
    )


def late_to_urge(viewer: Viewer, engine: Engine, plan: Plan, as_of: date, wanted: Wanted) -> tuple[LedgerRow, ...]:
    """The latest of the late cases under the same filters that the viewer may urge now, at most a page."""
    late = replace(wanted, due=OVERDUE, standing=OPEN, page=1)
    return tuple(row for row in ledger_list(viewer, engine, plan, as_of, late).rows if row.may_urge)


def _why_empty(viewer: Viewer, wanted: Wanted) -> str:
    if wanted.page > 1:
        return "这一页没有案件，请返回第一页。"
    if wanted != Wanted():
        return "没有符合条件的案件。可以清除筛选、选“全部”，或换一个词查找。"
    if viewer.role in (OFFICE, OPERATOR):
        return "没有在办案件：各平台的经办人登记后显示在这里。司法台账和进入司法环节的案件只计数，不在这里。"
    if viewer.role in (PLATFORM_CLERK, COURT_CLERK):
        return "没有在办案件：点“登记”录入第一件，或等其他单位把案件交到本单位。"
    return "没有在办案件：本单位登记的，或平台、督导办公室交给本单位办理的案件显示在这里。"


def _search(plan: Plan, as_of: date, wanted: Wanted) -> CaseSearch:
    """Overdue: a deadline before `as_of`; soon: one from `as_of` to a week after it."""
    late = least_pause_due_by(plan.calendar, as_of, as_of - _ONE_DAY)
    dues: dict[str, date | int | None] = {}
    if wanted.due == OVERDUE:
        dues = {"due_to": as_of - _ONE_DAY, "pause_from": late}
    elif wanted.due == SOON:
        end = as_of + timedelta(days=SOON_DAYS)
        within = least_pause_due_by(plan.calendar, as_of, end)
        dues = {"due_from": as_of, "due_to": end, "pause_from": within, "pause_to": late - 1}
    return CaseSearch(wanted.flow, wanted.state, wanted.holder, word=wanted.word, **dues)  # type: ignore[arg-type]


def _ordered(
    conn: Connection, scope: Scope, search: CaseSearch, plan: Plan, as_of: date, standing: str, needed: int
) -> list[CaseHead]:
    """Up to `needed` heads: those with a deadline by it, then those without by age, then the closed, last first."""

    def deadline(head: CaseHead) -> tuple[date, str, str]:
        due = due_at(plan.calendar, head.due_on, head.pause_days, as_of) or date.max
        return due, head.flow, head.case_no

    found: list[CaseHead] = []
    if standing in (OPEN, EVERY):
        dated = [head for kind in (RUNNING, PAUSED) for head in case_heads(conn, scope, search, kind, needed)]
        found += sorted(dated, key=deadline)
        if len(found) < needed:
            found += sorted(case_heads(conn, scope, search, UNTIMED, needed), key=lambda one: one.registered_on)
    if standing in (CLOSED, EVERY) and len(found) < needed:
        ended = case_heads(conn, scope, search, ENDED, needed)
        found += sorted(ended, key=lambda one: one.closed_on or date.min, reverse=True)
    return found[:needed]


def _says(viewer: Viewer, flow: Flow, head: CaseHead, word: str) -> bool:
    """Whether the number or an attribute the viewer reads unmasked holds the word, whatever its case."""
    low, hide = word.casefold(), sight.sees_masked(viewer)
    said = (
        text
        for name, text in head.attributes.items()
        if not (hide and name in flow.attribute and flow.attribute[name].masked)
    )
    return low in head.case_no.casefold() or any(low in text.casefold() for text in said)


def _row(viewer: Viewer, plan: Plan, head: CaseHead, as_of: date) -> LedgerRow:
    flow = plan.flow[head.flow]
    deadline = due_at(plan.calendar, head.due_on, head.pause_days, as_of)
    days_late = max(0, (as_of - deadline).days) if deadline else 0
    return LedgerRow(
        flow.code,
        flow.name,
        head.case_no,
        head.state,
        plan.unit[head.holder].short,
        plan.unit[head.unit].short,
        head.registered_on,
        ((head.closed_on or as_of) - head.entered_on).days,
        deadline,
        days_late,
        head.paused,
        head.closed_on,
        shown_attributes(viewer, flow, head.attributes),
        head.last_number,
        bool(days_late) and not head.paused and _may_urge(viewer, plan, flow, head),
    )


def _may_urge(viewer: Viewer, plan: Plan, flow: Flow, head: CaseHead) -> bool:
    """As `case_rights.may_take` says of 催办, for a case known by its head alone."""
    if flow.is_judicial(head.state) or plan.unit[head.holder].is_court or not may_act(viewer, "urge_case"):
        return False
    return viewer.role != PLATFORM_CLERK or viewer.unit_code == flow.in_charge


def shown_attributes(viewer: Viewer, flow: Flow, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Attributes given, in the order of the flow, masked where the viewer sees parties masked."""
    hide = sight.sees_masked(viewer)
    return tuple(
        (one.name, sight.masked(values[one.name]) if hide and one.masked else values[one.name])
        for one in flow.attributes
        if values.get(one.name) and one.name != CAUSE
    )
