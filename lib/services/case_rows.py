"""The open cases of a flow as rows, as far as the viewer may see each; parties masked for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain.ledger import Case
from lib.domain.rights import MASKED, Viewer
from lib.services import sight
from lib.services.book import Book


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One open case: where it waits, since when, until when; attributes in the order of the flow."""

    case_no: str
    state: str
    holder: str
    holder_name: str
    unit_name: str
    registered_on: date
    waits_days: int
    deadline: date | None
    days_late: int
    paused: bool
    attributes: tuple[str, ...]


def case_rows(viewer: Viewer, book: Book, waiting: Sequence[Case], as_of: date) -> tuple[CaseRow, ...]:
    """Rows of those of the open cases that the viewer may see, the latest first.

    `waiting` holds none that is or was before a court, unless the viewer belongs to one.
    """
    found = [
        _row(book, case, as_of, hide=seen == MASKED)
        for case in waiting
        for seen in [sight.row_grade(viewer, case)]
        if seen is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.days_late, -one.waits_days, one.case_no)))


def _row(book: Book, case: Case, as_of: date, *, hide: bool) -> CaseRow:
    deadline = case.earlier_deadline(book.plan.calendar, as_of)
    return CaseRow(
        case.case_no,
        case.state,
        case.holder,
        book.plan.unit[case.holder].short,
        book.plan.unit[case.unit].short,
        case.registered_on,
        (as_of - case.stays[-1].entered_on).days,
        deadline,
        max(0, (as_of - deadline).days) if deadline else 0,
        case.paused,
        tuple(_attribute(case, name, hide=hide) for name in case.flow.attribute),
    )


def _attribute(case: Case, name: str, *, hide: bool) -> str:
    value = case.attribute(name) or ""
    return sight.masked(value) if value and hide and case.flow.attribute[name].masked else value
