"""What a viewer may see of units, reports and cases: the rights of domain.md 6 asked in the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lib.db.queries.cases import Scope
from lib.domain.ledger import Case
from lib.domain.plan import Flow, Indicator, Plan
from lib.domain.rights import (
    CASES,
    DUTIES,
    FULL,
    JUDICIAL,
    LEADER,
    MASKED,
    OFFICE,
    OPERATOR,
    REPORTS,
    TOTALS,
    Viewer,
    case_grade,
    may,
    relation,
)
from lib.errors import NotAllowed


def require_business(viewer: Viewer) -> None:
    """Refuse whoever has no business data to see: the three administrators, and a unit role without its unit."""
    if not may(viewer, TOTALS):
        raise NotAllowed(f"{viewer.role_name}不查看业务数据；如需查看，请由安全管理员另授角色和单位")


def sees_duties(viewer: Viewer, unit: str | None) -> bool:
    """Whether the duties of `unit` are seen with counts, dates and titles, and not as marks only."""
    return may(viewer, DUTIES, unit, least=FULL)


def sees_all_duties(viewer: Viewer) -> bool:
    """Leader and office: the duties of every unit."""
    return sees_duties(viewer, None)


def sees_reports(viewer: Viewer, unit: str | None) -> bool:
    """Whether reports, evidence and verdicts of `unit` are seen."""
    return may(viewer, REPORTS, unit)


def sees_holders(viewer: Viewer, flow: Flow) -> bool:
    """Whether it is seen which units the cases of `flow` wait with: leader, office, and the platform's clerk."""
    if flow.judicial:
        return may(viewer, JUDICIAL, None, least=FULL)
    return sees_all_duties(viewer) or case_grade(viewer, in_charge=flow.in_charge, handling=None, holder=None) == FULL


def sees_counts(viewer: Viewer, flow: Flow) -> bool:
    """Whether the counts of a flow are opened: those of an office flow by leader and office alone."""
    return not flow.office or viewer.role in (LEADER, OFFICE, OPERATOR)


def sees_stays_of(viewer: Viewer, unit: str | None) -> bool:
    """Whether counts of what waits with `unit` are seen."""
    return sees_all_duties(viewer) or (unit is not None and may(viewer, CASES, unit))


def sees_value_of(viewer: Viewer, plan: Plan, indicator: Indicator, unit: str) -> bool:
    """Whether a unit's own value of an indicator is seen; the value of the whole is for all.

    Of a judicial ledger: leader, office and court all, a unit its own. Of another ledger as which units its cases
    wait with, of entered numbers as reports.
    """
    if indicator.source == "entered":
        return sees_reports(viewer, unit)
    flows = [plan.flow[measure.flow] for measure in indicator.measures]
    if any(flow.judicial for flow in flows):
        return may(viewer, JUDICIAL, unit)
    return unit == viewer.unit_code or all(sees_holders(viewer, flow) for flow in flows)


def row_grade(viewer: Viewer, case: Case) -> str | None:
    """FULL or MASKED where the viewer may see a row of this case; None where it is a number at most."""
    return head_grade(viewer, case.flow, unit=case.unit, holder=case.holder, before_court=case.before_court)


def head_grade(viewer: Viewer, flow: Flow, *, unit: str, holder: str, before_court: bool) -> str | None:
    """As `row_grade`, of a case known by its head: the unit that handles it, who holds it, whether it is or was ever
    before a court."""
    if flow.judicial:
        return FULL if may(viewer, JUDICIAL, unit, least=FULL) else None
    if before_court and not viewer.is_court:
        return None
    seen = case_grade(viewer, in_charge=flow.in_charge, handling=unit, holder=holder)
    return seen if seen in (FULL, MASKED) else None


def case_scope(viewer: Viewer, plan: Plan) -> Scope:
    """The cases the viewer may be given rows of, as `row_grade` says it of each, in the words of a search."""
    whole, own = [], []
    for flow in plan.flows:
        if flow.judicial:
            if may(viewer, JUDICIAL, None, least=FULL):
                whole.append(flow.code)
        elif case_grade(viewer, in_charge=flow.in_charge, handling=None, holder=None) in (FULL, MASKED):
            whole.append(flow.code)
        elif case_grade(viewer, in_charge=flow.in_charge, handling=None, holder=viewer.unit_code) == FULL:
            own.append(flow.code)
    return Scope(tuple(whole), tuple(own), viewer.unit_code, handled=not viewer.is_court, before_court=viewer.is_court)


def sees_masked(viewer: Viewer) -> bool:
    """Whether parties are masked for this viewer: whoever is of no unit's own column sees them so."""
    return relation(viewer, None) in (LEADER, OFFICE)


def masked(text: str) -> str:
    """A party's name with its first character and no more."""
    return f"{text[:1]}※※"


def masks_of(flow: Flow, values: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of (attribute, value) those in masked columns: each name and what stands in its place, the longest first."""
    hidden = {one.name for one in flow.attributes if one.masked}
    names = {value for name, value in values if name in hidden}
    return {name: masked(name) for name in sorted(names, key=len, reverse=True)}


def without(names: Mapping[str, str], text: str | None) -> str | None:
    """A text with these names replaced."""
    for name, hidden in names.items():
        text = text.replace(name, hidden) if text else text
    return text
