"""The group of commands, and how an error becomes lines on stderr and an exit status."""

from __future__ import annotations

import sys

import click

from lib.cli import (
    accounts,
    care,
    case_commands,
    copies,
    definitions,
    duty_commands,
    facts_in,
    facts_out,
    inbox,
    office_commands,
    orders,
    period_commands,
    radar,
    readings,
    roles,
    trail,
)
from lib.errors import Refused, Unavailable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def board() -> None:
    """府院联动督导考核看板的命令行。退出码：0 完成，1 被拒绝（原因见标准错误），2 用法不对。"""


for module in (
    definitions, facts_in, facts_out, inbox, case_commands, duty_commands, orders, office_commands, readings, period_commands,
    radar, accounts,
    trail, care, copies, roles,
):  # fmt: skip
    for command in module.COMMANDS:
        board.add_command(command)


def main() -> None:
    """Run one command; refusals are told in Chinese, one line a problem."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        board(prog_name="python -m lib")
    except Refused as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    except Unavailable as error:
        click.echo(str(error), err=True)
        sys.exit(1)
