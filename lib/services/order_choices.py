"""What the page 催办督办 offers to choose from: its parts with their counts, units, and the numbers to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.db.queries.acts import free_numbers
from lib.domain.case_numbers import number_form
from lib.domain.office_flows import LETTER as LETTER_FLOW
from lib.domain.office_flows import ORDER
from lib.domain.order_rules import LETTER
from lib.domain.rights import CASES, COUNTS, Viewer, grade, may_act
from lib.services.book import Book
from lib.services.order_views import drafts_page
from lib.services.orders_in_hand import TRACKED, WRITTEN, in_hand

DRAFTS, HAND, PAPERS = "drafts", "hand", "papers"


@dataclass(frozen=True, slots=True)
class Choices:
    """Units by code to whom an order, and to whom a letter may go; whether the viewer registers them."""

    ordered: Mapping[str, str]
    courts: Mapping[str, str]
    may_register: bool


def parts(viewer: Viewer, book: Book, as_of: date) -> dict[str, str]:
    """The parts of the page with how many stand in each."""
    drafts = len(drafts_page(viewer, book, as_of).lines)
    hand, papers = in_hand(viewer, book, as_of, TRACKED), in_hand(viewer, book, as_of, WRITTEN)
    late = f"（超期 {hand.overdue}）" if hand.overdue else ""
    return {DRAFTS: f"待发 {drafts}", HAND: f"在办 {hand.open}{late}", PAPERS: f"批示件·商请函 {papers.open}"}


def choices(viewer: Viewer, book: Book) -> Choices:
    """What the forms offer."""
    units = book.plan.units
    return Choices(
        {unit.code: unit.short for unit in units if not unit.is_court},
        {unit.code: unit.short for unit in units if unit.is_court},
        grade(viewer, CASES) != COUNTS and may_act(viewer, "issue_order"),
    )


def numbers_to_come(book: Book, grades: Sequence[str], on: date) -> tuple[str, ...]:
    """The number each of these gets if issued on `on`, unless others are issued before."""
    flows = [LETTER_FLOW if one == LETTER else ORDER for one in grades]
    coming = {flow: _numbers_after(book, flow, on.year) for flow in set(flows)}
    return tuple(next(coming[flow], "") for flow in flows)


def _numbers_after(book: Book, flow: str, year: int) -> Iterator[str]:
    form = number_form(book.plan.flow[flow]) if flow in book.plan.flow else None
    return (number for _, number in free_numbers(book.conn, flow, year, form)) if form else iter(())
