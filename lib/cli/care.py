"""Care of the board: audit verify, doctor, rebuild, serve."""

from __future__ import annotations

import os
import sys

import click

from lib.cli import acting
from lib.cli.doctor import findings
from lib.cli.progress import progress_bar
from lib.commands import founding
from lib.commands.founding import demo_account_lines
from lib.db.engine import PROJECT, open_engine, reading
from lib.errors import Refused
from lib.security import audit as trail
from lib.services.book import read_plan


@click.group("audit")
def audit() -> None:
    """审计留痕。"""


@audit.command("verify")
def audit_verify() -> None:
    """核对留痕的哈希链，指出被改、被删、被插入的行。"""
    with reading(open_engine()) as conn:
        broken = trail.verify(conn)
    if broken:
        raise Refused("\n".join(str(row) for row in broken))
    click.echo("留痕完整：未发现改动、缺失或插入")


@click.command("doctor")
def doctor() -> None:
    """检查设置、时钟、数据库、字体、网络静默和磁盘。"""
    found = findings(open_engine())
    for one in found:
        click.echo(f"{'正常' if one.well else '注意' if one.minor else '问题'}　{one.name}：{one.sentence}")
    if any(not one.well and not one.minor for one in found):
        sys.exit(1)


@click.command("rebuild")
@acting.acting_as
def rebuild(username: str) -> None:
    """由事实重建统计表（件数、超期、指标）；平时自动保持，不必运行。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with progress_bar("重建统计") as move:
        cases = founding.rebuild_counts(engine, viewer, read_plan(engine), move)
    click.echo(f"统计表已由事实重建：{cases} 件")


@click.command("serve")
@click.option("--port", default=8501, show_default=True, help="端口")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址；前面有反向代理时保持本机")
def serve(port: int, address: str) -> None:
    """运行看板（在任何目录下都可以）。"""
    engine = open_engine()
    read_plan(engine)
    for line in demo_account_lines(engine):
        click.echo(line)
    click.echo(f"看板地址：http://{address}:{port}")
    sys.stdout.flush()
    engine.dispose()
    os.chdir(PROJECT)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py")]
    os.execv(sys.executable, [*command, "--server.port", str(port), "--server.address", address])  # noqa: S606 - the board takes the place of this process


COMMANDS = (audit, doctor, rebuild, serve)
