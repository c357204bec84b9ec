"""我的单位: light with reasons, the score, what brings back most, what to do next by date, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain import duties
from lib.domain.office_flows import MATTER, TOPIC
from lib.domain.periods import Period
from lib.domain.plan import Flow
from lib.domain.rights import LEADER, Viewer, may_act
from lib.errors import NotAllowed
from lib.services import sight
from lib.services.book import Book
from lib.services.case_rows import CaseRow, case_rows
from lib.services.duty_views import DutyLine, UnitPage, unit_page
from lib.services.objection_views import DecisionLine, decisions_of
from lib.services.regain_views import RegainPage, regain_page
from lib.services.score_views import ScorePage, score_page

OPEN_STATES = (duties.OVERDUE, duties.WARNING, duties.CLAIMED, duties.RUNNING)
MOST_CASES = 200


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An open case of the unit that is late or due within a week, in the flow it runs in.

    `about`: what an order or a decision asks for, as its sheet says. `counted`: the viewer may open the flow's counts.
    """

    flow: str
    flow_name: str
    row: CaseRow
    about: str
    counted: bool


@dataclass(frozen=True, slots=True)
class MyUnit:
    """A unit's page: `to_do` by effective due, `settled` the newest first; `may_file`: it is the viewer's own to report."""

    unit: UnitPage
    to_do: tuple[DutyLine, ...]
    settled: tuple[DutyLine, ...]
    cases: tuple[CaseLine, ...]
    why_no_cases: str
    score: ScorePage
    regain: RegainPage
    decisions: tuple[DecisionLine, ...]
    may_file: bool


def unit_choices(viewer: Viewer, book: Book) -> dict[str, str]:
    """Units whose page the viewer may open, by code: all with a part in the plan for leader and office, else the own."""
    sight.require_business(viewer)
    if sight.sees_all_duties(viewer):
        judged = [unit for unit in book.plan.units if unit.ranked or unit.kind not in ("agency", "collective")]
        return {unit.code: unit.short for unit in judged}
    own = viewer.unit_code
    return {own: book.plan.unit[own].short} if own is not None else {}


def my_unit(viewer: Viewer, book: Book, as_of: date, period: Period | None, unit: str) -> MyUnit:
    """The page of `unit`: its own people, leader and office."""
    if unit not in unit_choices(viewer, book):
        raise NotAllowed("“我的单位”只对本单位、督导办公室和区领导显示")
    page = unit_page(viewer, book, as_of, unit)
    return MyUnit(
        page,
        tuple(sorted((one for one in page.owned if one.state in OPEN_STATES), key=_due)),
        tuple(sorted((one for one in page.owned if one.state not in OPEN_STATES), key=_due, reverse=True)),
        tuple(_cases(viewer, book, as_of, unit)),
        _why_no_cases(viewer, page),
        score_page(viewer, book, as_of, period, unit),
        regain_page(viewer, book, as_of, unit),
        decisions_of(viewer, book, as_of, unit),
        viewer.unit_code == unit and may_act(viewer, "file_report", unit),
    )


def _why_no_cases(viewer: Viewer, page: UnitPage) -> str:
    """A leader sees how many are late and no case."""
    if viewer.role == LEADER:
        late = sum(one.count for one in page.late)
        return f"环节超期 {late} 件；区领导查看件数，逐件情况由承办单位和督导办公室掌握"
    return "没有超期或一周内到期的案件"


def _due(one: DutyLine) -> tuple[date, str]:
    return one.effective_due or date.max, one.key


def _cases(viewer: Viewer, book: Book, as_of: date, unit: str) -> list[CaseLine]:
    """Open cases the unit holds and the viewer may see, late or due within a week, the latest first."""
    if viewer.role == LEADER:
        return []
    waiting = book.ledger.pressing_cases(as_of, MOST_CASES, unit=unit, outside_court=not viewer.is_court)
    found = []
    for flow in book.plan.flows:
        held = [one for one in waiting if one.flow == flow and one.holder == unit and not flow.judicial]
        rows = case_rows(viewer, book, held, as_of)
        counted = sight.sees_counts(viewer, flow)
        found += [
            CaseLine(flow.code, flow.name, row, _about(flow, row), counted) for row in rows if _presses(row, as_of)
        ]
    return sorted(found, key=lambda one: (-one.row.days_late, one.row.deadline or date.max))


def _about(flow: Flow, row: CaseRow) -> str:
    """The matter of an order or the topic of a decision; of the cases of other flows their number says enough."""
    given = dict(zip(flow.attribute, row.attributes, strict=True))
    return next((given[name] for name in (MATTER, TOPIC) if given.get(name)), "") if flow.office else ""


def _presses(row: CaseRow, as_of: date) -> bool:
    return row.deadline is not None and (row.deadline - as_of).days <= 7
