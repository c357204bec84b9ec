"""The database roles of the board and of other systems: made by an administrator of the server, noted in the trail."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import Connection, Engine

from lib.db import roles
from lib.db.engine import reading
from lib.db.roles import Login
from lib.domain.rights import Viewer, may_act
from lib.errors import NotAllowed, Problem, Refused
from lib.security import audit
from lib.security.acting import acting

LEAST_LENGTH = 12
ON_SQLITE = (
    "SQLite 没有数据库账号：由操作系统的文件权限保护。请让看板用单独的系统账号运行，"
    "data 目录设为 0700、board.db 设为 0600；其他系统用 inbox put 送数，不直接打开数据库文件"
)
_PREFIX = re.compile(rf"[a-z][a-z0-9_]{{0,{roles.LONGEST_PREFIX - 1}}}")


def role_sql(engine: Engine, prefix: str) -> list[str]:
    """The statements that make the roles, for an administrator to read and run; without passwords."""
    _require_server(engine, prefix)
    with reading(engine) as conn:
        return roles.all_statements(conn, prefix)


def create_roles(
    engine: Engine, viewer: Viewer, prefix: str, given: Mapping[str, str], *, os_user: str | None = None
) -> list[Login]:
    """Make or renew the roles in one transaction; the logins, with the passwords that are new.

    `given`: passwords by name of the role.
    """
    _require_server(engine, prefix)
    with acting(engine, viewer, "roles_created", prefix) as conn:
        if not may_act(viewer, "manage_rights"):
            raise NotAllowed(f"{viewer.role_name}不能建立数据库账号；请由安全管理员办理")
        _require_power(conn)
        if weak := [name for name, password in given.items() if len(password) < LEAST_LENGTH]:
            raise Refused([Problem(name, f"口令少于 {LEAST_LENGTH} 位") for name in weak])
        logins = roles.create_roles(conn, prefix, given)
        renewed = "、".join(one.name for one in logins if one.password) or "无"
        audit.record(conn, viewer.username, "roles_created", prefix, f"新口令：{renewed}", os_user=os_user)
    return logins


def _require_server(engine: Engine, prefix: str) -> None:
    if engine.dialect.name == "sqlite":
        raise Refused(ON_SQLITE)
    if not _PREFIX.fullmatch(prefix):
        raise Refused(f"前缀须以小写字母开头，只含小写字母、数字和 _，最多 {roles.LONGEST_PREFIX} 位")


def _require_power(conn: Connection) -> None:
    standing = roles.standing(conn)
    if not standing.superuser:
        raise Refused(
            f"数据库账号 {standing.role} 不能建立账号：请用数据库管理员的地址"
            "（DATABASE_ADMIN_URL）再运行，或把 --print 的语句交给数据库管理员执行"
        )
