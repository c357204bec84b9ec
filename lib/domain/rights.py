"""Roles and rights as data: who may see which datum, and who may take which act (domain.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lib.domain.plan import COURT_KINDS

LEADER, OFFICE = "leader", "office"
UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK = "unit_head", "unit_clerk", "platform_clerk", "court_clerk"
SYS_ADMIN, SEC_ADMIN, AUDIT_ADMIN = "sys_admin", "sec_admin", "audit_admin"
# The account of the command line, made by `init`: it acts for the office and cannot sign in.
OPERATOR = "operator"

ROLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        LEADER: "区领导",
        OFFICE: "督导办公室",
        UNIT_HEAD: "单位负责人",
        UNIT_CLERK: "单位填报员",
        PLATFORM_CLERK: "平台经办人",
        COURT_CLERK: "法检经办人",
        SYS_ADMIN: "系统管理员",
        SEC_ADMIN: "安全管理员",
        AUDIT_ADMIN: "审计管理员",
        OPERATOR: "命令行操作员",
    }
)
ROLES = tuple(ROLE_NAMES)
ADMINISTRATORS = (SYS_ADMIN, SEC_ADMIN, AUDIT_ADMIN)
UNIT_ROLES = (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK)
BUSINESS_ROLES = (LEADER, OFFICE, *UNIT_ROLES, OPERATOR)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a plain hashable value, fit as the first argument of anything cached."""

    username: str
    name: str
    role: str
    unit_code: str | None = None
    unit_kind: str | None = None

    @property
    def is_court(self) -> bool:
        """Whether the viewer acts for court or procuratorate: office and leader do not, whatever unit they are of."""
        return self.role in UNIT_ROLES and self.unit_kind in COURT_KINDS

    @property
    def role_name(self) -> str:
        """The Chinese word of the role."""
        return ROLE_NAMES[self.role]


# Grades of sight. `from_checked`: own lines, once the period has reached the state 已核对.
NONE, MARKS, COUNTS, NUMBERS, MASKED, FROM_CHECKED, FULL = (
    "none",
    "marks",
    "counts",
    "numbers",
    "masked",
    "from_checked",
    "full",
)

# Data.
DUTIES, REPORTS, CASES, JUDICIAL = "duties", "reports", "cases", "judicial"
DRAFT, PUBLISHED, WATERFALL = "draft", "published", "waterfall"
AUDIT, ACCOUNTS, TOTALS, RADAR = "audit", "accounts", "totals", "radar"
DATA = (DUTIES, REPORTS, CASES, JUDICIAL, DRAFT, PUBLISHED, WATERFALL, TOTALS, RADAR, AUDIT, ACCOUNTS)

# How a viewer stands to a datum of some unit.
OWN, OTHER, COURT_OWN, COURT_OTHER = "own", "other", "court_own", "court_other"
RELATIONS = (LEADER, OFFICE, OWN, OTHER, COURT_OWN, COURT_OTHER)

# The table of domain.md 6, column by column: leader, office, own unit, other units, court's own, court's others.
# `totals` are the figures of a whole platform or indicator, which the pages show to all; `radar` is the office's own.
_ROWS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    DUTIES: (FULL, FULL, FULL, MARKS, FULL, MARKS),
    REPORTS: (FULL, FULL, FULL, NONE, FULL, NONE),
    CASES: (COUNTS, MASKED, FULL, NONE, FULL, NONE),
    JUDICIAL: (NUMBERS, NUMBERS, NUMBERS, NONE, FULL, FULL),
    DRAFT: (FULL, FULL, FROM_CHECKED, NONE, FROM_CHECKED, NONE),
    PUBLISHED: (FULL, FULL, FULL, FULL, FULL, FULL),
    WATERFALL: (FULL, FULL, FULL, NONE, FULL, NONE),
    TOTALS: (FULL, FULL, FULL, FULL, FULL, FULL),
    RADAR: (NONE, FULL, NONE, NONE, NONE, NONE),
    AUDIT: (NONE, NONE, NONE, NONE, NONE, NONE),
    ACCOUNTS: (NONE, NONE, NONE, NONE, NONE, NONE),
}
TABLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {(datum, relation): row[i] for datum, row in _ROWS.items() for i, relation in enumerate(RELATIONS)}
)
# What administrators see: each its own desk, and no business data.
ADMIN_TABLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {(ACCOUNTS, SYS_ADMIN): FULL, (ACCOUNTS, SEC_ADMIN): FULL, (AUDIT, AUDIT_ADMIN): FULL}
)

# Acts and the roles that may take them; acts of a unit also ask for the own unit (UNIT_ACTS).
ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "file_report": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "keep_evidence": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "verify_report": (OFFICE, LEADER, OPERATOR),
        "change_duty": (OFFICE, OPERATOR),
        "judge_item": (OFFICE, OPERATOR),
        "enter_indicator": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "adjust_points": (OFFICE, OPERATOR),
        # Of cases: the roles that ever may; who may on this case now is in case_rights.
        "register_case": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, LEADER, OPERATOR),
        "move_case": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, LEADER, OPERATOR),
        "urge_case": (PLATFORM_CLERK, OFFICE, OPERATOR),
        "pause_case": (PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "issue_order": (OFFICE, LEADER, OPERATOR),
        "send_letter": (OFFICE, LEADER, OPERATOR),
        "ask_for_help": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "propose_item": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "apply_for_extension": (UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "decide_extension": (OFFICE, LEADER, OPERATOR),
        "record_instruction": (OFFICE, OPERATOR),
        "record_decision": (OFFICE, OPERATOR),
        # Events of judicial cases are corrected by the court's own clerk, all else by the office.
        "correct_fact": (OFFICE, COURT_CLERK, OPERATOR),
        "state_past_times": (OFFICE, OPERATOR),
        "import_sheets": (UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OFFICE, OPERATOR),
        "keep_minutes": (OFFICE, OPERATOR),
        "run_period": (OFFICE, OPERATOR),
        "approve_result": (LEADER, OPERATOR),
        "sign_recommendation": (LEADER,),
        "confirm_lines": (UNIT_HEAD,),
        "object": (UNIT_HEAD, UNIT_CLERK, COURT_CLERK),
        "decide_objection": (OFFICE, LEADER),
        "publish_plan": (OFFICE, OPERATOR),
        "rebuild_counts": (OPERATOR,),
        "export": (LEADER, OFFICE, UNIT_HEAD, UNIT_CLERK, PLATFORM_CLERK, COURT_CLERK, OPERATOR),
        "back_up": (OPERATOR,),
        "manage_accounts": (SYS_ADMIN, OPERATOR),
        "manage_rights": (SEC_ADMIN, OPERATOR),
        "read_audit": (AUDIT_ADMIN, OPERATOR),
        "watch_health": (SYS_ADMIN, OPERATOR),
    }
)
UNIT_ACTS = frozenset(
    {
        "file_report", "register_case", "move_case", "enter_indicator", "confirm_lines", "object", "import_sheets", "ask_for_help",
        "propose_item", "apply_for_extension",
    }
)  # fmt: skip


def relation(viewer: Viewer, unit: str | None) -> str | None:
    """The viewer's column of the table for a datum of `unit`; None: nothing is visible to that role."""
    if viewer.role == LEADER:
        return LEADER
    if viewer.role in (OFFICE, OPERATOR):
        return OFFICE
    if viewer.role not in UNIT_ROLES or viewer.unit_code is None:
        return None
    own = unit == viewer.unit_code
    if viewer.is_court:
        return COURT_OWN if own else COURT_OTHER
    return OWN if own else OTHER


def grade(viewer: Viewer, datum: str, unit: str | None = None) -> str:
    """How much of `datum` of `unit` (None: of no unit of the viewer's) the viewer sees: a grade."""
    if viewer.role in ADMINISTRATORS:
        return ADMIN_TABLE.get((datum, viewer.role), NONE)
    if viewer.role == OPERATOR and datum in (AUDIT, ACCOUNTS):
        return FULL
    column = relation(viewer, unit)
    return NONE if column is None else TABLE[datum, column]


def may(viewer: Viewer, datum: str, unit: str | None = None, *, least: str | None = None) -> bool:
    """Whether the viewer sees `datum` of `unit` at all, or exactly in the grade `least` or in full."""
    seen = grade(viewer, datum, unit)
    return seen != NONE if least is None else seen in (least, FULL)


def case_grade(viewer: Viewer, *, in_charge: str, handling: str | None, holder: str | None) -> str:
    """The grade for one case of a non-judicial flow: own if handled or held; all to the platform's clerk.

    Court and procuratorate: what they hold, and all of a flow they are in charge of.
    """
    if viewer.role == PLATFORM_CLERK and viewer.unit_code == in_charge:
        return FULL
    if viewer.unit_code is not None and viewer.is_court:
        return grade(viewer, CASES, in_charge if viewer.unit_code == in_charge else holder)
    own = viewer.unit_code is not None and viewer.unit_code in (handling, holder)
    return grade(viewer, CASES, viewer.unit_code if own else None)


def may_act(viewer: Viewer, act: str, unit: str | None = None) -> bool:
    """Whether the viewer may take `act`, for `unit` where the act is a unit's own."""
    if viewer.role not in ACTS[act]:
        return False
    if act in UNIT_ACTS and viewer.role in UNIT_ROLES:
        return viewer.unit_code is not None and unit in (None, viewer.unit_code)
    return True
