"""What the benches share: a demo board of a given size, people who visit it, and how figures are summed up."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Engine

from lib.db import recording
from lib.db.engine import PROJECT, open_engine, writing
from lib.db.facts import Origin
from lib.db.queries.facts import histories
from lib.domain.facts import Event
from lib.services.book import read_plan

# The accounts of a demo, by role.
USERNAMES = {
    "leader": "leader", "office": "office", "unit_head": "head", "unit_clerk": "clerk",
    "platform_clerk": "platform", "court_clerk": "court", "sys_admin": "sysadmin",
    "sec_admin": "secadmin", "audit_admin": "auditor",
}  # fmt: skip
# The pages with an address of their own, who is measured there, and what opens them to one thing.
VISITS: dict[str, tuple[str, str, dict[str, str]]] = {
    "总览": ("leader", "overview/cockpit", {}),
    "责任单位": ("leader", "duties/units", {}),
    "责任单位／一个单位": ("office", "duties/units", {"unit": "kgj"}),
    "联动事项": ("leader", "duties/items", {}),
    "量化指标": ("office", "duties/indicators", {}),
    "平台运行": ("leader", "platforms/platforms", {}),
    "平台运行／一个平台": ("office", "platforms/platforms", {"flow": "nonlitigation"}),
    "台账": ("platform_clerk", "platforms/ledger", {}),
    "考核排名": ("office", "appraisal/ranking", {}),
    "我的单位": ("unit_head", "appraisal/my_unit", {}),
    "考核周期": ("office", "appraisal/periods", {}),
    "数据体检": ("office", "appraisal/radar", {}),
    "口径": ("unit_clerk", "appraisal/rules", {}),
    "填报核实": ("unit_clerk", "office/reports", {}),
    "催办督办": ("office", "office/orders", {}),
    "会议": ("office", "office/meeting", {}),
    "导入导出": ("office", "office/exchange", {}),
    "账号": ("sec_admin", "admin/accounts", {}),
    "审计": ("audit_admin", "admin/audit", {}),
    "运行": ("sys_admin", "admin/health", {}),
}


def with_board(parser: ArgumentParser, cases: int) -> ArgumentParser:
    """The flags that say which board is measured and where it is kept; its last day lies in the middle of a quarter."""
    parser.add_argument("--cases", type=int, default=cases)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 8, 20))
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "board-bench")
    return parser


def board(folder: Path, cases: int, until: date) -> Engine:
    """A demo board of so many cases, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{cases}-{until}.db"
    if not file.exists():
        print(f"making {cases:,} cases …", flush=True)
        command = [sys.executable, "-m", "lib", "init", "--demo", "--cases", str(cases), "--until", str(until)]
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}"}
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
    return open_engine(f"sqlite:///{file}")


def register_a_case(engine: Engine, day: date | None = None) -> float:
    """One act with its counts, in a transaction of its own; its milliseconds. `day`: it is dated; else of long ago."""
    plan = read_plan(engine)
    dated, number = day or plan.issued_on, f"bench-{time.time_ns()}"
    event = Event(0, 0, "dispute", number, "登记", dated, None, None, None, None, None, {}, dated)
    started = time.perf_counter()
    with writing(engine) as conn:
        histories(conn, [(event.flow, event.case_no)])
        recording.append(conn, plan, [event], Origin("office", "page"))
    return (time.perf_counter() - started) * 1000


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
