"""Database roles: roles create."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from lib.cli import acting
from lib.commands.roles import create_roles, role_sql
from lib.db.engine import open_engine
from lib.security.audit import operating_system_user

_PASSWORD = "_PASSWORD"  # noqa: S105  # the end of a variable's name


@click.group("roles")
def roles() -> None:
    """PostgreSQL 数据库账号：看板、只读页面、其他系统各用各的，各有最小权限。"""


@roles.command("create")
@click.option("--print", "prints", is_flag=True, help="只打印 SQL（不含口令），由数据库管理员执行")
@click.option("--prefix", default="board", show_default=True, help="账号名前缀；一台服务器上有两个看板时各用各的")
@acting.acting_as
def create(prints: bool, prefix: str, username: str) -> None:
    """建立或更新数据库账号及其权限，可反复运行。

    用 DATABASE_ADMIN_URL（没有则 DATABASE_URL）连接，须是数据库管理员。口令取自环境变量，如 BOARD_APP_PASSWORD；
    没有给出的，新账号由系统生成并只显示这一次。
    """
    engine = open_engine(os.environ.get("DATABASE_ADMIN_URL"))
    if prints:
        for statement in ("BEGIN", *role_sql(engine, prefix), "COMMIT"):
            click.echo(f"{statement};")
        click.echo("-- 口令另设，不写在这里：\\password 账号名")
        return
    viewer = acting.viewer_named(engine, username)
    given = _passwords_given(prefix, os.environ)
    for login in create_roles(engine, viewer, prefix, given, os_user=operating_system_user()):
        kept = "口令不变" if login.password is None else "口令取自环境变量"
        click.echo(f"{login.name}：{kept if login.password is None or login.name in given else login.password}")
    click.echo(
        "看板用 DATABASE_URL（…_app）和 DATABASE_READ_URL（…_page_reader），升级用 …_owner；见 docs/operations.md"
    )


def _passwords_given(prefix: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Passwords in the environment by name of the role: BOARD_APP_PASSWORD is that of board_app."""
    start = f"{prefix.upper()}_"
    return {
        name.removesuffix(_PASSWORD).lower(): value
        for name, value in environment.items()
        if name.startswith(start) and name.endswith(_PASSWORD) and value
    }


COMMANDS = (roles,)
