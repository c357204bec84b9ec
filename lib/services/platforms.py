"""Counts of the platforms and every other flow over a window."""

from __future__ import annotations

from datetime import date

from lib.domain.platforms import PlatformCount, platform_count
from lib.errors import Refused
from lib.services.book import Book


def platform_counts(book: Book, first_day: date, last_day: date, flow: str | None = None) -> list[PlatformCount]:
    """One count per flow in the order of the register, over [first_day, last_day]; refused for an unknown flow."""
    if first_day > last_day:
        raise Refused(f"起始日 {first_day} 在截止日 {last_day} 之后，请调换")
    if flow is not None and flow not in book.plan.flow:
        raise Refused(f"没有代码为“{flow}”的台账；可用的是{'、'.join(book.plan.flow)}")
    return [_count(book, code, first_day, last_day) for code in book.plan.flow if flow is None or code == flow]


def _count(book: Book, code: str, first_day: date, last_day: date) -> PlatformCount:
    def make() -> PlatformCount:
        cases = book.facts.ledger.cases(code, last_day)
        return platform_count(book.plan.flow[code], cases, first_day, last_day, book.plan.calendar)

    return book.once(("platform", code, first_day, last_day), make)
