"""Which orders and letters the data call for on a day, each with why now, and never twice for the same cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lib.domain.calendar import Duration
from lib.domain.duties import DutyStatus
from lib.domain.order_findings import Finding, Missed, Pairs, findings
from lib.domain.order_rules import (
    DUTY_DUE,
    GRADES,
    LETTER,
    ORDER,
    PERSISTS,
    REMINDER,
    RETURNED,
    STAYS_OVERDUE,
    TARGET_MISSED,
    WARNING,
    OrderRule,
    OrderRules,
    said,
)
from lib.domain.plan import Plan
from lib.domain.standing import Holding
from lib.domain.wording import duration_words, full_day
from lib.domain.written import LONGEST_LINE

GRAVEST_FIRST = (ORDER, WARNING, LETTER, REMINDER)


class Issued(NamedTuple):
    """An order or letter issued before. `cause` None: not from a draft. `returns`: how often it was given back."""

    number: str
    unit: str
    grade: str
    cause: str | None
    reason: str
    issued_on: date
    is_open: bool
    returns: int = 0

    @property
    def key(self) -> str:
        """What it is about: its cause, else itself."""
        return self.cause or f"order:{self.number}"

    @property
    def about(self) -> str:
        """The key without the month of a holding."""
        return self.key.rpartition(":")[0] if self.key.startswith("late:") else self.key


class OrderDraft(NamedTuple):
    """An order (or a letter, grade 商请函) the data call for: to whom, of what grade, why now, what is asked.

    `cause` is the key by which it is never issued twice. `facts`: words and numbers behind the reason.
    `answer`: how long there is to answer; none in a letter. `earlier`: the number of the order it follows up.
    """

    cause: str
    unit: str
    grade: str
    source: str
    reason: str
    demand: str = ""
    facts: Pairs = ()
    item: str | None = None
    answer: Duration | None = None
    earlier: str | None = None
    rule: str = ""
    days: int = 0

    @property
    def key(self) -> str:
        """Its name among the drafts of a day: grade and cause."""
        return f"{self.grade}|{self.cause}"


def matter_and_text(one: OrderDraft) -> tuple[str, str | None]:
    """事由 in one line of at most 100 signs, and 说明: what is asked, after the whole reason where that is longer."""
    line = " ".join(one.reason.split())
    if len(line) <= LONGEST_LINE:
        return line, one.demand or None
    return f"{line[: LONGEST_LINE - 1]}…", "\n".join(word for word in (one.reason.strip(), one.demand) if word)


def order_drafts(
    plan: Plan,
    statuses: Iterable[DutyStatus],
    holdings: Iterable[Holding],
    missed: Iterable[Missed],
    issued: Sequence[Issued],
    as_of: date,
) -> list[OrderDraft]:
    """The drafts at `as_of`, the gravest first, then the longest overdue; at most one a cause.

    Nothing for what is done, waived or claimed, and nothing where the cause has an order of that grade or a
    graver one, open or closed. What a unit holds late is one cause a month, and an order still open stands
    for the following months too. Court and procuratorate get one letter a cause. Empty where the plan has
    no rules for orders.
    """
    rules = plan.orders
    if rules is None:
        return []
    found = list(findings(plan, statuses, holdings, missed, as_of))
    drafts = [draft for one in found for draft in _drafted(plan, rules, one, issued, as_of)]
    drafts += _of_returned(plan, rules, issued)
    order = {code: place for place, code in enumerate(plan.unit)}
    return sorted(drafts, key=lambda one: (GRAVEST_FIRST.index(one.grade), -one.days, order[one.unit], one.cause))


def _drafted(
    plan: Plan, rules: OrderRules, finding: Finding, issued: Sequence[Issued], as_of: date
) -> Iterator[OrderDraft]:
    """The one draft a finding calls for, if any."""
    related = [one for one in issued if one.cause == finding.cause or (one.is_open and one.about == finding.about)]
    reached = [rule for rule in rules.of(finding.kind) if _reached(plan, rule, finding, as_of)]
    if plan.unit[finding.unit].is_court:
        written = [rule for rule in reached if rule.letter]
        if written and not related:
            yield _letter(finding, written[0])
        return
    warned = max((one for one in related if one.grade == WARNING), key=lambda one: one.issued_on, default=None)
    persisting = [rule for rule in reached if rule.grade != REMINDER]
    last = max(related, key=lambda one: one.issued_on, default=None)
    candidates = [_order(rules, rule, finding, last) for rule in reached]
    if warned is not None and persisting:
        now = said(persisting[-1].reason, finding.words)
        candidates += [
            _following(rules, rule, finding, warned, now)
            for rule in rules.of(PERSISTS)
            if _is_older(plan, warned, rule, as_of)
        ]
    candidates += [
        _following(rules, rule, finding, one, one.reason)
        for rule in rules.of(RETURNED)
        for one in related
        if one.is_open and one.returns >= rule.times
    ]
    draft = max(candidates, key=lambda one: GRADES.index(one.grade), default=None)
    if draft is not None and not any(_rank(one.grade) >= _rank(draft.grade) for one in related):
        yield draft


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else -1


def _reached(plan: Plan, rule: OrderRule, finding: Finding, as_of: date) -> bool:
    """Whether a finding reaches the threshold of a rule for its kind; the threshold itself counts."""
    if rule.cause == DUTY_DUE:
        assert rule.within is not None and finding.last_day is not None, rule
        return finding.last_day <= plan.calendar.end_of(as_of, rule.within)
    if rule.cause == STAYS_OVERDUE and finding.late < rule.cases:
        return False
    return rule.cause == TARGET_MISSED or finding.days >= rule.days


def _is_older(plan: Plan, one: Issued, rule: OrderRule, as_of: date) -> bool:
    assert rule.older_than is not None, rule
    return plan.calendar.end_of(one.issued_on, rule.older_than) < as_of


def _of_returned(plan: Plan, rules: OrderRules, issued: Sequence[Issued]) -> Iterator[OrderDraft]:
    """Open orders that come from no draft (a meeting, an instruction) and were returned too often."""
    followed = {one.key for one in issued if one.grade == ORDER}
    for rule in rules.of(RETURNED):
        for one in issued:
            if one.cause is None and one.is_open and one.returns >= rule.times and one.key not in followed:
                about = Finding(one.key, one.key, RETURNED, one.unit, None, {"unit": plan.unit[one.unit].short})
                yield _following(rules, rule, about, one, one.reason)


def _order(rules: OrderRules, rule: OrderRule, finding: Finding, last: Issued | None) -> OrderDraft:
    """An order; where the cause had one of a lesser grade, it names that one."""
    reason, facts = said(rule.reason, finding.words), finding.facts
    if last is not None:
        reason += f"此前已于{full_day(last.issued_on)}发出{last.grade}{last.number}。"
        facts = (*facts, _before(last))
    return OrderDraft(
        finding.cause, finding.unit, rule.grade, rule.source, reason, _demand(rules, rule),
        facts, finding.item, rule.answer, last.number if last else None, rule.code, finding.days,
    )  # fmt: skip


def _before(earlier: Issued) -> tuple[str, str]:
    return "此前", f"{earlier.grade}（{full_day(earlier.issued_on)}签发）"


def _letter(finding: Finding, rule: OrderRule) -> OrderDraft:
    """A letter asks and sets no limit."""
    assert rule.letter is not None, rule
    return OrderDraft(
        finding.cause, finding.unit, LETTER, rule.source, said(rule.letter, finding.words), "",
        finding.facts, finding.item, None, None, rule.code, finding.days,
    )  # fmt: skip


def _following(rules: OrderRules, rule: OrderRule, finding: Finding, earlier: Issued, now: str) -> OrderDraft:
    """An order that names the one it follows up, under that one's cause."""
    words = {
        **finding.words,
        "earlier": f"{earlier.grade}{earlier.number}",
        "issued": full_day(earlier.issued_on),
        "times": str(earlier.returns),
        "now": now,
    }
    facts = (*finding.facts, _before(earlier))
    return OrderDraft(
        earlier.key, finding.unit, rule.grade, rule.source, said(rule.reason, words), _demand(rules, rule),
        facts, finding.item, rule.answer, earlier.number, rule.code, finding.days,
    )  # fmt: skip


def _demand(rules: OrderRules, rule: OrderRule) -> str:
    return said(rules.demand, {"answer": duration_words(rule.answer)})
