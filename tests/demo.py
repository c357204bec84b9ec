"""A demo board with simulated facts until 30 June 2022, made once for all tests that look at one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from lib.db.engine import open_engine
from lib.domain.rights import BUSINESS_ROLES, OPERATOR, Viewer
from lib.security.founding import OPERATOR_NAME
from lib.simulation import simulate, store
from tests import people

UNTIL = date(2022, 6, 30)
CASES = 700

# One viewer of each business role, as in the cast; two more units, so that own and other differ.
VIEWERS = {
    "leader": Viewer("leader", "李副区长", "leader"),
    "office": Viewer("office", "赵主任", "office", "qzfb", "government"),
    "unit_head": Viewer("head", "陈局长", "unit_head", "kgj", "government"),
    "unit_clerk": Viewer("clerk", "王科员", "unit_clerk", "kgj", "government"),
    "platform_clerk": Viewer("platform", "刘经办", "platform_clerk", "zzw", "party"),
    "finance_clerk": Viewer("finance", "何经办", "platform_clerk", "jrj", "government"),
    "sued_agency": Viewer("sued", "马局长", "unit_head", "zrzy", "agency"),
    "court_clerk": Viewer("court", "周法官", "court_clerk", "qfy", "court"),
    "procurator": Viewer("procurator", "郑检察官", "court_clerk", "qjcy", "procuratorate"),
}
OUTSIDE_COURT = [name for name, viewer in VIEWERS.items() if not viewer.is_court]
ADMINISTRATORS = [Viewer(role, role, role) for role in ("sys_admin", "sec_admin", "audit_admin")]

assert {viewer.role for viewer in VIEWERS.values()} | {OPERATOR} == set(BUSINESS_ROLES)


def settle(empty: Path, file: Path) -> str:
    """Copy a migrated empty database to `file` and fill it; the password of its accounts."""
    shutil.copy(empty, file)
    engine = open_engine(f"sqlite:///{file}")
    password = people.found(engine)
    _fill(engine)
    engine.dispose()
    return password


def _fill(engine: Engine) -> None:
    store(engine, people.plan(), simulate(people.plan(), until=UNTIL, seed=7, cases=CASES), OPERATOR_NAME)
