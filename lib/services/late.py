"""What is past its deadline on a day: by holder, state and unit, put together from the late spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from lib.db.queries.late_and_open import LateRow, late_rows
from lib.domain.calendar import WorkCalendar
from lib.domain.standing import LateWith, worst_first


class _Row(NamedTuple):
    """Cases of one flow, unit, state and holder: overdue, of them late in their stay, the longest by `days`."""

    flow: str
    unit: str
    state: str
    holder: str
    judicial: bool
    overdue: int
    late: int
    days: int


class Late:
    """Sums over the late spans of a day."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        self._held: dict[tuple[str, str], list[int]] = {}
        self._states: dict[tuple[str, str], int] = {}
        self._units: dict[tuple[str, str], int] = {}
        self._places: dict[tuple[str, str], dict[str, LateWith]] = {}
        for row in rows:
            for found, key in ((self._states, (row.flow, row.state)), (self._units, (row.flow, row.unit))):
                found[key] = found.get(key, 0) + row.overdue
            if not row.judicial:
                held = self._held.setdefault((row.flow, row.holder), [0, 0, 0])
                held[0] += row.late
                held[1] += row.overdue
                held[2] = max(held[2], row.days)
                place = self._places.setdefault((row.flow, row.state), {})
                before = place.get(row.holder, LateWith(row.holder, 0, 0))
                days = max(before.longest_days, row.days)
                place[row.holder] = LateWith(row.holder, before.overdue + row.overdue, days)

    def held(self, flow: str, holder: str) -> tuple[int, int, int]:
        """Stays late, cases overdue, and the days of the longest late stay; judicial ones left out."""
        late, overdue, days = self._held.get((flow, holder), (0, 0, 0))
        return late, overdue, days

    def stays(self) -> Iterator[tuple[str, str, int]]:
        """Flow, holder and how many stays that are not judicial are late."""
        for (flow, holder), (late, _, _) in self._held.items():
            if late:
                yield flow, holder, late

    def in_state(self, flow: str, state: str) -> int:
        """Cases overdue in a state."""
        return self._states.get((flow, state), 0)

    def with_whom(self, flow: str, state: str) -> tuple[LateWith, ...]:
        """Cases overdue in a state by who holds them, the most first; of a judicial state none."""
        return worst_first(one for one in self._places.get((flow, state), {}).values() if one.overdue)

    def of_unit(self, flow: str, unit: str) -> int:
        """Cases overdue of a handling unit."""
        return self._units.get((flow, unit), 0)

    def of_flow(self, flow: str) -> int:
        """Cases overdue in the flow."""
        return sum(n for (code, _), n in self._states.items() if code == flow)


def late_on(conn: Connection, calendar: WorkCalendar, as_of: date, flow: str | None = None) -> Late:
    """What is late on `as_of`, in every flow or in one."""
    rows = late_rows(conn, as_of, flow)
    return Late(_running(row, as_of) if row.case_pause is None else _paused(row, calendar, as_of) for row in rows)


def _running(row: LateRow, as_of: date) -> _Row:
    days = (as_of - row.first_due).days if row.first_due else 0
    return _Row(*row[:5], row.n, row.late, max(0, days))


def _paused(row: LateRow, calendar: WorkCalendar, as_of: date) -> _Row:
    """While paused a deadline moves with the day, so rest days decide whether it has passed."""
    stay_days = _days_past(calendar, row.stay_pause, as_of)
    overdue = row.n if _days_past(calendar, row.case_pause, as_of) else 0
    return _Row(*row[:5], overdue, row.n if stay_days else 0, stay_days)


def _days_past(calendar: WorkCalendar, pause_days: int | None, as_of: date) -> int:
    """0 where there is no deadline."""
    if pause_days is None:
        return 0
    return max(0, (as_of - calendar.roll_forward(as_of - timedelta(days=pause_days))).days)
