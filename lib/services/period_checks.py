"""核验: a kept result worked out again, in words; the drift beside it, with courts as numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lib.db.queries import chain
from lib.db.queries.cases import CasePlace, event_places
from lib.db.queries.chain import FactOrigin
from lib.domain.period_life import LOCKED, STATES
from lib.domain.periods import Period
from lib.domain.plan import Plan
from lib.domain.results import Drift
from lib.domain.rights import Viewer
from lib.services.book import Book
from lib.services.period_results import verify
from lib.services.period_steps import names_of, unit_name
from lib.services.period_views import require_appraisers
from lib.services.subjects import sees_place

MOST_FACTS = 100
# The kinds of fact a result is made of, in the words of the sheets.
_KINDS: Mapping[str, str] = {
    "report": "进展填报", "verification": "核实", "duty_change": "任务调整", "case_event": "台账流转", "adjustment": "考核加减分",
    "entered_number": "指标填报", "judgement": "研判",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One of the four things checked, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class DriftFact:
    """A fact by which the same close differs now: newly used, or used no more."""

    number: int
    new: bool
    kind: str
    about: str
    who: str
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class DriftUnit:
    """A unit whose result differs now: total and league rank then and now, and the rules that moved."""

    name: str
    total: Decimal | None
    total_now: Decimal | None
    rank: int | None
    rank_now: int | None
    rules: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `facts`: those the viewer is given rows of, the first `MOST_FACTS`; `counted`: how many more,
    by the words for them: cases of a court to everybody here, other cases to a leader."""

    state: str
    version: int
    digest: str
    checks: tuple[Check, ...]
    facts: tuple[DriftFact, ...]
    facts_in_all: int
    counted: tuple[tuple[str, int], ...]
    units: tuple[DriftUnit, ...]
    locked: bool

    @property
    def holds(self) -> bool:
        """Whether the result is what it was."""
        return all(one.holds for one in self.checks)

    @property
    def drifted(self) -> bool:
        """Whether the same close would find something else now."""
        return bool(self.facts or self.counted or self.units)


def checked(viewer: Viewer, book: Book, period: Period) -> Checked:
    """Verify the result in force of a period and put it in words; Refused where there is none or it cannot be read."""
    require_appraisers(viewer)
    found = verify(book, period)
    facts, counted = _facts(viewer, book, found.drift)
    return Checked(
        found.state,
        found.version,
        found.digest,
        (
            Check("存储的结果与摘要一致", found.text),
            Check("得分和名次可由存储的各分项推得", found.rows),
            Check("所依据的记录没有被改动或删除", found.facts),
            Check("用当时的记录重算，摘要相同", found.replayed),
        ),
        tuple(facts[:MOST_FACTS]),
        len(facts),
        tuple(counted.items()),
        tuple(_units(book, found.drift)),
        STATES.index(found.state) >= STATES.index(LOCKED),
    )


def _facts(viewer: Viewer, book: Book, drift: Drift) -> tuple[list[DriftFact], Counter[str]]:
    """Rows for the viewer, and counts of the events of cases that are none to them."""
    numbers, come = [*drift.gone, *drift.come], set(drift.come)
    origins, places = chain.fact_origin(book.conn, numbers), event_places(book.conn, numbers)
    named = names_of(book, [one.account for one in origins])
    rows, counted = [], Counter[str]()
    for one in origins:
        place = places.get(one.number)
        if one.kind == "case_event" and not (place and _is_row(viewer, book, place)):
            counted[_of_case(book.plan, place, new=one.number in come)] += 1
            continue
        new, kind = one.number in come, _KINDS.get(one.kind, one.kind)
        rows.append(DriftFact(one.number, new, kind, _about(book, one, place), named(one.account), one.stored_at))
    return rows, counted


def _is_row(viewer: Viewer, book: Book, place: CasePlace) -> bool:
    return place.flow in book.plan.flow and sees_place(viewer, book.plan.flow[place.flow], place)


def _of_case(plan: Plan, place: CasePlace | None, *, new: bool) -> str:
    """How an event without a row is counted: that of a court by nothing but that."""
    flow = plan.flow.get(place.flow) if place else None
    words = "司法案件" if flow is None or flow.judicial or (place and place.before_court) else flow.name
    return f"{'新增' if new else '不再依据'}：{words}的流转"


def _about(book: Book, one: FactOrigin, place: CasePlace | None) -> str:
    """What a fact is about, as far as a list needs: the case, the duty or indicator, and the unit."""
    given: dict[str, Any] = dict(one.content)
    if place is not None:
        return f"{book.plan.flow[place.flow].name} {place.case_no} {given.get('动作', '')}"
    unit = given.get("责任单位") or given.get("单位")
    words: Sequence[object] = (
        given.get("任务编号") or given.get("指标") or given.get("考核期") or "",
        unit_name(book, unit) if unit else "",
        f"第 {given['填报']} 号填报" if "填报" in given else "",
    )
    return " ".join(str(word) for word in words if word)


def _units(book: Book, drift: Drift) -> Iterator[DriftUnit]:
    for one in drift.units:
        rules = "、".join(line.title for line in one.lines)
        yield DriftUnit(
            unit_name(book, one.unit), one.total, one.total_now, one.league_rank, one.league_rank_now, rules
        )
