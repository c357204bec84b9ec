"""The facts as the rules see them: what happened, on which day, recorded on which day.

`number` is the running number of the fact in the database (its order of storing). `recorded_on` is
the Shanghai date of `stated_at` where a file of the office gave one, else of `stored_at`.
Named tuples, because a hundred thousand of them are made at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

PROGRESS, COMPLETION = "progress", "completion"
PASS, RETURN = "pass", "return"
EXTENSION, WAIVER, REASSIGNMENT = "extension", "waiver", "reassignment"
BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
ON_TRACK, AT_RISK, OFF_TRACK = "on_track", "at_risk", "off_track"

# Recorded more than so many days after it happened is 补录.
LATE_RECORD_DAYS = 7

# The attribute that names what a case is about, so that nothing is ordered twice: duty:D04-2.2021Q3.
CAUSE = "起因"


def recorded_late(occurred_on: date, recorded_on: date) -> bool:
    """补录: recorded more than 7 days after it happened; on the seventh day not yet."""
    return (recorded_on - occurred_on).days > LATE_RECORD_DAYS


class Report(NamedTuple):
    """A unit's report on one occurrence; `period` is the one found (None of a one-off)."""

    number: int
    deliverable: str
    unit: str
    period: str | None
    period_written: str | None
    occurred_on: date
    kind: str
    percent: Decimal | None
    text: str | None
    evidence: str | None
    recorded_on: date


class Verification(NamedTuple):
    """A verdict on the report with number `report`."""

    number: int
    report: int
    verdict: str
    verified_on: date
    by: str | None
    reason: str | None
    accepted_on: date | None
    recorded_on: date


class Change(NamedTuple):
    """An extension, waiver or reassignment of one occurrence, effective from `occurred_on`."""

    number: int
    deliverable: str
    period: str | None
    kind: str
    new_due: date | None
    new_owner: str | None
    reason: str
    approver: str
    occurred_on: date
    recorded_on: date


class Event(NamedTuple):
    """One action on one case of a flow. `seq` orders events of a day within the case."""

    number: int
    seq: int
    flow: str
    case_no: str
    action: str
    occurred_on: date
    actor: str | None
    assignee: str | None
    result: str | None
    amount: Decimal | None
    text: str | None
    attributes: Mapping[str, str]
    recorded_on: date


class Adjustment(NamedTuple):
    """A bonus, deduction or veto of one unit in one period."""

    number: int
    period: str
    unit: str
    kind: str
    points: Decimal | None
    reason: str
    evidence: str | None
    approver: str
    occurred_on: date
    recorded_on: date


class Entry(NamedTuple):
    """An entered indicator: numerator and denominator, or a plain value.

    `value` beside numerator and denominator: the rate as published, kept to be compared.
    """

    number: int
    period: str
    unit: str
    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    evidence: str | None
    occurred_on: date
    recorded_on: date


class Judgement(NamedTuple):
    """The office's own view of an item: `view` on_track | at_risk | off_track."""

    number: int
    item: str
    view: str
    reason: str
    occurred_on: date
    recorded_on: date


class PeriodStep(NamedTuple):
    """A step in the life of an appraisal period (see period_life). `unit`: whose lines a step is about, None: all.

    `close_on` and `digest` name the result that a step made or sealed; `text` is the remark.
    """

    number: int
    period: str
    step: str
    unit: str | None
    close_on: date | None
    digest: str | None
    text: str | None
    occurred_on: date
    recorded_on: date


class Ruling(NamedTuple):
    """What an accepted objection changes: one part of one line of one unit (see rulings).

    `subject` names the part, `outcome` what is made of it; `share` the share it earns, where the outcome is one.
    """

    number: int
    period: str
    unit: str
    rule: str
    subject: str
    outcome: str
    share: str | None
    case_no: str
    reason: str
    occurred_on: date
    recorded_on: date


class Signature(NamedTuple):
    """A leader's decision on a recommendation of a year: signed or declined, with the reason."""

    number: int
    period: str
    unit: str
    recommendation: str
    decision: str
    reason: str
    occurred_on: date
    recorded_on: date
