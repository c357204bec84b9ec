"""Rights: the table of domain.md 6, cell by cell where it decides."""

from __future__ import annotations

import pytest

from lib.domain import rights
from lib.domain.rights import Viewer

LEADER = Viewer("leader", "李", rights.LEADER)
OFFICE = Viewer("office", "赵", rights.OFFICE, "qzfb", "government")
CLERK = Viewer("clerk", "王", rights.UNIT_CLERK, "kgj", "government")
PLATFORM = Viewer("platform", "刘", rights.PLATFORM_CLERK, "zzw", "party")
COURT = Viewer("court", "周", rights.COURT_CLERK, "qfy", "court")
ADMINS = [Viewer(role, role, role) for role in rights.ADMINISTRATORS]


def test_every_cell_of_the_table_is_filled() -> None:
    assert set(rights.TABLE) == {(datum, relation) for datum in rights.DATA for relation in rights.RELATIONS}


@pytest.mark.parametrize("admin", ADMINS, ids=lambda one: one.role)
def test_administrators_see_no_business_data(admin: Viewer) -> None:
    business = set(rights.DATA) - {rights.AUDIT, rights.ACCOUNTS}
    assert not any(rights.may(admin, datum, unit) for datum in business for unit in (None, "kgj"))


def test_only_the_audit_administrator_reads_the_trail() -> None:
    readers = [one.role for one in (LEADER, OFFICE, CLERK, PLATFORM, COURT, *ADMINS) if rights.may(one, rights.AUDIT)]
    assert readers == [rights.AUDIT_ADMIN]


def test_the_radar_is_the_offices_alone() -> None:
    everyone = (LEADER, OFFICE, CLERK, PLATFORM, COURT, *ADMINS, Viewer("x", "x", rights.OPERATOR))
    assert [one.role for one in everyone if rights.may(one, rights.RADAR, one.unit_code)] == ["office", "operator"]


@pytest.mark.parametrize("role", rights.ROLES)
def test_a_unit_role_without_a_unit_sees_nothing(role: str) -> None:
    if role in rights.UNIT_ROLES:
        assert not any(rights.may(Viewer("x", "x", role), datum, None) for datum in rights.DATA)


def test_an_unknown_role_sees_and_does_nothing() -> None:
    nobody = Viewer("x", "x", "")
    assert not any(rights.may(nobody, datum, "kgj") for datum in rights.DATA)
    assert not any(rights.may_act(nobody, act) for act in rights.ACTS)


def test_a_unit_sees_its_own_reports_and_only_marks_of_others() -> None:
    assert rights.may(CLERK, rights.REPORTS, "kgj")
    assert not rights.may(CLERK, rights.REPORTS, "czj")
    assert rights.grade(CLERK, rights.DUTIES, "czj") == rights.MARKS


def test_judicial_flows_are_numbers_outside_the_court() -> None:
    assert rights.grade(LEADER, rights.JUDICIAL, "kgj") == rights.NUMBERS
    assert rights.grade(CLERK, rights.JUDICIAL, "kgj") == rights.NUMBERS
    assert rights.grade(CLERK, rights.JUDICIAL, "czj") == rights.NONE
    assert rights.grade(COURT, rights.JUDICIAL, "kgj") == rights.FULL


@pytest.mark.parametrize(
    ("viewer", "handling", "holder", "grade"),
    [
        (LEADER, "kgj", "kgj", rights.COUNTS),
        (OFFICE, "kgj", "kgj", rights.MASKED),
        (CLERK, "kgj", "zzw", rights.FULL),
        (CLERK, "czj", "kgj", rights.FULL),
        (CLERK, "czj", "czj", rights.NONE),
        (PLATFORM, "czj", "czj", rights.FULL),
        (COURT, "kgj", "qfy", rights.FULL),
        (COURT, "qfy", "kgj", rights.NONE),
    ],
)
def test_a_case_is_seen_by_those_it_concerns(viewer: Viewer, handling: str, holder: str, grade: str) -> None:
    assert rights.case_grade(viewer, in_charge="zzw", handling=handling, holder=holder) == grade


def test_the_platforms_clerk_sees_nothing_of_other_platforms() -> None:
    assert rights.case_grade(PLATFORM, in_charge="jrj", handling="czj", holder="czj") == rights.NONE


def test_a_unit_acts_for_itself_alone() -> None:
    assert rights.may_act(CLERK, "file_report", "kgj")
    assert not rights.may_act(CLERK, "file_report", "czj")
    assert rights.may_act(OFFICE, "file_report", "czj")
    assert not rights.may_act(CLERK, "verify_report", "kgj")


def test_a_viewer_is_hashable_and_plain() -> None:
    assert {CLERK: 1}[Viewer("clerk", "王", rights.UNIT_CLERK, "kgj", "government")] == 1


def test_a_court_sees_every_case_of_a_flow_it_is_in_charge_of_and_of_others_what_it_holds() -> None:
    assert rights.case_grade(COURT, in_charge="qfy", handling="kgj", holder="kgj") == rights.FULL
    assert rights.case_grade(COURT, in_charge="jrj", handling="kgj", holder="kgj") == rights.NONE
    assert rights.case_grade(COURT, in_charge="jrj", handling="kgj", holder="qfy") == rights.FULL
