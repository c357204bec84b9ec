"""The book: one plan and all facts as known at an instant, read once and shared by every reading of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import Connection, Engine

from lib.db.engine import reading
from lib.db.queries import board, chain, corrections, facts
from lib.definitions import from_document
from lib.domain.appraisal import Facts
from lib.domain.facts import Event, Judgement
from lib.domain.ledger import Ledger
from lib.domain.plan import Plan
from lib.errors import Refused

Value = TypeVar("Value")
BOOKS_KEPT = 6
RESULTS_KEPT = 64


def snapshot_id(plan_digest: str, as_of: date, last_number: int) -> str:
    """10 hex digits that name what a page or a file shows: the plan, the day and the last fact seen."""
    return sha256(f"{plan_digest}|{as_of.isoformat()}|{last_number}".encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Book:
    """Definitions and facts; everything shown is a function of it and a date.

    `known_at` None: as known now. `last_number`: the last fact seen. `first_on`, `last_on`: days of
    the earliest and latest fact, None where there is none.
    """

    plan: Plan
    facts: Facts
    judgements: tuple[Judgement, ...]
    known_at: datetime | None
    last_number: int
    last_on: date | None
    demo: bool
    engine: Engine = field(repr=False)
    _results: OrderedDict[Hashable, object] = field(default_factory=OrderedDict, repr=False, compare=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def snapshot(self, as_of: date) -> str:
        """The snapshot id: 10 hex of SHA-256 of plan digest, as-of day and number of the last fact seen."""
        return snapshot_id(self.plan.digest, as_of, self.last_number)

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """`make()` worked out once for this book; the last results are kept. Not for what depends on a viewer."""
        with self._lock:
            if key not in self._results:
                self._results[key] = make()
                while len(self._results) > RESULTS_KEPT:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
            return self._results[key]  # type: ignore[return-value]

    def at_close(self, close_on: date) -> Book:
        """The book without corrections recorded after `close_on`; itself where there are none."""
        with reading(self.engine) as conn:
            later = corrections.last_recorded_on(conn, self.known_at)
        if later is None or later <= close_on:
            return self
        return read_book(self.engine, self.known_at, close_on)


@dataclass(frozen=True, slots=True)
class _Head:
    """What identifies a book: plan in force, last fact seen, whether the facts are 演示数据."""

    plan_digest: str
    last_number: int
    demo: bool


_books: OrderedDict[Hashable, Book] = OrderedDict()
_lock = threading.RLock()


def read_book(engine: Engine, known_at: datetime | None = None, corrections_until: date | None = None) -> Book:
    """The book of the plan in force and the facts stored by `known_at`; read anew only after a write.

    `corrections_until`: without corrections recorded after that day. Refused where no plan was published.
    """
    with _lock, reading(engine) as conn:
        head = _head(conn, known_at)
        key = (str(engine.url), head, corrections_until)
        if key not in _books:
            _books[key] = _read(conn, engine, head, known_at, corrections_until)
            while len(_books) > BOOKS_KEPT:
                _books.popitem(last=False)
        _books.move_to_end(key)
        return _books[key]


def _head(conn: Connection, known_at: datetime | None) -> _Head:
    digest = board.current_plan_digest(conn)
    if digest is None:
        raise Refused("数据库里还没有方案：请先运行 python -m lib init")
    return _Head(digest, chain.last_number(conn, known_at), board.is_demo(conn))


def _read(
    conn: Connection, engine: Engine, head: _Head, known_at: datetime | None, corrections_until: date | None
) -> Book:
    plan = _plan(conn, head.plan_digest)

    def all_of(query: Callable[..., list[Value]]) -> list[Value]:
        return query(conn, known_at, corrections_recorded_until=corrections_until)

    events = all_of(facts.events)
    read = Facts(
        all_of(facts.reports),
        all_of(facts.verifications),
        all_of(facts.changes),
        all_of(facts.adjustments),
        all_of(facts.entries),
        Ledger(plan, events),
    )
    return Book(
        plan,
        read,
        tuple(all_of(facts.judgements)),
        known_at,
        head.last_number,
        _last_day(read, events),
        head.demo,
        engine,
    )


def _last_day(read: Facts, events: Sequence[Event]) -> date | None:
    """The latest day any fact tells of."""
    days = [
        fact.occurred_on for group in (read.reports, read.changes, read.adjustments, read.entries) for fact in group
    ]
    days.extend(verdict.verified_on for verdict in read.verifications)
    return max((*days, *(event.occurred_on for event in events[-1:])), default=None)


_plans: dict[str, Plan] = {}


def _plan(conn: Connection, digest: str) -> Plan:
    if digest not in _plans:
        document = board.plan_document(conn, digest)
        if document is None:
            raise KeyError(f"no plan with digest {digest}")
        _plans[digest] = from_document(document)
    return _plans[digest]


def read_plan(engine: Engine) -> Plan:
    """The plan in force, without reading any fact; Refused where none was published."""
    with reading(engine) as conn:
        digest = board.current_plan_digest(conn)
        if digest is None:
            raise Refused("数据库里还没有方案：请先运行 python -m lib init")
        return _plan(conn, digest)


def default_day(book: Book, today: date) -> date:
    """Today where facts are current (within a week), otherwise the last fact's day."""
    if book.last_on is None or (today - book.last_on).days <= 7:
        return today
    return book.last_on
