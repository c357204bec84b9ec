"""开始使用: the five steps from an empty board to its first meeting, what is done of each and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Engine

from lib.db.engine import reading
from lib.db.queries import accounts, chain, periods
from lib.db.queries.office_cases import last_registered_before
from lib.domain.office_flows import DECISION
from lib.domain.periods import Period, last_ended_quarter
from lib.domain.plan import Plan
from lib.domain.rights import ADMINISTRATORS, LEADER, OFFICE, OPERATOR, ROLE_NAMES, SEC_ADMIN, SYS_ADMIN, Viewer
from lib.domain.wording import full_day, number
from lib.errors import NotAllowed
from lib.services.book import read_plan

ROLES = (OFFICE, SYS_ADMIN)
UNITS_NAMED = 6
_NEEDED = (LEADER, OFFICE, *ADMINISTRATORS)
InUse = Mapping[tuple[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: what is done, what is missing (empty: nothing), the page where it is done and whose, and the command for
    what is missing."""

    name: str
    done: str
    missing: str
    page: str
    whose: str
    command: str


def is_due(engine: Engine, viewer: Viewer) -> bool:
    """Whether the board holds no fact yet and the viewer is one of those who set it going."""
    if viewer.role not in ROLES:
        return False
    with reading(engine) as conn:
        return chain.last_number(conn) == 0


def steps(engine: Engine, viewer: Viewer, today: date) -> tuple[Step, ...]:
    """The five steps in order, in counts: nobody is named, and no fact is shown."""
    if viewer.role not in ROLES:
        raise NotAllowed(f"“开始使用”由{'和'.join(ROLE_NAMES[role] for role in ROLES)}使用，{viewer.role_name}不需要")
    plan = read_plan(engine)
    with reading(engine) as conn:
        in_use = {key: count for key, count in accounts.count_in_use(conn).items() if key[0] != OPERATOR}
        return (
            _people(plan, in_use),
            _facts(conn),
            _rights(in_use),
            _period(conn, plan, today),
            _meeting(conn),
        )


def _people(plan: Plan, in_use: InUse) -> Step:
    owners = {one.owner for one in plan.deliverables}
    units = [unit for unit in plan.units if unit.code in owners]
    without = [unit.short for unit in units if not any(code == unit.code for _, code in in_use)]
    named = "、".join(without[:UNITS_NAMED]) + (f"等 {len(without)} 个单位" if len(without) > UNITS_NAMED else "")
    return Step(
        "单位和人员",
        f"方案有 {len(units)} 个责任单位，{len(units) - len(without)} 个已有账号；共 {sum(in_use.values())} 个账号",
        f"没有账号的单位：{named}" if without else "",
        "admin/accounts",
        ROLE_NAMES[SYS_ADMIN],
        "python -m lib user import 名单.csv" if without else "",
    )


def _facts(conn: Connection) -> Step:
    count, last_on = chain.last_number(conn), chain.last_occurred_on(conn)
    return _of_the_office(
        "已有的事实",
        f"已入库 {number(count)} 条，最近发生于{full_day(last_on)}" if count else "",
        "还没有入库",
        "已经发生的填报、核实和台账还没有补录：下载模板，填好后导入",
        "office/exchange",
        "python -m lib template 进展填报 --out 模板.xlsx，填好后 python -m lib import 模板.xlsx",
    )


def _rights(in_use: InUse) -> Step:
    roles = {role for role, _ in in_use}
    waiting = sum(count for (role, _), count in in_use.items() if role is None)
    lacking = [ROLE_NAMES[role] for role in _NEEDED if role not in roles]
    missing = [f"没有账号的角色：{'、'.join(lacking)}"] if lacking else []
    missing += [f"{waiting} 个账号还没有角色，不能登录"] if waiting else []
    granted = sum(in_use.values()) - waiting
    return Step(
        "谁能做什么",
        f"{granted} 个账号已授角色，用到 {len(roles - {None})} 种",
        "；".join(missing),
        "admin/accounts",
        ROLE_NAMES[SEC_ADMIN],
        "python -m lib user add 账号 --display 姓名 --role 角色 --unit 单位" if missing else "",
    )


def _period(conn: Connection, plan: Plan, today: date) -> Step:
    opened = {one.period for one in periods.steps(conn)}
    ended = last_ended_quarter(today)
    first = ended if ended.end >= plan.issued_on else Period.of("quarter", plan.issued_on)
    return _of_the_office(
        "首个考核周期",
        f"已打开 {len(opened)} 个考核周期" if opened else "",
        "还没有打开",
        "期满后由督导办公室打开，计算、交单位核对、审定、公示、锁定都从这里开始",
        "appraisal/periods",
        f"python -m lib period open {first.code}",
    )


def _meeting(conn: Connection) -> Step:
    last = last_registered_before(conn, DECISION, date.max)
    return _of_the_office(
        "首次会议",
        f"最近一次会议：{full_day(last)}" if last else "",
        "还没有开过",
        "会上定下第一件议定事项，下次会议就从它的落实情况开始",
        "office/meeting",
        "python -m lib decision 单位 --meeting 会议 --topic 事项",
    )


def _of_the_office(name: str, done: str, not_yet: str, missing: str, page: str, command: str) -> Step:
    """A step of the office: `done` in words, or empty as long as there is nothing of it."""
    if done:
        return Step(name, done, "", page, ROLE_NAMES[OFFICE], "")
    return Step(name, not_yet, missing, page, ROLE_NAMES[OFFICE], command)
