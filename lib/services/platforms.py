"""Counts of the platforms and every other flow over a window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lib.domain.ledger import Case
from lib.domain.platforms import PlatformCount
from lib.domain.recount import EVERY
from lib.domain.standing import Holding, StateStanding
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


def standing(book: Book, flow: str, as_of: date) -> Mapping[str, StateStanding]:
    """Where the cases of a flow stand on a day, by state: every one that is not final."""
    # Made of all at once: the lists that ask of one ask of every other too.
    by_flow = book.once_of_flows(("standing", as_of), as_of, lambda one: book.ledger.standing(as_of, one))
    return by_flow[flow]


def ages(book: Book, flow: str, as_of: date) -> tuple[int, ...]:
    """The open cases of a flow by age, as AGES."""
    return book.once_until(("ages", flow, as_of), as_of, lambda: book.ledger.ages(flow, as_of), flow=flow)


def open_cases_of(book: Book, flow: str, as_of: date) -> list[Case]:
    """Every open case of a flow, the longest late first; none where the plan has no such flow. For the office's own flows:
    as many cases as are open are replayed."""
    if flow not in book.plan.flow:
        return []
    ledger = book.ledger
    return book.once_until(
        ("every open case", flow, as_of), as_of,
        lambda: ledger.open_cases(as_of, EVERY, flow=flow, outside_court=False), flow=flow,
    )  # fmt: skip
