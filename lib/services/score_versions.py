"""The versions of a result side by side: what an accepted objection moved for one unit, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lib.domain.facts import PeriodStep
from lib.domain.period_life import COMPUTE, REVISE, Life
from lib.domain.results import Result, drift
from lib.domain.rights import DRAFT, FULL, Viewer, may
from lib.domain.rulings import OUTCOMES
from lib.services.book import Book
from lib.services.kept_results import result_with
from lib.services.subjects import rule_title

OTHERS = "其他单位的申诉被采纳，名次重排"


@dataclass(frozen=True, slots=True)
class Moved:
    """A line with its points before and after."""

    rule: str
    then: Decimal | None
    now: Decimal | None


@dataclass(frozen=True, slots=True)
class Version:
    """A unit in one version of the result: total and league rank, which lines moved against the version before, and by
    which objection with its reason (empty of the first)."""

    version: int
    digest: str
    made_on: date
    total: Decimal | None
    league_rank: int | None
    moved: tuple[Moved, ...]
    case_no: str
    why: str


def versions(viewer: Viewer, book: Book, known: Life, unit: str) -> tuple[Version, ...]:
    """The last computed version of the period and those that accepted objections made of it, as far as anything differs
    for `unit`; none where there is but one. Whose objection moved a unit without being its own, its people are not told.
    """
    found = list(_versions(viewer, book, known, unit))
    return tuple(found) if len(found) > 1 else ()


def _versions(viewer: Viewer, book: Book, known: Life, unit: str) -> Iterator[Version]:
    before: Result | None = None
    for step in _since_computed(known):
        result = result_with(book, step.digest or "")
        row = result.row(unit) if result else None
        if result is None or row is None:
            continue
        lines: tuple[Moved, ...] = ()
        case_no = why = ""
        if before is not None:
            moved = next((one for one in drift(before, result).units if one.unit == unit), None)
            if moved is None:
                before = result
                continue
            lines = tuple(Moved(one.title, one.then, one.now) for one in moved.lines)
            case_no, why = _why(viewer, book, result, unit)
        before = result
        total, rank = row.score.total, row.league_rank
        yield Version(result.version, step.digest or "", step.occurred_on, total, rank, lines, case_no, why)


def _since_computed(known: Life) -> list[PeriodStep]:
    """The last computation, and the steps after it that made a version."""
    last = known.last(COMPUTE)
    return [one for one in known.steps if last and one.step in (COMPUTE, REVISE) and one.number >= last.number]


def _why(viewer: Viewer, book: Book, result: Result, unit: str) -> tuple[str, str]:
    """The objection that made this version, as far as the viewer may know of it."""
    ruling = result.rulings[-1]
    if ruling.unit != unit and not may(viewer, DRAFT, None, least=FULL):
        return "", OTHERS
    whose = "" if ruling.unit == unit else f"{book.plan.unit[ruling.unit].short}："
    told = f"{whose}{rule_title(book.plan, ruling.rule)}{OUTCOMES[ruling.outcome]}。{ruling.reason}"
    return ruling.case_no, told
