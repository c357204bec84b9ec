"""A demo board: invented facts and accounts, labelled 演示数据 wherever they show."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Engine

from lib.cli.progress import Progress
from lib.db.board import set_setting
from lib.db.engine import reading, writing
from lib.db.queries import board, chain
from lib.definitions import from_document
from lib.errors import Refused
from lib.security import audit
from lib.security.founding import DEMO_CAST, OPERATOR_NAME, create_demo_accounts
from lib.simulation import simulate, store

DEMO_UNITS = tuple(dict.fromkeys(draft.unit_code for draft in DEMO_CAST if draft.unit_code))


def found_demo(
    engine: Engine, *, seed: int, until: date, cases: int, at: datetime, progress: Progress | None = None
) -> str:
    """Fill an empty database with invented facts and demo accounts; harmless where that was done before.

    Refused where real facts are stored: invented ones never stand beside them.
    """
    with reading(engine) as conn:
        last, is_demo = chain.last_number(conn), board.is_demo(conn)
        document = board.current_plan_document(conn)
    if is_demo:
        return "演示数据已在库中，未重复装入"
    if last or document is None:
        raise Refused("库中已有真实数据，不能再装入演示数据；请另设 DATABASE_URL 建一个演示库")
    plan = from_document(document)
    if strange := [code for code in DEMO_UNITS if code not in plan.unit]:
        raise Refused(f"演示数据按本库自带的方案编制；现行方案 {plan.code} 没有单位 {'、'.join(strange)}，不能装入")
    with writing(engine) as conn:
        set_setting(conn, "demo", "yes")
        create_demo_accounts(conn, plan.unit, at)
    run = simulate(plan, until=until, seed=seed, cases=cases, progress=progress)
    store(engine, plan, run, OPERATOR_NAME, progress)
    with writing(engine) as conn:
        last = chain.last_number(conn)
        audit.record(conn, OPERATOR_NAME, "demo_loaded", "演示数据", f"{last} 条事实，到 {until} 为止")
    return f"已装入演示数据：{last} 条事实，到 {until} 为止"
