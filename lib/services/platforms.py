"""Counts of the platforms and every other flow over a window."""

from __future__ import annotations

from datetime import date

from lib.domain.platforms import PlatformCount
from lib.domain.standing import FlowStanding, Holding
from lib.errors import Refused
from lib.services.book import Book


def platform_counts(book: Book, first_day: date, last_day: date, flow: str | None = None) -> list[PlatformCount]:
    """One count per flow in the order of the register, over [first_day, last_day]; refused for an unknown flow."""
    if first_day > last_day:
        raise Refused(f"起始日 {first_day} 在截止日 {last_day} 之后，请调换")
    if flow is not None and flow not in book.plan.flow:
        raise Refused(f"没有代码为“{flow}”的台账；可用的是{'、'.join(book.plan.flow)}")
    key, ledger = ("platforms", first_day, last_day), book.ledger
    return list(
        book.once_of_flows(key, last_day, lambda code: ledger.platforms(first_day, last_day, code), flow).values()
    )


def holdings(book: Book, as_of: date) -> list[Holding]:
    """What each unit holds in each flow that is not judicial, by flow in the order of the register."""
    by_flow = book.once_of_flows(("holdings", as_of), as_of, lambda flow: book.ledger.holdings(as_of, flow))
    return [one for held in by_flow.values() for one in held]


def standing(book: Book, flow: str, as_of: date) -> FlowStanding:
    """Where the cases of a flow stand on a day."""
    return book.once_until(("standing", flow, as_of), as_of, lambda: book.ledger.standing(flow, as_of), flow=flow)
