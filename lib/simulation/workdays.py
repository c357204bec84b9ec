"""Working days counted forwards, and instants of the day at which something is recorded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from random import Random

from lib.domain.calendar import Duration, WorkCalendar

ONE_DAY = timedelta(days=1)
_OFFICE_OPENS, _OFFICE_MINUTES = 30, 570  # 08:30 to 18:00 in Shanghai, in minutes of the UTC day


class Workdays:
    """The working days from `first_day` to well after `last_day`."""

    def __init__(self, calendar: WorkCalendar, first_day: date, last_day: date) -> None:
        self.calendar = calendar
        span = (last_day - first_day).days + 900
        days = (first_day + ONE_DAY * number for number in range(span))
        self._days = [day for day in days if calendar.is_working_day(day)]
        self._deadlines: dict[tuple[date, Duration], date] = {}

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day strictly after `day`; 0: `day` itself or the next working day."""
        if count <= 0:
            return self._days[bisect_left(self._days, day)]
        return self._days[bisect_right(self._days, day) + count - 1]

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day strictly before `day`."""
        return self._days[max(0, bisect_left(self._days, day) - count)]

    def between(self, first_day: date, last_day: date) -> list[date]:
        """The working days from `first_day` to `last_day`, both inclusive."""
        return self._days[bisect_left(self._days, first_day) : bisect_right(self._days, last_day)]

    def count(self, day: date, until: date) -> int:
        """Working days strictly after `day`, up to `until`."""
        return bisect_right(self._days, until) - bisect_right(self._days, day)

    def deadline(self, entered_on: date, limit: Duration) -> date:
        """The deadline of a stay begun on `entered_on` and not paused."""
        key = (entered_on, limit)
        if key not in self._deadlines:
            self._deadlines[key] = self.calendar.roll_forward(self.calendar.end_of(entered_on, limit))
        return self._deadlines[key]


def office_instant(rng: Random, day: date) -> datetime:
    """An instant of the office hours of `day`; its Shanghai date is `day`."""
    minutes = _OFFICE_OPENS + int(rng.random() * _OFFICE_MINUTES)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=UTC)


def recorded_at(rng: Random, day: date, until: date) -> datetime:
    """When something of `day` was recorded: most the same day or the next, a few weeks later (补录)."""
    drawn = rng.random()
    if drawn < 0.72:
        late = 0
    elif drawn < 0.988:
        late = 1 + int(rng.random() * 3)
    else:
        late = 9 + int(rng.random() * 30)
    return office_instant(rng, min(until, day + ONE_DAY * late))
