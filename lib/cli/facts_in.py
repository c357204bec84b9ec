"""Facts in: import."""

from __future__ import annotations

from pathlib import Path

import click

from lib import clock
from lib.cli import acting
from lib.cli.progress import progress_bar
from lib.db.engine import open_engine
from lib.errors import Refused
from lib.intake.exchange import marked_for
from lib.intake.importing import import_files
from lib.security.audit import operating_system_user
from lib.services.book import read_plan


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查，不入库")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="被拒绝或有提示时，把标出问题的工作簿写到这里"
)
@acting.acting_as
def import_(files: tuple[Path, ...], dry_run: bool, report: Path | None, username: str) -> None:
    """导入 .xlsx 或 .csv：全部成功，或全部不入库；重复的行跳过。"""
    engine = open_engine()
    plan = read_plan(engine)
    viewer = acting.viewer_named(engine, username)
    try:
        with progress_bar("导入") as move:
            recorded = import_files(
                engine,
                plan,
                viewer,
                files,
                today=clock.today(),
                dry_run=dry_run,
                os_user=operating_system_user(),
                progress=lambda _stage, done, whole: move(done, whole),
            )
    except Refused as error:
        if report is not None:
            report.write_bytes(marked_for(engine, plan, viewer, files, error.problems))
        raise
    if recorded.notices and report is not None:
        report.write_bytes(marked_for(engine, plan, viewer, files, recorded.notices))
    words = "检查通过，未入库" if dry_run else "已入库"
    for kind in recorded.kinds:
        click.echo(f"{kind.kind}：新增 {kind.new} 行，重复跳过 {kind.skipped} 行，补入核实 {kind.verified} 行")
    click.echo(f"{words}：新增 {recorded.new}，跳过 {recorded.skipped}，补入核实 {recorded.verified}")
    for notice in recorded.notices:
        click.echo(f"提示：{notice}")


COMMANDS = (import_,)
