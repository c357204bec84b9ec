"""Copies of the board: backup and restore."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from lib.backup.copying import back_up
from lib.backup.restoring import restore as restore_board
from lib.cli import acting
from lib.cli.progress import progress_bar
from lib.db.engine import open_engine
from lib.security.audit import operating_system_user


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@acting.acting_as
def backup(file: Path, username: str) -> None:
    """把整个看板（事实、方案、账号、留痕、佐证文件）备份成一个文件，运行中即可进行。

    不含登录会话、一次性码和可由事实重建的统计表。文件含密码散列和案件内容，请妥善保管。
    """
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with progress_bar("备份") as move:
        made = back_up(engine, viewer, file, os_user=operating_system_user(), progress=move)
    click.echo(f"已备份到 {file}：{made.rows} 行，{made.files} 个佐证文件，到第 {made.last_number} 号事实")
    click.echo(f"清单摘要 {made.digest}（另行记下，恢复时核对）")
    _tell_missing(made.missing)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """把备份恢复到空的库（DATABASE_URL）和空的佐证文件夹（EVIDENCE_DIR）：全部恢复，或什么都不动。"""
    with progress_bar("恢复") as move:
        made = restore_board(open_engine(), file, os_user=operating_system_user(), progress=move)
    click.echo(f"已恢复：{made.rows} 行，{made.files} 个佐证文件，到第 {made.last_number} 号事实")
    click.echo(f"清单摘要 {made.digest}（请与备份时记下的核对）；所有人须重新登录")
    _tell_missing(made.missing)


def _tell_missing(missing: Sequence[str]) -> None:
    for sha256 in missing:
        click.echo(f"注意：佐证 {sha256} 在备份之前已缺失或损坏，请从更早的备份中找回", err=True)


COMMANDS = (backup, restore)
