"""What the page 催办督办 offers to choose from: its parts with their counts, units, and the numbers to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.db.queries.office_cases import numbers_like
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
    """The number each of these will most likely get if issued on `on`: after the highest of its flow and year."""
    flows = [LETTER_FLOW if one == LETTER else ORDER for one in grades]
    coming = {flow: _numbers_after(book, flow, on.year, flows.count(flow)) for flow in set(flows)}
    return tuple(next(coming[flow], "") for flow in flows)


def _numbers_after(book: Book, flow: str, year: int, count: int) -> Iterator[str]:
    form = number_form(book.plan.flow[flow]) if flow in book.plan.flow else None
    if form is None:
        return iter(())
    before, after = (part.replace("{year}", str(year)) for part in form.split("{n}"))
    taken = numbers_like(book.conn, flow, before)
    counted = [one.removeprefix(before).removesuffix(after) for one in taken]
    last = max((int(one) for one in counted if one.isascii() and one.isdigit()), default=0)
    return (f"{before}{last + place}{after}" for place in range(1, count + 1))
