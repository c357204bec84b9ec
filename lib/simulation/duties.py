"""Reports, verdicts and changes on every duty of the plan, as the fates of its occurrences have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from lib.domain import facts
from lib.domain.duties import Occurrence, occurrences
from lib.domain.facts import Change, Report, Verification
from lib.domain.plan import Deliverable, Plan
from lib.simulation.fates import Fate, fate
from lib.simulation.playing import Stated
from lib.simulation.words import Row, phrase, rows
from lib.simulation.workdays import Workdays, office_instant, recorded_at

OFFICE, LEADER, CHAIR = "督查室核实岗", "领导小组副组长", "领导小组组长"
_OF_THE_OFFICE = ("qzfb", "ldxz")
_HUNDRED = Decimal(100)
_PLAIN: Row = {"progress": "按计划推进。", "completion": "已按完成标准办结。", "evidence": "办结材料"}


@dataclass
class DutyFacts:
    """Facts on duties in the making; a verdict names its report by its place in `reports`, from 1."""

    reports: list[Stated[Report]] = field(default_factory=list)
    verifications: list[Stated[Verification]] = field(default_factory=list)
    changes: list[Stated[Change]] = field(default_factory=list)


class DutyStory:
    """One occurrence told: progress, claims, verdicts and changes, each dated on or before the last day."""

    def __init__(self, rng: Random, workdays: Workdays, until: date, occurrence: Occurrence, kept: DutyFacts) -> None:
        self._rng, self._workdays, self._until = rng, workdays, until
        self._occurrence, self._kept = occurrence, kept
        self._deliverable = occurrence.deliverable
        self._standing = occurrence.deliverable.standing and occurrence.period is not None
        self._owner = occurrence.deliverable.owner
        self._words = next((row for row in rows("reports") if row["deliverable"] == self._deliverable.code), _PLAIN)

    def tell(self, fate: Fate) -> None:
        """Everything that happened to the occurrence, in order."""
        due = self._changed(fate)
        claimed = fate.waived is None and (fate.days_late is not None or fate.returned > 0)
        first_claim = self._first_claim(fate, due) if claimed else due
        self._progress(due, min(due, first_claim, self._until))
        if claimed:
            self._claims(fate, first_claim)

    def _changed(self, fate: Fate) -> date:
        """Extension, reassignment or waiver; returns the due day that the owner then works to."""
        due = self._workdays.calendar.roll_forward(self._occurrence.due)
        asked_on = max(self._occurrence.opens_on, self._workdays.before(due, 4))
        if fate.waived is not None:
            self._change(facts.WAIVER, asked_on, fate.waived, CHAIR)
        if fate.moved_to is not None:
            self._change(
                facts.REASSIGNMENT,
                self._workdays.after(due, 20),
                "借款合同由金融主管部门对接更便利",
                CHAIR,
                owner=fate.moved_to,
            )
            self._owner = fate.moved_to
        if fate.extended_to_end:
            due = self._workdays.after(self._until, 3)
        elif fate.extended_days:
            due = self._workdays.after(due, fate.extended_days)
        if fate.extended_to_end or fate.extended_days:
            self._change(facts.EXTENSION, asked_on, phrase(self._rng, "extension"), LEADER, due=due)
        return due

    def _change(
        self, kind: str, day: date, reason: str, approver: str, *, due: date | None = None, owner: str | None = None
    ) -> None:
        code, period = self._occurrence.key
        if day <= self._until:
            change = Change(0, code, period, kind, due, owner, reason, approver, day, day)
            self._kept.changes.append(Stated(change, office_instant(self._rng, day)))

    def _progress(self, due: date, before: date) -> None:
        """Progress in between, once or twice; `before` a claim, for nobody calls half of what is done half done."""
        opens, rng = self._occurrence.opens_on, self._rng
        last = self._workdays.before(before, 1)
        days = self._workdays.between(opens, last)[2:]
        if len(days) < 2:
            return
        for day in sorted(rng.sample(days, k=min(len(days), rng.randint(1, 2)))):
            by = self._deliverable.owner
            if self._deliverable.helpers and rng.random() < 0.2:
                by = rng.choice(self._deliverable.helpers)
            share = (day - opens).days / max(1, (due - opens).days)
            self._report(by, day, facts.PROGRESS, Decimal(5 * max(1, min(18, round(20 * share * 0.9)))))

    def _first_claim(self, fate: Fate, due: date) -> date:
        """The day of the first claim."""
        target = self._occurrence.period.end if self._standing and self._occurrence.period else due
        late = fate.days_late if fate.days_late is not None else -1
        before = self._workdays.before(self._workdays.after(target, 0), -late)
        day = self._workdays.after(target, late) if late > 0 else before
        return max(day, self._workdays.after(self._earliest(), 0))

    def _claims(self, fate: Fate, day: date) -> None:
        """Claims from `day` up to the one that stands: those before it are given back."""
        attempts = fate.returned + (fate.days_late is not None)
        for attempt in range(1, attempts + 1):
            is_last = attempt > fate.returned
            number = self._claim(day)
            decided_on = self._workdays.after(day, self._rng.randint(1, 6))
            if number is None or (is_last and fate.waiting) or decided_on > self._until:
                return
            self._verdict(number, day, decided_on, passed=is_last)
            day = self._workdays.after(decided_on, self._rng.randint(2, 5))

    def _earliest(self) -> date:
        """A recurring duty about a period is claimed after it, where there is time after it."""
        one = self._occurrence
        if one.period is None or self._deliverable.standing or one.due <= one.period.end:
            return one.opens_on
        return one.period.end

    def _claim(self, day: date) -> int | None:
        """A claim; the number of the report, None if it lies beyond the end of the run."""
        if day > self._until:
            return None
        if self._standing:
            return self._report(self._owner, day, facts.PROGRESS, None)
        return self._report(self._owner, day, facts.COMPLETION, _HUNDRED)

    def _report(self, unit: str, day: date, kind: str, percent: Decimal | None) -> int:
        code, period = self._occurrence.key
        in_its_period = self._occurrence.period is not None and day <= self._occurrence.period.end
        unnamed = self._deliverable.standing and in_its_period and self._rng.random() < 0.2
        text = self._words["completion"] if kind == facts.COMPLETION else self._words["progress"]
        evidence = self._words["evidence"] if kind == facts.COMPLETION or self._deliverable.standing else None
        report = Report(
            len(self._kept.reports) + 1, code, unit, period, None if unnamed else period, day, kind, percent, text,
            evidence, day,
        )  # fmt: skip
        stated_at = recorded_at(self._rng, day, self._until)
        self._kept.reports.append(Stated(report._replace(recorded_on=stated_at.date()), stated_at))
        return report.number

    def _verdict(self, report: int, claimed_on: date, day: date, *, passed: bool) -> None:
        """The verdict of `day`; now and then the work is held to have been done before it was claimed."""
        by = LEADER if self._owner in _OF_THE_OFFICE else OFFICE
        reason = None if passed else phrase(self._rng, "returned")
        verdict = facts.PASS if passed else facts.RETURN
        earlier = self._workdays.before(claimed_on, 2)
        accepted_on = earlier if passed and earlier >= self._earliest() and self._rng.random() < 0.06 else None
        made = Verification(len(self._kept.verifications) + 1, report, verdict, day, by, reason, accepted_on, day)
        self._kept.verifications.append(Stated(made, office_instant(self._rng, day)))


def duty_facts(plan: Plan, workdays: Workdays, until: date, seed: int) -> DutyFacts:
    """Facts on every occurrence that opened up to `until`."""
    kept = DutyFacts()
    for deliverable in plan.deliverables:
        rng = Random(f"{seed}/duties/{deliverable.code}")  # noqa: S311 - an invented district, not a secret
        for occurrence, is_last in _occurrences(plan, deliverable, until):
            story = DutyStory(rng, workdays, until, occurrence, kept)
            story.tell(fate(rng, occurrence, deliverable.owner, is_last=is_last))
    return kept


def _occurrences(plan: Plan, deliverable: Deliverable, until: date) -> Iterator[tuple[Occurrence, bool]]:
    """The occurrences in order, and whether each is the latest that fell due before `until`."""
    found = occurrences(deliverable, plan.issued_on, until, plan.calendar)
    fallen_due = [one for one in found if one.due < until]
    for one in found:
        yield one, bool(fallen_due) and one is fallen_due[-1]
