"""Periods of the calendar: month, quarter, half and year, as written in sheets (domain.md 1, contract.md 3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain.calendar import require_date
from lib.domain.written import YEARS

KINDS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
KIND_WORDS = {"month": "月", "quarter": "季度", "half": "半年", "year": "年"}
APPRAISAL_KINDS = ("quarter", "half", "year")
_EXAMPLES = {"quarter": "2021Q3", "half": "2021H1", "month": "2021-07", "year": "2021"}
_WRITTEN = re.compile(r"(\d{4})(?:(?:Q([1-4]))|(?:H([12]))|(?:-(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar period: `kind` month | quarter | half | year, `start` and `end` inclusive."""

    start: date
    end: date
    kind: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2021-07`, `2021Q3`, `2021H1` or `2021`; ValueError otherwise."""
        match = _WRITTEN.fullmatch(text)
        if match is None or match[1] == "0000":
            raise ValueError(f"not a period like 2021Q3, 2021H1, 2021-07 or 2021: {text!r}")
        year, quarter, half, month = (int(part) if part else 0 for part in match.groups())
        if quarter:
            return cls.of("quarter", date(year, quarter * 3, 1))
        if half:
            return cls.of("half", date(year, half * 6, 1))
        if month:
            return cls.of("month", date(year, month, 1))
        return cls.of("year", date(year, 1, 1))

    @classmethod
    def of(cls, kind: str, day: date) -> Period:
        """The period of `kind` in which `day` falls."""
        months = KINDS[kind]
        first = (require_date(day).month - 1) // months * months
        last = first + months
        following = date(day.year + last // 12, last % 12 + 1, 1)
        return cls(date(day.year, first + 1, 1), following - timedelta(days=1), kind)

    @property
    def code(self) -> str:
        """The period as written in sheets."""
        year, index = self.start.year, (self.start.month - 1) // KINDS[self.kind] + 1
        return {
            "month": f"{year}-{self.start.month:02d}",
            "quarter": f"{year}Q{index}",
            "half": f"{year}H{index}",
            "year": f"{year}",
        }[self.kind]

    @property
    def name(self) -> str:
        """The period in Chinese, as on screen."""
        year, index = self.start.year, (self.start.month - 1) // KINDS[self.kind]
        if self.kind == "month":
            return f"{year}年{self.start.month}月"
        if self.kind == "quarter":
            return f"{year}年第{'一二三四'[index]}季度"
        return f"{year}年{'上下'[index]}半年" if self.kind == "half" else f"{year}年"

    @property
    def year_before(self) -> Period:
        """The same period of the year before."""
        return Period.of(self.kind, self.start.replace(year=self.start.year - 1))

    @property
    def following(self) -> Period:
        """The next period of the same kind."""
        return Period.of(self.kind, self.end + timedelta(days=1))


def periods_since(kind: str, first_day: date, last_day: date) -> Iterator[Period]:
    """Periods of `kind` whose end is on or after `first_day` and whose start is on or before `last_day`, in order."""
    period = Period.of(kind, first_day)
    while period.start <= last_day:
        yield period
        period = period.following


def year_earlier(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def last_ended(kind: str, as_of: date) -> Period:
    """The last period of `kind` whose end is before `as_of`."""
    return Period.of(kind, Period.of(kind, as_of).start - timedelta(days=1))


def last_ended_quarter(as_of: date) -> Period:
    """The last quarter whose end is before `as_of` (on 31 December still the third)."""
    return last_ended("quarter", as_of)


def period_among(text: str, kinds: Collection[str]) -> Period:
    """The period written, if it is of one of `kinds` and of a year that is no slip; else ValueError, in Chinese."""
    listed = "、".join(example for kind, example in _EXAMPLES.items() if kind in kinds)
    short = text if len(text) <= 40 else text[:40] + "…"
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise ValueError(f"“{short}”不是考核期，应写成 {listed}") from error
    if period.start.year not in YEARS:
        raise ValueError(f"“{short}”的年份不在 {YEARS[0]} 到 {YEARS[-1]} 之间，请核对")
    if period.kind not in kinds:
        raise ValueError(f"考核期不按{KIND_WORDS[period.kind]}计，应写成 {listed}，不是“{short}”")
    return period
