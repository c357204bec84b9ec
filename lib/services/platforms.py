"""Counts of the platforms and every other flow over a window."""

from __future__ import annotations

from datetime import date

from lib.domain.platforms import PlatformCount
from lib.domain.standing import FlowStanding
from lib.errors import Refused
from lib.services.book import Book


def platform_counts(book: Book, first_day: date, last_day: date, flow: str | None = None) -> list[PlatformCount]:
    """One count per flow in the order of the register, over [first_day, last_day]; refused for an unknown flow."""
    if first_day > last_day:
        raise Refused(f"起始日 {first_day} 在截止日 {last_day} 之后，请调换")
    if flow is not None and flow not in book.plan.flow:
        raise Refused(f"没有代码为“{flow}”的台账；可用的是{'、'.join(book.plan.flow)}")
    key = ("platforms", first_day, last_day, flow)
    return list(book.once(key, lambda: book.ledger.platforms(first_day, last_day, flow)).values())


def standing(book: Book, flow: str, as_of: date) -> FlowStanding:
    """Where the cases of a flow stand on a day."""
    return book.once(("standing", flow, as_of), lambda: book.ledger.standing(flow, as_of))
