"""docs/commands.md, written from the commands themselves: `python -m lib.cli.commands_page` renews it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from lib.cli.main import board
from lib.db.engine import PROJECT

PAGE = PROJECT / "docs" / "commands.md"

_HEAD = """# The commands

`python -m lib COMMAND`; `--help` after any of them says more. Exit status: 0 done, 1 refused (the reason on
stderr, in Chinese, one line per problem), 2 wrong usage.

Commands that write act as an account (`--as USER`, by default the operator) and are checked against its rights
exactly as a page is; the user of the operating system is in the audit row. `--key TEXT` names the request: the
same key of the same account with the same content gets the first answer again and stores nothing, with other
content it is refused. `--json` prints `{"numbers", "sentence", "subject", "again"}`: the numbers of the facts
stored, what was done, on what, and whether the key came before. `case show` gives the number to send back as
`--seen`, so that an act on a case that has moved on meanwhile is refused.

| command | does |
|---|---|
"""


def commands_page() -> str:
    """The whole page: one line a command, with its arguments and options."""
    return _HEAD + "".join(f"| `{usage}` | {words} |\n" for usage, words in _lines(board, ()))


def _lines(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _lines(command.commands[name], (*path, name))
        return
    words = [*path, *(_shown(one) for one in command.params if not _is_help(one))]
    yield " ".join(words).replace("|", "\\|"), (command.help or "").replace("|", "\\|").replace("\n", " ")


def _shown(one: click.Parameter) -> str:
    if isinstance(one, click.Argument):
        name = one.human_readable_name.upper() + ("…" if one.nargs != 1 else "")
    else:
        assert isinstance(one, click.Option), one
        name = "/".join((*one.opts[:1], *one.secondary_opts[:1]))
        name += "" if one.is_flag else f" {_value(one)}"
    return name if one.required else f"[{name}]"


def _value(one: click.Option) -> str:
    return "|".join(map(str, one.type.choices)) if isinstance(one.type, click.Choice) else (one.name or "").upper()


def _is_help(one: click.Parameter) -> bool:
    return isinstance(one, click.Option) and "--help" in one.opts


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
