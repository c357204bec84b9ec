"""Status of every unit and item on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.duties import DutyStatus, duty_records, duty_statuses
from lib.domain.indicators import Reading, readings
from lib.domain.ledger import Case
from lib.domain.marks import ItemStatus, UnitStatus, WaitingStay, item_statuses, unit_statuses, waiting_stays
from lib.domain.periods import Period, last_ended_quarter
from lib.services.book import Book


@dataclass(frozen=True, slots=True)
class Status:
    """Units and items on a day, with the occurrences and stays behind them."""

    as_of: date
    units: tuple[UnitStatus, ...]
    items: tuple[ItemStatus, ...]
    duties: tuple[DutyStatus, ...]
    waiting: tuple[WaitingStay, ...]
    quarter: Period
    quarter_readings: tuple[Reading, ...]


def status(book: Book, as_of: date) -> Status:
    """The board's status at `as_of`."""
    return book.once(("status", as_of), lambda: _status(book, as_of))


def _status(book: Book, as_of: date) -> Status:
    plan = book.plan
    records = duty_records(book.facts.reports, book.facts.verifications, book.facts.changes)
    duties = duty_statuses(plan, records, as_of)
    waiting = [
        one
        for flow in plan.flows
        if not flow.judicial
        for one in waiting_stays(book.facts.ledger.cases(flow.code, as_of), plan.calendar, as_of)
    ]
    quarter = last_ended_quarter(as_of)
    values = quarter_readings(book, quarter, as_of)
    return Status(
        as_of,
        tuple(unit_statuses(plan, duties, waiting, values, as_of)),
        tuple(item_statuses(plan, duties, waiting, values, as_of)),
        tuple(duties),
        tuple(waiting),
        quarter,
        tuple(values),
    )


def quarter_readings(book: Book, quarter: Period, as_of: date) -> list[Reading]:
    """Scored indicators of a quarter: ledger facts dated by its end, entered numbers dated by `as_of`."""
    cases = cases_until(book, quarter.end)
    return [
        reading
        for indicator in book.plan.indicators
        if indicator.scored
        for reading in readings(book.plan, indicator, quarter, cases, book.facts.entries, as_of)
    ]


def cases_until(book: Book, day: date) -> dict[str, list[Case]]:
    """The cases of every flow by events dated ≤ `day`."""
    return book.once(
        ("cases", day), lambda: {flow.code: book.facts.ledger.cases(flow.code, day) for flow in book.plan.flows}
    )
