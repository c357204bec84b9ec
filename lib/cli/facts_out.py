"""Facts out: export and template, each with its row in the trail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day
from lib.db.engine import open_engine
from lib.errors import Refused
from lib.intake.export import CSV, FORMS, XLSX, Asked, hand_out_template
from lib.intake.export import export as make_export
from lib.security.audit import operating_system_user
from lib.services.book import read_plan


@click.command("template")
@click.argument("kind")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .xlsx 文件")
@click.option("--flow", help="台账流转：哪个台账（代码）")
@acting.acting_as
def template(kind: str, out: Path, flow: str | None, username: str) -> None:
    """空白表格，带下拉选项和填写说明。KIND：进展填报、台账流转、任务调整、考核加减分、指标填报。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    made = hand_out_template(engine, read_plan(engine), viewer, kind, flow, os_user=operating_system_user())
    out.write_bytes(made.content)
    click.echo(f"已写入 {out}")


@click.command("export")
@click.argument("kind")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个 .xlsx 或 .csv 文件"
)
@click.option("--from", "first_day", type=Day(), help="起始日（含）；台账按登记日")
@click.option("--to", "last_day", type=Day(), help="截止日（含）；台账按登记日")
@click.option("--flow", help="台账流转：哪个台账（代码）")
@acting.acting_as
def export(
    kind: str, out: Path, first_day: date | None, last_day: date | None, flow: str | None, username: str
) -> None:
    """按导入表头导出该账号可见的事实。KIND：进展填报、台账流转、任务调整、考核加减分、指标填报。"""
    form = out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise Refused(f"只导出 .{XLSX} 和 .{CSV} 文件，不是“{out.name}”")
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    asked = Asked(kind, flow, first_day, last_day, form)
    made = make_export(engine, read_plan(engine), viewer, asked, today=clock.today(), os_user=operating_system_user())
    out.write_bytes(made.content)
    click.echo(f"已写入 {out}：{made.said}")


COMMANDS = (template, export)
