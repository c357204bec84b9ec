"""Options that many commands share: dates, instants, periods, and the account a command acts as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click
from sqlalchemy import Engine

from lib import clock
from lib.db.engine import open_engine, reading
from lib.db.queries.accounts import account_named
from lib.domain.periods import Period
from lib.domain.rights import OPERATOR, Viewer
from lib.errors import Refused
from lib.security.founding import OPERATOR_NAME
from lib.services.book import Book, open_book

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date written 2021-05-03."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error in Chinese."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，应写成 2021-05-03", param, ctx)


class Moment(click.ParamType[datetime]):
    """An instant written 2021-05-03 or 2021-05-03T18:00; without a zone it is Shanghai time."""

    name = "时刻"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware instant; a bare date means its last second."""
        try:
            if len(value) == len("2021-05-03"):
                value = f"{date.fromisoformat(value)}T23:59:59.999999"
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是时刻，应写成 2021-05-03 或 2021-05-03T18:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.SHANGHAI)


class PeriodWord(click.ParamType[Period]):
    """A period written 2021Q3, 2021H1, 2021-07 or 2021."""

    name = "考核期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period, or a usage error in Chinese."""
        try:
            return value if isinstance(value, Period) else Period.parse(value)
        except ValueError:
            self.fail(f"“{value}”不是考核期，应写成 2021Q3、2021H1、2021-07 或 2021", param, ctx)


def as_json(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "wants_json", is_flag=True, help="输出一个 JSON 文档")(command)


def known_at(command: Command) -> Command:
    """`--known-at T`."""
    return click.option("--known-at", type=Moment(), help="只看到此刻为止入库的事实（默认：现在）")(command)


def period(command: Command) -> Command:
    """`--period P`."""
    return click.option("--period", type=PeriodWord(), required=True, help="考核期，如 2021Q3、2021H1、2021")(command)


def acting_as(command: Command) -> Command:
    """`--as USER`."""
    return click.option("--as", "username", default=OPERATOR_NAME, help="以哪个账号办理（默认：命令行操作员）")(command)


def book(known: datetime | None = None) -> Book:
    """The book of the board's database, good until the command ends."""
    return click.get_current_context().with_resource(open_book(open_engine(), known))


def viewer_named(engine: Engine, username: str) -> Viewer:
    """The account a command acts as; Refused if it is absent, disabled or without a role."""
    with reading(engine) as conn:
        row = account_named(conn, username)
    if row is None or row.disabled_at is not None or row.role is None:
        raise Refused(f"没有可用的账号“{username}”：请先用 python -m lib user add 建立，或去掉 --as")
    if row.role == OPERATOR and username != OPERATOR_NAME:
        raise Refused(f"账号“{username}”不能当命令行操作员")
    return Viewer(row.username, row.display_name, row.role, row.unit_code, row.unit_kind)
