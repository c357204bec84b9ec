"""Working days as plan data: calendar.yaml rewritten from the library of official arrangements."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants

FIRST_YEAR = 2020

_HEAD = """\
# Days on which work differs from Monday to Friday, by year; part of the plan's digest.
# Written by `python -m lib calendar update`; every key is explained in docs/plan-format.md.
"""


def update_calendar(folder: Path | str) -> tuple[int, ...]:
    """Rewrite calendar.yaml in `folder` with every year the library knows from 2020; gives those years."""
    years = known_years()
    lines = [f"{_HEAD}source: chinese_calendar {version('chinesecalendar')}", "years:"]
    for year in years:
        rest, makeup = _days_of(year)
        lines += [f"  {year}:", f"    rest_days: {_listed(rest)}", f"    makeup_days: {_listed(makeup)}"]
    (Path(folder) / "calendar.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return years


def known_years() -> tuple[int, ...]:
    """Years from 2020 for which the library has the official arrangement."""
    return tuple(sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR}))


def _days_of(year: int) -> tuple[list[date], list[date]]:
    """Weekdays nobody works, and weekend days all work."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rest = [day for day in days if day.weekday() < 5 and day in constants.holidays]
    makeup = [day for day in days if day.weekday() >= 5 and day in constants.workdays]
    return rest, makeup


def _listed(days: list[date]) -> str:
    return "[" + ", ".join(day.isoformat() for day in days) + "]"
