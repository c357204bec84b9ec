"""What `doctor` looks at: settings, clock, database, calendar, fonts, network silence, disk."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from lib import clock
from lib.db.append_only import missing_guards
from lib.db.engine import PROJECT, reading
from lib.db.queries import accounts, chain
from lib.security import audit
from lib.services.book import Edition, read_edition

LEAST_FREE_MB = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `minor`: worth a word, but nothing is wrong."""

    name: str
    well: bool
    sentence: str
    minor: bool = False


def findings(engine: Engine) -> list[Finding]:
    """Everything `doctor` has to say, in the order of looking."""
    seen = read_edition(engine)
    return [*_settings(), *_database(engine, seen), *_calendar(seen), *_clock(seen), _fonts(), _disk()]


def _settings() -> Iterator[Finding]:
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    silent = config.get("browser", {}).get("gatherUsageStats") is False
    yield Finding("网络静默", silent, "不向外发送使用统计" if silent else "browser.gatherUsageStats 应为 false")
    hidden = config.get("client", {}).get("showErrorDetails") in ("none", False)
    yield Finding("错误详情", hidden, "读者看不到程序堆栈" if hidden else "client.showErrorDetails 应为 none")


def _database(engine: Engine, seen: Edition) -> Iterator[Finding]:
    with reading(engine) as conn:
        unguarded, missing = missing_guards(conn), chain.missing_numbers(conn)
        broken, demo_names = audit.verify(conn), [row.username for row in accounts.demo_accounts(conn)]
    yield Finding("数据库", True, f"{engine.dialect.name}，最后一条事实为第 {seen.last_number} 号")
    yield Finding(
        "只增不改", not unguarded, "各事实表都有保护" if not unguarded else f"缺少保护：{'、'.join(unguarded)}"
    )
    yield Finding("事实编号", not missing, "连续无缺" if not missing else f"缺 {missing} 个编号，请从备份核对")
    yield Finding("审计留痕", not broken, "哈希链完整" if not broken else f"{len(broken)} 处不符，见 audit verify")
    demo_on_real = bool(demo_names) and not seen.demo
    words = f"真实数据库里启用了演示账号：{'、'.join(demo_names)}，请停用" if demo_on_real else "没有越界"
    yield Finding("演示账号", not demo_on_real, words)


def _calendar(seen: Edition) -> Iterator[Finding]:
    calendar, today = seen.plan.calendar, clock.today()
    covered = calendar.covers(today)
    last = max(calendar.years, default=0)
    words = (
        f"节假日安排到 {last} 年" if covered else f"{today.year} 年节假日安排未公布（按周一至周五计），已有到 {last} 年"
    )
    yield Finding("工作日历", covered, words, minor=True)


def _clock(seen: Edition) -> Iterator[Finding]:
    late = seen.last_on is not None and seen.last_on > clock.today()
    words = (
        f"今天 {clock.today()}，却有 {seen.last_on} 的事实：请校对服务器时钟" if late else f"上海今天是 {clock.today()}"
    )
    yield Finding("时钟", not late, words)


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
