"""Where the facts on duties are found in the book: records, verdicts in force, and one report by its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.domain.duties import (
    NOTHING_RECORDED,
    DutyRecord,
    DutyStatus,
    OccurrenceKey,
    duty_records,
)
from lib.domain.facts import Report, Verification
from lib.services.book import Book


def records_of(book: Book) -> Mapping[OccurrenceKey, DutyRecord]:
    """The facts on every occurrence, grouped once for this book."""
    return book.once(
        "duty records",
        lambda: duty_records(book.facts.reports, book.facts.verifications, book.facts.changes),
    )


def record_of(book: Book, duty: DutyStatus) -> DutyRecord:
    """The facts on one occurrence."""
    return records_of(book).get(duty.occurrence.key, NOTHING_RECORDED)


def verdict_in_force(book: Book, report: Report, as_of: date) -> Verification | None:
    """Of the verdicts on a report dated on or before `as_of` the last (then the later row)."""
    record = records_of(book).get((report.deliverable, report.period), NOTHING_RECORDED)
    decided = [one for one in record.verifications if one.report == report.number and one.verified_on <= as_of]
    return max(decided, key=lambda one: (one.verified_on, one.number), default=None)
