"""Three voices about an item: the system's mark, what its owner claims, the office's judgement; where they disagree.

domain.md 2: beside the system's mark stand the owner's claim and the office's judgement; where they disagree is a list.
"""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain import marks
from lib.domain.duties import WAIVED, DutyRecord, DutyStatus
from lib.domain.facts import COMPLETION, ON_TRACK, RETURN, Report

SYSTEM_UNIT, SYSTEM_OFFICE, UNIT_OFFICE = "system_unit", "system_office", "unit_office"
_TROUBLE = (marks.RED, marks.YELLOW)


def last_said(duty: DutyStatus, record: DutyRecord) -> Report | None:
    """The owner's last report on the occurrence, of either kind, dated ≤ its day; None where it said nothing."""
    own = (one for one in record.reports if one.unit == duty.owner and one.occurred_on <= duty.as_of)
    return max(own, key=lambda one: (one.occurred_on, one.number), default=None)


def says_done(duty: DutyStatus, said: Report | None) -> bool | None:
    """Whether the owner says it is done: a completion, or progress of 100 %; None where it says nothing.

    A returned claim says nothing any more: the owner knows that it was not accepted. Of a standing duty progress is
    what is asked for, whatever its percentage: it says neither.
    """
    returned = (claim.report for claim in duty.claims if claim.verdict and claim.verdict.verdict == RETURN)
    if said is None or said in returned:
        return None
    if said.kind == COMPLETION:
        return True
    return None if duty.occurrence.deliverable.standing or said.percent is None else said.percent >= 100


def all_say_done(said: Iterable[tuple[DutyStatus, bool | None]]) -> bool | None:
    """Whether the owners of all duties of an item that are not waived say they are done; None where one says less."""
    asked = [done for duty, done in said if duty.state != WAIVED]
    return True if asked and all(asked) else None


def disagreements(mark: str, done: bool | None, view: str | None) -> tuple[str, ...]:
    """Which of the voices disagree; none where one of a pair is silent (`done`, `view` None).

    `mark`: red and yellow mean trouble, blue done. `done`: the owner says done (True) or not yet (False).
    """
    trouble = mark in _TROUBLE
    pairs = {
        SYSTEM_UNIT: trouble if done else done is False and mark == marks.BLUE,
        SYSTEM_OFFICE: view is not None and (view == ON_TRACK) == trouble,
        UNIT_OFFICE: bool(done) and view is not None and view != ON_TRACK,
    }
    return tuple(name for name, disagree in pairs.items() if disagree)
