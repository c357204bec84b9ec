"""Opening a file of evidence: who may see a fact that uses it, or brought it and has not used it yet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from lib.db.engine import reading, writing
from lib.db.queries import evidence as queries
from lib.db.queries.cases import case_trail
from lib.db.queries.evidence import Use
from lib.domain.case_rights import told_of_court
from lib.domain.evidence import files_in, is_hash
from lib.domain.ledger import Case, court_codes, replay
from lib.domain.office_flows import LEADERS_PAPERS
from lib.domain.plan import Plan
from lib.domain.rights import FULL, LEADER, TOTALS, Viewer, may
from lib.errors import NotAllowed, Unavailable
from lib.evidence import files
from lib.security import audit
from lib.services import sight
from lib.services.book import read_plan


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to hand over: its name as the viewer knows it, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Sight:
    """Why the viewer may open a file: under which name, and whether as its own unit's."""

    name: str
    own: bool


def open_file(engine: Engine, viewer: Viewer, sha256: str) -> Opened:
    """The file with this hash, checked against it; NotAllowed, in the same words, if it is unknown or closed.

    An opening by anyone but the unit whose fact uses it, and every refusal, is a row in the trail.
    """
    found = _sought(engine, viewer, sha256)
    if found is None:
        with writing(engine) as conn:
            audit.record(conn, viewer.username, "evidence_refused", sha256)
        raise NotAllowed("没有这份佐证，或无权打开")
    seen, media_type = found
    content = files.read(sha256)
    if content is None:
        raise Unavailable("佐证文件缺失或已损坏：请联系系统管理员从备份恢复")
    if not seen.own:
        with writing(engine) as conn:
            audit.record(conn, viewer.username, "evidence_opened", sha256, seen.name)
    return Opened(seen.name, media_type, content)


def _sought(engine: Engine, viewer: Viewer, sha256: str) -> tuple[_Sight, str] | None:
    if not is_hash(sha256) or not may(viewer, TOTALS):
        return None
    plan = read_plan(engine)
    with reading(engine) as conn:
        stored = queries.file_with_hash(conn, sha256)
        seen = None if stored is None else _sight(conn, plan, viewer, sha256)
    return None if stored is None or seen is None else (seen, stored.media_type)


def _sight(conn: Connection, plan: Plan, viewer: Viewer, sha256: str) -> _Sight | None:
    """The best of the viewer's reasons, an own one before others'; None: no reason."""
    uses = queries.uses_of(conn, sha256)
    reasons = [reason for use in uses if (reason := _sight_of_use(conn, plan, viewer, sha256, use)) is not None]
    brought = queries.deposit_of(conn, sha256, viewer.username)
    unused = brought is not None and not any(use.account == viewer.username for use in uses)
    if brought is not None and unused and brought.unit == viewer.unit_code:
        reasons.append(_Sight(brought.name, own=True))
    return max(reasons, key=lambda reason: reason.own, default=None)


def _sight_of_use(conn: Connection, plan: Plan, viewer: Viewer, sha256: str, use: Use) -> _Sight | None:
    name = next(file.name for file in files_in(use.text) if file.sha256 == sha256)
    if use.flow is None or use.case_no is None:
        seen = sight.sees_reports(viewer, use.unit)
        return _Sight(name, own=viewer.unit_code is not None and viewer.unit_code == use.unit) if seen else None
    case, hidden = _case(conn, plan, use.flow, use.case_no)
    if use.number in hidden and not viewer.is_court:
        return None
    if case is None or not sees_files(viewer, case):
        return None
    return _Sight(name, own=viewer.unit_code in (case.unit, case.holder))


def sees_files(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer may open files of this case: a document cannot be masked, so who sees its parties masked
    opens none; where the flow masks nothing, who sees the row; what a leader decides about, a leader."""
    if viewer.role == LEADER and case.flow.code in LEADERS_PAPERS:
        return True
    seen = sight.row_grade(viewer, case)
    masks = any(one.masked for one in case.flow.attributes)
    return seen == FULL or (seen is not None and not masks)


def _case(conn: Connection, plan: Plan, flow: str, case_no: str) -> tuple[Case | None, frozenset[int]]:
    """The case by all events that stand, with the struck ones that tell of a court; None where all of them were
    voided or the plan has no such flow."""
    trail = case_trail(conn, flow, case_no) if flow in plan.flow else []
    history = [one.event for one in trail if one.corrected_on is None]
    if not history:
        return None, frozenset()
    hidden = told_of_court(plan.flow[flow], ((one.event, one.corrected_on is not None) for one in trail))
    return replay(plan.flow[flow], history, court_codes(plan)), hidden
