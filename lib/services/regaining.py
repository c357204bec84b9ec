"""What would bring back most, for one unit: read from the draft of the period and the cases the unit holds."""

from __future__ import annotations

from lib.domain.regain import Regain, regains
from lib.services.appraisal import Appraisal
from lib.services.book import Book

MOST_CASES = 300


def regain(book: Book, result: Appraisal, unit: str) -> list[Regain]:
    """Open duties and stays of `unit` by what their settling would bring, largest first; nothing of a kept result, in
    which nothing can be gained any more. Of cases, the `MOST_CASES` that wait longest are looked at. Refused where there is no such unit."""
    result.row(unit)
    if result.judged is None:
        return []
    last = result.judged.window.last
    held = book.ledger.open_cases(last, MOST_CASES, unit=unit)
    return regains(result.judged, result.rows, unit, [one for one in held if one.holder == unit])
