"""What the commands that write share: the account, the key, and how what came of an act is told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, TypeVar

import click

from lib import clock
from lib.cli import acting
from lib.cli.acting import Day
from lib.cli.tables import print_json
from lib.commands.act import Caller, Done
from lib.db.engine import open_engine
from lib.security.audit import operating_system_user
from lib.services.book import read_plan

Command = TypeVar("Command", bound=Callable[..., Any])


class Number(click.ParamType[Decimal]):
    """A number written 12.5."""

    name = "数字"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The exact number, or a usage error in Chinese."""
        try:
            return Decimal(value)
        except InvalidOperation:
            self.fail(f"“{value}”不是数字，应写成 12.5", param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """栏目=值."""

    name = "栏目=值"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The name and the value, or a usage error in Chinese."""
        if isinstance(value, tuple):
            return value
        name, equals, rest = str(value).partition("=")
        if not equals or not name.strip():
            self.fail(f"“{value}”应写成 栏目=值，如 阶段=诉前", param, ctx)
        return name.strip(), rest


def act(work: Callable[..., Done]) -> Callable[..., None]:
    """A command that takes one act: `work` gets engine, plan and caller before its own options."""

    @wraps(work)
    def run(username: str, key: str | None, wants_json: bool, **fields: Any) -> None:
        engine = open_engine()
        plan = read_plan(engine)
        viewer = acting.viewer_named(engine, username)
        caller = Caller(viewer, clock.today(), "command", operating_system_user(), key)
        tell(work(engine, plan, caller, **fields), wants_json)

    keyed = click.option("--key", help="请求号：同一号再来一次只回原答复，不重复入库")
    return acting.acting_as(keyed(acting.as_json(run)))


def tell(done: Done, wants_json: bool) -> None:
    """The answer, as a sentence or as one JSON document."""
    if wants_json:
        print_json({**done._asdict(), "numbers": list(done.numbers)})
        return
    click.echo(f"{done.subject}：{done.sentence}" + ("（此前已办理，未重复入库）" if done.again else ""))


def on(command: Command) -> Command:
    """`--on D`."""
    return click.option("--on", "occurred_on", type=Day(), help="发生日期（默认：今天）")(command)


def option(name: str, words: str, **more: Any) -> Callable[[Command], Command]:
    """An option with its help."""
    return click.option(name, help=words, **more)


def attributes(command: Command) -> Command:
    """`--attr 栏目=值`, as often as needed."""
    return click.option("--attr", "attributes", type=Pair(), multiple=True, help="台账的其他栏目，可多次")(command)
