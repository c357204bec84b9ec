"""The plan and the first day: init, plan check, plan publish, calendar update."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day
from lib.cli.demo import found_demo
from lib.cli.demo_periods import play_periods
from lib.cli.progress import progress_bar
from lib.commands import founding
from lib.db.engine import PROJECT, open_engine
from lib.definitions import check as check_plan
from lib.definitions import load, report_lines, update_calendar

PLAN_FOLDER = PROJECT / "data" / "plan"
folder_option = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=PLAN_FOLDER, required=False
)


@click.command("init")
@click.option("--demo", is_flag=True, help="装入演示数据和演示账号（处处标明“演示数据”）")
@click.option("--seed", default=2021, show_default=True, help="演示数据的随机种子")
@click.option("--until", type=Day(), help="演示到哪一天（默认：今天）")
@click.option("--cases", default=21_000, show_default=True, help="演示台账的件数")
@click.option("--periods", is_flag=True, help="演示数据里连同考核：前两年已锁定，上一季度在单位核对")
def init(demo: bool, seed: int, until: date | None, cases: int, periods: bool) -> None:
    """建库（或升级到当前结构），发布方案；可装入演示数据。"""
    engine = open_engine()
    founded = founding.found(engine, load(PLAN_FOLDER), clock.now())
    click.echo(founded.sentence)
    if demo:
        last_day = until or clock.today()
        with progress_bar("演示数据") as progress:
            stored = found_demo(engine, seed=seed, until=last_day, cases=cases, at=clock.now(), progress=progress)
        click.echo(stored)
        for sentence in play_periods(engine, founded.plan, last_day) if periods else ():
            click.echo(sentence)
    engine.dispose()


@click.group("plan")
def plan() -> None:
    """方案：检查、发布。"""


@plan.command("check")
@folder_option
def check(folder: Path) -> None:
    """检查方案文件，列出台账、原文矛盾和每一项假定。"""
    for line in report_lines(check_plan(load(folder))):
        click.echo(line)


@plan.command("publish")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@acting.acting_as
def publish(folder: Path, username: str) -> None:
    """把一个方案文件夹存为新版本。"""
    engine = open_engine()
    found = load(folder)
    founding.prepare(engine, clock.now())
    viewer = acting.viewer_named(engine, username)
    click.echo(founding.publish_plan(engine, viewer, found, clock.now()).sentence)


@click.group("calendar")
def calendar() -> None:
    """工作日历。"""


@calendar.command("update")
@folder_option
def calendar_update(folder: Path) -> None:
    """从节假日库取得各年休息日和调休上班日，写入方案文件。"""
    years = update_calendar(folder)
    click.echo(f"已写入 {folder / 'calendar.yaml'}：{years[0]}—{years[-1]} 年。发布方案后生效。")


COMMANDS = (init, plan, calendar)
