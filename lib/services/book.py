"""The book: one plan and the facts as one reading transaction sees them; every reading of a page comes from one book."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from lib.db import counting
from lib.db.engine import reading
from lib.db.queries import board, chain, corrections, facts
from lib.db.queries.chain import NewEvents
from lib.db.queries.standing import Known
from lib.definitions import from_document
from lib.domain.appraisal import Facts
from lib.domain.facts import Adjustment, Change, Entry, Event, Judgement, Report, Verification
from lib.domain.ledger import Case, Ledger
from lib.domain.plan import Plan
from lib.domain.recount import LedgerReadings, Recount
from lib.errors import Refused, Unavailable
from lib.services.counted import CountedLedger

Value = TypeVar("Value")
RESULTS_KEPT, SHELVES_KEPT, RECOUNTS_KEPT, DUTIES_KEPT, LASTING_KEPT = 64, 8, 2, 8, 512
NO_PLAN = "数据库里还没有方案：请先运行 python -m lib init"


class LastMade:
    """The last few values made, by key; made once where several ask at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.RLock()

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """`make()`, unless it was made before."""
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
            self._values.move_to_end(key)
            return self._values[key]  # type: ignore[return-value]

    def last(self, key: Hashable) -> object | None:
        """What was put or made under the key; None if nothing, or it is no longer kept."""
        return self._values.get(key)

    def put(self, key: Hashable, value: object) -> None:
        """Keep it in place of the former."""
        with self._lock:
            self._values.pop(key, None)
            self.once(key, lambda: value)


class Lasting(NamedTuple):
    """A value, the last fact when it was made or last found to hold, and the last numbers beside events then."""

    value: Any
    number: int
    beside: tuple[int, ...]


class Reached(NamedTuple):
    """How far the facts reach: the last one's number, the latest day one is dated, the last numbers beside events."""

    number: int
    last_on: date | None
    beside: tuple[int, ...]


_shelves, _recounts, _duties, _plans, _reached, _newer, _lasting = (
    LastMade(SHELVES_KEPT),
    LastMade(RECOUNTS_KEPT),
    LastMade(DUTIES_KEPT),
    LastMade(16),
    LastMade(16),
    LastMade(64),
    LastMade(LASTING_KEPT),
)


def snapshot_id(plan_digest: str, as_of: date, last_number: int) -> str:
    """10 hex digits that name what a page or a file shows: the plan, the day and the last fact seen."""
    return sha256(f"{plan_digest}|{as_of.isoformat()}|{last_number}".encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Edition:
    """Which state of the board is seen: its plan and last fact. `known_at` None: as known now; a number: with that fact
    the last one known, which is for what a result was made of and no more (see `recount`). `beside`: the last numbers
    beside events, where `known_at` is None."""

    address: str
    plan: Plan
    known_at: Known | None
    last_number: int
    last_on: date | None
    demo: bool
    beside: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Differs whenever anything shown may."""
        return f"{self.address}|{self.plan.digest}|{self.last_number}|{type(self.known_at).__name__}|{self.demo}"

    def snapshot(self, as_of: date) -> str:
        """The snapshot id: 10 hex of SHA-256 of plan digest, as-of day and number of the last fact seen."""
        return snapshot_id(self.plan.digest, as_of, self.last_number)


class DutyFacts(NamedTuple):
    """All facts but the events: a few thousand in five years, however many cases there are."""

    reports: list[Report]
    verifications: list[Verification]
    changes: list[Change]
    adjustments: list[Adjustment]
    entries: list[Entry]
    judgements: list[Judgement]


class Book:
    """Definitions and facts; everything shown is a function of it and a date. Good within its transaction only."""

    def __init__(self, conn: Connection, edition: Edition) -> None:
        self._conn, self.edition, self.plan = conn, edition, edition.plan
        self._shelf = _shelves.once(edition.key, lambda: LastMade(RESULTS_KEPT))

    @property
    def conn(self) -> Connection:
        """Its transaction, for what is read beside facts and counts."""
        return self._conn

    @cached_property
    def facts(self) -> Facts:
        """Every fact that stands."""
        return self._facts(None)

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every view of the office on an item."""
        return tuple(self._duty_facts(None).judgements)

    @property
    def ledger(self) -> LedgerReadings:
        """The readings of the ledger."""
        return self.facts.ledger

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """`make()` worked out once for this edition; the last results are kept. Not for what depends on a viewer."""
        return self._shelf.once(key, make)

    def once_until(
        self, key: Hashable, day: date | None, make: Callable[[], Value], *, flow: str | None = None
    ) -> Value:
        """As `once`, and kept over later editions for as long as nothing was stored that it may depend on.

        For what is made of the events dated ≤ `day` (None: of no event) of every flow, or of `flow`, and of any other
        facts: it is made anew after any fact that is no event, corrections included, and after such an event.
        """

        def lasting() -> Value:
            former = self._kept(key)
            holding = former if isinstance(former, Lasting) and self._holds(former, day, flow) else None
            value: Value = make() if holding is None else holding.value
            self._keep(key, self._lasting(value))
            return value

        return self.once(key, make if self.edition.known_at is not None else lasting)

    def once_of_flows(
        self, key: Hashable, day: date, make: Callable[[str | None], Mapping[str, Value]], flow: str | None = None
    ) -> Mapping[str, Value]:
        """As `once_until`, a value for every flow, or for `flow`, each made of its own events dated ≤ `day`.

        `make`: gives them all, or that of one flow. Those that still hold are kept; where it is but one that does not,
        one is made anew.
        """

        def lasting() -> Mapping[str, Value]:
            former = self._kept(key)
            kept: dict[str, Lasting] = dict(former) if isinstance(former, dict) else {}
            codes = list(self.plan.flow) if flow is None else [flow]
            lacking = {code for code in codes if code not in kept or not self._holds(kept[code], day, code)}
            made = make(next(iter(lacking)) if len(lacking) == 1 else flow) if lacking else {}
            found = {code: made[code] if code in lacking else kept[code].value for code in codes}
            self._keep(key, kept | {code: self._lasting(value) for code, value in found.items()})
            return found

        return self.once((key, flow), (lambda: make(flow)) if self.edition.known_at is not None else lasting)

    def _kept(self, key: Hashable) -> object | None:
        return _lasting.last((self.edition.address, self.plan.digest, key))

    def _keep(self, key: Hashable, kept: object) -> None:
        _lasting.put((self.edition.address, self.plan.digest, key), kept)

    def _lasting(self, value: Value) -> Lasting:
        return Lasting(value, self.edition.last_number, self.edition.beside)

    def _holds(self, former: Lasting, day: date | None, flow: str | None) -> bool:
        """Whether it would be made so again."""
        if former.beside != self.edition.beside or former.number > self.edition.last_number:
            return False  # of other facts, or of facts that are yet unseen here
        if day is None or former.number == self.edition.last_number:
            return True
        since = _events_since(self._conn, self.edition.address, former.number, self.edition.last_number)
        return since is not None and all(one.first > day for code, one in since.items() if flow in (None, code))

    def cases_of(self, flow: str, as_of: date) -> list[Case]:
        """Every case of a flow, closed ones too, by events dated ≤ `as_of`; none where the plan has no such flow.

        Replayed from its events: for the office's own small flows, never for a platform.
        """
        if flow not in self.plan.flow:
            return []

        def replayed() -> list[Case]:
            events = facts.events(self._conn, self.edition.known_at, until=as_of, flow=flow)
            return Ledger(self.plan, events).cases(flow, as_of)

        return self.once_until(("cases", flow, as_of), as_of, replayed, flow=flow)

    def facts_at(self, close_on: date) -> Facts:
        """The facts without corrections recorded after `close_on`."""
        until = self._corrections_until(close_on)
        return self.facts if until is None else self._facts(until)

    def _corrections_until(self, close_on: date) -> date | None:
        """The close, if a correction was recorded after it; None: every correction counts."""
        later = corrections.last_recorded_on(self._conn, self.edition.known_at)
        return None if later is None or later <= close_on else close_on

    def recount(self, window_first: date, window_last: date, close_on: date) -> Facts:
        """The facts with a ledger that names the facts behind its counts: of the cases with an event within the
        days, or open on the last of them. For an explanation, which lists as many facts as it counts."""
        events = self._conn_events(window_first, window_last, close_on)
        duty = self._duty_facts(self._corrections_until(close_on))
        return Facts(
            duty.reports, duty.verifications, duty.changes, duty.adjustments, duty.entries, Recount(self.plan, events)
        )

    def _conn_events(self, first: date, last: date, close_on: date) -> list[Event]:
        known_at = self.edition.known_at
        if isinstance(known_at, datetime):
            return facts.events(self._conn, known_at, corrections_recorded_until=close_on)
        return CountedLedger(self._conn, self.plan).events_behind(first, last, close_on, known_at)

    def plan_with(self, digest: str) -> Plan:
        """The version of the plan with this digest; Refused where the database has none."""
        if digest == self.plan.digest:
            return self.plan
        if board.plan_document(self._conn, digest) is None:
            raise Refused(f"结果所依据的方案版本（{digest[:10]}）不在数据库里，无法重算")
        return _plans.once(digest, lambda: _plan(self._conn, digest))

    def under(self, plan: Plan) -> Book:
        """The same facts under another version of the plan: the ledger is replayed, for its counts are of the one in
        force."""
        if plan.digest == self.plan.digest:
            return self
        last = self.edition.last_number
        return Book(self._conn, replace(self.edition, plan=plan, known_at=last))

    def as_of_number(self, number: int) -> Book:
        """The same plan and transaction, with fact `number` the last one known."""
        return Book(self._conn, replace(self.edition, known_at=number, last_number=number))

    def _facts(self, corrections_until: date | None) -> Facts:
        duty = self._duty_facts(corrections_until)
        return Facts(
            duty.reports, duty.verifications, duty.changes, duty.adjustments, duty.entries,
            self._ledger(corrections_until),
        )  # fmt: skip

    def _ledger(self, corrections_until: date | None) -> LedgerReadings:
        if self.edition.known_at is None:
            return CountedLedger(self._conn, self.plan)

        def recount() -> Recount:
            events = facts.events(self._conn, self.edition.known_at, corrections_recorded_until=corrections_until)
            return Recount(self.plan, events)

        return _recounts.once((self.edition.key, corrections_until), recount)

    def _duty_facts(self, corrections_until: date | None) -> DutyFacts:
        known_at = self.edition.known_at
        seen = self.edition.beside if known_at is None else self.edition.key
        key = (self.edition.address, known_at is None, seen, corrections_until)
        return _duties.once(key, lambda: _read_duty_facts(self._conn, known_at, corrections_until))


def _read_duty_facts(conn: Connection, known_at: Known | None, corrections_until: date | None) -> DutyFacts:
    def all_of(query: Callable[..., list[Value]]) -> list[Value]:
        return query(conn, known_at, corrections_recorded_until=corrections_until)

    return DutyFacts(
        all_of(facts.reports), all_of(facts.verifications), all_of(facts.changes), all_of(facts.adjustments),
        all_of(facts.entries), all_of(facts.judgements),
    )  # fmt: skip


@contextmanager
def open_book(engine: Engine, known_at: datetime | None = None) -> Iterator[Book]:
    """The book of the plan in force and the facts stored by `known_at`, as one transaction sees them.

    As known now the ledger is read from its counts; as known earlier it is recounted from the events.
    Refused where no plan was published; Unavailable where the counts were made for another plan.
    """
    with reading(engine) as conn:
        yield Book(conn, _edition(conn, engine, known_at))


def read_edition(engine: Engine) -> Edition:
    """Which state of the board is seen now."""
    with reading(engine) as conn:
        return _edition(conn, engine, None)


def _edition(conn: Connection, engine: Engine, known_at: datetime | None) -> Edition:
    now, address = board.now_shown(conn), str(engine.url)
    plan = _plan_in_force(conn, now.digest)
    if known_at is not None:
        last_number, last_on = chain.last_number(conn, known_at), chain.last_occurred_on(conn, known_at)
        return Edition(address, plan, known_at, last_number, last_on, now.demo)
    if not counting.made_by(conn, now.rules, plan):
        raise Unavailable("统计表不是按现行方案和程序建立的：请运行 python -m lib rebuild")
    reached = _reach(conn, address, now.last_number)
    return Edition(address, plan, None, now.last_number, reached.last_on, now.demo, reached.beside)


def _reach(conn: Connection, address: str, number: int) -> Reached:
    """How far the facts reach up to fact `number`, the last one seen; worked out from what was known before, if it can."""
    former = _reached.last(address)
    before = former if isinstance(former, Reached) and former.number <= number else None
    if before is not None and before.number == number:
        return before
    reached = None if before is None else _moved_on(conn, address, before, number)
    if reached is None:
        reached = Reached(number, chain.last_occurred_on(conn), chain.last_numbers_beside_events(conn))
    if former is None or before is not None:  # not for a transaction that began before what is known already
        _reached.put(address, reached)
    return reached


def _moved_on(conn: Connection, address: str, before: Reached, number: int) -> Reached | None:
    """How far they reach where nothing but events was stored since; None otherwise.

    Numbers have no gaps: as many events as numbers mean that there was nothing else, no correction either, so that what
    stood before stands.
    """
    events = _events_since(conn, address, before.number, number)
    if events is None or sum(one.n for one in events.values()) != number - before.number:
        return None
    days = [one.last for one in events.values()]
    return Reached(number, max(days if before.last_on is None else [before.last_on, *days]), before.beside)


def _events_since(conn: Connection, address: str, number: int, last: int) -> Mapping[str, NewEvents] | None:
    """The events after fact `number` up to `last`, the last one seen: most of what is kept was last found to hold at
    the same fact."""
    return _newer.once((address, number, last), lambda: chain.events_since(conn, number))


def _plan_in_force(conn: Connection, digest: str | None) -> Plan:
    if digest is None:
        raise Refused(NO_PLAN)
    return _plans.once(digest, lambda: _plan(conn, digest))


def _plan(conn: Connection, digest: str) -> Plan:
    document = board.plan_document(conn, digest)
    if document is None:
        raise KeyError(f"no plan with digest {digest}")
    return from_document(document)


def read_plan(engine: Engine) -> Plan:
    """The plan in force, without reading any fact; Refused where none was published."""
    with reading(engine) as conn:
        return _plan_in_force(conn, board.current_plan_digest(conn))


def default_day(edition: Edition, today: date) -> date:
    """Today where facts are current (within a week), otherwise the last fact's day."""
    if edition.last_on is None or (today - edition.last_on).days <= 7:
        return today
    return edition.last_on
