"""What the database says when it cannot work, as sentences for readers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lib.errors import Unavailable

_SQLITE = {
    "unable to open": "数据库文件打不开：请检查 DATABASE_URL 中的文件夹是否存在、是否有权限",
    "readonly database": "数据库只读：磁盘或文件不可写，未保存任何内容",
    "disk is full": "磁盘已满，未保存任何内容：请清理磁盘后重试",
    "disk i/o error": "磁盘读写出错，未保存任何内容：请检查磁盘",
    "locked": "数据库正忙，未保存任何内容：请稍后重试",
    "no such table": "数据库尚未建立或版本过旧：请先运行 python -m lib init",
    "no such column": "数据库版本与程序不符：请先运行 python -m lib init",
    "malformed": "数据库文件已损坏：请从备份恢复",
    "not a database": "数据库文件已损坏或不是数据库：请检查 DATABASE_URL",
}
_POSTGRESQL = {
    "42P01": "数据库尚未建立或版本过旧：请先运行 python -m lib init",
    "42703": "数据库版本与程序不符：请先运行 python -m lib init",
    "42501": "数据库账号没有此项权限，未保存任何内容",
    "25006": "数据库只读，未保存任何内容",
    "53100": "数据库服务器磁盘已满，未保存任何内容：请清理磁盘后重试",
    "55P03": "数据库正忙，未保存任何内容：请稍后重试",
    "28P01": "数据库拒绝登录：请检查 DATABASE_URL 中的账号和口令",
    "3D000": "数据库不存在：请检查 DATABASE_URL 中的库名",
}
_AWAY = "数据库连接不上：请稍后重试；若一直如此，请检查数据库服务和 DATABASE_URL"


def sentence(error: DBAPIError) -> str | None:
    """What to tell the reader; None where the fault is the program's own."""
    state = getattr(error.orig, "sqlstate", None)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    said = str(error.orig).lower()
    if "sqlite3" in type(error.orig).__module__:
        return next((told for part, told in _SQLITE.items() if part in said), None)
    return _AWAY if isinstance(error, OperationalError) or error.connection_invalidated else None


@contextmanager
def told_in_chinese() -> Iterator[None]:
    """The storage edge: a database that cannot be used becomes Unavailable, all else passes."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable("数据库连接已用完：请稍后重试") from error
    except DBAPIError as error:
        told = sentence(error)
        if told is None:
            raise
        raise Unavailable(told) from error
