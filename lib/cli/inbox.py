"""The inbox of other systems: bind, put, take, answers."""

from __future__ import annotations

import time
from hashlib import sha256
from pathlib import Path

import click
from sqlalchemy import Engine

from lib import clock
from lib.cli import acting
from lib.cli.tables import print_json, print_table
from lib.commands import inbox as box
from lib.db.engine import open_engine
from lib.domain.inbox import LONGEST_KEY
from lib.errors import Unavailable
from lib.intake.taking import put_file
from lib.intake.taking import take as take_waiting
from lib.security.audit import operating_system_user

sender_option = click.option("--sender", required=True, help="来源系统名")


@click.group("inbox")
def inbox() -> None:
    """收件箱：其他系统送来的数据，按同样的规则入库，逐行答复。"""


@inbox.command("bind")
@click.argument("sender")
@click.option("--account", required=True, help="以哪个账号办理它送来的数据")
@acting.acting_as
def bind(sender: str, account: str, username: str) -> None:
    """允许一个系统送数，并绑定到一个账号；再绑定即改为新账号。"""
    engine = open_engine()
    box.bind_sender(engine, acting.viewer_named(engine, username), sender, account, clock.now())
    click.echo(f"来源系统 {sender} 送来的数据以账号 {account} 办理")


@inbox.command("put")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@sender_option
@click.option("--batch", help="批次（默认：文件名加内容的散列，同一文件不会入箱两次）")
@acting.acting_as
def put(file: Path, sender: str, batch: str | None, username: str) -> None:
    """把 .xlsx 或 .csv 的各行放入收件箱，等待 take 办理；供连不上数据库的系统用。"""
    engine = open_engine()
    viewer = acting.viewer_named(engine, username)
    put = put_file(engine, viewer, file, sender, batch or _key_of(file), os_user=operating_system_user())
    click.echo(f"批次 {put.batch} {'先前已放入，未重复放入' if put.again else f'已放入收件箱：{put.rows} 行'}")


def _key_of(file: Path) -> str:
    """The same content under the same name is the same batch."""
    return f"{file.name[: LONGEST_KEY - 17]}-{sha256(file.read_bytes()).hexdigest()[:16]}"


@inbox.command("take")
@click.option("--watch", type=click.IntRange(1, 86_400), metavar="秒", help="不退出，每隔这么多秒再取一次")
def take(watch: int | None) -> None:
    """按送达顺序办理收件箱里的各批：整批入库或整批拒绝，并逐行答复。"""
    engine = open_engine()
    _take_once(engine)
    while watch:
        time.sleep(watch)
        try:
            _take_once(engine)
        except Unavailable as away:
            click.echo(f"{away}；{watch} 秒后再试", err=True)


def _take_once(engine: Engine) -> None:
    for one in take_waiting(engine, today=clock.today(), os_user=operating_system_user()):
        click.echo(f"{'已入库' if one.stored else '已拒绝'}　{one.sender}/{one.batch}：{one.sentence}")


@inbox.command("answers")
@sender_option
@click.option("--batch", required=True, help="批次")
@acting.as_json
@acting.acting_as
def answers(sender: str, batch: str, wants_json: bool, username: str) -> None:
    """一个批次的答复；还在等待办理的为空。"""
    engine = open_engine()
    found = box.answers_to(engine, acting.viewer_named(engine, username), sender, batch)
    if wants_json:
        rows = [one._asdict() | {"answered_at": one.answered_at.isoformat()} for one in found]
        print_json({"sender": sender, "batch": batch, "answers": rows})
        return
    lines = ([one.row_no, one.header, one.state, one.number, one.reason] for one in found)
    print_table(["行", "列", "结果", "事实编号", "说明"], lines)


COMMANDS = (inbox,)
