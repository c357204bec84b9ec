"""Facts of a small plan made by chance, few but of every kind, and which of them are no concern of a unit."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from lib.domain.appraisal import Facts
from lib.domain.calendar import Duration
from lib.domain.duties import Occurrence, occurrences
from lib.domain.facts import Adjustment, Change, Entry, Event, Report, Verification
from lib.domain.ledger import Case, advanced, opened
from lib.domain.ledger_acts import allowed_actions
from lib.domain.periods import Period
from lib.domain.plan import Deliverable, Indicator, Part, Scheme
from lib.domain.recount import Recount
from tests.domain.cast import (
    CALENDAR,
    COURTS,
    FLOWS,
    HEADS_IN_COURT,
    ISSUED,
    PLAN,
    RULES,
    SCHEME,
    SERVICES_LINKED,
    day,
    event,
)

OWN_NUMBERS = Indicator(
    "I24-1", "25", "清偿", "threshold", "entered", (Part("清偿", None, True, Fraction(1)),), None, True,
    by_unit=True, owners=("jrj", "sfj", "gsl"), scored_for="each", scored=True,
)  # fmt: skip
ONCE_EACH = tuple(
    Deliverable(f"D9{n}-1", "3", "办法", "印发。", owner, ("qfy",), due=day(due))
    for n, (owner, due) in enumerate(
        (("sfj", "05-30"), ("sfj", "08-31"), ("gsl", "06-30"), ("gsl", "12-31"), ("jrj", "09-30"))
    )
)
ONGOING = Deliverable(
    "D99-1", "4", "推进", "每季度有进展。", "qzfb", (), every="quarter", due_after=Duration.parse("5wd"), standing=True
)
SMALL = replace(
    PLAN,
    deliverables=(*PLAN.deliverables, *ONCE_EACH, ONGOING),
    indicators=(HEADS_IN_COURT, replace(SERVICES_LINKED, min_n=3), OWN_NUMBERS),
)
UNITS = tuple(SMALL.unit)
RANKED = ("qzfb", "jrj", "kgj", "sfj", "gsl")
PERIODS = ("2021Q2", "2021H1", "2021Q3", "2021Q4", "2021", "2022Q1", "2022Q2", "2022")
OCCURRENCES = [one for duty in SMALL.deliverables for one in occurrences(duty, ISSUED, day("2022-06-30"), CALENDAR)]


@dataclass
class FactSet:
    """What one district recorded; `cases` by number."""

    reports: list[Report] = field(default_factory=list)
    verifications: list[Verification] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    cases: dict[str, tuple[Case, list[Event]]] = field(default_factory=dict)

    def facts(self) -> Facts:
        """As an appraisal reads them."""
        history = [event for _, events in self.cases.values() for event in events]
        return Facts(
            self.reports, self.verifications, self.changes, self.adjustments, self.entries, Recount(SMALL, history)
        )  # fmt: skip

    def of_unit(self, unit: str) -> FactSet:
        """What concerns `unit`: duties it owns, was given or reported on, cases it handles or held, its own numbers
        and adjustments, and what is counted in the whole it is scored on."""
        mine = self.duties_of(unit)
        return self._chosen(mine.__contains__, unit.__eq__, lambda case: _concerns(case, unit))

    def of_others(self, unit: str, mine: frozenset[object]) -> FactSet:
        """The rest; duties in `mine`, which are the unit's own elsewhere, are left out too."""
        mine |= self.duties_of(unit)
        return self._chosen(lambda key: key not in mine, unit.__ne__, lambda case: not _concerns(case, unit))

    def duties_of(self, unit: str) -> frozenset[object]:
        """The occurrences it owns, is or was given, or reported on."""
        owned = {one.key for one in OCCURRENCES if one.deliverable.owner == unit}
        given = {(one.deliverable, one.period) for one in self.changes if one.new_owner == unit}
        return frozenset(owned | given | {(one.deliverable, one.period) for one in self.reports if one.unit == unit})

    def _chosen(
        self, duty: Callable[[object], bool], whose: Callable[[str], bool], case: Callable[[Case], bool]
    ) -> FactSet:
        reports = [one for one in self.reports if duty((one.deliverable, one.period))]
        numbers = {one.number for one in reports}
        return FactSet(
            reports,
            [one for one in self.verifications if one.report in numbers],
            [one for one in self.changes if duty((one.deliverable, one.period))],
            [one for one in self.adjustments if whose(one.unit)],
            [one for one in self.entries if whose(one.unit)],
            {number: one for number, one in self.cases.items() if case(one[0])},
        )

    def with_more(self, other: FactSet) -> FactSet:
        """Both together."""
        return FactSet(
            self.reports + other.reports,
            self.verifications + other.verifications,
            self.changes + other.changes,
            self.adjustments + other.adjustments,
            self.entries + other.entries,
            self.cases | other.cases,
        )


def _concerns(case: Case, unit: str) -> bool:
    whole = case.flow.code == "litigation" and unit in HEADS_IN_COURT.owners
    return whole or unit == case.unit or any(stay.holder == unit for stay in case.stays)


class Chance:
    """One seed's way to make facts for a period; numbers start at `start`, case numbers carry it."""

    def __init__(self, seed: int, period: str, start: int = 0) -> None:
        self.random, self.period, self.start, self.number = random.Random(seed), Period.parse(period), start, start
        # Some units are busy, so that samples grow past their least number.
        self.busy = self.random.choice(RANKED)

    def fact_set(self) -> FactSet:
        made = FactSet()
        for occurrence in OCCURRENCES:
            if self.random.random() < 0.7:
                self._duty(made, occurrence)
        for index in range(self.random.randint(4, 16)):
            self._case(made, f"{self.start}-{index}号")
        for _ in range(self.random.randint(0, 9)):
            made.adjustments.append(self._adjustment())
        for _ in range(self.random.randint(0, 8)):
            made.entries.append(self._entry())
        return made

    def scheme(self) -> Scheme:
        """The plan's scheme, or one with other weights, least numbers and no normalising."""
        if self.random.random() < 0.4:
            return SCHEME
        rules = tuple(
            replace(rule, weight=Decimal(self.random.choice((0, 5, 10, 25, 40))), min_n=self.random.randint(1, 4))
            for rule in RULES
        )
        return replace(SCHEME, rules=rules, normalise=self.random.random() < 0.8, least_weight=Decimal(20))

    def close_on(self) -> date:
        """Before, at, soon or long after the period's end."""
        return self.period.end + timedelta(days=self.random.choice((-20, 0, 15, 15, 60, 300)))

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _unit(self, units: Sequence[str] = UNITS) -> str:
        return self.busy if self.busy in units and self.random.random() < 0.5 else self.random.choice(units)

    def _named(self) -> str:
        """The period, mostly."""
        return self.period.code if self.random.random() < 0.6 else self.random.choice(PERIODS)

    def _stated_on(self) -> date:
        return self.period.end + timedelta(days=self.random.randint(-40, 30))

    def _after(self, on: date, most: int) -> date:
        return on + timedelta(days=self.random.choice((0, 1, self.random.randint(0, most))))

    def _duty(self, made: FactSet, occurrence: Occurrence) -> None:
        """Claims on one occurrence, some returned, some of them a second time otherwise decided; and its changes."""
        key, opens, due, owner = occurrence.key, occurrence.opens_on, occurrence.due, occurrence.deliverable.owner
        if self.random.random() < 0.25:
            kind = self.random.choice(("extension", "extension", "waiver", "reassignment"))
            on = self._after(opens, 90)
            given = self._unit(RANKED) if kind == "reassignment" else None
            new_due = self._after(due, 90) if kind == "extension" else None
            made.changes.append(Change(self._next(), *key, kind, new_due, given, "r", "a", on, on))
            owner = given or owner
        for _ in range(self.random.randint(0, 2)):
            on = max(opens, due + timedelta(days=self.random.choice((-30, -3, 0, 1, 20))))
            kind = self.random.choice(("completion", "completion", "completion", "progress"))
            number, known = self._next(), self._after(on, 40)
            made.reports.append(Report(number, key[0], owner, key[1], None, on, kind, None, None, None, known))
            decided = on
            for _ in range(self.random.choice((0, 1, 1, 1, 2))):
                decided = self._after(decided, 60)
                verdict = self.random.choice(("pass", "pass", "return"))
                accepted = on if verdict == "pass" and self.random.random() < 0.2 else None
                made.verifications.append(
                    Verification(self._next(), number, verdict, decided, "o", None, accepted, decided)
                )

    def _case(self, made: FactSet, case_no: str) -> None:
        """A case moved on by what is allowed, now and then recorded late."""
        flow = FLOWS[self.random.choice(("dispute", "dispute", "npl", "rescue", "litigation", "litigation",
                                         "supervision_order", "cooperation_request"))]  # fmt: skip
        on = ISSUED + timedelta(days=self.random.randint(0, (self.period.end - ISSUED).days))
        unit = self._unit([one for one in UNITS if one not in COURTS])
        name, case, found = flow.register_action.name, None, []
        for index in range(self.random.randint(2, 9)):
            one = self._event(case, flow.code, name, on, index, case_no, unit)
            case = opened(flow, one, COURTS) if case is None else advanced(case, one, COURTS)
            found.append(one)
            choices = allowed_actions(case)
            if not choices:
                break
            name, on = self.random.choice(choices), self._after(on, 25)
        assert case is not None
        made.cases[case_no] = (case, found)

    def _event(self, case: Case | None, flow: str, name: str, on: date, seq: int, case_no: str, unit: str) -> Event:
        defined = FLOWS[flow].action.get(name)
        given: dict[str, str] = {}
        if defined and (case is None or defined.holder == "assignee"):
            given["assignee"] = unit
        if defined and defined.results:
            fitting = [one.name for one in defined.results if not one.states or (case and case.state in one.states)]
            given["result"] = self.random.choice(fitting)
        if defined and defined.recovers:
            given["amount"] = "1"
        if name == "开庭":
            given |= {"负责人出庭": self.random.choice("是是是否"), "出庭职务": "正职"}
        recorded = str(self._after(on, 50) if self.random.random() < 0.2 else on)
        return event(
            flow, name, str(on), number=self._next(), seq=seq, case=case_no, text="说明", recorded=recorded, **given
        )

    def _adjustment(self) -> Adjustment:
        kind = self.random.choice(("bonus", "bonus", "deduction", "deduction", "deduction", "veto"))
        points = None if kind == "veto" else Decimal(self.random.randint(1, 900)) / 100
        on = self._stated_on()
        return Adjustment(self._next(), self._named(), self._unit(RANKED), kind, points, "r", "e", "a", on, on)

    def _entry(self) -> Entry:
        whole = self.random.randint(2, 9)
        part, on = self.random.randint(0, whole), self._stated_on()
        own = self.random.random() < 0.7
        unit, code = (self.random.choice(OWN_NUMBERS.owners), "I24-1") if own else ("kgj", "I16-1")
        return Entry(self._next(), self._named(), unit, code, Decimal(part), Decimal(whole), None, "e", on, on)
