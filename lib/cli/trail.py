"""The audit trail: audit verify, anchor, export."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day
from lib.cli.progress import progress_bar
from lib.db.engine import open_engine
from lib.domain.trail_words import ACT_WORDS
from lib.errors import Refused
from lib.security import trail
from lib.security.audit import Anchor, operating_system_user


@click.group("audit")
def audit() -> None:
    """审计留痕：核对、锚点、导出。"""


@audit.command("verify")
@click.option("--anchor", "anchors", multiple=True, help="以前抄下的锚点（行数:散列），可给多个")
@acting.acting_as
def verify(anchors: tuple[str, ...], username: str) -> None:
    """核对留痕的哈希链，指出被改、被删、被插入的行；给出锚点时，连整条链的改写也能发现。"""
    kept = [Anchor.parse(one) for one in anchors]
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    with progress_bar("核对留痕") as move:
        found = trail.check(engine, viewer, kept, os_user=operating_system_user(), progress=move)
    if found.places:
        told = [str(one) for one in found.broken]
        more = found.places - len(told)
        raise Refused("\n".join(told + ([f"另有 {more} 处不符"] if more else [])))
    click.echo(f"留痕完整：共 {found.rows} 行，未发现改动、缺失或插入")
    click.echo(f"锚点：{found.anchor}")


@audit.command("anchor")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="在这个文件末尾添一行（应放在另一台机器或纸上）"
)
@acting.acting_as
def anchor(out: Path | None, username: str) -> None:
    """给出留痕现在的行数和链尾散列，抄在库外，以后用 audit verify --anchor 核对。"""
    engine = open_engine()
    made = trail.anchor(engine, acting.viewer_named(engine, username))
    click.echo(str(made))
    if out is not None:
        with out.open("a", encoding="utf-8") as file:
            file.write(f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} {made}\n")


@audit.command("export")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .csv 文件")
@click.option("--account", help="只要这个账号的")
@click.option("--act", type=click.Choice(list(ACT_WORDS)), help="只要这种行为的（含被拒绝的）")
@click.option("--from", "first_day", type=Day(), help="起始日（含）")
@click.option("--to", "last_day", type=Day(), help="截止日（含）")
@click.option("--refusals", is_flag=True, help="只要被拒绝的")
@acting.acting_as
def export(
    out: Path, account: str | None, act: str | None, first_day: date | None, last_day: date | None, refusals: bool,
    username: str,
) -> None:  # fmt: skip
    """导出留痕为 .csv；导出本身也记入留痕。"""
    engine = open_engine()
    asked = trail.Asked(account, act, first_day, last_day, refusals)
    viewer = acting.viewer_named(engine, username)
    out.write_bytes(trail.taken_out(engine, viewer, asked, os_user=operating_system_user()))
    click.echo(f"已写入 {out}")


COMMANDS = (audit,)
