"""The page 运行: the state of the board in words."""

from __future__ import annotations

from datetime import datetime

from lib import clock
from lib.db.shared import board_engine
from lib.domain.rights import Viewer
from lib.domain.wording import NOTHING, full_day, number
from lib.security import sessions
from lib.services import health as service
from lib.services.health import Health, Job
from lib.ui.health_parts import Look

_ENGINES = {"sqlite": "SQLite（本机文件）", "postgresql": "PostgreSQL"}


def health(viewer: Viewer) -> Health:
    """The state now."""
    return service.health(board_engine(), viewer, clock.now(), idle=sessions.IDLE, longest=sessions.ABSOLUTE)


def facts(found: Health) -> list[tuple[str, str]]:
    """Words and what they are."""
    return [
        ("最近入库", _moment(found.last_stored_at)),
        ("数据到", full_day(found.last_occurred_on)),
        ("入库末号", number(found.last_number)),
        ("数据库", _ENGINES.get(found.engine_name, found.engine_name)),
        ("大小", f"{found.size_bytes / 2**20:,.1f} MB"),
        ("审计留痕", f"{number(found.audit_rows)} 行"),
        ("在线登录", f"{found.open_sessions} 个"),
        ("数据性质", "演示数据" if found.demo else "正式数据"),
    ]


def jobs(found: Health) -> list[Look]:
    """What ran last, as things looked at."""
    return [_looked(one) for one in found.jobs]


def _looked(one: Job) -> Look:
    if one.ran_at is None:
        return Look(one.name, well=False, minor=True, sentence=f"还没有做过{'：' + one.said if one.said else ''}")
    late = "，该做了" if one.due else ""
    said = f"，{one.said}" if one.said else ""
    broken = "不符" in one.said
    return Look(
        one.name, well=not one.due and not broken, minor=not broken, sentence=f"{_moment(one.ran_at)}{said}{late}"
    )


def _moment(at: datetime | None) -> str:
    return NOTHING if at is None else f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
