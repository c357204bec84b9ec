"""Every case of a board recounted from its events: the measure of what pages read from counts."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lib.db.engine import open_engine, reading
from lib.db.queries import facts
from lib.domain.ledger import Case
from lib.domain.recount import Recount
from lib.services.book import Book, read_plan


@lru_cache(maxsize=2)
def recount(address: str, last_number: int) -> Recount:
    """All events of the SQLite board at this address, up to this number at least."""
    engine = open_engine(address)
    with reading(engine) as conn:
        made = Recount(read_plan(engine), facts.events(conn))
    engine.dispose()
    assert last_number >= 0
    return made


def cases_until(book: Book, day: date) -> dict[str, list[Case]]:
    """Every flow's cases by events dated ≤ `day`."""
    return recount(book.edition.address, book.edition.last_number).cases(day)
