"""Who acts in the tests of the commands, one of each role with its unit, and short ways to act and to look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.commands.act import Caller, Done
from lib.commands.case_acts import act_on_case, register_case
from lib.db.engine import reading
from lib.db.queries import facts
from lib.db.queries.accounts import AuditRow, latest_audit_rows
from lib.db.queries.chain import last_number
from lib.domain.facts import Event
from lib.domain.ledger import Case, court_codes, replay
from lib.domain.rights import (
    AUDIT_ADMIN,
    COURT_CLERK,
    LEADER,
    OFFICE,
    OPERATOR,
    PLATFORM_CLERK,
    SEC_ADMIN,
    SYS_ADMIN,
    UNIT_CLERK,
    UNIT_HEAD,
    Viewer,
)
from lib.errors import Refused
from tests.people import plan

TODAY = date(2021, 5, 6)

CAST = {
    "leader": Viewer("leader", "李副区长", LEADER),
    "office": Viewer("dudao", "王芳", OFFICE, "ldxz", "party"),
    "office_qzfb": Viewer("office", "赵主任", OFFICE, "qzfb", "government"),
    "operator": Viewer("operator", "命令行操作员", OPERATOR),
    "head": Viewer("head", "陈局长", UNIT_HEAD, "kgj", "government"),
    "clerk": Viewer("clerk", "王科员", UNIT_CLERK, "kgj", "government"),
    "clerk_zrzy": Viewer("zrzy", "马科员", UNIT_CLERK, "zrzy", "agency"),
    "clerk_qzfb": Viewer("qzfb", "孙科员", UNIT_CLERK, "qzfb", "government"),
    "platform_qzfb": Viewer("disputes", "钱经办", PLATFORM_CLERK, "qzfb", "government"),
    "platform_jrj": Viewer("finance", "何经办", PLATFORM_CLERK, "jrj", "government"),
    "court": Viewer("court", "周法官", COURT_CLERK, "qfy", "court"),
    "procurator": Viewer("procurator", "郑检察官", COURT_CLERK, "qjcy", "procuratorate"),
    "sys_admin": Viewer("sysadmin", "孙管理", SYS_ADMIN),
    "sec_admin": Viewer("secadmin", "吴管理", SEC_ADMIN),
    "audit_admin": Viewer("auditor", "郑审计", AUDIT_ADMIN),
}


def caller(who: str, today: date = TODAY, **more: Any) -> Caller:
    """This member of the cast, on this day."""
    return Caller(CAST[who], today, **more)


def register(engine: Engine, who: str, flow: str, case_no: str | None = "A1", **fields: Any) -> Done:
    """Register as this member of the cast; `today` and `key` go to the caller."""
    said = {name: fields.pop(name) for name in ("today", "key") if name in fields}
    return register_case(engine, plan(), caller(who, **said), flow, case_no, **fields)


def move(engine: Engine, who: str, flow: str, action: str, case_no: str = "A1", **fields: Any) -> Done:
    """Act as this member of the cast."""
    said = {name: fields.pop(name) for name in ("today", "key") if name in fields}
    fields.setdefault("seen", None)
    return act_on_case(engine, plan(), caller(who, **said), flow, case_no, action, **fields)


def events(engine: Engine, flow: str, case_no: str = "A1") -> list[Event]:
    """The standing events of a case."""
    with reading(engine) as conn:
        return facts.events(conn, flow=flow, case_no=case_no)


def case_of(engine: Engine, flow: str, case_no: str = "A1") -> Case:
    """The case as it stands."""
    return replay(plan().flow[flow], events(engine, flow, case_no), court_codes(plan()))


def stored(engine: Engine) -> int:
    """How many facts there are."""
    with reading(engine) as conn:
        return last_number(conn)


def trail(engine: Engine, count: int = 1) -> list[AuditRow]:
    """The last rows of the trail, newest first."""
    with reading(engine) as conn:
        return latest_audit_rows(conn, count)


def refusal(engine: Engine, act: Any, *words: Any, **fields: Any) -> str:
    """What a refused act was told; it stored nothing but its row in the trail."""
    before = stored(engine)
    rows = len(trail(engine, 1000))
    with pytest.raises(Refused) as refused:
        act(engine, *words, **fields)
    assert stored(engine) == before
    assert len(trail(engine, 1000)) == rows + 1
    assert trail(engine)[0].act.endswith("_refused")
    return str(refused.value)
