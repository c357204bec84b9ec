"""Status of every unit and item on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.domain.duties import DutyStatus, duty_records, duty_statuses
from lib.domain.indicators import Counted, Reading, readings
from lib.domain.marks import ItemStatus, UnitStatus, item_statuses, unit_statuses
from lib.domain.measures import Tally, Window
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.plan import Indicator
from lib.domain.standing import Holding
from lib.services.book import Book
from lib.services.platforms import holdings


@dataclass(frozen=True, slots=True)
class Status:
    """Units and items on a day, with the occurrences and holdings behind them."""

    as_of: date
    units: tuple[UnitStatus, ...]
    items: tuple[ItemStatus, ...]
    duties: tuple[DutyStatus, ...]
    holdings: tuple[Holding, ...]
    quarter: Period
    quarter_readings: tuple[Reading, ...]


def status(book: Book, as_of: date) -> Status:
    """The board's status at `as_of`."""
    return book.once(("status", as_of), lambda: _status(book, as_of))


def _status(book: Book, as_of: date) -> Status:
    plan = book.plan
    duties = book.once_until(("duties", as_of), None, lambda: _duties(book, as_of))
    held = holdings(book, as_of)
    quarter = last_ended_quarter(as_of)
    key = ("readings", quarter, as_of)
    values = book.once_until(key, quarter.end, lambda: quarter_readings(book, quarter, as_of))
    return Status(
        as_of,
        tuple(unit_statuses(plan, duties, held, values)),
        tuple(item_statuses(plan, duties, held, values)),
        tuple(duties),
        tuple(held),
        quarter,
        tuple(values),
    )


def _duties(book: Book, as_of: date) -> list[DutyStatus]:
    records = duty_records(book.facts.reports, book.facts.verifications, book.facts.changes)
    return duty_statuses(book.plan, records, as_of)


def quarter_readings(book: Book, quarter: Period, as_of: date) -> list[Reading]:
    """Scored indicators of a quarter: ledger facts dated by its end, entered numbers dated by `as_of`."""
    counted = counted_until(book, quarter.end)
    return [
        reading
        for indicator in book.plan.indicators
        if indicator.scored
        for reading in readings(book.plan, indicator, quarter, counted, book.facts.entries, as_of)
    ]


def counted_until(book: Book, day: date) -> Counted:
    """What the ledger's indicators count, by events dated ≤ `day`."""

    def counted(indicator: Indicator, window: Window) -> Mapping[str | None, Tally]:
        return book.ledger.tallies(indicator, Window(window.first, min(window.last, day)))

    return counted
