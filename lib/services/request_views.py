"""Requests about duties: applications for a later due with their decision, and requests for help with their answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.case_rights import may_take
from lib.domain.duties import DutyStatus
from lib.domain.ledger import Case
from lib.domain.office_flows import DECIDE, DUTY, EXTENSION, HELP, NEW_DUE, PERIOD
from lib.domain.rights import LEADER, Viewer, may_act
from lib.domain.verifying import verifier_of
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.status import status
from lib.services.waiting import duty_key, duty_title


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """An application for a later due. `result` empty: it waits, until `due_on` in time; `seen` is its last event.

    `due`: the due of the duty now. `decider`: the role that decides. `may_decide`: whether the viewer does.
    """

    case_no: str
    key: str
    title: str
    unit: str
    unit_name: str
    asked_on: date
    asked_due: date | None
    due: date | None
    reason: str | None
    result: str
    decided_on: date | None
    answer: str | None
    due_on: date | None
    days_left: int | None
    seen: int
    decider: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A request for help: who asks whom for what, and what came of it. `due_on`: the last day in time to answer."""

    case_no: str
    asker_name: str
    helper_name: str
    asked_on: date
    text: str | None
    state: str
    closed_on: date | None
    answer: str | None
    due_on: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Requests:
    """A unit's requests, the open ones first, then the newest."""

    extensions: tuple[ExtensionLine, ...]
    asked: tuple[HelpLine, ...]
    received: tuple[HelpLine, ...]


def requests_of(viewer: Viewer, book: Book, as_of: date, unit: str) -> Requests:
    """The applications of `unit`, and the requests for help from it and to it: for its people, leader and office."""
    sight.require_business(viewer)
    if not sight.sees_reports(viewer, unit):
        raise NotAllowed("申请和请求只对本单位、督导办公室和区领导显示")
    help_cases = _cases(book, HELP, as_of)
    return Requests(
        tuple(one for one in _extensions(viewer, book, as_of) if one.unit == unit),
        tuple(_help(book, one, as_of) for one in help_cases if one.events[0].actor == unit),
        tuple(_help(book, one, as_of) for one in help_cases if one.unit == unit),
    )


def applications(viewer: Viewer, book: Book, as_of: date) -> tuple[ExtensionLine, ...]:
    """Every application, the open ones first: for leader and office."""
    sight.require_business(viewer)
    if not may_act(viewer, "decide_extension"):
        raise NotAllowed("延期申请由督导办公室和区领导审批")
    return _extensions(viewer, book, as_of)


def _cases(book: Book, flow: str, as_of: date) -> list[Case]:
    """The cases of a flow of the office, the open ones first, then the newest."""
    return sorted(
        book.cases_of(flow, as_of),
        key=lambda one: (one.closed_on is not None, -one.registered_on.toordinal(), one.case_no),
    )


def _extensions(viewer: Viewer, book: Book, as_of: date) -> tuple[ExtensionLine, ...]:
    by_key = {duty.occurrence.key: duty for duty in status(book, as_of).duties}
    return tuple(_extension(viewer, book, one, by_key, as_of) for one in _cases(book, EXTENSION, as_of))


def _extension(
    viewer: Viewer, book: Book, case: Case, by_key: dict[tuple[str, str | None], DutyStatus], as_of: date
) -> ExtensionLine:
    code, period = case.attribute(DUTY) or "", case.attribute(PERIOD) or None
    duty = by_key.get((code, period))
    decider = verifier_of(book.plan, case.unit)
    due_on = case.due_on(book.plan.calendar, as_of)
    last, asked_due = case.events[-1], case.attribute(NEW_DUE)
    return ExtensionLine(
        case.case_no,
        duty_key(duty) if duty else code,
        duty_title(duty) if duty else code,
        case.unit,
        book.plan.unit[case.unit].short,
        case.registered_on,
        date.fromisoformat(asked_due) if asked_due else None,
        duty.effective_due if duty else None,
        case.events[0].text,
        case.closing_result,
        case.closed_on,
        last.text if case.closed_on else None,
        due_on,
        (due_on - as_of).days if due_on else None,
        last.number,
        decider,
        case.closed_on is None and _decides(viewer, book, case),
    )


def _decides(viewer: Viewer, book: Book, case: Case) -> bool:
    """The office all but its own units', a leader those: and nobody the own unit's."""
    is_leaders = verifier_of(book.plan, case.unit) == LEADER
    mine = is_leaders == (viewer.role == LEADER) and case.unit != viewer.unit_code
    return mine and may_act(viewer, "decide_extension") and may_take(viewer, case, DECIDE, book.plan)


def _help(book: Book, case: Case, as_of: date) -> HelpLine:
    due_on = case.due_on(book.plan.calendar, as_of)
    asker = case.events[0].actor
    return HelpLine(
        case.case_no,
        book.plan.unit[asker].short if asker else "",
        book.plan.unit[case.unit].short,
        case.registered_on,
        case.events[0].text,
        case.state,
        case.closed_on,
        case.events[-1].text if case.closed_on else None,
        due_on,
        (due_on - as_of).days if due_on else None,
    )
