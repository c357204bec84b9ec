"""The world of the worked examples: three bureaus and a court, one task, one ledger; the scheme is the plan's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.periods import KINDS, Period
from lib.domain.plan import Item, Plan, Rule, Unit
from lib.domain.wording import full_day

YEAR = 2021  # of days written without one
ISSUED = date(YEAR, 4, 24)
LEAGUE = "示例组"
UNITS = (
    *(Unit(name, name, name, "government", league=LEAGUE, ranked=True) for name in ("甲局", "乙局", "丙局")),
    Unit("督导办", "督导办", "督导办", "government", office=True),
    Unit("法院", "法院", "法院", "court"),
)
DELIVERY = Rule("示例", "delivery", "任务落实", Decimal(1))
OWNER, OFFICE, COURT, ITEM = "甲局", "督导办", "法院", "1"

_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:（周([一二三四五六日])）)?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(%?)")


def days_in(text: str) -> list[date]:
    """Every day a text names; ValueError where the weekday written beside one is wrong."""
    found = []
    for year, month, number, weekday in _DAY.findall(text):
        one = date(int(year or YEAR), int(month), int(number))
        if weekday and "一二三四五六日"[one.weekday()] != weekday:
            raise ValueError(f"{one} is no 周{weekday}")
        found.append(one)
    return found


def day_in(text: str) -> date:
    """The first day a text names."""
    return days_in(text)[0]


def numbers_in(text: str) -> list[Fraction]:
    """Every number a text names; 90% is 9/10."""
    return [Fraction(one) / (100 if share else 1) for one, share in _NUMBER.findall(text)]


def number_in(text: str) -> Fraction:
    """The first number a text names."""
    return numbers_in(text)[0]


def limit_in(text: str) -> Duration:
    """15个工作日, 60天."""
    return Duration(int(number_in(text)), working="工作日" in text)


def period_in(text: str) -> Period:
    """2021年第三季度, 2021年下半年, 2021年."""
    year = int(text[:4])
    periods = (Period.of(kind, date(year, month, 1)) for kind in KINDS for month in range(1, 13))
    return next(one for one in periods if one.name == text)


def said_day(day: date) -> str:
    """5月31日; the year where it is not that of the examples."""
    return f"{day.month}月{day.day}日" if day.year == YEAR else full_day(day)


@dataclass(frozen=True)
class Given:
    """What an example gives: the plan whose rules hold, and its lines with the plan's numbers put in."""

    plan: Plan
    lines: tuple[tuple[str, str], ...]
    calendar: WorkCalendar

    @classmethod
    def of(cls, plan: Plan, lines: tuple[tuple[str, str], ...]) -> Given:
        """Rest days and make-up days are those the example states; it takes the setting of rolling from the plan."""
        stated = dict(lines)
        rest = {
            first + timedelta(days=n)
            for first, last in _spans(stated.get("放假", ""))
            for n in range((last - first).days + 1)
        }
        return cls(
            plan,
            lines,
            WorkCalendar(frozenset(rest), frozenset(days_in(stated.get("上班", ""))), roll=plan.calendar.roll),
        )

    def has(self, word: str) -> bool:
        """Whether a line has this word."""
        return any(one == word for one, _ in self.lines)

    def text(self, word: str) -> str:
        """The value of the line with this word."""
        return next(value for one, value in self.lines if one == word)

    def day(self, word: str) -> date:
        """The day of that line."""
        return day_in(self.text(word))

    def number(self, word: str) -> Fraction:
        """The number of that line."""
        return number_in(self.text(word))

    def count(self, word: str) -> int:
        """The whole number of that line."""
        return int(self.number(word))

    def points(self, word: str) -> Decimal:
        """The points of that line."""
        return Decimal(_NUMBER.findall(self.text(word))[0][0])

    @property
    def league(self) -> str | None:
        """The league of the invented bureaus: that of the plan's first ranked unit, for its tiers are the plan's."""
        return next((one.league for one in self.plan.units if one.ranked), LEAGUE)

    def world(self, **changes: object) -> Plan:
        """The plan's scheme and settings among the invented units; `changes` add deliverables, flows, indicators.

        A scheme that judges no duties judges those of the examples by a rule of their own.
        """
        scheme = self.plan.scheme
        if not any(rule.kind == DELIVERY.kind and rule.weight for rule in scheme.rules):
            scheme = replace(scheme, rules=(*scheme.rules, DELIVERY))
        bare: dict[str, object] = {
            "issued_on": self.day("印发") if self.has("印发") else ISSUED,
            "units": tuple(replace(one, league=self.league) if one.ranked else one for one in UNITS),
            "items": (Item(ITEM, "", "示例事项", "", OWNER, (OWNER,)),),
            "deliverables": (),
            "flows": (),
            "indicators": (),
            "scheme": scheme,
            "calendar": self.calendar,
            "orders": None,
        }
        return replace(self.plan, **{**bare, **changes})  # type: ignore[arg-type]


def _spans(text: str) -> Iterator[tuple[date, date]]:
    """5月1日至5月5日、10月1日: the first and the last day of each."""
    for part in filter(None, text.split("、")):
        days = days_in(part)
        yield days[0], days[-1]


# Works out what follows: the value of one word of the results, from what is given.
Runner = Callable[[Given, str], str]
