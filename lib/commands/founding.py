"""The first day of a board: its schema, the account of the command line, and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from lib.db import counting
from lib.db.board import store_plan
from lib.db.engine import reading, writing
from lib.db.migrate import migrate
from lib.db.queries import accounts, board
from lib.definitions import document_text, from_document
from lib.domain.plan import Plan
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed
from lib.security import audit
from lib.security.acting import acting
from lib.security.founding import OPERATOR_VIEWER, create_operator


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing a plan: `new` False where that very plan is in force already."""

    plan: Plan
    new: bool

    @property
    def sentence(self) -> str:
        """For the reader."""
        name = f"方案 {self.plan.code}（{self.plan.version}，摘要 {self.plan.digest[:10]}）"
        return f"{name}已发布" if self.new else f"{name}已是现行版本，未重复发布"


def prepare(engine: Engine, at: datetime) -> None:
    """Bring the schema up to date and make the account of the command line."""
    migrate(engine)
    with writing(engine) as conn:
        create_operator(conn, at)


def found(engine: Engine, plan: Plan, at: datetime) -> Published:
    """Prepare the database and publish `plan` if it has none; a plan in force is left as it is."""
    prepare(engine, at)
    with reading(engine) as conn:
        document = board.current_plan_document(conn)
    if document is not None:
        plan = from_document(document)
        make_counts_current(engine, plan)
        return Published(plan, new=False)
    return publish_plan(engine, OPERATOR_VIEWER, plan, at)


def publish_plan(engine: Engine, viewer: Viewer, plan: Plan, at: datetime) -> Published:
    """Store a new version of the plan and count the cases by it; nothing is stored where the same one is in force."""
    with acting(engine, viewer, "plan_published", plan.code) as conn:
        if not may_act(viewer, "publish_plan"):
            raise NotAllowed(f"{viewer.role_name}不能发布方案")
        if board.current_plan_digest(conn) == plan.digest:
            return Published(plan, new=False)
        store_plan(conn, plan.code, plan.version, plan.digest, document_text(plan), viewer.username)
        counting.rebuild(conn, plan)
        audit.record(conn, viewer.username, "plan_published", plan.code, f"{plan.version} {plan.digest}")
    return Published(plan, new=True)


def make_counts_current(engine: Engine, plan: Plan) -> None:
    """After an upgrade: rebuild what is derived from the facts if it was made by another program or for another plan."""
    with writing(engine) as conn:
        if not counting.are_current(conn, plan):
            counting.rebuild(conn, plan)


def rebuild_counts(engine: Engine, viewer: Viewer, plan: Plan, progress: counting.Progress | None = None) -> int:
    """Make what is derived from the facts anew, in one transaction; how many cases there are."""
    with acting(engine, viewer, "counts_rebuilt", plan.code) as conn:
        if not may_act(viewer, "rebuild_counts"):
            raise NotAllowed(f"{viewer.role_name}不能重建统计表；请由命令行操作员办理")
        cases = counting.rebuild(conn, plan, progress)
        audit.record(conn, viewer.username, "counts_rebuilt", plan.code, f"{cases} 件")
    return cases


def demo_account_lines(engine: Engine) -> list[str]:
    """The demo accounts with their password, for the terminal; none on a real board."""
    with reading(engine) as conn:
        rows = accounts.demo_accounts(conn)
    if not rows:
        return []
    width = max(len(row.username) for row in rows)
    lines = [f"  {row.username:<{width}}  {row.demo_password}  {row.display_name}" for row in rows]
    return ["演示账号：", *lines]
