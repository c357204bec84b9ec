"""What would bring back most, for one unit: read from the draft of the period and the cases the unit holds."""

from __future__ import annotations

from datetime import date

from lib.domain.ledger import Case
from lib.domain.regain import Regain, regains
from lib.services.appraisal import Appraisal
from lib.services.book import Book
from lib.services.platforms import holdings

MOST_CASES = 300


def regain(book: Book, result: Appraisal, unit: str) -> list[Regain]:
    """Open duties and stays of `unit` by what their settling would bring, largest first; nothing of a kept result, in
    which nothing can be gained any more. Of the cases of a flow, the `MOST_CASES` that are due next are looked at.
    Refused where there is no such unit."""
    result.row(unit)
    if result.judged is None:
        return []
    last = result.judged.window.last
    flows = [one.flow for one in holdings(book, last) if one.holder == unit]
    return regains(result.judged, result.rows, unit, [case for flow in flows for case in _held(book, flow, unit, last)])


def _held(book: Book, flow: str, unit: str, last: date) -> list[Case]:
    """Kept by flow: an act touches but one."""
    return book.once_until(
        ("held", flow, unit, last), last,
        lambda: book.ledger.held_cases(last, MOST_CASES, flow=flow, unit=unit), flow=flow,
    )  # fmt: skip
