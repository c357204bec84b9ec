"""Working days, durations, and the rolling forward of due days (domain.md 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

_ONE_DAY = timedelta(days=1)
_DURATION = re.compile(r"(\d{1,4})(d|wd)", re.ASCII)


def require_date(day: date) -> date:
    """`day` itself; a datetime or anything else is refused with TypeError, for rules take dates."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError(f"rules take dates, not {day!r}")
    return day


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of calendar days (`10d`) or working days (`5wd`)."""

    days: int
    working: bool = False

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `10d` or `5wd`; ValueError otherwise."""
        match = _DURATION.fullmatch(text)
        if match is None:
            raise ValueError(f"not a duration like 10d or 5wd: {text!r}")
        return cls(int(match[1]), match[2] == "wd")

    def __str__(self) -> str:
        return f"{self.days}{'wd' if self.working else 'd'}"


@dataclass(frozen=True)
class WorkCalendar:
    """Rest days and make-up days by year; outside the listed years Monday to Friday work.

    `rest_days` are weekdays on which nobody works, `makeup_days` weekend days on which all do.
    `years` are those for which an official arrangement was published.
    """

    rest_days: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    years: tuple[int, ...] = ()
    roll: bool = True
    _ends: dict[tuple[date, Duration], date] = field(default_factory=dict, repr=False, compare=False, hash=False)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day."""
        if day.weekday() >= 5:
            return day in self.makeup_days
        return day not in self.rest_days

    def covers(self, day: date) -> bool:
        """Whether the year of `day` has a published arrangement."""
        return day.year in self.years

    def roll_forward(self, day: date) -> date:
        """`day`, or the next working day if it is none (setting `roll`)."""
        require_date(day)
        while self.roll and not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def end_of(self, entered_on: date, limit: Duration) -> date:
        """The last day of `limit` begun on `entered_on`, not yet rolled forward.

        Calendar days are added; `k` working days end on the k-th working day strictly after
        the day of entry, whatever that day is (domain.md 1).
        """
        if not limit.working:
            return require_date(entered_on) + timedelta(days=limit.days)
        key = (entered_on, limit)
        if key not in self._ends:
            day, left = require_date(entered_on), limit.days
            while left:
                day += _ONE_DAY
                left -= self.is_working_day(day)
            self._ends[key] = day
        return self._ends[key]

    def working_days(self, after: date, until: date) -> int:
        """How many working days there are strictly after `after` up to `until`, both taken as they are."""
        days = range(1, (require_date(until) - require_date(after)).days + 1)
        return sum(self.is_working_day(after + timedelta(days=one)) for one in days)
