"""Accounts: user add, import, passwd, disable, unlock, list."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from lib import clock
from lib.cli import acting
from lib.cli.tables import print_table
from lib.db.engine import open_engine, reading
from lib.domain.rights import ROLE_NAMES, ROLES
from lib.errors import Problem, Refused
from lib.security import accounts
from lib.security.accounts import Draft
from lib.security.acting import acting as in_trail
from lib.services.book import read_plan

_SHEET = ("账号", "姓名", "角色", "单位")


@click.group("user")
def user() -> None:
    """账号：建立、批量建立、改口令、停用、解锁、列出。"""


@user.command("add")
@click.argument("name")
@click.option("--display", required=True, help="姓名")
@click.option("--role", type=click.Choice(ROLES), help="角色；不填则由安全管理员授予")
@click.option("--unit", help="单位代码或名称")
@acting.acting_as
def add(name: str, display: str, role: str | None, unit: str | None, username: str) -> None:
    """建立一个账号；初始口令只显示一次，首次登录须修改。"""
    engine = open_engine()
    plan = read_plan(engine)
    viewer = acting.viewer_named(engine, username)
    draft = Draft(name, display, role, plan.unit_names.get(unit, unit) if unit else None)
    with in_trail(engine, viewer, "account_added", name) as conn:
        password = accounts.add(conn, viewer, draft, plan.unit, clock.now())
    click.echo(f"账号 {name} 已建立，初始口令：{password}")


@user.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.acting_as
def import_(file: Path, username: str) -> None:
    """从 .csv 批量建立账号，表头：账号、姓名、角色、单位。"""
    engine = open_engine()
    plan = read_plan(engine)
    viewer = acting.viewer_named(engine, username)
    drafts = [_draft(row, plan.unit_names) for row in _rows(file)]
    with in_trail(engine, viewer, "account_added", file.name) as conn:
        made = accounts.import_list(conn, viewer, drafts, plan.unit, clock.now())
    print_table(["账号", "初始口令"], made)


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = file.read_text(encoding="gb18030")
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != _SHEET:
        raise Refused([Problem(file.name, f"表头应为 {'、'.join(_SHEET)}")])
    return [{key: (value or "").strip() for key, value in row.items()} for row in reader]


def _draft(row: dict[str, str], unit_names: object) -> Draft:
    roles = {name: code for code, name in ROLE_NAMES.items()}
    unit = row["单位"] or None
    if unit and isinstance(unit_names, dict):
        unit = unit_names.get(unit, unit)
    return Draft(row["账号"], row["姓名"], roles.get(row["角色"], row["角色"]) or None, unit)


@user.command("passwd")
@click.argument("name")
@acting.acting_as
def passwd(name: str, username: str) -> None:
    """给账号一个新的初始口令；原有登录全部失效。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with in_trail(engine, viewer, "password_reset", name) as conn:
        password = accounts.give_new_password(conn, viewer, name, clock.now())
    click.echo(f"账号 {name} 的新口令：{password}（首次登录须修改）")


@user.command("disable")
@click.argument("name")
@acting.acting_as
def disable(name: str, username: str) -> None:
    """停用账号；下一次点击即被拒绝。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with in_trail(engine, viewer, "account_disabled", name) as conn:
        accounts.disable(conn, viewer, name, clock.now())
    click.echo(f"账号 {name} 已停用")


@user.command("unlock")
@click.argument("name")
@acting.acting_as
def unlock(name: str, username: str) -> None:
    """解除连续输错口令造成的锁定。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with in_trail(engine, viewer, "unlocked", name) as conn:
        accounts.unlock(conn, viewer, name, clock.now())
    click.echo(f"账号 {name} 已解锁")


@user.command("list")
@acting.acting_as
def list_(username: str) -> None:
    """列出账号。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with reading(engine) as conn:
        people = accounts.list_people(conn, viewer, clock.now())
    print_table(
        ["账号", "姓名", "角色", "单位", "状态", "演示"],
        (
            [one.username, one.display_name, ROLE_NAMES.get(one.role or ""), one.unit_code, one.state, one.demo]
            for one in people
        ),
    )


COMMANDS = (user,)
