"""The cases of the office's own flows as they stood on a day: read by their heads, replayed from their own events."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from lib.db.queries import office_cases as queries
from lib.db.queries.facts import histories
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case, CaseKey, court_codes, replay
from lib.domain.office_flows import GRADE, MATTER, ORDER
from lib.domain.office_flows import LETTER as LETTER_FLOW
from lib.domain.order_drafts import Issued
from lib.domain.order_rules import LETTER
from lib.services.book import Book

# How long a closed case stays in the lists: long enough for a 回头看 to be suggested.
KEPT_IN_LIST = timedelta(days=92)


def office_cases(book: Book, flows: Iterable[str], as_of: date) -> list[Case]:
    """Cases of these flows (those the plan has) open at `as_of` or closed within 92 days before it."""
    return office_cases_since(book, flows, as_of - KEPT_IN_LIST, as_of)


def office_cases_since(book: Book, flows: Iterable[str], since: date, as_of: date) -> list[Case]:
    """Cases of these flows (those the plan has) open at `as_of` or not closed before `since`."""
    known = [code for code in flows if code in book.plan.flow]
    return _replayed(book, queries.open_between(book.conn, known, since, as_of), as_of)


def office_case(book: Book, flow: str, case_no: str, as_of: date) -> Case | None:
    """One case as it stood at `as_of`; None where it was not registered by then, or the flow is not the office's."""
    if flow not in book.plan.flow or not book.plan.flow[flow].office:
        return None
    return next(iter(_replayed(book, [(flow, case_no)], as_of)), None)


def issued_orders(book: Book, causes: Collection[str], as_of: date) -> list[Issued]:
    """Orders and letters by `as_of`: those open, and those on one of `causes` whatever became of them."""
    flows = [code for code in (ORDER, LETTER_FLOW) if code in book.plan.flow]
    keys = queries.open_between(book.conn, flows, as_of, as_of)
    about = {*causes, *(f"order:{case_no}" for _, case_no in keys)}
    keys = list(dict.fromkeys([*keys, *queries.with_causes(book.conn, flows, about)]))
    return [issued(case) for case in _replayed(book, keys, as_of)]


def issued(case: Case) -> Issued:
    """An order or letter as the drafts see it."""
    return Issued(
        case.case_no,
        case.unit,
        LETTER if case.flow.code == LETTER_FLOW else case.attribute(GRADE) or "",
        case.attribute(CAUSE),
        case.attribute(MATTER) or "",
        case.registered_on,
        case.closed_on is None,
        returns_of(case),
    )


def returns_of(case: Case) -> int:
    """How often the case was given back."""
    return sum(event.action in case.flow.action and case.flow.action[event.action].returns for event in case.events)


def _replayed(book: Book, keys: Collection[CaseKey], as_of: date) -> list[Case]:
    known, courts = histories(book.conn, keys, until=as_of), court_codes(book.plan)
    found = []
    for flow, case_no in keys:
        events = sorted(known.get((flow, case_no), ()), key=lambda one: (one.occurred_on, one.seq))
        if events:
            found.append(replay(book.plan.flow[flow], events, courts))
    return found
