"""The counts of flows over a window, put together from tallies (domain.md 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import Connection

from lib.db.queries import counts as queries
from lib.db.queries.counts import CountKey
from lib.domain import case_counts as kinds
from lib.domain.plan import FAILURE, NEUTRAL, SUCCESS, Flow, Plan
from lib.domain.platforms import PlatformCount, UnitCount, ratio
from lib.services.late import Late

_WINDOW = (kinds.REGISTERED, kinds.CLOSED, kinds.CLOSED_UNIT, kinds.URGED, kinds.LASTED_BAND)


class _Sums(NamedTuple):
    """What was summed: within the window, up to its end, amounts, and the median days by flow."""

    window: Mapping[CountKey, int]
    standing: Mapping[CountKey, int]
    amounts: Mapping[tuple[str, str], Decimal]
    medians: Mapping[str, Fraction]


def counted_platforms(
    conn: Connection,
    plan: Plan,
    first_day: date,
    last_day: date,
    flow: str | None,
    standing: Mapping[CountKey, int],
    late: Late,
) -> dict[str, PlatformCount]:
    """Every flow, or one, over [first_day, last_day] as of the last day, by code in the order of the register.

    `standing`, `late`: what stands and what is late on the last day.
    """
    ask = _Asked(conn, first_day, last_day, flow)
    window = ask.counts([*_WINDOW, kinds.REOPENED])
    put_back = _undone_within(window, first_day)
    window = _plus(window, put_back)
    sums = _Sums(window, standing, queries.amounts(conn, first_day, last_day, flow), _medians(ask, window, put_back))
    return {one.code: _count(one, first_day, last_day, sums, late) for one in plan.flows if flow in (None, one.code)}


class _Asked(NamedTuple):
    """A window of every flow, or of one."""

    conn: Connection
    first_day: date
    last_day: date
    flow: str | None

    def counts(self, wanted: Collection[str], keys: Collection[str] | None = None) -> dict[CountKey, int]:
        return queries.counts(self.conn, wanted, self.first_day, self.last_day, self.flow, keys)


def _undone_within(window: Mapping[CountKey, int], first_day: date) -> dict[CountKey, int]:
    """Closings before the window that were undone within it: taken off on the day they were undone, they are put back,
    for they were never counted in this window."""
    found: dict[CountKey, int] = {}
    for (kind, code, key), n in window.items():
        if kind == kinds.REOPENED and (one := kinds.Undone.parse(key)).closed_on < first_day:
            found[one.kind, code, one.key] = found.get((one.kind, code, one.key), 0) + n
    return found


def _plus(counted: Mapping[CountKey, int], others: Mapping[CountKey, int]) -> dict[CountKey, int]:
    return {key: counted.get(key, 0) + others.get(key, 0) for key in {**counted, **others}}


def _medians(ask: _Asked, window: Mapping[CountKey, int], put_back: Mapping[CountKey, int]) -> dict[str, Fraction]:
    """Median days by flow: the bands that hold the middle first, then the days within those bands."""
    bands: dict[str, dict[int, int]] = {}
    for (kind, code, key), n in window.items():
        if kind == kinds.LASTED_BAND and n:
            bands.setdefault(code, {})[int(key)] = n
    wanted = {code: {_place(counts, rank) for rank in _middle(counts)} for code, counts in bands.items()}
    width = kinds.BAND_DAYS
    days = frozenset(
        str(day) for own in wanted.values() for band, _ in own for day in range(band * width, (band + 1) * width)
    )
    if not days:
        return {}
    found = _plus(ask.counts([kinds.LASTED], days), put_back)
    medians = {}
    for code, counts in bands.items():
        middle = []
        for rank in _middle(counts):
            band, before = _place(counts, rank)
            within = {
                int(key): n
                for (kind, of, key), n in found.items()
                if kind == kinds.LASTED and of == code and n and band * width <= int(key) < (band + 1) * width
            }
            middle.append(_place(within, rank - before)[0])
        medians[code] = Fraction(sum(middle), len(middle))
    return medians


def _middle(counts: Mapping[int, int]) -> tuple[int, ...]:
    """The ranks (from 0) whose mean is the median."""
    total = sum(counts.values())
    return (total // 2,) if total % 2 else (total // 2 - 1, total // 2)


def _place(counts: Mapping[int, int], rank: int) -> tuple[int, int]:
    """The value at a rank, and how many have a lesser value."""
    before = 0
    for value in sorted(counts):
        if rank < before + counts[value]:
            return value, before
        before += counts[value]
    raise ValueError(f"no rank {rank} among {before}")


def _count(flow: Flow, first_day: date, last_day: date, sums: _Sums, late: Late) -> PlatformCount:
    of_flow = {
        kind: {key: n for (one, code, key), n in found.items() if one == kind and code == flow.code}
        for found, wanted in ((sums.window, _WINDOW), (sums.standing, (kinds.STATE, kinds.OPEN_UNIT)))
        for kind in wanted
    }
    closed = {tuple(key.split(kinds.BETWEEN)): n for key, n in of_flow[kinds.CLOSED].items()}
    outcomes = {name: sum(n for key, n in closed.items() if key[0] == name) for name in (SUCCESS, FAILURE, NEUTRAL)}
    timely = sum(n for key, n in closed.items() if key[1] == "1")
    limited = sum(n for key, n in closed.items() if key[1] != kinds.NO_KEY)
    return PlatformCount(
        flow,
        first_day,
        last_day,
        sum(of_flow[kinds.REGISTERED].values()),
        sum(closed.values()),
        outcomes[SUCCESS],
        outcomes[FAILURE],
        outcomes[NEUTRAL],
        ratio(outcomes[SUCCESS], outcomes[SUCCESS] + outcomes[FAILURE]),
        sum(of_flow[kinds.OPEN_UNIT].values()),
        late.of_flow(flow.code),
        sum(of_flow[kinds.URGED].values()),
        ratio(timely, limited),
        sums.medians.get(flow.code),
        sums.amounts.get((kinds.AMOUNT_IN, flow.code), Decimal(0)),
        sums.amounts.get((kinds.AMOUNT_RECOVERED, flow.code), Decimal(0)),
        {state.name: of_flow[kinds.STATE].get(state.name, 0) for state in flow.states},
        _by_unit(flow, of_flow, late),
    )


def _by_unit(flow: Flow, of_flow: Mapping[str, Mapping[str, int]], late: Late) -> dict[str, UnitCount]:
    registered, opened, closed = (of_flow[kind] for kind in (kinds.REGISTERED, kinds.OPEN_UNIT, kinds.CLOSED_UNIT))
    rows = {
        unit: UnitCount(
            registered.get(unit, 0), opened.get(unit, 0), late.of_unit(flow.code, unit), closed.get(unit, 0)
        )
        for unit in dict.fromkeys((*registered, *opened, *closed))
    }
    return {unit: row for unit, row in rows.items() if row != UnitCount(0, 0, 0, 0)}
