"""When an order is drafted: thresholds as data of the plan, and the words of its reason (domain.md 1, 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType

from lib.domain.calendar import Duration

REMINDER, WARNING, ORDER = "提醒单", "预警单", "督办单"
LETTER = "商请函"
GRADES = (REMINDER, WARNING, ORDER)

DUTY_DUE, DUTY_OVERDUE, STAYS_OVERDUE, TARGET_MISSED = "duty_due", "duty_overdue", "stays_overdue", "target_missed"
PERSISTS, RETURNED = "persists", "returned"

# Cause → the keys its threshold needs, and the words its sentences may hold.
_DUTY = ("unit", "duty", "item", "due", "days", "left")
THRESHOLD_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        DUTY_DUE: ("within",),
        DUTY_OVERDUE: ("days",),
        STAYS_OVERDUE: ("days", "cases"),
        TARGET_MISSED: (),
        PERSISTS: ("older_than",),
        RETURNED: ("times",),
    }
)
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        DUTY_DUE: _DUTY,
        DUTY_OVERDUE: _DUTY,
        STAYS_OVERDUE: ("unit", "flow", "open", "late", "days"),
        TARGET_MISSED: ("unit", "indicator", "period", "value", "target"),
        PERSISTS: ("unit", "earlier", "issued", "now"),
        RETURNED: ("unit", "earlier", "issued", "times", "now"),
    }
)
DEMAND, DEMAND_WORDS = "请于{answer}内办理并反馈结果。", ("answer",)
# Causes that a letter to court or procuratorate may have: an order alone persists or is returned.
OF_LETTERS = (DUTY_DUE, DUTY_OVERDUE, STAYS_OVERDUE, TARGET_MISSED)


@dataclass(frozen=True, slots=True)
class OrderRule:
    """One rule: of what grade an order is drafted for which cause, from which threshold on (inclusive).

    `within`: due so soon. `days`: so many days beyond. `cases`: so many of them. `older_than`: a 预警单 on
    the same cause older than this. `times`: so often returned. `answer`: how long the unit has to answer.
    `reason` (why now) and `letter` (to court and procuratorate; none: no letter) are sentences with {words}.
    """

    code: str
    cause: str
    grade: str
    source: str
    answer: Duration
    reason: str
    letter: str | None = None
    within: Duration | None = None
    days: int = 1
    cases: int = 1
    older_than: Duration | None = None
    times: int = 2
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The rules of one plan. `demand`: what every order asks, with {answer}. `look_back`: 回头看 so long after 销号."""

    rules: tuple[OrderRule, ...]
    demand: str = DEMAND
    look_back: Duration = field(default_factory=lambda: Duration(30))
    assumed: str | None = None

    def of(self, cause: str) -> list[OrderRule]:
        """The rules for a cause, the gravest grade first."""
        found = [rule for rule in self.rules if rule.cause == cause]
        return sorted(found, key=lambda rule: -GRADES.index(rule.grade))


def words_in(template: str) -> list[str]:
    """The {words} of a sentence, with any attribute or index asked of them; ValueError if a brace stands alone."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def said(template: str, words: Mapping[str, str]) -> str:
    """The sentence with its words put in."""
    return template.format_map(words)
