"""The facts behind a part of a line, as far as the viewer may see each: what, of which day, recorded by whom, when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.db.queries.accounts import display_names
from lib.db.queries.cases import CasePlace, event_places
from lib.db.queries.chain import FactOrigin, fact_origin
from lib.domain.case_rights import meets_courts
from lib.domain.fact_words import ADJUSTMENT_WORDS, REPORT_WORDS, VERDICT_WORDS
from lib.domain.periods import Period
from lib.domain.plan import Flow, Plan
from lib.domain.rights import MASKED, Viewer
from lib.domain.wording import full_day, number
from lib.services import sight
from lib.services.book import Book
from lib.services.ledger_views import shown_attributes

MOST_FACTS = 50
KINDS: Mapping[str, str] = {
    "report": "填报",
    "verification": "核实",
    "case_event": "流转",
    "adjustment": "加减分",
    "entered_number": "指标填报",
}
_DAYS = ("发生日期", "核实日期", "日期")
_UNITS = ("责任单位", "单位", "操作单位", "承办单位")
_NOT_SHOWN = (*_DAYS, "填写的周期", "填报", "序号", "属性")
_WORDS = {code: word for words in (REPORT_WORDS, VERDICT_WORDS, ADJUSTMENT_WORDS) for word, code in words.items()}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: `what` are (Chinese label, words) of what it says. `stated`: `recorded_at` is as a file said, else the
    server's. `corrected`: another fact was put in its place since, or it was voided. `opens`: its files may be opened.
    """

    number: int
    kind: str
    day: date | None
    what: tuple[tuple[str, str], ...]
    account_name: str
    recorded_at: datetime
    stated: bool
    corrected: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class PartFacts:
    """The first `MOST_FACTS` facts the viewer may see of `total`; `seen` of them may be seen at all. `judicial` are
    events of cases that are or ever were before a court, which outside it are a number; `hidden` others not for them."""

    lines: tuple[FactLine, ...]
    total: int
    seen: int
    judicial: int
    hidden: int


def part_facts(viewer: Viewer, book: Book, plan: Plan, numbers: Sequence[int]) -> PartFacts:
    """These facts by number. An event is a row to whom its case is one, as the case stands now; a report, a verdict or
    a number to whom its unit's reports are."""
    places = event_places(book.conn, numbers)
    others = fact_origin(book.conn, [one for one in numbers if one not in places])
    reports = {one.number: _unit(one) for one in others if one.kind == "report"}
    seen = {one.number for one in others if sight.sees_reports(viewer, _owner(one, reports))}
    seen |= {one for one, place in places.items() if _grade(viewer, plan, place) is not None}
    judicial = sum(_is_judicial(plan, place) for one, place in places.items() if one not in seen)
    first = sorted(seen)[:MOST_FACTS]
    told = [one for one in fact_origin(book.conn, first) if _may_be_told(viewer, plan, one, places)]
    names = display_names(book.conn, {one.account for one in told})
    lines = tuple(_line(viewer, plan, one, places.get(one.number), names) for one in told)
    struck = len(first) - len(told)
    hidden = len(numbers) - len(seen) - judicial
    return PartFacts(lines, len(numbers), len(seen) - struck, judicial + struck, hidden)


def _grade(viewer: Viewer, plan: Plan, place: CasePlace) -> str | None:
    flow = plan.flow.get(place.flow)
    if flow is None:
        return None
    return sight.head_grade(viewer, flow, unit=place.unit, holder=place.holder, before_court=place.before_court)


def _is_judicial(plan: Plan, place: CasePlace) -> bool:
    return place.before_court or (place.flow in plan.flow and plan.flow[place.flow].judicial)


def _may_be_told(viewer: Viewer, plan: Plan, one: FactOrigin, places: Mapping[int, CasePlace]) -> bool:
    """Not a struck event of a flow that may lead to a court, outside it: what was struck may tell what was done there."""
    place = places.get(one.number)
    return place is None or one.corrected_by is None or viewer.is_court or not meets_courts(plan.flow[place.flow])


def _unit(one: FactOrigin) -> str | None:
    return next((value for label, value in one.content if label in ("责任单位", "单位")), None)


def _owner(one: FactOrigin, reports: Mapping[int, str | None]) -> str | None:
    """The unit whose fact it is: of a verdict that of the report."""
    if one.kind != "verification":
        return _unit(one)
    return next((reports.get(value) for label, value in one.content if label == "填报"), None)


def _line(viewer: Viewer, plan: Plan, one: FactOrigin, place: CasePlace | None, names: Mapping[str, str]) -> FactLine:
    content = dict(one.content)
    day = next((content[label] for label in _DAYS if label in content), None)
    what = _event_words(viewer, plan, one, place) if place else _words(plan, one.content)
    opens = place is None or not _is_masked(viewer, plan, place)
    return FactLine(
        one.number,
        KINDS.get(one.kind, one.kind),
        day,
        tuple(what),
        names.get(one.account, one.account),
        one.stated_at or one.stored_at,
        one.stated_at is not None,
        one.corrected_by is not None,
        opens,
    )


def _is_masked(viewer: Viewer, plan: Plan, place: CasePlace) -> bool:
    """Whether parties of this case are masked for the viewer: a file cannot be."""
    masks = any(one.masked for one in plan.flow[place.flow].attributes)
    return masks and _grade(viewer, plan, place) == MASKED


def _event_words(viewer: Viewer, plan: Plan, one: FactOrigin, place: CasePlace) -> Iterator[tuple[str, str]]:
    """An event with its attributes; where parties are masked, in its words too."""
    flow = plan.flow[place.flow]
    given: Mapping[str, str] = dict(one.content).get("属性") or {}
    masks = _masks(flow, place, given) if _is_masked(viewer, plan, place) else {}
    for label, words in _words(plan, one.content):
        yield label, sight.without(masks, words) or words
    yield from shown_attributes(viewer, flow, given)


def _masks(flow: Flow, place: CasePlace, given: Mapping[str, str]) -> dict[str, str]:
    return sight.masks_of(flow, [*place.attributes.items(), *given.items()])


def _words(plan: Plan, content: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for label, value in content:
        if label not in _NOT_SHOWN:
            yield label, _word(plan, label, value)


def _word(plan: Plan, label: str, value: Any) -> str:
    """A stored value as a reader knows it."""
    if label in _UNITS:
        return plan.unit[value].short if value in plan.unit else str(value)
    if label == "任务编号":
        return f"{value} {plan.deliverable[value].title}" if value in plan.deliverable else str(value)
    if label == "台账":
        return plan.flow[value].name if value in plan.flow else str(value)
    if label in ("周期", "考核期"):
        return Period.parse(value).name
    if isinstance(value, Decimal | int):
        return number(value)
    return full_day(value) if isinstance(value, date) else _WORDS.get(value, str(value))
