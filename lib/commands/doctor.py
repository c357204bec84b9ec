"""What `doctor` looks at: settings, clock, database, calendar, fonts, network silence, disk.

It stands here because it asks both the database and the trail; the command line and the page 运行 show it.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from lib import clock
from lib.backup.copying import LAST_BACKUP
from lib.db import counting
from lib.db.append_only import missing_guards
from lib.db.engine import PROJECT, reading
from lib.db.queries import accounts, board, chain, evidence
from lib.db.queries.board import setting
from lib.db.roles import standing
from lib.definitions import from_document
from lib.domain.plan import Plan
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Refused
from lib.evidence import files
from lib.security import audit

LEAST_FREE_MB = 500
BACKUP_AGE = timedelta(days=8)  # a weekly backup that ran


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `minor`: worth a word, but nothing is wrong."""

    name: str
    well: bool
    sentence: str
    minor: bool = False


class Book(NamedTuple):
    """What of the board the questions need: the plan in force, the last fact, its day, whether all is invented."""

    plan: Plan
    last_number: int
    last_on: date | None
    demo: bool


def findings(engine: Engine, *, with_trail: bool = True) -> list[Finding]:
    """Everything `doctor` has to say, in the order of looking; the trail is long and may be left out."""
    book = _read_book(engine)
    trail = [_trail(engine)] if with_trail else []
    return [
        *_settings(),
        *_database(engine, book),
        _protection(engine),
        *trail,
        *_calendar(book),
        *_clock(book),
        _backup(engine),
        *_evidence(engine),
        _fonts(),
        _disk(),
    ]


def examined(engine: Engine, viewer: Viewer) -> list[Finding]:
    """For the page 运行: everything but the trail, which its own administrator checks."""
    if not may_act(viewer, "watch_health"):
        raise NotAllowed(f"{viewer.role_name}不能查看运行情况；由系统管理员查看")
    return findings(engine, with_trail=False)


def _read_book(engine: Engine) -> Book:
    with reading(engine) as conn:
        document = board.current_plan_document(conn)
        if document is None:
            raise Refused("数据库里还没有方案：请先运行 python -m lib init")
        last = chain.last_occurred_on(conn)
        return Book(from_document(document), chain.last_number(conn), last, board.is_demo(conn))


def _settings() -> Iterator[Finding]:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    silent = config.get("browser", {}).get("gatherUsageStats") is False
    yield Finding("网络静默", silent, "不向外发送使用统计" if silent else "browser.gatherUsageStats 应为 false")
    hidden = config.get("client", {}).get("showErrorDetails") in ("none", False)
    yield Finding("错误详情", hidden, "读者看不到程序堆栈" if hidden else "client.showErrorDetails 应为 none")


def _database(engine: Engine, book: Book) -> Iterator[Finding]:
    with reading(engine) as conn:
        unguarded, missing = missing_guards(conn), chain.missing_numbers(conn)
        demo_names = [row.username for row in accounts.demo_accounts(conn)]
        counted = counting.are_current(conn, book.plan)
    yield Finding("数据库", True, f"{engine.dialect.name}，最后一条事实为第 {book.last_number} 号")
    yield Finding(
        "只增不改", not unguarded, "各事实表都有保护" if not unguarded else f"缺少保护：{'、'.join(unguarded)}"
    )
    yield Finding("事实编号", not missing, "连续无缺" if not missing else f"缺 {missing} 个编号，请从备份核对")
    words = "按现行方案" if counted else "不是按现行方案和程序建立的，请运行 python -m lib rebuild"
    yield Finding("统计表", counted, words)
    demo_on_real = bool(demo_names) and not book.demo
    words = f"真实数据库里启用了演示账号：{'、'.join(demo_names)}，请停用" if demo_on_real else "没有越界"
    yield Finding("演示账号", not demo_on_real, words)


def _trail(engine: Engine) -> Finding:
    with reading(engine) as conn:
        broken = sum(1 for _ in audit.broken_rows(conn))
    return Finding("审计留痕", not broken, "哈希链完整" if not broken else f"{broken} 处不符，见 audit verify")


def _protection(engine: Engine) -> Finding:
    """Least privilege: what a fault or an intruder in the board could do to the database."""
    if engine.dialect.name == "sqlite":
        mode = stat.S_IMODE(Path(engine.url.database or "").stat().st_mode)
        closed = not mode & (stat.S_IRWXO | stat.S_IWGRP)
        words = "其他系统账号不能读写数据库文件" if closed else f"数据库文件权限为 {mode:04o}，应为 0600"
        return Finding("数据库权限", closed, words, minor=True)
    with reading(engine) as conn:
        found = standing(conn)
    if not found.superuser and not found.owner:
        return Finding("数据库权限", True, f"以 {found.role} 运行，不能改表、停触发器")
    power = "是数据库超级用户" if found.superuser else "是各表的所有者"
    words = f"看板以 {found.role} 运行，它{power}，可停用防改触发器：请运行 roles create，日常改用 …_app"
    return Finding("数据库权限", False, words, minor=True)


def _calendar(book: Book) -> Iterator[Finding]:
    calendar, today = book.plan.calendar, clock.today()
    covered = calendar.covers(today)
    last = max(calendar.years, default=None)
    known = f"已有到 {last} 年" if last else "方案没有工作日历"
    words = f"节假日安排到 {last} 年" if covered else f"{today.year} 年节假日安排未公布（按周一至周五计），{known}"
    yield Finding("工作日历", covered, words, minor=True)


def _clock(book: Book) -> Iterator[Finding]:
    late = book.last_on is not None and book.last_on > clock.today()
    words = (
        f"今天 {clock.today()}，却有 {book.last_on} 的事实：请校对服务器时钟" if late else f"上海今天是 {clock.today()}"
    )
    yield Finding("时钟", not late, words)


def _backup(engine: Engine) -> Finding:
    with reading(engine) as conn:
        made_at = setting(conn, LAST_BACKUP)
    if made_at is None:
        return Finding("备份", False, "还没有备份过：请用 python -m lib backup 文件名，并安排每日执行", minor=True)
    age = clock.now() - datetime.fromisoformat(made_at)
    day = clock.shanghai_day(datetime.fromisoformat(made_at))
    old = age > BACKUP_AGE
    return Finding("备份", not old, f"最近一次在 {day}（{age.days} 天前）" + ("，请检查定时任务" if old else ""))


def _evidence(engine: Engine) -> Iterator[Finding]:
    """Every file is read and held against its hash."""
    with reading(engine) as conn:
        known = [stored.sha256 for stored in evidence.stored_files(conn)]
    lost = [sha256 for sha256 in known if files.read(sha256) is None]
    named = "、".join(f"{sha256[:10]}…" for sha256 in lost[:5])
    words = f"{len(known)} 个文件都在且完整" if not lost else f"缺失或损坏 {len(lost)} 个（{named}），请从备份找回"
    yield Finding("佐证文件", not lost, words)
    strange = set(files.names()) - {f"{sha256[:2]}/{sha256}" for sha256 in known}
    if strange:
        yield Finding("佐证文件夹", False, f"有 {len(strange)} 个未登记的文件，如 {min(strange)}", minor=True)


def _fonts() -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("字体", False, "无法列出字体（没有 fc-list）；网页用读者机器上的字体，不受影响", minor=True)
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    found = bool(listed.stdout.strip())
    return Finding("字体", found, "服务器有中文字体" if found else "服务器没有中文字体，导出的图会缺字", minor=True)


def _disk() -> Finding:
    free = shutil.disk_usage(PROJECT).free // 2**20
    return Finding("磁盘", free >= LEAST_FREE_MB, f"剩余 {free} MB" + ("" if free >= LEAST_FREE_MB else "，请清理"))
