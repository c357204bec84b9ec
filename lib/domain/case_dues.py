"""Deadlines as a case's head keeps them: a day, or while paused the days by which the deadline trails the clock."""

from __future__ import annotations

from datetime import date, timedelta

from lib.domain.calendar import WorkCalendar

_ONE_DAY = timedelta(days=1)


def due_at(calendar: WorkCalendar, due_on: date | None, pause_days: int | None, as_of: date) -> date | None:
    """The deadline on `as_of`: `due_on`, or while paused `as_of` less `pause_days`, rolled forward; None without one."""
    return due_on if pause_days is None else calendar.roll_forward(as_of - timedelta(days=pause_days))


def least_pause_due_by(calendar: WorkCalendar, as_of: date, day: date) -> int:
    """The least `pause_days` with which a paused case is due on or before `day`, counted on `as_of`.

    A deadline rolled forward is ≤ `day` if it stood on or before the last working day up to `day`. For
    what is overdue, ask with the day before `as_of`.
    """
    while calendar.roll and not calendar.is_working_day(day):
        day -= _ONE_DAY
    return (as_of - day).days
