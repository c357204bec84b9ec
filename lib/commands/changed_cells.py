"""A stored fact with some cells changed, as a person writes them: column → text, 类型=延期, 日期=2021-05-06."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lib.commands.fields import MISSING, Fields
from lib.db.facts import TABLE_OF, Fact
from lib.domain.fact_words import ADJUSTMENT_WORDS, CHANGE_WORDS, REPORT_WORDS, VERDICT_WORDS, VIEW_WORDS
from lib.domain.facts import Adjustment, Change, Event, Report
from lib.domain.plan import Plan
from lib.domain.written import trimmed
from lib.errors import Problem

_DAYS = {"occurred_on", "verified_on", "accepted_on", "new_due"}
_NUMBERS = {"percent", "amount", "points", "numerator", "denominator", "value"}
_UNITS = {"unit", "new_owner", "actor", "assignee"}
_TEXTS = {"text", "reason", "evidence"}
_WORDS = {"verdict": VERDICT_WORDS, "view": VIEW_WORDS}
_KINDS: Mapping[type[Fact], Mapping[str, str]] = {
    Report: REPORT_WORDS,
    Change: CHANGE_WORDS,
    Adjustment: ADJUSTMENT_WORDS,
}
_FIXED = {"number", "recorded_on", "seq", "flow", "case_no", "report", "attributes", "period_written"}


def changed_fact(plan: Plan, fact: Fact, cells: Mapping[str, str | None]) -> Fact:
    """The fact with these cells; Refused with every column it has not and every cell that cannot be read."""
    reader = _Reader(plan, fact)
    if not cells:
        reader.fields.problems.append(Problem("", "请写明要更正的栏目，如 日期=2021-05-06"))
    for column, written in cells.items():
        reader.read(column, written)
    reader.fields.refuse()
    return fact._replace(**reader.changed)


class _Reader:
    """Reads cell after cell of one fact."""

    def __init__(self, plan: Plan, fact: Fact) -> None:
        self._plan, self._fact = plan, fact
        self.fields = Fields(plan)
        self.changed: dict[str, Any] = {}
        table = TABLE_OF[type(fact)]
        self._columns = {table.c[name].info["label"]: name for name in fact._fields if name not in _FIXED}
        self._nullable = {name for name in self._columns.values() if table.c[name].nullable}

    def read(self, column: str, written: str | None) -> None:
        """One cell into `changed`, or a problem."""
        name = self._columns.get(column) or (column if column in self._columns.values() else None)
        if name is None:
            self._read_attribute(column, written)
            return
        text = trimmed(written)
        if text is None and name not in self._nullable:
            self.fields.problems.append(Problem(column, MISSING))
        value = None if text is None else self._reading(name)(column, text)
        self.changed[name] = value
        if name == "period" and isinstance(self._fact, Report):
            self.changed["period_written"] = value

    def _read_attribute(self, column: str, written: str | None) -> None:
        fact = self._fact
        if not isinstance(fact, Event) or column not in self._plan.flow[fact.flow].attribute:
            words = [*self._columns, *(self._plan.flow[fact.flow].attribute if isinstance(fact, Event) else ())]
            self.fields.problems.append(Problem(column, f"没有此栏目，可更正的是{'、'.join(words)}"))
            return
        given = dict(self.changed.get("attributes", fact.attributes))
        given.pop(column, None)
        value = self.fields.line(column, written)
        self.changed["attributes"] = {**given, column: value} if value is not None else given

    def _reading(self, name: str) -> Callable[[str, str], Any]:
        if name in _DAYS:
            return self._day
        if name in _NUMBERS:
            return self._number
        if name in _UNITS:
            return self.fields.unit
        if name == "kind":
            return self._word(_KINDS[type(self._fact)])
        if name in _WORDS:
            return self._word(_WORDS[name])
        known = {"deliverable": self._plan.deliverable, "indicator": self._plan.indicator, "item": self._plan.item}
        if name in known:
            return lambda column, text: self.fields.word(column, text, known[name])
        return self.fields.text if name in _TEXTS else self.fields.line

    def _word(self, words: Mapping[str, str]) -> Callable[[str, str], str | None]:
        return lambda column, text: words.get(self.fields.word(column, text, tuple(words)))

    def _day(self, column: str, text: str) -> date | None:
        try:
            return self.fields.day(column, date.fromisoformat(text))
        except ValueError:
            self.fields.problems.append(Problem(column, f"“{text}”不是日期，应写成 2021-05-03"))
            return None

    def _number(self, column: str, text: str) -> Decimal | None:
        try:
            return self.fields.number(column, Decimal(text), least=None)
        except InvalidOperation:
            self.fields.problems.append(Problem(column, f"“{text}”不是数字，应写成 12.5"))
            return None
